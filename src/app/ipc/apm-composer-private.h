/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-composer.h"
#include "apm-party.h"
#include "apm-send-options.h"

G_BEGIN_DECLS

/* For the two files of the composer: apm-composer.c sends and receives,
 * apm-composer-pair.c knows who is chosen. */

struct _ApmComposer
{
  AdwBin parent_instance;
  GtkDropDown *sender;
  GtkDropDown *receiver;
  GtkEntry *text;
  GtkSpinButton *times;
  GtkSwitch *subscribe;
  GtkStack *head;
  GtkLabel *channel_title;
  GtkWidget *stop;
  GtkWidget *send;
  ApmSendOptions *options;

  ApmSession *session;
  GListModel *parties;
  GtkDropDown *awaiting;      /* gets the next worker that starts */
  ApmParty *last[2];          /* sender and receiver before "New worker…" */
  ApmChannel *channel;        /* between the two chosen, NULL if none yet; or a planned one */
  ApmBurst *burst;            /* what is being sent; NULL: nothing */
  GSignalGroup *signals;
  gboolean updating;
};

gboolean apm_composer_is_planned        (ApmComposer *self);
void     apm_composer_update_orders     (ApmComposer *self);
void     apm_composer_on_party_selected (ApmComposer *self,
                                         GParamSpec  *pspec,
                                         GtkDropDown *drop_down);
void     apm_composer_on_worker_started (ApmComposer *self,
                                         ApmWorker   *worker);

G_END_DECLS

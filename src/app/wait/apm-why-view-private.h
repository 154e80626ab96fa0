/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-chain.h"
#include "apm-why-offer.h"
#include "apm-why-picture.h"
#include "apm-why-view.h"

G_BEGIN_DECLS

/* One widget in two files: apm-why-view.c is what is shown, -acts.c what can be done. */

struct _ApmWhyView
{
  AdwBin parent_instance;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkLabel *verdict;
  ApmWhyOffer *offer;
  GtkPaned *paned;
  ApmWhyPicture *picture;
  GtkScrolledWindow *picture_scroller;
  GtkListBox *rows;
  GtkScrolledWindow *rows_scroller;

  ApmSession *session;
  int pid, tid;
  guint64 start_ticks;       /* 0: not seen yet */
  ApmWaitChain *chain;       /* (nullable): what is shown */
  GCancellable *cancellable; /* (nullable): of the look that is under way */
  guint again;               /* timeout */
  gboolean is_following;     /* the rows are set by us, not by a person */
};

void               apm_why_view_go_to          (ApmWhyView     *self,
                                                guint           index);

void               apm_why_view_install_acts   (GtkWidgetClass *widget_class);
void               apm_why_view_update_actions (ApmWhyView     *self);
const ApmWaitNode *apm_why_view_get_chosen     (ApmWhyView     *self);

G_END_DECLS

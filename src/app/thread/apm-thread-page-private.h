/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-filter-control.h"
#include "apm-table.h"
#include "apm-thread-chooser.h"
#include "apm-thread-page.h"

G_BEGIN_DECLS

/* For apm-thread-page.c and apm-thread-page-acts.c, which has what can be ordered. */

struct _ApmThreadPage
{
  AdwBin parent_instance;
  AdwFlap *flap;
  ApmThreadChooser *chooser;
  GtkLabel *title;
  GtkSearchEntry *search;
  GtkMenuButton *kept;
  GtkMenuButton *columns;
  GtkToggleButton *all;         /* the threads of all processes are shown */
  GtkLabel *wrong;              /* of what is searched for */
  GtkLabel *trouble;
  ApmTable *table;
  GtkLabel *status;
  GtkLabel *held;
  GtkLabel *reason;
  GMenuModel *menu;

  ApmSession *session;
  ApmThreadList *threads;
  ApmFilterControl *filter;
  GSignalGroup *crew_signals;   /* of the crew whose threads are shown */
  char *awaited;                /* the name that is selected as soon as it runs */
  int awaited_tid;              /* the thread that is selected as soon as it is shown; 0: none */
};

void apm_thread_page_install_acts (GtkWidgetClass *widget_class);
void apm_thread_page_update_acts  (ApmThreadPage  *self);

G_END_DECLS

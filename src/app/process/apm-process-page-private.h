/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-filter-control.h"
#include "apm-inspector.h"
#include "apm-process-page.h"
#include "apm-snapshots.h"
#include "apm-system-strip.h"
#include "apm-table.h"
#include "apm-target.h"
#include "apm-transcripts.h"

G_BEGIN_DECLS

/* One widget in six files: apm-process-page.c is the object and its parts, -list.c
 * what is listed and how, -status.c what is said about it, -acts.c what can be done
 * to the selected process, -create.c what is started here, -snapshots.c what is kept
 * of one moment. */

struct _ApmProcessPage
{
  GtkWidget parent_instance;
  ApmSession *session;

  GtkWidget *box;
  ApmSystemStrip *strip;
  GtkEditable *search;
  GtkMenuButton *kept;
  GtkDropDown *grouping;
  GtkMenuButton *columns;
  GtkLabel *trouble;
  AdwFlap *flap;
  ApmTable *table;
  ApmInspector *inspector;
  GtkLabel *count;
  GtkLabel *held;
  GtkInscription *cost;
  GtkMenuButton *more_button;
  GMenuModel *more;
  GMenuModel *menu;
  GMenuModel *panel_menu;

  ApmFilterControl *filter;
  gboolean following;
  ApmScope scope;
  ApmTranscripts *transcripts;
  ApmSnapshots *snapshots;
  GtkWindow *changes;      /* (nullable): since a snapshot; weak */
  GtkWindow *files;        /* (nullable): who has a file open; weak */
  ApmTarget *target;       /* whom the menu that opened last is about */
  guint64 target_key;
  guint64 pending_key;     /* created, and not yet in the list */
  gboolean pending;
};

ApmProcessList *apm_process_page_get_list       (ApmProcessPage *self);

void            apm_process_page_install_list   (GtkWidgetClass *widget_class);
void            apm_process_page_restore_list   (ApmProcessPage *self);
const char     *apm_process_page_get_scope      (ApmProcessPage *self);
void            apm_process_page_set_scope      (ApmProcessPage *self,
                                                 const char     *name);

void            apm_process_page_update_status  (ApmProcessPage *self);
gboolean        apm_process_page_update_held    (gpointer        data);
void            apm_process_page_update_empty   (ApmProcessPage *self);

void            apm_process_page_install_acts   (GtkWidgetClass *widget_class);
void            apm_process_page_update_acts    (ApmProcessPage *self);
void            apm_process_page_hold_target    (ApmProcessPage *self);
void            apm_process_page_show_threads   (ApmProcessPage *self);

void            apm_process_page_install_panel  (GtkWidgetClass *widget_class);
void            apm_process_page_set_up_panel   (ApmProcessPage *self);

void            apm_process_page_watch_created  (ApmProcessPage *self);

void            apm_process_page_install_snapshots
                                                (ApmProcessPage *self,
                                                 GActionMap     *window);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-inspector.h"
#include "apm-section-view.h"

G_BEGIN_DECLS

/* One widget in two files: apm-inspector.c is the panel and whom it is about,
 * -leave.c how what it shows leaves the window. */

struct _ApmInspector
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkLabel *name;
  GtkLabel *about;
  GtkMenuButton *button;
  GtkStack *body;
  GtkDropDown *chooser;
  GtkStack *sections;
  GtkLabel *as_of;
  GtkWidget *handle;
  GMenuModel *row_menu;

  ApmSession *session;
  ApmSubject *subject;
  ApmTranscript *transcript;   /* of the subject; NULL: it was not created here */
  GPtrArray *views;            /* ApmSectionView in the order of the entries; NULL: not made yet */
  guint place;                 /* of the section in view */
  guint chosen;                /* of the one that was chosen by hand */
  gboolean choosing;           /* the chooser is set by us */
  gboolean copying;            /* all sections, once each has told */
};

ApmSectionView *apm_inspector_ensure_view   (ApmInspector   *self,
                                             guint           place);

void            apm_inspector_install_leave (GtkWidgetClass *widget_class);
void            apm_inspector_watch_list    (ApmInspector   *self,
                                             ApmSectionView *view);
void            apm_inspector_update_leave  (ApmInspector   *self);
void            apm_inspector_copy_if_told  (ApmInspector   *self);

G_END_DECLS

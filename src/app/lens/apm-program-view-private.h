/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-program-view.h"

#include "apm-output-view.h"
#include "apm-program-source.h"
#include "apm-timeline.h"
#include "apm-variable-pane.h"
#include "apm-why-view.h"

G_BEGIN_DECLS

/* One widget in two files: apm-program-view.c is what stands on the screen,
 * apm-program-view-acts.c what can be done with the program. */

enum { APM_PROGRAM_VIEW_CHANGE, APM_PROGRAM_VIEW_N_SIGNALS };
extern guint apm_program_view_signals[APM_PROGRAM_VIEW_N_SIGNALS];

struct _ApmProgramView
{
  AdwBin parent_instance;

  GtkWidget *list_button;
  GtkLabel *title;
  GtkLabel *state;
  GtkDropDown *speed;
  AdwButtonContent *run_content;
  AdwButtonContent *pause_content;
  AdwSplitButton *step;
  GtkStack *panes;
  GtkLabel *seen;
  GtkWidget *doubt_icon;
  GtkLabel *doubt;
  ApmTimeline *timeline;
  GtkWidget *locks;
  GtkWidget *threads;
  GtkWidget *order;
  ApmWhyView *waits;
  ApmProgramSource *source;
  ApmVariablePane *variables;
  GtkWidget *switcher;
  ApmOutputView *output;

  ApmSession *session;
  ApmProgramShelf *shelf;
  ApmProgram *program;
  ApmLens *shown_lens;       /* that the timeline shows */
  GSignalGroup *signals;
  int subject;               /* PID whose waits are shown; 0: nobody's */
  int step_tid;              /* who steps next; 0: nobody was chosen */
  GtkFileChooserNative *chooser;
};

/* apm-program-view-acts.c */
void apm_program_view_install_acts (GtkWidgetClass *widget_class);
void apm_program_view_update_acts  (ApmProgramView *self);
void apm_program_view_init_acts    (ApmProgramView *self);
void apm_program_view_update_steps (ApmProgramView *self);

G_END_DECLS

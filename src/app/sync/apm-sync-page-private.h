/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-sync-page.h"

#include "apm-check-list.h"
#include "apm-facts-pane.h"
#include "apm-parameter-box.h"
#include "apm-picture.h"
#include "apm-program-desk.h"
#include "apm-problem-list.h"
#include "apm-source-pane.h"
#include "apm-step-box.h"
#include "apm-timeline.h"

G_BEGIN_DECLS

/* The page in some files: apm-sync-page.c is the widget and what it shows,
 * apm-sync-lab.c the experiment and the actions, apm-sync-shape.c what stands
 * where in the room there is, apm-sync-present.c a lecture, apm-sync-export.c how a
 * run leaves the window. */

struct _ApmSyncPage
{
  AdwBin parent_instance;

  AdwFlap *flap;
  ApmProblemList *problems;
  GtkLabel *title;
  GtkLabel *expectation;
  GtkMenuButton *parameters_button;
  GtkPopover *parameters_popover;
  GtkScrolledWindow *parameters_slot;
  ApmParameterBox *parameters;
  AdwButtonContent *run_content;
  AdwButtonContent *pause_content;
  AdwButtonContent *explore_content;
  AdwButtonContent *stop_content;
  GtkWidget *pane_switch;
  GtkWidget *toolbar;
  GtkWidget *outcome_bar;
  GtkWidget *outcome_separator;
  GtkWidget *side_switch;
  GtkWidget *side_pane;
  ApmFactsPane *facts_pane;
  GtkWidget *lanes_pane;
  ApmTimeline *timeline;
  GtkWidget *lanes_button;
  AdwBin *scene_pane;
  ApmSourcePane *source_pane;
  ApmStepBox *step_box;
  GtkWidget *checks_pane;
  GtkWidget *checks_separator;
  GtkWidget *split;
  ApmCheckList *checks;
  GtkImage *outcome_icon;
  GtkLabel *outcome;
  GtkLabel *counts;
  GtkLabel *rate;

  ApmSession *session;
  ApmProgramDesk *desk;         /* programs of one's own, beside the laboratory */
  ApmPicture *picture;
  ApmSceneKind picture_kind;
  ApmProblem *problem;
  const ApmVariant *variant;
  ApmExperiment *experiment;    /* never NULL once a problem is chosen */
  GSignalGroup *experiment_signals;
  ApmLens *shown_lens;          /* that the timeline shows */
  GSimpleAction *run_action;
  GSimpleAction *pause_action;
  GSimpleAction *stop_action;
  GSimpleAction *step_action;
  GSimpleAction *undo_action;

  GtkFileChooserNative *chooser;
  GString *story;               /* what has happened in this run, line by line */
  GtkCssProvider *zoom;
  int percent;                  /* size of the text in scene and source */
  gboolean presenting;          /* scene and source are alone on the screen */
  char *pane;                   /* the one shown where there is room for one */
  char *side;                   /* "source" or "facts", where both stand beside the scene */
  gboolean lanes;               /* the timeline stands below the scene */
  int narrow;                   /* -1: not known yet */
  int compact;
  int folded;                   /* parameters are in the popover */
  int row_width;                /* that they take in a row; 0: not known yet */
  guint shape_source;
  guint update_source;
};

static inline gboolean
apm_run_state_is_active (ApmRunState state)
{
  return state == APM_RUN_RUNNING || state == APM_RUN_PAUSED;
}

/* apm-sync-page.c */
void        apm_sync_page_show_picture   (ApmSyncPage *self);
void        apm_sync_page_show_title     (ApmSyncPage *self);
void        apm_sync_page_show_actions   (ApmSyncPage *self,
                                          ApmRunState  state);
void        apm_sync_page_update         (ApmSyncPage *self);

/* apm-sync-shape.c */
void        apm_sync_page_show_lanes     (ApmSyncPage *self);

/* apm-sync-lab.c */
void        apm_sync_page_init_lab       (ApmSyncPage *self);
void        apm_sync_page_dispose_lab    (ApmSyncPage *self);
void        apm_sync_page_select         (ApmSyncPage *self,
                                          const char  *name);
ApmRunState apm_sync_page_get_state      (ApmSyncPage *self);
gboolean    apm_sync_page_can_undo       (ApmSyncPage *self);

/* apm-sync-export.c */
void        apm_sync_page_export         (ApmSyncPage *self,
                                          const char  *path);
void        apm_sync_page_tell           (ApmSyncPage *self,
                                          const char  *sentence);

/* apm-sync-present.c */
void        apm_sync_page_install_present (ApmSyncPage *self,
                                           GActionMap  *window);
void        apm_sync_page_init_present   (ApmSyncPage *self);
void        apm_sync_page_dispose_present (ApmSyncPage *self);

/* apm-sync-shape.c */
void        apm_sync_page_init_shape     (ApmSyncPage *self);
void        apm_sync_page_dispose_shape  (ApmSyncPage *self);
void        apm_sync_page_show_panes     (ApmSyncPage *self);
void        apm_sync_page_measure        (GtkWidget      *widget,
                                          GtkOrientation  orientation,
                                          int             for_size,
                                          int            *minimum,
                                          int            *natural,
                                          int            *minimum_baseline,
                                          int            *natural_baseline);
void        apm_sync_page_size_allocate  (GtkWidget *widget,
                                          int        width,
                                          int        height,
                                          int        baseline);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-sync-page.h"

#include "apm-check-list.h"
#include "apm-facts-pane.h"
#include "apm-parameter-box.h"
#include "apm-picture.h"
#include "apm-predict-bar.h"
#include "apm-program-desk.h"
#include "apm-problem-list.h"
#include "apm-source-pane.h"
#include "apm-step-box.h"
#include "apm-timeline.h"

G_BEGIN_DECLS

/* The page in some files: apm-sync-page.c is the widget and what it shows,
 * apm-sync-lab.c the experiment and the actions, apm-sync-shape.c what stands
 * where in the room there is, apm-sync-predict.c what is said beforehand, apm-sync-copy.c
 * a source that is edited, apm-sync-present.c a lecture, apm-sync-export.c how a run
 * leaves the window. */

struct _ApmSyncPage
{
  AdwBin parent_instance;

  AdwFlap *flap;
  ApmProblemList *problems;
  GtkLabel *title;
  GtkLabel *expectation;
  ApmPredictBar *predict_bar;
  GtkMenuButton *parameters_button;
  GtkPopover *parameters_popover;
  GtkScrolledWindow *parameters_slot;
  ApmParameterBox *parameters;
  AdwButtonContent *run_content;
  AdwButtonContent *pause_content;
  GtkWidget *pause_button;
  AdwButtonContent *explore_content;
  AdwButtonContent *stop_content;
  GtkWidget *pane_switch;
  GtkWidget *toolbar;
  GtkWidget *outcome_bar;
  GtkWidget *outcome_separator;
  GtkWidget *side_bar;
  GtkWidget *side_switch;
  GtkWidget *edit_button;
  GtkWidget *copy_bar;
  GtkLabel *copy_words;
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
  ApmProblem *chosen_problem;   /* of the catalogue */
  const ApmVariant *chosen;
  ApmProblem *problem;          /* that, or one with the user's own copy of the source */
  const ApmVariant *variant;    /* of it: what runs */
  guint save_source, n_saving;  /* of the copy */
  char *order;                  /* to be given when it is saved */
  char *doomed;                 /* path of a copy to be deleted when it is saved */
  ApmExperiment *experiment;    /* never NULL once a problem is chosen */
  GSignalGroup *experiment_signals;
  ApmLens *shown_lens;          /* that the timeline shows */
  GSimpleAction *run_action;
  GSimpleAction *pause_action;
  GSimpleAction *stop_action;
  GSimpleAction *step_action;
  GSimpleAction *undo_action;
  GSimpleAction *predict_action;
  GSimpleAction *restore_action;

  GtkFileChooserNative *chooser;
  GString *story;               /* what has happened in this run, line by line */
  GtkCssProvider *zoom;
  int percent;                  /* size of the text in scene and source */
  gboolean presenting;          /* scene and source are alone on the screen */
  char *pane;                   /* the one shown where there is room for one */
  char *side;                   /* "source" or "facts", where both stand beside the scene */
  gboolean lanes;               /* the timeline stands below the scene */
  int narrow;                   /* -1: not known yet */
  int tight;                    /* buttons that are known by their icon have no label */
  int wordless;                 /* so has the button that explores */
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
void        apm_sync_page_renew          (ApmSyncPage *self);
ApmRunState apm_sync_page_get_state      (ApmSyncPage *self);
gboolean    apm_sync_page_can_undo       (ApmSyncPage *self);

/* apm-sync-copy.c */
void        apm_sync_page_use_source     (ApmSyncPage *self);
void        apm_sync_page_show_diagnostics (ApmSyncPage *self);
void        apm_sync_page_save           (ApmSyncPage *self);
gboolean    apm_sync_page_is_saved       (ApmSyncPage *self,
                                          const char  *order);
void        apm_sync_page_update_copy    (ApmSyncPage *self);
void        apm_sync_page_install_copy   (ApmSyncPage *self,
                                          GActionMap  *window);
void        apm_sync_page_init_copy      (ApmSyncPage *self);
void        apm_sync_page_dispose_copy   (ApmSyncPage *self);

/* apm-sync-predict.c */
void        apm_sync_page_show_secrets   (ApmSyncPage *self);
void        apm_sync_page_begin_prediction (ApmSyncPage *self);
gboolean    apm_sync_page_may_run        (ApmSyncPage *self);
void        apm_sync_page_answer_run     (ApmSyncPage *self);
void        apm_sync_page_install_predict (ApmSyncPage *self,
                                           GActionMap  *window);
void        apm_sync_page_init_predict   (ApmSyncPage *self);

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

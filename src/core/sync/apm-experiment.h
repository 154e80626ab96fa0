/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"
#include "apm-problem.h"
#include "apm-scene.h"

G_BEGIN_DECLS

/* One run of one variant, in a process group of its own that ends with us.
 * What it shows is what the lens sees of the program, and what that tells of
 * itself: each event is read, checked and drawn in the order in which it happened,
 * and a program of which nobody reads waits. An experiment runs once; to run again, make another.
 * Main thread only. Read tests/sync/test-experiment.c first.
 *
 * ::changed ()                                 newest wins, at most once a wake-up
 * ::items (const ApmItemEvent *events, guint n)  every item put and got, in order
 * ::event (const char *sentence)               started, paused, round ended, …, for the log
 * ::output (gboolean is_stderr, GBytes *lines)  what the program printed
 * ::ended ()                                   once; the state says how */

#define APM_TYPE_EXPERIMENT (apm_experiment_get_type ())
G_DECLARE_FINAL_TYPE (ApmExperiment, apm_experiment, APM, EXPERIMENT, GObject)

typedef enum {
  APM_RUN_READY,       /* not started: parameters can be set */
  APM_RUN_RUNNING,
  APM_RUN_PAUSED,
  APM_RUN_DONE,        /* it ended by itself, and every check held */
  APM_RUN_STOPPED,     /* we stopped it, and every check held so far */
  APM_RUN_BROKEN,      /* a check broke: the scene stands at that moment */
  APM_RUN_FAILED,      /* could not start, crashed, or its reports cannot be true */
} ApmRunState;

/* What the run says about the variant. */
typedef enum {
  APM_VERDICT_NONE,           /* not ended */
  APM_VERDICT_HOLDS,          /* nothing broke, as expected of a right variant */
  APM_VERDICT_BROKEN,         /* something that must hold did not */
  APM_VERDICT_INCONCLUSIVE,   /* a wrong variant, and nothing was seen this time */
  APM_VERDICT_FAILED,         /* no run to judge */
} ApmVerdict;

ApmExperiment    *apm_experiment_new          (ApmProblem       *problem,
                                               const ApmVariant *variant);
ApmProblem       *apm_experiment_get_problem  (ApmExperiment *self);
const ApmVariant *apm_experiment_get_variant  (ApmExperiment *self);
gboolean          apm_experiment_set          (ApmExperiment *self,
                                               const char    *parameter,
                                               const char    *value,
                                               GError       **error);
gboolean          apm_experiment_set_preset   (ApmExperiment *self,
                                               const char    *preset,
                                               GError       **error);
const char       *apm_experiment_get_value    (ApmExperiment *self,
                                               const char    *parameter);
gboolean          apm_experiment_start        (ApmExperiment *self,
                                               GError       **error);
void              apm_experiment_pause        (ApmExperiment *self);
void              apm_experiment_resume       (ApmExperiment *self);
void              apm_experiment_stop         (ApmExperiment *self);

/* one operation at a time, slowly, or without some of them */
void              apm_experiment_start_paused (ApmExperiment *self);
gboolean          apm_experiment_step         (ApmExperiment *self,
                                               guint          actor);
guint             apm_experiment_get_n_steps  (ApmExperiment *self);
gboolean          apm_experiment_can_undo     (ApmExperiment *self);
ApmExperiment    *apm_experiment_dup_undone   (ApmExperiment *self);
void              apm_experiment_set_slow_ms  (ApmExperiment *self,
                                               guint          ms);
void              apm_experiment_set_knocked  (ApmExperiment *self,
                                               guint          line,
                                               gboolean       knocked);
gboolean          apm_experiment_get_knocked  (ApmExperiment *self,
                                               guint          line);
guint             apm_experiment_get_n_knocked (ApmExperiment *self);

GPtrArray        *apm_experiment_dup_diagnostics (ApmExperiment *self);
ApmRunState       apm_experiment_get_state    (ApmExperiment *self);
ApmVerdict        apm_experiment_get_verdict  (ApmExperiment *self);
const char       *apm_experiment_get_outcome  (ApmExperiment *self);
int               apm_experiment_get_pid      (ApmExperiment *self);
ApmLens          *apm_experiment_get_lens     (ApmExperiment *self);
const ApmScene   *apm_experiment_get_scene    (ApmExperiment *self);
const ApmCheck   *apm_experiment_get_checks   (ApmExperiment *self,
                                               guint         *n);
const char       *apm_run_state_get_id        (ApmRunState state);
const char       *apm_run_state_get_label     (ApmRunState state);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-experiment.h"
#include "apm-rate.h"
#include "apm-referee.h"
#include "apm-report-queue.h"

G_BEGIN_DECLS

/* One operation of one actor; op: before which it stood, 0: not known. */
typedef struct {
  guint actor;
  guint op;
} ApmStep;

struct _ApmExperiment
{
  GObject parent_instance;

  ApmProblem *problem;
  const ApmVariant *variant;
  GHashTable *values;          /* id of a parameter → its value as text */

  ApmRunState state;
  gboolean stopping;
  char *outcome;

  ApmChild *child;             /* of the lens, or the compiler */
  ApmLens *lens;               /* NULL: the program was not started */
  ApmReportQueue *queue;       /* NULL: nothing more is taken */
  gboolean compiling;          /* the child is the compiler */
  char *program;               /* what runs; of compiling: what is made */
  GString *diagnostics;        /* what the compiler says */
  gboolean looking;            /* whether it is stuck */
  gint64 looked_us, reported_us;

  gboolean starts_paused;
  gboolean is_frozen;          /* stopped by the kernel as well, until the next step */
  gboolean was_free;           /* not only stepped since the start */
  guint slow_ms;
  GHashTable *knocked;         /* set of lines */
  GArray *steps;               /* of ApmStep: done */
  GArray *plan;                /* of ApmStep: to be done again */
  guint replay_timer;
  gint64 replayed_us;
  guint rate_timer;
  ApmReferee *referee;
  ApmRate produced, consumed, reports;
  GArray *items;               /* of ApmItemEvent: of this wake-up */
  guint64 n_counted;           /* reports that the rates have */
};

enum {
  APM_EXPERIMENT_CHANGED,
  APM_EXPERIMENT_ITEMS,
  APM_EXPERIMENT_EVENT,
  APM_EXPERIMENT_OUTPUT,
  APM_EXPERIMENT_ENDED,
  APM_EXPERIMENT_N_SIGNALS,
};
extern guint apm_experiment_signals[APM_EXPERIMENT_N_SIGNALS];

void      apm_experiment_close_reports  (ApmExperiment    *self);
void      apm_experiment_break_off      (ApmExperiment    *self,
                                         ApmRunState       state,
                                         const char       *sentence);
void      apm_experiment_tell           (ApmExperiment    *self,
                                         const char       *format,
                                         ...) G_GNUC_PRINTF (2, 3);
void      apm_experiment_set_state      (ApmExperiment    *self,
                                         ApmRunState       state,
                                         char             *outcome);
gboolean  apm_experiment_is_live        (ApmExperiment    *self);
void      apm_experiment_kill           (ApmExperiment    *self);
gboolean  apm_experiment_thaw           (ApmExperiment    *self);
void      apm_experiment_give_orders    (ApmExperiment    *self);
void      apm_experiment_replay         (ApmExperiment    *self);
void      apm_experiment_look           (ApmExperiment    *self);
gboolean  apm_experiment_must_compile   (ApmExperiment    *self);
ApmChild *apm_experiment_spawn_compiler (ApmExperiment    *self,
                                         GError          **error);
ApmLens  *apm_experiment_spawn_program  (ApmExperiment    *self,
                                         const ApmLensTap *tap,
                                         GError          **error);
void      apm_experiment_set_up_referee (ApmExperiment    *self,
                                         gint64            started_us);
guint     apm_experiment_get_number     (ApmExperiment    *self,
                                         const char       *parameter);

G_END_DECLS

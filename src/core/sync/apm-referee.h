/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scene.h"
#include "problem-report.h"

G_BEGIN_DECLS

/* Looks at every report of a run in the order in which it happened, keeps the
 * scene, and says the moment something that must hold does not. It does no
 * input or output: reports in, facts out. A report that cannot be true (an actor
 * that never started, time running backwards) is not a finding about the
 * program but an error. Read tests/sync/test-referee.c first. */

/* What is known before the first report. */
typedef struct {
  ApmSceneKind       kind;
  guint              producers, consumers;   /* of a buffer */
  guint              workers;                /* of a counter */
  guint              slots;
  guint64            items;                  /* of each producer; 0 = endless */
  const char *const *checks;                 /* ids; borrowed */
  gint64             started_us;
} ApmRules;

typedef struct _ApmReferee ApmReferee;

gboolean        apm_referee_knows_check (const char                  *id);
ApmReferee     *apm_referee_new         (const ApmRules              *rules);
void            apm_referee_free        (ApmReferee                  *self);
gboolean        apm_referee_take        (ApmReferee                  *self,
                                         const struct problem_report *report,
                                         GError                     **error);
void            apm_referee_finish      (ApmReferee                  *self);
gboolean        apm_referee_get_done    (ApmReferee                  *self);
const ApmCheck *apm_referee_get_broken  (ApmReferee                  *self);
const ApmCheck *apm_referee_get_checks  (ApmReferee                  *self,
                                         guint                       *n);
ApmScene       *apm_referee_get_scene   (ApmReferee                  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmReferee, apm_referee_free)

G_END_DECLS

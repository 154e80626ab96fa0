/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-invariant.h"
#include "apm-scene.h"
#include "apm-report.h"

G_BEGIN_DECLS

/* Looks at every report of a run in the order in which it happened, keeps the
 * scene, and says the moment something that must hold does not. It does no
 * input or output: reports in, facts out. A report that cannot be true (an actor
 * that never started, time running backwards) is not a finding about the
 * program but an error. Read tests/sync/test-referee.c first. */

#define APM_MAX_CHECKS 12

/* So many actors R1, R2, … of role "R". */
typedef struct {
  char  role[5];
  guint n;
} ApmRole;

/* A check of a problem's own. */
typedef struct {
  const char   *id;
  const char   *title;        /* translated */
  ApmInvariant *invariant;
  gboolean      is_of_time;   /* up to the scheduler: in some schedule it always breaks */
} ApmOwnCheck;

/* What is known before the first report. All that is pointed to is borrowed and
 * outlives the referee. */
typedef struct {
  ApmSceneKind       kind;
  const ApmRole     *roles;
  guint              n_roles;                /* 0: actors come as they start */
  guint              slots;
  guint              places;                 /* of a room, or chairs to wait on; 0 = not known */
  guint64            items;                  /* of each producer, role "P"; 0 = endless */
  const char *const *checks;                 /* ids, of ours or of the problem's own */
  const ApmOwnCheck *own_checks;
  guint              n_own_checks;
  const ApmActivity *activities;
  guint              n_activities;
  const char *const *numbers;                /* names of what is shown */
  GHashTable        *parameters;             /* name → value as text; NULL: none */
  gint64             started_us;
} ApmRules;

typedef struct _ApmReferee ApmReferee;

gboolean        apm_referee_knows_check (const char                  *id);
ApmReferee     *apm_referee_new         (const ApmRules              *rules);
void            apm_referee_free        (ApmReferee                  *self);
gboolean        apm_referee_take        (ApmReferee      *self,
                                         const ApmReport *report,
                                         GError         **error);
void            apm_referee_name_object (ApmReferee      *self,
                                         guint64          object,
                                         const char      *name);
void            apm_referee_stuck       (ApmReferee                  *self,
                                         const int                   *tids,
                                         guint                        n_tids,
                                         gboolean                     is_deadlock);
void            apm_referee_finish      (ApmReferee                  *self);
gboolean        apm_referee_get_done    (ApmReferee                  *self);
const ApmCheck *apm_referee_get_broken  (ApmReferee                  *self);
const ApmCheck *apm_referee_get_checks  (ApmReferee                  *self,
                                         guint                       *n);
ApmScene       *apm_referee_get_scene   (ApmReferee                  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmReferee, apm_referee_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-referee.h"

G_BEGIN_DECLS

#define APM_MAX_CHECKS     8
#define APM_MAX_SEMAPHORES 8

typedef struct {
  gint64 name;     /* as it travels */
  gint64 value;
} ApmSemaphore;

struct _ApmReferee
{
  ApmScene scene;
  ApmCheck checks[APM_MAX_CHECKS];
  guint n_checks;
  const ApmCheck *broken;
  gboolean done;

  gint64 last_ns[APM_SCENE_MAX_ACTORS];        /* time of each actor's last report */
  ApmSemaphore semaphores[APM_MAX_SEMAPHORES];
  guint n_semaphores;
  guint lock_depth;                            /* locks held by the mutex owner */

  guint64 last_put[APM_SCENE_MAX_ACTORS];
  guint64 last_got[APM_SCENE_MAX_SLOTS];       /* the item that last left each slot */
};

/* What each kind of report does: the actor is NULL for main (). FALSE with a
 * sentence where the report cannot be true. */
typedef gboolean (*ApmTakeFunc) (ApmReferee                  *self,
                                 ApmActor                    *actor,
                                 const struct problem_report *report,
                                 GError                     **error);

extern const ApmTakeFunc apm_referee_take_funcs[PROBLEM_N_OPS];

gboolean apm_referee_take_put (ApmReferee                  *self,
                               ApmActor                    *actor,
                               const struct problem_report *report,
                               GError                     **error);
gboolean apm_referee_take_got (ApmReferee                  *self,
                               ApmActor                    *actor,
                               const struct problem_report *report,
                               GError                     **error);
void     apm_referee_check_lost (ApmReferee                *self);

void     apm_referee_break    (ApmReferee                  *self,
                               const char                  *id,
                               const char                  *format,
                               ...) G_GNUC_PRINTF (3, 4);
gboolean apm_referee_lie      (GError                     **error,
                               const char                  *format,
                               ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS

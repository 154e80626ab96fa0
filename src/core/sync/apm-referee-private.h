/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-referee.h"

G_BEGIN_DECLS

struct _ApmReferee
{
  ApmScene scene;
  ApmRules rules;
  ApmCheck checks[APM_MAX_CHECKS];
  guint n_checks;
  const ApmCheck *broken;
  gboolean done;

  gint64 last_ns[APM_SCENE_MAX_ACTORS];        /* time of each actor's last report */
  guint64 object_ids[APM_SCENE_MAX_OBJECTS];   /* addresses */
  gint64 own_numbers[APM_SCENE_MAX_NUMBERS][APM_SCENE_MAX_ACTORS];   /* as each has shown them */

  guint64 last_put[APM_SCENE_MAX_ACTORS];
  guint64 last_got[APM_SCENE_MAX_SLOTS];       /* the item that last left each slot */
};

/* What each kind of report does: the actor is NULL for main (). FALSE with a
 * sentence where the report cannot be true. */
typedef gboolean (*ApmTakeFunc) (ApmReferee      *self,
                                 ApmActor        *actor,
                                 const ApmReport *report,
                                 GError         **error);

extern const ApmTakeFunc apm_referee_take_funcs[APM_REPORT_N_OPS];

gboolean apm_referee_take_put (ApmReferee      *self,
                               ApmActor        *actor,
                               const ApmReport *report,
                               GError         **error);
gboolean apm_referee_take_got (ApmReferee      *self,
                               ApmActor        *actor,
                               const ApmReport *report,
                               GError         **error);
gboolean apm_referee_take_sem_init (ApmReferee      *self,
                                    ApmActor        *actor,
                                    const ApmReport *report,
                                    GError         **error);
gboolean apm_referee_take_sem_wait (ApmReferee      *self,
                                    ApmActor        *actor,
                                    const ApmReport *report,
                                    GError         **error);
gboolean apm_referee_take_sem_change (ApmReferee      *self,
                                      ApmActor        *actor,
                                      const ApmReport *report,
                                      GError         **error);
gboolean apm_referee_take_lock_wait (ApmReferee      *self,
                                     ApmActor        *actor,
                                     const ApmReport *report,
                                     GError         **error);
gboolean apm_referee_take_locked (ApmReferee      *self,
                                  ApmActor        *actor,
                                  const ApmReport *report,
                                  GError         **error);
gboolean apm_referee_take_read_locked (ApmReferee      *self,
                                       ApmActor        *actor,
                                       const ApmReport *report,
                                       GError         **error);
gboolean apm_referee_take_unlock (ApmReferee      *self,
                                  ApmActor        *actor,
                                  const ApmReport *report,
                                  GError         **error);
gboolean apm_referee_take_cond_wait (ApmReferee      *self,
                                     ApmActor        *actor,
                                     const ApmReport *report,
                                     GError         **error);
gboolean apm_referee_take_gave_up (ApmReferee      *self,
                                   ApmActor        *actor,
                                   const ApmReport *report,
                                   GError         **error);
gboolean apm_referee_take_cond_signal (ApmReferee      *self,
                                       ApmActor        *actor,
                                       const ApmReport *report,
                                       GError         **error);
gboolean apm_referee_take_meet_wait (ApmReferee      *self,
                                     ApmActor        *actor,
                                     const ApmReport *report,
                                     GError         **error);
gboolean apm_referee_take_meet_passed (ApmReferee      *self,
                                       ApmActor        *actor,
                                       const ApmReport *report,
                                       GError         **error);

void     apm_referee_set_state        (ApmReferee    *self,
                                       ApmActor      *actor,
                                       ApmActorState  state);
void     apm_referee_stop_waiting     (ApmReferee    *self,
                                       ApmActor      *actor);
gboolean apm_referee_unpack_name      (gint64         packed,
                                       char           name[9],
                                       GError       **error);
void     apm_referee_check_lost       (ApmReferee    *self);
void     apm_referee_check_invariants (ApmReferee    *self,
                                       ApmActor      *actor);
void     apm_referee_check_neighbours (ApmReferee    *self,
                                       ApmActor      *actor);

void     apm_referee_break    (ApmReferee                  *self,
                               const char                  *id,
                               const char                  *format,
                               ...) G_GNUC_PRINTF (3, 4);
gboolean apm_referee_lie      (GError                     **error,
                               const char                  *format,
                               ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include <glib/gi18n-lib.h>

/* What each kind of report does to the scene: actors, semaphores, locks and
 * the counter's rounds. The ring of the buffer is in apm-referee-items.c. */

static void
set_state (ApmReferee   *self,
           ApmActor     *actor,
           ApmActorState state)
{
  if (actor == NULL || actor->state == state)
    return;

  actor->state = state;
  actor->since_us = self->scene.now_us;
}

/* Names travel as the bytes of a number. */
static gboolean
unpack_name (gint64  packed,
             char    name[9],
             GError **error)
{
  memcpy (name, &packed, sizeof packed);
  name[8] = '\0';

  for (const char *c = name; *c; c++)
    if (!g_ascii_isgraph (*c))
      return apm_referee_lie (error, _("A name in a report is not a name."));

  return *name ? TRUE : apm_referee_lie (error, _("A name in a report is empty."));
}

static gboolean
take_start (ApmReferee                  *self,
            ApmActor                    *actor,
            const struct problem_report *report,
            GError                     **error)
{
  char name[9];

  if (!unpack_name (report->a, name, error))
    return FALSE;
  if (actor == NULL)
    return apm_referee_lie (error, _("“%s” started without a place among the actors."), name);
  if (*actor->name && !g_str_equal (actor->name, name))
    return apm_referee_lie (error, _("“%s” started in the place of %s."), name, actor->name);
  if (actor->state != APM_ACTOR_ABSENT && actor->state != APM_ACTOR_ENDED)
    return apm_referee_lie (error, _("%s started a second time."), name);

  memcpy (actor->name, name, sizeof name);
  set_state (self, actor, APM_ACTOR_WORKING);

  return TRUE;
}

static gboolean
take_end (ApmReferee                  *self,
          ApmActor                    *actor,
          const struct problem_report *report,
          GError                     **error)
{
  set_state (self, actor, APM_ACTOR_ENDED);
  if (actor && self->scene.kind == APM_SCENE_COUNTER)
    actor->n_items++;

  return TRUE;
}

/* The picture shows these two; the others are kept for the check alone. */
static int *
shown_value (ApmReferee *self,
             const char *name)
{
  if (g_str_equal (name, "empty"))
    return &self->scene.empty;
  if (g_str_equal (name, "full") || g_str_equal (name, "filled"))
    return &self->scene.full;

  return NULL;
}

static ApmSemaphore *
find_semaphore (ApmReferee *self,
                gint64      name)
{
  for (guint i = 0; i < self->n_semaphores; i++)
    if (self->semaphores[i].name == name)
      return &self->semaphores[i];

  return NULL;
}

static void
show_semaphore (ApmReferee   *self,
                ApmSemaphore *semaphore,
                const char   *name)
{
  int *shown = shown_value (self, name);

  if (shown)
    *shown = (int) CLAMP (semaphore->value, 0, G_MAXINT);
}

static gboolean
take_sem_init (ApmReferee                  *self,
               ApmActor                    *actor,
               const struct problem_report *report,
               GError                     **error)
{
  ApmSemaphore *semaphore = find_semaphore (self, report->a);
  char name[9];

  if (!unpack_name (report->a, name, error))
    return FALSE;
  if (report->b < 0 || report->b > G_MAXINT)
    return apm_referee_lie (error, _("Semaphore “%s” cannot begin at %lld."),
                            name, (long long) report->b);

  if (semaphore == NULL)
    {
      if (self->n_semaphores == APM_MAX_SEMAPHORES)
        return TRUE;
      semaphore = &self->semaphores[self->n_semaphores++];
    }

  *semaphore = (ApmSemaphore) { report->a, report->b };
  show_semaphore (self, semaphore, name);

  return TRUE;
}

static gboolean
take_sem_wait (ApmReferee                  *self,
               ApmActor                    *actor,
               const struct problem_report *report,
               GError                     **error)
{
  char name[9];
  int *shown;

  if (!unpack_name (report->a, name, error))
    return FALSE;

  shown = shown_value (self, name);
  set_state (self, actor, shown == &self->scene.empty ? APM_ACTOR_WAITING_EMPTY
                          : shown ? APM_ACTOR_WAITING_ITEM : APM_ACTOR_WAITING_OTHER);

  return TRUE;
}

/* A post is told before it happens and a taking after it, so the value kept
 * here is never below the real one: if it is negative, so was the real one. */
static gboolean
take_sem_change (ApmReferee                  *self,
                 ApmActor                    *actor,
                 const struct problem_report *report,
                 GError                     **error)
{
  ApmSemaphore *semaphore = find_semaphore (self, report->a);
  gboolean taken = report->op == PROBLEM_OP_SEM_TAKEN;
  char name[9];

  if (!unpack_name (report->a, name, error))
    return FALSE;

  if (taken)
    set_state (self, actor, APM_ACTOR_WORKING);
  if (semaphore == NULL)
    return TRUE;

  semaphore->value += taken ? -1 : 1;
  show_semaphore (self, semaphore, name);
  if (semaphore->value < 0)
    apm_referee_break (self, "semaphores", _("%s took “%s” when its value was 0."),
                       actor ? actor->name : "main", name);

  return TRUE;
}

static gboolean
take_lock_wait (ApmReferee                  *self,
                ApmActor                    *actor,
                const struct problem_report *report,
                GError                     **error)
{
  set_state (self, actor, APM_ACTOR_WAITING_MUTEX);

  return TRUE;
}

static gboolean
take_locked (ApmReferee                  *self,
             ApmActor                    *actor,
             const struct problem_report *report,
             GError                     **error)
{
  int owner = self->scene.mutex_owner;

  if (actor == NULL)
    return TRUE;

  if (owner >= 0 && owner != report->actor)
    apm_referee_break (self, "critical",
                       _("%s came into the critical section while %s was in it."),
                       actor->name, self->scene.actors[owner].name);

  self->lock_depth = owner == report->actor ? self->lock_depth + 1 : 1;
  self->scene.mutex_owner = report->actor;
  set_state (self, actor, APM_ACTOR_CRITICAL);

  return TRUE;
}

static gboolean
take_unlock (ApmReferee                  *self,
             ApmActor                    *actor,
             const struct problem_report *report,
             GError                     **error)
{
  if (actor == NULL)
    return TRUE;

  if (self->scene.mutex_owner != report->actor)
    {
      apm_referee_break (self, "critical", _("%s left a critical section that it was not in."),
                         actor->name);
      return TRUE;
    }

  if (--self->lock_depth == 0)
    {
      self->scene.mutex_owner = -1;
      set_state (self, actor, APM_ACTOR_WORKING);
    }

  return TRUE;
}

static gboolean
take_round (ApmReferee                  *self,
            ApmActor                    *actor,
            const struct problem_report *report,
            GError                     **error)
{
  if (report->a != (gint64) self->scene.round + 1)
    return apm_referee_lie (error, _("Round %lld began after round %u."),
                            (long long) report->a, self->scene.round);

  self->scene.round++;
  self->scene.expected = report->b;
  self->scene.actual = 0;

  return TRUE;
}

static gboolean
take_count (ApmReferee                  *self,
            ApmActor                    *actor,
            const struct problem_report *report,
            GError                     **error)
{
  self->scene.actual = report->a;

  return TRUE;
}

static gboolean
take_sum (ApmReferee                  *self,
          ApmActor                    *actor,
          const struct problem_report *report,
          GError                     **error)
{
  ApmScene *scene = &self->scene;

  if (scene->round == 0 || report->a != scene->expected)
    return apm_referee_lie (error, _("A sum was reported for a round that never began."));

  scene->actual = report->b;
  if (scene->actual == scene->expected)
    {
      scene->rounds_right++;
      return TRUE;
    }

  scene->lost = scene->expected - scene->actual;
  apm_referee_break (self, "sum",
                     _("Round %u ended with %lld instead of %lld"
                       ": updates lost: %lld."),
                     scene->round, (long long) scene->actual,
                     (long long) scene->expected, (long long) scene->lost);

  return TRUE;
}

static gboolean
take_done (ApmReferee                  *self,
           ApmActor                    *actor,
           const struct problem_report *report,
           GError                     **error)
{
  self->done = TRUE;

  return TRUE;
}

const ApmTakeFunc apm_referee_take_funcs[PROBLEM_N_OPS] = {
  [PROBLEM_OP_START] = take_start,
  [PROBLEM_OP_END] = take_end,
  [PROBLEM_OP_SEM_INIT] = take_sem_init,
  [PROBLEM_OP_SEM_WAIT] = take_sem_wait,
  [PROBLEM_OP_SEM_TAKEN] = take_sem_change,
  [PROBLEM_OP_SEM_POST] = take_sem_change,
  [PROBLEM_OP_LOCK_WAIT] = take_lock_wait,
  [PROBLEM_OP_LOCKED] = take_locked,
  [PROBLEM_OP_UNLOCK] = take_unlock,
  [PROBLEM_OP_PUT] = apm_referee_take_put,
  [PROBLEM_OP_GOT] = apm_referee_take_got,
  [PROBLEM_OP_ROUND] = take_round,
  [PROBLEM_OP_COUNT] = take_count,
  [PROBLEM_OP_SUM] = take_sum,
  [PROBLEM_OP_DONE] = take_done,
};

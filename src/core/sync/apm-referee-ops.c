/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include <glib/gi18n-lib.h>

/* What each kind of report does to the scene: actors, what they do, and the
 * counter's rounds. Locks are in apm-referee-locks.c, the ring of the buffer in
 * apm-referee-items.c. */

/* A lane is made of these; one that changes twice in a moment leaves one piece. */
static void
keep_past (ApmReferee *self,
           ApmActor   *actor)
{
  ApmPast *newest = &actor->past[(actor->n_past + APM_SCENE_MAX_PAST - 1) % APM_SCENE_MAX_PAST];

  if (actor->n_past == 0 || newest->since_us != self->scene.now_us)
    newest = &actor->past[actor->n_past++ % APM_SCENE_MAX_PAST];

  *newest = (ApmPast) { self->scene.now_us, (guint8) actor->state, (gint8) actor->activity };
}

void
apm_referee_set_state (ApmReferee   *self,
                       ApmActor     *actor,
                       ApmActorState state)
{
  if (actor == NULL || actor->state == state)
    return;

  actor->state = state;
  actor->since_us = self->scene.now_us;
  keep_past (self, actor);
}

/* Names travel as the bytes of a number. */
gboolean
apm_referee_unpack_name (gint64  packed,
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
take_start (ApmReferee      *self,
            ApmActor        *actor,
            const ApmReport *report,
            GError         **error)
{
  char name[9];

  if (!apm_referee_unpack_name (report->a, name, error))
    return FALSE;
  if (actor == NULL)
    return apm_referee_lie (error, _("“%s” started without a place among the actors."), name);
  if (*actor->name && !g_str_equal (actor->name, name))
    return apm_referee_lie (error, _("“%s” started in the place of %s."), name, actor->name);
  if (actor->state != APM_ACTOR_ABSENT && actor->state != APM_ACTOR_ENDED)
    return apm_referee_lie (error, _("%s started a second time."), name);

  if (report->b < 0 || report->b > G_MAXINT)
    return apm_referee_lie (error, _("%s started as thread %lld, which cannot be."), name, (long long) report->b);

  memcpy (actor->name, name, sizeof name);
  actor->tid = (int) report->b;
  apm_referee_set_state (self, actor, APM_ACTOR_WORKING);

  return TRUE;
}

static gboolean
take_end (ApmReferee      *self,
          ApmActor        *actor,
          const ApmReport *report,
          GError         **error)
{
  apm_referee_set_state (self, actor, APM_ACTOR_ENDED);
  apm_referee_stop_waiting (self, actor);
  if (actor && self->scene.kind == APM_SCENE_COUNTER)
    actor->n_items++;

  return TRUE;
}

static gboolean
take_round (ApmReferee      *self,
            ApmActor        *actor,
            const ApmReport *report,
            GError         **error)
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
take_count (ApmReferee      *self,
            ApmActor        *actor,
            const ApmReport *report,
            GError         **error)
{
  self->scene.actual = report->a;

  return TRUE;
}

static gboolean
take_sum (ApmReferee      *self,
          ApmActor        *actor,
          const ApmReport *report,
          GError         **error)
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

/* Who came later and is let in earlier overtakes. */
static void
count_overtaken (ApmReferee *self,
                 ApmActor   *actor,
                 gint64      came_us)
{
  ApmScene *scene = &self->scene;

  for (guint i = 0; i < scene->n_actors; i++)
    {
      ApmActor *other = &scene->actors[i];

      if (other != actor && other->activity >= 0 && scene->activities[other->activity].wants
          && other->state != APM_ACTOR_ENDED && other->activity_us < came_us)
        other->overtaken++;
    }
}

static void
set_activity (ApmReferee *self,
              ApmActor   *actor,
              int         activity)
{
  ApmScene *scene = &self->scene;
  const ApmActivity *before = actor->activity >= 0 ? &scene->activities[actor->activity] : NULL;
  gboolean wanted = before && before->wants;

  if (scene->activities[activity].inside && !(before && before->inside))
    count_overtaken (self, actor, wanted ? actor->activity_us : scene->now_us);
  if (!(wanted && scene->activities[activity].wants))
    actor->overtaken = 0;

  actor->activity = activity;
  actor->activity_us = scene->now_us;
  keep_past (self, actor);
}

static gboolean
take_does (ApmReferee      *self,
           ApmActor        *actor,
           const ApmReport *report,
           GError         **error)
{
  ApmScene *scene = &self->scene;
  char name[9];

  if (!apm_referee_unpack_name (report->a, name, error))
    return FALSE;
  if (actor == NULL)
    return apm_referee_lie (error, _("Main does “%s”, but only actors do something."), name);

  for (guint i = 0; i < scene->n_activities; i++)
    if (g_str_equal (scene->activities[i].id, name))
      {
        set_activity (self, actor, (int) i);
        apm_referee_check_invariants (self, actor);
        return TRUE;
      }

  return apm_referee_lie (error, _("%s does “%s”, which is not among the problem's activities."), actor->name, name);
}

static gboolean
take_show (ApmReferee      *self,
           ApmActor        *actor,
           const ApmReport *report,
           GError         **error)
{
  ApmScene *scene = &self->scene;
  char name[9];

  if (!apm_referee_unpack_name (report->a, name, error))
    return FALSE;

  for (guint i = 0; i < scene->n_numbers; i++)
    if (g_str_equal (scene->numbers[i].name, name))
      {
        scene->numbers[i].value = report->b;
        if (actor)
          self->own_numbers[i][report->actor] = report->b;
        apm_referee_check_invariants (self, actor);
        return TRUE;
      }

  return apm_referee_lie (error, _("“%s” was shown, which is not among the problem's numbers."), name);
}

static gboolean
take_done (ApmReferee      *self,
           ApmActor        *actor,
           const ApmReport *report,
           GError         **error)
{
  self->done = TRUE;

  return TRUE;
}

const ApmTakeFunc apm_referee_take_funcs[APM_REPORT_N_OPS] = {
  [APM_REPORT_START] = take_start,
  [APM_REPORT_END] = take_end,
  [APM_REPORT_SEM_INIT] = apm_referee_take_sem_init,
  [APM_REPORT_SEM_WAIT] = apm_referee_take_sem_wait,
  [APM_REPORT_SEM_TAKEN] = apm_referee_take_sem_change,
  [APM_REPORT_SEM_POST] = apm_referee_take_sem_change,
  [APM_REPORT_LOCK_WAIT] = apm_referee_take_lock_wait,
  [APM_REPORT_LOCKED] = apm_referee_take_locked,
  [APM_REPORT_UNLOCK] = apm_referee_take_unlock,
  [APM_REPORT_PUT] = apm_referee_take_put,
  [APM_REPORT_GOT] = apm_referee_take_got,
  [APM_REPORT_ROUND] = take_round,
  [APM_REPORT_COUNT] = take_count,
  [APM_REPORT_SUM] = take_sum,
  [APM_REPORT_DONE] = take_done,
  [APM_REPORT_READ_LOCKED] = apm_referee_take_read_locked,
  [APM_REPORT_COND_WAIT] = apm_referee_take_cond_wait,
  [APM_REPORT_GAVE_UP] = apm_referee_take_gave_up,
  [APM_REPORT_COND_SIGNAL] = apm_referee_take_cond_signal,
  [APM_REPORT_MEET_WAIT] = apm_referee_take_meet_wait,
  [APM_REPORT_MEET_PASSED] = apm_referee_take_meet_passed,
  [APM_REPORT_DOES] = take_does,
  [APM_REPORT_SHOW] = take_show,
};

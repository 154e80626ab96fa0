/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include <glib/gi18n-lib.h>

/* Semaphores, locks, conditions and barriers: who waits for which, who holds it. */

static int
place_of (ApmReferee *self,
          ApmActor   *actor)
{
  return (int) (actor - self->scene.actors);
}

/* What it is called as long as nobody knows the variable: "semaphore 3". */
static const char *
kind_of (ApmReportOp op)
{
  switch ((int) op)
    {
    case APM_REPORT_SEM_INIT:
    case APM_REPORT_SEM_WAIT:
    case APM_REPORT_SEM_TAKEN:
    case APM_REPORT_SEM_POST:
      return "semaphore";
    case APM_REPORT_COND_WAIT:
    case APM_REPORT_COND_SIGNAL:
      return "condition";
    case APM_REPORT_MEET_WAIT:
    case APM_REPORT_MEET_PASSED:
      return "barrier";
    default:
      return "lock";
    }
}

/* The object with that number, which is new where it was not seen before. */
static ApmSyncObject *
get_object (ApmReferee *self,
            ApmReportOp op,
            gint64      id,
            GError    **error)
{
  ApmScene *scene = &self->scene;
  ApmSyncObject *object;

  for (guint i = 0; i < scene->n_objects; i++)
    if (self->object_ids[i] == (guint64) id)
      return &scene->objects[i];

  if (scene->n_objects == APM_SCENE_MAX_OBJECTS)
    {
      apm_referee_lie (error, _("The program uses more than %d locks."), APM_SCENE_MAX_OBJECTS);
      return NULL;
    }

  object = &scene->objects[scene->n_objects];
  self->object_ids[scene->n_objects++] = (guint64) id;
  g_snprintf (object->name, sizeof object->name, "%s %u", kind_of (op), scene->n_objects);
  object->owner = -1;

  return object;
}

void
apm_referee_stop_waiting (ApmReferee *self,
                          ApmActor   *actor)
{
  if (actor == NULL || actor->wants < 0)
    return;

  self->scene.objects[actor->wants].n_waiting--;
  actor->wants = -1;
}

static void
start_waiting (ApmReferee   *self,
               ApmActor     *actor,
               ApmSyncObject    *object,
               ApmActorState state)
{
  if (actor == NULL)
    return;

  apm_referee_stop_waiting (self, actor);
  if (object)
    {
      actor->wants = (int) (object - self->scene.objects);
      object->n_waiting++;
    }
  apm_referee_set_state (self, actor, state);
}

/* It goes on: inside, if it holds a lock. */
static void
go_on (ApmReferee *self,
       ApmActor   *actor)
{
  if (actor == NULL)
    return;

  apm_referee_stop_waiting (self, actor);
  apm_referee_set_state (self, actor, actor->n_held > 0 ? APM_ACTOR_CRITICAL : APM_ACTOR_WORKING);
}

/* The picture of the buffer shows these two. */
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

static void
show_semaphore (ApmReferee    *self,
                ApmSyncObject *object)
{
  int *shown = shown_value (self, object->name);

  if (shown)
    *shown = (int) CLAMP (object->value, 0, G_MAXINT);
}

static ApmActorState
get_waiting_state (ApmReferee          *self,
                   const ApmSyncObject *semaphore)
{
  const int *shown = shown_value (self, semaphore->name);

  if (shown == NULL)
    return APM_ACTOR_WAITING_OTHER;

  return shown == &self->scene.empty ? APM_ACTOR_WAITING_EMPTY : APM_ACTOR_WAITING_ITEM;
}

/* Of "buffer->empty" and "*mutex" the last word is enough. */
static const char *
shorten (const char *name)
{
  const char *arrow = g_strrstr (name, "->");

  if (arrow)
    return arrow + 2;

  return *name == '*' ? name + 1 : name;
}

/**
 * apm_referee_name_object:
 * @object: as reports have it; not necessarily seen by now
 * @name: as the program writes it: "forks[2]", "buffer->empty"
 *
 * Says how a lock is called, which is found out some time after its first use.
 */
void
apm_referee_name_object (ApmReferee *self,
                         guint64     object,
                         const char *name)
{
  ApmScene *scene = &self->scene;

  for (guint i = 0; i < scene->n_objects; i++)
    {
      ApmSyncObject *named = &scene->objects[i];

      if (self->object_ids[i] != object || g_str_equal (named->name, shorten (name)))
        continue;

      g_strlcpy (named->name, shorten (name), sizeof named->name);
      if (!named->is_semaphore)
        continue;
      show_semaphore (self, named);
      for (guint j = 0; j < scene->n_actors; j++)
        if (scene->actors[j].wants == (int) i && apm_actor_state_is_waiting (scene->actors[j].state))
          scene->actors[j].state = get_waiting_state (self, named);
    }
}

gboolean
apm_referee_take_sem_init (ApmReferee      *self,
                           ApmActor        *actor,
                           const ApmReport *report,
                           GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL)
    return FALSE;
  if (report->b < 0 || report->b > G_MAXINT)
    return apm_referee_lie (error, _("Semaphore “%s” cannot begin at %lld."),
                            object->name, (long long) report->b);

  object->is_semaphore = TRUE;
  object->value = report->b;
  show_semaphore (self, object);

  return TRUE;
}

gboolean
apm_referee_take_sem_wait (ApmReferee      *self,
                           ApmActor        *actor,
                           const ApmReport *report,
                           GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL)
    return FALSE;

  start_waiting (self, actor, object, get_waiting_state (self, object));

  return TRUE;
}

/* A post is told before it happens and a taking after it, so the value kept
 * here is never below the real one: if it is negative, so was the real one. */
gboolean
apm_referee_take_sem_change (ApmReferee      *self,
                             ApmActor        *actor,
                             const ApmReport *report,
                             GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);
  gboolean taken = report->op == APM_REPORT_SEM_TAKEN;

  if (object == NULL)
    return FALSE;

  if (taken)
    go_on (self, actor);
  if (!object->is_semaphore)
    return TRUE;

  object->value += taken ? -1 : 1;
  show_semaphore (self, object);
  if (object->value < 0)
    apm_referee_break (self, "semaphores", _("%s took “%s” when its value was 0."),
                       actor ? actor->name : "main", object->name);

  return TRUE;
}

static gboolean
take_wait (ApmReferee      *self,
           ApmActor        *actor,
           const ApmReport *report,
           ApmActorState    state,
           GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL)
    return FALSE;

  start_waiting (self, actor, object, state);

  return TRUE;
}

gboolean
apm_referee_take_lock_wait (ApmReferee      *self,
                            ApmActor        *actor,
                            const ApmReport *report,
                            GError         **error)
{
  return take_wait (self, actor, report, APM_ACTOR_WAITING_MUTEX, error);
}

static void
check_alone (ApmReferee *self,
             ApmActor   *actor,
             ApmSyncObject  *object,
             gboolean    reads)
{
  int owner = object->owner;

  if (owner >= 0 && owner != place_of (self, actor) && self->scene.actors[owner].state != APM_ACTOR_ENDED)
    apm_referee_break (self, "critical", _("%s came into the critical section while %s was in it."),
                       actor->name, self->scene.actors[owner].name);
  else if (!reads && object->n_readers > 0)
    apm_referee_break (self, "critical", _("%s locked “%s” for writing while somebody was reading."),
                       actor->name, object->name);
}

gboolean
apm_referee_take_locked (ApmReferee      *self,
                         ApmActor        *actor,
                         const ApmReport *report,
                         GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL || actor == NULL)
    return object != NULL;

  check_alone (self, actor, object, FALSE);
  object->depth = object->owner == report->actor ? object->depth + 1 : 1;
  object->owner = self->scene.mutex_owner = report->actor;
  actor->n_held++;
  go_on (self, actor);

  return TRUE;
}

gboolean
apm_referee_take_read_locked (ApmReferee      *self,
                              ApmActor        *actor,
                              const ApmReport *report,
                              GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL || actor == NULL)
    return object != NULL;

  check_alone (self, actor, object, TRUE);
  object->n_readers++;
  actor->n_held++;
  go_on (self, actor);

  return TRUE;
}

static gboolean
give_back (ApmReferee *self,
           ApmActor   *actor,
           ApmSyncObject  *object)
{
  if (object->owner == place_of (self, actor))
    {
      if (--object->depth == 0)
        object->owner = self->scene.mutex_owner = -1;
    }
  else if (object->n_readers > 0)
    object->n_readers--;
  else
    {
      apm_referee_break (self, "critical", _("%s left a critical section that it was not in."), actor->name);
      return FALSE;
    }

  actor->n_held -= actor->n_held > 0;
  return TRUE;
}

gboolean
apm_referee_take_unlock (ApmReferee      *self,
                         ApmActor        *actor,
                         const ApmReport *report,
                         GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL || actor == NULL)
    return object != NULL;

  if (give_back (self, actor, object))
    go_on (self, actor);

  return TRUE;
}

/* To wait for a condition is to give the mutex back, and to have it again
 * afterwards. */
gboolean
apm_referee_take_cond_wait (ApmReferee      *self,
                            ApmActor        *actor,
                            const ApmReport *report,
                            GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);
  ApmSyncObject *mutex = object ? get_object (self, APM_REPORT_UNLOCK, report->b, error) : NULL;

  if (mutex == NULL || actor == NULL)
    return mutex != NULL;

  give_back (self, actor, mutex);
  start_waiting (self, actor, object, APM_ACTOR_WAITING_CONDITION);

  return TRUE;
}

/* It waited only so long, or was called away. */
gboolean
apm_referee_take_gave_up (ApmReferee      *self,
                          ApmActor        *actor,
                          const ApmReport *report,
                          GError         **error)
{
  go_on (self, actor);

  return TRUE;
}

gboolean
apm_referee_take_cond_signal (ApmReferee      *self,
                              ApmActor        *actor,
                              const ApmReport *report,
                              GError         **error)
{
  return get_object (self, report->op, report->a, error) != NULL;
}

gboolean
apm_referee_take_meet_wait (ApmReferee      *self,
                            ApmActor        *actor,
                            const ApmReport *report,
                            GError         **error)
{
  return take_wait (self, actor, report, APM_ACTOR_WAITING_BARRIER, error);
}

gboolean
apm_referee_take_meet_passed (ApmReferee      *self,
                              ApmActor        *actor,
                              const ApmReport *report,
                              GError         **error)
{
  ApmSyncObject *object = get_object (self, report->op, report->a, error);

  if (object == NULL)
    return FALSE;

  go_on (self, actor);

  return TRUE;
}


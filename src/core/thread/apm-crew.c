/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew-private.h"

#include "apm-priority.h"
#include "apm-worker-private.h"

#include <glib-unix.h>
#include <stdlib.h>

/* How long one that has ended can still be seen. */
#define LINGER_US (10 * G_USEC_PER_SEC)

enum { CHANGED, CREATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmCrew, apm_crew, G_TYPE_OBJECT)

static void
member_free (ApmMember *member)
{
  g_free ((char *) member->name);
  g_free (member);
}

static void
apm_crew_dispose (GObject *object)
{
  ApmCrew *self = APM_CREW (object);

  g_clear_handle_id (&self->events_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_pointer (&self->engine, apm_crew_engine_free);
  if (self->worker)
    apm_worker_set_thread_func (self->worker, NULL, NULL);
  g_clear_object (&self->worker);

  G_OBJECT_CLASS (apm_crew_parent_class)->dispose (object);
}

static void
apm_crew_finalize (GObject *object)
{
  ApmCrew *self = APM_CREW (object);

  g_queue_clear (&self->ended);
  g_hash_table_unref (self->ordered);
  g_hash_table_unref (self->living);
  g_ptr_array_unref (self->members);

  G_OBJECT_CLASS (apm_crew_parent_class)->finalize (object);
}

static void
apm_crew_class_init (ApmCrewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_crew_dispose;
  object_class->finalize = apm_crew_finalize;

  /**
   * ApmCrew::changed:
   * @name: of the thread
   * @phase: (type int): the ApmPhase it has come to
   * @join_us: how long the join took, once it has ended; -1 where it was not
   *   joined because its process has ended
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_CREW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT64);

  /**
   * ApmCrew::created:
   * @name: of the thread
   * @tid: which runs now
   */
  signals[CREATED] = g_signal_new ("created", APM_TYPE_CREW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static void
apm_crew_init (ApmCrew *self)
{
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) member_free);
  self->living = g_hash_table_new (g_str_hash, g_str_equal);
  self->ordered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->ended);
}

/**
 * apm_crew_forget_ended:
 *
 * Drops those that have been seen long enough.
 */
void
apm_crew_forget_ended (ApmCrew *self)
{
  gint64 now = g_get_monotonic_time ();
  ApmMember *member;

  while ((member = g_queue_peek_head (&self->ended)) && member->since_us < now - LINGER_US)
    {
      g_queue_pop_head (&self->ended);
      g_ptr_array_remove (self->members, member);
    }
}

/**
 * apm_crew_add_member:
 *
 * One that has been ordered and has not run yet.
 */
void
apm_crew_add_member (ApmCrew    *self,
                     const char *name,
                     ApmWork     work)
{
  ApmMember *member = g_new0 (ApmMember, 1);

  apm_crew_forget_ended (self);

  member->name = g_strdup (name);
  member->work = work;
  member->phase = APM_PHASE_STARTING;
  member->since_us = g_get_monotonic_time ();
  member->join_us = -1;
  g_ptr_array_add (self->members, member);
  g_hash_table_insert (self->living, (char *) member->name, member);
}

/**
 * apm_crew_take_event:
 *
 * A thread has come to another phase: tells it on.
 */
void
apm_crew_take_event (ApmCrew            *self,
                     const ApmCrewEvent *event)
{
  ApmMember *member = g_hash_table_lookup (self->living, event->name);
  gboolean is_created;

  if (member == NULL)
    return;

  is_created = member->tid == 0 && event->tid != 0;
  if (event->tid != 0)
    member->tid = event->tid;
  if (member->phase != event->phase)
    member->since_us = g_get_monotonic_time ();
  member->phase = event->phase;
  member->join_us = event->join_us;

  g_object_ref (self);
  if (member->phase == APM_PHASE_ENDED)
    {
      g_hash_table_remove (self->living, member->name);
      g_hash_table_remove (self->ordered, member->name);
      g_queue_push_tail (&self->ended, member);
    }

  if (is_created)
    g_signal_emit (self, signals[CREATED], 0, event->name, event->tid);
  g_signal_emit (self, signals[CHANGED], 0, event->name, (int) event->phase, event->join_us);
  g_object_unref (self);
}

static gboolean
on_events (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  g_autoptr(ApmCrew) self = g_object_ref (user_data);
  ApmCrewEvent event;

  while (self->engine && apm_crew_engine_take_event (self->engine, &event))
    {
      apm_crew_take_event (self, &event);
      free (event.name);
    }

  return G_SOURCE_CONTINUE;
}

static void
end_all (ApmCrew *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->living);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));

  for (guint i = 0; i < names->len; i++)
    {
      const ApmCrewEvent event = { names->pdata[i], APM_WORK_IDLE, APM_PHASE_ENDED, 0, -1 };

      apm_crew_take_event (self, &event);
    }
}

static void
on_report (ApmWorker      *worker,
           const ApmFrame *report,
           gpointer        user_data)
{
  g_autoptr(GVariant) value = NULL;
  ApmCrewEvent event;
  guint8 phase, work;
  gint32 tid;
  gint64 join_us;
  const char *name;

  if (report == NULL)
    {
      end_all (user_data);
      return;
    }

  value = apm_order_unpack (report, "(yyixs)");
  g_variant_get (value, "(yyix&s)", &phase, &work, &tid, &join_us, &name);
  if (phase > APM_PHASE_ENDED || work >= APM_N_WORKS)
    return;

  event = (ApmCrewEvent) { (char *) name, work, phase, tid, join_us };
  apm_crew_take_event (user_data, &event);
}

/**
 * apm_crew_new_here:
 *
 * The threads of this program.
 */
ApmCrew *
apm_crew_new_here (void)
{
  ApmCrew *self = g_object_new (APM_TYPE_CREW, NULL);

  self->engine = apm_crew_engine_new ();
  if (self->engine == NULL)
    g_error ("No descriptor is left for the named threads");

  self->events_id = g_unix_fd_add_full (APM_PRIORITY_SOURCE, apm_crew_engine_get_fd (self->engine), G_IO_IN,
                                        on_events, self, NULL);

  return self;
}

/**
 * apm_crew_new_in_worker:
 * @worker: has one crew only
 *
 * The threads of a worker. When it ends, all of them have ended.
 */
ApmCrew *
apm_crew_new_in_worker (ApmWorker *worker)
{
  ApmCrew *self;

  g_return_val_if_fail (APM_IS_WORKER (worker), NULL);

  self = g_object_new (APM_TYPE_CREW, NULL);
  self->worker = g_object_ref (worker);
  apm_worker_set_thread_func (worker, on_report, self);

  return self;
}

/**
 * apm_crew_get_worker:
 *
 * Returns: (transfer none) (nullable): %NULL for this program's
 */
ApmWorker *
apm_crew_get_worker (ApmCrew *self)
{
  g_return_val_if_fail (APM_IS_CREW (self), NULL);

  return self->worker;
}

/**
 * apm_crew_find:
 *
 * Returns: (transfer none) (nullable): the living one of that name
 */
const ApmMember *
apm_crew_find (ApmCrew    *self,
               const char *name)
{
  g_return_val_if_fail (APM_IS_CREW (self) && name != NULL, NULL);

  return g_hash_table_lookup (self->living, name);
}

/**
 * apm_crew_foreach:
 *
 * Calls @func for each, in the order of their creation, and for those that have
 * ended in the last 10 s. It must not give orders.
 */
void
apm_crew_foreach (ApmCrew     *self,
                  ApmCrewFunc  func,
                  gpointer     user_data)
{
  g_return_if_fail (APM_IS_CREW (self) && func != NULL);

  apm_crew_forget_ended (self);
  for (guint i = 0; i < self->members->len; i++)
    func (self->members->pdata[i], user_data);
}

/**
 * apm_crew_get_n:
 *
 * Returns: how many have not ended
 */
guint
apm_crew_get_n (ApmCrew *self)
{
  g_return_val_if_fail (APM_IS_CREW (self), 0);

  return g_hash_table_size (self->living);
}

gboolean
apm_crew_get_idle (ApmCrew *self)
{
  return apm_crew_get_n (self) == 0;
}

/**
 * apm_crew_dup_silent:
 *
 * Returns: (transfer full): names of those that do not answer
 */
GStrv
apm_crew_dup_silent (ApmCrew *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (APM_IS_CREW (self), NULL);

  for (guint i = 0; i < self->members->len; i++)
    {
      const ApmMember *member = self->members->pdata[i];

      if (member->phase == APM_PHASE_SILENT)
        g_strv_builder_add (names, member->name);
    }

  return g_strv_builder_end (names);
}

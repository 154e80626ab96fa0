/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew-private.h"

#include "apm-error.h"
#include "apm-worker-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A worker tells by itself who is silent after 2 s, unless it cannot: it may be
 * stopped. */
#define WORKER_SILENT_US (2500 * 1000)
#define WATCH_MS 500

#define NAME_MAX_BYTES 64

static gboolean
check_worker (ApmCrew  *self,
              GError  **error)
{
  if (self->worker == NULL || apm_worker_get_running (self->worker))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("%s has ended"), apm_worker_get_name (self->worker));

  return FALSE;
}

static gboolean
check_name (ApmCrew     *self,
            const char  *name,
            GError     **error)
{
  gsize length = strlen (name);

  if (length == 0 || length > NAME_MAX_BYTES || !g_utf8_validate (name, -1, NULL))
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A thread’s name is text of 1 to %d bytes"), NAME_MAX_BYTES);
  else if (g_hash_table_contains (self->living, name))
    g_set_error (error, APM_ERROR, APM_ERROR_EXISTS, _("There is a thread with the name “%s” already"), name);
  else
    return TRUE;

  return FALSE;
}

static void
order_create (ApmCrew    *self,
              const char *name,
              ApmWork     work)
{
  g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("(ys)", (guint8) work, name));

  apm_worker_order (self->worker, APM_ORDER_THREAD_CREATE, 0, payload);
}

/**
 * apm_crew_create:
 * @name: unique among the living ones; the system shows its first 15 bytes
 *
 * Starts a thread; ::created tells when it runs.
 */
gboolean
apm_crew_create (ApmCrew     *self,
                 const char  *name,
                 ApmWork      work,
                 GError     **error)
{
  int saved_errno = 0;

  g_return_val_if_fail (APM_IS_CREW (self) && name != NULL && (guint) work < APM_N_WORKS, FALSE);

  if (!check_worker (self, error) || !check_name (self, name, error))
    return FALSE;

  if (self->worker)
    order_create (self, name, work);
  else
    saved_errno = apm_crew_engine_create (self->engine, name, work);

  if (saved_errno != 0)
    {
      apm_set_error_from_errno (error, saved_errno, _("Thread “%s” could not be started"), name);
      return FALSE;
    }

  apm_crew_add_member (self, name, work);

  return TRUE;
}

static const struct {
  int  (*here) (ApmCrewEngine *engine, const char *name);
  guint8 order;
} orders[] = {
  { apm_crew_engine_pause, APM_ORDER_THREAD_PAUSE },
  { apm_crew_engine_resume, APM_ORDER_THREAD_RESUME },
  { apm_crew_engine_terminate, APM_ORDER_THREAD_TERMINATE },
};

enum { PAUSE, RESUME, TERMINATE };

static gboolean
check_member (ApmCrew     *self,
              const char  *name,
              gboolean     is_terminate,
              GError     **error)
{
  const ApmMember *member = g_hash_table_lookup (self->living, name);

  if (member == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("There is no thread with the name “%s”"), name);
      return FALSE;
    }

  if (!is_terminate && member->phase >= APM_PHASE_TERMINATING)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Thread “%s” has been told to end"), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
give_order (ApmCrew     *self,
            const char  *name,
            guint        order,
            GError     **error)
{
  g_autoptr(GBytes) payload = NULL;

  if (!check_worker (self, error) || !check_member (self, name, order == TERMINATE, error))
    return FALSE;

  if (self->engine)
    {
      /* It may just have finished: then its end is among the events. */
      orders[order].here (self->engine, name);
      return TRUE;
    }

  payload = apm_order_pack (g_variant_new ("s", name));
  apm_worker_order (self->worker, orders[order].order, 0, payload);

  return TRUE;
}

/**
 * apm_crew_pause:
 *
 * ::changed tells when it has paused: one that waits for a lock does so later.
 * Fails with GONE where there is no such thread or it has been told to end.
 */
gboolean
apm_crew_pause (ApmCrew     *self,
                const char  *name,
                GError     **error)
{
  g_return_val_if_fail (APM_IS_CREW (self) && name != NULL, FALSE);

  return give_order (self, name, PAUSE, error);
}

gboolean
apm_crew_resume (ApmCrew     *self,
                 const char  *name,
                 GError     **error)
{
  g_return_val_if_fail (APM_IS_CREW (self) && name != NULL, FALSE);

  return give_order (self, name, RESUME, error);
}

static gboolean
on_watch (gpointer user_data)
{
  ApmCrew *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer name, ordered_us;

  g_hash_table_iter_init (&iter, self->ordered);
  while (g_hash_table_iter_next (&iter, &name, &ordered_us))
    {
      const ApmMember *member = g_hash_table_lookup (self->living, name);
      ApmCrewEvent event;

      if (*(gint64 *) ordered_us > now - WORKER_SILENT_US)
        continue;

      event = (ApmCrewEvent) { (char *) member->name, member->work, APM_PHASE_SILENT, member->tid, -1 };
      g_hash_table_iter_remove (&iter);
      if (member->phase != APM_PHASE_SILENT)
        {
          apm_crew_take_event (self, &event);
          break;
        }
    }

  if (g_hash_table_size (self->ordered) > 0)
    return G_SOURCE_CONTINUE;

  self->watch_id = 0;
  return G_SOURCE_REMOVE;
}

/**
 * apm_crew_terminate:
 *
 * Sets the thread's exit signal. ::changed tells that it is terminating, that it
 * has been joined and how long that took, or that it does not answer.
 */
gboolean
apm_crew_terminate (ApmCrew     *self,
                    const char  *name,
                    GError     **error)
{
  gint64 now = g_get_monotonic_time ();

  g_return_val_if_fail (APM_IS_CREW (self) && name != NULL, FALSE);

  if (!give_order (self, name, TERMINATE, error))
    return FALSE;

  if (self->worker && !g_hash_table_contains (self->ordered, name))
    {
      g_hash_table_insert (self->ordered, g_strdup (name), g_memdup2 (&now, sizeof now));
      if (self->watch_id == 0)
        self->watch_id = g_timeout_add (WATCH_MS, on_watch, self);
    }

  return TRUE;
}

/**
 * apm_crew_shutdown:
 *
 * Sets the exit signal of all; does not wait. ::changed tells of each, and
 * apm_crew_get_idle() when all have ended.
 */
void
apm_crew_shutdown (ApmCrew *self)
{
  g_return_if_fail (APM_IS_CREW (self));

  for (guint i = 0; i < self->members->len; i++)
    {
      const ApmMember *member = self->members->pdata[i];

      if (member->phase < APM_PHASE_TERMINATING)
        apm_crew_terminate (self, member->name, NULL);
    }
}

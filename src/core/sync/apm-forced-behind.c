/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-private.h"

#include "apm-stuck.h"
#include "apm-text.h"

/* Between looks whether the program can ever go on once its threads are free again, and
 * how many there are: then it goes on. */
#define LOOK_MS  100
#define MOST_LOOKS 12

void
apm_forced_conclude_death (ApmForced *self)
{
  gboolean fails = apm_forced_expects_death (self->failure, self->wait_status);
  g_autofree char *said = apm_text_to_utf8 (self->said->str, (gssize) self->said->len);

  if (!fails && self->parting)
    apm_forced_end (self, APM_FORCED_DIVERGED, g_steal_pointer (&self->parting));
  else
    apm_forced_end (self, fails ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
                    apm_forced_dup_died (self->failure, self->wait_status, g_strstrip (said)));
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmForced) self = user_data;
  g_autoptr(ApmStuck) stuck = apm_stuck_look_finish (result);

  if (self->state != APM_FORCED_LOOKS || g_atomic_int_get (&self->is_over))
    return;
  if (stuck->tids->len > 0)
    {
      self->hangs = TRUE;
      apm_forced_end (self, apm_forced_expects_hang (self->failure) ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
                      apm_forced_dup_hung (self->failure, stuck->tids->len, stuck->is_deadlock));
    }
  else if (++self->n_looks < MOST_LOOKS)
    apm_forced_look_again (self);
  else
    apm_forced_end (self, apm_forced_expects_loop (self->failure) ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
                    apm_forced_dup_survived (self->failure, TRUE));
}

static void
on_time_to_look (gpointer data)
{
  ApmForced *self = data;

  self->looking = 0;
  apm_stuck_look_async (apm_child_get_pid (apm_lens_get_child (self->lens)), on_looked, g_object_ref (self));
}

void
apm_forced_look_again (ApmForced *self)
{
  self->looking = g_timeout_add_once (LOOK_MS, on_time_to_look, self);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-recorder.h"

#include <glib/gi18n.h>

#include "apm-wait-words.h"

/* What the watch over the machine finds, and what it cannot. */

static const char *
name_of (const ApmWaitDeadlock *deadlock)
{
  return apm_wait_chain_get_node (deadlock->chain, 0)->process_name;
}

static void
on_deadlock_found (ApmLog                *log,
                   const ApmWaitDeadlock *deadlock)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (deadlock->chain, 0);
  g_autofree char *words = apm_wait_words_line (deadlock->chain);

  if (deadlock->rank == APM_WAIT_STUCK)
    apm_log_add (log, APM_LEVEL_WARNING, "wait", ngettext ("Deadlock: %u thread, first in %s (PID %d): %s",
                                                           "Deadlock: %u threads, first in %s (PID %d): %s",
                                                           deadlock->n_members),
                 deadlock->n_members, name_of (deadlock), node->pid, words);
  else
    apm_log_add (log, APM_LEVEL_INFO, "wait",
                 ngettext ("As far as can be seen a deadlock: %u thread, first in %s (PID %d): %s",
                           "As far as can be seen a deadlock: %u threads, first in %s (PID %d): %s",
                           deadlock->n_members),
                 deadlock->n_members, name_of (deadlock), node->pid, words);
}

static void
on_deadlock_ended (ApmLog                *log,
                   const ApmWaitDeadlock *deadlock)
{
  apm_log_add (log, APM_LEVEL_INFO, "wait",
               deadlock->rank == APM_WAIT_STUCK ? _("The deadlock in %s (PID %d) is over")
                                                : _("What looked like a deadlock in %s (PID %d) is over"),
               name_of (deadlock), apm_wait_chain_get_node (deadlock->chain, 0)->pid);
}

/* Once is enough: it stays so. */
static void
on_looked (ApmLog       *log,
           ApmWaitWatch *waits)
{
  g_autofree char *words = apm_wait_words_distrusted (apm_wait_watch_get_graph (waits)->pass);

  g_signal_handlers_disconnect_by_func (waits, on_looked, log);
  if (words)
    apm_log_add (log, APM_LEVEL_WARNING, "wait", "%s", words);
}

/**
 * apm_recorder_attach_waits:
 *
 * Records in @log each deadlock that @waits finds, and its end; and, after its first
 * look, what of this system it does not understand.
 */
void
apm_recorder_attach_waits (ApmLog       *log,
                           ApmWaitWatch *waits)
{
  g_signal_connect_object (waits, "deadlock-found", G_CALLBACK (on_deadlock_found), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (waits, "deadlock-ended", G_CALLBACK (on_deadlock_ended), log, G_CONNECT_SWAPPED);
  g_signal_connect_object (waits, "looked", G_CALLBACK (on_looked), log, G_CONNECT_SWAPPED);
}

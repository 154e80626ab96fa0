/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process.h"

#include "apm-signal.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>

/* Start times are told in clock ticks, of which user space always sees 100 a second. */
#define US_PER_TICK 10000

/* PID_MAX_LIMIT of 64-bit Linux is 2^22. */
#define PID_BITS 22

const ApmField apm_process_fields[] = {
  { "pid", APM_FIELD_INT, G_STRUCT_OFFSET (ApmProcess, pid) },
  { "ppid", APM_FIELD_INT, G_STRUCT_OFFSET (ApmProcess, ppid) },
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmProcess, name) },
  { "name_base64", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmProcess, name_base64) },
  { "uid", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmProcess, uid) },
  { "user", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmProcess, user) },
  { "state", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmProcess, state) },
  { "cpu_percent", APM_FIELD_DOUBLE, G_STRUCT_OFFSET (ApmProcess, cpu_percent) },
  { "rss_bytes", APM_FIELD_UINT64, G_STRUCT_OFFSET (ApmProcess, rss_bytes) },
  { "threads", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmProcess, threads) },
  { "started_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmProcess, started_us) },
  { "cpu_time_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmProcess, cpu_time_us) },
  { "command", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmProcess, command) },
  { NULL }
};

/* proc_pid_stat(5), field 3; 'e' is a row of ours that lingers. */
static const struct {
  char        letters[4];
  const char *word;
  const char *label;
} states[] = {
  { "R", "running", NC_("process state", "running") },
  { "S", "sleeping", NC_("process state", "sleeping") },
  { "D", "waiting", NC_("process state", "waiting for the disk") },
  { "T", "stopped", NC_("process state", "stopped") },
  { "t", "traced", NC_("process state", "held by a debugger") },
  { "Z", "zombie", NC_("process state", "zombie") },
  { "Xx", "dead", NC_("process state", "dead") },
  { "I", "idle", NC_("process state", "idle") },
  { "P", "parked", NC_("process state", "parked") },
  { "N", "new", NC_("process state", "new") },
  { "e", "ended", NC_("process state", "ended") },
};

/**
 * apm_process_pack_key:
 * @started_us: since boot
 *
 * Returns: (PID, start time) in one number, unique on one machine
 */
guint64
apm_process_pack_key (int    pid,
                      gint64 started_us)
{
  return (guint64) (started_us / US_PER_TICK) << PID_BITS | (guint64) pid;
}

guint64
apm_process_key (const ApmProcess *process)
{
  g_return_val_if_fail (process != NULL, 0);

  return apm_process_pack_key (process->pid, process->started_us);
}

/**
 * apm_process_state_word:
 * @letter: the state as /proc tells it
 *
 * Returns: (transfer none): a word of the C locale, "unknown" for a letter that
 *   newer kernels may bring
 */
const char *
apm_process_state_word (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (letter && strchr (states[i].letters, letter))
      return states[i].word;

  return "unknown";
}

/**
 * apm_process_state_label:
 * @state: the word of a row
 *
 * Returns: (transfer none): the same in the user's language
 */
const char *
apm_process_state_label (const char *state)
{
  g_return_val_if_fail (state != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i].word, state) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "process state", states[i].label);

  return _("unknown");
}

/**
 * apm_process_dup_end_text:
 * @wait_status: as waitpid(2) tells it
 *
 * Returns: (transfer full): "exited with status 3", "killed by SIGKILL (signal 9)"
 */
char *
apm_process_dup_end_text (int wait_status)
{
  const char *name;
  int signum;

  if (WIFEXITED (wait_status))
    return g_strdup_printf (_("exited with status %d"), WEXITSTATUS (wait_status));
  if (!WIFSIGNALED (wait_status))
    return g_strdup (_("ended"));

  signum = WTERMSIG (wait_status);
  name = apm_signal_get_name (signum);
  if (!name)
    return g_strdup_printf (_("killed by signal %d"), signum);

  return WCOREDUMP (wait_status)
         ? g_strdup_printf (_("killed by %s (signal %d), core dumped"), name, signum)
         : g_strdup_printf (_("killed by %s (signal %d)"), name, signum);
}

/**
 * apm_process_append_argument:
 *
 * Appends one argument to a command line as a shell would quote it, and bare
 * where it need not be quoted.
 */
void
apm_process_append_argument (GString    *command,
                             const char *argument)
{
  g_autofree char *quoted = NULL;

  if (*argument && !argument[strspn (argument, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./=:,@%+^")])
    {
      g_string_append (command, argument);
      return;
    }

  quoted = g_shell_quote (argument);
  g_string_append (command, quoted);
}

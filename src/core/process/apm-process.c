/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process.h"

#include "apm-process-more.h"
#include "apm-signal.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>

/* Start times are told in clock ticks, of which user space always sees 100 a second. */
#define US_PER_TICK 10000

/* PID_MAX_LIMIT of 64-bit Linux is 2^22. */
#define PID_BITS 22

#define OWN(member) G_STRUCT_OFFSET (ApmProcess, member)
#define MORE(member, source) \
  G_STRUCT_OFFSET (ApmProcessMore, member), G_STRUCT_OFFSET (ApmProcess, more) + 1, APM_SOURCE_##source

#define NOTE(member) G_STRUCT_OFFSET (ApmProcessNote, member), G_STRUCT_OFFSET (ApmProcess, note) + 1

/* The tag is the source that a field is read from. */
const ApmField apm_process_fields[] = {
  { "pid", APM_FIELD_INT, OWN (pid) },
  { "ppid", APM_FIELD_INT, OWN (ppid) },
  { "name", APM_FIELD_STRING, OWN (name) },
  { "name_base64", APM_FIELD_STRING, OWN (name_base64) },
  { "uid", APM_FIELD_UINT, OWN (uid) },
  { "user", APM_FIELD_STRING, OWN (user) },
  { "state", APM_FIELD_STRING, OWN (state) },
  { "cpu_percent", APM_FIELD_DOUBLE, OWN (cpu_percent) },
  { "rss_bytes", APM_FIELD_UINT64, OWN (rss_bytes) },
  { "threads", APM_FIELD_UINT, OWN (threads) },
  { "started_us", APM_FIELD_INT64, OWN (started_us) },
  { "age_us", APM_FIELD_INT64, OWN (age_us) },
  { "cpu_time_us", APM_FIELD_INT64, OWN (cpu_time_us) },
  { "command", APM_FIELD_STRING, OWN (command) },
  { "depth", APM_FIELD_UINT, OWN (depth) },
  { "parent_name", APM_FIELD_STRING, OWN (parent_name), 0, APM_SOURCE_PARENT },
  { "nice", APM_FIELD_INT, MORE (nice, STAT) },
  { "priority", APM_FIELD_INT, MORE (priority, STAT) },
  { "policy", APM_FIELD_STRING, MORE (policy, STAT) },
  { "session", APM_FIELD_INT, MORE (session, STAT) },
  { "process_group", APM_FIELD_INT, MORE (process_group, STAT) },
  { "terminal", APM_FIELD_STRING, MORE (terminal, STAT) },
  { "last_cpu", APM_FIELD_INT, MORE (last_cpu, STAT) },
  { "virtual_bytes", APM_FIELD_INT64, MORE (virtual_bytes, STAT) },
  { "children_cpu_time_us", APM_FIELD_INT64, MORE (children_cpu_time_us, STAT) },
  { "minor_faults_per_s", APM_FIELD_DOUBLE, MORE (minor_faults_per_s, STAT) },
  { "major_faults_per_s", APM_FIELD_DOUBLE, MORE (major_faults_per_s, STAT) },
  { "shared_bytes", APM_FIELD_INT64, MORE (shared_bytes, STATUS) },
  { "swap_bytes", APM_FIELD_INT64, MORE (swap_bytes, STATUS) },
  { "pss_bytes", APM_FIELD_INT64, MORE (pss_bytes, PSS) },
  { "voluntary_switches_per_s", APM_FIELD_DOUBLE, MORE (voluntary_switches_per_s, SWITCHES) },
  { "involuntary_switches_per_s", APM_FIELD_DOUBLE, MORE (involuntary_switches_per_s, SWITCHES) },
  { "run_wait_percent", APM_FIELD_DOUBLE, MORE (run_wait_percent, SCHEDSTAT) },
  { "read_bytes_per_s", APM_FIELD_DOUBLE, MORE (read_bytes_per_s, IO) },
  { "written_bytes_per_s", APM_FIELD_DOUBLE, MORE (written_bytes_per_s, IO) },
  { "read_bytes", APM_FIELD_INT64, MORE (read_bytes, IO) },
  { "written_bytes", APM_FIELD_INT64, MORE (written_bytes, IO) },
  { "cgroup", APM_FIELD_STRING, MORE (cgroup, CGROUP) },
  { "unit", APM_FIELD_STRING, MORE (unit, CGROUP) },
  { "container", APM_FIELD_STRING, MORE (container, CGROUP) },
  { "cwd", APM_FIELD_STRING, MORE (cwd, CWD) },
  { "project", APM_FIELD_STRING, MORE (project, PROJECT) },
  { "exe", APM_FIELD_STRING, MORE (exe, EXE) },
  { "oom_score", APM_FIELD_INT, MORE (oom_score, OOM) },
  { "wait_channel", APM_FIELD_STRING, MORE (wait_channel, WCHAN) },
  { "descriptors", APM_FIELD_INT, MORE (descriptors, FDS) },
  { "waits_for", APM_FIELD_STRING, NOTE (waits_for) },
  { "waits", APM_FIELD_STRING, NOTE (waits) },
  { "waited_us", APM_FIELD_INT64, NOTE (waited_us) },
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

  return process->is_group ? process->group_key : apm_process_pack_key (process->pid, process->started_us);
}

/**
 * apm_process_key_get_pid:
 *
 * Returns: 0 for the key of a group
 */
int
apm_process_key_get_pid (guint64 key)
{
  return key >> 63 ? 0 : (int) (key & ((1 << PID_BITS) - 1));
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

gboolean
apm_process_is_state_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i].word, word) == 0)
      return TRUE;

  return FALSE;
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
 * apm_process_is_denied:
 *
 * Returns: whether @field of @process is not known because we may not read it,
 *   rather than because there is nothing to tell
 */
gboolean
apm_process_is_denied (const ApmProcess *process,
                       const ApmField   *field)
{
  g_return_val_if_fail (process != NULL && field != NULL, FALSE);

  return process->more && (process->more->denied & field->tag) != 0 && !apm_field_is_known (field, process);
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

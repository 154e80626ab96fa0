/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

/* In the order of the resources' numbers; ids as prlimit(1) has them. */
static const struct { const char *id; const char *label; } limits[RLIMIT_NLIMITS] = {
  [RLIMIT_CPU] = { "cpu", N_("CPU time (s)") },
  [RLIMIT_FSIZE] = { "fsize", N_("Size of a file (bytes)") },
  [RLIMIT_DATA] = { "data", N_("Data (bytes)") },
  [RLIMIT_STACK] = { "stack", N_("Stack (bytes)") },
  [RLIMIT_CORE] = { "core", N_("Core dump (bytes)") },
  [RLIMIT_RSS] = { "rss", N_("Resident memory (bytes)") },
  [RLIMIT_NPROC] = { "nproc", N_("Processes and threads of the user") },
  [RLIMIT_NOFILE] = { "nofile", N_("Open files") },
  [RLIMIT_MEMLOCK] = { "memlock", N_("Locked memory (bytes)") },
  [RLIMIT_AS] = { "as", N_("Address space (bytes)") },
  [RLIMIT_LOCKS] = { "locks", N_("File locks") },
  [RLIMIT_SIGPENDING] = { "sigpending", N_("Pending signals") },
  [RLIMIT_MSGQUEUE] = { "msgqueue", N_("Message queues (bytes)") },
  [RLIMIT_NICE] = { "nice", N_("Nice ceiling (20 − nice)") },
  [RLIMIT_RTPRIO] = { "rtprio", N_("Real-time priority") },
  [RLIMIT_RTTIME] = { "rttime", N_("Real-time CPU time (µs)") },
};

/**
 * apm_limit_get_id:
 * @resource: RLIMIT_*
 *
 * Returns: (transfer none) (nullable): as prlimit(1) calls it, %NULL for none
 */
const char *
apm_limit_get_id (int resource)
{
  return resource >= 0 && resource < (int) G_N_ELEMENTS (limits) ? limits[resource].id : NULL;
}

const char *
apm_limit_get_label (int resource)
{
  const char *id = apm_limit_get_id (resource);

  return id ? _(limits[resource].label) : "?";
}

static gboolean
has_cpu (const guint64 cpus[ACT_CPU_WORDS],
         guint         cpu)
{
  return cpu < ACT_CPU_WORDS * 64 && (cpus[cpu / 64] >> cpu % 64 & 1);
}

guint
apm_cpus_count (const guint64 cpus[ACT_CPU_WORDS])
{
  guint n = 0;

  for (guint i = 0; i < ACT_CPU_WORDS; i++)
    n += __builtin_popcountll (cpus[i]);

  return n;
}

/**
 * apm_cpus_dup_list:
 *
 * Returns: (transfer full): "0-3,6", as taskset(1) and the kernel write it
 */
char *
apm_cpus_dup_list (const guint64 cpus[ACT_CPU_WORDS])
{
  GString *list = g_string_new (NULL);

  for (guint cpu = 0; cpu < ACT_CPU_WORDS * 64; cpu++)
    {
      guint last = cpu;

      if (!has_cpu (cpus, cpu))
        continue;
      while (has_cpu (cpus, last + 1))
        last++;
      g_string_append_printf (list, last > cpu ? "%s%u-%u" : "%s%u", list->len ? "," : "", cpu, last);
      cpu = last;
    }

  return g_string_free (list, FALSE);
}

/**
 * apm_cpus_parse:
 * @list: "0-3,6"; spaces may stand around the commas
 *
 * Returns: whether it was such a list, and not an empty one
 */
gboolean
apm_cpus_parse (const char *list,
                guint64     cpus[ACT_CPU_WORDS])
{
  g_auto(GStrv) parts = NULL;

  g_return_val_if_fail (list != NULL && cpus != NULL, FALSE);

  memset (cpus, 0, sizeof (guint64) * ACT_CPU_WORDS);
  parts = g_strsplit (list, ",", -1);
  for (guint i = 0; parts[i]; i++)
    {
      g_auto(GStrv) ends = g_strsplit (g_strstrip (parts[i]), "-", 2);
      guint64 first, last;

      if (!ends[0] || !g_ascii_string_to_unsigned (ends[0], 10, 0, ACT_CPU_WORDS * 64 - 1, &first, NULL))
        return FALSE;
      last = first;
      if (ends[1] && !g_ascii_string_to_unsigned (ends[1], 10, first, ACT_CPU_WORDS * 64 - 1, &last, NULL))
        return FALSE;
      for (guint64 cpu = first; cpu <= last; cpu++)
        cpus[cpu / 64] |= G_GUINT64_CONSTANT (1) << cpu % 64;
    }

  return parts[0] != NULL;
}

static char *
dup_limit (guint64 limit)
{
  return limit == G_MAXUINT64 ? g_strdup ("unlimited") : g_strdup_printf ("%" G_GUINT64_FORMAT, limit);
}

static char *
dup_policy_command (const Act *act,
                    int        task,
                    gboolean   all)
{
  const char *id = apm_policy_get_id (act->value);

  return g_strdup_printf ("chrt %s%s--%s --pid %d %d",
                          act->value & SCHED_RESET_ON_FORK ? "--reset-on-fork " : "",
                          all ? "--all-tasks " : "", id ? id : "other", act->level, task);
}

static char *
dup_io_command (const Act *act,
                int        task)
{
  if (act->value == ACT_IO_REALTIME || act->value == ACT_IO_BEST_EFFORT)
    return g_strdup_printf ("ionice -c %d -n %d -p %d", act->value, act->level, task);

  return g_strdup_printf ("ionice -c %d -p %d", act->value, task);
}

/* These two take several numbers but know no "all threads". The shell lists them. */
static char *
for_all_threads (const char *start,
                 int         pid)
{
  return g_strdup_printf ("for t in /proc/%d/task/*; do %s \"${t##*/}\"; done", pid, start);
}

/**
 * apm_tune_dup_command:
 *
 * Returns: (transfer full): what one would type in a shell for @act; a shell cannot
 *   check whose the numbers are
 */
char *
apm_tune_dup_command (ApmTarget    *target,
                      const Act    *act,
                      ApmTuneScope  scope)
{
  int pid = apm_target_get_pid (target);
  int task = apm_target_get_tid (target) ? apm_target_get_tid (target) : pid;
  gboolean all = scope == APM_TUNE_ALL_THREADS;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  switch (act->kind)
    {
    case ACT_NICE:
      first = g_strdup_printf ("renice -n %d -p", act->value);
      return all ? for_all_threads (first, pid) : g_strdup_printf ("%s %d", first, task);
    case ACT_POLICY:
      return dup_policy_command (act, all ? pid : task, all);
    case ACT_IO:
      first = dup_io_command (act, task);
      if (!all)
        return g_steal_pointer (&first);
      *strrchr (first, ' ') = '\0';
      return for_all_threads (first, pid);
    case ACT_AFFINITY:
      first = apm_cpus_dup_list (act->cpus);
      return g_strdup_printf ("taskset %s--cpu-list --pid %s %d", all ? "--all-tasks " : "", first, all ? pid : task);
    case ACT_OOM_SCORE:
      return g_strdup_printf ("choom -n %d -p %d", act->value, pid);
    case ACT_LIMIT:
      first = dup_limit (act->soft);
      second = dup_limit (act->hard);
      return g_strdup_printf ("prlimit --%s=%s:%s --pid %d", apm_limit_get_id (act->value), first, second, pid);
    default:
      return NULL;
    }
}

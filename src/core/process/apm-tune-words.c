/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune-private.h"

#include "apm-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sched.h>

/* Translators: %d is a PID */
static const struct {
  const char *range;
  const char *read_denied;
  const char *set_denied;
  const char *failed;
} words[ACT_N_KINDS] = {
  [ACT_NICE] = {
    N_("A nice value is between -20 and 19"),
    N_("Not permitted to read the nice value of process %d"),
    N_("Not permitted to set this nice value for process %d: lower values, and other users' processes, "
       "need administrator rights"),
    N_("Cannot set the nice value of process %d"),
  },
  [ACT_POLICY] = {
    N_("The policies fifo and rr need a priority from 1 to 99, the others take none"),
    N_("Not permitted to read the scheduling policy of process %d"),
    N_("Not permitted to set this scheduling policy for process %d: real-time policies, leaving idle, and other users' "
       "processes need administrator rights"),
    N_("Cannot set the scheduling policy of process %d"),
  },
  [ACT_IO] = {
    N_("An I/O class has levels from 0 to 7"),
    N_("Not permitted to read the I/O class of process %d"),
    N_("Not permitted to set this I/O class for process %d: real time, and other users' processes, "
       "need administrator rights"),
    N_("Cannot set the I/O class of process %d"),
  },
  [ACT_AFFINITY] = {
    N_("At least one processor must be left"),
    N_("Not permitted to read on which processors process %d may run"),
    N_("Not permitted to choose the processors of process %d: other users' processes need administrator rights"),
    N_("Cannot choose the processors of process %d"),
  },
  [ACT_OOM_SCORE] = {
    N_("An out-of-memory score adjustment is between -1000 and 1000"),
    N_("Not permitted to read the out-of-memory score of process %d"),
    N_("Not permitted to set this out-of-memory score for process %d: lower values, and other users' processes, "
       "need administrator rights"),
    N_("Cannot set the out-of-memory score of process %d"),
  },
  [ACT_LIMIT] = {
    N_("A soft limit is not above its hard limit"),
    N_("Not permitted to read the limits of process %d"),
    N_("Not permitted to set this limit for process %d: raising a hard limit, and other users' processes, "
       "need administrator rights"),
    N_("Cannot set this limit for process %d"),
  },
};

const char *
apm_tune_get_range_text (const Act *act)
{
  if (act->kind < ACT_N_KINDS && words[act->kind].range)
    return _(words[act->kind].range);

  return _("There is no such setting");
}

void
apm_tune_set_error (GError   **error,
                    ApmTarget *target,
                    const Act *act,
                    int        reason,
                    gboolean   was_to_change)
{
  int pid = apm_target_get_pid (target);
  g_autofree char *what = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (reason == ESRCH)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), pid);
  else if (reason == EPERM || reason == EACCES)
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED,
                 was_to_change ? _(words[act->kind].set_denied) : _(words[act->kind].read_denied), pid);
  else
    {
      what = g_strdup_printf (_(words[act->kind].failed), pid);
      apm_set_error_from_errno (error, reason, "%s", what);
    }
#pragma GCC diagnostic pop
}

static const struct { int policy; const char *id; } policies[] = {
  { SCHED_OTHER, "other" },
  { SCHED_BATCH, "batch" },
  { SCHED_IDLE, "idle" },
  { SCHED_FIFO, "fifo" },
  { SCHED_RR, "rr" },
  { 6, "deadline" },   /* can be seen here, not set */
  { 7, "ext" },
};

/**
 * apm_policy_get_id:
 * @policy: SCHED_*, perhaps with SCHED_RESET_ON_FORK
 *
 * Returns: (transfer none) (nullable): as chrt(1) calls it
 */
const char *
apm_policy_get_id (int policy)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (policies[i].policy == (policy & ~SCHED_RESET_ON_FORK))
      return policies[i].id;

  return NULL;
}

static char *
dup_limit (guint64 limit)
{
  return limit == G_MAXUINT64 ? g_strdup (_("unlimited")) : g_strdup_printf ("%" G_GUINT64_FORMAT, limit);
}

/**
 * apm_tune_dup_text:
 *
 * Returns: (transfer full): what @act sets, in a few words
 */
char *
apm_tune_dup_text (const Act *act)
{
  static const char *const io_classes[] = { N_("follows the nice value"), N_("real time"), N_("best effort"), N_("idle") };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const char *id;

  g_return_val_if_fail (act != NULL, NULL);

  switch (act->kind)
    {
    case ACT_NICE:
      return g_strdup_printf (_("nice value %d"), act->value);
    case ACT_POLICY:
      id = apm_policy_get_id (act->value);
      if (act->level > 0)
        return g_strdup_printf (_("policy %s, priority %d"), id ? id : "?", act->level);
      return g_strdup_printf (_("policy %s"), id ? id : "?");
    case ACT_IO:
      if (act->value == ACT_IO_REALTIME || act->value == ACT_IO_BEST_EFFORT)
        return g_strdup_printf (_("I/O class %s, level %d"), _(io_classes[act->value]), act->level);
      return g_strdup_printf (_("I/O class: %s"), _(io_classes[CLAMP (act->value, 0, 3)]));
    case ACT_AFFINITY:
      first = apm_cpus_dup_list (act->cpus);
      return g_strdup_printf (_("processors %s"), first);
    case ACT_OOM_SCORE:
      return g_strdup_printf (_("out-of-memory score %+d"), act->value);
    case ACT_LIMIT:
      first = dup_limit (act->soft);
      second = dup_limit (act->hard);
      /* Translators: a limit such as "Open files", its soft and its hard value */
      return g_strdup_printf (_("%s: soft limit %s, hard limit %s"), apm_limit_get_label (act->value), first, second);
    default:
      return NULL;
    }
}

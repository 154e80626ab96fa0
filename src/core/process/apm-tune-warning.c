/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>

/* Of capabilities(7). */
#define CAPABILITY_SYS_NICE 23
#define CAPABILITY_SYS_RESOURCE 24

static gboolean
may (guint capability)
{
  g_autofree char *status = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/thread-self/status", &status, NULL, NULL))
    return FALSE;
  at = strstr (status, "\nCapEff:\t");

  return at && (g_ascii_strtoull (at + strlen ("\nCapEff:\t"), NULL, 16) >> capability & 1);
}

/* Whether the kernel would let us give the process this nice value (can_nice()). */
static gboolean
may_nice (ApmTarget *target,
          int        nice)
{
  struct rlimit limit;

  if (may (CAPABILITY_SYS_NICE))
    return TRUE;
  if (prlimit (apm_target_get_pid (target), RLIMIT_NICE, NULL, &limit) < 0)
    return FALSE;

  return (rlim_t) (20 - nice) <= limit.rlim_cur;
}

static gboolean
may_real_time (ApmTarget *target,
               int        priority)
{
  struct rlimit limit;

  if (may (CAPABILITY_SYS_NICE))
    return TRUE;
  if (prlimit (apm_target_get_pid (target), RLIMIT_RTPRIO, NULL, &limit) < 0)
    return FALSE;

  return (rlim_t) priority <= limit.rlim_cur;
}

static char *
warn_policy (ApmTarget *target,
             const Act *now,
             const Act *wanted)
{
  int policy = now->value & ~SCHED_RESET_ON_FORK;
  Act nice = { .kind = ACT_NICE };

  if (now->level > 0 && !may_real_time (target, now->level))
    return g_strdup (_("Without administrator rights it cannot be given back its real-time priority"));
  if ((now->value & SCHED_RESET_ON_FORK) && !(wanted->value & SCHED_RESET_ON_FORK) && !may (CAPABILITY_SYS_NICE))
    return g_strdup (_("Without administrator rights this will be refused: its children are not to inherit the policy"));
  if ((wanted->value & ~SCHED_RESET_ON_FORK) == SCHED_IDLE && policy != SCHED_IDLE
      && (!apm_tune_read (target, &nice, NULL) || !may_nice (target, nice.value)))
    return g_strdup (_("Without administrator rights it cannot leave the policy idle again"));

  return NULL;
}

/**
 * apm_tune_dup_warning:
 * @now: what is set
 * @wanted: what shall be
 *
 * Returns: (transfer full) (nullable): a sentence where this user could not take
 *   the change back; %NULL if it can be undone
 */
char *
apm_tune_dup_warning (ApmTarget *target,
                      const Act *now,
                      const Act *wanted)
{
  g_return_val_if_fail (target != NULL && now->kind == wanted->kind, NULL);

  switch (wanted->kind)
    {
    case ACT_NICE:
      if (wanted->value > now->value && !may_nice (target, now->value))
        return g_strdup_printf (_("Without administrator rights the nice value cannot be lowered to %d again"), now->value);
      return NULL;
    case ACT_POLICY:
      return apm_tune_equal (now, wanted) ? NULL : warn_policy (target, now, wanted);
    case ACT_IO:
      if (now->value == ACT_IO_REALTIME && !apm_tune_equal (now, wanted) && !may (CAPABILITY_SYS_NICE))
        return g_strdup (_("Without administrator rights it cannot be given back its I/O class real time"));
      return NULL;
    case ACT_LIMIT:
      if (wanted->hard < now->hard && !may (CAPABILITY_SYS_RESOURCE))
        return g_strdup (_("Without administrator rights a hard limit that was lowered cannot be raised again"));
      return NULL;
    default:
      return NULL;
    }
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

/* The groups of a wait stand together: those that it has move to the end, where others
 * were added since, or where it shared them. */
static void
gather_groups (ApmWaitPass *pass,
               ApmWait     *wait)
{
  guint first = pass->groups->len;

  if (wait->n_groups > 0 && wait->first_group + wait->n_groups == first)
    return;
  for (guint i = 0; i < wait->n_groups; i++)
    {
      ApmWaitGroup group = g_array_index (pass->groups, ApmWaitGroup, wait->first_group + i);

      g_array_append_val (pass->groups, group);
    }
  wait->first_group = first;
}

/**
 * apm_wait_add_group:
 * @enders: (array length=n_enders): any of them serves the group
 *
 * Adds to the groups that must all be served.
 */
void
apm_wait_add_group (ApmWaitPass        *pass,
                    ApmWait            *wait,
                    const ApmWaitEnder *enders,
                    guint               n_enders,
                    gboolean            is_complete)
{
  ApmWaitGroup group = { pass->enders->len, n_enders, is_complete };

  if (n_enders > 0)
    g_array_append_vals (pass->enders, enders, n_enders);
  gather_groups (pass, wait);
  g_array_append_val (pass->groups, group);
  wait->n_groups++;
}

/**
 * apm_wait_add_ender:
 * @tid: 0: any thread of @pid
 *
 * A group of one.
 */
void
apm_wait_add_ender (ApmWaitPass *pass,
                    ApmWait     *wait,
                    int          pid,
                    int          tid)
{
  ApmWaitEnder ender = { pid, tid };

  apm_wait_add_group (pass, wait, &ender, 1, TRUE);
}

/**
 * apm_wait_add_own_process:
 *
 * Any thread of the waiter's own process: one group for all such waits of it.
 */
void
apm_wait_add_own_process (ApmWaitSubject *subject,
                          ApmWait        *wait)
{
  if (subject->own_group < 0)
    {
      subject->own_group = (int) subject->look->pass->groups->len;
      apm_wait_add_ender (subject->look->pass, wait, subject->pid, 0);
      return;
    }
  wait->first_group = (guint) subject->own_group;
  wait->n_groups = 1;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

/**
 * apm_wait_add_group:
 * @enders: (array length=n_enders): any of them serves the group
 *
 * The groups of one wait are added one after the other, all others between.
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
  if (wait->n_groups == 0)
    wait->first_group = pass->groups->len;
  g_assert (wait->first_group + wait->n_groups == pass->groups->len);
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

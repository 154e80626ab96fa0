/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <string.h>
#include <time.h>

/* What is kept from one look at the whole machine to the next. A process whose CPU
 * clock stands still has had none of its threads run: they wait as they did, and the
 * memory that is theirs alone is as it was. Who is behind a descriptor is asked anew
 * each time. A sixteenth of what stands still is looked at again in turn. */

#define ROTATION 16

static gint64
read_clock (const ApmWaitReader *reader,
            int                  pid)
{
  struct timespec time;

  if (!reader->clocks_fit || clock_gettime ((clockid_t) (~(guint) pid << 3 | 2), &time) < 0)
    return -1;

  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/**
 * apm_wait_kept_note_clock:
 *
 * To be called before the process is looked at.
 */
void
apm_wait_kept_note_clock (ApmWaitLook *look,
                          int          pid)
{
  look->clock_ns = look->pass->is_whole ? read_clock (look->reader, pid) : -1;
}

static const ApmWaitBefore *
find_before (const ApmWaitKept *kept,
             guint              wait)
{
  guint first = 0;
  guint end = kept->befores->len;

  while (first < end)
    {
      guint middle = (first + end) / 2;
      const ApmWaitBefore *before = &g_array_index (kept->befores, ApmWaitBefore, middle);

      if (before->wait == wait)
        return before;
      if (before->wait < wait)
        first = middle + 1;
      else
        end = middle;
    }

  return NULL;
}

static gboolean
has_pid (const ApmWaitLook *look,
         int                pid)
{
  guint first = 0;
  guint end = look->n_pids;

  while (first < end)
    {
      guint middle = (first + end) / 2;

      if (look->pids[middle] == pid)
        return TRUE;
      if (look->pids[middle] < pid)
        first = middle + 1;
      else
        end = middle;
    }

  return FALSE;
}

/* Others can change what these are about while the waiter sleeps. */
static gboolean
depends_on_others (const ApmWait *wait)
{
  return (wait->flags & APM_WAIT_SHARED) != 0 || wait->kind == APM_WAIT_RUNNING || wait->kind == APM_WAIT_SYSV_SEMAPHORE
         || wait->kind == APM_WAIT_MESSAGE_QUEUE || wait->kind == APM_WAIT_UNKNOWN || wait->unknown == APM_WAIT_MOVED
         || wait->unknown == APM_WAIT_TOO_SLOW || wait->finding == APM_WAIT_ORPHANED
         || wait->finding == APM_WAIT_FORK_COPIED;
}

static gboolean
may_keep (const ApmWaitLook    *look,
          const ApmWaitProcess *process)
{
  const ApmWaitPass *pass = look->reader->kept.pass;
  guint index = (guint) (process - &g_array_index (pass->processes, ApmWaitProcess, 0));
  gint64 clock_ns = g_array_index (look->reader->kept.clocks, gint64, index);

  if (look->clock_ns < 0 || look->clock_ns != clock_ns || process->unknown != APM_WAIT_KNOWN
      || (!process->is_kernel && strchr ("SD", process->state) == NULL)
      || (guint) process->pid % ROTATION == look->reader->n_passes % ROTATION
      || (process->ppid != 0 && !has_pid (look, process->ppid)))
    return FALSE;
  for (guint i = 0; i < process->n_waits; i++)
    if (depends_on_others (&g_array_index (pass->waits, ApmWait, process->first_wait + i)))
      return FALSE;

  return TRUE;
}

static const char *
keep_text (ApmWaitLook *look,
           const char  *text)
{
  return text ? g_string_chunk_insert_const (look->pass->texts, text) : NULL;
}

/* @own_group: the group "any thread of it" in the new pass, once it is there; -1 */
static void
keep_groups (ApmWaitLook   *look,
             ApmWait       *wait,
             const ApmWait *old,
             int           *own_group)
{
  const ApmWaitPass *pass = look->reader->kept.pass;

  wait->n_groups = 0;
  for (guint i = 0; i < old->n_groups; i++)
    {
      const ApmWaitGroup *group = &g_array_index (pass->groups, ApmWaitGroup, old->first_group + i);
      const ApmWaitEnder *enders = group->n ? &g_array_index (pass->enders, ApmWaitEnder, group->first) : NULL;
      gboolean is_own = old->n_groups == 1 && group->n == 1 && enders->pid == old->pid && enders->tid == 0;

      if (is_own && *own_group >= 0)
        {
          wait->first_group = (guint) *own_group;
          wait->n_groups = 1;
          continue;
        }
      if (is_own)
        *own_group = (int) look->pass->groups->len;
      apm_wait_add_group (look->pass, wait, enders, group->n, group->is_complete);
    }
}

/* Those on descriptors are told anew, of what was asked. */
static void
keep_asks (ApmWaitLook         *look,
           const ApmWaitBefore *before)
{
  const GArray *asks = look->reader->kept.asks;

  for (guint i = before->first_ask; i < asks->len; i++)
    {
      ApmWaitFileAsk ask = g_array_index (asks, ApmWaitFileAsk, i);

      if (ask.wait != before->wait)
        break;
      ask.wait = look->pass->waits->len - 1;
      g_array_append_val (look->file_asks, ask);
    }
}

static void
keep_wait (ApmWaitLook *look,
           guint        index,
           int         *own_group)
{
  const ApmWaitPass *pass = look->reader->kept.pass;
  const ApmWaitBefore *before = find_before (&look->reader->kept, index);
  const ApmWait *old = before ? &before->told : &g_array_index (pass->waits, ApmWait, index);
  ApmWait wait = *old;

  wait.ran_us = g_array_index (pass->waits, ApmWait, index).ran_us;
  wait.object.name = keep_text (look, old->object.name);
  wait.channel = keep_text (look, old->channel);
  if (wait.left_us >= 0)
    wait.left_us = MAX (wait.left_us - (look->pass->taken_us - pass->taken_us), 0);
  keep_groups (look, &wait, old, own_group);
  g_array_append_val (look->pass->waits, wait);
  if (before)
    keep_asks (look, before);
}

/**
 * apm_wait_kept_take:
 *
 * Returns: whether @pid stood still since the last look, and was added as it was then
 */
gboolean
apm_wait_kept_take (ApmWaitLook *look,
                    int          pid)
{
  const ApmWaitKept *kept = &look->reader->kept;
  const ApmWaitProcess *old = kept->pass ? apm_wait_pass_find_process (kept->pass, pid) : NULL;
  ApmWaitProcess process;
  int own_group = -1;

  if (!old || !may_keep (look, old))
    return FALSE;

  process = *old;
  process.name = keep_text (look, old->name);
  process.first_wait = look->pass->waits->len;
  for (guint i = 0; i < old->n_waits; i++)
    keep_wait (look, old->first_wait + i, &own_group);
  g_array_append_val (look->pass->processes, process);

  return TRUE;
}

/**
 * apm_wait_kept_clear:
 */
void
apm_wait_kept_clear (ApmWaitKept *kept)
{
  g_clear_pointer (&kept->pass, apm_wait_pass_unref);
  g_clear_pointer (&kept->clocks, g_array_unref);
  g_clear_pointer (&kept->asks, g_array_unref);
  g_clear_pointer (&kept->befores, g_array_unref);
}

/**
 * apm_wait_kept_renew:
 *
 * Keeps this look for the next, if it was at the whole machine.
 */
void
apm_wait_kept_renew (ApmWaitLook *look)
{
  ApmWaitKept *kept = &look->reader->kept;

  if (!look->pass->is_whole)
    return;
  apm_wait_kept_clear (kept);
  kept->pass = apm_wait_pass_ref (look->pass);
  kept->clocks = g_array_ref (look->clocks);
  kept->asks = g_array_ref (look->file_asks);
  kept->befores = g_array_ref (look->befores);
}

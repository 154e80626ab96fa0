/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <string.h>
#include <time.h>

enum {
  FUTEX_BITSET = 9,
  FUTEX_LOCK_PI = 6,
  FUTEX_LOCK_PI2 = 13,
  FUTEX_REALTIME = 256,
  FUTEX_COMMAND = 127,
};

/* How a call says when it ends by itself. */
typedef struct {
  gboolean  has_end;
  gboolean  is_absolute;
  clockid_t clock;
  gint64    us;
} Limit;

static gboolean
take_timespec (ApmWaitSubject   *subject,
               const ApmWaitAsk *ask,
               guint             window,
               gint64            unit_ns,
               Limit            *limit)
{
  gsize n_read;
  const guint8 *bytes = apm_wait_get_window (subject, ask, window, &n_read);
  gint64 seconds = 0, parts = 0;
  gint32 narrow[2];

  if (n_read == 16)
    {
      memcpy (&seconds, bytes, 8);
      memcpy (&parts, bytes + 8, 8);
    }
  else if (n_read == 8)
    {
      memcpy (narrow, bytes, sizeof narrow);
      seconds = narrow[0];
      parts = narrow[1];
    }
  else
    return FALSE;
  if (seconds < 0 || seconds > G_MAXINT64 / G_USEC_PER_SEC - 1 || parts < 0 || parts >= G_USEC_PER_SEC * 1000)
    return FALSE;
  limit->us = seconds * G_USEC_PER_SEC + parts * unit_ns / 1000;

  return TRUE;
}

static void
limit_futex (const ApmWaitAsk *ask,
             Limit            *limit)
{
  guint32 op = (guint32) ask->call.args[1];

  switch (op & FUTEX_COMMAND)
    {
    case FUTEX_BITSET:
    case FUTEX_LOCK_PI2:
      limit->is_absolute = TRUE;
      limit->clock = op & FUTEX_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC;
      break;
    case FUTEX_LOCK_PI:
      limit->is_absolute = TRUE;
      limit->clock = CLOCK_REALTIME;
      break;
    default:
      break;
    }
}

static void
limit_milliseconds (guint64 arg,
                    Limit  *limit)
{
  limit->has_end = (gint32) arg >= 0;
  limit->us = (gint64) (gint32) arg * 1000;
}

/* Returns: whether limit->us is known */
static gboolean
find_limit (ApmWaitSubject   *subject,
            const ApmWaitAsk *ask,
            Limit            *limit)
{
  const guint64 *args = ask->call.args;

  switch (ask->kind)
    {
    case APM_CALL_FUTEX:
      limit->has_end = args[3] != 0;
      limit_futex (ask, limit);
      return take_timespec (subject, ask, 1, 1, limit);
    case APM_CALL_POLL:
      limit_milliseconds (args[2], limit);
      return limit->has_end;
    case APM_CALL_EPOLL:
      limit_milliseconds (args[3], limit);
      return limit->has_end;
    case APM_CALL_PPOLL:
      limit->has_end = args[2] != 0;
      return take_timespec (subject, ask, 1, 1, limit);
    case APM_CALL_EPOLL2:
      limit->has_end = args[3] != 0;
      return take_timespec (subject, ask, 0, 1, limit);
    case APM_CALL_SELECT:
    case APM_CALL_PSELECT:
      limit->has_end = args[4] != 0;
      return take_timespec (subject, ask, 3, ask->kind == APM_CALL_SELECT ? 1000 : 1, limit);
    case APM_CALL_NANOSLEEP:
      limit->has_end = TRUE;
      return take_timespec (subject, ask, 0, 1, limit);
    case APM_CALL_CLOCK_NANOSLEEP:
      limit->has_end = TRUE;
      limit->is_absolute = (args[1] & TIMER_ABSTIME) != 0;
      limit->clock = (clockid_t) args[0];
      return take_timespec (subject, ask, 0, 1, limit);
    case APM_CALL_SIGTIMEDWAIT:
      limit->has_end = args[2] != 0;
      return take_timespec (subject, ask, 0, 1, limit);
    case APM_CALL_SEMOP:
      limit->has_end = args[3] != 0 && apm_call_takes_timeout (ask->abi, ask->call.number);
      return limit->has_end && take_timespec (subject, ask, 1, 1, limit);
    case APM_CALL_MQ_SEND:
    case APM_CALL_MQ_RECEIVE:
      limit->has_end = args[4] != 0;
      limit->is_absolute = TRUE;
      limit->clock = CLOCK_REALTIME;
      return take_timespec (subject, ask, 0, 1, limit);
    default:
      return FALSE;
    }
}

/* Since when the thread is in this very call, as far as the reader has seen it. */
static gint64
note_call (ApmWaitSubject *subject,
           const ApmWait  *wait)
{
  ApmWaitReader *reader = subject->look->reader;
  gint64 key = (gint64) wait->pid << 32 | wait->tid;
  ApmWaitSeen *seen = g_hash_table_lookup (reader->seen, &key);

  if (!seen)
    {
      seen = g_new0 (ApmWaitSeen, 1);
      seen->key = key;
      g_hash_table_add (reader->seen, seen);
    }
  if (memcmp (seen->call, wait->call, sizeof seen->call) != 0)
    {
      memcpy (seen->call, wait->call, sizeof seen->call);
      seen->since_us = subject->look->pass->taken_us;
    }
  seen->last_pass = reader->n_passes;

  return seen->since_us;
}

/**
 * apm_wait_tell_time:
 *
 * Whether the call ends by itself, and when. What was given as a span counts from the
 * first time that it was seen, so that less may be left.
 */
void
apm_wait_tell_time (ApmWaitSubject   *subject,
                    const ApmWaitAsk *ask)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);
  Limit limit = { .clock = CLOCK_MONOTONIC };
  gboolean is_known = find_limit (subject, ask, &limit);
  struct timespec now;

  if (!limit.has_end)
    return;
  wait->flags |= APM_WAIT_TIMED;
  if (!is_known)
    return;
  if (!limit.is_absolute)
    wait->left_us = MAX (limit.us - (g_get_monotonic_time () - note_call (subject, wait)), 0);
  else if (clock_gettime (limit.clock, &now) == 0)
    wait->left_us = MAX (limit.us - (now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000), 0);
}

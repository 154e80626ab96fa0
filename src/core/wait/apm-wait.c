/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait.h"

#include "apm-wait-private.h"

#include <stdlib.h>

/* Words of the C locale: what waits:WORD finds, and JSON says. */
static const char *const kind_words[APM_WAIT_N_KINDS] = {
  [APM_WAIT_RUNNING] = "running",
  [APM_WAIT_UNKNOWN] = "unknown",
  [APM_WAIT_MUTEX] = "mutex",
  [APM_WAIT_CONDITION] = "condition",
  [APM_WAIT_SEMAPHORE] = "semaphore",
  [APM_WAIT_RWLOCK_READ] = "rwlock-read",
  [APM_WAIT_RWLOCK_WRITE] = "rwlock-write",
  [APM_WAIT_BARRIER] = "barrier",
  [APM_WAIT_JOIN] = "join",
  [APM_WAIT_ONCE] = "once",
  [APM_WAIT_STDIO_LOCK] = "stdio-lock",
  [APM_WAIT_FUTEX] = "futex",
  [APM_WAIT_PIPE_READ] = "pipe-read",
  [APM_WAIT_PIPE_WRITE] = "pipe-write",
  [APM_WAIT_FIFO_OPEN] = "fifo-open",
  [APM_WAIT_SOCKET_READ] = "socket-read",
  [APM_WAIT_SOCKET_WRITE] = "socket-write",
  [APM_WAIT_ACCEPT] = "accept",
  [APM_WAIT_CONNECT] = "connect",
  [APM_WAIT_EVENTFD] = "eventfd",
  [APM_WAIT_TIMERFD] = "timerfd",
  [APM_WAIT_SIGNALFD] = "signalfd",
  [APM_WAIT_INOTIFY] = "inotify",
  [APM_WAIT_POLL] = "poll",
  [APM_WAIT_SELECT] = "select",
  [APM_WAIT_EPOLL] = "epoll",
  [APM_WAIT_TERMINAL] = "terminal",
  [APM_WAIT_MESSAGE_QUEUE] = "message-queue",
  [APM_WAIT_FILE] = "file",
  [APM_WAIT_FLOCK] = "flock",
  [APM_WAIT_FILE_LOCK] = "file-lock",
  [APM_WAIT_OFD_LOCK] = "ofd-lock",
  [APM_WAIT_LEASE] = "lease",
  [APM_WAIT_CHILD] = "child",
  [APM_WAIT_VFORK] = "vfork",
  [APM_WAIT_REAPED] = "reaped",
  [APM_WAIT_STOPPED] = "stopped",
  [APM_WAIT_TRACED] = "traced",
  [APM_WAIT_SYSV_SEMAPHORE] = "sysv-semaphore",
  [APM_WAIT_SLEEP] = "sleep",
  [APM_WAIT_SIGNAL] = "signal",
  [APM_WAIT_IO_URING] = "io-uring",
  [APM_WAIT_FUSE] = "fuse",
  [APM_WAIT_DISK] = "disk",
  [APM_WAIT_CALL] = "call",
};

static const char *const unknown_words[] = {
  [APM_WAIT_KNOWN] = "known",
  [APM_WAIT_DENIED_MODE] = "not-permitted",
  [APM_WAIT_DENIED_YAMA] = "not-permitted-by-yama",
  [APM_WAIT_NO_OWNER] = "no-owner-recorded",
  [APM_WAIT_WRONG_VERSION] = "unknown-version",
  [APM_WAIT_TOO_SLOW] = "too-slow",
  [APM_WAIT_MOVED] = "moved",
  [APM_WAIT_UNREADABLE] = "unreadable",
  [APM_WAIT_IN_FLIGHT] = "in-flight",
};

/**
 * apm_wait_is_refused:
 *
 * Returns: whether nobody told the call that @wait is in: what is known of it is what
 *   any user may see
 */
gboolean
apm_wait_is_refused (const ApmWait *wait)
{
  return (wait->unknown == APM_WAIT_DENIED_MODE || wait->unknown == APM_WAIT_DENIED_YAMA)
         && wait->call[APM_WAIT_N_CALL - 1] == 0 && (wait->flags & APM_WAIT_BY_HELPER) == 0;
}

/**
 * apm_wait_kind_word:
 *
 * Returns: a word of the C locale
 */
const char *
apm_wait_kind_word (ApmWaitKind kind)
{
  g_return_val_if_fail (kind < APM_WAIT_N_KINDS, NULL);

  return kind_words[kind];
}

/**
 * apm_wait_unknown_word:
 *
 * Returns: a word of the C locale
 */
const char *
apm_wait_unknown_word (ApmWaitUnknown unknown)
{
  g_return_val_if_fail (unknown < G_N_ELEMENTS (unknown_words), NULL);

  return unknown_words[unknown];
}

ApmWaitPass *
apm_wait_pass_new (void)
{
  ApmWaitPass *pass = g_new0 (ApmWaitPass, 1);

  pass->waits = g_array_new (FALSE, FALSE, sizeof (ApmWait));
  pass->processes = g_array_new (FALSE, FALSE, sizeof (ApmWaitProcess));
  pass->groups = g_array_new (FALSE, FALSE, sizeof (ApmWaitGroup));
  pass->enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));
  pass->texts = g_string_chunk_new (1024);
  pass->taken_us = g_get_monotonic_time ();
  pass->yama_scope = -1;
  g_atomic_ref_count_init (&pass->ref_count);

  return pass;
}

ApmWaitPass *
apm_wait_pass_ref (ApmWaitPass *pass)
{
  g_atomic_ref_count_inc (&pass->ref_count);

  return pass;
}

void
apm_wait_pass_unref (ApmWaitPass *pass)
{
  if (!g_atomic_ref_count_dec (&pass->ref_count))
    return;

  g_array_unref (pass->waits);
  g_array_unref (pass->processes);
  g_array_unref (pass->groups);
  g_array_unref (pass->enders);
  g_string_chunk_free (pass->texts);
  g_free (pass);
}

static int
compare_pid (gconstpointer a,
             gconstpointer b)
{
  const int *pid = a;
  const ApmWaitProcess *process = b;

  return (*pid > process->pid) - (*pid < process->pid);
}

static int
compare_tid (gconstpointer a,
             gconstpointer b)
{
  const int *tid = a;
  const ApmWait *wait = b;

  return (*tid > wait->tid) - (*tid < wait->tid);
}

/**
 * apm_wait_pass_find_process:
 *
 * Returns: (nullable): %NULL if it was not looked at, or came later
 */
const ApmWaitProcess *
apm_wait_pass_find_process (const ApmWaitPass *pass,
                            int                pid)
{
  if (pass->processes->len == 0)
    return NULL;

  return bsearch (&pid, pass->processes->data, pass->processes->len, sizeof (ApmWaitProcess), compare_pid);
}

/**
 * apm_wait_pass_find:
 *
 * Returns: (nullable): how the thread was found, running ones too
 */
const ApmWait *
apm_wait_pass_find (const ApmWaitPass *pass,
                    int                pid,
                    int                tid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pid);

  if (!process || process->n_waits == 0)
    return NULL;

  return bsearch (&tid, &g_array_index (pass->waits, ApmWait, process->first_wait), process->n_waits,
                  sizeof (ApmWait), compare_tid);
}

/**
 * apm_wait_pass_get_group:
 * @index: < n_groups of @wait
 * @n_enders: (out): 0 if nobody will ever
 *
 * Returns: (nullable): who could serve the group, borrowed from @pass
 */
const ApmWaitEnder *
apm_wait_pass_get_group (const ApmWaitPass *pass,
                         const ApmWait     *wait,
                         guint              index,
                         guint             *n_enders)
{
  const ApmWaitGroup *group;

  g_return_val_if_fail (index < wait->n_groups, NULL);

  group = &g_array_index (pass->groups, ApmWaitGroup, wait->first_group + index);
  *n_enders = group->n;

  return group->n > 0 ? &g_array_index (pass->enders, ApmWaitEnder, group->first) : NULL;
}

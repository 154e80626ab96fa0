/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The system call that a thread is in, from /proc/PID/task/TID/syscall
 * (proc_pid_syscall(5)). Numbers differ by architecture; what they are for stands
 * in one table each. */

typedef enum {
  APM_CALL_BLOCKED,        /* in @number; or -1: asleep, but not in a call */
  APM_CALL_RUNNING,
  APM_CALL_KERNEL,         /* no user's call: a kernel thread, a worker of io_uring */
  APM_CALL_NONSENSE,       /* the line is none of that kind */
} ApmCallState;

typedef enum {
  APM_ABI_X86_64,
  APM_ABI_I386,
  APM_ABI_AARCH64,
  APM_ABI_N,
  APM_ABI_NONE = APM_ABI_N,  /* one whose numbers we do not have */
} ApmAbi;

/* Calls of a kind wait for the same and have their arguments at the same places. */
typedef enum {
  APM_CALL_OTHER,
  APM_CALL_FUTEX,
  APM_CALL_FUTEX_VECTOR,
  APM_CALL_READ,
  APM_CALL_WRITE,
  APM_CALL_SPLICE,
  APM_CALL_OPEN,
  APM_CALL_OPENAT,
  APM_CALL_ACCEPT,
  APM_CALL_CONNECT,
  APM_CALL_POLL,
  APM_CALL_PPOLL,
  APM_CALL_SELECT,
  APM_CALL_PSELECT,
  APM_CALL_EPOLL,
  APM_CALL_EPOLL2,
  APM_CALL_FLOCK,
  APM_CALL_FCNTL,
  APM_CALL_WAIT4,
  APM_CALL_WAITID,
  APM_CALL_CLONE,
  APM_CALL_SEMOP,
  APM_CALL_MSGSND,
  APM_CALL_MSGRCV,
  APM_CALL_MQ_SEND,
  APM_CALL_MQ_RECEIVE,
  APM_CALL_NANOSLEEP,
  APM_CALL_CLOCK_NANOSLEEP,
  APM_CALL_RESTART,
  APM_CALL_SIGNAL,
  APM_CALL_SIGTIMEDWAIT,
  APM_CALL_IO_URING,
  APM_CALL_AIO,
  APM_CALL_FILE,
} ApmCallKind;

typedef struct {
  int     number;
  guint64 args[6];
  guint64 sp, pc;
} ApmCall;

ApmCallState apm_call_parse  (const char *text,
                              gsize       length,
                              ApmCall    *call);
int          apm_call_read   (int           dir_fd,
                              int           tid,
                              ApmCall      *call,
                              ApmCallState *state,
                              gboolean     *was_opened);
gboolean     apm_call_equal  (const ApmCall *a,
                              const ApmCall *b);

ApmCallKind  apm_call_get_kind          (ApmAbi         abi,
                                         int            number);
const char  *apm_call_get_name          (ApmAbi         abi,
                                         int            number);
gsize        apm_call_get_timespec_size (ApmAbi         abi,
                                         int            number);
gboolean     apm_call_takes_timeout     (ApmAbi         abi,
                                         int            number);
ApmAbi       apm_call_guess_abi         (const ApmCall *call);

G_END_DECLS

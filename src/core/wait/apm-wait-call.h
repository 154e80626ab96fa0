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

typedef struct {
  int     number;
  guint64 args[6];
  guint64 sp, pc;
} ApmCall;

ApmCallState apm_call_parse  (const char *text,
                              gsize       length,
                              ApmCall    *call);
int          apm_call_read   (int           task_fd,
                              int           tid,
                              ApmCall      *call,
                              ApmCallState *state,
                              gboolean     *was_opened);
gboolean     apm_call_equal  (const ApmCall *a,
                              const ApmCall *b);

G_END_DECLS

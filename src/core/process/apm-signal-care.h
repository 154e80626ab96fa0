/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a process would do with a signal, as its masks in /proc/PID/status tell
 * before anything is sent (proc_pid_status(5)). */

typedef enum {
  APM_CARE_UNKNOWN,    /* the process has ended, or may not be seen */
  APM_CARE_DEFAULT,    /* does what the signal does by itself */
  APM_CARE_HANDLES,    /* a function of its own runs */
  APM_CARE_IGNORES,
  APM_CARE_BLOCKS,     /* all its threads: it waits until one takes it */
  APM_CARE_STOPPED,    /* stands still: it waits until the process is continued */
  APM_CARE_KERNEL,     /* a kernel thread takes no signals */
} ApmSignalCare;

ApmSignalCare apm_signal_get_care (int            pid,
                                   int            signum);
char         *apm_signal_care_dup_text
                                  (ApmSignalCare  care,
                                   int            signum,
                                   const char    *name);

G_END_DECLS

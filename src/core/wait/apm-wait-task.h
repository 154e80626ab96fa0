/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How often threads left the CPU, and when they last had it: what tells a sleep
 * that was never broken from many short ones. Both files may be read by anybody. */

gint64 apm_wait_task_read_switches (int     proc_fd,
                                    int     tid);
gint64 apm_wait_task_read_exec_start (int   proc_fd,
                                      int   tid);
gint64 apm_wait_task_read_last_ran (int     proc_fd,
                                    int     tid);

/* Parsers, for tests. */
gint64 apm_wait_task_parse_switches (const char *status);
gint64 apm_wait_task_parse_last_ran (const char *sched);

G_END_DECLS

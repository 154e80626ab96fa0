/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pthread.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/* A program that waits for one thing, chosen by name. Before it does it prints a line,
 * "WAITER_PID WAITER_TID ENDER_PID ENDER_TID", 0 where nobody in particular ends it. */

typedef struct {
  const char *name;
  void      (*wait) (void);
} Subject;

extern const Subject subjects_mutexes[];
extern const Subject subjects_locks[];
extern const Subject subjects_pipes[];
extern const Subject subjects_files[];
extern const Subject subjects_fuse[];
extern const Subject subjects_others[];

pid_t           own_tid     (void);
void            tell        (pid_t       waiter_pid,
                             pid_t       waiter_tid,
                             pid_t       ender_pid,
                             pid_t       ender_tid);
void            tell_self   (pid_t       ender);
pid_t           start       (void     *(*run) (void *),
                             void       *data);
pid_t           fork_keeper (int         closed);
void            read_byte   (int         fd);
struct timespec in_an_hour  (void);
_Noreturn void  skip        (const char *why);
void            sleep_on    (void);

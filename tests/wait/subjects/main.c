/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  void *(*run) (void *);
  void  *data;
  pid_t  tid;
} Start;

pid_t
own_tid (void)
{
  return (pid_t) syscall (SYS_gettid);
}

void
tell (pid_t waiter_pid,
      pid_t waiter_tid,
      pid_t ender_pid,
      pid_t ender_tid)
{
  char line[64];
  int length = snprintf (line, sizeof line, "%d %d %d %d\n", waiter_pid, waiter_tid, ender_pid, ender_tid);

  /* Not by stdio: its lock may be what is waited for. */
  if (write (STDOUT_FILENO, line, (size_t) length) != length)
    _exit (1);
}

struct timespec
in_an_hour (void)
{
  struct timespec time;

  clock_gettime (CLOCK_REALTIME, &time);
  time.tv_sec += 3600;

  return time;
}

void
skip (const char *why)
{
  dprintf (STDOUT_FILENO, "skip %s\n", why);
  _exit (0);
}

void
sleep_on (void)
{
  for (;;)
    pause ();
}

/* A child that keeps what it has inherited. */
pid_t
fork_keeper (int closed)
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  if (closed >= 0)
    close (closed);
  sleep_on ();

  return 0;
}

/* By the main thread, ended by any of @ender; 0: nobody in particular. */
void
tell_self (pid_t ender)
{
  tell (getpid (), own_tid (), ender, 0);
}

void
read_byte (int fd)
{
  char bytes[512];

  if (read (fd, bytes, sizeof bytes) < 0)
    perror ("read");
}

static void *
run_started (void *data)
{
  Start *begin = data;

  __atomic_store_n (&begin->tid, own_tid (), __ATOMIC_RELEASE);

  return begin->run (begin->data);
}

/* Returns: the TID of a thread that runs @run */
pid_t
start (void *(*run) (void *),
       void   *data)
{
  Start *begin = calloc (1, sizeof *begin);
  pthread_t thread;
  pid_t tid;

  begin->run = run;
  begin->data = data;
  if (pthread_create (&thread, NULL, run_started, begin) != 0)
    _exit (1);
  while ((tid = __atomic_load_n (&begin->tid, __ATOMIC_ACQUIRE)) == 0)
    usleep (100);

  return tid;
}

static void
run_named (const Subject *subjects,
           const char    *name)
{
  for (const Subject *subject = subjects; subject->name; subject++)
    if (strcmp (subject->name, name) == 0)
      {
        subject->wait ();
        sleep_on ();
      }
}

int
main (int   argc,
      char *argv[])
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (argc != 2)
    return 2;
  run_named (subjects_mutexes, argv[1]);
  run_named (subjects_locks, argv[1]);
  run_named (subjects_pipes, argv[1]);
  run_named (subjects_files, argv[1]);
  run_named (subjects_fuse, argv[1]);
  run_named (subjects_others, argv[1]);
  fprintf (stderr, "No such wait: %s\n", argv[1]);

  return 2;
}

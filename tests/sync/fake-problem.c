/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that tells of itself what it likes: the name by which it is called says
 * what. It stands for a student's mistake, a crash, and a liar. */

#include "problem-marks.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { P1, P2, C1, C2 };

static void (*tell) (unsigned mark, int64_t a, int64_t b);

/* One thread speaks for all. */
static void
tell_as (int actor, unsigned mark, int64_t a, int64_t b)
{
  tell (PROBLEM_MARK_HEIR, 0, actor);
  tell (mark, a, b);
}

static void
start_actors (void)
{
  static const char *const names[] = { "P1", "P2", "C1", "C2" };

  for (int i = 0; i < 4; i++)
    {
      int64_t packed = 0;

      memcpy (&packed, names[i], 2);
      tell (PROBLEM_MARK_START, packed, i);
    }
}

static volatile sig_atomic_t for_ever = 1;

static int
hang (void)
{
  while (for_ever)
    pause ();
  return 0;
}

static int
spin (void)
{
  while (for_ever)
    continue;
  return 0;
}

/* Blocks all that can be blocked, and so do its children. */
static int
hang_hard (void)
{
  sigset_t all;

  sigfillset (&all);
  sigprocmask (SIG_BLOCK, &all, NULL);
  for (int i = 0; i < 3; i++)
    if (fork () == 0)
      break;
  return hang ();
}

static int
noise (void)
{
  tell_as (P1, 192 + 31, 1, 2);
  return hang ();
}

static int
stranger (void)
{
  tell_as (40, PROBLEM_MARK_PUT, 1, 0);
  return hang ();
}

/* More locks than can be shown. */
static int
too_many (void)
{
  static pthread_mutex_t locks[65];

  for (int i = 0; i < 65; i++)
    {
      pthread_mutex_init (&locks[i], NULL);
      pthread_mutex_lock (&locks[i]);
    }
  return hang ();
}

static int
put_twice (void)
{
  tell_as (P1, PROBLEM_MARK_PUT, 1, 0);
  tell_as (P1, PROBLEM_MARK_PUT, 1, 1);
  return hang ();
}

static int
over_capacity (void)
{
  for (int i = 0; i < 6; i++)
    tell_as (P1, PROBLEM_MARK_PUT, i + 1, i % 5);
  return hang ();
}

static int
out_of_order (void)
{
  tell_as (P1, PROBLEM_MARK_PUT, 1, 0);
  tell_as (P1, PROBLEM_MARK_PUT, 3, 1);
  tell_as (C1, PROBLEM_MARK_GOT, 3, 1);
  return hang ();
}

/* The same thread may, the second actor may not. */
static int
two_inside (void)
{
  pthread_mutexattr_t recursive;
  pthread_mutex_t mutex;

  pthread_mutexattr_init (&recursive);
  pthread_mutexattr_settype (&recursive, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init (&mutex, &recursive);
  tell (PROBLEM_MARK_HEIR, 0, P1);
  pthread_mutex_lock (&mutex);
  tell (PROBLEM_MARK_HEIR, 0, C1);
  pthread_mutex_lock (&mutex);
  return hang ();
}

static int
lose_all (void)
{
  tell_as (P1, PROBLEM_MARK_PUT, 1, 0);
  tell (PROBLEM_MARK_DONE, 0, 0);
  return 0;
}

/* A sanitizer would catch it. */
static int
crash (void)
{
  tell_as (P1, PROBLEM_MARK_PUT, 1, 0);
  signal (SIGSEGV, SIG_DFL);
  return raise (SIGSEGV);
}

static int
fail (void)
{
  fprintf (stderr, "cannot go on\n");
  return 7;
}

static int
leave (void)
{
  return 0;
}

/* The group is left alone: the end must be seen all the same. */
static int
orphan (void)
{
  if (fork () == 0)
    return hang ();
  return 7;
}

static int
flood (void)
{
  for (int64_t i = 1; i <= 500000; i++)
    {
      tell_as (P1, PROBLEM_MARK_PUT, i, i % 5);
      tell_as (C1, PROBLEM_MARK_GOT, i, i % 5);
    }
  tell (PROBLEM_MARK_DONE, 0, 0);

  return 0;
}

static const struct { const char *name; int (*run) (void); } tricks[] = {
  { "hang", hang }, { "spin", spin }, { "hang-hard", hang_hard }, { "noise", noise },
  { "stranger", stranger }, { "too-many", too_many }, { "put-twice", put_twice }, { "over-capacity", over_capacity },
  { "out-of-order", out_of_order }, { "two-inside", two_inside }, { "lose-all", lose_all },
  { "crash", crash }, { "fail", fail }, { "leave", leave }, { "orphan", orphan }, { "flood", flood },
};

int
main (int argc, char *argv[])
{
  const char *slash = strrchr (argv[0], '/');
  const char *name = slash ? slash + 1 : argv[0];

  *(void **) &tell = dlsym (RTLD_DEFAULT, "apm_lens_mark");
  if (tell == NULL)
    return 9;
  start_actors ();
  for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++)
    if (strcmp (tricks[i].name, name) == 0)
      return tricks[i].run ();

  return 0;
}

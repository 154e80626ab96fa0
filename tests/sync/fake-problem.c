/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that reports what it likes: the name by which it is called says
 * what. It stands for a student's mistake, a crash, and a liar. */

#include "problem-report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { P1, P2, C1, C2 };

static void
report (int op, int actor, int64_t a, int64_t b)
{
  struct timespec now;
  struct problem_report record = { PROBLEM_REPORT_VERSION, (uint16_t) op, (uint16_t) actor, 0, a, b };

  clock_gettime (CLOCK_MONOTONIC, &now);
  record.time_ns = now.tv_sec * 1000000000LL + now.tv_nsec;
  if (write (3, &record, sizeof record) != sizeof record)
    _exit (9);
}

static void
send_bytes (const void *bytes, size_t length)
{
  if (write (3, bytes, length) != (ssize_t) length)
    _exit (9);
}

static void
start_actors (void)
{
  static const char *const names[] = { "P1", "P2", "C1", "C2" };

  for (int i = 0; i < 4; i++)
    {
      int64_t packed = 0;

      memcpy (&packed, names[i], 2);
      report (PROBLEM_OP_START, i, packed, 0);
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
torn (void)
{
  report (PROBLEM_OP_PUT, P1, 1, 0);
  send_bytes ("half", 4);
  return 0;
}

static int
noise (void)
{
  send_bytes ("This is not a report, is it? No!", 32);
  return hang ();
}

static int
future (void)
{
  struct problem_report record = { PROBLEM_REPORT_VERSION, PROBLEM_OP_PUT, P1, INT64_MAX, 1, 0 };

  send_bytes (&record, sizeof record);
  return hang ();
}

static int
put_twice (void)
{
  report (PROBLEM_OP_PUT, P1, 1, 0);
  report (PROBLEM_OP_PUT, P1, 1, 1);
  return hang ();
}

static int
over_capacity (void)
{
  for (int i = 0; i < 6; i++)
    report (PROBLEM_OP_PUT, P1, i + 1, i % 5);
  return hang ();
}

static int
out_of_order (void)
{
  report (PROBLEM_OP_PUT, P1, 1, 0);
  report (PROBLEM_OP_PUT, P1, 3, 1);
  report (PROBLEM_OP_GOT, C1, 3, 1);
  return hang ();
}

static int
two_inside (void)
{
  report (PROBLEM_OP_LOCKED, P1, 'm', 0);
  report (PROBLEM_OP_LOCKED, C1, 'm', 0);
  return hang ();
}

static int
lose_all (void)
{
  report (PROBLEM_OP_PUT, P1, 1, 0);
  report (PROBLEM_OP_DONE, PROBLEM_REPORT_MAIN, 0, 0);
  return 0;
}

/* A sanitizer would catch it. */
static int
crash (void)
{
  report (PROBLEM_OP_PUT, P1, 1, 0);
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

/* The group is left alone with the pipe: the end must be seen all the same. */
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
      report (PROBLEM_OP_PUT, P1, i, i % 5);
      report (PROBLEM_OP_GOT, C1, i, i % 5);
    }
  report (PROBLEM_OP_DONE, PROBLEM_REPORT_MAIN, 0, 0);

  return 0;
}

static const struct { const char *name; int (*run) (void); } tricks[] = {
  { "hang", hang }, { "spin", spin }, { "hang-hard", hang_hard }, { "torn", torn }, { "noise", noise },
  { "future", future }, { "put-twice", put_twice }, { "over-capacity", over_capacity },
  { "out-of-order", out_of_order }, { "two-inside", two_inside }, { "lose-all", lose_all },
  { "crash", crash }, { "fail", fail }, { "leave", leave }, { "orphan", orphan }, { "flood", flood },
};

int
main (int argc, char *argv[])
{
  const char *slash = strrchr (argv[0], '/');
  const char *name = slash ? slash + 1 : argv[0];

  start_actors ();
  for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++)
    if (strcmp (tricks[i].name, name) == 0)
      return tricks[i].run ();

  return 0;
}

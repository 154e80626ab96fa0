/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-interpreter.h"
#include "problem-marks.h"

#include <errno.h>
#include <string.h>

/* What the lens sees, and what it means. Ring 0 is main's, 1 that of actor 0, 2 that
 * of actor 1, which is a process. */

#define PID  100
#define TID  101
#define PID2 200

#define NAME_A 0x3150   /* "P1" */
#define NAME_B 0x3143   /* "C1" */

typedef struct {
  guint ring, op, flags;
  guint64 object;
  gint64 b;
  int result;
} Event;

static const Event beginning[] = {
  { 0, APM_LENS_OP_BEGIN, 0, (guint64) PID << 32 | PID, 0, 0 },
  { 1, APM_LENS_OP_BEGIN, 0, (guint64) PID << 32 | TID, 0, 0 },
  { 1, PROBLEM_MARK_START, 0, NAME_A, 0, 0 },
  { 2, APM_LENS_OP_BEGIN, 0, (guint64) PID2 << 32 | PID2, 0, PID },
  { 2, PROBLEM_MARK_START, 0, NAME_B, 1, 1 },
};

static gboolean
take (ApmInterpreter *interpreter,
      const Event    *event,
      ApmReport      *report)
{
  static guint64 clock_ns;
  const struct apm_lens_event seen = {
    .time_ns = ++clock_ns,
    .object = event->object,
    .place = apm_lens_place (event->op >= APM_LENS_OP_PUT ? (guint64) event->b >> 32 : 0xabc, event->op, event->flags),
    .result = event->op >= APM_LENS_OP_PUT ? (gint32) event->b : event->result,
    .seq = event->ring,
  };
  gboolean means = apm_interpreter_take (interpreter, &seen, report);

  if (means)
    g_assert_cmpint (report->time_ns, ==, clock_ns);

  return means;
}

#define M APM_REPORT_MAIN

static const struct {
  const char *name;
  Event events[4];          /* the last one is what is asked about */
  ApmReport report;         /* op 0: it means nothing */
} cases[] = {
  { "start", { { 1, PROBLEM_MARK_START, 0, NAME_A, 5, 0 } }, { APM_REPORT_START, 5, 0, NAME_A, TID } },
  { "start-nowhere", { { 1, PROBLEM_MARK_START, 0, NAME_A, -1, 0 } }, { APM_REPORT_START, 0, 0, NAME_A, TID } },
  { "end", { { 1, PROBLEM_MARK_END, 0, 0, 0, 0 } }, { APM_REPORT_END, 0, 0, 0, 0 } },
  { "new-thread", { { 1, APM_LENS_OP_BEGIN, 0, (guint64) PID << 32 | 102, 0, 0 }, { 1, APM_LENS_OP_SEM_POST, 0, 64, 0, 0 } },
    { APM_REPORT_SEM_POST, M, 0, 64, 0 } },
  { "heir", { { 3, APM_LENS_OP_BEGIN, 0, (guint64) 300 << 32 | 300, 0, PID }, { 3, PROBLEM_MARK_HEIR, 0, 0, 1, 0 },
              { 3, APM_LENS_OP_MUTEX_WAIT, 0, 64, 0, 0 } }, { APM_REPORT_LOCK_WAIT, 1, 0, 64, 0 } },
  { "killed", { { 0, APM_LENS_OP_CHILD_ENDED, 0, PID2, 0, 0 } }, { APM_REPORT_END, 1, 0, 0, 0 } },
  { "ended-before", { { 2, PROBLEM_MARK_END, 0, 0, 0, 0 }, { 0, APM_LENS_OP_CHILD_ENDED, 0, PID2, 0, 0 } }, { 0 } },
  { "other-child", { { 0, APM_LENS_OP_CHILD_ENDED, 0, 300, 0, 0 } }, { 0 } },
  { "itself", { { 0, APM_LENS_OP_CHILD_ENDED, 0, PID, 0, 0 } }, { 0 } },
  { "init", { { 0, APM_LENS_OP_SEM_INIT, 0, 64, 0, 3 } }, { APM_REPORT_SEM_INIT, M, 0, 64, 3 } },
  { "init-unknown", { { 0, APM_LENS_OP_SEM_INIT, 0, 64, 0, -1 } }, { 0 } },
  { "taken", { { 1, APM_LENS_OP_SEM_TAKEN, 0, 64, 0, 0 } }, { APM_REPORT_SEM_TAKEN, 0, 0, 64, 0 } },
  { "not-taken", { { 1, APM_LENS_OP_SEM_TAKEN, APM_LENS_FLAG_TRY, 64, 0, EAGAIN } }, { 0 } },
  { "timed-out", { { 1, APM_LENS_OP_SEM_TAKEN, APM_LENS_FLAG_WAITED | APM_LENS_FLAG_TIMED, 64, 0, ETIMEDOUT } },
    { APM_REPORT_GAVE_UP, 0, 0, 64, 0 } },
  { "lock", { { 1, APM_LENS_OP_MUTEX_LOCK, 0, 64, 0, 0 } }, { APM_REPORT_LOCKED, 0, 0, 64, 0 } },
  { "lock-of-the-dead", { { 1, APM_LENS_OP_MUTEX_LOCK, 0, 64, 0, EOWNERDEAD } }, { APM_REPORT_LOCKED, 0, 0, 64, 0 } },
  { "busy", { { 1, APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_TRY, 64, 0, EBUSY } }, { 0 } },
  { "spin", { { 1, APM_LENS_OP_SPIN_LOCK, 0, 64, 0, 0 } }, { APM_REPORT_LOCKED, 0, 0, 64, 0 } },
  { "read", { { 2, APM_LENS_OP_READ_LOCK, 0, 64, 0, 0 } }, { APM_REPORT_READ_LOCKED, 1, 0, 64, 0 } },
  { "write", { { 2, APM_LENS_OP_WRITE_LOCK, APM_LENS_FLAG_WAITED, 64, 0, 0 } }, { APM_REPORT_LOCKED, 1, 0, 64, 0 } },
  { "unlock", { { 1, APM_LENS_OP_MUTEX_UNLOCK, 0, 64, 0, 0 } }, { APM_REPORT_UNLOCK, 0, 0, 64, 0 } },
  { "unlock-to-wait", { { 1, APM_LENS_OP_MUTEX_UNLOCK, APM_LENS_FLAG_IN_COND, 64, 0, 0 } }, { 0 } },
  { "cond-wait", { { 1, APM_LENS_OP_MUTEX_UNLOCK, APM_LENS_FLAG_IN_COND, 64, 0, 0 },
                   { 1, APM_LENS_OP_COND_WAIT, 0, 128, 0, 0 } }, { APM_REPORT_COND_WAIT, 0, 0, 128, 64 } },
  { "cond-woke", { { 1, APM_LENS_OP_COND_WOKE, APM_LENS_FLAG_WAITED, 128, 0, 0 } }, { 0 } },
  { "cond-again", { { 1, APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_IN_COND, 64, 0, 0 } }, { APM_REPORT_LOCKED, 0, 0, 64, 0 } },
  { "broadcast", { { 1, APM_LENS_OP_COND_BROADCAST, 0, 128, 0, 0 } }, { APM_REPORT_COND_SIGNAL, 0, 0, 128, 0 } },
  { "meet", { { 1, APM_LENS_OP_BARRIER_WAIT, 0, 64, 0, 0 } }, { APM_REPORT_MEET_WAIT, 0, 0, 64, 0 } },
  { "met", { { 1, APM_LENS_OP_BARRIER_PASS, APM_LENS_FLAG_WAITED, 64, 0, -1 } }, { APM_REPORT_MEET_PASSED, 0, 0, 64, 0 } },
  { "knocked-out", { { 1, APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_KNOCKED, 64, 0, 0 } }, { 0 } },
  { "put", { { 1, PROBLEM_MARK_PUT, 0, 7, 3, 0 } }, { APM_REPORT_PUT, 0, 0, 7, 3 } },
  { "got-below", { { 1, PROBLEM_MARK_GOT, 0, 7, -1, 0 } }, { APM_REPORT_GOT, 0, 0, 7, -1 } },
  { "sum", { { 0, PROBLEM_MARK_SUM, 0, 1ull << 40, (gint64) 1 << 39, 0 } }, { APM_REPORT_SUM, M, 0, (gint64) 1 << 40, (gint64) 1 << 39 } },
  { "show", { { 1, PROBLEM_MARK_SHOW, 0, NAME_A, G_MININT64, 0 } }, { APM_REPORT_SHOW, 0, 0, NAME_A, G_MININT64 } },
  { "no-such-mark", { { 1, APM_LENS_OP_MARK + 31, 0, 9, 9, 0 } }, { APM_REPORT_UNKNOWN, 0, 0, 31, 9 } },
  { "no-such-op", { { 1, APM_LENS_N_OPS + 3, 0, 9, 9, 0 } }, { 0 } },
  { "join", { { 0, APM_LENS_OP_JOIN_WAIT, 0, 9, 0, 0 } }, { 0 } },
};

static void
test_case (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmInterpreter) interpreter = apm_interpreter_new ();
  ApmReport report;
  gboolean means = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (beginning); i++)
    take (interpreter, &beginning[i], &report);
  for (guint i = 0; i < G_N_ELEMENTS (cases[index].events) && cases[index].events[i].op; i++)
    means = take (interpreter, &cases[index].events[i], &report);

  g_assert_cmpint (means, ==, cases[index].report.op != 0);
  if (!means)
    return;
  g_assert_cmpint (report.op, ==, cases[index].report.op);
  g_assert_cmpint (report.actor, ==, cases[index].report.actor);
  g_assert_cmpint (report.a, ==, cases[index].report.a);
  g_assert_cmpint (report.b, ==, cases[index].report.b);
}

/* Whatever stands in an event, it is an answer or none. */
static void
test_garbage (void)
{
  g_autoptr(ApmInterpreter) interpreter = apm_interpreter_new ();

  for (guint i = 0; i < 200000; i++)
    {
      struct apm_lens_event event;
      guint32 *words = (guint32 *) &event;
      ApmReport report;

      for (guint j = 0; j < sizeof event / sizeof *words; j++)
        words[j] = g_test_rand_int ();
      if (apm_interpreter_take (interpreter, &event, &report))
        g_assert_cmpint (report.op, <, APM_REPORT_N_OPS);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/interpreter/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/interpreter/garbage", test_garbage);

  return g_test_run ();
}

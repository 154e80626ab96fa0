/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Events by hand: thread 0 is main of process 100, its TIDs are 100, 101… Ring i is
 * that of the i-th thread. */

#include "apm-lens-model.h"
#include "apm-lens-order.h"
#include "apm-lens-timeline.h"

#include <errno.h>
#include <string.h>

#define A 0xa000
#define B 0xb000
#define C 0xc000

typedef struct {
  guint ring;
  guint64 time_ns;
  guint op;
  guint64 object;
  guint flags;
  int result;
  guint64 caller;
} Line;

static void
take (ApmLensModel *model,
      const Line   *line)
{
  struct apm_lens_event event = {
    .time_ns = line->time_ns,
    .object = line->object,
    .place = apm_lens_place (line->caller, line->op, line->flags),
    .result = line->result,
    .seq = line->ring,
  };

  apm_lens_model_take (model, &event, 1);
}

static void
take_all (ApmLensModel *model,
          const Line   *lines,
          guint         n)
{
  for (guint i = 0; i < n; i++)
    take (model, &lines[i]);
}

static void
begin (ApmLensModel *model,
       guint         ring)
{
  take (model, &(Line) { ring, 1 + ring, APM_LENS_OP_BEGIN, (guint64) 100 << 32 | (100 + ring) });
  take (model, &(Line) { ring, 1 + ring, APM_LENS_OP_SELF, 0x5000 + ring });
}

static ApmLensModel *
model_new (guint n_threads)
{
  ApmLensModel *model = apm_lens_model_new (10000);

  for (guint i = 0; i < n_threads; i++)
    begin (model, i);

  return model;
}

static void
test_contention (void)
{
  static const Line lines[] = {
    { 0, 100, APM_LENS_OP_MUTEX_LOCK, A, .caller = 7 },
    { 1, 120, APM_LENS_OP_MUTEX_WAIT, A, .caller = 8 },
    { 0, 150, APM_LENS_OP_MUTEX_UNLOCK, A },
    { 1, 160, APM_LENS_OP_MUTEX_LOCK, A, APM_LENS_FLAG_WAITED, .caller = 8 },
    { 1, 165, APM_LENS_OP_MUTEX_UNLOCK, A },
    { 0, 170, APM_LENS_OP_MUTEX_LOCK, A, APM_LENS_FLAG_TRY, EBUSY },
  };
  g_autoptr(ApmLensModel) model = model_new (2);
  ApmLensTimeline *timeline = apm_lens_model_get_timeline (model);
  const ApmLensObject *object;
  const ApmLensSpan *wait;

  take_all (model, lines, G_N_ELEMENTS (lines));
  g_assert_cmpuint (apm_lens_model_get_n_objects (model), ==, 1);
  object = apm_lens_model_get_object (model, 0);
  g_assert_cmpuint (object->n_taken, ==, 2);
  g_assert_cmpuint (object->n_waits, ==, 1);
  g_assert_cmpuint (object->n_failed, ==, 1);
  g_assert_cmpint (object->longest_wait_ns, ==, 40);
  g_assert_cmpint (object->longest_waiter, ==, 1);
  g_assert_cmpint (object->longest_holder, ==, 0);
  g_assert_cmpuint (object->longest_at, ==, 8);
  g_assert_cmpint (object->longest_held_ns, ==, 50);
  g_assert_cmpint (object->held_ns, ==, 55);
  g_assert_cmpint (object->holder, ==, -1);
  g_assert_cmpuint (object->first_caller, ==, 7);

  g_assert_cmpuint (apm_lens_timeline_get_n (timeline), ==, 3);
  wait = apm_lens_timeline_get (timeline, 1);
  g_assert_true (wait->is_wait);
  g_assert_cmpint (wait->thread, ==, 1);
  g_assert_cmpint (wait->other, ==, 0);
  g_assert_cmpint (wait->start_ns, ==, 120);
  g_assert_cmpint (wait->end_ns, ==, 160);
}

static void
test_condition (void)
{
  static const Line lines[] = {
    { 1, 100, APM_LENS_OP_MUTEX_LOCK, A },
    { 1, 110, APM_LENS_OP_MUTEX_UNLOCK, A, APM_LENS_FLAG_IN_COND },
    { 1, 111, APM_LENS_OP_COND_WAIT, B },
    { 0, 120, APM_LENS_OP_MUTEX_LOCK, A },
    { 0, 130, APM_LENS_OP_COND_SIGNAL, B },
    { 0, 140, APM_LENS_OP_MUTEX_UNLOCK, A },
    { 1, 150, APM_LENS_OP_COND_WOKE, B, APM_LENS_FLAG_WAITED },
    { 1, 151, APM_LENS_OP_MUTEX_LOCK, A, APM_LENS_FLAG_IN_COND },
  };
  g_autoptr(ApmLensModel) model = model_new (2);
  const ApmLensThread *thread;

  take_all (model, lines, 3);
  thread = apm_lens_model_get_thread (model, 1);
  g_assert_cmpint (thread->waits_for, ==, 1);
  g_assert_cmpuint (thread->held->len, ==, 0);
  take_all (model, lines + 3, 5);
  g_assert_cmpint (thread->waits_for, ==, -1);
  g_assert_cmpuint (thread->held->len, ==, 1);
  g_assert_cmpint (thread->longest_wait_ns, ==, 39);
  g_assert_cmpuint (apm_lens_model_get_object (model, 1)->n_taken, ==, 1);
  g_assert_cmpuint (apm_lens_model_get_object (model, 1)->n_released, ==, 1);
}

static void
test_threads (void)
{
  guint64 name[2] = { 0 };
  g_autoptr(ApmLensModel) model = model_new (1);
  const ApmLensThread *thread;

  /* Named by its creator before it has said anything. */
  memcpy (name, "prod", 4);
  take (model, &(Line) { 0, 10, APM_LENS_OP_CREATE, 0x5001 });
  take (model, &(Line) { 0, 11, APM_LENS_OP_NAME, 0x5001 });
  take (model, &(Line) { 0, 11, APM_LENS_OP_TEXT, name[0] });
  begin (model, 1);
  thread = apm_lens_model_get_thread (model, 1);
  g_assert_cmpstr (thread->name, ==, "prod");
  g_assert_cmpint (thread->creator, ==, 0);
  take (model, &(Line) { 0, 20, APM_LENS_OP_JOIN_WAIT, 0x5001 });
  take (model, &(Line) { 1, 30, APM_LENS_OP_END, 0 });
  take (model, &(Line) { 0, 40, APM_LENS_OP_JOINED, 0x5001, APM_LENS_FLAG_WAITED });
  g_assert_cmpint (thread->ended_ns, ==, 30);
  g_assert_cmpint (thread->joiner, ==, 0);
  g_assert_cmpint (apm_lens_model_get_thread (model, 0)->longest_wait_ns, ==, 20);

  /* The ring is another thread's then, by the same pthread_t. */
  take (model, &(Line) { 1, 50, APM_LENS_OP_BEGIN, (guint64) 100 << 32 | 150 });
  take (model, &(Line) { 1, 50, APM_LENS_OP_SELF, 0x5001 });
  take (model, &(Line) { 0, 51, APM_LENS_OP_CREATE, 0x5001 });
  g_assert_cmpuint (apm_lens_model_get_n_threads (model), ==, 3);
  g_assert_cmpint (apm_lens_model_get_thread (model, 2)->creator, ==, 0);
  g_assert_null (apm_lens_model_get_thread (model, 2)->name);

  /* Killed in the middle of everything. */
  take (model, &(Line) { 1, 60, APM_LENS_OP_MUTEX_LOCK, A });
  take (model, &(Line) { 1, 61, APM_LENS_OP_SEM_WAIT, B });
  apm_lens_model_end_process (model, 100, 70);
  g_assert_cmpint (apm_lens_model_get_thread (model, 2)->ended_ns, ==, 70);
  g_assert_cmpint (apm_lens_model_get_object (model, 1)->holder, ==, -1);
  g_assert_cmpint (apm_lens_model_get_process (model, 0)->ended_ns, ==, 70);
}

/* The unlock was lost: a thread is not said to hold what it may not. */
static void
test_lost (void)
{
  g_autoptr(ApmLensModel) model = model_new (2);

  take (model, &(Line) { 1, 10, APM_LENS_OP_MUTEX_LOCK, A });
  apm_lens_model_lose (model, 1, 5);
  g_assert_cmpuint (apm_lens_model_get_thread (model, 1)->held->len, ==, 0);
  g_assert_cmpint (apm_lens_model_get_object (model, 0)->holder, ==, -1);
  g_assert_cmpuint (apm_lens_model_get_n_lost (model), ==, 5);

  /* It is the same thread still; and of one whose beginning was lost is known who it is. */
  apm_lens_model_adopt (model, 1, 100, 101);
  g_assert_cmpuint (apm_lens_model_get_n_threads (model), ==, 2);
  apm_lens_model_lose (model, 7, 5);
  apm_lens_model_adopt (model, 7, 100, 107);
  take (model, &(Line) { 7, 20, APM_LENS_OP_MUTEX_LOCK, A });
  g_assert_cmpuint (apm_lens_model_get_n_threads (model), ==, 3);
  g_assert_cmpint (apm_lens_model_get_object (model, 0)->holder, ==, 2);
}

static gboolean
find_shared (int      pid,
             guint64  address,
             guint64  key[3],
             gpointer data)
{
  key[0] = key[1] = 1;
  key[2] = address & 0xfff;

  return address >= 0x100000;
}

static void
test_shared (void)
{
  static const Line lines[] = {
    { 0, 10, APM_LENS_OP_SEM_POST, 0x200010 },
    { 0, 10, APM_LENS_OP_MUTEX_LOCK, A },
    { 1, 5, APM_LENS_OP_BEGIN, (guint64) 200 << 32 | 200, .result = 100 },
    { 1, 11, APM_LENS_OP_SEM_TAKEN, 0x300010 },
    { 1, 12, APM_LENS_OP_MUTEX_LOCK, A },
  };
  g_autoptr(ApmLensModel) model = model_new (1);

  apm_lens_model_set_shared (model, find_shared, NULL);
  take_all (model, lines, G_N_ELEMENTS (lines));
  g_assert_cmpuint (apm_lens_model_get_n_processes (model), ==, 2);
  g_assert_cmpint (apm_lens_model_get_process (model, 1)->parent_pid, ==, 100);
  g_assert_cmpuint (apm_lens_model_get_n_objects (model), ==, 3);
  g_assert_cmpuint (apm_lens_model_get_object (model, 0)->n_taken, ==, 1);
  g_assert_cmpuint (apm_lens_model_get_object (model, 0)->n_released, ==, 1);
}

static void
test_notes (void)
{
  g_autoptr(ApmLensModel) model = model_new (1);
  const ApmLensNote *note;
  guint64 text;

  memcpy (&text, "12345678", 8);
  take (model, &(Line) { 0, 10, APM_LENS_OP_PUT, 17, .result = 3 });
  take (model, &(Line) { 0, 11, APM_LENS_OP_MARK + 2, (guint64) -5, .result = -1, .caller = 0xffffffff });
  take (model, &(Line) { 0, 12, APM_LENS_OP_NOTE, 0 });
  take (model, &(Line) { 0, 12, APM_LENS_OP_TEXT, text, .result = '9' });
  g_assert_cmpuint (apm_lens_model_get_n_notes (model), ==, 3);
  note = apm_lens_model_get_note (model, 0);
  g_assert_cmpint (note->a, ==, 17);
  g_assert_cmpint (note->b, ==, 3);
  note = apm_lens_model_get_note (model, 1);
  g_assert_cmpint (note->a, ==, -5);
  g_assert_cmpint (note->b, ==, -1);
  g_assert_cmpstr (apm_lens_model_get_note (model, 2)->text->str, ==, "123456789");
}

/* Anything may come in any order: nothing is assumed. */
static void
test_nonsense (void)
{
  g_autoptr(ApmLensModel) model = apm_lens_model_new (2000);
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 300000; i++)
    {
      guint op = i % 50 == 0 ? APM_LENS_OP_BEGIN : (guint) g_rand_int_range (random, 0, 256);
      guint64 object = op == APM_LENS_OP_BEGIN ? (guint64) g_rand_int_range (random, 0, 5) << 32 | (i % 97)
                                               : (guint64) g_rand_int_range (random, 0, 40);

      take (model, &(Line) { g_rand_int_range (random, 0, 20), g_rand_int (random), op, object,
                             g_rand_int_range (random, 0, 256), g_rand_int_range (random, -2, 2), i });
      if (i % 1000 == 0)
        apm_lens_model_lose (model, i % 20, 1);
      if (i % 5000 == 0)
        apm_lens_model_end_process (model, g_rand_int_range (random, 0, 5), i);
    }
  g_ptr_array_unref (apm_lens_order_find_rings (apm_lens_model_get_order (model), model));
  g_assert_cmpuint (apm_lens_model_get_n_events (model), ==, 300000);
}

static void
lock (ApmLensModel *model,
      guint         thread,
      guint64      *time_ns,
      const char   *locks)
{
  for (const char *c = locks; *c; c++)
    take (model, &(Line) { thread, ++*time_ns, g_ascii_isupper (*c) ? APM_LENS_OP_MUTEX_LOCK : APM_LENS_OP_MUTEX_UNLOCK,
                           (guint64) g_ascii_toupper (*c) << 8 });
}

static guint
count_rings (ApmLensModel *model)
{
  g_autoptr(GPtrArray) rings = apm_lens_order_find_rings (apm_lens_model_get_order (model), model);

  return rings->len;
}

/* Capitals lock, small letters unlock; a string a thread. */
static void
test_potential_deadlocks (void)
{
  static const struct { const char *threads[4]; guint n; } cases[] = {
    { { "ABba", "ABba" }, 0 },
    { { "ABba", "BAab" }, 1 },
    { { "GABbag", "GBAabg" }, 0 },                    /* a common guard */
    { { "ABbaBAab" }, 0 },                            /* one thread alone */
    { { "ABba", "BCcb", "CAac" }, 1 },                /* three philosophers */
    { { "ABba", "BCcb", "ACca" }, 0 },                /* the last one is left-handed */
    { { "ABba", "BAab", "BAab" }, 1 },                /* the same mistake twice */
    { { "ABba", "BAab", "CDdc", "DCcd" }, 2 },
    { { "AaBb", "BbAa" }, 0 },
    { { "GABbag", "BAab" }, 1 },                      /* a guard that is not common */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmLensModel) model = model_new (4);
      guint64 time_ns = 100;

      for (guint t = 0; t < 4 && cases[i].threads[t]; t++)
        lock (model, t, &time_ns, cases[i].threads[t]);
      g_test_message ("case %u", i);
      g_assert_cmpuint (count_rings (model), ==, cases[i].n);
    }
}

/* What was over before a thread began can hold up nobody in it. */
static void
test_order_of_threads (void)
{
  g_autoptr(ApmLensModel) model = model_new (1);
  guint64 time_ns = 100;

  lock (model, 0, &time_ns, "ABba");
  take (model, &(Line) { 0, 200, APM_LENS_OP_CREATE, 0x5001 });
  begin (model, 1);
  time_ns = 300;
  lock (model, 1, &time_ns, "BAab");
  g_assert_cmpuint (count_rings (model), ==, 0);

  take (model, &(Line) { 0, 400, APM_LENS_OP_JOINED, 0x5001 });
  time_ns = 500;
  lock (model, 0, &time_ns, "CDdc");
  g_assert_cmpuint (count_rings (model), ==, 0);
  time_ns = 600;
  begin (model, 2);
  lock (model, 2, &time_ns, "DCcd");
  g_assert_cmpuint (count_rings (model), ==, 1);
}

/* A try does not wait: it is no reason for a deadlock. */
static void
test_tries (void)
{
  g_autoptr(ApmLensModel) model = model_new (2);
  guint64 time_ns = 100;

  lock (model, 0, &time_ns, "ABba");
  take (model, &(Line) { 1, 200, APM_LENS_OP_MUTEX_LOCK, 'B' << 8 });
  take (model, &(Line) { 1, 201, APM_LENS_OP_MUTEX_LOCK, 'A' << 8, APM_LENS_FLAG_TRY });
  g_assert_cmpuint (count_rings (model), ==, 0);
  /* But what is got by one is held. */
  take (model, &(Line) { 1, 202, APM_LENS_OP_MUTEX_UNLOCK, 'A' << 8 });
  take (model, &(Line) { 1, 203, APM_LENS_OP_MUTEX_WAIT, 'A' << 8 });
  g_assert_cmpuint (count_rings (model), ==, 1);
}

static void
test_timeline (void)
{
  g_autoptr(ApmLensTimeline) timeline = apm_lens_timeline_new (5000);
  guint n = 20000;

  for (guint i = 0; i < n; i++)
    apm_lens_timeline_add (timeline, &(ApmLensSpan) { .start_ns = i, .end_ns = 10 * i, .object = (int) i });

  g_assert_cmpuint (apm_lens_timeline_get_n (timeline) + apm_lens_timeline_get_n_gone (timeline), ==, n);
  g_assert_cmpuint (apm_lens_timeline_get_n (timeline), >=, 5000);
  g_assert_cmpuint (apm_lens_timeline_get_n (timeline), <=, 5000 + 2048);
  for (guint i = 0; i < apm_lens_timeline_get_n (timeline); i++)
    g_assert_cmpint (apm_lens_timeline_get (timeline, i)->object, ==,
                     (int) (apm_lens_timeline_get_n_gone (timeline) + i));
  g_assert_cmpint (apm_lens_timeline_get (timeline, apm_lens_timeline_find_ended (timeline, 199901))->object, ==, 19991);
  g_assert_cmpuint (apm_lens_timeline_find_ended (timeline, 0), ==, 0);
  g_assert_cmpuint (apm_lens_timeline_find_ended (timeline, G_MAXINT64), ==, apm_lens_timeline_get_n (timeline));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-model/contention", test_contention);
  g_test_add_func ("/lens-model/condition", test_condition);
  g_test_add_func ("/lens-model/threads", test_threads);
  g_test_add_func ("/lens-model/lost", test_lost);
  g_test_add_func ("/lens-model/shared", test_shared);
  g_test_add_func ("/lens-model/notes", test_notes);
  g_test_add_func ("/lens-model/nonsense", test_nonsense);
  g_test_add_func ("/lens-model/potential-deadlocks", test_potential_deadlocks);
  g_test_add_func ("/lens-model/order-of-threads", test_order_of_threads);
  g_test_add_func ("/lens-model/tries", test_tries);
  g_test_add_func ("/lens-model/timeline", test_timeline);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-rate.h"
#include "apm-referee.h"

#include <string.h>

/* Two producers, two consumers, two slots, two items each; the actors have
 * started, and the semaphores stand at 2 and 0. */
enum { P1, P2, C1, C2 };

#define MAIN APM_REPORT_MAIN
/* Locks go by their addresses. */
#define EMPTY 0x1000
#define FULL  0x1020
#define MUTEX 0x1040

#define PUT(actor, item, slot) { APM_REPORT_PUT, actor, item, slot }
#define GOT(actor, item, slot) { APM_REPORT_GOT, actor, item, slot }
#define LOCK(actor) { APM_REPORT_LOCKED, actor, MUTEX, 0 }
#define UNLOCK(actor) { APM_REPORT_UNLOCK, actor, MUTEX, 0 }
#define TAKE(actor, name) { APM_REPORT_SEM_TAKEN, actor, name, 0 }
#define POST(actor, name) { APM_REPORT_SEM_POST, actor, name, 0 }
#define END(actor) { APM_REPORT_END, actor, 0, 0 }
#define DONE { APM_REPORT_DONE, MAIN, 0, 0 }

typedef struct { int op; guint actor; gint64 a, b; } Step;

static const char *const buffer_checks[] = { "range", "critical", "lost", "twice", "order", "semaphores", NULL };
static const char *const counter_checks[] = { "sum", "critical", NULL };

static const ApmRole buffer_roles[] = { { "P", 2 }, { "C", 2 } };
static const ApmRole counter_roles[] = { { "W", 2 } };

static const ApmRules buffer_rules = {
  .kind = APM_SCENE_BUFFER, .roles = buffer_roles, .n_roles = 2, .slots = 2, .items = 2,
  .checks = buffer_checks, .started_us = 1000,
};
static const ApmRules counter_rules = {
  .kind = APM_SCENE_COUNTER, .roles = counter_roles, .n_roles = 1, .checks = counter_checks, .started_us = 1000,
};

static gint64 clock_ns;

static gboolean
take (ApmReferee *referee,
      Step        step,
      GError    **error)
{
  ApmReport report = {
    (guint16) step.op, (guint16) step.actor, clock_ns += 1000000, step.a, step.b
  };

  return apm_referee_take (referee, &report, error);
}

static gint64
pack (const char *name)
{
  gint64 packed = 0;

  memcpy (&packed, name, strlen (name));
  return packed;
}

static ApmReferee *
new_referee (const ApmRules *rules)
{
  ApmReferee *referee = apm_referee_new (rules);
  const ApmScene *scene = apm_referee_get_scene (referee);
  g_autoptr(GError) error = NULL;

  clock_ns = 1000000;
  if (rules->kind == APM_SCENE_BUFFER)
    {
      take (referee, (Step) { APM_REPORT_SEM_INIT, MAIN, EMPTY, 2 }, &error);
      take (referee, (Step) { APM_REPORT_SEM_INIT, MAIN, FULL, 0 }, &error);
      apm_referee_name_object (referee, EMPTY, "buffer->empty");
      apm_referee_name_object (referee, FULL, "buffer->full");
    }
  for (guint i = 0; i < scene->n_actors; i++)
    take (referee, (Step) { APM_REPORT_START, i, pack (scene->actors[i].name), 0 }, &error);
  g_assert_no_error (error);

  return referee;
}

static void
take_all (ApmReferee *referee,
          const Step *steps)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; steps[i].op; i++)
    {
      take (referee, steps[i], &error);
      g_assert_no_error (error);
    }
}

static void
test_scene (void)
{
  static const Step steps[] = {
    TAKE (P1, EMPTY), LOCK (P1), PUT (P1, 1, 0), UNLOCK (P1), POST (P1, FULL),
    TAKE (P2, EMPTY), LOCK (P2), PUT (P2, 2, 1),
    { APM_REPORT_SEM_WAIT, P1, EMPTY, 0 },
    TAKE (C1, FULL), { APM_REPORT_LOCK_WAIT, C1, MUTEX, 0 }, { APM_REPORT_SEM_WAIT, C2, FULL, 0 },
    { 0 }
  };
  g_autoptr(ApmReferee) referee = new_referee (&buffer_rules);
  const ApmScene *scene = apm_referee_get_scene (referee);

  take_all (referee, steps);
  g_assert_null (apm_referee_get_broken (referee));

  g_assert_cmpuint (scene->n_actors, ==, 4);
  g_assert_cmpstr (scene->actors[P2].name, ==, "P2");
  g_assert_true (scene->actors[P2].producer);
  g_assert_false (scene->actors[C2].producer);
  g_assert_cmpint (scene->actors[P1].state, ==, APM_ACTOR_WAITING_EMPTY);
  g_assert_cmpint (scene->actors[P2].state, ==, APM_ACTOR_CRITICAL);
  g_assert_cmpint (scene->actors[C1].state, ==, APM_ACTOR_WAITING_MUTEX);
  g_assert_cmpint (scene->actors[C2].state, ==, APM_ACTOR_WAITING_ITEM);
  g_assert_cmpint (scene->actors[C2].since_us, ==, scene->now_us);
  g_assert_cmpint (scene->mutex_owner, ==, P2);
  g_assert_cmpint (scene->empty, ==, 0);
  g_assert_cmpint (scene->full, ==, 0);
  g_assert_cmpuint (scene->filled, ==, 2);
  g_assert_cmpuint (scene->slots[1].item, ==, 2);
  g_assert_cmpint (scene->slots[1].producer, ==, P2);
  g_assert_cmpuint (scene->in, ==, 0);
  g_assert_cmpuint (scene->out, ==, 0);
  g_assert_cmpuint (scene->produced, ==, 2);
  g_assert_cmpuint (scene->total, ==, 4);
}

/* Each way to break a check, and a run that breaks none. */
static const struct {
  const char *name;
  Step steps[16];
  const char *check;        /* NULL: all hold */
  const char *sentence;
} break_cases[] = {
  { "right",
    { PUT (P1, 1, 0), PUT (P2, 2, 1), GOT (C1, 1, 0), GOT (C2, 2, 1), PUT (P2, 4, 0), PUT (P1, 3, 1),
      GOT (C1, 4, 0), GOT (C1, 3, 1), END (P1), END (P2), END (C1), END (C2), DONE },
    NULL, NULL },
  { "over-capacity", { PUT (P1, 1, 0), PUT (P2, 2, 1), PUT (P1, 3, 0) },
    "range", "P1 put item 3 into slot 0, which still held item 1." },
  { "below-zero", { GOT (C1, 1, 0) }, "range", "C1 got item 1 out of slot 0, which was empty." },
  { "no-such-slot", { PUT (P1, 1, 2) }, "range", "P1 used slot 2, but there are only 2." },
  { "negative-slot", { PUT (P1, 1, -1) }, "range", "P1 used slot -1, but there are only 2." },
  { "two-inside", { LOCK (P1), LOCK (C2) },
    "critical", "C2 came into the critical section while P1 was in it." },
  { "put-from-outside", { LOCK (P1), PUT (P2, 2, 0) },
    "critical", "P2 touched the buffer with item 2 while P1 was in the critical section." },
  { "left-without-being-in", { LOCK (P1), UNLOCK (P2) },
    "critical", "P2 left a critical section that it was not in." },
  { "put-twice", { PUT (P1, 1, 0), PUT (P1, 1, 1) }, "twice", "P1 put item 1 a second time." },
  { "put-by-two", { PUT (P1, 1, 0), PUT (P2, 1, 1) }, "twice", "P2 put item 1 a second time." },
  { "put-again-later", { PUT (P1, 1, 0), GOT (C1, 1, 0), PUT (P1, 1, 1) },
    "twice", "P1 put item 1 a second time." },
  { "got-twice", { PUT (P1, 1, 0), GOT (C1, 1, 0), GOT (C2, 1, 0) },
    "twice", "C2 got item 1 a second time." },
  { "got-another", { PUT (P1, 1, 0), GOT (C1, 7, 0) },
    "lost", "Slot 0 held item 1, but C1 got item 7 out of it." },
  { "lost-at-the-end", { PUT (P1, 1, 0), DONE },
    "lost", "At the end 1 items were put and 0 got; it should have been 4." },
  { "out-of-order", { PUT (P1, 1, 0), PUT (P1, 3, 1), GOT (C1, 3, 1) },
    "order", "Item 3 of P1 came out before item 1." },
  { "other-producers-may-overtake", { PUT (P1, 1, 0), PUT (P2, 2, 1), GOT (C1, 2, 1) }, NULL, NULL },
  { "negative-semaphore", { TAKE (P1, EMPTY), TAKE (P2, EMPTY), TAKE (P1, EMPTY) },
    "semaphores", "P1 took “empty” when its value was 0." },
  { "posted-before-taken", { POST (P1, FULL), TAKE (C1, FULL) }, NULL, NULL },
};

static void
test_break (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmReferee) referee = new_referee (&buffer_rules);
  const ApmCheck *broken;

  take_all (referee, break_cases[index].steps);
  if (apm_referee_get_done (referee))
    apm_referee_finish (referee);

  broken = apm_referee_get_broken (referee);
  g_assert_cmpstr (broken ? broken->id : NULL, ==, break_cases[index].check);
  g_assert_cmpstr (broken ? broken->sentence : NULL, ==, break_cases[index].sentence);
  if (broken)
    {
      const ApmScene *scene = apm_referee_get_scene (referee);

      g_assert_false (broken->holds);
      g_assert_cmpint (broken->at_us, ==, scene->now_us - scene->started_us);
    }
}

/* What is not a finding but cannot be true. */
static const struct {
  const char *name;
  Step steps[4];            /* the last one is the lie */
  const char *sentence;
} lie_cases[] = {
  { "unknown-kind", { { 99, P1, 0, 0 } }, "There is no report of kind 99." },
  { "stranger", { { APM_REPORT_PUT, 40, 1, 0 } }, "A report came from actor 41, but there are only 4." },
  { "after-the-end", { END (P1), PUT (P1, 1, 0) }, "P1 reported something without being started." },
  { "after-the-last", { DONE, PUT (P1, 1, 0) }, "A report came after the last one." },
  { "started-twice", { { APM_REPORT_START, P1, 0x3150, 0 } }, "P1 started a second time." },
  { "wrong-name", { { APM_REPORT_START, P1, 0x3151, 0 } }, "“Q1” started in the place of P1." },
  { "no-name", { { APM_REPORT_DOES, P1, 0, 0 } }, "A name in a report is empty." },
  { "bad-name", { { APM_REPORT_DOES, P1, 0x0a50, 0 } }, "A name in a report is not a name." },
  { "meaningless", { { APM_REPORT_UNKNOWN, P1, 7, 0 } }, "The program told of itself what means nothing here, mark 7." },
  { "item-zero", { PUT (P1, 0, 0) }, "An item has the number 0: they begin at 1." },
  { "negative-item", { PUT (P1, G_MININT64, 0) }, "An item has the number -9223372036854775808: they begin at 1." },
  { "consumer-puts", { PUT (C1, 1, 0) }, "An item was put by somebody who is not a producer." },
  { "producer-gets", { GOT (P1, 1, 0) }, "An item was got by somebody who is not a consumer." },
  { "main-puts", { PUT (MAIN, 1, 0) }, "An item was put by somebody who is not a producer." },
  { "huge-semaphore", { { APM_REPORT_SEM_INIT, MAIN, EMPTY, G_MAXINT64 } },
    "Semaphore “empty” cannot begin at 9223372036854775807." },
  { "round-five", { { APM_REPORT_ROUND, MAIN, 5, 0 } }, "Round 5 began after round 0." },
  { "sum-of-nothing", { { APM_REPORT_SUM, MAIN, 5, 5 } }, "A sum was reported for a round that never began." },
};

static void
test_lie (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmReferee) referee = new_referee (&buffer_rules);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; lie_cases[index].steps[i].op; i++)
    {
      g_assert_no_error (error);
      take (referee, lie_cases[index].steps[i], &error);
    }

  g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
  g_assert_cmpstr (error->message, ==, lie_cases[index].sentence);
}

static void
test_backwards (void)
{
  g_autoptr(ApmReferee) referee = new_referee (&buffer_rules);
  ApmReport report = { APM_REPORT_PUT, P1, 5, 1, 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_referee_take (referee, &report, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
  g_assert_cmpstr (error->message, ==, "The reports of P1 run backwards in time.");
}

/* Who waits before the name is known waits for an item once it is. */
static void
test_names (void)
{
  static const ApmRules rules = {
    .kind = APM_SCENE_BUFFER, .roles = buffer_roles, .n_roles = 2, .slots = 2, .items = 2, .started_us = 1000,
  };
  static const Step steps[] = {
    { APM_REPORT_START, P1, 0x3150, 0 }, { APM_REPORT_START, C1, 0x3143, 0 },
    { APM_REPORT_SEM_INIT, MAIN, 0x500, 0 }, { APM_REPORT_SEM_WAIT, C1, 0x500, 0 },
    { APM_REPORT_LOCKED, P1, 0x520, 0 }, { APM_REPORT_COND_WAIT, P1, 0x540, 0x520 }, { 0 }
  };
  g_autoptr(ApmReferee) referee = apm_referee_new (&rules);
  const ApmScene *scene = apm_referee_get_scene (referee);

  clock_ns = 1000000;
  take_all (referee, steps);
  g_assert_cmpstr (scene->objects[0].name, ==, "semaphore 1");
  g_assert_cmpstr (scene->objects[1].name, ==, "lock 2");
  g_assert_cmpstr (scene->objects[2].name, ==, "condition 3");
  g_assert_cmpint (scene->objects[1].owner, ==, -1);
  g_assert_cmpint (scene->full, ==, -1);
  g_assert_cmpint (scene->actors[C1].state, ==, APM_ACTOR_WAITING_OTHER);

  apm_referee_name_object (referee, 0x500, "buffer->full");
  apm_referee_name_object (referee, 0x520, "*mutex");
  apm_referee_name_object (referee, 0x540, "account[1].changed");
  apm_referee_name_object (referee, 0x999, "nobody's");
  g_assert_cmpstr (scene->objects[0].name, ==, "full");
  g_assert_cmpstr (scene->objects[1].name, ==, "mutex");
  g_assert_cmpstr (scene->objects[2].name, ==, "account[1].changed");
  g_assert_cmpint (scene->full, ==, 0);
  g_assert_cmpint (scene->actors[C1].state, ==, APM_ACTOR_WAITING_ITEM);
  g_assert_cmpint (scene->actors[P1].state, ==, APM_ACTOR_WAITING_CONDITION);
}

static void
test_counter (void)
{
  static const Step steps[] = {
    END (0), END (1),
    { APM_REPORT_ROUND, MAIN, 1, 20 }, { APM_REPORT_COUNT, MAIN, 7, 0 }, { APM_REPORT_SUM, MAIN, 20, 20 },
    { APM_REPORT_ROUND, MAIN, 2, 20 }, { APM_REPORT_SUM, MAIN, 20, 17 },
    { 0 }
  };
  g_autoptr(ApmReferee) referee = new_referee (&counter_rules);
  const ApmScene *scene = apm_referee_get_scene (referee);

  take_all (referee, steps);

  g_assert_cmpuint (scene->round, ==, 2);
  g_assert_cmpuint (scene->rounds_right, ==, 1);
  g_assert_cmpint (scene->expected, ==, 20);
  g_assert_cmpint (scene->actual, ==, 17);
  g_assert_cmpint (scene->lost, ==, 3);
  g_assert_cmpuint (scene->actors[1].n_items, ==, 1);
  g_assert_cmpstr (apm_referee_get_broken (referee)->sentence, ==,
                   "Round 2 ended with 17 instead of 20: updates lost: 3.");
}

/* A program without a model of its own: actors come as they start. */
static void
test_actors (void)
{
  static const ApmRules rules = { .kind = APM_SCENE_ACTORS, .started_us = 1000 };
  g_autoptr(ApmReferee) referee = new_referee (&rules);
  g_autoptr(GError) error = NULL;

  g_assert_true (take (referee, (Step) { APM_REPORT_START, 0, pack ("H1"), 0 }, &error));
  g_assert_true (take (referee, (Step) { APM_REPORT_START, 1, pack ("O1"), 0 }, &error));
  g_assert_cmpuint (apm_referee_get_scene (referee)->n_actors, ==, 2);
  g_assert_cmpstr (apm_referee_get_scene (referee)->actors[1].name, ==, "O1");
  g_assert_true (take (referee, (Step) { APM_REPORT_START, 7, pack ("O2"), 0 }, &error));
  g_assert_cmpuint (apm_referee_get_scene (referee)->n_actors, ==, 8);
  g_assert_false (take (referee, (Step) { APM_REPORT_START, APM_SCENE_MAX_ACTORS, pack ("O3"), 0 }, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
}

static void
test_rate (void)
{
  ApmRate rate = { 0 };
  gint64 start = 123456789;

  g_assert_cmpfloat (apm_rate_get (&rate, start), ==, 0);
  for (guint ms = 0; ms < 3000; ms += 10)
    apm_rate_add (&rate, start + ms * 1000, 5);
  g_assert_cmpfloat (apm_rate_get (&rate, start + 2990 * 1000), >, 470);
  g_assert_cmpfloat (apm_rate_get (&rate, start + 2990 * 1000), <=, 500);
  g_assert_cmpfloat (apm_rate_get (&rate, start + 3500 * 1000), <, 300);
  g_assert_cmpfloat (apm_rate_get (&rate, start + 60 * G_USEC_PER_SEC), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/referee/scene", test_scene);
  for (guint i = 0; i < G_N_ELEMENTS (break_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/referee/break/", break_cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_break);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lie_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/referee/lie/", lie_cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lie);
    }
  g_test_add_func ("/referee/backwards", test_backwards);
  g_test_add_func ("/referee/names", test_names);
  g_test_add_func ("/referee/counter", test_counter);
  g_test_add_func ("/referee/actors", test_actors);
  g_test_add_func ("/rate/last-second", test_rate);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A deadlock is told once, after a second, and its end once; a question is answered
 * off the main thread. */

#include "apm-wait-watch.h"

#include "apm-error.h"
#include "apm-stat.h"
#include "apm-thread.h"
#include "family.h"
#include "../until.h"

typedef struct {
  int    pid;         /* whose deadlock it is about */
  guint  n_found;
  guint  n_ended;
  guint  n_looked;
  gint64 seen_us;
} Told;

static gboolean
is_meant (const ApmWaitDeadlock *deadlock,
          const Told            *told)
{
  return apm_wait_chain_get_node (deadlock->chain, 0)->pid == told->pid;
}

static void
on_found (ApmWaitWatch    *watch,
          ApmWaitDeadlock *deadlock,
          Told            *told)
{
  if (!is_meant (deadlock, told))
    return;
  g_assert_cmpuint (deadlock->n_members, ==, 2);
  g_assert_cmpint (deadlock->rank, ==, APM_WAIT_STUCK);
  g_assert_cmpint (g_get_monotonic_time () - deadlock->seen_us, >=, G_USEC_PER_SEC);
  told->n_found++;
}

static void
on_ended (ApmWaitWatch    *watch,
          ApmWaitDeadlock *deadlock,
          Told            *told)
{
  told->n_ended += is_meant (deadlock, told);
}

static void
on_looked (ApmWaitWatch *watch,
           Told         *told)
{
  told->n_looked++;
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ApmWaitChain *
ask (ApmWaitWatch  *watch,
     int            pid,
     GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  apm_wait_watch_ask_async (watch, pid, 0, NULL, on_answer, &result);
  test_until (result != NULL);

  return apm_wait_watch_ask_finish (watch, result, error);
}

/* What is noted of a process or, in the notes of threads, of one of its threads. */
static const ApmProcessNote *
find_note (ApmWaitWatch    *watch,
           ApmProcessNotes *notes,
           int              pid,
           int              number)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (apm_wait_watch_get_graph (watch)->pass, pid);

  return process ? apm_process_notes_find (notes, number, apm_stat_ticks_to_us (process->start_ticks)) : NULL;
}

static void
watch_until_told (ApmWaitWatch *watch,
                  Told         *told)
{
  g_signal_connect (watch, "deadlock-found", G_CALLBACK (on_found), told);
  g_signal_connect (watch, "deadlock-ended", G_CALLBACK (on_ended), told);
  g_signal_connect (watch, "looked", G_CALLBACK (on_looked), told);
  /* A look among many processes, slowed by a sanitizer, would use up the budget of minutes. */
  apm_wait_watch_set_budget (watch, 1000);
  apm_wait_watch_set_interval (watch, 200);
  test_until (told->n_found >= 1);
}

static void
test_told_once (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  Family *family = family_start ("DEADLOCKS", "abba");
  Told told = { .pid = family->pid };
  guint looked;

  watch_until_told (watch, &told);
  g_assert_nonnull (find_note (watch, apm_wait_watch_get_notes (watch), family->pid, family->pid));
  g_assert_nonnull (apm_wait_watch_find (watch, family->pid, 0));

  looked = told.n_looked;
  test_until (told.n_looked >= looked + 2);
  g_assert_cmpuint (told.n_found, ==, 1);
  g_assert_cmpuint (told.n_ended, ==, 0);

  family_free (family);
  test_until (told.n_ended >= 1);
  g_assert_cmpuint (told.n_found, ==, 1);
}

/* The next look may be far away: who was told and has ended is not waited for. */
static void
test_end_between_looks (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  Family *family = family_start ("DEADLOCKS", "abba");
  Told told = { .pid = family->pid };
  guint looked;

  watch_until_told (watch, &told);
  apm_wait_watch_set_interval (watch, 60 * 60 * 1000);
  looked = told.n_looked;
  apm_wait_watch_look (watch);
  test_until (told.n_looked > looked);

  family_free (family);
  test_until (told.n_ended >= 1);
}

/* Asked once, it looks again by itself until a suspicion has lasted. */
static void
test_asked_once (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", "abba");
  Told told = { .pid = family->pid };

  g_signal_connect (watch, "deadlock-found", G_CALLBACK (on_found), &told);
  g_signal_connect (watch, "looked", G_CALLBACK (on_looked), &told);
  apm_wait_watch_set_budget (watch, 1000);
  while (told.n_looked == 0 || (told.n_found == 0 && apm_wait_watch_is_settled (watch)))
    {
      guint looked = told.n_looked;

      apm_wait_watch_look (watch);
      test_until (told.n_looked > looked);
    }
  test_until (told.n_found >= 1);
}

static void
count_found (ApmWaitWatch    *watch G_GNUC_UNUSED,
             ApmWaitDeadlock *deadlock,
             GHashTable      *families)
{
  g_hash_table_remove (families, GINT_TO_POINTER (apm_wait_chain_get_node (deadlock->chain, 0)->pid));
}

/* The watch looks quickly, and has seen everybody before: what gets stuck after that is
 * found all the same, whatever it is stuck on. */
static void
test_made_later (void)
{
  static const char *const kinds[] = { "abba", "shared-2", "pipe-write", "popen", "sockets", "flock", "ofd", "epoll" };
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  g_autoptr(GPtrArray) families = g_ptr_array_new_with_free_func ((GDestroyNotify) family_free);
  g_autoptr(GHashTable) missing = g_hash_table_new (NULL, NULL);
  gint64 until_us = g_get_monotonic_time () + TEST_DEADLINE_US;
  Told told = { 0 };

  g_signal_connect (watch, "looked", G_CALLBACK (on_looked), &told);
  g_signal_connect (watch, "deadlock-found", G_CALLBACK (count_found), missing);
  apm_wait_watch_set_budget (watch, 1000);
  apm_wait_watch_set_interval (watch, 200);
  test_until (told.n_looked >= 3);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Family *family = family_start ("DEADLOCKS", kinds[i]);

      g_ptr_array_add (families, family);
      g_hash_table_add (missing, GINT_TO_POINTER (family->pid));
    }
  while (g_hash_table_size (missing) > 0 && g_get_monotonic_time () < until_us)
    {
      guint looked = told.n_looked;

      test_until (told.n_looked > looked);
    }
  for (guint i = 0; i < families->len; i++)
    if (g_hash_table_contains (missing, GINT_TO_POINTER (((Family *) families->pdata[i])->pid)))
      g_test_message ("%s was not found", ((Family *) families->pdata[i])->kind);
  g_assert_cmpuint (g_hash_table_size (missing), ==, 0);
}

/* How many threads of @pid have a note that says that they wait for a mutex. */
static guint
count_mutexes (ApmWaitWatch *watch,
               int           pid)
{
  const ApmWaitPass *pass = apm_wait_watch_get_graph (watch)->pass;
  const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pid);
  guint n = 0;

  for (guint i = 0; i < process->n_waits; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, process->first_wait + i);
      const ApmProcessNote *note = find_note (watch, apm_wait_watch_get_thread_notes (watch), pid, wait->tid);

      g_assert_null (apm_process_notes_find (apm_wait_watch_get_thread_notes (watch), wait->tid, 1));
      n += note && g_str_has_prefix (note->waits, "mutex ") && !note->is_idle;
    }

  return n;
}

static void
look (ApmWaitWatch *watch,
      Told         *told)
{
  guint looked = told->n_looked;

  apm_wait_watch_look (watch);
  test_until (told->n_looked > looked);
}

/* Of those threads that are asked for, and of no others. */
static void
test_notes_of_threads (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", "abba");
  gint64 until_us = g_get_monotonic_time () + TEST_DEADLINE_US;
  Told told = { .pid = family->pid };
  guint looked;

  g_signal_connect (watch, "looked", G_CALLBACK (on_looked), &told);
  look (watch, &told);
  g_assert_cmpuint (count_mutexes (watch, family->pid), ==, 0);

  apm_wait_watch_set_threads (watch, family->pid);
  test_until (told.n_looked >= 2);   /* at once */
  while (count_mutexes (watch, family->pid) < 2 && g_get_monotonic_time () < until_us)
    look (watch, &told);
  g_assert_cmpuint (count_mutexes (watch, family->pid), ==, 2);

  looked = told.n_looked;
  apm_wait_watch_set_threads (watch, APM_ALL_PROCESSES);
  test_until (told.n_looked > looked);
  g_assert_cmpuint (count_mutexes (watch, family->pid), ==, 2);

  /* The next to come may have begun before. */
  apm_wait_watch_set_threads (watch, 0);
  while (count_mutexes (watch, family->pid) > 0 && g_get_monotonic_time () < until_us)
    look (watch, &told);
  g_assert_cmpuint (count_mutexes (watch, family->pid), ==, 0);
}

static void
test_answers (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", "popen");
  gint64 until_us = g_get_monotonic_time () + TEST_DEADLINE_US;
  g_autoptr(GError) error = NULL;

  for (;;)
    {
      g_autoptr(ApmWaitChain) chain = ask (watch, family->pid, &error);

      g_assert_no_error (error);
      if (chain->rank == APM_WAIT_STUCK)
        {
          g_assert_cmpuint (chain->nodes->len, ==, 2);
          g_assert_true (apm_wait_chain_get_node (chain, 0)->in_knot);
          break;
        }
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    }

  g_assert_null (ask (watch, G_MAXINT, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
}

/* Who asked and did not wait: nothing is told, nothing is left. */
static void
test_freed_while_asked (void)
{
  ApmWaitWatch *watch = apm_wait_watch_new ();
  GAsyncResult *results[8] = { NULL };
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    apm_wait_watch_ask_async (watch, 1, 0, NULL, on_answer, &results[i]);
  apm_wait_watch_look (watch);
  g_object_unref (watch);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      ApmWaitChain *chain;

      test_until (results[i] != NULL);
      chain = g_task_propagate_pointer (G_TASK (results[i]), &error);
      g_assert_true (chain || error);
      g_clear_pointer (&chain, apm_wait_chain_free);
      g_clear_error (&error);
      g_clear_object (&results[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait-watch/told-once", test_told_once);
  g_test_add_func ("/wait-watch/end-between-looks", test_end_between_looks);
  g_test_add_func ("/wait-watch/made-later", test_made_later);
  g_test_add_func ("/wait-watch/asked-once", test_asked_once);
  g_test_add_func ("/wait-watch/notes-of-threads", test_notes_of_threads);
  g_test_add_func ("/wait-watch/answers", test_answers);
  g_test_add_func ("/wait-watch/freed-while-asked", test_freed_while_asked);

  return g_test_run ();
}

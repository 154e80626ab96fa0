/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real deadlocks are found in every look; programs that only look deadlocked never
 * are, however long one looks: ./build-aux/bench waits-hostile. Nobody who is looked at
 * notices. */

#include "apm-wait-proof.h"

#include "apm-wait-task.h"
#include "family.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
#define PASSES 50

static const struct {
  const char *kind;
  guint       n_members;    /* in the knot */
  gboolean    is_orphan;
} deadlocks[] = {
  { "abba", 2 },
  { "philosophers-5", 5 },
  { "philosophers-60", 60 },
  { "recursive", 2 },
  { "robust", 2 },
  { "pi", 2 },
  { "shared-2", 2 },
  { "shared-5", 5 },
  { "pipe-write", 2 },
  { "pipe-read", 2 },
  { "epoll", 2 },
  { "fifo", 2 },
  { "popen", 2 },
  { "join", 2 },
  { "sockets", 2 },
  { "mixed", 3 },
  { "flock", 2 },
  { "ofd", 2 },
  { "relock", 1 },
  { "pipe-self", 1 },
  { "vfork", 2 },
  { "rwlock", 2 },
  { "stdio", 2 },
  { "orphan", 1, TRUE },
  { "fork-copy", 1, TRUE },
};

static ApmWaitProof *
look_and_prove (ApmWaitReader *reader,
                GArray        *tasks,
                guint         *n_naive)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, (gconstpointer) tasks->data, tasks->len);
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);

  *n_naive += graph->knots->len;

  return apm_wait_proof_take (reader, graph);
}

static gboolean
has_deadlock (const ApmWaitProof *proof,
              guint               n_members,
              gboolean            is_orphan)
{
  for (guint i = 0; i < proof->graph->knots->len; i++)
    {
      const ApmWaitKnot *knot = proof->graph->knots->pdata[i];

      if (knot->members->len == n_members && knot->is_cycle == !is_orphan)
        return TRUE;
    }

  return FALSE;
}

/* However busy the machine is: what is too slow to be looked at would not be found. */
static ApmWaitReader *
new_patient_reader (void)
{
  ApmWaitReader *reader = apm_wait_reader_new ();

  apm_wait_reader_set_limit (reader, DEADLINE_US / 1000);

  return reader;
}

static void
wait_until_found (ApmWaitReader *reader,
                  const Family  *family,
                  guint          n_members,
                  gboolean       is_orphan)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  guint n_naive = 0;

  for (;;)
    {
      g_autoptr(GArray) tasks = family_list (family);
      g_autoptr(ApmWaitProof) proof = look_and_prove (reader, tasks, &n_naive);

      if (has_deadlock (proof, n_members, is_orphan))
        return;
      if (g_get_monotonic_time () > until_us)
        g_error ("“%s” was not found", family->kind);
      g_usleep (2000);
    }
}

static void
test_deadlock (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr(ApmWaitReader) reader = new_patient_reader ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", deadlocks[index].kind);
  g_autoptr(GArray) tasks = NULL;
  guint n_found = 0, n_naive = 0;

  wait_until_found (reader, family, deadlocks[index].n_members, deadlocks[index].is_orphan);
  tasks = family_list (family);
  for (guint i = 0; i < PASSES; i++)
    {
      g_autoptr(ApmWaitProof) proof = look_and_prove (reader, tasks, &n_naive);

      n_found += has_deadlock (proof, deadlocks[index].n_members, deadlocks[index].is_orphan);
    }
  g_test_message ("%s: %u of %u", deadlocks[index].kind, n_found, PASSES);
  g_assert_cmpuint (n_found, ==, PASSES);
}

/* A kernel that sees the cycle itself refuses the lock: nobody waits then. */
static void
test_posix_locks (void)
{
  g_autoptr(ApmWaitReader) reader = new_patient_reader ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", "posix");
  char text[16] = "";

  g_assert_cmpint (read (family->out, text, sizeof text - 1), >, 0);
  g_assert_cmpstr (text, ==, "EDEADLK\n");
  for (guint i = 0; i < PASSES; i++)
    {
      guint n_naive = 0;
      g_autoptr(GArray) tasks = family_list (family);
      g_autoptr(ApmWaitProof) proof = look_and_prove (reader, tasks, &n_naive);

      g_assert_cmpuint (proof->graph->knots->len, ==, 0);
    }
}

/* All kinds at once, proven twice with a second between. */
static void
test_persistence (void)
{
  g_autoptr(ApmWaitReader) reader = new_patient_reader ();
  g_autoptr(GPtrArray) families = g_ptr_array_new_with_free_func ((GDestroyNotify) family_free);
  g_autoptr(GArray) tasks = g_array_new (FALSE, FALSE, sizeof (ApmWaitTask));
  g_autoptr(ApmWaitProof) first = NULL;
  g_autoptr(ApmWaitProof) second = NULL;
  guint n_naive = 0;

  for (guint i = 0; i < G_N_ELEMENTS (deadlocks); i++)
    g_ptr_array_add (families, family_start ("DEADLOCKS", deadlocks[i].kind));
  for (guint i = 0; i < G_N_ELEMENTS (deadlocks); i++)
    {
      g_autoptr(GArray) own = NULL;

      wait_until_found (reader, families->pdata[i], deadlocks[i].n_members, deadlocks[i].is_orphan);
      own = family_list (families->pdata[i]);
      g_array_append_vals (tasks, own->data, own->len);
    }

  first = look_and_prove (reader, tasks, &n_naive);
  g_usleep (APM_WAIT_PERSISTENCE_US);
  second = apm_wait_proof_repeat (reader, first);
  g_assert_cmpuint (first->graph->knots->len, ==, G_N_ELEMENTS (deadlocks));
  g_assert_cmpuint (second->graph->knots->len, ==, G_N_ELEMENTS (deadlocks));

  /* Who goes is no part of it any more, and nobody else is. */
  g_ptr_array_set_size (families, families->len - 1);
  g_clear_pointer (&first, apm_wait_proof_free);
  first = apm_wait_proof_repeat (reader, second);
  g_assert_cmpuint (first->graph->knots->len, ==, G_N_ELEMENTS (deadlocks) - 1);
}

static const char *const loads[] = {
  "in-order", "back-off", "timed", "processes", "pipes", "sockets", "tcp", "server",
};

/* As many as APM_WAIT_PASSES says, however long that takes; else a few, in a few seconds. */
static void
test_load (gconstpointer kind)
{
  const char *wanted = g_getenv ("APM_WAIT_PASSES");
  g_autoptr(ApmWaitReader) reader = new_patient_reader ();
  g_autoptr(Family) family = family_start ("LOADS", kind);
  guint n_passes = wanted ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 300;
  gint64 until_us = wanted ? G_MAXINT64 : g_get_monotonic_time () + 6 * G_USEC_PER_SEC;
  guint n_naive = 0, n_false = 0, n_done;

  for (n_done = 0; n_done < n_passes && g_get_monotonic_time () < until_us; n_done++)
    {
      g_autoptr(GArray) tasks = family_list (family);
      g_autoptr(ApmWaitProof) proof = look_and_prove (reader, tasks, &n_naive);

      n_false += proof->graph->knots->len;
    }
  if (wanted)
    printf ("waits-hostile-%s %u false deadlocks in %u passes; %u that one look alone would have told\n",
            (const char *) kind, n_false, n_done, n_naive);
  g_test_message ("%s: %u passes, %u candidates, %u of them false", (const char *) kind, n_done, n_naive, n_false);
  g_assert_cmpuint (n_done, >=, wanted ? n_passes : 50);
  g_assert_cmpuint (n_false, ==, 0);
  /* It was there all the while. */
  g_assert_cmpint (waitpid (family->pid, NULL, WNOHANG), ==, 0);
}

static gint64
sum_switches (const GArray *tasks)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY);
  gint64 sum = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/task", g_array_index (tasks, ApmWaitTask, i).pid);
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir && (name = g_dir_read_name (dir)))
        sum += apm_wait_task_read_switches (proc_fd, (int) g_ascii_strtoll (name, NULL, 10));
    }
  close (proc_fd);

  return sum;
}

/* Calls that a tracer's stop would end with EINTR sleep on through many looks: not
 * one of these threads has had a CPU. */
static void
test_undisturbed (void)
{
  g_autoptr(ApmWaitReader) reader = new_patient_reader ();
  g_autoptr(Family) family = family_start ("LOADS", "sleepers");
  g_autoptr(GArray) tasks = NULL;
  char text[8] = "";
  gint64 before, after;
  guint n_naive = 0;

  g_assert_cmpint (read (family->out, text, sizeof text - 1), >, 0);
  tasks = family_list (family);
  /* Ready is told before they sleep. */
  do
    {
      before = sum_switches (tasks);
      g_usleep (200000);
      after = sum_switches (tasks);
    }
  while (before != after);

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr(ApmWaitProof) proof = look_and_prove (reader, tasks, &n_naive);

      g_assert_cmpuint (proof->graph->knots->len, ==, 0);
    }
  g_assert_cmpint (sum_switches (tasks), ==, before);
}

static void
test_parsers (void)
{
  g_assert_cmpint (apm_wait_task_parse_switches ("x\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t35\n"),
                   ==, 42);
  g_assert_cmpint (apm_wait_task_parse_switches ("Name:\tvoluntary_ctxt_switches:\t7\n"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_switches ("x\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctx"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_switches ("x\nvoluntary_ctxt_switches:\t\nnonvoluntary_ctxt_switches:\t1"),
                   ==, -1);
  g_assert_cmpint (apm_wait_task_parse_switches (""), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_switches ("x\nState:\tt (tracing stop)\nvoluntary_ctxt_switches:\t7\n"
                                                 "nonvoluntary_ctxt_switches:\t35\n"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_last_ran ("cat\n-----\nse.exec_start          :      16503519.609971\n"), ==,
                   16503519609);
  g_assert_cmpint (apm_wait_task_parse_last_ran ("cat\nse.exec_start  :  5.000001\n"), ==, 5000);
  g_assert_cmpint (apm_wait_task_parse_last_ran ("cat\nse.exec_start  :  5\n"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_last_ran ("cat\nse.exec_start  :  99999999999999999999.5\n"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_last_ran ("cat\nse.exec_start  :  -5.0\n"), ==, -1);
  g_assert_cmpint (apm_wait_task_parse_last_ran (""), ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait-proof/parsers", test_parsers);
  for (guint i = 0; i < G_N_ELEMENTS (deadlocks); i++)
    {
      g_autofree char *path = g_strconcat ("/wait-proof/deadlock/", deadlocks[i].kind, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_deadlock);
    }
  g_test_add_func ("/wait-proof/posix-locks", test_posix_locks);
  g_test_add_func ("/wait-proof/persistence", test_persistence);
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      g_autofree char *path = g_strconcat ("/wait-proof/load/", loads[i], NULL);

      g_test_add_data_func (path, loads[i], test_load);
    }
  g_test_add_func ("/wait-proof/undisturbed", test_undisturbed);

  return g_test_run ();
}

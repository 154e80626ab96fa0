/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "process-list-fixture.h"

#include "process-test.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* "name name …" in the order shown */
static char *
names (ApmProcessList *list)
{
  ApmView *view = apm_process_list_get_view (list);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    {
      const ApmProcess *process = apm_view_get_row (view, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", process->name);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_names (ApmProcessList *list,
              const char     *expected)
{
  g_autofree char *text = names (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_ourselves (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  const ApmProcess *self = apm_process_list_find (list, getpid ());
  double scan_ms;

  g_assert_nonnull (self);
  g_assert_cmpint (self->ppid, ==, getppid ());
  g_assert_cmpuint (self->uid, ==, getuid ());
  g_assert_cmpuint (self->threads, >=, 2);
  g_assert_cmpuint (self->rss_bytes, >, 100000);
  g_assert_cmpint (self->cpu_time_us, >, 0);
  g_assert_false (self->created_here);
  g_assert_nonnull (strstr (self->command, "test-process-list"));
  g_assert_null (apm_process_list_find (list, G_MAXINT));
  apm_process_list_get_cost (list, &scan_ms, NULL);
  g_assert_cmpfloat (scan_ms, >, 0);
}

/* The machine comes with the processes, and what we cost is all that we do, not only
 * the looking. */
static void
test_system (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  const ApmSystem *system = apm_process_list_get_system (list);
  gint64 until_us = g_get_monotonic_time () + G_USEC_PER_SEC;
  gint64 read_us = system->read_us;
  double cpu_percent;

  g_assert_cmpint (read_us, >, 0);
  g_assert_cmpuint (system->memory_total_bytes, >, 0);
  while (g_get_monotonic_time () < until_us)
    ;
  look (list);
  system = apm_process_list_get_system (list);
  g_assert_cmpint (system->read_us, >, read_us);
  g_assert_cmpuint (system->n_online, >, 0);
  g_assert_cmpfloat (apm_cpu_use_get_busy (&system->cpu), >, 0);
  apm_process_list_get_cost (list, NULL, &cpu_percent);
  g_assert_cmpfloat (cpu_percent, >, 5);   /* 100 on a machine that has nothing else to do */
}

/* Names as hostile as the kernel lets them be. */
static void
test_odd_names (void)
{
  static const struct { const char *comm, *name, *name_base64; } cases[] = {
    { "a) R 1 (\n", "a) R 1 (\n", NULL },
    { "two words", "two words", NULL },
    { "\xff\xfeok", "\xef\xbf\xbd\xef\xbf\xbdok", "//5vaw==" },
    { ")", ")", NULL },
  };
  g_autoptr(ApmProcessList) list = new_list ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmChild *child = start ("name", cases[i].comm, NULL);
      const ApmProcess *process = NULL;

      /* Not given to the list: it is to see for itself. */
      for (gboolean named = FALSE; !named;)
        {
          look (list);
          process = apm_process_list_find (list, apm_child_get_pid (child));
          g_assert_nonnull (process);
          named = strcmp (process->name, "subject") != 0 && strcmp (process->state, "running") != 0;
        }
      g_assert_cmpstr (process->name, ==, cases[i].name);
      g_assert_cmpstr (process->name_base64, ==, cases[i].name_base64);
      g_assert_cmpint (process->ppid, ==, getpid ());
      g_assert_cmpstr (process->state, ==, "sleeping");
      g_assert_cmpint (process->started_us, ==, apm_child_get_started_us (child));
      stop (child);
    }
}

static void
on_output (ApmChild *child,
           gboolean  is_stderr,
           GBytes   *batch,
           int      *number)
{
  gsize length;
  const char *bytes = g_bytes_get_data (batch, &length);
  g_autofree char *text = g_strndup (bytes, length);

  if (g_ascii_isdigit (*text))
    *number = atoi (text);
}

static void
test_states (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  ApmChild *child = start ("zombie", NULL, NULL);
  int pid = apm_child_get_pid (child);
  int zombie = 0;

  g_signal_connect (child, "output", G_CALLBACK (on_output), &zombie);
  test_until (zombie != 0);
  look (list);
  g_assert_cmpstr (apm_process_list_find (list, zombie)->state, ==, "zombie");
  g_assert_null (apm_process_list_find (list, zombie)->command);
  /* It has written, but need not sleep yet. */
  while (strcmp (apm_process_list_find (list, pid)->state, "sleeping") != 0)
    look (list);

  apm_child_signal (child, SIGSTOP, FALSE, NULL);
  for (gboolean stopped = FALSE; !stopped;)
    {
      look (list);
      stopped = strcmp (apm_process_list_find (list, pid)->state, "stopped") == 0;
    }
  stop (child);
}

static void
test_cpu (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  const char *argv[] = { "sh", "-c", "while :; do :; done", NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = TRUE };
  ApmChild *busy = apm_child_spawn (&spawn, NULL);
  ApmChild *idle = start ("wait", NULL, NULL);
  double percent = 0;

  while (percent < 0.5)
    {
      look (list);
      percent = apm_process_list_find (list, apm_child_get_pid (busy))->cpu_percent;
    }
  look (list);
  g_assert_cmpfloat (apm_process_list_find (list, apm_child_get_pid (idle))->cpu_percent, <, 0.5);
  stop (busy);
  stop (idle);
}

static void
test_scope_and_search (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  ApmChild *one = start ("wait", "x", "Ärmel");
  ApmChild *two = start ("wait", "y", "Zorro");
  g_autofree char *pid_text = g_strdup_printf ("%d", apm_child_get_pid (two));
  const struct { const char *search, *expected; } cases[] = {
    { "", "Ärmel Zorro" },
    { "ärmel", "Ärmel" },
    { "ZORR", "Zorro" },
    { "zorro subject", "Zorro" },
    { "subject zorro nothing", "" },
    { " \t wait \n ", "Ärmel Zorro" },
    { pid_text, "Zorro" },
  };

  apm_process_list_add_child (list, one);
  apm_process_list_add_child (list, two);
  apm_process_list_set_scope (list, APM_SCOPE_CREATED);
  apm_process_list_set_sort (list, "started_us", FALSE);
  look (list);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      apm_process_list_set_search (list, cases[i].search);
      assert_names (list, cases[i].expected);
    }

  apm_process_list_set_search (list, NULL);
  apm_process_list_set_scope (list, APM_SCOPE_MINE);
  g_assert_cmpuint (apm_view_get_n_rows (apm_process_list_get_view (list)), >=, 2);
  stop (one);
  stop (two);
}

/* The numbers of processes begin anew now and then: these four have ascending ones. */
static void
start_four (ApmChild *children[4])
{
  static const struct { const char *number, *name; } four[] = { { "3", "b" }, { "1", "c" }, { "2", "a" }, { "2", "a" } };
  gboolean ascending;

  do
    {
      ascending = TRUE;
      for (guint i = 0; i < G_N_ELEMENTS (four); i++)
        {
          children[i] = start ("wait", four[i].number, four[i].name);
          ascending &= i == 0 || apm_child_get_pid (children[i]) > apm_child_get_pid (children[i - 1]);
        }
      for (guint i = 0; !ascending && i < G_N_ELEMENTS (four); i++)
        stop (children[i]);
    }
  while (!ascending);
}

static void
test_order (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  ApmChild *children[4];
  static const struct { const char *field; gboolean descending; const char *expected; } cases[] = {
    { "pid", FALSE, "b c a a" },
    { "pid", TRUE, "a a c b" },
    { "name", FALSE, "a a b c" },
    { "name", TRUE, "c b a a" },
    { "command", FALSE, "c a a b" },
    { "command", TRUE, "b a a c" },
    { "ppid", FALSE, "b c a a" },
    { "ppid", TRUE, "b c a a" },
    { "user", TRUE, "b c a a" },
    { "no-such-field", TRUE, "b c a a" },
  };

  start_four (children);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    apm_process_list_add_child (list, children[i]);
  apm_process_list_set_scope (list, APM_SCOPE_CREATED);
  look (list);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].field);
      apm_process_list_set_sort (list, cases[i].field, cases[i].descending);
      assert_names (list, cases[i].expected);

      /* The thread orders as we do. */
      look (list);
      assert_names (list, cases[i].expected);
    }

  /* Every column can be sorted by. */
  apm_process_list_set_scope (list, APM_SCOPE_ALL);
  for (const ApmField *field = apm_process_fields; field->id; field++)
    {
      apm_process_list_set_sort (list, field->id, TRUE);
      g_assert_cmpuint (apm_view_get_n_rows (apm_process_list_get_view (list)), >=,
                        apm_process_list_get_n_total (list));
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    stop (children[i]);
}

/* A row keeps its identity while others come and go, and lingers with its status. */
static void
test_lingers (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  ApmView *view = apm_process_list_get_view (list);
  ApmChild *child = start ("wait", NULL, "lingering");
  int pid = apm_child_get_pid (child);
  const ApmProcess *row;
  guint64 key;

  apm_process_list_set_scope (list, APM_SCOPE_CREATED);
  apm_process_list_add_child (list, child);
  look (list);
  assert_names (list, "lingering");
  key = apm_view_get_key (view, 0);
  g_assert_true (apm_process_list_find (list, pid)->created_here);

  stop (child);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *end_text = NULL;

      assert_names (list, "lingering");
      row = apm_view_get_row (view, 0);
      end_text = apm_process_dup_end_text (row->wait_status);
      g_assert_true (row->ended);
      g_assert_cmpstr (row->state, ==, "ended");
      g_assert_cmpstr (end_text, ==, "killed by SIGKILL (signal 9)");
      g_assert_cmpuint (apm_view_get_key (view, 0), ==, key);
      if (i == 1)
        apm_process_list_set_sort (list, "name", TRUE);
      else
        look (list);
    }
}

/* One that ended before anybody looked is shown all the same. */
static void
test_short (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  g_autoptr(ApmChild) child = start ("exit", "7", "brief");

  test_until (apm_child_get_ended (child));
  apm_process_list_set_scope (list, APM_SCOPE_CREATED);
  apm_process_list_add_child (list, child);
  look (list);
  assert_names (list, "brief");
  g_assert_cmpint (apm_process_list_find (list, apm_child_get_pid (child))->wait_status, ==, 7 << 8);
}

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, removed, added);
}

static void
test_changes (void)
{
  g_autoptr(ApmProcessList) list = new_list ();
  g_autoptr(GString) changes = g_string_new (NULL);
  ApmChild *one = start ("wait", NULL, "one");
  ApmChild *two = start ("wait", NULL, "two");

  apm_process_list_set_scope (list, APM_SCOPE_CREATED);
  g_signal_connect (apm_process_list_get_view (list), "items-changed", G_CALLBACK (on_items_changed), changes);
  apm_process_list_add_child (list, one);
  look (list);
  apm_process_list_add_child (list, two);
  look (list);
  look (list);
  apm_process_list_set_search (list, "two");
  apm_process_list_set_search (list, "");
  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 1-1+0 1-0+1 ");
  stop (one);
  stop (two);
}

static void
on_updated (ApmProcessList *list,
            guint          *n)
{
  (*n)++;
}

static void
test_paused (void)
{
  g_autoptr(ApmProcessList) list = apm_process_list_new ();
  guint n = 0;

  apm_process_list_set_interval (list, 5);
  g_signal_connect (list, "updated", G_CALLBACK (on_updated), &n);
  test_until (n >= 3);
  g_assert_false (apm_process_list_get_paused (list));
  apm_process_list_set_paused (list, TRUE);
  g_assert_true (apm_process_list_get_paused (list));
  n = 0;
  look (list);
  g_assert_cmpuint (n, <=, 4);
  apm_process_list_set_paused (list, FALSE);
  n = 0;
  test_until (n >= 3);
}

static void
test_words (void)
{
  static const struct { int wait_status; const char *text; } ends[] = {
    { 0, "exited with status 0" },
    { 3 << 8, "exited with status 3" },
    { SIGKILL, "killed by SIGKILL (signal 9)" },
    { SIGSEGV | 0x80, "killed by SIGSEGV (signal 11), core dumped" },
    { 40, "killed by SIGRTMIN+6 (signal 40)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *text = apm_process_dup_end_text (ends[i].wait_status);

      g_assert_cmpstr (text, ==, ends[i].text);
    }

  g_assert_cmpstr (apm_process_state_word ('R'), ==, "running");
  g_assert_cmpstr (apm_process_state_word ('D'), ==, "waiting");
  g_assert_cmpstr (apm_process_state_word ('?'), ==, "unknown");
  g_assert_cmpstr (apm_process_state_label ("waiting"), ==, "waiting for the disk");
  g_assert_cmpstr (apm_process_state_label ("nonsense"), ==, "unknown");
  g_assert_cmpuint (apm_process_pack_key (1, 20000), !=, apm_process_pack_key (2, 20000));
  g_assert_cmpuint (apm_process_pack_key (1, 20000), !=, apm_process_pack_key (1, 30000));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/list/words", test_words);
  g_test_add_func ("/process/list/ourselves", test_ourselves);
  g_test_add_func ("/process/list/system", test_system);
  g_test_add_func ("/process/list/odd-names", test_odd_names);
  g_test_add_func ("/process/list/states", test_states);
  g_test_add_func ("/process/list/cpu", test_cpu);
  g_test_add_func ("/process/list/scope-and-search", test_scope_and_search);
  g_test_add_func ("/process/list/order", test_order);
  g_test_add_func ("/process/list/lingers", test_lingers);
  g_test_add_func ("/process/list/short", test_short);
  g_test_add_func ("/process/list/changes", test_changes);
  g_test_add_func ("/process/list/paused", test_paused);

  return g_test_run ();
}

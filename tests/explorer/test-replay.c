/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* Schedules that are given, bounds, and what cannot be explored. */

static const char deadlock[] =
  "#include <pthread.h>\n"
  "static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;\n"
  "static void *one (void *v) { pthread_mutex_lock (&a); pthread_mutex_lock (&b);\n"
  "  pthread_mutex_unlock (&b); pthread_mutex_unlock (&a); return v; }\n"
  "static void *two (void *v) { pthread_mutex_lock (&b); pthread_mutex_lock (&a);\n"
  "  pthread_mutex_unlock (&a); pthread_mutex_unlock (&b); return v; }\n"
  "int main (void) { pthread_t i; pthread_create (&i, 0, one, 0); two (0); return pthread_join (i, 0); }\n";

/* What was said, but for what it took and where the file lay. */
static char *
dup_lines (const Explored *explored)
{
  g_autoptr(GRegex) others = g_regex_new ("\n(progress|count\t(search_us|cpu_us|memory_kib))\t.*|/apm-explored-[^/]*", 0, 0, NULL);

  return g_regex_replace_literal (others, explored->lines, -1, 0, "", 0, NULL);
}

/* What was found is found again, byte for byte, by its schedule alone. */
static void
test_again (void)
{
  g_autoptr(Explored) found = NULL, once = NULL, twice = NULL;
  g_autofree char *schedule = NULL, *option = NULL, *kind = NULL, *place = NULL, *first = NULL, *second = NULL;
  const char *options[] = { NULL, NULL };

  if (!explored_is_here ())
    return;
  found = explored_run_source (deadlock, NULL);
  schedule = explored_dup_part (found, "schedule", 1);
  g_assert_cmpstr (schedule, ==, "main*2,1");
  option = g_strconcat ("--schedule=", schedule, NULL);
  options[0] = option;
  once = explored_run_source (deadlock, options);
  twice = explored_run_source (deadlock, options);
  kind = explored_dup_part (once, "failure", 1);
  g_assert_cmpstr (kind, ==, "deadlock");
  place = explored_dup_part (once, "waits", 3);
  g_assert_true (g_str_has_suffix (place, "program.c:5"));
  first = dup_lines (once);
  second = dup_lines (twice);
  g_assert_cmpstr (first, ==, second);
}

static const struct {
  const char *name, *schedule, *verdict;
} schedules[] = {
  { "part", "main", "bounded\tschedule" },
  { "nobody", "7*3", "diverged\t-" },
  { "blocked", "main,1*2,main", "diverged\t-" },
  { "nonsense", "main*x", "invalid\tschedule" },
  { "name", "0", "invalid\tschedule" },
  { "comma", "main,", "invalid\tschedule" },
  { "endless", "main*99999999999", "invalid\tschedule" },
};

static void
test_schedule (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *option = g_strconcat ("--schedule=", schedules[i].schedule, NULL);
  const char *options[] = { option, NULL };
  g_autoptr(Explored) explored = NULL;

  if (!explored_is_here ())
    return;
  explored = explored_run_source (deadlock, options);
  g_assert_cmpstr (explored->verdict, ==, schedules[i].verdict);
}

#define MAIN(text) "#include <stdlib.h>\n#include <unistd.h>\n#include <pthread.h>\nint main (void)\n{\n" text "\n}\n"
#define THREAD(text) "#include <stdlib.h>\n#include <pthread.h>\nint x;\nstatic void *go (void *v) { " text " return v; }\n" \
  "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); while (!x); return 0; }\n"

/* Two threads go round for ever, one after the other. */
#define LOOPS(text) "#include <pthread.h>\nint x, n; pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;\n" \
  "static void *go (void *v) { int other = v != 0; (void) other;\n" \
  "  for (;;) { pthread_mutex_lock (&a); " text " pthread_mutex_unlock (&a); } pthread_mutex_unlock (&a); return v; }\n" \
  "int main (void) { pthread_t i, j; pthread_create (&i, 0, go, 0); pthread_create (&j, 0, go, &x);\n" \
  "  pthread_join (i, 0); return pthread_join (j, 0); }\n"

/* Two threads, and a third one that works for ever. */
#define BESIDE(one, two) "#include <pthread.h>\n#include <semaphore.h>\n#include <stdatomic.h>\n" \
  "int x; atomic_int z; sem_t s; pthread_t t[3];\npthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER,\n" \
  "  b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER; pthread_cond_t v = PTHREAD_COND_INITIALIZER;\n" \
  "static void *go_one (void *n) { " one " return n; }\nstatic void *go_two (void *n) { " two " return n; }\n" \
  "static void *work (void *n) { for (;;) { pthread_mutex_lock (&c); x = 1 - x; pthread_mutex_unlock (&c); } return n; }\n" \
  "int main (void) { sem_init (&s, 0, 0); pthread_create (&t[0], 0, go_one, 0); pthread_create (&t[1], 0, go_two, 0);\n" \
  "  pthread_create (&t[2], 0, work, 0); sem_post (&s); sem_post (&s); return pthread_join (t[2], 0); }\n"
#define BOTH(first, second) "pthread_mutex_lock (&" first "); pthread_mutex_lock (&" second ");" \
  "pthread_mutex_unlock (&a); pthread_mutex_unlock (&b);"

/* Waits with a timeout, over and over, for what never comes. */
#define TIMED "#include <pthread.h>\n#include <time.h>\nint x; pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;\n" \
  "pthread_cond_t c = PTHREAD_COND_INITIALIZER; struct timespec soon;\n" \
  "static void *go (void *v) { pthread_mutex_lock (&a); while (!x) pthread_cond_timedwait (&c, &a, &soon);\n" \
  "  pthread_mutex_unlock (&a); return v; }\n" \
  "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); return pthread_join (i, 0); }\n"

/* Only where the second thread comes first there is much to do. */
#define LATER "#include <pthread.h>\nint x, y; pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;\n" \
  "static void *go (void *v) { pthread_mutex_lock (&a); if (!x) x = v ? 2 : 1; pthread_mutex_unlock (&a); return v; }\n" \
  "int main (void) { pthread_t i, j; pthread_create (&i, 0, go, 0); pthread_create (&j, 0, go, &x);\n" \
  "  pthread_join (i, 0); pthread_join (j, 0);\n" \
  "  for (y = 0; x == 2 && y < 100; y++) { pthread_mutex_lock (&a); pthread_mutex_unlock (&a); } return 0; }\n"

/* A thread goes round until main ends, and takes it along. */
#define DAEMON "#include <pthread.h>\n#include <stdatomic.h>\natomic_int z, w;\n" \
  "static void *go (void *v) { while (!z); return v; }\n" \
  "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); if (w) z = 1; return 0; }\n"

/* Wrong only where the other one is late, by the clock. */
#define LATE "#include <pthread.h>\n#include <stdatomic.h>\n#include <stdlib.h>\n#include <time.h>\n#include <unistd.h>\n" \
  "atomic_int z; static void *go (void *v) { z = 1; return v; }\n" \
  "int main (void) { pthread_t i; struct timespec t; pthread_create (&i, 0, go, 0); while (!z) usleep (1000);\n" \
  "  clock_gettime (CLOCK_REALTIME, &t); if (t.tv_nsec > 4000000) abort (); return pthread_join (i, 0); }\n"

/* An if where a while should be: wrong only because a wait may end by itself. */
#define SPURIOUS "#include <pthread.h>\n#include <assert.h>\nint x; pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;\n" \
  "pthread_cond_t c = PTHREAD_COND_INITIALIZER;\n" \
  "static void *go (void *v) { pthread_mutex_lock (&a); if (!x) pthread_cond_wait (&c, &a); assert (x);\n" \
  "  pthread_mutex_unlock (&a); return v; }\n" \
  "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); pthread_mutex_lock (&a); x = 1;\n" \
  "  pthread_cond_signal (&c); pthread_mutex_unlock (&a); return pthread_join (i, 0); }\n"

/* One addition is lost if a thread is interrupted once. */
#define LOST "#include <pthread.h>\n#include <assert.h>\nint x;\n" \
  "static void *go (void *v) { x++; return v; }\n" \
  "int main (void) { pthread_t i, j; pthread_create (&i, 0, go, 0); pthread_create (&j, 0, go, 0);\n" \
  "  pthread_join (i, 0); pthread_join (j, 0); assert (x == 2); return 0; }\n"

static const struct {
  const char *name, *source;
  const char *options[3];
  const char *verdict, *line, *part;   /* and what the first such line has as its second part */
} others[] = {
  { "syntax", "int main (", { NULL }, "source\t-" },
  { "endless-source", "#include \"/dev/zero\"\n", { NULL }, "source\t-" },
  { "no-main", "int x;", { NULL }, "unknown\t-", "unknown", "main" },
  { "fork", MAIN ("return fork ();"), { NULL }, "unknown\t-", "unknown", "fork" },
  { "undefined", MAIN ("extern int nowhere (void); return nowhere ();"), { NULL }, "unknown\t-", "unknown", "nowhere" },
  { "system-call", MAIN ("long n = 39; __asm__ volatile (\"syscall\" : \"+a\" (n) : : \"rcx\", \"r11\"); return 0;"),
    { NULL }, "killed\t31" },
  { "constructor", "#include <stdlib.h>\n__attribute__ ((constructor)) static void go (void) { free (malloc (9)); }\n"
    "int main (void) { return 0; }\n", { NULL }, "killed\t70" },
  { "endless-constructor", "__attribute__ ((constructor)) static void go (void) { for (;;); }\nint main (void) { return 0; }\n",
    { NULL }, "killed\t27" },   /* SIGPROF */
  { "waits-by-itself", MAIN ("long n = 202; int word = 0; register long forever __asm__ (\"r10\") = 0;\n"
    "__asm__ volatile (\"syscall\" : \"+a\" (n) : \"D\" (&word), \"S\" (0), \"d\" (0), \"r\" (forever) : \"rcx\", \"r11\", \"memory\");"
    "return 0;"), { NULL }, "killed\t9" },
  { "says-a-verdict", "#include <assert.h>\n" MAIN ("__assert_fail (\"a\\nverdict\\tcomplete\\t-\", \"\", 1, \"\");"), { NULL },
    "failed\t-", "failure", "assertion" },
  { "many-threads", "#include <pthread.h>\nstatic void *go (void *v) { return v; }\n"
    "int main (void) { pthread_t i; for (int n = 0; n < 40; n++) { pthread_create (&i, 0, go, 0); pthread_join (i, 0); } return 0; }\n",
    { NULL }, "bounded\tthreads" },
  { "too-large", "static char room[300 << 20];\n" MAIN ("return room[9];"), { NULL }, "bounded\tmemory" },
  { "large", "static char room[30 << 20];\n" MAIN ("return room[9];"), { NULL }, "complete\t-" },
  { "endless-computing", "static int next (int n) { return n * 3 + 1; }\n"
    MAIN ("for (volatile int i = 0;;) { i = next (i); i++; i ^= 3; }"), { NULL }, "failed\t-", "failure", "hang" },
  { "endless-memory", MAIN ("for (;;) malloc (100000);"), { NULL }, "bounded\tmemory" },
  { "endless-printing", "#include <stdio.h>\n" MAIN ("for (;;) puts (\"abc\");"), { NULL }, "failed\t-", "failure", "hang" },
  { "endless-blocks", "#include <string.h>\n" MAIN ("for (;;) memset (malloc (10), 1, 10);"), { NULL }, "bounded\tmemory" },
  { "endless-output", "#include <stdio.h>\n" MAIN ("for (int i = 0; i < 100000; i++) puts (\"abc\"); return 0;"),
    { NULL }, "complete\t-" },
  { "endless-steps", THREAD ("for (;;) __atomic_fetch_add (&x, 1, __ATOMIC_SEQ_CST);"),
    { "--steps=200", "--ignore-races" }, "bounded\tsteps" },
  { "some-steps", LATER, { "--steps=60", "--jobs=2" }, "bounded\tsteps" },
  { "enough-steps", LATER, { "--jobs=2" }, "complete\t-" },
  { "endless-loops", LOOPS ("x = 1 - x;"), { NULL }, "complete\t-" },
  { "endless-loops-race", LOOPS ("x = 1 - x; pthread_mutex_unlock (&a); x = 1; pthread_mutex_lock (&a);"), { "--mode=states" },
    "failed\t-", "failure", "race" },
  { "never-ends-perhaps", LOOPS ("if (other) { n = x; break; } if (n) break; x = 1 - x;"), { "--mode=states" },
    "failed\t-", "failure", "livelock" },
  { "deadlock-beside-work", BESIDE (BOTH ("a", "b"), BOTH ("b", "a")), { NULL }, "failed\t-", "failure", "deadlock" },
  { "lost-wake-up-beside-work",
    BESIDE ("pthread_mutex_lock (&a); pthread_cond_wait (&v, &a); pthread_mutex_unlock (&a);", "pthread_cond_signal (&v);"),
    { NULL }, "failed\t-", "failure", "deadlock" },
  { "joins-beside-work", BESIDE ("sem_wait (&s); pthread_join (t[1], 0);", "sem_wait (&s); pthread_join (t[0], 0);"),
    { "--ignore-races" }, "failed\t-", "failure", "deadlock" },
  { "right-beside-work", BESIDE (BOTH ("a", "b"), BOTH ("a", "b")), { NULL }, "complete\t-" },
  { "looks-beside-work", BESIDE ("while (z != 2);", "z = 1;"), { "--mode=states" }, "bounded\tsteps" },
  { "waits-over-and-over", TIMED, { "--mode=states" }, "failed\t-", "failure", "livelock" },
  { "waits-over-and-over-too", TIMED, { NULL }, "failed\t-", "failure", "livelock" },
  { "spins-until-the-end", DAEMON, { "--mode=states" }, "complete\t-" },
  { "late", LATE, { "--mode=states" }, "failed\t-", "failure", "abort" },
  { "wild-read", MAIN ("return *(volatile int *) 16;"), { NULL }, "failed\t-", "failure", "crash" },
  { "closes", MAIN ("return close (1);"), { NULL }, "unknown\t-", "unknown", "close" },
  { "no-preemption", THREAD ("x = 1;"), { "--preemptions=0", "--ignore-races" }, "bounded\tpreemptions" },
  { "random", THREAD ("x = 1;"), { "--mode=random", "--executions=10", "--ignore-races" }, "bounded\texecutions" },
  { "no-spurious", SPURIOUS, { NULL }, "complete\t-" },
  { "spurious", SPURIOUS, { "--spurious" }, "failed\t-", "failure", "assertion" },
  { "one-preemption", LOST, { "--preemptions=1", "--ignore-races" }, "failed\t-", "failure", "assertion" },
  { "other-preemption", LOST, { "--preemptions=0", "--ignore-races" }, "bounded\tpreemptions" },
  { "freely", MAIN ("return 0;"), { "--free=9" }, "bounded\texecutions", "count", "executions" },
  { "freely-wrong", MAIN ("return 3;"), { "--free=9" }, "failed\t-" },
  { "freely-for-ever", MAIN ("for (;;);"), { "--free=1" }, "failed\t-" },
  { "hunted", THREAD ("x = 1;"), { "--mode=pct", "--executions=1000" }, "failed\t-", "failure", "race" },
};

static void
test_other (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const char *options[] = { others[i].options[0], others[i].options[1], others[i].options[2], NULL };
  g_autoptr(Explored) explored = NULL;

  if (!explored_is_here ())
    return;
  explored = explored_run_source (others[i].source, options);
  g_assert_cmpstr (explored->verdict, ==, others[i].verdict);
  if (strstr (explored->lines, "\ncount\tmemory_kib\t"))
    g_assert_cmpint (explored_get_count (explored, "memory_kib"), <=, 256 * 1024);
  if (others[i].line)
    {
      g_autofree char *part = explored_dup_part (explored, others[i].line, 1);

      g_assert_cmpstr (part, ==, others[i].part);
    }
}

/* Whatever the search is at. A busy machine may be slow once, not each time. */
#define CANCEL_MS 100
#define TRIES     5

static const struct {
  const char *name, *program;
  const char *options[4];
} cancelled[] = {
  { "classes", "lastzero.c", { "-DN=16", "--mode=optimal", "--jobs=1" } },
  { "two-processes", "lastzero.c", { "-DN=16", "--mode=optimal", "--jobs=2" } },
  { "orders", "lastzero.c", { "-DN=16", "--mode=dfs" } },
  { "states", "buffer.c", { "-DN=4", "-DITEMS=4", "-DSLOTS=2", "--mode=states" } },
};

/* Returns: how long the program took to end after it was told to, with what it had counted */
static gint64
cancel (guint i)
{
  const char *const *options = cancelled[i].options;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "explorer", "programs", cancelled[i].program, NULL);
  const char *argv[] = { g_getenv ("APM_EXPLORE"), path, "--seconds=60", options[0], options[1], options[2], options[3], NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr(GDataInputStream) lines = NULL;
  gboolean asked = FALSE, told = FALSE, counted = FALSE;
  gint64 asked_us = 0;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (char *line; (line = g_data_input_stream_read_line (lines, NULL, NULL, NULL));)
    {
      told |= strcmp (line, "verdict\tbounded\tcancelled") == 0;
      counted |= g_str_has_prefix (line, "count\texecutions\t");
      if (!asked && g_str_has_prefix (line, "progress\t"))
        {
          asked_us = g_get_monotonic_time ();
          g_subprocess_send_signal (process, SIGTERM);
          asked = TRUE;
        }
      g_free (line);
    }
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (told);

  return counted ? g_get_monotonic_time () - asked_us : G_MAXINT64;
}

static void
test_cancel (gconstpointer data)
{
  gint64 us = G_MAXINT64;

  if (!explored_is_here ())
    return;
  for (guint n = 0; n < TRIES && us > CANCEL_MS * 1000; n++)
    us = cancel (GPOINTER_TO_UINT (data));
  g_test_message ("%" G_GINT64_FORMAT " us", us);
  g_assert_cmpint (us, <=, CANCEL_MS * 1000);
}

static gboolean
is_empty (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);

  return g_dir_read_name (directory) == NULL;
}

/* Nothing is left of it where it cannot clean up itself. */
static void
test_killed (void)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  g_autofree char *directory = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "explorer", "programs", "lastzero.c", NULL);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  if (!explored_is_here ())
    return;
  directory = g_dir_make_tmp ("apm-killed-XXXXXX", NULL);
  g_subprocess_launcher_setenv (launcher, "TMPDIR", directory, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("APM_EXPLORE"), path, "-DN=16", "--mode=optimal", NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (line, "progress\t"));
  g_assert_false (is_empty (directory));
  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  while (!is_empty (directory) && g_get_monotonic_time () < until_us)
    g_usleep (1000);
  g_assert_no_errno (g_rmdir (directory));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explorer/replay/again", test_again);
  for (guint i = 0; i < G_N_ELEMENTS (schedules); i++)
    {
      g_autofree char *path = g_strconcat ("/explorer/schedule/", schedules[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_schedule);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_strconcat ("/explorer/other/", others[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_other);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cancelled); i++)
    {
      g_autofree char *path = g_strconcat ("/explorer/cancelled/", cancelled[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_cancel);
    }

  g_test_add_func ("/explorer/killed", test_killed);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-stack-private.h"
#include "subject.h"
#include "../until.h"

#include <grp.h>
#include <string.h>
#include <unistd.h>

/* What is right with very many is looked at without sanitizers: each makes it much slower. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define N_MANY 255
#else
#define N_MANY 4095
#endif

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ApmStack *
take (int      pid,
      gint64   started_us,
      int      tid,
      GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  apm_stack_take_async (pid, started_us, tid, NULL, on_taken, &result);
  test_until (result != NULL);

  return apm_stack_take_finish (result, error);
}

static gboolean
has_function (const ApmStackThread *thread,
              const char           *function)
{
  for (guint i = 0; i < thread->frames->len; i++)
    if (g_strcmp0 (((ApmStackFrame *) thread->frames->pdata[i])->function, function) == 0)
      return TRUE;

  return FALSE;
}

/* Seven threads at one place are told as one stack. */
static void
test_groups (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmStack) stack = NULL;
  g_autoptr(GPtrArray) groups = NULL;
  g_autofree char *text = NULL;
  const ApmStackGroup *group;
  const ApmStackThread *first;

  g_assert_true (subject_start (&subject, 7, 0));
  stack = take (subject.pid, subject.started_us, 0, &error);
  if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (stack->threads->len, ==, 8);
  g_assert_cmpint (apm_stack_get_longest_ns (stack), >, 0);

  groups = apm_stack_group (stack);
  g_assert_cmpuint (groups->len, ==, 2);
  group = groups->pdata[0];
  g_assert_cmpuint (group->threads->len, ==, 7);
  first = group->threads->pdata[0];
  g_assert_cmpstr (first->name, ==, "waiting");
  g_assert_true (has_function (first, "wait_for_the_post"));
  g_assert_true (has_function (first, "waiting_main"));

  group = groups->pdata[1];
  g_assert_cmpint (((ApmStackThread *) group->threads->pdata[0])->tid, ==, subject.pid);
  g_assert_true (has_function (group->threads->pdata[0], "main"));

  text = apm_stack_dup_text (stack);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "7 threads: "));
  g_assert_nonnull (strstr (text, "wait_for_the_post+"));
  g_assert_nonnull (strstr (text, "subject.c:"));
  g_assert_nonnull (strstr (text, "Each thread was stopped for "));
}

static void
test_one (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmStack) stack = NULL;

  g_assert_true (subject_start (&subject, 2, 0));
  stack = take (subject.pid, subject.started_us, subject.pid, &error);
  if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (stack->threads->len, ==, 1);
  g_assert_true (has_function (stack->threads->pdata[0], "main"));
}

static void
test_refused (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(GError) reused = NULL, gone = NULL, no_thread = NULL;

  g_assert_true (subject_start (&subject, 0, 0));
  g_assert_null (take (subject.pid, subject.started_us + G_USEC_PER_SEC, 0, &reused));
  g_assert_error (reused, APM_ERROR, APM_ERROR_REUSED);
  g_assert_null (take (G_MAXINT, 1, 0, &gone));
  g_assert_error (gone, APM_ERROR, APM_ERROR_GONE);
  /* The number of a thread of ours is none of that process. */
  g_assert_null (take (subject.pid, subject.started_us, getpid (), &no_thread));
  g_assert_error (no_thread, APM_ERROR, APM_ERROR_GONE);
}

/* Threads come and go while they are looked at: what is there is told. */
static void
test_churn (void)
{
  g_auto(Subject) subject = { NULL };

  g_assert_true (subject_start (&subject, 2, 2));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmStack) stack = take (subject.pid, subject.started_us, 0, &error);

      if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
        {
          g_test_skip (error->message);
          return;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (stack->threads->len, >=, 5);
    }
}

static void
test_many (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmStack) stack = NULL;
  g_autoptr(GPtrArray) groups = NULL;
  gint64 began_us;

  if (!subject_start (&subject, N_MANY, 0))
    return;
  began_us = g_get_monotonic_time ();
  stack = take (subject.pid, subject.started_us, 0, &error);
  if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_no_error (error);
  g_test_message ("%d stacks took %" G_GINT64_FORMAT " ms", N_MANY + 1, (g_get_monotonic_time () - began_us) / 1000);
  g_assert_cmpuint (stack->threads->len, ==, N_MANY + 1);
  groups = apm_stack_group (stack);
  g_assert_cmpuint (((ApmStackGroup *) groups->pdata[0])->threads->len, >=, N_MANY - 95);
}

/* As another user, in a process of its own: see main(). */
static void
test_denied (void)
{
  g_auto(Subject) subject = { NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) other = NULL;
  g_autofree char *self = NULL, *pid = NULL, *started = NULL, *out = NULL;

  if (getuid () != 0)
    {
      g_test_skip ("only root can become another user");
      return;
    }

  g_assert_true (subject_start (&subject, 1, 0));
  pid = g_strdup_printf ("%d", subject.pid);
  started = g_strdup_printf ("%" G_GINT64_FORMAT, subject.started_us);
  self = g_file_read_link ("/proc/self/exe", &error);
  g_assert_no_error (error);
  other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--as-nobody", pid, started, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (other, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%s", out);
  if (strstr (out, "cannot be started"))
    {
      g_test_skip ("another user cannot reach the build folder");
      return;
    }
  g_assert_true (g_str_has_prefix (out, "Not permitted to look into process "));
}

static int
take_as_nobody (const char *pid,
                const char *started_us)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmStack) stack = NULL;

  if (setgroups (0, NULL) != 0 || setgid (65534) != 0 || setuid (65534) != 0)
    return 1;
  stack = take (atoi (pid), g_ascii_strtoll (started_us, NULL, 10), 0, &error);
  g_print ("%s", stack ? "it was read" : error->message);

  return 0;
}

/* What the program prints, right and wrong. */
static void
test_parse (void)
{
  static const struct {
    const char *text;
    int         code;    /* -1: none */
    guint       n_threads;
    guint       n_frames;
  } cases[] = {
    { "", APM_ERROR_FAILED, 0, 0 },
    { "rubbish\n", APM_ERROR_FAILED, 0, 0 },
    { "fail\t3\n", APM_ERROR_GONE, 0, 0 },
    { "fail\t1\n", APM_ERROR_DENIED, 0, 0 },
    { "fail\t13\n", APM_ERROR_DENIED, 0, 0 },
    { "fail\t5\n", APM_ERROR_FAILED, 0, 0 },
    { "reused\n", APM_ERROR_REUSED, 0, 0 },
    { "refused\t7\t1\n", APM_ERROR_DENIED, 0, 0 },
    { "frame\t1\tf\t2\t/lib/x\tx.c:1\n", APM_ERROR_FAILED, 0, 0 },
    { "thread\t7\t900\tn\n", -1, 1, 0 },
    { "thread\t7\t900\tn\nframe\t1f\tf\t2\t/lib/x\t\nframe\t20\t\t2\t\t\n", -1, 1, 2 },
    { "thread\t7\t900\tn\nrefused\t8\t3\n", -1, 1, 0 },
    { "thread\t7\t900\tn\nrefused\t8\t110\n", -1, 2, 0 },
    { "thread\t7\t900\tn\nfra", -1, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmStack) stack = apm_stack_parse (7, 0, cases[i].text, &error);

      g_assert_cmpint (error ? error->code : -1, ==, cases[i].code);
      if (stack)
        {
          const ApmStackThread *first = stack->threads->pdata[0];

          g_assert_cmpuint (stack->threads->len, ==, cases[i].n_threads);
          g_assert_cmpuint (first->frames->len, ==, cases[i].n_frames);
        }
    }
}

static void
test_text (void)
{
  g_autoptr(ApmStack) stack = apm_stack_parse (7, 0,
                                               "thread\t7\t1200000\tmain\n"
                                               "frame\t10\tread_all\t18\t/usr/lib/libx.so.1\tread.c:40\n"
                                               "frame\t20\t\t255\t/bin/x\t\n"
                                               "frame\t30\t\t0\t\t\n"
                                               "thread\t9\t100\tpool\nframe\t50\twork\t1\t\t\n"
                                               "thread\t8\t100\tpool\nframe\t51\twork\t2\t\t\n", NULL);
  g_autofree char *text = apm_stack_dup_text (stack);

  g_assert_cmpstr (text, ==,
                   "2 threads: 9 'pool', 8 'pool'\n"
                   "  #0   work+1\n"
                   "\n"
                   "1 thread: 7 'main'\n"
                   "  #0   read_all+18 in libx.so.1 (read.c:40)\n"
                   "  #1   +0xff in x\n"
                   "  #2   0x30\n"
                   "\n"
                   "Each thread was stopped for 1.2 ms at most.\n");
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--as-nobody"))
    return take_as_nobody (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stack/parse", test_parse);
  g_test_add_func ("/stack/text", test_text);
  g_test_add_func ("/stack/groups", test_groups);
  g_test_add_func ("/stack/one", test_one);
  g_test_add_func ("/stack/refused", test_refused);
  g_test_add_func ("/stack/denied", test_denied);
  g_test_add_func ("/stack/churn", test_churn);
  g_test_add_func ("/stack/many", test_many);

  return g_test_run ();
}

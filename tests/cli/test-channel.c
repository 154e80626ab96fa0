/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apmctl channel: messages from one to another, and nothing left behind. */

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <mqueue.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LONG_US (60 * G_USEC_PER_SEC)

static char *folder;

static GSubprocess *
start (const char *order,
       ...)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  GSubprocess *process;
  va_list args;

  g_ptr_array_add (words, (char *) g_getenv ("APMCTL"));
  g_ptr_array_add (words, (char *) "channel");
  va_start (args, order);
  for (const char *word = order; word; word = va_arg (args, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (args);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_newv ((const char *const *) words->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);

  return process;
}

/* Returns: the exit status */
static int
finish (GSubprocess  *process,
        const char   *input,
        char        **out)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_communicate_utf8 (process, input, NULL, out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static void
wait_for_line (GSubprocess *process,
               const char  *line)
{
  char bytes[256] = "";
  gsize n = 0;

  while (n < sizeof bytes - 1 && g_input_stream_read (g_subprocess_get_stdout_pipe (process), bytes + n, 1, NULL, NULL) == 1
         && bytes[n] != '\n')
    n++;
  bytes[n] = '\0';
  g_assert_cmpstr (bytes, ==, line);
}

static void
wait_for_file (const char *path,
               gboolean    there)
{
  gint64 end = g_get_monotonic_time () + LONG_US;

  while ((g_access (path, F_OK) == 0) != there && g_get_monotonic_time () < end)
    g_usleep (2000);
  g_assert_cmpint (g_access (path, F_OK) == 0, ==, there);
}

static gboolean
is_queue (const char *name)
{
  mqd_t queue = mq_open (name, O_RDONLY);

  if (queue != (mqd_t) -1)
    mq_close (queue);

  return queue != (mqd_t) -1;
}

static gboolean
is_memory (const char *name)
{
  int fd = shm_open (name, O_RDONLY, 0);

  if (fd >= 0)
    close (fd);

  return fd >= 0;
}

static void
test_send_and_receive (void)
{
  g_autofree char *address = g_strdup_printf ("stream:%s/socket", folder);
  g_autoptr(GSubprocess) receiver = start ("receive", address, "--timeout=60", NULL);
  g_autoptr(GSubprocess) sender = NULL, lines = NULL;
  g_autofree char *out = NULL, *said = NULL;

  wait_for_file (address + strlen ("stream:"), TRUE);
  sender = start ("send", address, "hello", "two words", NULL);
  g_assert_cmpint (finish (sender, NULL, NULL), ==, 0);
  g_assert_cmpint (finish (receiver, NULL, &out), ==, 0);
  g_assert_cmpstr (out, ==, "hello\ntwo words\n");
  g_assert_cmpint (g_access (address + strlen ("stream:"), F_OK), <, 0);

  lines = start ("send", address, "x", NULL);
  g_assert_cmpint (finish (lines, NULL, &said), ==, 4);
  g_assert_nonnull (strstr (said, "Nobody receives"));
}

/* Made, used by strangers, and taken away: by Ctrl+C, and also if we are killed. */
static void
test_create (gconstpointer data)
{
  gboolean killed = GPOINTER_TO_INT (data);
  g_autofree char *path = g_build_filename (folder, "fifo", NULL);
  g_autofree char *fifo = g_strconcat ("fifo:", path, NULL);
  g_autofree char *ring_name = g_strdup_printf ("/apm-cli-%d", getpid ());
  g_autofree char *ring = g_strconcat ("ring:", ring_name, NULL), *queue = g_strconcat ("queue:", ring_name, NULL);
  const char *made[] = { fifo, ring, queue };
  GSubprocess *makers[3];
  g_autofree char *out = NULL;
  g_autoptr(GSubprocess) sender = NULL, receiver = NULL;
  gint64 end = g_get_monotonic_time () + LONG_US;

  for (guint i = 0; i < 3; i++)
    {
      makers[i] = start ("create", made[i], "--messages=4", "--size=100", NULL);
      wait_for_line (makers[i], made[i]);
    }
  sender = start ("send", queue, "--priority=3", NULL);
  g_assert_cmpint (finish (sender, "a line\nand one more\n", NULL), ==, 0);
  receiver = start ("receive", queue, "--non-blocking", "--json", NULL);
  g_assert_cmpint (finish (receiver, NULL, &out), ==, 3);
  g_assert_nonnull (strstr (out, "\"priority\":3,\"text\":\"a line\""));
  g_assert_nonnull (strstr (out, "\"text\":\"and one more\""));

  for (guint i = 0; i < 3; i++)
    {
      g_subprocess_send_signal (makers[i], killed ? SIGKILL : SIGINT);
      g_subprocess_wait (makers[i], NULL, NULL);
      if (!killed)
        g_assert_cmpint (g_subprocess_get_exit_status (makers[i]), ==, 0);
      g_object_unref (makers[i]);
    }
  wait_for_file (path, FALSE);
  while ((is_queue (ring_name) || is_memory (ring_name)) && g_get_monotonic_time () < end)
    g_usleep (2000);
  g_assert_false (is_queue (ring_name));
  g_assert_false (is_memory (ring_name));
}

static void
test_wrong (void)
{
  static const char *const rows[][4] = {
    { "send", "nonsense", "x", NULL },
    { "send", NULL },
    { "receive", "fifo:/no/such/fifo", NULL },
    { "receive", "stream:/tmp/x", "--framing=words", NULL },
    { "create", "stream:/tmp/x", NULL },
    { "create", "fifo:/no/such/folder/x", NULL },
    { "send", "queue:/no-such-queue-of-ours", "x", NULL },
    { "send", "signal:1x", "1", NULL },
    { "frob", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GSubprocess) process = start (rows[i][0], rows[i][1], rows[i][2], rows[i][3], NULL);
      g_autofree char *out = NULL;

      g_assert_cmpint (finish (process, "", &out), ==, 2);
      g_assert_true (g_str_has_prefix (out, "apmctl: "));
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("apm-channel-XXXXXX", NULL);
  g_test_add_func ("/cli/channel/send-and-receive", test_send_and_receive);
  g_test_add_data_func ("/cli/channel/create", GINT_TO_POINTER (FALSE), test_create);
  g_test_add_data_func ("/cli/channel/killed", GINT_TO_POINTER (TRUE), test_create);
  g_test_add_func ("/cli/channel/wrong", test_wrong);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);

  return result;
}

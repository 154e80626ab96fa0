/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND G_USEC_PER_SEC
#define LONG   (60 * SECOND)

static char *folder;

/* A channel of this kind that nobody else has. */
static char *
dup_address (const char *medium)
{
  static int n;

  if (strcmp (medium, "queue") == 0 || strcmp (medium, "ring") == 0)
    return g_strdup_printf ("%s:/apm-test-%d-%d", medium, getpid (), n++);

  return g_strdup_printf ("%s:%s/%d", medium, folder, n++);
}

static gboolean
is_made (const char *medium)
{
  return strcmp (medium, "fifo") == 0 || strcmp (medium, "queue") == 0 || strcmp (medium, "ring") == 0;
}

typedef struct {
  const char *address;
  GPtrArray  *messages;    /* of GBytes */
} Task;

static gpointer
send_all (gpointer data)
{
  const Task *task = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmEndpoint) endpoint = NULL;

  /* a socket is there when its receiver has made it */
  for (gint64 end = g_get_monotonic_time () + LONG; !endpoint && g_get_monotonic_time () < end; g_usleep (1000))
    {
      g_clear_error (&error);
      endpoint = apm_endpoint_open (task->address, TRUE, APM_FRAMING_LENGTH, LONG, &error);
      if (!endpoint && !g_error_matches (error, APM_ERROR, APM_ERROR_CLOSED))
        break;
    }
  g_assert_no_error (error);
  for (guint i = 0; i < task->messages->len; i++)
    {
      gsize length;
      const guint8 *bytes = g_bytes_get_data (task->messages->pdata[i], &length);

      g_assert_true (apm_endpoint_send (endpoint, bytes, length, 0, LONG, &error));
    }

  return NULL;
}

/* What is sent arrives, whole and in order, also what has zeroes and line feeds in it,
 * and more than finds room at once. */
static void
test_each_medium (gconstpointer data)
{
  const char *medium = data;
  g_autofree char *address = dup_address (medium);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(ApmEndpoint) endpoint = NULL;
  g_autoptr(GError) error = NULL;
  Task task = { address, messages };
  GThread *sender;

  for (int i = 0; i < 200; i++)
    {
      gsize length = i % 2 == 0 ? (gsize) i : 900;
      g_autofree guint8 *bytes = g_malloc (length + 1);

      memset (bytes, i, length);
      g_ptr_array_add (messages, g_bytes_new (bytes, MAX (length, 1)));
    }
  if (is_made (medium))
    g_assert_true (apm_endpoint_make (address, 8, 1000, &error));
  g_assert_no_error (error);
  if (is_made (medium) && strcmp (medium, "fifo") != 0)
    g_assert_false (apm_endpoint_make (address, 8, 1000, NULL));
  endpoint = apm_endpoint_open (address, FALSE, APM_FRAMING_LENGTH, LONG, &error);
  g_assert_no_error (error);
  sender = g_thread_new ("sender", send_all, &task);

  for (guint i = 0; i < messages->len; i++)
    {
      ApmReceivedMessage message;
      gsize length;
      const void *bytes = g_bytes_get_data (messages->pdata[i], &length);

      g_assert_cmpint (apm_endpoint_receive (endpoint, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
      g_assert_cmpmem (message.bytes, message.length, bytes, length);
    }
  g_thread_join (sender);
  if (is_made (medium))
    g_assert_true (apm_endpoint_unmake (address, &error));
  g_clear_pointer (&endpoint, apm_endpoint_free);
  g_assert_cmpint (g_access (strchr (address, ':') + 1, F_OK), <, 0);
}

/* A receiver whose senders have all closed hears of it; before the first has come it
 * waits for as long as it is told. */
static void
test_end (gconstpointer data)
{
  const char *medium = data;
  g_autofree char *address = dup_address (medium);
  g_autoptr(ApmEndpoint) receiver = NULL, sender = NULL;
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage message;

  if (is_made (medium))
    g_assert_true (apm_endpoint_make (address, 8, 1000, &error));
  receiver = apm_endpoint_open (address, FALSE, APM_FRAMING_LINES, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (apm_endpoint_receive (receiver, 0, &message, &error), ==, APM_RECEIVED_NOTHING);
  sender = apm_endpoint_open (address, TRUE, APM_FRAMING_LINES, LONG, &error);
  g_assert_no_error (error);
  g_assert_true (apm_endpoint_send (sender, (const guint8 *) "a", 1, 0, LONG, &error));
  g_clear_pointer (&sender, apm_endpoint_free);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_END);
  if (is_made (medium))
    apm_endpoint_unmake (address, NULL);
}

/* A reader that never reads: the sender is told that there is no room, and when the
 * reader closes, that nobody reads. */
static void
test_no_room (gconstpointer data)
{
  const char *medium = data;
  g_autofree char *address = dup_address (medium);
  g_autoptr(ApmEndpoint) receiver = NULL, sender = NULL;
  g_autoptr(GError) error = NULL;
  guint8 bytes[1000] = { 0 };
  int n = 0;

  if (is_made (medium))
    g_assert_true (apm_endpoint_make (address, 8, 1000, &error));
  receiver = apm_endpoint_open (address, FALSE, APM_FRAMING_LENGTH, 0, &error);
  g_assert_no_error (error);
  sender = apm_endpoint_open (address, TRUE, APM_FRAMING_LENGTH, LONG, &error);
  g_assert_no_error (error);
  while (apm_endpoint_send (sender, bytes, sizeof bytes, 0, 0, &error))
    n++;
  g_assert_true (g_error_matches (error, APM_ERROR, APM_ERROR_FAILED) || g_error_matches (error, APM_ERROR, APM_ERROR_TORN));
  g_assert_cmpint (n, >, 0);
  g_clear_error (&error);
  g_clear_pointer (&receiver, apm_endpoint_free);
  if (strcmp (medium, "queue") != 0 && strcmp (medium, "ring") != 0)
    {
      g_assert_false (apm_endpoint_send (sender, bytes, 1, 0, 0, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_CLOSED);
    }
  if (is_made (medium))
    apm_endpoint_unmake (address, NULL);
}

static gpointer
interrupt (gpointer data)
{
  apm_endpoint_interrupt (data);

  return NULL;
}

static void
test_interrupt (gconstpointer data)
{
  g_autofree char *address = dup_address (data);
  g_autoptr(ApmEndpoint) receiver = NULL;
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage message;
  GThread *thread;

  if (is_made (data))
    g_assert_true (apm_endpoint_make (address, 8, 1000, &error));
  receiver = apm_endpoint_open (address, FALSE, APM_FRAMING_LINES, 0, &error);
  g_assert_no_error (error);
  thread = g_thread_new ("interrupt", interrupt, receiver);
  g_assert_cmpint (apm_endpoint_receive (receiver, -1, &message, &error), ==, APM_RECEIVED_NOTHING);
  g_thread_join (thread);
  if (is_made (data))
    apm_endpoint_unmake (address, NULL);
}

/* The highest priority comes out first; a message that is too long is said to be. */
static void
test_queue (void)
{
  g_autofree char *address = dup_address ("queue");
  g_autoptr(ApmEndpoint) receiver = NULL, sender = NULL;
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage message;
  guint8 bytes[101] = { 0 };

  g_assert_true (apm_endpoint_make (address, 4, 100, &error));
  sender = apm_endpoint_open (address, TRUE, APM_FRAMING_RAW, 0, &error);
  receiver = apm_endpoint_open (address, FALSE, APM_FRAMING_RAW, 0, &error);
  g_assert_no_error (error);
  for (guint priority = 1; priority <= 3; priority++)
    g_assert_true (apm_endpoint_send (sender, bytes, priority, priority, 0, &error));
  for (guint priority = 3; priority > 0; priority--)
    {
      g_assert_cmpint (apm_endpoint_receive (receiver, 0, &message, &error), ==, APM_RECEIVED_MESSAGE);
      g_assert_cmpuint (message.priority, ==, priority);
      g_assert_cmpuint (message.length, ==, priority);
    }
  g_assert_false (apm_endpoint_send (sender, bytes, 101, 0, 0, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  apm_endpoint_unmake (address, NULL);

  g_assert_false (apm_endpoint_make (address, 100000000, 100, &error));
  g_assert_nonnull (error);
}

/* Numbers, to who waits for them; never to who would be ended by them. */
static void
test_signal (void)
{
  g_autofree char *address = g_strdup_printf ("signal:%d:SIGRTMIN+3", getpid ());
  g_autoptr(ApmEndpoint) receiver = apm_endpoint_open ("signal:SIGRTMIN+3", FALSE, APM_FRAMING_RAW, 0, NULL);
  g_autoptr(ApmEndpoint) sender = apm_endpoint_open (address, TRUE, APM_FRAMING_RAW, 0, NULL);
  g_autoptr(ApmEndpoint) stranger = NULL;
  g_autofree char *far = NULL;
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage message;
  int pid, ends[2];
  char byte;

  g_assert_true (apm_endpoint_send (sender, (const guint8 *) "-42", 3, 0, LONG, &error));
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpmem (message.bytes, message.length, "-42", 3);
  g_assert_cmpint (message.pid, ==, getpid ());
  g_assert_false (apm_endpoint_send (sender, (const guint8 *) "words", 5, 0, LONG, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      sigset_t none;

      sigemptyset (&none);
      sigprocmask (SIG_SETMASK, &none, NULL);
      close (ends[0]);
      close (ends[1]);
      for (;;)
        pause ();
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 0);
  close (ends[0]);
  far = g_strdup_printf ("signal:%d:SIGRTMIN+3", pid);
  stranger = apm_endpoint_open (far, TRUE, APM_FRAMING_RAW, 0, &error);
  g_assert_no_error (error);
  g_assert_false (apm_endpoint_send (stranger, (const guint8 *) "1", 1, 0, 0, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* A file in the way is never taken away, a socket of the dead is. */
static void
test_names (void)
{
  static const char *const wrong[] = { "fifo", "fifo:", "queue:name", "queue:/a/b", "queue:/", "words:/x", "", "signal:0", "stream:/no/such/folder/x" };
  g_autofree char *socket_address = dup_address ("stream"), *fifo = dup_address ("fifo");
  const char *path = socket_address + strlen ("stream:");
  g_autoptr(GError) error = NULL;
  ApmEndpoint *endpoint;
  int pid;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (apm_endpoint_open (wrong[i], TRUE, APM_FRAMING_LINES, 0, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  g_assert_false (apm_endpoint_make ("stream:/tmp/x", 1, 1, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_null (apm_endpoint_open (socket_address, FALSE, APM_FRAMING_LINES, 0, &error));
  g_assert_cmpint (g_access (path, F_OK), ==, 0);
  g_clear_error (&error);
  g_unlink (path);

  pid = fork ();
  if (pid == 0)
    _exit (apm_endpoint_open (socket_address, FALSE, APM_FRAMING_LINES, 0, NULL) ? 0 : 1);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpint (g_access (path, F_OK), ==, 0);
  endpoint = apm_endpoint_open (socket_address, FALSE, APM_FRAMING_LINES, 0, &error);
  g_assert_no_error (error);
  apm_endpoint_free (endpoint);
  g_assert_cmpint (g_access (path, F_OK), <, 0);

  g_assert_true (g_file_set_contents (fifo + strlen ("fifo:"), "no pipe", -1, NULL));
  g_assert_null (apm_endpoint_open (fifo, FALSE, APM_FRAMING_LINES, 0, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (apm_endpoint_unmake (fifo, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_access (fifo + strlen ("fifo:"), F_OK), ==, 0);
  g_unlink (fifo + strlen ("fifo:"));
}

/* Any program can be the other side, and the name may go meanwhile. */
static void
test_strangers (void)
{
  g_autofree char *address = dup_address ("fifo");
  const char *path = address + strlen ("fifo:");
  g_autoptr(ApmEndpoint) receiver = NULL;
  g_autoptr(GError) error = NULL;
  ApmReceivedMessage message;
  int fd;

  g_assert_true (apm_endpoint_make (address, 0, 0, &error));
  receiver = apm_endpoint_open (address, FALSE, APM_FRAMING_LINES, 0, &error);
  g_assert_no_error (error);
  fd = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_true (apm_endpoint_unmake (address, &error));
  g_assert_cmpint (write (fd, "one\ntw", 6), ==, 6);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpmem (message.bytes, message.length, "one", 3);
  g_assert_cmpint (write (fd, "o\nlast", 6), ==, 6);
  close (fd);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpmem (message.bytes, message.length, "two", 3);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_MESSAGE);
  g_assert_cmpmem (message.bytes, message.length, "last", 4);
  g_assert_cmpint (apm_endpoint_receive (receiver, LONG, &message, &error), ==, APM_RECEIVED_END);
}

int
main (int    argc,
      char **argv)
{
  static const char *const media[] = { "fifo", "stream", "seqpacket", "datagram", "queue", "ring" };
  static const char *const with_end[] = { "fifo", "stream", "seqpacket" };
  int result;

  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  folder = g_dir_make_tmp ("apm-endpoint-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_autofree char *each = g_strdup_printf ("/endpoint/each-medium/%s", media[i]);
      g_autofree char *no_room = g_strdup_printf ("/endpoint/no-room/%s", media[i]);
      g_autofree char *stop = g_strdup_printf ("/endpoint/interrupt/%s", media[i]);

      g_test_add_data_func (each, media[i], test_each_medium);
      g_test_add_data_func (no_room, media[i], test_no_room);
      g_test_add_data_func (stop, media[i], test_interrupt);
    }
  for (guint i = 0; i < G_N_ELEMENTS (with_end); i++)
    {
      g_autofree char *end = g_strdup_printf ("/endpoint/end/%s", with_end[i]);

      g_test_add_data_func (end, with_end[i], test_end);
    }
  g_test_add_func ("/endpoint/queue", test_queue);
  g_test_add_func ("/endpoint/signal", test_signal);
  g_test_add_func ("/endpoint/names", test_names);
  g_test_add_func ("/endpoint/strangers", test_strangers);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);

  return result;
}

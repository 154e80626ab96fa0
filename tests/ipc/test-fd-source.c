/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-fd-source.h"
#include "apm-inlet.h"

#include "post-fixture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  int         fds[2];
  GSource    *source;
  GByteArray *bytes;
  guint       n_calls;
  guint       n_hangups;
  gsize       longest;
  gboolean    is_ended;
  guint       n_descriptors;  /* before */
} PipeFixture;

static void
on_bytes (const guint8 *bytes,
          gsize         length,
          ApmFdState    state,
          gpointer      user_data)
{
  PipeFixture *fixture = user_data;

  g_assert_false (fixture->is_ended);
  fixture->n_calls++;
  fixture->n_hangups += state == APM_FD_HANGUP;
  fixture->longest = MAX (fixture->longest, length);
  fixture->is_ended = state == APM_FD_ENDED;
  if (length > 0)
    g_byte_array_append (fixture->bytes, bytes, length);
}

static void
set_up (PipeFixture   *fixture,
        gconstpointer  data)
{
  fixture->n_descriptors = test_count_fds ();
  g_assert_cmpint (pipe2 (fixture->fds, O_CLOEXEC), ==, 0);
  fixture->bytes = g_byte_array_new ();
  fixture->source = apm_fd_source_new (fixture->fds[0], FALSE, on_bytes, fixture);
}

static void
tear_down (PipeFixture   *fixture,
           gconstpointer  data)
{
  g_source_destroy (fixture->source);
  g_source_unref (fixture->source);
  g_byte_array_unref (fixture->bytes);
  close (fixture->fds[0]);
  if (fixture->fds[1] >= 0)
    close (fixture->fds[1]);
  g_assert_cmpuint (test_count_fds (), ==, fixture->n_descriptors);
}

static void
put (PipeFixture *fixture,
     const char  *text)
{
  g_assert_cmpint (write (fixture->fds[1], text, strlen (text)), ==, strlen (text));
}

static void
close_writer (PipeFixture *fixture)
{
  close (fixture->fds[1]);
  fixture->fds[1] = -1;
}

static void
test_end (PipeFixture   *fixture,
          gconstpointer  data)
{
  put (fixture, "hello");
  test_until (fixture->bytes->len == 5);
  g_assert_false (fixture->is_ended);
  put (fixture, " world");
  close_writer (fixture);
  test_until (fixture->is_ended);
  g_assert_cmpmem (fixture->bytes->data, fixture->bytes->len, "hello world", 11);
  g_assert_true (g_source_is_destroyed (fixture->source));
  g_assert_cmpint (apm_fd_source_get_errno (fixture->source), ==, 0);
}

/* Without appetite nothing is read, and a hang-up is told once. */
static void
test_no_appetite (PipeFixture   *fixture,
                  gconstpointer  data)
{
  guint n_turns = 0;

  apm_fd_source_set_appetite (fixture->source, 0);
  put (fixture, "hello");
  while (g_main_context_iteration (NULL, FALSE) && n_turns++ < 100)
    continue;
  g_assert_cmpuint (fixture->n_calls, ==, 0);

  close_writer (fixture);
  test_until (fixture->n_hangups == 1);
  for (n_turns = 0; g_main_context_iteration (NULL, FALSE) && n_turns < 100; n_turns++)
    continue;
  g_assert_cmpuint (n_turns, <, 100);
  g_assert_cmpuint (fixture->n_hangups, ==, 1);
  g_assert_cmpuint (fixture->bytes->len, ==, 0);

  apm_fd_source_set_appetite (fixture->source, 3);
  test_until (fixture->bytes->len >= 3);
  g_assert_cmpuint (fixture->longest, ==, 3);
  test_until (fixture->is_ended);
  g_assert_cmpuint (fixture->bytes->len, ==, 5);
}

static gpointer
write_much (gpointer data)
{
  PipeFixture *fixture = data;
  g_autofree guint8 *block = g_malloc0 (100000);

  for (guint i = 0; i < 100; i++)
    for (gsize done = 0; done < 100000;)
      {
        ssize_t n = write (fixture->fds[1], block + done, 100000 - done);

        g_assert_cmpint (n, >, 0);
        done += n;
      }
  close_writer (fixture);

  return NULL;
}

static void
test_budget (PipeFixture   *fixture,
             gconstpointer  data)
{
  GThread *thread = g_thread_new ("writer", write_much, fixture);

  test_until (fixture->is_ended);
  g_thread_join (thread);
  g_assert_cmpuint (fixture->bytes->len, ==, 100 * 100000);
  g_assert_cmpuint (fixture->longest, <=, APM_FD_BUDGET);
}

static gpointer
write_drops (gpointer data)
{
  PipeFixture *fixture = data;

  for (guint i = 0; i < 20000; i++)
    g_assert_cmpint (write (fixture->fds[1], "0123456789abcdef", 16), ==, 16);
  close_writer (fixture);

  return NULL;
}

/* Many small writes are not many wake-ups. */
static void
test_stream (PipeFixture   *fixture,
             gconstpointer  data)
{
  GThread *thread = g_thread_new ("writer", write_drops, fixture);

  test_until (fixture->is_ended);
  g_thread_join (thread);
  g_assert_cmpuint (fixture->bytes->len, ==, 20000 * 16);
  g_test_message ("20000 writes, %u wake-ups", fixture->n_calls);
  g_assert_cmpuint (fixture->n_calls, <, 5000);
}

/* A stream whose reader is held in the middle of a rest stays in the pipe. */
static void
test_held_stream (PipeFixture   *fixture,
                  gconstpointer  data)
{
  GThread *thread = g_thread_new ("writer", write_drops, fixture);
  guint n_calls;

  test_until (fixture->bytes->len > 100000);
  apm_fd_source_set_appetite (fixture->source, 0);
  n_calls = fixture->n_calls;
  test_until (apm_pipe_get_waiting (fixture->fds[0]) > 32 * 1024);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (fixture->n_calls, ==, n_calls);

  apm_fd_source_set_appetite (fixture->source, APM_FD_BUDGET);
  test_until (fixture->is_ended);
  g_thread_join (thread);
  g_assert_cmpuint (fixture->bytes->len, ==, 20000 * 16);
}

#define N_TRIPS 4000

typedef struct {
  int      there[2];
  int      back[2];
  guint    n;
} Trips;

static gpointer
send_back (gpointer data)
{
  Trips *trips = data;
  char message[64];

  while (read (trips->there[0], message, sizeof message) == sizeof message)
    g_assert_cmpint (write (trips->back[1], message, sizeof message), ==, sizeof message);
  close (trips->there[0]);
  close (trips->back[1]);

  return NULL;
}

static void
on_sent_back (const guint8 *bytes,
              gsize         length,
              ApmFdState    state,
              gpointer      user_data)
{
  Trips *trips = user_data;

  if (length > 0 && ++trips->n < N_TRIPS)
    g_assert_cmpint (write (trips->there[1], bytes, length), ==, length);
}

/* Who waits for each answer is no stream: with a rest of a frame each, this would
 * take a minute, which nobody waits for here. */
static void
test_trips (void)
{
  Trips trips = { 0 };
  g_autoptr(GSource) source = NULL;
  char message[64] = { 0 };
  GThread *thread;

  g_assert_cmpint (pipe2 (trips.there, O_CLOEXEC), ==, 0);
  g_assert_cmpint (pipe2 (trips.back, O_CLOEXEC), ==, 0);
  thread = g_thread_new ("echo", send_back, &trips);
  source = apm_fd_source_new (trips.back[0], FALSE, on_sent_back, &trips);
  g_assert_cmpint (write (trips.there[1], message, sizeof message), ==, sizeof message);
  test_until (trips.n == N_TRIPS);

  g_source_destroy (source);
  close (trips.there[1]);
  g_thread_join (thread);
  close (trips.back[0]);
}

static void
send_fd (int         socket,
         int         fd,
         const char *text)
{
  _Alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))];
  struct iovec iov = { (char *) text, strlen (text) };
  struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  struct cmsghdr *c = CMSG_FIRSTHDR (&message);

  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (c), &fd, sizeof fd);
  g_assert_cmpint (sendmsg (socket, &message, 0), ==, strlen (text));
}

/* Descriptors come in order; what nobody takes is closed. */
static void
test_descriptors (void)
{
  PipeFixture fixture = { .bytes = g_byte_array_new (), .n_descriptors = test_count_fds () };
  int fd;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fixture.fds), ==, 0);
  fixture.source = apm_fd_source_new (fixture.fds[0], TRUE, on_bytes, &fixture);
  for (guint i = 0; i < 3; i++)
    send_fd (fixture.fds[1], i, "x");

  test_until (fixture.bytes->len == 3);
  fd = apm_fd_source_take_fd (fixture.source);
  g_assert_cmpint (fd, >, 2);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  close (fd);

  tear_down (&fixture, NULL);
}

/* The one that there was no room for is missed by who should have it, not by the next. */
static void
test_lost_descriptor (void)
{
  PipeFixture fixture = { .bytes = g_byte_array_new (), .n_descriptors = test_count_fds () };
  struct rlimit limit, none;
  int fd, next;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fixture.fds), ==, 0);
  fixture.source = apm_fd_source_new (fixture.fds[0], TRUE, on_bytes, &fixture);
  next = dup (0);
  close (next);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  none = (struct rlimit) { (rlim_t) next, limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  send_fd (fixture.fds[1], 0, "x");
  test_until (fixture.bytes->len == 1);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  send_fd (fixture.fds[1], 0, "x");
  test_until (fixture.bytes->len == 2);

  g_assert_cmpint (apm_fd_source_take_fd (fixture.source), ==, -1);
  fd = apm_fd_source_take_fd (fixture.source);
  g_assert_cmpint (fd, >, 2);
  close (fd);
  tear_down (&fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_main_context_default ();   /* its own descriptor is not counted */

  g_test_add ("/fd-source/end", PipeFixture, NULL, set_up, test_end, tear_down);
  g_test_add ("/fd-source/no-appetite", PipeFixture, NULL, set_up, test_no_appetite, tear_down);
  g_test_add ("/fd-source/budget", PipeFixture, NULL, set_up, test_budget, tear_down);
  g_test_add ("/fd-source/stream", PipeFixture, NULL, set_up, test_stream, tear_down);
  g_test_add ("/fd-source/held-stream", PipeFixture, NULL, set_up, test_held_stream, tear_down);
  g_test_add_func ("/fd-source/trips", test_trips);
  g_test_add_func ("/fd-source/descriptors", test_descriptors);
  g_test_add_func ("/fd-source/lost-descriptor", test_lost_descriptor);

  return g_test_run ();
}

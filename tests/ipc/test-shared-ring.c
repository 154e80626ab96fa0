/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-shared-ring.h"
#include "apm-shared-semaphore.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_SLOTS 4
#define SIZE    64

/* Where the lock is, see struct shared_ring_head. */
#define HOLDER  20

static char *
dup_name (void)
{
  static int n;

  return g_strdup_printf ("/apm-test-ring-%d-%d", getpid (), g_atomic_int_add (&n, 1));
}

static int64_t
in_ms (int ms)
{
  return (g_get_monotonic_time () + ms * 1000) * 1000;
}

static void
test_order (void)
{
  g_autofree char *name = dup_name ();
  struct shared_ring ring, same;
  char bytes[SIZE];
  uint32_t length;

  g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
  g_assert_cmpint (shared_ring_create (&same, name, N_SLOTS, SIZE), ==, EEXIST);
  g_assert_cmpint (shared_ring_open (&same, name), ==, 0);

  for (int round = 0; round < 10; round++)
    {
      for (char i = 0; i < N_SLOTS; i++)
        g_assert_cmpint (shared_ring_send (&ring, &(char) { (char) (i + round) }, 1, in_ms (10000)), ==, 0);
      g_assert_cmpint (shared_ring_send (&ring, "x", 1, in_ms (0)), ==, ETIMEDOUT);
      g_assert_cmpint (shared_ring_count (&same), ==, N_SLOTS);
      for (char i = 0; i < N_SLOTS; i++)
        {
          g_assert_cmpint (shared_ring_receive (&same, bytes, &length, in_ms (10000)), ==, 0);
          g_assert_cmpuint (length, ==, 1);
          g_assert_cmpint (bytes[0], ==, i + round);
        }
      g_assert_cmpint (shared_ring_receive (&same, bytes, &length, in_ms (0)), ==, ETIMEDOUT);
    }
  g_assert_cmpint (shared_ring_send (&ring, bytes, SIZE + 1, in_ms (0)), ==, EMSGSIZE);
  shared_ring_close (&ring);
  shared_ring_close (&same);
  shm_unlink (name);
}

/* Three processes send at once: each one's messages come whole, all and in its order. */
static void
test_processes (void)
{
  enum { SENDERS = 3, EACH = 2000 };
  g_autofree char *name = dup_name ();
  struct shared_ring ring;
  int next[SENDERS] = { 0 }, pids[SENDERS], status;

  g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
  for (int s = 0; s < SENDERS; s++)
    {
      pids[s] = fork ();
      if (pids[s] == 0)
        {
          for (int i = 0; i < EACH; i++)
            if (shared_ring_send (&ring, (int[]) { s, i }, 2 * sizeof (int), in_ms (60000)) != 0)
              _exit (1);
          _exit (0);
        }
    }
  for (int i = 0; i < SENDERS * EACH; i++)
    {
      int message[SIZE / sizeof (int)];
      uint32_t length;

      g_assert_cmpint (shared_ring_receive (&ring, message, &length, in_ms (60000)), ==, 0);
      g_assert_cmpuint (length, ==, 2 * sizeof (int));
      g_assert_cmpint (message[0], >=, 0);
      g_assert_cmpint (message[0], <, SENDERS);
      g_assert_cmpint (message[1], ==, next[message[0]]++);
    }
  for (int s = 0; s < SENDERS; s++)
    {
      g_assert_cmpint (waitpid (pids[s], &status, 0), ==, pids[s]);
      g_assert_cmpint (status, ==, 0);
    }
  shared_ring_close (&ring);
  shm_unlink (name);
}

/* Senders that are killed at any moment leave no half message, and whatever lock they
 * had does not stay. */
static void
test_killed (void)
{
  g_autofree char *name = dup_name ();
  struct shared_ring ring;
  char whole[SIZE], bytes[SIZE];
  uint32_t length;

  memset (whole, 'w', sizeof whole);
  g_assert_cmpint (shared_ring_create (&ring, name, 4096, SIZE), ==, 0);
  for (int round = 0; round < 12; round++)
    {
      int pid = fork ();

      if (pid == 0)
        for (;;)
          shared_ring_send (&ring, whole, SIZE, INT64_MAX);
      for (int i = 0; i < 1 + round * 7; i++)
        g_assert_cmpint (shared_ring_receive (&ring, bytes, &length, in_ms (60000)), ==, 0);
      kill (pid, SIGKILL);
      g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
      while (shared_ring_receive (&ring, bytes, &length, in_ms (0)) == 0)
        g_assert_cmpmem (bytes, length, whole, SIZE);
      g_assert_cmpint (shared_ring_send (&ring, whole, SIZE, in_ms (60000)), ==, 0);
    }
  shared_ring_close (&ring);
  shm_unlink (name);
}

/* Whoever holds the lock and is no more holds up nobody, not even who waits for a moment
 * at a time. */
static void
test_lock_of_the_dead (gconstpointer is_reaped)
{
  g_autofree char *name = dup_name ();
  struct shared_ring ring;
  siginfo_t info;
  int pid = fork ();
  int *holder;

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (waitid (P_PID, (id_t) pid, &info, WEXITED | (is_reaped ? 0 : WNOWAIT)), ==, 0);
  g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
  holder = (int *) (void *) ((char *) ring.head + HOLDER);
  g_assert_cmpint (*holder, ==, 0);
  *holder = pid;
  g_assert_cmpint (shared_ring_send (&ring, "x", 1, in_ms (100)), ==, 0);
  g_assert_cmpint (shared_ring_count (&ring), ==, 1);
  shared_ring_close (&ring);
  shm_unlink (name);
  if (!is_reaped)
    g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* Lets a child of ours that has one message to send, or one to receive, do @n_steps
 * instructions of that, and kills it.
 * Returns: how many it did; -1: this machine does not let us */
static int
step_and_kill (struct shared_ring *ring,
               gboolean            sends,
               int                 n_steps)
{
  int status = 0, n = 0, pid = fork ();

  if (pid == 0)
    {
      char bytes[SIZE];
      uint32_t length;

      if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) < 0)
        _exit (1);
      raise (SIGSTOP);
      if (sends)
        shared_ring_send (ring, "c", 1, INT64_MAX);
      else
        shared_ring_receive (ring, bytes, &length, INT64_MAX);
      _exit (0);
    }
  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (!WIFSTOPPED (status))
    return -1;
  ptrace (PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_EXITKILL);
  while (n < n_steps && ptrace (PTRACE_SINGLESTEP, pid, NULL, NULL) == 0)
    {
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      if (!WIFSTOPPED (status))
        return n;
      n++;
    }
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);

  return n_steps > 0 && n == 0 ? -1 : n;
}

typedef struct {
  gboolean sends;
  int n_steps;
} Death;

/* Two messages were there: but for that which he took or sent, they and room for all others
 * still are, and nothing else. */
static void
check_death (gpointer data,
             G_GNUC_UNUSED gpointer user_data)
{
  const Death *death = data;
  g_autofree char *name = dup_name ();
  g_autoptr(GString) got = g_string_new (NULL);
  struct shared_ring ring;
  char bytes[SIZE];
  uint32_t length;

  g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
  shm_unlink (name);
  g_assert_cmpint (shared_ring_send (&ring, "a", 1, in_ms (0)), ==, 0);
  g_assert_cmpint (shared_ring_send (&ring, "b", 1, in_ms (0)), ==, 0);
  step_and_kill (&ring, death->sends, death->n_steps);

  /* As whoever takes what is left, and does not wait. */
  while (shared_ring_receive (&ring, bytes, &length, in_ms (0)) == 0)
    g_string_append_len (got, bytes, length);
  g_assert_true (g_str_equal (got->str, "ab") || g_str_equal (got->str, death->sends ? "abc" : "b"));
  for (int i = 0; i < N_SLOTS; i++)
    g_assert_cmpint (shared_ring_send (&ring, "x", 1, in_ms (0)), ==, 0);
  g_assert_cmpint (shared_ring_send (&ring, "x", 1, in_ms (0)), ==, ETIMEDOUT);
  for (int i = 0; i < N_SLOTS; i++)
    g_assert_cmpint (shared_ring_receive (&ring, bytes, &length, in_ms (0)), ==, 0);
  g_assert_cmpint (shared_ring_receive (&ring, bytes, &length, in_ms (0)), ==, ETIMEDOUT);
  shared_ring_close (&ring);
}

/* Killed at one instruction after the other, or as many of them as fit into some seconds:
 * many wait for a lock of the dead at once. */
static void
test_killed_at_each_step (void)
{
  enum { MOST = 64, AT_ONCE = 64 };
  static Death deaths[2 * MOST];
  GThreadPool *pool = g_thread_pool_new (check_death, NULL, AT_ONCE, FALSE, NULL);

  for (int sends = 0; sends < 2; sends++)
    {
      g_autofree char *name = dup_name ();
      struct shared_ring ring;
      int n_steps;

      g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
      shm_unlink (name);
      g_assert_cmpint (shared_ring_send (&ring, "a", 1, in_ms (0)), ==, 0);
      n_steps = step_and_kill (&ring, sends, G_MAXINT);
      shared_ring_close (&ring);
      if (n_steps < 0)
        {
          g_test_skip ("no process may be traced here");
          break;
        }
      for (int i = 0; i < MOST; i++)
        {
          deaths[sends * MOST + i] = (Death) { sends, (int) ((gint64) n_steps * i / MOST) };
          g_thread_pool_push (pool, &deaths[sends * MOST + i], NULL);
        }
    }
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gpointer
post_later (gpointer data)
{
  sem_post (data);

  return NULL;
}

static gpointer
wait_for_it (gpointer data)
{
  sem_wait (data);

  return NULL;
}

/* They are the C library's semaphores: either side may be its own functions. */
static void
test_semaphore (void)
{
  sem_t semaphore;
  GThread *thread;

  g_assert_cmpint (sem_init (&semaphore, 1, 2), ==, 0);
  g_assert_cmpint (shared_semaphore_count (&semaphore), ==, 2);
  g_assert_cmpint (shared_semaphore_wait (&semaphore, 0), ==, 0);
  g_assert_cmpint (sem_trywait (&semaphore), ==, 0);
  g_assert_cmpint (shared_semaphore_wait (&semaphore, 0), ==, ETIMEDOUT);

  for (int i = 0; i < 200; i++)
    {
      thread = g_thread_new ("poster", post_later, &semaphore);
      g_assert_cmpint (shared_semaphore_wait (&semaphore, in_ms (60000)), ==, 0);
      g_thread_join (thread);
      thread = g_thread_new ("waiter", wait_for_it, &semaphore);
      shared_semaphore_post (&semaphore);
      g_thread_join (thread);
    }
  g_assert_cmpint (shared_semaphore_count (&semaphore), ==, 0);
  sem_destroy (&semaphore);
}

/* Whatever stands in the memory, nothing is read or written outside it. */
static void
test_hostile (void)
{
  g_autofree char *name = dup_name ();
  struct shared_ring ring;
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  char bytes[SIZE];
  uint32_t length;

  for (int round = 0; round < 2000; round++)
    {
      g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
      for (int i = 0; i < 40; i++)
        ((unsigned char *) ring.head)[g_rand_int_range (random, HOLDER + 4, (gint) ring.mapped)] = (unsigned char) g_rand_int (random);
      shared_ring_send (&ring, bytes, SIZE, in_ms (0));
      shared_ring_receive (&ring, bytes, &length, in_ms (0));
      g_assert_cmpint (shared_ring_count (&ring), >=, 0);
      g_assert_cmpint (shared_ring_count (&ring), <=, N_SLOTS);
      shared_ring_close (&ring);
      shm_unlink (name);
    }
}

/* A file that is no ring, or says that it is larger than it is. */
static void
test_no_ring (void)
{
  g_autofree char *name = dup_name ();
  struct shared_ring ring;
  uint32_t sizes[2] = { 60000, 1000000 };
  int fd = shm_open (name, O_RDWR | O_CREAT | O_EXCL, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (shared_ring_open (&ring, name), ==, EBADMSG);
  g_assert_cmpint (ftruncate (fd, 1 << 20), ==, 0);
  g_assert_cmpint (shared_ring_open (&ring, name), ==, EBADMSG);
  close (fd);
  shm_unlink (name);

  g_assert_cmpint (shared_ring_create (&ring, name, N_SLOTS, SIZE), ==, 0);
  memcpy ((char *) ring.head + 12, sizes, sizeof sizes);
  shared_ring_close (&ring);
  g_assert_cmpint (shared_ring_open (&ring, name), ==, EBADMSG);
  shm_unlink (name);
  g_assert_cmpint (shared_ring_open (&ring, name), ==, ENOENT);
  g_assert_cmpint (shared_ring_create (&ring, name, 0, SIZE), ==, EINVAL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shared-ring/order", test_order);
  g_test_add_func ("/shared-ring/processes", test_processes);
  g_test_add_func ("/shared-ring/killed", test_killed);
  g_test_add_data_func ("/shared-ring/lock-of-the-dead", GINT_TO_POINTER (TRUE), test_lock_of_the_dead);
  g_test_add_data_func ("/shared-ring/lock-of-the-unreaped", NULL, test_lock_of_the_dead);
  g_test_add_func ("/shared-ring/killed-at-each-step", test_killed_at_each_step);
  g_test_add_func ("/shared-ring/semaphore", test_semaphore);
  g_test_add_func ("/shared-ring/hostile", test_hostile);
  g_test_add_func ("/shared-ring/no-ring", test_no_ring);

  return g_test_run ();
}

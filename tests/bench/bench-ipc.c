/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-ipc stream|list|trip: what it costs to receive through the main loop, in
 * multiples of a raw loop of system calls that gets the same from the same writer, in
 * the same run, in turns. Wall time, since it is the pair that must be fast; medians of
 * the rounds. A pair that shares a core is three times as fast as one that has to wake
 * another core each time, and left alone it changes from one to the other: so both are
 * made to be, and the worse of the two is told. */

#include "apm-inlet.h"
#include "apm-fd-source.h"
#include "apm-message-store.h"

#include "../turns.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 64                      /* of a message, with its head */
#define BLOCK (64 * 1024)
#define ROUNDS 15
#define N_SINGLE 200000
#define N_BLOCKS (64 * 1024 * 1024 / SIZE)
#define N_TRIPS 5000

typedef struct {
  GMainLoop       *loop;
  ApmMessageStore *store;
  guint64          n_bytes;
  guint            n;
  int              answer_fd;
} Count;

static const char *const places[] = { "on one core", "on two cores" };
static int far_core = -1;            /* where the other process is */

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare_values);

  return values[ROUNDS / 2];
}

static void
stay_on (int core)
{
  cpu_set_t cores;

  if (core < 0)
    return;
  CPU_ZERO (&cores);
  CPU_SET (core, &cores);
  sched_setaffinity (0, sizeof cores, &cores);
}

/* From here on this process is on one core, and those it starts too, or on another. */
static void
spread (gboolean apart)
{
  static cpu_set_t cores;
  static int near_core = -1;

  if (near_core < 0)
    {
      sched_getaffinity (0, sizeof cores, &cores);
      near_core = sched_getcpu ();
      stay_on (near_core);
    }
  far_core = near_core;
  for (int core = 0; apart && core < CPU_SETSIZE; core++)
    if (core != near_core && CPU_ISSET (core, &cores))
      far_core = core;
}

static void
fill_block (guint8 *block)
{
  ApmFrameHead head = { .length = SIZE - APM_FRAME_HEAD_SIZE, .sent_us = g_get_monotonic_time (), .arrived_us = g_get_monotonic_time () };

  for (gsize at = 0; at < BLOCK; at += SIZE)
    {
      apm_frame_head_pack (&head, block + at);
      memset (block + at + APM_FRAME_HEAD_SIZE, 'x', head.length);
    }
}

/* A process that writes @n messages, @size bytes at a time, as soon as it is told to. */
static pid_t
start_writer (guint  n,
              gsize  size,
              int   *fd,
              int   *go_fd)
{
  static guint8 block[BLOCK];
  int data[2], go[2];
  pid_t pid;

  fill_block (block);
  if (pipe (data) < 0 || pipe (go) < 0 || (pid = fork ()) < 0)
    exit (1);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      stay_on (far_core);
      if (read (go[0], block + BLOCK - 1, 1) != 1)
        _exit (1);
      block[BLOCK - 1] = 'x';
      for (guint64 left = (guint64) n * SIZE; left > 0; left -= MIN (left, size))
        if (write (data[1], block, MIN (left, size)) < 0)
          _exit (1);
      _exit (0);
    }

  close (data[1]);
  close (go[0]);
  *fd = data[0];
  *go_fd = go[1];

  return pid;
}

static double
read_raw (int    fd,
          Count *count)
{
  static guint8 block[BLOCK];
  ssize_t n;

  while ((n = read (fd, block, sizeof block)) > 0)
    count->n_bytes += n;
  close (fd);

  return 0;
}

static void
on_bytes (const guint8 *bytes,
          gsize         length,
          ApmFdState    state,
          gpointer      user_data)
{
  Count *count = user_data;

  count->n_bytes += length;
  if (state == APM_FD_ENDED)
    g_main_loop_quit (count->loop);
}

static double
read_source (int    fd,
             Count *count)
{
  g_autoptr(GSource) source = apm_fd_source_new (fd, FALSE, on_bytes, count);

  g_main_loop_run (count->loop);
  g_source_destroy (source);
  close (fd);

  return 0;
}

static void
on_arrived (const ApmFrame *frame,
            gpointer        user_data)
{
  Count *count = user_data;

  count->n_bytes += APM_FRAME_HEAD_SIZE + frame->head.length;
  if (count->store)
    apm_message_store_add (count->store, "writer", "bench", frame);
}

static void
on_flush (gpointer user_data)
{
}

static void
on_closed (const ApmFault *fault,
           gpointer        user_data)
{
  Count *count = user_data;

  if (fault->kind != APM_FAULT_ENDED)
    exit (1);
  g_main_loop_quit (count->loop);
  count->loop = NULL;
}

static const ApmInletFuncs inlet_funcs = { on_arrived, on_flush, on_flush, on_closed };

/* Returns the longest turn of the main loop in ms. */
static double
read_inlet (int    fd,
            Count *count)
{
  ApmInlet *inlet = apm_inlet_new (fd, &inlet_funcs, count);
  Turns turns = { 0 };

  apm_inlet_set_subscribed (inlet, TRUE);
  while (count->loop)
    turns_take (&turns, TRUE);
  apm_inlet_free (inlet);

  return turns_get_longest_us (&turns) / 1e3;
}

typedef double (*Way) (int fd, Count *count);

/* Returns milliseconds of wall time; *result is what the way tells. */
static double
measure (Way              way,
         ApmMessageStore *store,
         guint            n,
         gsize            size,
         double          *result)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Count count = { loop, store, 0, 0, -1 };
  gint64 began_us;
  int fd, go_fd;
  pid_t pid = start_writer (n, size, &fd, &go_fd);

  began_us = g_get_monotonic_time ();
  if (write (go_fd, "x", 1) != 1)
    exit (1);
  *result = way (fd, &count);
  began_us = g_get_monotonic_time () - began_us;
  close (go_fd);
  waitpid (pid, NULL, 0);
  if (count.n_bytes != (guint64) n * SIZE)
    exit (1);

  return began_us / 1e3;
}

static void
bench_stream (void)
{
  double raw[ROUNDS], source[ROUNDS], raw_blocks[ROUNDS], source_blocks[ROUNDS], inlet[ROUNDS], nothing;
  double single = 0, blocks = 0, counted = G_MAXDOUBLE;

  for (int apart = FALSE; apart <= TRUE; apart++)
    {
      spread (apart);
      for (guint i = 0; i < ROUNDS; i++)
        {
          raw[i] = measure (read_raw, NULL, N_SINGLE, SIZE, &nothing);
          source[i] = measure (read_source, NULL, N_SINGLE, SIZE, &nothing);
          raw_blocks[i] = measure (read_raw, NULL, N_BLOCKS, BLOCK, &nothing);
          source_blocks[i] = measure (read_source, NULL, N_BLOCKS, BLOCK, &nothing);
          inlet[i] = measure (read_inlet, NULL, N_BLOCKS, BLOCK, &nothing);
        }
      single = MAX (single, median (source) / median (raw));
      blocks = MAX (blocks, median (source_blocks) / median (raw_blocks));
      counted = MIN (counted, median (raw_blocks) / median (inlet));
      printf ("# %s: raw %.0f ns a message one by one, %.1f ns in blocks\n", places[apart],
              median (raw) * 1e6 / N_SINGLE, median (raw_blocks) * 1e6 / N_BLOCKS);
    }

  printf ("ipc-single %.2f times the wall time of the raw loop: messages of %d bytes, written one by one\n", single, SIZE);
  printf ("ipc-blocks %.2f times the wall time of the raw loop: the same, written in blocks of 64 KiB\n", blocks);
  printf ("ipc-counted %.2f of the messages a second of the raw loop: cut into messages and counted, from full blocks\n",
          counted);
}

static guint64
read_rss_kib (void)
{
  g_autofree char *text = NULL;

  g_file_get_contents ("/proc/self/statm", &text, NULL, NULL);

  return g_ascii_strtoull (strchr (text, ' '), NULL, 10) * (guint64) sysconf (_SC_PAGESIZE) / 1024;
}

/* Into the list of messages, which is full after the first round and drops the oldest from then on. */
static void
bench_list (void)
{
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();
  double walls[ROUNDS], turns[ROUNDS];
  guint64 full_kib = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      walls[i] = measure (read_inlet, store, APM_MESSAGE_STORE_MAX, BLOCK, &turns[i]);
      full_kib = i == 1 ? read_rss_kib () : full_kib;
    }

  printf ("ipc-list %.2f million messages a second into the list, which drops the oldest\n",
          APM_MESSAGE_STORE_MAX / median (walls) / 1e3);
  qsort (turns, ROUNDS, sizeof *turns, compare_values);
  printf ("ipc-list-turn %.1f ms of CPU: the longest turn of the main loop meanwhile\n", turns[ROUNDS - 1]);
  printf ("ipc-list-growth %.3f times the memory after %d million messages that it had after 2\n",
          (double) read_rss_kib () / full_kib, ROUNDS);
}

static pid_t
start_echo (int fds[2])
{
  int there[2], back[2];
  char message[SIZE];
  pid_t pid;

  if (pipe (there) < 0 || pipe (back) < 0 || (pid = fork ()) < 0)
    exit (1);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      stay_on (far_core);
      close (there[1]);
      close (back[0]);
      while (read (there[0], message, SIZE) == SIZE)
        if (write (back[1], message, SIZE) != SIZE)
          break;
      _exit (0);
    }
  close (there[0]);
  close (back[1]);
  fds[0] = back[0];
  fds[1] = there[1];

  return pid;
}

static void
on_answer (const guint8 *bytes,
           gsize         length,
           ApmFdState    state,
           gpointer      user_data)
{
  Count *count = user_data;

  if (state == APM_FD_ENDED || length != SIZE)
    exit (1);
  if (++count->n == N_TRIPS)
    g_main_loop_quit (count->loop);
  else if (write (count->answer_fd, bytes, SIZE) != SIZE)
    exit (1);
}

static double
trip_source (const int *fds)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Count count = { .loop = loop, .answer_fd = fds[1] };
  g_autoptr(GSource) source = apm_fd_source_new (fds[0], FALSE, on_answer, &count);
  char message[SIZE] = { 0 };

  if (write (fds[1], message, SIZE) != SIZE)
    exit (1);
  g_main_loop_run (loop);
  g_source_destroy (source);

  return 0;
}

static double
trip_raw (const int *fds)
{
  char message[SIZE] = { 0 };

  for (guint i = 0; i < N_TRIPS; i++)
    if (write (fds[1], message, SIZE) != SIZE || read (fds[0], message, SIZE) != SIZE)
      exit (1);

  return 0;
}

static double
measure_trips (double (*way) (const int *fds))
{
  int fds[2];
  pid_t pid = start_echo (fds);
  gint64 began_us = g_get_monotonic_time ();

  way (fds);
  began_us = g_get_monotonic_time () - began_us;
  close (fds[0]);
  close (fds[1]);
  waitpid (pid, NULL, 0);

  return (double) began_us / N_TRIPS;
}

static void
bench_trip (void)
{
  double raw[ROUNDS], source[ROUNDS], trip = 0;

  for (int apart = FALSE; apart <= TRUE; apart++)
    {
      spread (apart);
      for (guint i = 0; i < ROUNDS; i++)
        {
          raw[i] = measure_trips (trip_raw);
          source[i] = measure_trips (trip_source);
        }
      trip = MAX (trip, median (source) / median (raw));
      printf ("# %s: raw %.1f us, source %.1f us\n", places[apart], median (raw), median (source));
    }

  printf ("ipc-trip %.2f times raw blocking reads: there and back again through the main loop\n", trip);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *name;
    void (*run) (void);
  } benches[] = {
    { "stream", bench_stream }, { "list", bench_list }, { "trip", bench_trip },
  };

  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (benches); i++)
    if (g_str_equal (argv[1], benches[i].name))
      {
        benches[i].run ();
        return 0;
      }

  return 2;
}

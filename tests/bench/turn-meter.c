/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into the window by LD_PRELOAD, it measures each turn of the main loop from
 * outside: what the main thread uses of a CPU between two polls. What it sees stands
 * in the file $APM_TURNS, as metered.py reads it. */

#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST_TURNS 65536

/* Shorter turns are only counted. */
#define SHORT_US 500

typedef struct {
  gint64 ended_us;   /* on the monotonic clock */
  gint32 cpu_us;
  gint32 wall_us;
} Turn;

typedef struct {
  guint32 n_turns;   /* of them, the newest stand in @turns */
  guint32 n_short;
  Turn turns[MOST_TURNS];
} Turns;

static Turns *turns;
static gint64 began_cpu_us, began_us;

static gint64
clock_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
end_turn (void)
{
  gint64 now_us = clock_us (CLOCK_MONOTONIC);
  gint64 cpu_us = clock_us (CLOCK_THREAD_CPUTIME_ID) - began_cpu_us;

  if (began_us == 0)
    return;
  if (cpu_us < SHORT_US)
    {
      turns->n_short++;
      return;
    }

  turns->turns[turns->n_turns % MOST_TURNS] = (Turn) { now_us, (gint32) cpu_us, (gint32) (now_us - began_us) };
  __atomic_store_n (&turns->n_turns, turns->n_turns + 1, __ATOMIC_RELEASE);
}

static gint
meter_poll (GPollFD *fds,
            guint    n_fds,
            gint     timeout)
{
  gint result;

  end_turn ();
  result = poll ((struct pollfd *) (gpointer) fds, n_fds, timeout);
  began_us = clock_us (CLOCK_MONOTONIC);
  began_cpu_us = clock_us (CLOCK_THREAD_CPUTIME_ID);

  return result;
}

static void __attribute__ ((constructor))
start (void)
{
  const char *path = g_getenv ("APM_TURNS");
  int fd = path ? open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;

  /* What the window starts is not measured. */
  g_unsetenv ("LD_PRELOAD");
  g_unsetenv ("APM_TURNS");
  if (fd < 0 || ftruncate (fd, sizeof (Turns)) < 0)
    return;

  turns = mmap (NULL, sizeof (Turns), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (turns != MAP_FAILED)
    g_main_context_set_poll_func (NULL, meter_poll);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-free.h"
#include "explore-input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The program as anybody would run it, many times, to see how often what can go wrong
 * does: real threads, the machine's own scheduler, several runs at once. A run fails
 * where it ends by a signal, or with a status that is not 0, or not in time. */

#define MOST_AT_ONCE 8
#define LIMIT_MS     1000   /* who takes longer hangs */
#define MOST_MEMORY  (1024u << 20)
#define LOOK_MS      50
#define REPORT_MS    200

typedef struct {
  pid_t     pid;            /* 0: nobody */
  int       fd;             /* becomes readable at its end */
  long long until_ms;
} Slot;

typedef struct {
  const char *path;
  char      **argv;
  unsigned    n_slots, n_started, n_ended, n_failed, n_hung;
  long long   began_ms, reported_ms;
  Slot        slots[MOST_AT_ONCE];
} Runs;

static long long
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (long long) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The child's part: nothing of it is heard or seen, and it does not outlive us. */
static _Noreturn void
become (const Runs *runs)
{
  const struct rlimit no_core = { 0, 0 }, some_cpu = { 10, 10 }, some_memory = { MOST_MEMORY, MOST_MEMORY };
  int nothing = open ("/dev/null", O_RDWR);

  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_CORE, &no_core);
  setrlimit (RLIMIT_CPU, &some_cpu);
  setrlimit (RLIMIT_DATA, &some_memory);
  dup2 (input_is_given () ? open (input_get_path (), O_RDONLY) : nothing, STDIN_FILENO);
  dup2 (nothing, STDOUT_FILENO);
  dup2 (nothing, STDERR_FILENO);
  signal (SIGPIPE, SIG_DFL);
  execv (runs->path, runs->argv);
  _exit (126);
}

static bool
start (Runs *runs,
       Slot *slot)
{
  pid_t pid = fork ();

  if (pid < 0)
    return false;
  if (pid == 0)
    become (runs);
  slot->pid = pid;
  slot->fd = (int) syscall (SYS_pidfd_open, pid, 0);
  slot->until_ms = now_ms () + LIMIT_MS;
  runs->n_started++;

  return true;
}

/* Collects who has ended, and ends who takes too long or has to. */
static void
look (Runs *runs,
      bool  must_end)
{
  for (unsigned i = 0; i < runs->n_slots; i++)
    {
      Slot *slot = &runs->slots[i];
      bool hangs = slot->pid > 0 && now_ms () >= slot->until_ms;
      int status = 0;

      if (slot->pid == 0)
        continue;
      if (hangs || must_end)
        kill (-slot->pid, SIGKILL), kill (slot->pid, SIGKILL);
      if (waitpid (slot->pid, &status, hangs || must_end ? 0 : WNOHANG) != slot->pid)
        continue;
      if (slot->fd >= 0)
        close (slot->fd);
      slot->pid = 0;
      if (must_end)
        continue;
      runs->n_ended++;
      runs->n_hung += hangs;
      runs->n_failed += hangs || !WIFEXITED (status) || WEXITSTATUS (status) != 0;
    }
}

static void
wait_a_moment (const Runs *runs)
{
  struct pollfd polled[MOST_AT_ONCE];
  nfds_t n = 0;

  for (unsigned i = 0; i < runs->n_slots; i++)
    if (runs->slots[i].pid > 0 && runs->slots[i].fd >= 0)
      polled[n++] = (struct pollfd) { runs->slots[i].fd, POLLIN, 0 };
  poll (polled, n, n > 0 ? LOOK_MS : 1);
}

static void
tell_progress (Runs    *runs,
               unsigned n_runs)
{
  long long now = now_ms ();

  if (now - runs->reported_ms < REPORT_MS)
    return;
  runs->reported_ms = now;
  printf ("progress\t%u\t0\t0\t%u\t%u\t%lld\n", runs->n_ended, n_runs - runs->n_ended, runs->n_ended * 1000u / n_runs,
          (now - runs->began_ms) * 1000);
}

/* Builds it natively and runs it @n_runs times, as far as @seconds allow. */
void
free_run (Build                       *build,
          unsigned                     n_runs,
          unsigned                     seconds,
          char                       **argv,
          const volatile sig_atomic_t *ended)
{
  char path[128];
  long n_cpus = sysconf (_SC_NPROCESSORS_ONLN);
  Runs runs = { .path = path, .argv = argv, .n_slots = n_cpus > 0 && n_cpus < MOST_AT_ONCE ? (unsigned) n_cpus : MOST_AT_ONCE };

  snprintf (path, sizeof path, "%s/free", build->directory);
  if (!build_native (build, path))
    {
      unlink (path);
      printf ("verdict\tsource\t-\n");
      return;
    }

  runs.began_ms = now_ms ();
  while (runs.n_ended < n_runs && !*ended && now_ms () - runs.began_ms < (long long) seconds * 1000)
    {
      for (unsigned i = 0; i < runs.n_slots && runs.n_started < n_runs; i++)
        if (runs.slots[i].pid == 0 && !start (&runs, &runs.slots[i]))
          break;
      wait_a_moment (&runs);
      look (&runs, false);
      tell_progress (&runs, n_runs);
    }
  look (&runs, true);
  unlink (path);

  printf ("count\texecutions\t%u\ncount\tfailed\t%u\ncount\thung\t%u\n", runs.n_ended, runs.n_failed, runs.n_hung);
  printf ("count\tsearch_us\t%lld\n", (now_ms () - runs.began_ms) * 1000);
  if (runs.n_failed > 0)
    printf ("verdict\tfailed\t-\n");
  else if (*ended)
    printf ("verdict\tbounded\tcancelled\n");
  else if (runs.n_ended < n_runs)
    printf ("count\tlimit\t%u\nverdict\tbounded\ttime\n", seconds);
  else
    printf ("count\tlimit\t%u\nverdict\tbounded\texecutions\n", n_runs);
}

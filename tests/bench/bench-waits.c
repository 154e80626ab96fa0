/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a look at all waits of the machine costs, in multiples of the floor: to open,
 * read and close each thread's syscall file once. All in one run, in turns, medians of
 * the CPU time of all threads. A hundred processes of threads that wait for locks and
 * conditions, a join each. A look is quick where it is not said that it is not. */

#include "apm-wait-reader.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define THREADS 20
#define ROUNDS 15
#define N_COUNTED 2

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void *
wait_for_lock (void *data)
{
  (void) data;
  pthread_mutex_lock (&mutex);

  return NULL;
}

static void *
wait_for_condition (void *data)
{
  (void) data;
  pthread_mutex_lock (&other);
  pthread_cond_wait (&condition, &other);

  return NULL;
}

static void
be_crowd (guint n_threads)
{
  pthread_attr_t attributes;
  pthread_t thread;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  /* What we were started with is not to be measured. */
  closefrom (0);
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, 64 * 1024);
  pthread_mutex_lock (&mutex);
  for (guint i = 1; i < n_threads; i++)
    if (pthread_create (&thread, &attributes, i % 2 ? wait_for_lock : wait_for_condition, NULL) != 0)
      _exit (1);
  pthread_join (thread, NULL);
  _exit (0);
}

static double
cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/* Of those threads that the look saw. */
static double
measure_floor (const ApmWaitPass *pass)
{
  double before = cpu_ms ();
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY);

  for (guint i = 0; i < pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
      char name[64];
      char text[256];
      int fd;

      g_snprintf (name, sizeof name, "%d/task/%d/syscall", wait->pid, wait->tid);
      fd = openat (proc_fd, name, O_RDONLY);
      if (fd >= 0 && read (fd, text, sizeof text) < 0)
        text[0] = '\0';
      if (fd >= 0)
        close (fd);
    }
  close (proc_fd);

  return cpu_ms () - before;
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static guint
count_futexes (const ApmWaitPass *pass)
{
  guint n = 0;

  for (guint i = 0; i < pass->waits->len; i++)
    {
      ApmWaitKind kind = g_array_index (pass->waits, ApmWait, i).kind;

      n += kind == APM_WAIT_MUTEX || kind == APM_WAIT_CONDITION || kind == APM_WAIT_JOIN;
    }

  return n;
}

static double
measure_look (ApmWaitReader *reader)
{
  g_autoptr(ApmWaitPass) pass = NULL;
  double before = cpu_ms ();

  pass = apm_wait_reader_read (reader, NULL, 0);

  return cpu_ms () - before;
}

/* With a reader that has seen nothing yet. */
static double
measure_first (gboolean is_quick)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();

  apm_wait_reader_set_quick (reader, is_quick);

  return measure_look (reader);
}

/* In a child that is traced: its calls are counted between the stops. */
static void
look_for_tracer (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();

  apm_wait_reader_set_quick (reader, TRUE);
  ptrace (PTRACE_TRACEME, 0, NULL, NULL);
  for (guint i = 0; i < N_COUNTED; i++)
    {
      raise (SIGSTOP);
      apm_wait_pass_unref (apm_wait_reader_read (reader, NULL, 0));
    }
  raise (SIGSTOP);
  _exit (0);
}

/* Returns: how many system calls, until it stops itself */
static guint
count_until_stop (pid_t pid)
{
  guint n_stops = 0;
  int status;

  while (ptrace (PTRACE_SYSCALL, pid, NULL, NULL) == 0 && waitpid (pid, &status, 0) == pid && WIFSTOPPED (status))
    {
      if (WSTOPSIG (status) == SIGSTOP)
        break;
      n_stops += WSTOPSIG (status) == (SIGTRAP | 0x80);
    }

  return n_stops / 2;
}

/* @calls: of the first look, and of one that knows the look before */
static void
count_calls (guint *calls)
{
  pid_t pid = fork ();

  if (pid == 0)
    look_for_tracer ();
  waitpid (pid, NULL, 0);
  ptrace (PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  for (guint i = 0; i < N_COUNTED; i++)
    calls[i] = count_until_stop (pid);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare);

  return values[ROUNDS / 2];
}

int
main (int   argc,
      char *argv[])
{
  guint n_threads = argc > 1 ? (guint) atoi (argv[1]) : 2000;
  guint n_processes = n_threads / THREADS;
  g_autofree pid_t *crowd = g_new (pid_t, n_processes);
  g_autoptr(ApmWaitReader) reader = NULL;
  g_autoptr(ApmWaitPass) pass = NULL;
  double floors[ROUNDS], firsts[ROUNDS], alls[ROUNDS], looks[ROUNDS];
  guint calls[N_COUNTED];
  double floor_ms;

  for (guint i = 0; i < n_processes; i++)
    if ((crowd[i] = fork ()) == 0)
      be_crowd (THREADS);
  reader = apm_wait_reader_new ();
  apm_wait_reader_set_quick (reader, TRUE);
  do
    {
      g_clear_pointer (&pass, apm_wait_pass_unref);
      pass = apm_wait_reader_read (reader, NULL, 0);
    }
  while (count_futexes (pass) < n_threads * 9 / 10);

  for (guint round = 0; round < ROUNDS; round++)
    {
      floors[round] = measure_floor (pass);
      firsts[round] = measure_first (TRUE);
      alls[round] = measure_first (FALSE);
      looks[round] = measure_look (reader);
    }
  count_calls (calls);
  for (guint i = 0; i < n_processes; i++)
    {
      kill (crowd[i], SIGKILL);
      waitpid (crowd[i], NULL, 0);
    }
  floor_ms = median (floors);
  printf ("waits-%u %.2f a look at %u threads, as a ratio to reading each one's syscall file once (%.1f ms)\n",
          n_threads, median (looks) / floor_ms, pass->waits->len, median (looks));
  printf ("waits-%u-first %.2f the same, with nothing known yet (%.1f ms)\n",
          n_threads, median (firsts) / floor_ms, median (firsts));
  printf ("waits-%u-all %.2f the same, naming everybody who could end a wait on a descriptor (%.1f ms)\n",
          n_threads, median (alls) / floor_ms, median (alls));
  printf ("waits-%u-calls %.2f system calls a thread in a look (%u for %u threads), %.2f in the first\n", n_threads,
          (double) calls[1] / pass->waits->len, calls[1], pass->waits->len, (double) calls[0] / pass->waits->len);

  return 0;
}

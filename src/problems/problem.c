/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "problem.h"
#include "problem-private.h"
#include "problem-report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_ACTORS  64
#define NS_PER_S    1000000000LL

/* Who looks at a lock from outside reads what is before it as well. */
#define FIRST_BYTES 64

struct actor {
  char name[9];
  int self;
  void (*body) (int self);
  int serves;              /* nobody waits for it */
  pthread_t thread;
  pid_t pid;
};

/* Where actors gather before they begin; shared by processes as well. */
struct gate {
  atomic_int arrived;
  atomic_int open;
  atomic_int dies[MOST_ACTORS];   /* killed as it should be */
};

static char **arguments;
static int n_arguments;
static int report_fd = -1;
static int as_processes;
static int delay_min_ms, delay_max_ms;
static int64_t deadline_ns;
static int somebody_died;

static struct gate *gate;
static struct actor actors[MOST_ACTORS];
static int n_actors;

static __thread uint16_t current_actor = PROBLEM_REPORT_MAIN;
static __thread unsigned random_seed;

static _Noreturn void
fail (const char *what)
{
  perror (what);
  exit (1);
}

/* Reports */

int64_t
problem_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* A full pipe makes us wait here: what cannot be told does not happen yet. */
static void
report_as (unsigned actor, int op, int64_t a, int64_t b)
{
  struct problem_report record = {
    PROBLEM_REPORT_VERSION, (uint16_t) op, (uint16_t) actor, 0, a, b
  };

  if (report_fd < 0)
    return;

  record.time_ns = problem_now_ns ();
  while (write (report_fd, &record, sizeof record) < 0)
    if (errno != EINTR)
      _exit (1);
}

void
problem_report (int op, int64_t a, int64_t b)
{
  report_as (current_actor, op, a, b);
}

static int64_t
pack (const char *name)
{
  int64_t packed = 0;

  memcpy (&packed, name, strnlen (name, sizeof packed));
  return packed;
}

static const char *
actor_name (void)
{
  return current_actor < MOST_ACTORS ? actors[current_actor].name : "main";
}

/* Memory */

static void *
map (size_t size, int how)
{
  char *memory = mmap (NULL, size + FIRST_BYTES, PROT_READ | PROT_WRITE, how | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    fail ("mmap");

  return memory + FIRST_BYTES;
}

void *
problem_share (size_t size)
{
  return map (size, as_processes ? MAP_SHARED : MAP_PRIVATE);
}

/* Parameters */

static const char *
find_parameter (const char *name)
{
  size_t length = strlen (name);

  for (int i = 1; i < n_arguments; i++)
    if (strncmp (arguments[i], name, length) == 0 && arguments[i][length] == '=')
      return arguments[i] + length + 1;

  return getenv (name);
}

int
problem_parameter (const char *name, int value)
{
  const char *text = find_parameter (name);
  char *end;
  long number;

  if (text == NULL)
    return value;

  errno = 0;
  number = strtol (text, &end, 10);
  if (errno || end == text || *end || number < 0 || number > INT_MAX)
    {
      fprintf (stderr, "%s=%s: not a number that makes sense here\n", name, text);
      exit (2);
    }

  return (int) number;
}

static void
find_report_pipe (void)
{
  const char *text = getenv (PROBLEM_REPORT_FD);
  struct stat status;

  if (text == NULL)
    return;

  report_fd = atoi (text);
  if (fstat (report_fd, &status) < 0 || !S_ISFIFO (status.st_mode))
    fail (PROBLEM_REPORT_FD);

  fcntl (report_fd, F_SETFD, FD_CLOEXEC);
}

void
problem_open (int argc, char *argv[])
{
  const char *mode;

  arguments = argv;
  n_arguments = argc;
  setvbuf (stdout, NULL, _IOLBF, 0);
  find_report_pipe ();

  mode = find_parameter ("mode");
  as_processes = mode != NULL && strcmp (mode, "processes") == 0;
  delay_min_ms = problem_parameter ("delay_min_ms", 0);
  delay_max_ms = problem_parameter ("delay_max_ms", 0);
  deadline_ns = problem_now_ns () + problem_parameter ("seconds", 10) * NS_PER_S;
  gate = map (sizeof *gate, MAP_SHARED);
}

int
problem_close (void)
{
  problem_end_rounds ();
  if (somebody_died)
    return 1;

  problem_report (PROBLEM_OP_DONE, 0, 0);
  return problem_has_wrong_sum () && report_fd < 0;
}

void
problem_use_processes (void)
{
  as_processes = 1;
}

/* Actors */

static void *
run_actor (void *data)
{
  struct actor *actor = data;

  current_actor = (uint16_t) (actor - actors);
  random_seed = (unsigned) problem_now_ns () ^ (current_actor * 2654435761u);
  problem_report (PROBLEM_OP_START, pack (actor->name), gettid ());

  atomic_fetch_add (&gate->arrived, 1);
  while (!atomic_load (&gate->open))
    sched_yield ();

  actor->body (actor->self);
  problem_report (PROBLEM_OP_END, 0, 0);

  return NULL;
}

static void
start_process (struct actor *actor)
{
  pid_t parent = getpid ();

  actor->pid = fork ();
  if (actor->pid < 0)
    fail ("fork");
  if (actor->pid > 0)
    return;

  /* The parent may have died before the kernel was told. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);

  run_actor (actor);
  _exit (0);
}

static void
start_actor (struct actor *actor)
{
  if (as_processes)
    start_process (actor);
  else if ((errno = pthread_create (&actor->thread, NULL, run_actor, actor)))
    fail ("pthread_create");
  else
    pthread_setname_np (actor->thread, actor->name);
}

static void
start (const char *role, int count, void (*body) (int self), int serves)
{
  for (int self = 0; self < count && n_actors < MOST_ACTORS; self++)
    {
      struct actor *actor = &actors[n_actors++];

      snprintf (actor->name, sizeof actor->name, "%.4s%u", role, (self + 1) % 1000u);
      actor->self = self;
      actor->body = body;
      actor->serves = serves;
      start_actor (actor);
    }
}

void
problem_start (const char *role, int count, void (*body) (int self))
{
  start (role, count, body, 0);
}

void
problem_start_service (const char *role, int count, void (*body) (int self))
{
  start (role, count, body, 1);
}

void
problem_die (void)
{
  problem_report (PROBLEM_OP_END, 0, 0);
  atomic_store (&gate->dies[current_actor], 1);
  raise (SIGKILL);
}

static void
wait_for_process (struct actor *actor)
{
  int status;

  while (waitpid (actor->pid, &status, 0) < 0)
    if (errno != EINTR)
      fail ("waitpid");

  if (WIFSIGNALED (status) && !atomic_load (&gate->dies[actor - actors]))
    {
      fprintf (stderr, "%s (PID %d) was killed by signal %d\n",
               actor->name, (int) actor->pid, WTERMSIG (status));
      report_as ((unsigned) (actor - actors), PROBLEM_OP_END, 0, 0);
      somebody_died = 1;
    }
}

void
problem_wait (void)
{
  while (atomic_load (&gate->arrived) < n_actors)
    sched_yield ();
  atomic_store (&gate->open, 1);

  for (int i = 0; i < n_actors; i++)
    {
      if (actors[i].serves)
        continue;
      if (as_processes)
        wait_for_process (&actors[i]);
      else
        pthread_join (actors[i].thread, NULL);
    }

  atomic_store (&gate->open, 0);
  atomic_store (&gate->arrived, 0);
  n_actors = 0;
}

static void
sleep_ns (int64_t ns)
{
  struct timespec rest = { ns / NS_PER_S, ns % NS_PER_S };

  while (nanosleep (&rest, &rest) < 0 && errno == EINTR)
    ;
}

void
problem_sleep (int ms)
{
  if (ms > 0)
    sleep_ns (ms * 1000000LL);
}

void
problem_delay (void)
{
  int64_t span = (int64_t) (delay_max_ms - delay_min_ms) * 1000000;
  int64_t delay = (int64_t) delay_min_ms * 1000000;

  if (delay_max_ms <= 0)
    return;
  if (span > 0)
    delay += (int64_t) ((double) span * rand_r (&random_seed) / RAND_MAX);

  sleep_ns (delay);
}

/* What happens */

void
problem_put (long item, int slot)
{
  problem_report (PROBLEM_OP_PUT, item, slot);
  if (report_fd < 0)
    printf ("%s puts item %ld into slot %d\n", actor_name (), item, slot);
}

void
problem_got (long item, int slot)
{
  problem_report (PROBLEM_OP_GOT, item, slot);
  if (report_fd < 0)
    printf ("%s gets item %ld out of slot %d\n", actor_name (), item, slot);
}

void
problem_does (const char *activity)
{
  problem_report (PROBLEM_OP_DOES, pack (activity), 0);
  if (report_fd < 0)
    printf ("%s %s\n", actor_name (), activity);
}

void
problem_show (const char *name, long value)
{
  problem_report (PROBLEM_OP_SHOW, pack (name), value);
  if (report_fd < 0)
    printf ("%s: %s = %ld\n", actor_name (), name, value);
}

/* For the files beside this one. */

int
problem_is_over (void)
{
  return somebody_died || problem_now_ns () >= deadline_ns;
}

int
problem_is_watched (void)
{
  return report_fd >= 0;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "problem.h"
#include "problem-marks.h"
#include "problem-private.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_ACTORS  64
#define MAIN         0xffffu      /* the actor of main () */
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
/* The lens's, where it is in this program. */
static void (*tell) (unsigned mark, int64_t a, int64_t b);
static int as_processes;
static int delay_min_ms, delay_max_ms;
static int64_t deadline_ns;
static int somebody_died;

static struct gate *gate;
static struct actor actors[MOST_ACTORS];
static int n_actors;

static __thread unsigned current_actor = MAIN;
static __thread unsigned random_seed;

static _Noreturn void
fail (const char *what)
{
  perror (what);
  exit (1);
}

/* Marks */

int64_t
problem_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void
problem_tell (unsigned mark, int64_t a, int64_t b)
{
  if (tell)
    tell (mark, a, b);
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

/* A child of fork () has one thread, which goes on for the actor that forked. */
static void
on_fork (void)
{
  if (current_actor != MAIN)
    problem_tell (PROBLEM_MARK_HEIR, 0, current_actor);
}

void
problem_open (int argc, char *argv[])
{
  const char *mode;

  arguments = argv;
  n_arguments = argc;
  setvbuf (stdout, NULL, _IOLBF, 0);
  *(void **) &tell = dlsym (RTLD_DEFAULT, "apm_lens_mark");
  pthread_atfork (NULL, NULL, on_fork);

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

  problem_tell (PROBLEM_MARK_DONE, 0, 0);
  return problem_has_wrong_sum () && tell == NULL;
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

  current_actor = (unsigned) (actor - actors);
  random_seed = (unsigned) problem_now_ns () ^ (current_actor * 2654435761u);
  pthread_setname_np (pthread_self (), actor->name);
  problem_tell (PROBLEM_MARK_START, pack (actor->name), current_actor);

  atomic_fetch_add (&gate->arrived, 1);
  while (!atomic_load (&gate->open))
    sched_yield ();

  actor->body (actor->self);
  problem_tell (PROBLEM_MARK_END, 0, 0);

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
  problem_tell (PROBLEM_MARK_END, 0, 0);
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
  problem_tell (PROBLEM_MARK_PUT, item, slot);
  if (tell == NULL)
    printf ("%s puts item %ld into slot %d\n", actor_name (), item, slot);
}

void
problem_got (long item, int slot)
{
  problem_tell (PROBLEM_MARK_GOT, item, slot);
  if (tell == NULL)
    printf ("%s gets item %ld out of slot %d\n", actor_name (), item, slot);
}

void
problem_does (const char *activity)
{
  problem_tell (PROBLEM_MARK_DOES, pack (activity), 0);
  if (tell == NULL)
    printf ("%s %s\n", actor_name (), activity);
}

void
problem_show (const char *name, long value)
{
  problem_tell (PROBLEM_MARK_SHOW, pack (name), value);
  if (tell == NULL)
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
  return tell != NULL;
}

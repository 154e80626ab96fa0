/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "problem.h"

#include <stdlib.h>
#include <string.h>

/* What this file keeps for itself is nobody's operation. */
#define UNSEEN __attribute__ ((no_sanitize ("thread")))

#define MOST_ACTORS 24
#define MOST_SLOTS  64
#define SMALL       2                /* of everything, unless the user says otherwise */

/* Where the program called. */
#define CALLER __builtin_return_address (0)

/* The explorer's: the execution fails with this sentence; and what it is told. */
_Noreturn void x_invariant (const char *text, void *caller);
void x_promise_actors (int n);
void x_promise_actor (int index);
void x_promise_parameter (const char *name, long value);
void x_promise_does (const char *activity, void *caller);
void x_promise_show (const char *name, long value, void *caller);

static struct {
  int argc;
  char **argv;
  pthread_t actors[MOST_ACTORS];
  void (*bodies[MOST_ACTORS]) (int self);
  int selves[MOST_ACTORS];
  int serves[MOST_ACTORS];
  int n_actors;
  int rounds;
  int n_slots;                       /* that were used */
  long in_slot[MOST_SLOTS];
  unsigned char put_by[MOST_SLOTS];
  long n_put, n_got;
} problem;

UNSEEN void
problem_open (int argc, char *argv[])
{
  problem.argc = argc;
  problem.argv = argv;
}

UNSEEN int
problem_parameter (const char *name, int value)
{
  int small = value > SMALL ? SMALL : value;

  for (int i = 1; i < problem.argc; i++)
    {
      const char *argument = problem.argv[i];
      int n = 0;

      while (name[n] && argument[n] == name[n])
        n++;
      if (name[n] == '\0' && argument[n] == '=')
        small = atoi (argument + n + 1);
    }
  x_promise_parameter (name, small);

  return small;
}

UNSEEN void *
problem_share (size_t size)
{
  return calloc (1, size);
}

UNSEEN static void *
act (void *argument)
{
  long i = (long) argument;

  x_promise_actor ((int) i);
  problem.bodies[i] (problem.selves[i]);
  return NULL;
}

UNSEEN static void
add_actors (int count, void (*body) (int self), int serve)
{
  for (int i = 0; i < count && problem.n_actors < MOST_ACTORS; i++)
    {
      problem.bodies[problem.n_actors] = body;
      problem.serves[problem.n_actors] = serve;
      problem.selves[problem.n_actors++] = i;
    }
}

UNSEEN void
problem_start (const char *role, int count, void (*body) (int self))
{
  (void) role;
  add_actors (count, body, 0);
}

UNSEEN void
problem_start_service (const char *role, int count, void (*body) (int self))
{
  (void) role;
  add_actors (count, body, 1);
}

UNSEEN void
problem_wait (void)
{
  x_promise_actors (problem.n_actors);
  for (long i = 0; i < problem.n_actors; i++)
    pthread_create (&problem.actors[i], NULL, act, (void *) i);
  for (int i = 0; i < problem.n_actors; i++)
    if (!problem.serves[i])
      pthread_join (problem.actors[i], NULL);
  problem.n_actors = 0;
}

void
problem_delay (void)
{
}

UNSEEN void
problem_put (long item, int slot)
{
  if (slot < 0 || slot >= MOST_SLOTS || problem.in_slot[slot] != 0)
    x_invariant ("an item is put into a slot that is not empty", CALLER);
  problem.in_slot[slot] = item;
  problem.put_by[slot] = (unsigned char) pthread_self ();
  if (slot >= problem.n_slots)
    problem.n_slots = slot + 1;
  problem.n_put++;
}

UNSEEN void
problem_got (long item, int slot)
{
  if (slot < 0 || slot >= MOST_SLOTS || problem.in_slot[slot] == 0)
    x_invariant ("an item is taken out of an empty slot", CALLER);
  if (problem.in_slot[slot] != item)
    x_invariant ("another item comes out of a slot than was put into it", CALLER);
  for (int i = 0; i < problem.n_slots; i++)
    if (problem.in_slot[i] != 0 && problem.put_by[i] == problem.put_by[slot] && problem.in_slot[i] < item)
      x_invariant ("an item comes out before one that its producer has put earlier", CALLER);
  problem.in_slot[slot] = 0;
  problem.n_got++;
}

UNSEEN int
problem_round (long expected)
{
  (void) expected;
  return problem.rounds++ == 0;
}

UNSEEN void
problem_sum (long expected, long actual)
{
  if (expected != actual)
    x_invariant ("an addition was lost", CALLER);
}

void
problem_watch (const volatile long *number)
{
  (void) number;
}

UNSEEN void
problem_does (const char *activity)
{
  x_promise_does (activity, CALLER);
}

UNSEEN void
problem_show (const char *name, long value)
{
  x_promise_show (name, value, CALLER);
}

void
problem_sleep (int ms)
{
  (void) ms;
}

UNSEEN int
problem_close (void)
{
  if (problem.n_put != problem.n_got)
    x_invariant ("an item was put and never taken out", CALLER);
  return 0;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-input.h"
#include "explore-promise.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Run run = { .current = -1 };

static int last_fiber;

/* The thread that runs. Code that a library's constructor runs is nobody's. */
Thread *
self (void)
{
  if (run.current < 0)
    {
      static const char text[] = "constructor\n";

      if (write (STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit (71);
      _exit (70);
    }

  return &run.threads[run.current];
}

bool
run_inside (void)
{
  return run.active && run.current >= 0;
}

/* Stands before an operation; returns when it is this thread's turn to do it, or
 * when its timeout was chosen (self ()->timed_out). */
void
step_timed (OpKind    kind,
            uintptr_t address,
            uintptr_t second,
            bool      timed,
            uintptr_t pc)
{
  Thread *thread = self ();

  thread->op = (Op) { address, second, pc, 1, (uint8_t) kind, timed };
  thread->timed_out = false;
  fiber_leave ();
}

void
step (OpKind    kind,
      uintptr_t address,
      uintptr_t pc)
{
  step_timed (kind, address, 0, false, pc);
}

bool
run_is_alone (void)
{
  return run.n_live == 1 && run.n_unjoined == 0;
}

/* The same of memory. While there is only one thread nobody could notice. */
void
step_memory (OpKind    kind,
             uintptr_t address,
             size_t    size,
             uintptr_t pc)
{
  Thread *thread = self ();

  if (run_is_alone ())
    return;

  thread->op = (Op) { address, 0, pc, (uint32_t) size, (uint8_t) kind, false };
  if (kind != OP_READ && kind != OP_ATOMIC_READ)
    promise_watch (&thread->op);
  thread->timed_out = false;
  fiber_leave ();
}

/* Something changed that a thread that goes round in a loop could wait for. */
void
noticed (void)
{
  run.writes++;
}

void
fail (FailureKind kind,
      uintptr_t   pc,
      uintptr_t   address,
      const char *format,
      ...)
{
  va_list args;

  run.failure = (Failure) { kind, run.current, pc, 0, address, "" };
  va_start (args, format);
  vsnprintf (run.failure.text, sizeof run.failure.text, format, args);
  va_end (args);
  for (char *c = run.failure.text; *c; c++)
    *c = (unsigned char) *c < ' ' ? ' ' : *c;   /* it is told in one line */
  fiber_leave ();
  abort ();
}

/* There is no room left for what the program wants. */
void
run_give_up (void)
{
  run.exhausted = true;
  fiber_leave ();
  abort ();
}

void
run_end_thread (void     *result,
                uintptr_t pc)
{
  Thread *thread = self ();

  if (!run.main_ended)
    thread_destroy_specific (thread);
  if (thread->n_held > 0 && !run.options.ignore_leaks && !run.main_ended)
    fail (FAIL_LEAK, thread->held_pc, 0, "%s", "");
  thread->end_pc = pc;
  step (OP_EXIT, (uintptr_t) thread, pc);
  thread->result = result;
  thread->state = THREAD_ENDED;
  run.n_live--;
  noticed ();
  fiber_leave ();
  abort ();
}

static void
enter_thread (void)
{
  Thread *thread = self ();

  run_end_thread (thread->body (thread->argument), 0);
}

static void
enter_main (void)
{
  int status = program_get_main () (run.argc, run.argv, environ);

  run.exit_status = status;
  run.main_ended = true;
  run_end_thread (NULL, 0);
}

static void
reset_thread (int  id,
              int  parent,
              void (*entry) (void))
{
  Thread *thread = &run.threads[id];

  fiber_clean (id);
  memset (thread, 0, sizeof *thread);
  thread->parent = parent;
  thread->random = 0x2545f4914f6cdd1du * (uint64_t) (id + 1);
  thread->state = THREAD_READY;
  fiber_make (id, entry);
}

/* Returns: the id of a thread that will begin when its creator stands before its
 * next operation; −1: there are too many */
int
run_new_thread (void *(*body) (void *),
                void  *argument,
                bool   detached)
{
  int parent = run.current, n = self ()->n_children, id;

  id = n < MOST_THREADS ? run_find_child (parent, n) : -1;
  if (id < 0)
    return -1;
  self ()->n_children++;

  reset_thread (id, parent, enter_thread);
  run.threads[id].body = body;
  run.threads[id].argument = argument;
  run.threads[id].detached = detached;
  run.n_live++;
  run.n_unjoined++;

  return id;
}

/* Lets a thread do its step, up to its next operation. */
static void
resume (int id)
{
  Thread *thread = &run.threads[id];

  if (last_fiber != id)
    program_switch_tls (last_fiber, id);
  last_fiber = id;
  run.n_resumed++;
  fiber_enter (id);
  if (!run.never_parks && thread->state == THREAD_READY && thread->op.kind != OP_NONE && spin_goes_round (thread))
    {
      if (thread->op.timed)
        thread->op.timed = false, thread->tired = true;
      else
        thread->state = THREAD_PARKED;
      thread->parked_stamp = run.writes;
    }
}

static void
begin (void)
{
  for (int i = 0; i < run.n_threads; i++)
    {
      fiber_clean (i);
      run.threads[i] = (Thread) { .state = THREAD_NONE };
    }
  if (run.n_threads == 0)
    run.n_threads = 1;
  run.n_live = 1;
  run.n_unjoined = 0;
  run.n_keys = 0;
  run.main_ended = false;
  run.exit_status = 0;
  run.writes = 0;
  run.depth = 0;
  run.exhausted = run.crowded = false;
  run.failure.kind = FAIL_NONE;
  program_restore ();
  memory_reset ();
  output_reset ();
  input_reset ();
  promise_reset ();
  last_fiber = -1;
  reset_thread (0, 0, enter_main);
  run.active = true;
  resume (0);
}

/* Threads that went round while others wrote: would they go round again? Each
 * gets so many steps to leave its loop. Nothing of that is noted. */
#define MOST_ROUNDS 400

static bool
would_leave (int id)
{
  Thread *thread = &run.threads[id];
  uint64_t writes = run.writes - thread->own_writes;

  thread->state = THREAD_READY;
  for (int i = 0; i < MOST_ROUNDS && thread->state == THREAD_READY; i++)
    {
      uint64_t enabled;

      if (thread->tired)
        thread->op.timed = true;
      thread->tired = false;
      enabled = enabled_procs ();
      if (!(enabled & (BIT (id) | BIT (TIMEOUT_OF (id)))))
        return false;
      thread->timed_out = !(enabled & BIT (id));
      resume (id);
      if (run.failure.kind != FAIL_NONE || run.exhausted || run.writes - thread->own_writes != writes)
        return true;
      if (thread->tired)
        return false;
    }

  return thread->state != THREAD_PARKED;
}

static bool
somebody_would_leave (void)
{
  for (int i = 0; i < run.n_threads; i++)
    {
      Thread *thread = &run.threads[i];
      bool waits = thread->state == THREAD_PARKED || (thread->state == THREAD_READY && thread->tired);

      if (waits && thread->parked_stamp != run.writes && would_leave (i))
        {
          run.failure.kind = FAIL_NONE;
          run.exhausted = false;
          return true;
        }
    }

  return false;
}

/* Nobody can go on: is that the end, or for ever? */
static RunEnd
classify (void)
{
  int stuck = -1, parked = -1;

  if (somebody_would_leave ())
    return RUN_SPIN_CUT;

  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];

      if (thread->state == THREAD_FAILED)
        return RUN_COMPLETE;
      if (thread->state == THREAD_PARKED || (thread->state == THREAD_READY && thread->tired))
        parked = i;
      else if (thread->state == THREAD_READY && (stuck < 0 || run.threads[stuck].op.kind == OP_JOIN))
        stuck = i;
    }
  if ((stuck < 0 && parked < 0) || run.main_ended)
    return RUN_COMPLETE;

  run.failure.kind = parked >= 0 ? FAIL_LIVELOCK : FAIL_DEADLOCK;
  run.failure.thread = parked >= 0 ? parked : stuck;
  run.failure.pc = run.threads[run.failure.thread].op.pc;
  run.failure.address = run.threads[run.failure.thread].op.address;
  run.failure.other_pc = 0;
  run.failure.text[0] = '\0';

  return RUN_FAILED;
}

/* Children begin after their creator's step: each runs to its first operation. */
static void
begin_children (void)
{
  for (int i = 1; i < run.n_threads && run.failure.kind == FAIL_NONE && !run.exhausted; i++)
    if (run.threads[i].state == THREAD_READY && run.threads[i].op.kind == OP_NONE)
      resume (i);
}

/* Runs the program once from its beginning, as @chooser wants. */
RunEnd
run_execute (const Chooser *chooser)
{
  begin ();
  for (;;)
    {
      int proc, id;

      if (run.failure.kind != FAIL_NONE)
        return RUN_FAILED;
      if (run.exhausted)
        return run.crowded ? RUN_THREADS : RUN_MEMORY;
      if (run.depth >= run.options.most_steps)
        return RUN_STEPS;

      proc = chooser->choose ();
      if (proc == CHOOSE_CUT)
        return run.failure.kind != FAIL_NONE ? RUN_FAILED : RUN_CUT;
      if (proc == CHOOSE_NOBODY)
        {
          chooser->finish ();
          return run.failure.kind != FAIL_NONE ? RUN_FAILED : classify ();
        }

      chooser->happen (proc);
      if (run.failure.kind != FAIL_NONE)
        return RUN_FAILED;
      run.depth++;
      id = THREAD_OF (proc);
      run.threads[id].timed_out = IS_TIMEOUT (proc);
      resume (id);
      begin_children ();
      promise_check ();
    }
}

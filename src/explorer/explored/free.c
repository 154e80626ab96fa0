/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What problem.c asks of the explorer, where the program runs freely: it ends at once
 * where an item or an addition is lost. Other promises are not looked at. */

_Noreturn void x_invariant (const char *text, void *caller);
void x_promise_actors (int n);
void x_promise_actor (int index);
void x_promise_parameter (const char *name, long value);
void x_promise_does (const char *activity, void *caller);
void x_promise_show (const char *name, long value, void *caller);

_Noreturn void
x_invariant (const char *text,
             void       *caller)
{
  (void) caller;
  fprintf (stderr, "%s\n", text);
  _exit (99);
}

void
x_promise_actors (int n)
{
  (void) n;
}

void
x_promise_actor (int index)
{
  (void) index;
}

void
x_promise_parameter (const char *name,
                     long        value)
{
  (void) name;
  (void) value;
}

void
x_promise_does (const char *activity,
                void       *caller)
{
  (void) activity;
  (void) caller;
}

void
x_promise_show (const char *name,
                long        value,
                void       *caller)
{
  (void) name;
  (void) value;
  (void) caller;
}

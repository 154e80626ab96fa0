/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <stdlib.h>
#include <string.h>

/* Threads. A thread begins in a function of ours, so that it is seen from its
 * first moment on; it ends with the last of its destructors, see lens-ring.c. */

struct start {
  uint32_t is_taken;
  void *(*function) (void *);
  int (*c11_function) (void *);
  void *data;
};

/* Enough for those that are created and have not begun; malloc() after that. */
static struct start starts[64];

static struct start *
take_start (void)
{
  struct start *start;

  for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
    if (__atomic_exchange_n (&starts[i].is_taken, 1, __ATOMIC_ACQUIRE) == 0)
      return &starts[i];

  start = malloc (sizeof *start);

  return start;
}

static void
give_back (struct start *start)
{
  if (start >= starts && start < starts + sizeof starts / sizeof starts[0])
    __atomic_store_n (&start->is_taken, 0, __ATOMIC_RELEASE);
  else
    free (start);
}

static void *
run (void *data)
{
  struct start start = *(struct start *) data;

  give_back (data);
  lens_begin (lens_address ((void *) (uintptr_t) start.function));

  return start.function (start.data);
}

static int
run_c11 (void *data)
{
  struct start start = *(struct start *) data;

  give_back (data);
  lens_begin (lens_address ((void *) (uintptr_t) start.c11_function));

  return start.c11_function (start.data);
}

LENS_EXPORT int
pthread_create (pthread_t *thread, const pthread_attr_t *attributes, void *(*function) (void *), void *data)
{
  uint64_t caller = LENS_CALLER;
  struct start *start;
  int result;

  lens_gate (APM_LENS_OP_CREATE, NULL, caller);
  start = lens_header ? take_start () : NULL;
  if (start == NULL)
    return REAL (pthread_create) (thread, attributes, function, data);

  start->function = function;
  start->data = data;
  result = REAL (pthread_create) (thread, attributes, run, start);
  if (result != 0)
    give_back (start);
  lens_tell (APM_LENS_OP_CREATE, 0, result == 0 ? (uint64_t) *thread : 0, caller, result);

  return result;
}

LENS_EXPORT int
thrd_create (thrd_t *thread, thrd_start_t function, void *data)
{
  uint64_t caller = LENS_CALLER;
  struct start *start;
  int result;

  lens_gate (APM_LENS_OP_CREATE, NULL, caller);
  start = lens_header ? take_start () : NULL;
  if (start == NULL)
    return REAL (thrd_create) (thread, function, data);

  start->c11_function = function;
  start->data = data;
  result = REAL (thrd_create) (thread, run_c11, start);
  if (result != thrd_success)
    give_back (start);
  lens_tell (APM_LENS_OP_CREATE, 0, result == thrd_success ? (uint64_t) *thread : 0, caller, result);

  return result;
}

/* The joins differ in how long they wait. */
struct join {
  pthread_t thread;
  void **value;
  int *c11_value;
  clockid_t clock;
  const struct timespec *until;
  uint64_t caller;
};

typedef int (*join_func) (const struct join *join);

static int
do_join (const struct join *join, join_func really_join)
{
  struct lens_raised raised = { APM_LENS_OP_JOINED, (uint64_t) join->thread, join->caller, 0 };
  unsigned flags = join->until ? APM_LENS_FLAG_TIMED : 0;
  int result;

  lens_gate (APM_LENS_OP_JOINED, (void *) join->thread, join->caller);
  lens_tell_wait (APM_LENS_OP_JOIN_WAIT, flags, raised.object, join->caller);
  pthread_cleanup_push (lens_tell_raised, &raised);
  result = really_join (join);
  pthread_cleanup_pop (0);
  lens_tell_over (APM_LENS_OP_JOINED, flags, raised.object, join->caller, result);

  return result;
}

static int
join (const struct join *join)
{
  return REAL (pthread_join) (join->thread, join->value);
}

static int
timedjoin (const struct join *join)
{
  return REAL (pthread_timedjoin_np) (join->thread, join->value, join->until);
}

static int
clockjoin (const struct join *join)
{
  return REAL (pthread_clockjoin_np) (join->thread, join->value, join->clock, join->until);
}

static int
c11_join (const struct join *join)
{
  return REAL (thrd_join) (join->thread, join->c11_value);
}

LENS_EXPORT int
pthread_join (pthread_t thread, void **value)
{
  return do_join (&(struct join) { thread, value, NULL, 0, NULL, LENS_CALLER }, join);
}

LENS_EXPORT int
pthread_timedjoin_np (pthread_t thread, void **value, const struct timespec *until)
{
  return do_join (&(struct join) { thread, value, NULL, 0, until, LENS_CALLER }, timedjoin);
}

LENS_EXPORT int
pthread_clockjoin_np (pthread_t thread, void **value, clockid_t clock, const struct timespec *until)
{
  return do_join (&(struct join) { thread, value, NULL, clock, until, LENS_CALLER }, clockjoin);
}

LENS_EXPORT int
thrd_join (thrd_t thread, int *value)
{
  return do_join (&(struct join) { thread, NULL, value, 0, NULL, LENS_CALLER }, c11_join);
}

LENS_EXPORT int
pthread_tryjoin_np (pthread_t thread, void **value)
{
  uint64_t caller = LENS_CALLER;
  int result = REAL (pthread_tryjoin_np) (thread, value);

  lens_tell (APM_LENS_OP_JOINED, APM_LENS_FLAG_TRY, (uint64_t) thread, caller, result);

  return result;
}

LENS_EXPORT int
pthread_detach (pthread_t thread)
{
  lens_tell (APM_LENS_OP_DETACH, 0, (uint64_t) thread, LENS_CALLER, 0);

  return REAL (pthread_detach) (thread);
}

LENS_EXPORT int
thrd_detach (thrd_t thread)
{
  lens_tell (APM_LENS_OP_DETACH, 0, (uint64_t) thread, LENS_CALLER, 0);

  return REAL (thrd_detach) (thread);
}

LENS_EXPORT int
pthread_setname_np (pthread_t thread, const char *name)
{
  uint64_t caller = LENS_CALLER;
  int result = REAL (pthread_setname_np) (thread, name);

  if (result == 0)
    {
      lens_tell (APM_LENS_OP_NAME, 0, (uint64_t) thread, caller, 0);
      lens_text (name, 16);
    }

  return result;
}

/* What the program tells of itself. */

LENS_EXPORT void
apm_lens_mark (unsigned op, int64_t a, int64_t b)
{
  bool is_step = op == APM_LENS_OP_PUT || op == APM_LENS_OP_GOT || (op >= APM_LENS_OP_STEP && op < APM_LENS_N_OPS);
  int saved_errno = errno;

  if (is_step)
    lens_gate (op, NULL, LENS_CALLER);
  if (is_step || (op >= APM_LENS_OP_MARK && op < APM_LENS_OP_STEP))
    lens_tell (op, 0, (uint64_t) a, (uint64_t) b >> 32, (int32_t) b);
  errno = saved_errno;
}

LENS_EXPORT void
apm_lens_note (const char *text)
{
  int saved_errno = errno;

  lens_tell (APM_LENS_OP_NOTE, 0, 0, LENS_CALLER, 0);
  lens_text (text, 7 * APM_LENS_TEXT);
  errno = saved_errno;
}

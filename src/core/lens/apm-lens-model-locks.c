/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-model-private.h"

#include <errno.h>

/* What a thread holds, and what others wait for. */

typedef enum {
  ROLE_NONE,
  ROLE_INIT,
  ROLE_DESTROY,
  ROLE_WAIT,        /* begins to wait */
  ROLE_LOCK,        /* has it, and holds it from now on */
  ROLE_TAKE,        /* has it, and holds nothing: a semaphore, a barrier, a wake-up */
  ROLE_UNLOCK,      /* gives back what it holds */
  ROLE_RELEASE,     /* lets others go on without having held anything */
} Role;

static const struct { Role role; ApmLensKind kind; } operations[APM_LENS_N_OPS] = {
  [APM_LENS_OP_MUTEX_INIT] = { ROLE_INIT, APM_LENS_MUTEX },
  [APM_LENS_OP_MUTEX_DESTROY] = { ROLE_DESTROY, APM_LENS_MUTEX },
  [APM_LENS_OP_MUTEX_WAIT] = { ROLE_WAIT, APM_LENS_MUTEX },
  [APM_LENS_OP_MUTEX_LOCK] = { ROLE_LOCK, APM_LENS_MUTEX },
  [APM_LENS_OP_MUTEX_UNLOCK] = { ROLE_UNLOCK, APM_LENS_MUTEX },
  [APM_LENS_OP_COND_INIT] = { ROLE_INIT, APM_LENS_COND },
  [APM_LENS_OP_COND_DESTROY] = { ROLE_DESTROY, APM_LENS_COND },
  [APM_LENS_OP_COND_WAIT] = { ROLE_WAIT, APM_LENS_COND },
  [APM_LENS_OP_COND_WOKE] = { ROLE_TAKE, APM_LENS_COND },
  [APM_LENS_OP_COND_SIGNAL] = { ROLE_RELEASE, APM_LENS_COND },
  [APM_LENS_OP_COND_BROADCAST] = { ROLE_RELEASE, APM_LENS_COND },
  [APM_LENS_OP_RWLOCK_INIT] = { ROLE_INIT, APM_LENS_RWLOCK },
  [APM_LENS_OP_RWLOCK_DESTROY] = { ROLE_DESTROY, APM_LENS_RWLOCK },
  [APM_LENS_OP_READ_WAIT] = { ROLE_WAIT, APM_LENS_RWLOCK },
  [APM_LENS_OP_READ_LOCK] = { ROLE_LOCK, APM_LENS_RWLOCK },
  [APM_LENS_OP_WRITE_WAIT] = { ROLE_WAIT, APM_LENS_RWLOCK },
  [APM_LENS_OP_WRITE_LOCK] = { ROLE_LOCK, APM_LENS_RWLOCK },
  [APM_LENS_OP_RWLOCK_UNLOCK] = { ROLE_UNLOCK, APM_LENS_RWLOCK },
  [APM_LENS_OP_BARRIER_INIT] = { ROLE_INIT, APM_LENS_BARRIER },
  [APM_LENS_OP_BARRIER_DESTROY] = { ROLE_DESTROY, APM_LENS_BARRIER },
  [APM_LENS_OP_BARRIER_WAIT] = { ROLE_WAIT, APM_LENS_BARRIER },
  [APM_LENS_OP_BARRIER_PASS] = { ROLE_TAKE, APM_LENS_BARRIER },
  [APM_LENS_OP_SPIN_INIT] = { ROLE_INIT, APM_LENS_SPIN },
  [APM_LENS_OP_SPIN_DESTROY] = { ROLE_DESTROY, APM_LENS_SPIN },
  [APM_LENS_OP_SPIN_WAIT] = { ROLE_WAIT, APM_LENS_SPIN },
  [APM_LENS_OP_SPIN_LOCK] = { ROLE_LOCK, APM_LENS_SPIN },
  [APM_LENS_OP_SPIN_UNLOCK] = { ROLE_UNLOCK, APM_LENS_SPIN },
  [APM_LENS_OP_SEM_INIT] = { ROLE_INIT, APM_LENS_SEMAPHORE },
  [APM_LENS_OP_SEM_DESTROY] = { ROLE_DESTROY, APM_LENS_SEMAPHORE },
  [APM_LENS_OP_SEM_WAIT] = { ROLE_WAIT, APM_LENS_SEMAPHORE },
  [APM_LENS_OP_SEM_TAKEN] = { ROLE_TAKE, APM_LENS_SEMAPHORE },
  [APM_LENS_OP_SEM_POST] = { ROLE_RELEASE, APM_LENS_SEMAPHORE },
};

void
apm_lens_model_begin_wait (ApmLensModel      *self,
                           const ApmLensFact *fact,
                           int                object)
{
  ApmLensObject *what = apm_lens_model_peek_object (self, object);
  ApmLensThread *thread = fact->self;

  if (thread->waits_for >= 0)
    apm_lens_model_end_wait (self, fact, thread->waits_for, -1);
  thread->waits_for = object;
  thread->wait_op = fact->op;
  thread->waits_since_ns = fact->time_ns;
  thread->waits_at = fact->caller;
  thread->holder = what ? what->holder : -1;
  if (what)
    {
      what->n_waiters++;
      what->most_waiters = MAX (what->most_waiters, what->n_waiters);
    }
}

static void
count_wait (ApmLensObject       *what,
            const ApmLensThread *thread,
            int                  number,
            gint64               ns)
{
  what->n_waits++;
  what->waited_ns += ns;
  if (ns > what->longest_wait_ns)
    {
      what->longest_wait_ns = ns;
      what->longest_waiter = number;
      what->longest_at = thread->waits_at;
      what->longest_holder = thread->holder;
    }
}

void
apm_lens_model_end_wait (ApmLensModel      *self,
                         const ApmLensFact *fact,
                         int                object,
                         int                waker)
{
  ApmLensThread *thread = fact->self;
  ApmLensObject *what = apm_lens_model_peek_object (self, thread->waits_for);
  gint64 ns = MAX (fact->time_ns - thread->waits_since_ns, 0);

  if (what)
    {
      const ApmLensSpan span = {
        .start_ns = thread->waits_since_ns,
        .end_ns = fact->time_ns,
        .thread = fact->thread,
        .object = thread->waits_for,
        .other = waker,
        .is_wait = TRUE,
        .op = fact->op,
        .caller = thread->waits_at,
      };

      apm_lens_timeline_add (self->timeline, &span);
      count_wait (what, thread, fact->thread, ns);
      what->n_waiters -= what->n_waiters > 0;
    }
  thread->n_waits++;
  thread->waited_ns += ns;
  thread->longest_wait_ns = MAX (thread->longest_wait_ns, ns);
  thread->waits_for = -1;
  thread->holder = -1;
}

/* Who let it go on: the last to give the object back while it waited. */
static void
finish_wait (ApmLensModel        *self,
             const ApmLensFact   *fact,
             int                  object,
             const ApmLensObject *what)
{
  gboolean is_waker = what && what->last_releaser != fact->thread && what->released_ns >= fact->self->waits_since_ns;

  if (fact->self->waits_for >= 0)
    apm_lens_model_end_wait (self, fact, object, is_waker ? what->last_releaser : -1);
}

static int
find_held (const ApmLensThread *thread,
           int                  object)
{
  for (guint i = thread->held->len; i > 0; i--)
    if (g_array_index (thread->held, ApmLensHeld, i - 1).object == object)
      return (int) i - 1;

  return -1;
}

static void
stop_holding (ApmLensModel *self,
              int           thread,
              guint         i,
              gint64        now_ns,
              guint         op)
{
  ApmLensThread *holder = self->threads->pdata[thread];
  const ApmLensHeld held = g_array_index (holder->held, ApmLensHeld, i);
  ApmLensObject *what = self->objects->pdata[held.object];
  gint64 ns = MAX (now_ns - held.since_ns, 0);
  const ApmLensSpan span = {
    .start_ns = held.since_ns,
    .end_ns = now_ns,
    .thread = thread,
    .object = held.object,
    .other = -1,
    .op = op,
    .caller = held.caller,
  };

  apm_lens_timeline_add (self->timeline, &span);
  what->held_ns += ns;
  what->longest_held_ns = MAX (what->longest_held_ns, ns);
  what->n_holders -= what->n_holders > 0;
  if (what->holder == thread)
    what->holder = -1;
  g_array_remove_index (holder->held, i);
}

/**
 * apm_lens_model_drop_held:
 *
 * What the thread holds is not known any more, or it has ended.
 */
void
apm_lens_model_drop_held (ApmLensModel *self,
                          int           thread,
                          gint64        now_ns)
{
  ApmLensThread *holder = apm_lens_model_peek_thread (self, thread);

  while (holder && holder->held->len > 0)
    stop_holding (self, thread, holder->held->len - 1, now_ns, APM_LENS_OP_NONE);
}

static gboolean
is_success (const ApmLensFact *fact)
{
  /* A robust mutex whose owner died is locked all the same. */
  return fact->result == 0 || (fact->op == APM_LENS_OP_MUTEX_LOCK && fact->result == EOWNERDEAD);
}

static void
lock (ApmLensModel      *self,
      const ApmLensFact *fact,
      int                object,
      ApmLensObject     *what)
{
  const ApmLensHeld held = { object, 1, fact->time_ns, fact->caller };
  int i = find_held (fact->self, object);

  what->n_taken++;
  if (i >= 0)
    {
      g_array_index (fact->self->held, ApmLensHeld, i).depth++;
      return;
    }
  if (fact->self->held->len >= APM_LENS_MOST_HELD)
    stop_holding (self, fact->thread, 0, fact->time_ns, APM_LENS_OP_NONE);
  g_array_append_val (fact->self->held, held);
  if (what->n_holders > 0 && what->kind != APM_LENS_RWLOCK)
    self->n_overlaps++;
  what->holder = fact->thread;
  what->n_holders++;
}

static void
unlock (ApmLensModel      *self,
        const ApmLensFact *fact,
        int                object,
        ApmLensObject     *what)
{
  int holder = fact->thread;
  int i = find_held (fact->self, object);

  /* Not its own: a mutex does not look who unlocks it. */
  if (i < 0 && what->holder >= 0 && what->holder != fact->thread)
    {
      holder = what->holder;
      i = find_held (self->threads->pdata[holder], object);
    }
  what->n_released++;
  if (i >= 0)
    {
      ApmLensHeld *held = &g_array_index (((ApmLensThread *) self->threads->pdata[holder])->held, ApmLensHeld, i);

      if (--held->depth > 0)
        return;
      stop_holding (self, holder, (guint) i, fact->time_ns, fact->op);
    }
  what->last_releaser = fact->thread;
  what->released_ns = fact->time_ns;
}

/* The order is told when a thread begins to wait, since a deadlock comes no further. */
static void
tell_order (ApmLensModel      *self,
            const ApmLensFact *fact,
            int                object)
{
  if (fact->self->held->len > 0 && !(fact->flags & (APM_LENS_FLAG_TRY | APM_LENS_FLAG_TIMED)) &&
      find_held (fact->self, object) < 0)
    apm_lens_order_add (self->order, fact->thread, fact->self->held, object, fact->caller, fact->time_ns);
}

static void
end_taking (ApmLensModel      *self,
            const ApmLensFact *fact,
            int                object,
            ApmLensObject     *what,
            Role               role)
{
  if (fact->flags & APM_LENS_FLAG_WAITED)
    finish_wait (self, fact, object, what);
  else if (role == ROLE_LOCK && is_success (fact))
    tell_order (self, fact, object);

  if (what == NULL)
    return;
  if (role == ROLE_TAKE && (fact->result == 0 || fact->op == APM_LENS_OP_BARRIER_PASS))
    what->n_taken++;
  else if (role == ROLE_LOCK && is_success (fact))
    lock (self, fact, object, what);
  else
    what->n_failed++;

  /* Whoever arrives last lets all others pass. */
  if (fact->op == APM_LENS_OP_BARRIER_PASS && fact->result != 0)
    what->n_released++;
}

/**
 * apm_lens_model_take_lock:
 *
 * Returns: whether the operation was one on a lock, semaphore, condition or barrier
 */
gboolean
apm_lens_model_take_lock (ApmLensModel      *self,
                          const ApmLensFact *fact)
{
  Role role = operations[fact->op].role;
  ApmLensKind kind = operations[fact->op].kind;
  ApmLensObject *what;
  int object;

  if (role == ROLE_NONE)
    return FALSE;
  if (role == ROLE_DESTROY)
    {
      apm_lens_model_forget_object (self, fact, kind);
      return TRUE;
    }

  object = apm_lens_model_find_object (self, fact, kind);
  what = apm_lens_model_peek_object (self, object);
  fact->self->last_caller = fact->caller;
  if (what && (fact->flags & APM_LENS_FLAG_KNOCKED))
    {
      what->n_knocked++;
      return TRUE;
    }

  if (role == ROLE_WAIT)
    {
      if (kind == APM_LENS_MUTEX || kind == APM_LENS_RWLOCK || kind == APM_LENS_SPIN)
        tell_order (self, fact, object);
      apm_lens_model_begin_wait (self, fact, object);
      /* The one who comes last to a barrier is the one who opens it. */
      if (what && kind == APM_LENS_BARRIER)
        {
          what->last_releaser = fact->thread;
          what->released_ns = fact->time_ns;
        }
    }
  else if (role == ROLE_LOCK || role == ROLE_TAKE)
    {
      end_taking (self, fact, object, what, role);
    }
  else if (role == ROLE_UNLOCK && what)
    {
      unlock (self, fact, object, what);
    }
  else if (role == ROLE_RELEASE && what)
    {
      what->n_released++;
      what->last_releaser = fact->thread;
      what->released_ns = fact->time_ns;
    }
  else if (role == ROLE_INIT)
    {
      self->rings[fact->ring].named_object = object;
    }

  return TRUE;
}

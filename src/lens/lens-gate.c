/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The longest sleep at the gate before it looks whether the watcher still lives. */
#define LOOK_NS 500000000ull
/* Between looks of a writer whose ring is full. */
#define FULL_NS 500000

/* Returns: whether the caller is one whose operation the watcher has knocked out */
static bool
is_knocked (uint64_t caller)
{
  for (unsigned i = 0; i < APM_LENS_KNOCKED; i++)
    if (caller <= __atomic_load_n (&lens_header->knocked[i].to, __ATOMIC_ACQUIRE) &&
        caller > __atomic_load_n (&lens_header->knocked[i].from, __ATOMIC_RELAXED))
      return true;

  return false;
}

/* Orders count on `kick` before they wake, so that none is slept through. */
static void
sleep_at_gate (struct apm_lens_slot *slot, uint32_t kick, uint64_t ns)
{
  struct timespec pause = { (time_t) (ns / 1000000000u), (long) (ns % 1000000000u) };

  syscall (SYS_futex, &slot->kick, FUTEX_WAIT, kick, &pause, NULL, 0);
}

static bool
take_token (struct apm_lens_slot *slot)
{
  uint32_t n = __atomic_load_n (&slot->tokens, __ATOMIC_ACQUIRE);

  while (n > 0)
    if (__atomic_compare_exchange_n (&slot->tokens, &n, n - 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      return true;

  return false;
}

static bool
watcher_is_dead (void)
{
  uint64_t beat_ns = __atomic_load_n (&lens_header->beat_ns, __ATOMIC_RELAXED);
  uint64_t now_ns = lens_now ();

  return now_ns > beat_ns && now_ns - beat_ns > APM_LENS_DEAD_NS;
}

/* Stays here as long as the watcher wants: until there is a token, the pause is
 * over, or the time of slow motion has passed. */
static void
stand (struct apm_lens_slot *slot)
{
  uint64_t came_ns = lens_now ();

  while (!watcher_is_dead ())
    {
      uint32_t kick = __atomic_load_n (&slot->kick, __ATOMIC_ACQUIRE);
      uint32_t mode = __atomic_load_n (&lens_header->mode, __ATOMIC_ACQUIRE);
      uint64_t slow_ns = __atomic_load_n (&lens_header->slow_ns, __ATOMIC_RELAXED);
      uint64_t gone_ns = lens_now () - came_ns;

      if (mode & APM_LENS_MODE_PAUSE)
        {
          if (take_token (slot))
            return;
          sleep_at_gate (slot, kick, LOOK_NS);
        }
      else if ((mode & APM_LENS_MODE_SLOW) && gone_ns < slow_ns)
        {
          sleep_at_gate (slot, kick, slow_ns - gone_ns < LOOK_NS ? slow_ns - gone_ns : LOOK_NS);
        }
      else
        {
          return;
        }
    }
}

/* As a full pipe does: what cannot be told does not happen yet. Without a watcher it
 * happens untold. */
void
lens_wait_for_reader (struct apm_lens_slot *slot, uint32_t most_ahead)
{
  int saved_errno = errno;

  for (;;)
    {
      uint32_t kick = __atomic_load_n (&slot->kick, __ATOMIC_ACQUIRE);
      uint64_t read = __atomic_load_n (&slot->read, __ATOMIC_ACQUIRE);

      if (slot->next < read + most_ahead || watcher_is_dead ())
        break;
      sleep_at_gate (slot, kick, FULL_NS);
      if (__atomic_load_n (&lens_header->most_ahead, __ATOMIC_RELAXED) == 0)
        break;
    }
  errno = saved_errno;
}

/* Only what is still there can be asked for its variables and its memory. */
void
lens_leave (void)
{
  uint64_t came_ns = lens_now ();
  int saved_errno = errno;

  if (lens_self.slot == NULL || lens_header->first_pid != lens_self.slot->pid)
    return;
  while (!watcher_is_dead () && lens_now () - came_ns < APM_LENS_LEAVE_NS &&
         __atomic_load_n (&lens_header->named_ns, __ATOMIC_ACQUIRE) < came_ns)
    sleep_at_gate (lens_self.slot, __atomic_load_n (&lens_self.slot->kick, __ATOMIC_ACQUIRE), 2000000);
  errno = saved_errno;
}

/* The one that all others come of, where it is to go on. */
static bool
is_free (uint32_t mode)
{
  return (mode & APM_LENS_MODE_MAIN_FREE) && lens_self.slot->owner == lens_header->first_pid;
}

bool
lens_gate_wait (const struct lens_call *call)
{
  const uint32_t holds = APM_LENS_MODE_PAUSE | APM_LENS_MODE_SLOW;
  uint32_t mode = __atomic_load_n (&lens_header->mode, __ATOMIC_ACQUIRE);
  int saved_errno = errno;
  struct apm_lens_slot *slot;

  if ((mode & holds) && (lens_is_on () || lens_begin (call->caller)) && !is_free (mode))
    {
      slot = lens_self.slot;
      slot->op = call->op;
      slot->object = call->object;
      slot->caller = call->caller;
      slot->since_ns = lens_now ();
      __atomic_store_n (&slot->state, APM_LENS_AT_GATE, __ATOMIC_RELEASE);
      stand (slot);
      __atomic_store_n (&slot->state, APM_LENS_RUNNING, __ATOMIC_RELEASE);
    }
  errno = saved_errno;

  /* Threads and processes are never knocked out: others wait for them. */
  if (!(mode & APM_LENS_MODE_KNOCK) || call->op < APM_LENS_OP_MUTEX_INIT || !is_knocked (call->caller & APM_LENS_CALLER_MASK))
    return true;
  lens_tell (call->op, APM_LENS_FLAG_KNOCKED, call->object, call->caller, 0);

  return false;
}

/* Who was let in without the lock has nothing to give back. */
void
lens_skip (const volatile void *object)
{
  struct lens_self *self = &lens_self;

  if (self->n_skipped < sizeof self->skipped / sizeof self->skipped[0])
    self->skipped[self->n_skipped++] = lens_address (object);
}

/* Returns: whether the thread only seemed to hold it; from now on it does not */
bool
lens_unskip (const volatile void *object)
{
  struct lens_self *self = &lens_self;

  for (uint32_t i = self->n_skipped; i > 0; i--)
    if (self->skipped[i - 1] == lens_address (object))
      {
        self->skipped[i - 1] = self->skipped[--self->n_skipped];
        return true;
      }

  return false;
}

void
lens_tell_raised (void *data)
{
  const struct lens_raised *raised = data;

  lens_tell_over (raised->op, APM_LENS_FLAG_RAISED, raised->object, raised->caller, ECANCELED);
  if (raised->mutex)
    lens_tell (APM_LENS_OP_MUTEX_LOCK, APM_LENS_FLAG_IN_COND, raised->mutex, raised->caller, 0);
}

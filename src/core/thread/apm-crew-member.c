/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew-engine-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PERIOD_US 100000

/* TASK_COMM_LEN without its NUL. */
#define COMM_MAX 15

int64_t
apm_crew_now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * INT64_C (1000000) + now.tv_nsec / 1000;
}

struct timespec
apm_crew_timespec_from_us (int64_t us)
{
  return (struct timespec) { us / 1000000, us % 1000000 * 1000 };
}

/* Under the mutex: the phase, and the event that tells it. */
void
apm_crew_member_set_phase (Member   *member,
                           ApmPhase  phase,
                           int64_t   join_us)
{
  ApmCrewEngine *self = member->engine;
  Event *event = calloc (1, sizeof *event);
  const uint64_t one = 1;

  member->phase = phase;
  if (event == NULL)
    return;

  event->event = (ApmCrewEvent) { strdup (member->name), member->work, phase, member->tid, join_us };
  *self->last = event;
  self->last = &event->next;

  /* It cannot be full: each take empties it. */
  if (write (self->fd, &one, sizeof one) < 0)
    return;
}

/* What a thread does between two pieces of work: pauses while it is to pause,
 * sleeps until @deadline_us (0: for ever, negative: not at all). Returns whether
 * to go on. */
static bool
rest (Member  *member,
      int64_t  deadline_us)
{
  ApmCrewEngine *self = member->engine;
  struct timespec deadline = apm_crew_timespec_from_us (deadline_us > 0 ? deadline_us : 0);
  int error = 0;

  pthread_mutex_lock (&self->mutex);
  while (!atomic_load (&member->must_end))
    {
      if (atomic_load (&member->must_pause))
        {
          if (member->phase == APM_PHASE_RUNNING)
            apm_crew_member_set_phase (member, APM_PHASE_PAUSED, -1);
          pthread_cond_wait (&member->wake, &self->mutex);
          continue;
        }

      if (member->phase == APM_PHASE_PAUSED)
        apm_crew_member_set_phase (member, APM_PHASE_RUNNING, -1);

      if (deadline_us < 0 || error == ETIMEDOUT)
        break;
      if (deadline_us == 0)
        pthread_cond_wait (&member->wake, &self->mutex);
      else
        error = pthread_cond_timedwait (&member->wake, &self->mutex, &deadline);
    }
  pthread_mutex_unlock (&self->mutex);

  return !atomic_load (&member->must_end);
}

static void
compute (Member *member,
         int     rounds)
{
  volatile uint64_t sum = 0;

  for (int i = 0; i < rounds && !atomic_load_explicit (&member->must_end, memory_order_relaxed); i++)
    for (int k = 0; k < 1000; k++)
      sum = sum * 6364136223846793005u + 1442695040888963407u;
}

static void
work_idle (Member *member)
{
  while (rest (member, 0))
    continue;
}

static void
work_periodic (Member *member)
{
  int64_t next_us = apm_crew_now_us ();

  while (rest (member, next_us += PERIOD_US))
    {
      compute (member, 100);
      if (next_us < apm_crew_now_us () - PERIOD_US)
        next_us = apm_crew_now_us ();
    }
}

static void
work_computing (Member *member)
{
  while (rest (member, -1))
    compute (member, 1000);
}

/* Who waits for the lock cannot look at its flags: that is the lesson. */
static void
work_holding (Member *member)
{
  pthread_mutex_lock (&member->engine->held);
  work_idle (member);
  pthread_mutex_unlock (&member->engine->held);
}

static void (*const works[APM_N_WORKS]) (Member *) = {
  [APM_WORK_IDLE] = work_idle,
  [APM_WORK_PERIODIC] = work_periodic,
  [APM_WORK_COMPUTING] = work_computing,
  [APM_WORK_HOLDING] = work_holding,
};

/* The kernel's name is short; it must not end inside of a character. */
static void
set_kernel_name (const char *name)
{
  char comm[COMM_MAX + 1];
  size_t length = strlen (name);

  if (length > COMM_MAX)
    for (length = COMM_MAX; length > 0 && ((unsigned char) name[length] & 0xc0) == 0x80; length--)
      continue;

  memcpy (comm, name, length);
  comm[length] = '\0';
  pthread_setname_np (pthread_self (), comm);
}

void *
apm_crew_member_main (void *data)
{
  Member *member = data;
  ApmCrewEngine *self = member->engine;

  set_kernel_name (member->name);

  pthread_mutex_lock (&self->mutex);
  member->tid = syscall (SYS_gettid);
  if (!atomic_load (&member->must_end))
    apm_crew_member_set_phase (member, APM_PHASE_RUNNING, -1);
  pthread_mutex_unlock (&self->mutex);

  works[member->work] (member);

  pthread_mutex_lock (&self->mutex);
  member->is_finished = true;
  pthread_cond_signal (&self->joiner_wake);
  pthread_mutex_unlock (&self->mutex);

  return NULL;
}


/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew-engine-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define SILENT_AFTER_US 2000000
#define STACK_BYTES (256 * 1024)

static void
cond_init (pthread_cond_t *cond)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (cond, &attributes);
  pthread_condattr_destroy (&attributes);
}

static void
member_free (Member *member)
{
  pthread_cond_destroy (&member->wake);
  free (member->name);
  free (member);
}

static void
engine_destroy (ApmCrewEngine *self)
{
  while (self->first)
    {
      Event *event = self->first;

      self->first = event->next;
      free (event->event.name);
      free (event);
    }

  close (self->fd);
  pthread_cond_destroy (&self->joiner_wake);
  pthread_mutex_destroy (&self->held);
  pthread_mutex_destroy (&self->mutex);
  free (self);
}

/* Joins one thread that has finished. Under the mutex, which is let go meanwhile:
 * the thread may still be on its way out. */
static bool
join_one (ApmCrewEngine *self)
{
  Member **link = &self->members;
  Member *member;

  while (*link && !(*link)->is_finished)
    link = &(*link)->next;
  if (*link == NULL)
    return false;

  member = *link;
  pthread_mutex_unlock (&self->mutex);
  pthread_join (member->thread, NULL);
  pthread_mutex_lock (&self->mutex);

  for (link = &self->members; *link != member; link = &(*link)->next)
    continue;
  *link = member->next;
  self->n_members--;
  apm_crew_member_set_phase (member, APM_PHASE_ENDED, apm_crew_now_us () - member->ordered_us);
  member_free (member);

  return true;
}

/* Under the mutex. Returns when the next one will have been silent for too long,
 * 0 if none can be. */
static int64_t
tell_silent (ApmCrewEngine *self)
{
  int64_t now = apm_crew_now_us ();
  int64_t next_us = 0;

  for (Member *member = self->members; member; member = member->next)
    {
      int64_t due_us = member->ordered_us + SILENT_AFTER_US;

      if (member->phase != APM_PHASE_TERMINATING)
        continue;

      if (due_us <= now)
        apm_crew_member_set_phase (member, APM_PHASE_SILENT, -1);
      else if (next_us == 0 || due_us < next_us)
        next_us = due_us;
    }

  return next_us;
}

/* The joiner: a thread of ours that waits for the others, so that nobody else
 * has to. It goes when the engine has been freed and the last one has ended. */
static void *
joiner_main (void *data)
{
  ApmCrewEngine *self = data;

  pthread_setname_np (pthread_self (), "joiner");

  pthread_mutex_lock (&self->mutex);
  while (!self->is_freed || self->members)
    {
      int64_t next_us;
      struct timespec deadline;

      if (join_one (self))
        continue;

      next_us = tell_silent (self);
      deadline = apm_crew_timespec_from_us (next_us);
      if (next_us == 0)
        pthread_cond_wait (&self->joiner_wake, &self->mutex);
      else
        pthread_cond_timedwait (&self->joiner_wake, &self->mutex, &deadline);
    }
  pthread_mutex_unlock (&self->mutex);

  engine_destroy (self);

  return NULL;
}

static int
start_thread (void     *(*func) (void *),
              void       *data,
              bool        is_detached,
              pthread_t  *thread)
{
  pthread_attr_t attributes;
  int error;

  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK_BYTES);
  if (is_detached)
    pthread_attr_setdetachstate (&attributes, PTHREAD_CREATE_DETACHED);
  error = pthread_create (thread, &attributes, func, data);
  pthread_attr_destroy (&attributes);

  return error;
}

/**
 * apm_crew_engine_new:
 *
 * Returns: an engine without threads, or NULL with errno set
 */
ApmCrewEngine *
apm_crew_engine_new (void)
{
  int fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  ApmCrewEngine *self;

  if (fd < 0)
    return NULL;

  self = calloc (1, sizeof *self);
  if (self == NULL)
    {
      close (fd);
      return NULL;
    }

  self->fd = fd;
  self->last = &self->first;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_mutex_init (&self->held, NULL);
  cond_init (&self->joiner_wake);

  return self;
}

/**
 * apm_crew_engine_free:
 *
 * Orders all threads to end and lets go of the engine; it goes for good when the
 * last of them has been joined, which nobody waits for.
 */
void
apm_crew_engine_free (ApmCrewEngine *self)
{
  bool has_joiner;

  if (self == NULL)
    return;

  apm_crew_engine_shutdown (self);

  pthread_mutex_lock (&self->mutex);
  self->is_freed = true;
  has_joiner = self->has_joiner;
  pthread_cond_signal (&self->joiner_wake);
  pthread_mutex_unlock (&self->mutex);

  if (!has_joiner)
    engine_destroy (self);
}

/**
 * apm_crew_engine_get_fd:
 *
 * Returns: a descriptor that is readable while there are events to take
 */
int
apm_crew_engine_get_fd (ApmCrewEngine *self)
{
  return self->fd;
}

/* Under the mutex. */
static Member *
find (ApmCrewEngine *self,
      const char    *name)
{
  for (Member *member = self->members; member; member = member->next)
    if (strcmp (member->name, name) == 0)
      return member;

  return NULL;
}

static Member *
member_new (ApmCrewEngine *self,
            const char    *name,
            ApmWork        work)
{
  Member *member = calloc (1, sizeof *member);

  if (member == NULL)
    return NULL;

  member->engine = self;
  member->name = strdup (name);
  member->work = work;
  cond_init (&member->wake);

  return member;
}

/**
 * apm_crew_engine_create:
 * @name: unique among those that have not ended; UTF-8, not empty
 *
 * Returns: 0, EINVAL, EEXIST, or the errno of pthread_create(3)
 */
int
apm_crew_engine_create (ApmCrewEngine *self,
                        const char    *name,
                        ApmWork        work)
{
  Member *member = NULL;
  pthread_t joiner;
  int error = 0;

  if (*name == '\0' || (unsigned) work >= APM_N_WORKS)
    return EINVAL;

  pthread_mutex_lock (&self->mutex);
  if (find (self, name))
    error = EEXIST;

  if (error == 0 && !self->has_joiner)
    {
      error = start_thread (joiner_main, self, true, &joiner);
      self->has_joiner = error == 0;
    }

  if (error == 0)
    {
      member = member_new (self, name, work);
      error = member ? start_thread (apm_crew_member_main, member, false, &member->thread) : ENOMEM;
    }

  if (error == 0)
    {
      apm_crew_member_set_phase (member, APM_PHASE_STARTING, -1);
      member->next = self->members;
      self->members = member;
      self->n_members++;
    }
  else if (member)
    member_free (member);
  pthread_mutex_unlock (&self->mutex);

  return error;
}

static int
set_pause (ApmCrewEngine *self,
           const char    *name,
           bool           must_pause)
{
  Member *member;
  int error = ESRCH;

  pthread_mutex_lock (&self->mutex);
  member = find (self, name);
  if (member && !atomic_load (&member->must_end))
    {
      atomic_store (&member->must_pause, must_pause);
      pthread_cond_signal (&member->wake);
      error = 0;
    }
  pthread_mutex_unlock (&self->mutex);

  return error;
}

/**
 * apm_crew_engine_pause:
 *
 * Returns: 0, or ESRCH where no such thread runs or it has been told to end
 */
int
apm_crew_engine_pause (ApmCrewEngine *self,
                       const char    *name)
{
  return set_pause (self, name, true);
}

int
apm_crew_engine_resume (ApmCrewEngine *self,
                        const char    *name)
{
  return set_pause (self, name, false);
}

/* Under the mutex. */
static void
terminate (Member *member)
{
  if (atomic_load (&member->must_end))
    return;

  member->ordered_us = apm_crew_now_us ();
  atomic_store (&member->must_end, true);
  apm_crew_member_set_phase (member, APM_PHASE_TERMINATING, -1);
  pthread_cond_signal (&member->wake);
}

/**
 * apm_crew_engine_terminate:
 *
 * Sets the exit flag of a thread and wakes it, paused or not. It is joined as
 * soon as it has answered; one that does not within 2 s is told as silent, and
 * joined if it answers yet.
 *
 * Returns: 0 or ESRCH
 */
int
apm_crew_engine_terminate (ApmCrewEngine *self,
                           const char    *name)
{
  Member *member;

  pthread_mutex_lock (&self->mutex);
  member = find (self, name);
  if (member)
    terminate (member);
  pthread_cond_signal (&self->joiner_wake);
  pthread_mutex_unlock (&self->mutex);

  return member ? 0 : ESRCH;
}

/**
 * apm_crew_engine_shutdown:
 *
 * Terminates all; does not wait.
 */
void
apm_crew_engine_shutdown (ApmCrewEngine *self)
{
  pthread_mutex_lock (&self->mutex);
  for (Member *member = self->members; member; member = member->next)
    terminate (member);
  pthread_cond_signal (&self->joiner_wake);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * apm_crew_engine_take_event:
 * @event: (out): the oldest event; its name is the caller's
 *
 * Returns: 1, or 0 where there is none
 */
int
apm_crew_engine_take_event (ApmCrewEngine *self,
                            ApmCrewEvent  *event)
{
  Event *first;
  uint64_t count;

  pthread_mutex_lock (&self->mutex);
  first = self->first;
  if (first)
    {
      self->first = first->next;
      *event = first->event;
    }
  if (self->first == NULL)
    {
      self->last = &self->first;
      if (read (self->fd, &count, sizeof count) < 0)
        count = 0;
    }
  pthread_mutex_unlock (&self->mutex);
  free (first);

  return first != NULL;
}

/**
 * apm_crew_engine_get_n:
 *
 * Returns: how many threads have not been joined yet
 */
size_t
apm_crew_engine_get_n (ApmCrewEngine *self)
{
  size_t n;

  pthread_mutex_lock (&self->mutex);
  n = self->n_members;
  pthread_mutex_unlock (&self->mutex);

  return n;
}

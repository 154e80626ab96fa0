/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-objects.h"
#include "explore-calls.h"

#include <errno.h>
#include <string.h>

/* Spin locks, and read-write locks. As with the C library's default, a reader need not wait for
 * a writer that only waits. */

static Rwlock *
check_rwlock (pthread_rwlock_t *address,
              uintptr_t         pc)
{
  object_check ((uintptr_t) address, MAGIC_RWLOCK, true, pc);

  return (Rwlock *) address;
}

static void
took (uintptr_t pc)
{
  self ()->n_held++;
  self ()->n_locks++;
  self ()->held_pc = pc;
}

static int
read_lock (pthread_rwlock_t *address,
           OpKind            kind,
           bool              timed,
           uintptr_t         pc)
{
  Rwlock *lock = check_rwlock (address, pc);

  if (kind == OP_RDLOCK && lock->writer == run.current + 1)
    return EDEADLK;
  step_timed (kind, (uintptr_t) lock, 0, timed, pc);
  if (self ()->timed_out)
    return ETIMEDOUT;
  check_rwlock (address, pc);
  if (lock->writer != 0)
    return EBUSY;
  lock->magic = MAGIC_RWLOCK;
  lock->readers++;
  lock->reading |= 1u << run.current;
  took (pc);

  return 0;
}

static int
write_lock (pthread_rwlock_t *address,
            OpKind            kind,
            bool              timed,
            uintptr_t         pc)
{
  Rwlock *lock = check_rwlock (address, pc);

  if (kind == OP_WRLOCK && lock->writer == run.current + 1)
    return EDEADLK;
  step_timed (kind, (uintptr_t) lock, 0, timed, pc);
  if (self ()->timed_out)
    return ETIMEDOUT;
  check_rwlock (address, pc);
  if (lock->writer != 0 || lock->readers != 0)
    return EBUSY;
  lock->magic = MAGIC_RWLOCK;
  lock->writer = (uint16_t) (run.current + 1);
  took (pc);

  return 0;
}

int
x_pthread_rwlock_init (pthread_rwlock_t *lock)
{
  memory_check ((uintptr_t) lock, sizeof *lock, true, CALLER);
  step (OP_INIT, (uintptr_t) lock, CALLER);
  *(Rwlock *) lock = (Rwlock) { MAGIC_RWLOCK, 0, 0, 0 };

  return 0;
}

int
x_pthread_rwlock_destroy (pthread_rwlock_t *address)
{
  Rwlock *lock = check_rwlock (address, CALLER);

  step (OP_DESTROY, (uintptr_t) lock, CALLER);
  check_rwlock (address, CALLER);
  if (lock->writer != 0 || lock->readers != 0)
    fail (FAIL_OBJECT, CALLER, (uintptr_t) lock, "destroyed in use");
  lock->magic = MAGIC_DEAD;

  return 0;
}

int
x_pthread_rwlock_rdlock (pthread_rwlock_t *lock)
{
  return read_lock (lock, OP_RDLOCK, false, CALLER);
}

int
x_pthread_rwlock_timedrdlock (pthread_rwlock_t *lock)
{
  return read_lock (lock, OP_RDLOCK, true, CALLER);
}

int
x_pthread_rwlock_tryrdlock (pthread_rwlock_t *lock)
{
  return read_lock (lock, OP_TRYRDLOCK, false, CALLER);
}

int
x_pthread_rwlock_wrlock (pthread_rwlock_t *lock)
{
  return write_lock (lock, OP_WRLOCK, false, CALLER);
}

int
x_pthread_rwlock_timedwrlock (pthread_rwlock_t *lock)
{
  return write_lock (lock, OP_WRLOCK, true, CALLER);
}

int
x_pthread_rwlock_trywrlock (pthread_rwlock_t *lock)
{
  return write_lock (lock, OP_TRYWRLOCK, false, CALLER);
}

int
x_pthread_rwlock_unlock (pthread_rwlock_t *address)
{
  Rwlock *lock = check_rwlock (address, CALLER);

  step (OP_RWUNLOCK, (uintptr_t) lock, CALLER);
  check_rwlock (address, CALLER);
  if (lock->writer == 0 && lock->readers == 0)
    fail (FAIL_UNLOCK, CALLER, (uintptr_t) lock, "not locked");
  if (lock->writer != 0 ? lock->writer != run.current + 1 : !(lock->reading >> run.current & 1))
    fail (FAIL_UNLOCK, CALLER, (uintptr_t) lock, "another's");
  if (lock->writer != 0)
    lock->writer = 0;
  else if (--lock->readers == 0)
    lock->reading = 0;
  self ()->n_held--;
  self ()->own_writes++;
  noticed ();

  return 0;
}

/* A spin lock has only four bytes, and who waits for it waits like for any other. */

static volatile int *
check_spin (pthread_spinlock_t *address,
            uintptr_t           pc)
{
  memory_check ((uintptr_t) address, sizeof (int), true, pc);

  return (volatile int *) address;
}

int
x_pthread_spin_init (pthread_spinlock_t *address,
                     int                 shared)
{
  (void) shared;
  *check_spin (address, CALLER) = 0;

  return 0;
}

int
x_pthread_spin_lock (pthread_spinlock_t *address)
{
  volatile int *owner = check_spin (address, CALLER);

  step (OP_SPIN_LOCK, (uintptr_t) address, CALLER);
  *owner = run.current + 1;
  took (CALLER);

  return 0;
}

int
x_pthread_spin_trylock (pthread_spinlock_t *address)
{
  volatile int *owner = check_spin (address, CALLER);

  step (OP_ATOMIC_UPDATE, (uintptr_t) address, CALLER);
  if (*owner != 0)
    return EBUSY;
  *owner = run.current + 1;
  took (CALLER);

  return 0;
}

int
x_pthread_spin_unlock (pthread_spinlock_t *address)
{
  volatile int *owner = check_spin (address, CALLER);

  step (OP_ATOMIC_WRITE, (uintptr_t) address, CALLER);
  if (*owner != run.current + 1)
    fail (FAIL_UNLOCK, CALLER, (uintptr_t) address, *owner ? "another's" : "not locked");
  *owner = 0;
  self ()->n_held--;
  self ()->own_writes++;
  noticed ();

  return 0;
}

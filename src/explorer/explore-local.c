/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-local.h"
#include "explore-hash.h"
#include "explore-objects.h"
#include "explore-trail.h"

#include <string.h>

#define N_PLACES   (1u << 15)
#define MOST_LOCKS 63
#define GRANULE    8
#define SHARED     (-1)

/* Eight bytes of memory. */
typedef struct {
  uintptr_t granule;                 /* 0: none yet */
  int       owner;                   /* who alone uses it, or SHARED */
  bool      is_written;
  uint64_t  locks;                   /* held at each use */
} Place;

typedef enum { OWNED, ONLY_READ, LOCKED, OPEN } PlaceKind;

static struct {
  Place     places[N_PLACES];
  unsigned  n_places;
  uintptr_t locks[MOST_LOCKS];       /* and semaphores that are used as such */
  int       n_locks;
  uint64_t  no_locks;                /* semaphores that are not, after all */
  uint64_t  held[MOST_THREADS];
} local;

void
local_open (void)
{
  memset (&local, 0, sizeof local);
}

void
local_begin (void)
{
  memset (local.held, 0, sizeof local.held);
}

/* Returns: NULL where there is no room */
static Place *
find_place (uintptr_t granule)
{
  uint64_t slot = hash_word (0, granule);

  for (unsigned i = 0; i < N_PLACES; i++)
    {
      Place *place = &local.places[(slot + i) % N_PLACES];

      if (place->granule == granule || place->granule == 0)
        return place;
    }

  return NULL;
}

static PlaceKind
kind_of (const Place *place)
{
  if (place->owner != SHARED)
    return OWNED;
  if (!place->is_written)
    return ONLY_READ;

  return place->locks & ~local.no_locks ? LOCKED : OPEN;
}

static bool
is_access (const Op *op)
{
  return op->kind >= OP_READ && op->kind <= OP_FREE;
}

static bool
writes (const Op *op)
{
  return op->kind != OP_READ && op->kind != OP_ATOMIC_READ;
}

static bool
may_touch (uintptr_t granule,
           int       id,
           const Op *op)
{
  const Place *place = find_place (granule);

  if (place == NULL)
    return false;
  if (place->granule == 0 || place->owner == id)
    return true;

  return kind_of (place) == LOCKED ? (place->locks & local.held[id] & ~local.no_locks) != 0 :
         kind_of (place) == ONLY_READ && !writes (op);
}

/* Can nobody notice when this happens? */
bool
local_is (int proc)
{
  const Op *op = &run.threads[THREAD_OF (proc)].op;
  uintptr_t last = (op->address + op->size - 1) / GRANULE;

  if (IS_TIMEOUT (proc) || op->timed)
    return false;
  if (op->kind == OP_CREATE || op->kind == OP_EXIT || op->kind == OP_YIELD || op->kind == OP_JOIN)
    return true;
  if (!is_access (op) || op->kind == OP_FREE || op->second)
    return false;
  for (uintptr_t granule = op->address / GRANULE; granule <= last; granule++)
    if (!may_touch (granule, proc, op))
      return false;

  return true;
}

/* Returns: whether something that was local is so no more */
static bool
touch (uintptr_t granule,
       int       id,
       const Op *op)
{
  Place *place = find_place (granule);
  PlaceKind before;

  if (place == NULL)
    return false;
  if (place->granule == 0)
    {
      *place = (Place) { granule, id, writes (op), ~UINT64_C (0) };
      local.n_places++;
    }
  before = kind_of (place);
  if (place->owner != id)
    place->owner = SHARED;
  place->is_written |= writes (op);
  place->locks &= local.held[id];

  return kind_of (place) != before;
}

static uint64_t
bit_of_lock (uintptr_t address)
{
  int i = 0;

  while (i < local.n_locks && local.locks[i] != address)
    i++;
  if (i == MOST_LOCKS)
    return 0;
  if (i == local.n_locks)
    local.locks[local.n_locks++] = address;

  return UINT64_C (1) << i;
}

/* A semaphore is a lock as long as there is one to take, and only who has taken it
 * gives it back. */
static bool
is_no_lock (uint64_t bit)
{
  bool was = local.no_locks & bit;

  local.no_locks |= bit;

  return !was;
}

static bool
take_lock (const Op *op,
           int       id)
{
  uint64_t *held = &local.held[id], bit;

  switch (op->kind)
    {
    case OP_LOCK: case OP_COND_WAKE:
      *held |= bit_of_lock (op->second ? op->second : op->address);
      return false;
    case OP_TRYLOCK:
      if (state_before (op) & BEFORE_FREE)
        *held |= bit_of_lock (op->address);
      return false;
    case OP_UNLOCK: case OP_COND_WAIT:
      *held &= ~bit_of_lock (op->second ? op->second : op->address);
      return false;
    case OP_SEM_WAIT: case OP_SEM_TRYWAIT:
      bit = bit_of_lock (op->address);
      if (!(state_before (op) & BEFORE_FREE))
        return false;
      *held |= bit;
      return ((const Sem *) op->address)->value > 1 && is_no_lock (bit);
    case OP_SEM_POST:
      bit = bit_of_lock (op->address);
      if (!(*held & bit))
        return is_no_lock (bit);
      *held &= ~bit;
      return false;
    default:
      return false;
    }
}

/* Notes what happens. Returns: whether something that was taken for local is not, so
 * that a search which has relied on it must begin anew */
bool
local_happen (int proc)
{
  const Op *op = &run.threads[THREAD_OF (proc)].op;
  uintptr_t last = (op->address + op->size - 1) / GRANULE;
  bool changed = false;

  if (IS_TIMEOUT (proc))
    return false;
  if (!is_access (op) && op->kind != OP_SPIN_LOCK)
    return take_lock (op, proc);
  for (uintptr_t granule = op->address / GRANULE; granule <= last; granule++)
    changed |= touch (granule, proc, op);

  return changed;
}

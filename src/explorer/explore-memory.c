/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"
#include "explore-hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The program's heap: each thread has an arena of its own, else the addresses
 * that one gets would depend on when another asks. Nothing is used twice, so a
 * block that was freed can be told, and 16 bytes between the blocks tell who
 * writes beyond. */

#define MAIN_ARENA  ((size_t) 16 << 20)
#define ARENA       ((size_t) 2 << 20)
#define HEAP        (MAIN_ARENA + (MOST_THREADS - 1) * ARENA)
#define GAP         16
#define POISON      0xa5

typedef struct {
  uintptr_t start, next, end;
  Block    *blocks;
  int       n_blocks, room;
} Arena;

static uintptr_t heap;
static Arena arenas[MOST_THREADS];

bool
memory_open (void)
{
  void *memory = mmap (NULL, HEAP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (memory == MAP_FAILED)
    return false;

  heap = (uintptr_t) memory;
  for (int i = 0; i < MOST_THREADS; i++)
    {
      arenas[i].start = i == 0 ? heap : heap + MAIN_ARENA + (size_t) (i - 1) * ARENA;
      arenas[i].end = arenas[i].start + (i == 0 ? MAIN_ARENA : ARENA);
    }
  memory_reset ();

  return true;
}

void
memory_reset (void)
{
  for (int i = 0; i < MOST_THREADS; i++)
    {
      arenas[i].next = arenas[i].start + GAP;
      arenas[i].n_blocks = 0;
    }
}

/* Returns: memory of the running thread's arena; the execution is given up where
 * there is none left. */
void *
memory_take (size_t    size,
             size_t    align,
             bool      zeroed,
             uintptr_t pc)
{
  Arena *arena = &arenas[self () - run.threads];
  uintptr_t start = (arena->next + align - 1) & ~(align - 1);

  if (size > arena->end - arena->start || start + size + GAP > arena->end)
    run_give_up ();
  if (arena->n_blocks == arena->room)
    {
      int room = arena->room ? 2 * arena->room : 64;
      Block *blocks = realloc (arena->blocks, (size_t) room * sizeof *blocks);

      if (blocks == NULL)
        run_give_up ();
      arena->blocks = blocks;
      arena->room = room;
    }

  arena->blocks[arena->n_blocks] = (Block) { start, pc, size, false, run.current, arena->n_blocks };
  arena->n_blocks++;
  arena->next = (start + size + GAP + 15) & ~(uintptr_t) 15;
  memset ((void *) start, zeroed ? 0 : POISON, size);

  return (void *) start;
}

uintptr_t
memory_get_start (void)
{
  return heap;
}

bool
memory_owns (uintptr_t address)
{
  return address - heap < HEAP;
}

/* Returns: the block that begins at or before @address, or NULL */
const Block *
memory_find (uintptr_t address)
{
  int id = address - heap < MAIN_ARENA ? 0 : (int) ((address - heap - MAIN_ARENA) / ARENA) + 1;
  Arena *arena;
  int low = 0, high;

  if (!memory_owns (address))
    return NULL;
  arena = &arenas[id];
  high = arena->n_blocks;
  while (low < high)
    {
      int middle = (low + high) / 2;

      if (arena->blocks[middle].start <= address)
        low = middle + 1;
      else
        high = middle;
    }

  return low > 0 ? &arena->blocks[low - 1] : NULL;
}

/* Fails where the program must not read or write. What is read outside of our
 * own ranges the processor judges. */
void
memory_check (uintptr_t address,
              size_t    size,
              bool      writes,
              uintptr_t pc)
{
  const Block *block;

  if (!memory_owns (address))
    {
      if (writes && address >= 4096 && !program_owns (address, size) && fiber_find (address) < 0)
        fail (FAIL_BOUNDS, pc, address, "%s", "");
      return;
    }

  block = memory_find (address);
  if (block && address + size <= block->start + block->size)
    {
      if (block->freed)
        fail (FAIL_FREED, pc, address, "%s", "");
      return;
    }
  fail (FAIL_BOUNDS, pc, address, "%s", "");
}

/* Its bytes are poisoned, for what reads them unseen. */
void
memory_set_freed (const Block *block)
{
  ((Block *) (uintptr_t) block)->freed = true;
  memset ((void *) block->start, POISON, block->size);
}

uint64_t
memory_hash (uint64_t hash)
{
  for (int i = 0; i < run.n_threads; i++)
    {
      const Arena *arena = &arenas[i];

      hash = hash_bytes (hash, (const void *) arena->start, arena->next - arena->start);
      for (int j = 0; j < arena->n_blocks; j++)
        hash = hash_word (hash, (uint64_t) arena->blocks[j].size << 1 | arena->blocks[j].freed);
    }

  return hash;
}

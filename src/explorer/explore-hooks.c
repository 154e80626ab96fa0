/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-calls.h"
#include "explore-hooks.h"

/* The compiler knows these names, and nobody else calls them. */
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* What gcc -fsanitize=thread calls before each access to memory that somebody
 * else might see, and instead of each atomic operation. */

/* Is it memory of the thread's own stack? What it writes there is part of what
 * the spin detection compares anyway. */
static bool
is_own_stack (uintptr_t address)
{
  return fiber_has (run.current, address);
}

static void
touch (uintptr_t address,
        size_t    size,
        OpKind    kind,
        uintptr_t pc)
{
  bool writes = kind != OP_READ && kind != OP_ATOMIC_READ;

  if (!run_inside () || program_is_private (address) || address == (uintptr_t) &self ()->error_number)
    return;

  step_memory (kind, address, size, pc);
  memory_check (address, size, writes, pc);
  if (writes && kind != OP_ATOMIC_UPDATE && !is_own_stack (address))
    noticed ();
}

/* For the calls that read or write memory themselves. */
void
hook_read (const void *address,
           size_t      size,
           uintptr_t   pc)
{
  if (size > 0)
    touch ((uintptr_t) address, size, OP_READ, pc);
}

void
hook_write (const void *address,
            size_t      size,
            uintptr_t   pc)
{
  if (size > 0)
    touch ((uintptr_t) address, size, OP_WRITE, pc);
}

#define PLAIN(size)                                                              \
  void __tsan_read##size (void *p)  { touch ((uintptr_t) p, size, OP_READ, CALLER); }  \
  void __tsan_write##size (void *p) { touch ((uintptr_t) p, size, OP_WRITE, CALLER); } \
  void __tsan_unaligned_read##size (void *p)  { touch ((uintptr_t) p, size, OP_READ, CALLER); }  \
  void __tsan_unaligned_write##size (void *p) { touch ((uintptr_t) p, size, OP_WRITE, CALLER); } \
  void __tsan_volatile_read##size (void *p)  { touch ((uintptr_t) p, size, OP_READ, CALLER); }  \
  void __tsan_volatile_write##size (void *p) { touch ((uintptr_t) p, size, OP_WRITE, CALLER); }

PLAIN (1)
PLAIN (2)
PLAIN (4)
PLAIN (8)
PLAIN (16)

void
__tsan_read_range (void  *address,
                   size_t size)
{
  if (size > 0)
    touch ((uintptr_t) address, size, OP_READ, CALLER);
}

void
__tsan_write_range (void  *address,
                    size_t size)
{
  if (size > 0)
    touch ((uintptr_t) address, size, OP_WRITE, CALLER);
}

void
__tsan_vptr_read (void *address)
{
  touch ((uintptr_t) address, 8, OP_READ, CALLER);
}

void
__tsan_vptr_update (void *address)
{
  touch ((uintptr_t) address, 8, OP_WRITE, CALLER);
}

void
__tsan_init (void)
{
}

void
__tsan_func_entry (void *caller)
{
  (void) caller;
}

void
__tsan_func_exit (void)
{
}

void
__tsan_atomic_thread_fence (int order)
{
  (void) order;
}

void
__tsan_atomic_signal_fence (int order)
{
  (void) order;
}

/* Atomic operations are steps, and happen in them. The memory model is
 * sequential consistency, whatever order the program asks for. */

#define UPDATE(bits, name, expression)                                                   \
  uint##bits##_t                                                                         \
  __tsan_atomic##bits##_##name (volatile uint##bits##_t *p, uint##bits##_t value, int order) \
  {                                                                                      \
    uint##bits##_t old;                                                                  \
                                                                                         \
    (void) order;                                                                        \
    touch ((uintptr_t) p, sizeof *p, OP_ATOMIC_UPDATE, CALLER);                         \
    old = *p;                                                                            \
    *p = (uint##bits##_t) (expression);                                                  \
    if (*p != old)                                                                       \
      noticed ();                                                                        \
    return old;                                                                          \
  }

#define COMPARE_EXCHANGE(bits, strength)                                                                   \
  int                                                                                                      \
  __tsan_atomic##bits##_compare_exchange_##strength (volatile uint##bits##_t *p, uint##bits##_t *expected, \
                                                 uint##bits##_t value, int order, int failure)             \
  {                                                                                                        \
    (void) order;                                                                                          \
    (void) failure;                                                                                        \
    touch ((uintptr_t) p, sizeof *p, OP_ATOMIC_UPDATE, CALLER);                                            \
    if (*p == *expected)                                                                                   \
      {                                                                                                    \
        if (*p != value)                                                                                   \
          noticed ();                                                                                      \
        *p = value;                                                                                        \
        return 1;                                                                                          \
      }                                                                                                    \
    *expected = *p;                                                                                        \
    return 0;                                                                                              \
  }

#define ATOMIC(bits)                                                                     \
  uint##bits##_t                                                                         \
  __tsan_atomic##bits##_load (const volatile uint##bits##_t *p, int order)               \
  {                                                                                      \
    (void) order;                                                                        \
    touch ((uintptr_t) p, sizeof *p, OP_ATOMIC_READ, CALLER);                           \
    return *p;                                                                           \
  }                                                                                      \
                                                                                         \
  void                                                                                   \
  __tsan_atomic##bits##_store (volatile uint##bits##_t *p, uint##bits##_t value, int order) \
  {                                                                                      \
    (void) order;                                                                        \
    touch ((uintptr_t) p, sizeof *p, OP_ATOMIC_WRITE, CALLER);                          \
    *p = value;                                                                          \
  }                                                                                      \
                                                                                         \
  COMPARE_EXCHANGE (bits, strong)                                                        \
  COMPARE_EXCHANGE (bits, weak)                                                          \
  UPDATE (bits, exchange, value)                                                         \
  UPDATE (bits, fetch_add, old + value)                                                  \
  UPDATE (bits, fetch_sub, old - value)                                                  \
  UPDATE (bits, fetch_and, old & value)                                                  \
  UPDATE (bits, fetch_or, old | value)                                                   \
  UPDATE (bits, fetch_xor, old ^ value)                                                  \
  UPDATE (bits, fetch_nand, ~(old & value))                                              \
                                                                                         \
  uint##bits##_t                                                                         \
  __tsan_atomic##bits##_compare_exchange_val (volatile uint##bits##_t *p, uint##bits##_t expected, \
                                              uint##bits##_t value, int order, int failure) \
  {                                                                                      \
    uint##bits##_t old;                                                                  \
                                                                                         \
    (void) order;                                                                        \
    (void) failure;                                                                      \
    touch ((uintptr_t) p, sizeof *p, OP_ATOMIC_UPDATE, CALLER);                         \
    old = *p;                                                                            \
    if (old == expected && old != value)                                                 \
      {                                                                                  \
        noticed ();                                                                      \
        *p = value;                                                                      \
      }                                                                                  \
    return old;                                                                          \
  }

ATOMIC (8)
ATOMIC (16)
ATOMIC (32)
ATOMIC (64)

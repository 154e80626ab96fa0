/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"

#include <string.h>
#include <sys/mman.h>

/* Fibers: a stack each, and a switch that saves what the calling convention says
 * a function must keep. swapcontext() would ask the kernel for the signal mask
 * each time, which costs thirty times as much. */

#define GUARD      (64 * 1024)
#define STACK      (1024 * 1024)
#define MAIN_STACK (8 * 1024 * 1024)   /* as much as a real main() has */

static char *stacks;

static size_t
stack_size (int id)
{
  return id == 0 ? MAIN_STACK : STACK;
}

static char *
stack_start (int id)
{
  if (id == 0)
    return stacks + GUARD;

  return stacks + GUARD + MAIN_STACK + GUARD + (size_t) (id - 1) * (STACK + GUARD);
}

static size_t
stacks_size (void)
{
  return GUARD + MAIN_STACK + (size_t) MOST_THREADS * (STACK + GUARD);
}

/* Saves the registers that a callee keeps, and the stack, in *save; goes on
 * where @load was saved. */
void fiber_switch (void **save, void *load);

#if defined (__x86_64__)

__asm__ (
  ".text\n"
  ".globl fiber_switch\n"
  ".type fiber_switch, @function\n"
  "fiber_switch:\n"
  "  pushq %rbp\n"
  "  pushq %rbx\n"
  "  pushq %r12\n"
  "  pushq %r13\n"
  "  pushq %r14\n"
  "  pushq %r15\n"
  "  movq %rsp, (%rdi)\n"
  "  movq %rsi, %rsp\n"
  "  popq %r15\n"
  "  popq %r14\n"
  "  popq %r13\n"
  "  popq %r12\n"
  "  popq %rbx\n"
  "  popq %rbp\n"
  "  ret\n"
  ".size fiber_switch, . - fiber_switch\n"
);

#define SUPPORTED true
#define FRAME     10                   /* what is saved; and above it as a call would leave it */
#define RETURN    6

#elif defined (__aarch64__)

__asm__ (
  ".text\n"
  ".globl fiber_switch\n"
  ".type fiber_switch, %function\n"
  "fiber_switch:\n"
  "  stp x19, x20, [sp, #-160]!\n"
  "  stp x21, x22, [sp, #16]\n"
  "  stp x23, x24, [sp, #32]\n"
  "  stp x25, x26, [sp, #48]\n"
  "  stp x27, x28, [sp, #64]\n"
  "  stp x29, x30, [sp, #80]\n"
  "  stp d8, d9, [sp, #96]\n"
  "  stp d10, d11, [sp, #112]\n"
  "  stp d12, d13, [sp, #128]\n"
  "  stp d14, d15, [sp, #144]\n"
  "  mov x9, sp\n"
  "  str x9, [x0]\n"
  "  mov sp, x1\n"
  "  ldp x21, x22, [sp, #16]\n"
  "  ldp x23, x24, [sp, #32]\n"
  "  ldp x25, x26, [sp, #48]\n"
  "  ldp x27, x28, [sp, #64]\n"
  "  ldp x29, x30, [sp, #80]\n"
  "  ldp d8, d9, [sp, #96]\n"
  "  ldp d10, d11, [sp, #112]\n"
  "  ldp d12, d13, [sp, #128]\n"
  "  ldp d14, d15, [sp, #144]\n"
  "  ldp x19, x20, [sp], #160\n"
  "  ret\n"
  ".size fiber_switch, . - fiber_switch\n"
);

#define SUPPORTED true
#define FRAME     20
#define RETURN    11                   /* x30, among what is saved */

#else

void
fiber_switch (void **save,
              void  *load)
{
  (void) save;
  (void) load;
  __builtin_trap ();
}

#define SUPPORTED false
#define FRAME     1
#define RETURN    0

#endif

bool
fiber_supported (void)
{
  return SUPPORTED;
}

/* A new fiber finds zeros in its registers, and returns to where it is to begin. */
void
fiber_make (int    id,
            void (*entry) (void))
{
  void **top = (void **) (void *) (stack_start (id) + stack_size (id)) - FRAME;

  for (int i = 0; i < FRAME; i++)
    top[i] = NULL;
  top[RETURN] = (void *) (uintptr_t) entry;
  run.threads[id].sp = top;
  run.threads[id].low_sp = (uintptr_t) top;
}

/* Makes room for all stacks, with a page between them that nobody may touch. */
bool
fiber_open (void)
{
  stacks = mmap (NULL, stacks_size (), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stacks == MAP_FAILED)
    return false;

  for (int id = 0; id < MOST_THREADS; id++)
    if (mprotect (stack_start (id), stack_size (id), PROT_READ | PROT_WRITE) != 0)
      return false;

  return true;
}

/* Scheduler → fiber; returns when the fiber stands before its next operation. */
void
fiber_enter (int id)
{
  run.current = id;
  fiber_switch (&run.host_sp, run.threads[id].sp);
  run.current = -1;
}

/* Fiber → scheduler. */
void
fiber_leave (void)
{
  Thread *thread = &run.threads[run.current];
  uintptr_t here = (uintptr_t) __builtin_frame_address (0);

  if (here < thread->low_sp)
    thread->low_sp = here;
  fiber_switch (&thread->sp, run.host_sp);
}

/* The same out of a signal's handler, for good: it ran on a stack of its own. */
void
fiber_abandon (void)
{
  void *nowhere;

  fiber_switch (&nowhere, run.host_sp);
}

/* What an execution left on a stack must not be found by the next one. Calls
 * reach a little deeper than the operations that we have seen. */
void
fiber_clean (int id)
{
  uintptr_t top = fiber_top (id), low = run.threads[id].low_sp;

  if (low == 0)
    return;
  low = low - 1024 < (uintptr_t) stack_start (id) ? (uintptr_t) stack_start (id) : low - 1024;
  memset ((void *) low, 0, top - low);
}

bool
fiber_owns (uintptr_t address)
{
  return address - (uintptr_t) stacks < stacks_size ();
}

bool
fiber_has (int       id,
           uintptr_t address)
{
  return address - (uintptr_t) stack_start (id) < stack_size (id);
}

/* Returns: whose stack it is, −1: nobody's */
int
fiber_find (uintptr_t address)
{
  for (int id = 0; fiber_owns (address) && id < MOST_THREADS; id++)
    if (fiber_has (id, address))
      return id;

  return -1;
}

uintptr_t
fiber_top (int id)
{
  return (uintptr_t) stack_start (id) + stack_size (id);
}

/* All that a fiber knows by itself: its stack, with the registers saved there. */
uint64_t
fiber_hash (int id)
{
  const uint64_t *word = run.threads[id].sp;
  const uint64_t *top = (const uint64_t *) fiber_top (id);
  uint64_t hash = 0x9e3779b97f4a7c15u;

  for (; word < top; word++)
    hash = (hash ^ *word) * 0xff51afd7ed558ccdu, hash ^= hash >> 32;

  return hash;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-calls.h"
#include "explore-hooks.h"
#include "explore-objects.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The C library as the program sees it: what is printed is kept, time passes
 * only when somebody asks, numbers are as random each time. */

/* Calls reach deeper into the stack than the operations do. */
static void
reached_deep (void)
{
  uintptr_t deep = (uintptr_t) __builtin_frame_address (0) - 8192;

  if (deep < self ()->low_sp)
    self ()->low_sp = deep;
}

/* Not inlined: its text is on no stack while others may go first. */
static int __attribute__ ((format (printf, 1, 0), noinline))
keep_text (const char *format,
           va_list     args)
{
  char text[2048];
  int length = vsnprintf (text, sizeof text, format, args);

  reached_deep ();
  if (length > 0)
    output_add (text, (size_t) length < sizeof text ? (size_t) length : sizeof text - 1);

  return length;
}

static int __attribute__ ((format (printf, 2, 0)))
print (FILE       *file,
       const char *format,
       va_list     args,
       uintptr_t   pc)
{
  hook_format (format, args, pc);

  return file == stderr ? (int) strlen (format) : keep_text (format, args);
}

int
x_printf (const char *format,
          ...)
{
  va_list args;
  int length;

  va_start (args, format);
  length = print (stdout, format, args, CALLER);
  va_end (args);

  return length;
}

int
x_vprintf (const char *format,
           va_list     args)
{
  return print (stdout, format, args, CALLER);
}

int
x_vfprintf (FILE       *file,
            const char *format,
            va_list     args)
{
  return print (file, format, args, CALLER);
}

int
x_fprintf (FILE       *file,
           const char *format,
           ...)
{
  va_list args;
  int length;

  va_start (args, format);
  length = print (file, format, args, CALLER);
  va_end (args);

  return length;
}

int
x_puts (const char *text)
{
  hook_text (text, hook_size (text, CALLER), CALLER);
  output_add (text, strlen (text));
  output_add ("\n", 1);

  return 1;
}

int
x_putchar (int c)
{
  char byte = (char) c;

  output_add (&byte, 1);

  return c;
}

int
x_fputs (const char *text,
         FILE       *file)
{
  hook_text (text, hook_size (text, CALLER), CALLER);
  if (file != stderr)
    output_add (text, strlen (text));

  return 1;
}

int
x_fputc (int   c,
         FILE *file)
{
  return file == stderr ? c : x_putchar (c);
}

size_t
x_fwrite (const void *data,
          size_t      size,
          size_t      n,
          FILE       *file)
{
  hook_text (data, size * n, CALLER);
  if (file != stderr)
    output_add (data, size * n);

  return n;
}

void
x_perror (const char *text)
{
  (void) text;
}

/* The end of the process: other threads are let run on, since whatever they
 * do before it they can do at all. */
void
x_exit (int status)
{
  run.exit_status = status;
  run.main_ended = true;
  run_end_thread (NULL, CALLER);
}

void
x_abort (void)
{
  fail (FAIL_ABORT, CALLER, 0, "%s", "");
}

void
x___assert_fail (const char *expression,
                 const char *file,
                 unsigned    line,
                 const char *function)
{
  (void) file;
  (void) line;
  (void) function;
  fail (FAIL_ASSERT, CALLER, 0, "%s", expression);
}

/* For explored/problem.c: something does not hold. */
void
x_invariant (const char *text,
             void       *caller)
{
  fail (FAIL_INVARIANT, (uintptr_t) caller, 0, "%s", text);
}

int *
x___errno_location (void)
{
  return run_inside () ? &self ()->error_number : &errno;
}

/* A generator for each thread: xorshift. */
static uint64_t
next_random (void)
{
  uint64_t *x = &self ()->random;

  *x ^= *x << 13;
  *x ^= *x >> 7;
  *x ^= *x << 17;

  return *x;
}

int
x_rand (void)
{
  return (int) (next_random () >> 33);
}

long
x_random (void)
{
  return (long) (next_random () >> 33);
}

double
x_drand48 (void)
{
  return (double) (next_random () >> 11) / (double) (UINT64_C (1) << 53);
}

int
x_rand_r (unsigned *seed)
{
  hook_write (seed, sizeof *seed, CALLER);
  *seed = (*seed & ~3u) | ((*seed + 1) & 3);   /* comes round, so that who tries again and again does */

  return (int) ((*seed * 1103515245u & ~3u) >> 1 | (*seed & 3));
}

/* The clock of each thread goes on by a millisecond with each look. */
#define START_NS (UINT64_C (1700000000) * 1000000000)

static uint64_t
now_ns (void)
{
  self ()->clock_ns += 1000000;
  run.reads_clock = true;

  return START_NS + self ()->clock_ns;
}

time_t
x_time (time_t *when)
{
  time_t now = (time_t) (now_ns () / 1000000000);

  if (when)
    *when = now;

  return now;
}

clock_t
x_clock (void)
{
  return (clock_t) (now_ns () / 1000 % 1000000000);
}

int
x_clock_gettime (clockid_t        id,
                 struct timespec *when)
{
  uint64_t now = now_ns ();

  (void) id;
  when->tv_sec = (time_t) (now / 1000000000);
  when->tv_nsec = (long) (now % 1000000000);

  return 0;
}

int
x_timespec_get (struct timespec *when,
                int              base)
{
  x_clock_gettime (CLOCK_REALTIME, when);

  return base;
}

/* struct timeval has the same shape, in microseconds. */
int
x_gettimeofday (long *when)
{
  uint64_t now = now_ns ();

  when[0] = (long) (now / 1000000000);
  when[1] = (long) (now / 1000 % 1000000);

  return 0;
}

/* To sleep is to let others go first, which they may anyway. */
int
x_sleep (void)
{
  self ()->clock_ns += 1000000;

  return 0;
}

/* The machine is always the same: one process, two processors. */

int
x_getpid (void)
{
  return 1000;
}

int
x_gettid (void)
{
  return 1000 + run.current;
}

long
x_sysconf (int name)
{
  switch (name)
    {
    case _SC_NPROCESSORS_CONF: case _SC_NPROCESSORS_ONLN:
      return 2;
    case _SC_PAGESIZE:
      return 4096;
    case _SC_CLK_TCK:
      return 100;
    default:
      self ()->error_number = EINVAL;
      return -1;
    }
}

/* Memory. */

void *
x_malloc (size_t size)
{
  return memory_take (size, 16, false, CALLER);
}

void *
x_calloc (size_t n,
          size_t size)
{
  if (size > 0 && n > SIZE_MAX / size)
    return NULL;

  return memory_take (n * size, 16, true, CALLER);
}

static void
free_block (void     *pointer,
            uintptr_t pc)
{
  uintptr_t address = (uintptr_t) pointer;
  const Block *block = memory_find (address);

  if (block == NULL || block->start != address)
    fail (FAIL_BOUNDS, pc, address, "free");
  if (block->freed)
    fail (FAIL_FREED, pc, address, "free");
  step_memory (OP_FREE, address, block->size ? block->size : 1, pc);
  block = memory_find (address);
  if (block->freed)
    fail (FAIL_FREED, pc, address, "free");
  memory_set_freed (block);
  noticed ();
}

void
x_free (void *pointer)
{
  if (pointer)
    free_block (pointer, CALLER);
}

void *
x_realloc (void  *pointer,
           size_t size)
{
  const Block *block = memory_find ((uintptr_t) pointer);
  void *copy;

  if (pointer == NULL)
    return memory_take (size, 16, false, CALLER);
  if (block == NULL || block->start != (uintptr_t) pointer)
    fail (FAIL_BOUNDS, CALLER, (uintptr_t) pointer, "free");
  copy = memory_take (size, 16, false, CALLER);
  block = memory_find ((uintptr_t) pointer);
  memcpy (copy, pointer, block->size < size ? block->size : size);
  free_block (pointer, CALLER);

  return copy;
}

void *
x_aligned_alloc (size_t align,
                 size_t size)
{
  return align == 0 || (align & (align - 1)) ? NULL : memory_take (size, align, false, CALLER);
}

int
x_posix_memalign (void **pointer,
                  size_t align,
                  size_t size)
{
  if (align == 0 || (align & (align - 1)))
    return EINVAL;
  *pointer = memory_take (size, align, false, CALLER);

  return 0;
}

/* Others do the same. */
ALIAS (usleep, sleep)
ALIAS (nanosleep, sleep)
ALIAS (clock_nanosleep, sleep)
ALIAS (thrd_sleep, sleep)
ALIAS (putc, fputc)
ALIAS (_exit, exit)
ALIAS (quick_exit, exit)
ALIAS (_Exit, exit)
ALIAS (__assert, abort)

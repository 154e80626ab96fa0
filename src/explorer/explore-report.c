/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-guard.h"
#include "explore-objects.h"
#include "explore-values.h"
#include "explore-work.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the searching process tells its creator: lines, collected and written by
 * plain write(), since that is all that it may do. */

#define ROOM 16384

static struct {
  int    fd;
  size_t length;
  char   text[ROOM];
} out;

void
report_open (int fd)
{
  out.fd = fd;
}

void
report_flush (void)
{
  size_t done = 0;

  while (done < out.length)
    {
      ssize_t n = write (out.fd, out.text + done, out.length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        _exit (74);
      done += (size_t) n;
    }
  out.length = 0;
}

static void
add (const char *text,
     size_t      length)
{
  while (length > 0)
    {
      size_t fits = ROOM - out.length < length ? ROOM - out.length : length;

      memcpy (out.text + out.length, text, fits);
      out.length += fits;
      text += fits;
      length -= fits;
      if (out.length == ROOM)
        report_flush ();
    }
}

void
report (const char *format,
        ...)
{
  char line[1024], *longer = NULL;
  va_list args, again;
  int length;

  va_start (args, format);
  va_copy (again, args);
  length = vsnprintf (line, sizeof line, format, args);
  if (length >= (int) sizeof line && vasprintf (&longer, format, again) < 0)
    longer = NULL;
  va_end (again);
  va_end (args);
  add (longer ? longer : line, longer ? (size_t) length : strlen (line));
  free (longer);
}

/* How far a search is: @waiting −1: it is not known; and how much is used of what it may take. */
void
report_progress (const WorkOptions *options,
                 uint64_t           executions,
                 uint64_t           complete,
                 unsigned           longest,
                 long long          waiting,
                 long long          elapsed_us)
{
  uint64_t time = guard_ticks * 1000ull / (options->seconds * TICKS_A_SECOND);
  uint64_t runs = options->most_executions > 0 ? executions * 1000 / options->most_executions : 0;
  uint64_t used = time > runs ? time : runs;

  report ("progress\t%llu\t%llu\t%u\t", (unsigned long long) executions, (unsigned long long) complete, longest);
  if (waiting >= 0)
    report ("%lld", waiting);
  else
    report ("-");
  report ("\t%u\t%lld\n", used < 1000 ? (unsigned) used : 1000, elapsed_us);
  report_flush ();
}

/* How much a bound is, where it is a number. */
void
report_limit (const WorkOptions *options,
              const char        *bound)
{
  uint64_t limit = strcmp (bound, "time") == 0 ? options->seconds :
                   strcmp (bound, "executions") == 0 ? options->most_executions :
                   strcmp (bound, "steps") == 0 ? options->run.most_steps :
                   strcmp (bound, "preemptions") == 0 ? options->search.preemptions :
                   strcmp (bound, "threads") == 0 ? MOST_THREADS : 0;

  if (limit > 0 || strcmp (bound, "preemptions") == 0)
    report ("count\tlimit\t%llu\n", (unsigned long long) limit);
}

/* What an address of the program is: g+OFFSET of its file, h:THREAD:NUMBER:OFFSET:PLACE
 * a block of the heap, s:THREAD:OFFSET from its top a stack, t:NAME a thread, - nothing. */
static const char *
tell_address (uintptr_t address,
              char     *text,
              size_t    size)
{
  const Block *block;
  char name[64] = "";
  int id = fiber_find (address);
  const char *known;

  if (address == 0)
    snprintf (text, size, "-");
  else if ((known = values_get_name (address)))
    snprintf (text, size, "%s", known);
  else if (address - (uintptr_t) run.threads < sizeof run.threads)
    snprintf (text, size, "t:%s",
              run_name_thread ((int) ((address - (uintptr_t) run.threads) / sizeof *run.threads), name, sizeof name));
  else if (id >= 0)
    snprintf (text, size, "s:%s:%zu", run_name_thread (id, name, sizeof name), (size_t) (fiber_top (id) - address));
  else if (memory_owns (address) && (block = memory_find (address)))
    snprintf (text, size, "h:%s:%d:%zu:%zx", run_name_thread (block->thread, name, sizeof name), block->number + 1,
              (size_t) (address - block->start), (size_t) (block->pc - program_get_base ()));
  else if (program_owns (address, 1) || address - program_get_base () < (64u << 20))
    snprintf (text, size, "g+%zx", (size_t) (address - program_get_base ()));
  else
    snprintf (text, size, "a:%zx", (size_t) address);

  return text;
}

static size_t
tell_place (uintptr_t pc)
{
  return pc ? (size_t) (pc - program_get_base ()) : 0;
}

static const char *const kinds[N_OPS] = {
  "none", "read", "write", "atomic-read", "atomic-write", "atomic-update", "free",
  "lock", "trylock", "unlock", "spin-lock", "cond-wait", "cond-wake", "signal", "broadcast",
  "sem-wait", "sem-trywait", "sem-post", "sem-value",
  "rdlock", "wrlock", "tryrdlock", "trywrlock", "rwunlock",
  "barrier-arrive", "barrier-leave", "once", "once-done", "init", "destroy",
  "create", "join", "exit", "yield", "tell", "timeout",
};

static const char *const failures[N_FAILURES] = {
  "none", "deadlock", "livelock", "hang", "race", "assertion", "abort", "crash", "freed", "bounds",
  "unlock", "object", "leak", "misuse", "invariant", "diverged",
};

void
report_failure (const Failure *failure)
{
  char name[64] = "", object[128];

  report ("failure\t%s\t%s\t%zx\t%zx\t%s\t%s\n", failures[failure->kind],
          run_name_thread (failure->thread, name, sizeof name), tell_place (failure->pc),
          tell_place (failure->other_pc), tell_address (failure->address, object, sizeof object), failure->text);
}

/* The steps of the trail, with what was read, or is there after what was written. */
void
report_steps (unsigned length)
{
  for (unsigned i = 0; i < length; i++)
    {
      const Event *event = &trail.events[i];
      char name[64] = "", object[128], second[128];
      bool has_value = (event->op.kind >= OP_READ && event->op.kind <= OP_ATOMIC_UPDATE && event->op.size <= 8) ||
                       op_has_semaphore (&event->op);
      bool is_wait = event->op.kind == OP_COND_WAIT || event->op.kind == OP_COND_WAKE;

      report ("step\t%u\t%s\t%s\t%zx\t%s\t%s\t%u\t", i + 1,
              run_name_thread (THREAD_OF (event->proc), name, sizeof name), kinds[event->op.kind],
              tell_place (event->op.pc), tell_address (event->op.address, object, sizeof object),
              tell_address (is_wait ? event->op.second : 0, second, sizeof second), event->op.size);
      if (has_value && (memory_owns (event->value) || program_owns (event->value, 1) || fiber_find (event->value) >= 0))
        report ("pointer\n");
      else if (has_value)
        report ("%llx\n", (unsigned long long) event->value);
      else
        report ("-\n");
    }
}

/* What each thread that has not ended stands before. */
void
report_waits (void)
{
  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];
      char name[64] = "", object[128], second[128];

      if (thread->state != THREAD_READY && thread->state != THREAD_PARKED)
        continue;
      report ("waits\t%s\t%s\t%zx\t%s\t%s\t%s\n", run_name_thread (i, name, sizeof name),
              kinds[thread->op.kind], tell_place (thread->op.pc),
              tell_address (thread->op.address, object, sizeof object),
              tell_address (thread->op.second, second, sizeof second),
              thread->state == THREAD_PARKED ? "spins" : "waits");
    }
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"
#include "explore-guard.h"
#include "explore-wakeup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define TICKS_A_SECOND 20
#define MOST_FOUND     64
#define FEW_EXECUTIONS 500

static struct {
  const WorkOptions *options;
  const Search *search;
  uint64_t most_executions;            /* of the phase; 0: no bound */
  uint64_t executions, complete, cut, spin_cut, too_long, too_big, failed;
  unsigned longest, left_threads, left_locks;
  Found    found[MOST_FOUND];
  int      n_found;
  bool     finished;                   /* there is no order left */
  unsigned last_tick;
  struct timespec start;
} work_;

/* The same mistake at the same place is one. */
static bool
is_known (const Failure *failure)
{
  for (int i = 0; i < work_.n_found; i++)
    {
      const Failure *known = &work_.found[i].failure;

      if (known->kind == failure->kind &&
          ((known->pc == failure->pc && known->other_pc == failure->other_pc) ||
           (failure->kind == FAIL_RACE && known->pc == failure->other_pc && known->other_pc == failure->pc)))
        return true;
    }

  return false;
}

static void
keep (const Failure *failure,
      unsigned       length)
{
  Found *found = &work_.found[work_.n_found];

  if (work_.n_found == MOST_FOUND || is_known (failure))
    return;
  found->failure = *failure;
  found->length = length;
  found->is_state = work_.search == &search_states && states_are_stuck ();
  found->procs = malloc (length + 1u);
  if (found->procs == NULL)
    return;
  for (unsigned i = 0; i < length; i++)
    found->procs[i] = trail.events[i].proc;
  work_.n_found++;
}

/* A data race is noted; where all are wanted the execution goes on. */
static void
take_data_race (const Failure *failure)
{
  if (!work_.options->all)
    run.failure = *failure;
  else
    keep (failure, run.depth + 1);
}

/* Threads that nobody joined, and those that still held a lock when all was over. */
static void
count_left (void)
{
  unsigned threads = 0, locks = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];

      threads += i > 0 && thread->state != THREAD_NONE && !thread->joined && !thread->detached;
      locks += thread->n_held > 0 ? (unsigned) thread->n_held : 0;
    }
  if (threads > work_.left_threads)
    work_.left_threads = threads;
  if (locks > work_.left_locks)
    work_.left_locks = locks;
}

static void
count (RunEnd end)
{
  work_.executions++;
  if (run.depth > work_.longest)
    work_.longest = run.depth;
  switch (end)
    {
    case RUN_COMPLETE:
      work_.complete++;
      count_left ();
      outcome_count ();
      break;
    case RUN_CUT:
      work_.cut++;
      break;
    case RUN_SPIN_CUT:
      work_.spin_cut++;
      break;
    case RUN_STEPS:
      work_.too_long++;
      break;
    case RUN_MEMORY:
      work_.too_big++;
      break;
    case RUN_FAILED:
      work_.failed++;
      keep (&run.failure, found_length ());
      break;
    default:
      break;
    }
}

static long long
elapsed_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (long long) (now.tv_sec - work_.start.tv_sec) * 1000000 + (now.tv_nsec - work_.start.tv_nsec) / 1000;
}

static void
report_progress (void)
{
  int permille = work_.search->permille ? work_.search->permille () : -1;

  report ("progress\t%llu\t%llu\t%u\t", (unsigned long long) work_.executions,
          (unsigned long long) work_.complete, work_.longest);
  if (permille >= 0)
    report ("%d", permille);
  else
    report ("-");
  report ("\t%lld\n", elapsed_us ());
  report_flush ();
}

static bool
is_over (unsigned deadline)
{
  if (guard_ticks >= work_.last_tick + 4)
    {
      work_.last_tick = guard_ticks;
      report_progress ();
    }

  return guard_cancelled || guard_ticks >= deadline ||
         (work_.most_executions > 0 && work_.executions >= work_.most_executions);
}

/* Goes on until a failure, the end, or a bound. */
static void
search_until (SearchKind kind,
              unsigned   deadline)
{
  work_.search = search_get (kind);
  work_.search->open (&work_.options->search);
  work_.finished = false;
  do
    {
      RunEnd end = run_execute (work_.search->chooser);

      count (end);
      if (end == RUN_FAILED && (!work_.options->all || run.failure.kind == FAIL_DIVERGED))
        return;
      if (is_over (deadline))
        return;
    }
  while (work_.search->next ());
  work_.finished = true;
}

static const char *
bound_word (void)
{
  if (!work_.finished && guard_cancelled)
    return "cancelled";
  if (!work_.finished)
    return work_.most_executions > 0 && work_.executions >= work_.most_executions ? "executions" : "time";
  if (work_.too_big > 0)
    return "memory";
  if (work_.too_long > 0)
    return "steps";

  return work_.search->bound ? work_.search->bound () : NULL;
}

static void
report_verdict (void)
{
  const char *bound = bound_word ();
  bool diverged = false;

  for (int i = 0; i < work_.n_found; i++)
    {
      Found *found = &work_.found[i];

      if (found->failure.kind != FAIL_DIVERGED && !found->is_state && work_.options->shorten)
        found_shorten (found);
      if (found->failure.kind == FAIL_DIVERGED || !found_tell (found, false) || !found_tell (found, true))
        diverged = true;
    }
  outcome_report ();
  report ("count\texecutions\t%llu\n", (unsigned long long) work_.executions);
  report ("count\tcomplete\t%llu\n", (unsigned long long) work_.complete);
  report ("count\tredundant\t%llu\n", (unsigned long long) work_.cut);
  report ("count\tspin_cut\t%llu\n", (unsigned long long) work_.spin_cut);
  report ("count\tfailed\t%llu\n", (unsigned long long) work_.failed);
  report ("count\tsteps\t%llu\n", (unsigned long long) trail.n_steps);
  report ("count\tlongest\t%u\n", work_.longest);
  if (work_.search == &search_states)
    report ("count\tstates\t%llu\n", (unsigned long long) states_count ());
  report ("count\tleft_threads\t%u\n", work_.left_threads);
  report ("count\tleft_locks\t%u\n", work_.left_locks);
  if (diverged)
    report ("verdict\tdiverged\t-\n");
  else if (work_.n_found > 0)
    report ("verdict\tfailed\t-\n");
  else
    report ("verdict\t%s\t%s\n", bound ? "bounded" : "complete", bound ? bound : "-");
  report_flush ();
}

/* Counts anew: what is told belongs to the search that came to the verdict. */
static void
begin_phase (uint64_t most_executions)
{
  work_.executions = work_.complete = work_.cut = work_.spin_cut = work_.too_long = work_.too_big = 0;
  work_.most_executions = most_executions;
  outcome_forget ();
}

static bool
is_decided (void)
{
  return work_.n_found > 0 || guard_cancelled || (work_.finished && bound_word () == NULL);
}

/* Few classes are counted at once; else every state is looked at, where there are not too
 * many of them (who only looks on for ever is not made out by longer schedules); else
 * classes for as long as there is time, and at last a hunt. */
static void
search_somehow (unsigned deadline)
{
  begin_phase (FEW_EXECUTIONS);
  search_until (SEARCH_OPTIMAL, deadline);
  if (is_decided ())
    return;
  begin_phase (0);
  search_until (SEARCH_STATES, deadline * 2 / 5);
  if (is_decided () || states_are_all ())
    return;
  begin_phase (0);
  search_until (SEARCH_OPTIMAL, deadline * 4 / 5);
  if (is_decided () || work_.finished)
    return;
  search_until (SEARCH_PCT, deadline);
  work_.finished = false;
}

static void
explore_all (void)
{
  const WorkOptions *options = work_.options;
  unsigned deadline = options->seconds * TICKS_A_SECOND;

  clock_gettime (CLOCK_MONOTONIC, &work_.start);
  begin_phase (options->most_executions);
  if (options->search.kind != SEARCH_AUTO)
    search_until (options->search.kind, deadline);
  else if (options->most_executions > 0)
    search_until (SEARCH_OPTIMAL, deadline);
  else
    search_somehow (deadline);
  report ("count\tsearch_us\t%lld\n", elapsed_us ());
  trail.take_data_race = NULL;
  trail.race = NULL;
}

static void
replay (void)
{
  unsigned most = work_.options->run.most_steps;
  Found found = { .procs = malloc (most + 1u) };
  SearchOptions options = { 0 };
  int length = found.procs ? schedule_parse (work_.options->schedule, found.procs, most) : -1;

  if (length < 0)
    {
      report ("verdict\tinvalid\tschedule\n");
      report_flush ();
      return;
    }
  found.length = (unsigned) length;
  options.schedule = found.procs;
  options.schedule_length = found.length;
  work_.search = &search_replay;
  work_.search->open (&options);
  count (run_execute (work_.search->chooser));
  if (run.failure.kind == FAIL_DIVERGED)
    work_.n_found = 0, report ("verdict\tdiverged\t-\n");
  else if (run.failure.kind == FAIL_NONE)
    {
      report_steps (run.depth);
      report_waits ();
      report ("verdict\tbounded\tschedule\n");
    }
  else
    report_verdict ();
  report_flush ();
}

/* Never returns: this process is for one program. */
void
work (const char        *program,
      const WorkOptions *options,
      int                report_fd)
{
  char *error = NULL;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  work_.options = options;
  run.options = options->run;
  run.argc = options->argc;
  run.argv = options->argv;
  report_open (report_fd);
  if (!fiber_supported () || !fiber_open () || !memory_open () || !trail_open (options->run.most_steps) || !wakeup_open (options->run.most_steps) ||
      !guard_limit (options->seconds * 2 + 20) || !guard_load ())
    {
      report ("verdict\tunsupported\t%s\n", fiber_supported () ? "guard" : "machine");
      report_flush ();
      _exit (0);
    }
  if (!program_load (program, &error))
    {
      report ("verdict\tunloadable\t%s\n", error);
      report_flush ();
      _exit (0);
    }
  program_keep ();
  trail.take_data_race = options->run.ignore_races ? NULL : take_data_race;
  guard_watch ();
  if (!guard_run (report_fd))
    _exit (73);
  if (options->schedule)
    replay ();
  else
    {
      explore_all ();
      trail.take_data_race = options->run.ignore_races ? NULL : take_data_race;
      report_verdict ();
    }
  _exit (0);
}

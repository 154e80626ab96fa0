/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"
#include "explore-guard.h"
#include "explore-share.h"
#include "explore-wakeup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define FEW_EXECUTIONS 500
#define PROGRESS_US    200000
#define ALONE_TICKS    2               /* before others are called for help */

static struct {
  const WorkOptions *options;
  const Search *search;
  uint64_t most_executions;            /* of the phase; 0: no bound */
  Result  *result;
  Found    found[MOST_FOUND];
  int      n_found;
  uint64_t executions_before;          /* in other phases */
  long long waiting;                   /* executions that are known to come; −1: it is not known */
  bool     shared;                     /* others may help in this search */
  bool     finished;                   /* there is no order left */
  unsigned last_tick, begun_tick;
  struct timespec start;
} work_;

/* The same mistake at the same place is one; where a thread that computes for ever was
 * seen is chance. */
static bool
is_known (const Failure *failure)
{
  for (int i = 0; i < work_.n_found; i++)
    {
      const Failure *known = &work_.found[i].failure;

      if (known->kind == failure->kind &&
          ((known->pc == failure->pc && known->other_pc == failure->other_pc) ||
           (failure->kind == FAIL_HANG && known->thread == failure->thread) ||
           (failure->kind == FAIL_RACE && known->pc == failure->other_pc && known->other_pc == failure->pc)))
        return true;
    }

  return false;
}

/* Returns: (nullable): room for its schedule; NULL where it need not be kept */
static uint8_t *
keep (const Failure *failure,
      unsigned       length)
{
  Found *found = &work_.found[work_.n_found];

  if (work_.n_found == MOST_FOUND || is_known (failure))
    return NULL;
  found->failure = *failure;
  found->length = length;
  found->is_state = work_.search == &search_states && states_are_stuck ();
  found->procs = malloc (length + 1u);
  work_.n_found += found->procs != NULL;

  return found->procs;
}

static void
keep_trail (const Failure *failure,
            unsigned       length)
{
  uint8_t *procs = keep (failure, length);

  for (unsigned i = 0; procs && i < length; i++)
    procs[i] = trail.events[i].proc;
}

/* A data race is noted; where all are wanted the execution goes on. */
static void
take_data_race (const Failure *failure)
{
  if (!work_.options->all)
    run.failure = *failure;
  else
    keep_trail (failure, run.depth + 1);
}

static void
count (RunEnd end)
{
  result_count (work_.result, end);
  if (end == RUN_FAILED)
    keep_trail (&run.failure, found_length ());
}

static long long
elapsed_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (long long) (now.tv_sec - work_.start.tv_sec) * 1000000 + (now.tv_nsec - work_.start.tv_nsec) / 1000;
}

static void
tell_progress (void)
{
  const Counts *counts = &work_.result->counts;
  uint64_t executions = work_.executions_before + counts->executions, complete = counts->complete;

  if (work_.shared)
    share_add_others (&executions, &complete);
  report_progress (work_.options, executions, complete, counts->longest, work_.waiting, elapsed_us ());
}

/* While others search on: is it over? */
static bool
look (void)
{
  static long long last_us;
  long long now_us = elapsed_us ();

  if (share_is_leader () && now_us >= last_us + PROGRESS_US)
    {
      last_us = now_us;
      work_.waiting = -1;
      tell_progress ();
    }

  return guard_cancelled;
}

static bool
is_over (unsigned deadline)
{
  const Counts *counts = &work_.result->counts;

  if (work_.shared && (guard_ticks >= work_.begun_tick + ALONE_TICKS || work_.options->share_always))
    share_call (deadline > guard_ticks ? deadline - guard_ticks : 0);
  if (guard_ticks >= work_.last_tick + 4 && share_is_leader ())
    {
      work_.last_tick = guard_ticks;
      work_.waiting = work_.search->waiting ? (long long) work_.search->waiting () : -1;
      tell_progress ();
    }

  return guard_cancelled || guard_ticks >= deadline || (work_.shared && share_is_stopped ()) ||
         (work_.most_executions > 0 && counts->executions >= work_.most_executions);
}

/* Goes on until a failure, the end, or a bound. Returns: whether there is no order left */
static bool
search_on (unsigned deadline)
{
  for (bool more = share_is_leader () || work_.search->next (); more; more = work_.search->next ())
    {
      RunEnd end = run_execute (work_.search->chooser);

      count (end);
      if ((end == RUN_FAILED && (!work_.options->all || run.failure.kind == FAIL_DIVERGED)) || is_over (deadline))
        return false;
    }

  return !guard_cancelled && !(work_.shared && share_is_stopped ());
}

static void
take_result (const Result *other)
{
  const uint8_t *procs = other->procs;

  result_add (work_.result, other);
  for (int i = 0; i < other->n_found; i++)
    {
      uint8_t *own = keep (&other->failures[i], other->lengths[i]);

      if (own)
        memcpy (own, procs, other->lengths[i]);
      procs += other->lengths[i];
    }
}

static void
search_until (SearchKind kind,
              unsigned   deadline)
{
  const Result *other;

  work_.search = search_get (kind);
  work_.search->open (&work_.options->search);
  work_.shared = kind == SEARCH_OPTIMAL && work_.most_executions == 0;
  share_begin (work_.shared, look);
  work_.begun_tick = guard_ticks;
  work_.finished = search_on (deadline);
  if (work_.shared && !work_.finished)
    share_stop ();
  for (int i = 1; work_.shared && share_is_leader () && (other = share_hear (i)); i++)
    take_result (other);
  work_.shared = false;
}

/* Tells the first process what this one has found for it. */
static _Noreturn void
help (void)
{
  search_until (SEARCH_OPTIMAL, share_ticks ());
  work_.result->counts.steps = trail.n_steps;
  work_.result->counts.too_big += wakeup_is_full ();
  for (int i = 0; i < work_.n_found; i++)
    result_put (work_.result, &work_.found[i]);
  share_tell ();
  _exit (0);
}

static const char *
bound_word (void)
{
  const Counts *counts = &work_.result->counts;

  if (!work_.finished && guard_cancelled)
    return "cancelled";
  if (!work_.finished)
    return work_.most_executions > 0 && counts->executions >= work_.most_executions ? "executions" : "time";
  if (counts->too_many > 0)
    return "threads";
  if (counts->too_big > 0)
    return "memory";
  if (counts->too_long > 0)
    return "steps";

  return work_.search->bound ? work_.search->bound () : NULL;
}

static void
report_verdict (void)
{
  const Counts *counts = &work_.result->counts;
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
  outcome_report (&work_.result->outcomes);
  report ("count\texecutions\t%llu\n", (unsigned long long) counts->executions);
  report ("count\tcomplete\t%llu\n", (unsigned long long) counts->complete);
  report ("count\tredundant\t%llu\n", (unsigned long long) counts->cut);
  report ("count\tspin_cut\t%llu\n", (unsigned long long) counts->spin_cut);
  report ("count\tfailed\t%llu\n", (unsigned long long) counts->failed);
  report ("count\tsteps\t%llu\n", (unsigned long long) (trail.n_steps + counts->steps));
  report ("count\tlongest\t%u\n", counts->longest);
  if (work_.search == &search_states)
    report ("count\tstates\t%llu\n", (unsigned long long) states_count ());
  report ("count\tleft_threads\t%u\n", counts->left_threads);
  report ("count\tleft_locks\t%u\n", counts->left_locks);
  if (bound && work_.n_found == 0)
    report_limit (work_.options, bound);
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
  const Counts *counts = &work_.result->counts;

  work_.executions_before += counts->executions;
  work_.result->counts = (Counts) { .longest = counts->longest, .left_threads = counts->left_threads,
                                    .left_locks = counts->left_locks, .failed = counts->failed, .steps = counts->steps };
  work_.most_executions = most_executions;
  outcome_forget (&work_.result->outcomes);
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
      int                job,
      int                report_fd)
{
  char *error = NULL;
  bool agrees;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  work_.options = options;
  run.options = options->run;
  share_join (job, options->share_always);
  work_.result = share_result ();
  if (!share_is_leader () && !share_wait ())
    _exit (0);
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
  if (!program_keep ())
    {
      report ("verdict\tbounded\tmemory\n");
      report_flush ();
      _exit (0);
    }
  trail.take_data_race = options->run.ignore_races ? NULL : take_data_race;
  guard_watch ();
  if (!guard_run (report_fd))
    _exit (73);
  agrees = share_agrees (program_get_base () ^ fiber_top (0) ^ memory_get_start () << 8);
  if (!share_is_leader () && agrees)
    help ();
  else if (!share_is_leader ())
    _exit (0);
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

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-search.h"

/* The process that loads the program and searches. What it finds it reports in
 * lines, tab between their parts; addresses of the program as what they belong
 * to, since only its creator can read the debugging information:
 *
 *   progress EXECUTIONS COMPLETE LONGEST WAITING PERMILLE ELAPSED_US
 *   failure KIND THREAD PLACE OTHER_PLACE OBJECT TEXT
 *   step NUMBER THREAD KIND PLACE OBJECT OBJECT SIZE VALUE TIMEOUT
 *   waits THREAD KIND PLACE OBJECT OBJECT
 *   schedule TEXT
 *   outcome TIMES STATUS TEXT
 *   count NAME NUMBER           executions, complete, redundant, states, search_us, memory_kib…;
 *                               limit: of the bound, in seconds, runs, steps, preemptions or threads
 *   verdict WORD BOUND
 *
 * WAITING executions, or more, are to come, - where a search does not know; PERMILLE of the
 * time, or of the runs, that it may take is used. SIGTERM makes it end with what it has found so far. All but the
 * first of several such processes say nothing: they help it; see explore-share.h. */
typedef struct {
  RunOptions    run;
  SearchOptions search;
  unsigned      seconds;
  uint64_t      most_executions;       /* 0: no bound */
  bool          all;                   /* every kind of failure */
  bool          shorten;
  const char   *schedule;              /* to replay */
  int           n_jobs;                /* processes */
  bool          share_always;          /* though nobody waits for it */
  int           argc;
  char        **argv;
} WorkOptions;

_Noreturn void work (const char *program, const WorkOptions *options, int job, int report_fd);

typedef struct {
  Failure  failure;
  uint8_t *procs;
  unsigned length;
  bool     is_state;                   /* the state at its end is the failure, whatever comes next */
} Found;

/* explore-found.c */
unsigned found_length  (void);
void     found_shorten (Found *found);
bool     found_tell    (const Found *found, bool loud);

/* explore-report.c */
void report_open    (int fd);
void report         (const char *format, ...) __attribute__ ((format (printf, 1, 2)));
void report_flush   (void);
void report_progress (const WorkOptions *options, uint64_t executions, uint64_t complete, unsigned longest,
                      long long waiting, long long elapsed_us);
void report_limit   (const WorkOptions *options, const char *bound);
void report_failure (const Failure *failure);
void report_steps   (unsigned length);
void report_waits   (void);

/* explore-outcome.c */
#define MOST_OUTCOMES 1024
#define OUTCOME_SHOWN 160

typedef struct {
  uint64_t hash, times;
  int      status;
  char     text[OUTCOME_SHOWN + 1];
} Outcome;

typedef struct {
  Outcome  known[MOST_OUTCOMES];
  int      n;
  uint64_t n_others;                   /* of a kind that found no room */
} Outcomes;

void outcome_forget (Outcomes *outcomes);
void outcome_count  (Outcomes *outcomes);
void outcome_take   (Outcomes *outcomes, const Outcomes *others);
void outcome_report (const Outcomes *outcomes);

/* What one process has found; where it helps another one, that one reads it. */
#define MOST_FOUND 64
#define MOST_PROCS (1u << 20)

typedef struct {
  uint64_t executions, complete, cut, spin_cut, too_long, too_big, too_many, failed, steps;
  unsigned longest, left_threads, left_locks;
} Counts;

typedef struct {
  Counts   counts;
  Outcomes outcomes;
  int      n_found;
  Failure  failures[MOST_FOUND];
  unsigned lengths[MOST_FOUND];
  uint8_t  procs[MOST_PROCS];          /* of all their schedules, one behind the other */
} Result;

/* explore-result.c */
void result_count (Result *result, RunEnd end);
void result_add   (Result *result, const Result *other);
void result_put   (Result *result, const Found *found);

/* explore-schedule.c */
void schedule_print (const uint8_t *procs, unsigned length);
int  schedule_parse (const char *text, uint8_t *procs, unsigned most);

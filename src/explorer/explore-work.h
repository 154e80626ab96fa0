/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-search.h"

/* The process that loads the program and searches. What it finds it reports in
 * lines, tab between their parts; addresses of the program as what they belong
 * to, since only its creator can read the debugging information:
 *
 *   progress EXECUTIONS COMPLETE LONGEST PERMILLE ELAPSED_US
 *   failure KIND THREAD PLACE OTHER_PLACE OBJECT TEXT
 *   step NUMBER THREAD KIND PLACE OBJECT OBJECT SIZE VALUE TIMEOUT
 *   waits THREAD KIND PLACE OBJECT OBJECT
 *   schedule TEXT
 *   outcome TIMES STATUS TEXT
 *   count NAME NUMBER           executions, complete, redundant, states, search_us, memory_kib…
 *   verdict WORD BOUND
 *
 * PERMILLE of the search is done if what is left is like what was tried, - where a
 * search cannot know. SIGTERM makes it end with what it has found so far. */
typedef struct {
  RunOptions    run;
  SearchOptions search;
  unsigned      seconds;
  uint64_t      most_executions;       /* 0: no bound */
  bool          all;                   /* every kind of failure */
  bool          shorten;
  const char   *schedule;              /* to replay */
  int           argc;
  char        **argv;
} WorkOptions;

_Noreturn void work (const char *program, const WorkOptions *options, int report_fd);

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
void report_failure (const Failure *failure);
void report_steps   (unsigned length);
void report_waits   (void);

/* explore-outcome.c */
void outcome_forget (void);
void outcome_count  (void);
void outcome_report (void);

/* explore-schedule.c */
void schedule_print (const uint8_t *procs, unsigned length);
int  schedule_parse (const char *text, uint8_t *procs, unsigned most);

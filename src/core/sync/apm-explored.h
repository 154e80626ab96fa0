/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an exploration found, made of the lines of apm-explore, which
 * src/explorer/explore-work.h tells. Plain data, and its words: threads are
 * "main", "1", "2.1" (the first child of the second child of main), places are
 * "FILE:LINE", and what is not known is NULL. Read tests/sync/test-exploration.c. */

/* A variable that has another value from a step on. */
typedef struct {
  char *name;                 /* "count", "buffer[2]" */
  char *value;
} ApmFailureValue;

typedef struct {
  guint      number;          /* from 1 */
  char      *thread;
  char      *operation;       /* a word: "lock", "write" */
  char      *place;
  char      *object;          /* as it was said: "left", "h:1:1:0:FILE:LINE"; for a person: dup_text() */
  char      *mutex;           /* of waiting for a condition variable */
  guint      size_bytes;
  char      *value;           /* what was read or is written: hexadecimal, or "pointer" */
  GPtrArray *values;          /* of ApmFailureValue: variables that this step changed */
} ApmFailureStep;

/* What a thread that has not ended stands before, at the end. */
typedef struct {
  char     *thread;
  char     *operation;
  char     *place;
  char     *object;
  char     *mutex;
  gboolean  spins;            /* goes round a loop that only another can end */
} ApmFailureWait;

typedef struct {
  char      *kind;            /* a word: "deadlock", "race"; NULL: a schedule without a failure */
  char      *thread;
  char      *place;
  char      *other_place;     /* of a race: the other access */
  char      *object;
  char      *text;            /* the program's own words, or more closely what it is; may be "" */
  GPtrArray *steps;           /* of ApmFailureStep */
  GPtrArray *waits;           /* of ApmFailureWait */
  GPtrArray *values;          /* of ApmFailureValue: the variables before the first step */
  char      *schedule;        /* to run it again */
} ApmFailure;

typedef struct {
  guint64  times;
  int      status;
  char    *text;              /* what was printed */
} ApmExploredEnd;

typedef struct {
  char *name;                 /* a call that cannot be explored */
  char *place;
} ApmExploredCall;

/* A call that locks, unlocks, waits or wakes. */
typedef struct {
  char *name;
  char *place;
  guint nth;                  /* of its line, from 1 */
} ApmExploredSite;

typedef enum {
  APM_EXPLORED_NOTHING,       /* not ended, or without a verdict */
  APM_EXPLORED_COMPLETE,      /* every schedule, up to equivalence; nothing failed */
  APM_EXPLORED_BOUNDED,       /* nothing failed within the bound */
  APM_EXPLORED_FAILED,
  APM_EXPLORED_DIVERGED,      /* the same choices led elsewhere: nothing can be said */
  APM_EXPLORED_NO_PROGRAM,    /* does not compile, or cannot be loaded */
  APM_EXPLORED_UNKNOWN_CALL,  /* calls what cannot be explored */
  APM_EXPLORED_INVALID,       /* no schedule, or no expression, of this program */
  APM_EXPLORED_UNSUPPORTED,   /* not on this machine */
  APM_EXPLORED_BROKEN,        /* the exploration itself came to nothing */
} ApmExploredVerdict;

typedef struct {
  char       *verdict;        /* as it was said, NULL: not yet */
  char       *bound;          /* "time", "steps", "cancelled"…; or what else belongs to the verdict */
  GPtrArray  *failures;       /* of ApmFailure */
  GPtrArray  *ends;           /* of ApmExploredEnd */
  GPtrArray  *unknown;        /* of ApmExploredCall */
  GPtrArray  *sites;          /* of ApmExploredSite, where they were asked for */
  GHashTable *counts;         /* name → number, as text */
} ApmExplored;

/* How far a search is. */
typedef struct {
  guint64 executions;
  guint64 classes;            /* complete executions, each another class */
  guint   longest;            /* in steps */
  gint64  waiting;            /* executions that are known to come; there may be more. −1: it is not known */
  guint   permille;           /* of the time, or of the runs, that it may take */
  gint64  elapsed_us;
} ApmExploredProgress;

ApmExplored       *apm_explored_new         (void);
void               apm_explored_free        (ApmExplored          *self);
gboolean           apm_explored_take_line   (ApmExplored          *self,
                                             const char           *line,
                                             ApmExploredProgress  *progress);
ApmExploredVerdict apm_explored_get_verdict (const ApmExplored    *self);
guint64            apm_explored_get_count   (const ApmExplored    *self,
                                             const char           *name);
gboolean           apm_explored_call_reads  (const ApmExploredCall *call);

/* apm-explored-words.c */
char *apm_explored_dup_title    (const ApmExplored    *self);
void  apm_explored_append       (const ApmExplored    *self,
                                 GString              *text);
char *apm_failure_dup_title     (const ApmFailure     *failure);
char *apm_failure_dup_where     (const ApmFailure     *failure);
void  apm_failure_append        (const ApmFailure     *failure,
                                 GString              *text);
char *apm_failure_step_dup_text (const ApmFailureStep *step);
char *apm_failure_wait_dup_text (const ApmFailureWait *wait);
char *apm_explored_object_dup   (const char           *object);
char *apm_failure_place_dup     (const char           *place,
                                 guint                *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmExplored, apm_explored_free)

G_END_DECLS

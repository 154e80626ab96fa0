/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "lens-abi.h"

G_BEGIN_DECLS

/* What the events of a watched program mean: its threads, locks and semaphores,
 * who waits for what and who ended that, how long. Events in, facts out: it reads
 * nothing else, so its tests write events by hand. It believes no event: unlocks
 * that fit no lock, threads that end twice and the like change nothing but
 * themselves. What it keeps is bounded. Times are CLOCK_MONOTONIC in nanoseconds;
 * threads, objects and processes are numbers from 0, -1 is none.
 * Read tests/lens/test-model.c first. */

typedef struct _ApmLensModel ApmLensModel;

typedef enum {
  APM_LENS_MUTEX,
  APM_LENS_COND,
  APM_LENS_RWLOCK,
  APM_LENS_BARRIER,
  APM_LENS_SPIN,
  APM_LENS_SEMAPHORE,
  APM_LENS_THREAD,           /* that is joined */
  APM_LENS_CHILD,            /* a process that is waited for */
  APM_LENS_N_KINDS
} ApmLensKind;

typedef struct {
  int         pid;
  int         parent_pid;    /* 0: not known to be one of ours */
  guint       image;         /* which program of apm_lens_model_get_image() it is */
  gint64      began_ns;
  gint64      ended_ns;      /* 0: it runs */
} ApmLensProcess;

/* A file with code that a program had mapped when it began. */
typedef struct {
  guint64     bias;
  GString    *path;
} ApmLensModule;

typedef struct {
  int         pid;           /* of the process that began it */
  GPtrArray  *modules;       /* of ApmLensModule; the program is the first */
  gboolean    is_complete;   /* all of them have been told */
} ApmLensImage;

typedef struct {
  int         object;
  guint       depth;         /* of a recursive lock */
  gint64      since_ns;
  guint64     caller;
} ApmLensHeld;

typedef struct {
  int         tid;
  int         process;
  char       *name;          /* UTF-8; NULL: it has none of its own */
  guint64     function;      /* it began in; 0: main () */
  gint64      began_ns;
  gint64      ended_ns;      /* 0: it runs */
  int         creator;       /* thread */
  gint64      created_ns;
  int         joiner;        /* thread that has joined it */
  gint64      joined_ns;
  guint64     n_events;
  guint64     n_waits;
  gint64      waited_ns;     /* in all */
  gint64      longest_wait_ns;
  int         waits_for;     /* object, now */
  guint       wait_op;       /* APM_LENS_OP_…_WAIT */
  gint64      waits_since_ns;
  guint64     waits_at;      /* caller */
  int         holder;        /* thread that had the object when it began to wait */
  guint64     last_caller;   /* of its last operation */
  GArray     *held;          /* of ApmLensHeld, in the order they were taken */
} ApmLensThread;

typedef struct {
  ApmLensKind kind;
  int         process;       /* -1: shared by processes */
  guint64     address;       /* where shared: in the process that used it first */
  int         first_process;
  guint64     first_caller;
  char       *name;          /* UTF-8; NULL: not known (yet) */
  gboolean    is_gone;       /* destroyed */
  guint64     n_taken;       /* locked, taken, passed, woken, joined */
  guint64     n_released;    /* unlocked, posted, signalled */
  guint64     n_waits;       /* of n_taken: had to wait */
  guint64     n_failed;      /* tries and timed waits that got nothing */
  guint64     n_knocked;     /* operations that were knocked out */
  gint64      waited_ns;     /* in all */
  gint64      longest_wait_ns;
  int         longest_waiter;
  guint64     longest_at;    /* caller */
  int         longest_holder;/* who had it when that wait began */
  gint64      held_ns;       /* in all, by whoever */
  gint64      longest_held_ns;
  int         holder;        /* thread, now; of a read-write lock the last one */
  guint       n_holders;
  guint       n_waiters;     /* now */
  guint       most_waiters;
  int         last_releaser;
  gint64      released_ns;
} ApmLensObject;

/* One stretch of a thread's time: it waited for the object, or held it. Between
 * waits it ran, or could have. */
typedef struct {
  gint64      start_ns;
  gint64      end_ns;
  int         thread;
  int         object;
  int         other;         /* waiting: who ended it; else -1 */
  gboolean    is_wait;
  guint       op;            /* that ended it */
  guint64     caller;        /* where it began */
} ApmLensSpan;

/* What a program told of itself: an item, a mark of the laboratory, words. */
typedef struct {
  gint64      time_ns;
  int         thread;
  guint       op;
  gint64      a;
  gint64      b;
  GString    *text;          /* NULL: none */
} ApmLensNote;

/* Asks whether an address lies in memory that processes share; if so it says in
 * @key by what to tell it: device, inode, offset. */
typedef gboolean (*ApmLensSharedFunc) (int      pid,
                                       guint64  address,
                                       guint64  key[3],
                                       gpointer data);

ApmLensModel         *apm_lens_model_new            (guint                        most_spans);
void                  apm_lens_model_free           (ApmLensModel                *self);
void                  apm_lens_model_set_shared     (ApmLensModel                *self,
                                                     ApmLensSharedFunc            func,
                                                     gpointer                     data);
void                  apm_lens_model_take           (ApmLensModel                *self,
                                                     const struct apm_lens_event *events,
                                                     gsize                        n);
void                  apm_lens_model_lose           (ApmLensModel                *self,
                                                     guint                        ring,
                                                     guint64                      n);
void                  apm_lens_model_adopt          (ApmLensModel                *self,
                                                     guint                        ring,
                                                     int                          pid,
                                                     int                          tid);
void                  apm_lens_model_end_process    (ApmLensModel                *self,
                                                     int                          pid,
                                                     gint64                       now_ns);

guint                 apm_lens_model_get_n_threads  (ApmLensModel                *self);
const ApmLensThread  *apm_lens_model_get_thread     (ApmLensModel                *self,
                                                     guint                        i);
guint                 apm_lens_model_get_n_objects  (ApmLensModel                *self);
const ApmLensObject  *apm_lens_model_get_object     (ApmLensModel                *self,
                                                     guint                        i);
void                  apm_lens_model_set_object_name
                                                    (ApmLensModel                *self,
                                                     guint                        i,
                                                     const char                  *name);
guint                 apm_lens_model_get_n_processes
                                                    (ApmLensModel                *self);
const ApmLensProcess *apm_lens_model_get_process    (ApmLensModel                *self,
                                                     guint                        i);
guint                 apm_lens_model_get_n_images   (ApmLensModel                *self);
const ApmLensImage   *apm_lens_model_get_image      (ApmLensModel                *self,
                                                     guint                        i);
guint64               apm_lens_model_get_n_events   (ApmLensModel                *self);
guint64               apm_lens_model_get_n_lost     (ApmLensModel                *self);
guint64               apm_lens_model_get_n_overlaps (ApmLensModel                *self);
gint64                apm_lens_model_get_first_ns   (ApmLensModel                *self);
gint64                apm_lens_model_get_last_ns    (ApmLensModel                *self);
guint                 apm_lens_model_get_n_notes    (ApmLensModel                *self);
const ApmLensNote    *apm_lens_model_get_note       (ApmLensModel                *self,
                                                     guint                        i);
const char           *apm_lens_kind_get_id          (ApmLensKind                  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensModel, apm_lens_model_free)

G_END_DECLS

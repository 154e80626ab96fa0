/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-order.h"
#include "apm-lens-timeline.h"

/* Limits, so that no program can fill our memory. */
#define APM_LENS_MOST_THREADS   100000
#define APM_LENS_MOST_OBJECTS   100000
#define APM_LENS_MOST_PROCESSES 20000
#define APM_LENS_MOST_HELD      64
#define APM_LENS_MOST_NOTES     100000
#define APM_LENS_MOST_TEXT      4096

#define APM_LENS_CACHE          64

/* What stands in one ring at the moment. */
typedef struct {
  int thread;                /* -1: none yet */
  guint words_of;            /* operation that the next words belong to */
  GString *text;             /* where they go; NULL: they are a name: */
  guint64 named_self;        /* of the thread that is known by this */
  int named_object;          /* of that object; -1: none */
  struct {
    guint64 address;
    int object;
    ApmLensKind kind;
  } cache[APM_LENS_CACHE];   /* of the objects that this thread uses */
} ApmLensRingState;

struct _ApmLensModel
{
  GPtrArray *threads;        /* of ApmLensThread */
  GPtrArray *objects;        /* of ApmLensObject */
  GPtrArray *processes;      /* of ApmLensProcess */
  GPtrArray *images;         /* of ApmLensImage */
  GPtrArray *notes;          /* of ApmLensNote */
  GHashTable *object_keys;   /* ObjectKey → object + 1 */
  GHashTable *process_pids;  /* PID → process + 1, of those that run */
  GHashTable *selves;        /* SelfKey → thread + 1: by pthread_t */
  GHashTable *creations;     /* SelfKey → Creation: created, but not begun yet */
  ApmLensRingState rings[APM_LENS_SLOTS];
  ApmLensTimeline *timeline;
  ApmLensOrder *order;
  ApmLensSharedFunc shared;
  gpointer shared_data;
  guint64 n_events;
  guint64 n_lost;
  guint64 n_overlaps;
  gint64 first_ns;
  gint64 last_ns;
};

/* One event, taken apart. */
typedef struct {
  guint ring;
  guint op;
  guint flags;
  gint64 time_ns;
  guint64 object;
  guint64 caller;
  gint32 result;
  int thread;
  ApmLensThread *self;
} ApmLensFact;

static inline ApmLensThread *
apm_lens_model_peek_thread (ApmLensModel *self,
                            int           i)
{
  return i >= 0 && (guint) i < self->threads->len ? self->threads->pdata[i] : NULL;
}

static inline ApmLensObject *
apm_lens_model_peek_object (ApmLensModel *self,
                            int           i)
{
  return i >= 0 && (guint) i < self->objects->len ? self->objects->pdata[i] : NULL;
}

/* apm-lens-model-objects.c */
void apm_lens_model_init_objects     (ApmLensModel      *self);
int  apm_lens_model_find_object      (ApmLensModel      *self,
                                      const ApmLensFact *fact,
                                      ApmLensKind        kind);
void apm_lens_model_forget_object    (ApmLensModel      *self,
                                      const ApmLensFact *fact,
                                      ApmLensKind        kind);

/* apm-lens-model-locks.c: TRUE if the operation is one of theirs */
gboolean apm_lens_model_take_lock    (ApmLensModel      *self,
                                      const ApmLensFact *fact);
void apm_lens_model_begin_wait       (ApmLensModel      *self,
                                      const ApmLensFact *fact,
                                      int                object);
void apm_lens_model_end_wait         (ApmLensModel      *self,
                                      const ApmLensFact *fact,
                                      int                object,
                                      int                waker);
void apm_lens_model_drop_held        (ApmLensModel      *self,
                                      int                thread,
                                      gint64             now_ns);

/* apm-lens-model-threads.c: likewise */
void apm_lens_model_init_threads     (ApmLensModel      *self);
gboolean apm_lens_model_take_thread  (ApmLensModel      *self,
                                      const ApmLensFact *fact);
void apm_lens_model_end_thread       (ApmLensModel      *self,
                                      int                thread,
                                      gint64             now_ns);
void apm_lens_model_name_thread      (ApmLensModel      *self,
                                      const ApmLensFact *fact,
                                      const char        *name);

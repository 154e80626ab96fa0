/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-lens-memory.h"
#include "apm-lens-model.h"
#include "apm-lens-names.h"

G_BEGIN_DECLS

/* A program that is started under the lens, and what is seen of it. Main thread,
 * but for what is said otherwise; threads of its own read the rings each 16 ms,
 * understand what they read, and find names. The model is looked at between apm_lens_lock() and
 * apm_lens_unlock(), for a moment only: the reader waits meanwhile, and holds it
 * for some tenths of a millisecond at a time.
 * Read tests/lens/test-lens.c first. */

#define APM_TYPE_LENS (apm_lens_get_type ())
G_DECLARE_FINAL_TYPE (ApmLens, apm_lens, APM, LENS, GObject)

/* The newest spans that a timeline keeps, 56 bytes each. */
#define APM_LENS_SPANS 1000000

/* Somebody else who gets each event, in order, as ApmLensDrainFunc does. It is
 * called in a thread of ours; while @take does not return, the program waits before
 * it does anything that cannot be told. Whoever gives the lens up must see to it
 * that @take returns. */
typedef struct {
  void           (*take) (const struct apm_lens_event *events,
                          gsize                        n,
                          gpointer                     data);
  void           (*lose) (guint64                      n,
                          gpointer                     data);
  gpointer       data;
  GDestroyNotify destroy;      /* of @data, when nobody takes events any more */
  guint          most_ahead;   /* so many events a thread may be ahead of us; 0: any, and some may be lost */
  gboolean       main_is_free; /* neither a pause nor slow motion holds the very first thread */
  gboolean       is_paused;    /* from the beginning */
  gboolean       in_order;     /* a pause also holds who was woken from a condition variable */
} ApmLensTap;

ApmLens      *apm_lens_start            (const ApmSpawn   *spawn,
                                         GError          **error);
ApmLens      *apm_lens_start_tapped     (const ApmSpawn   *spawn,
                                         const ApmLensTap *tap,
                                         GError          **error);
ApmChild     *apm_lens_get_child        (ApmLens         *self);
gboolean      apm_lens_get_ended        (ApmLens         *self);
void          apm_lens_kill             (ApmLens         *self);

/* orders */
void          apm_lens_set_paused       (ApmLens         *self,
                                         gboolean         paused);
void          apm_lens_set_slow_ns      (ApmLens         *self,
                                         gint64           ns);
gboolean      apm_lens_step             (ApmLens         *self,
                                         int              tid);
gboolean      apm_lens_set_knocked      (ApmLens         *self,
                                         guint64          caller,
                                         gboolean         knocked);

void          apm_lens_knock_line       (ApmLens         *self,
                                         const char      *file,
                                         guint            line,
                                         gboolean         knocked);
void          apm_lens_resume_knocked   (ApmLens         *self);

/* facts */
ApmLensModel *apm_lens_lock             (ApmLens         *self);
void          apm_lens_unlock           (ApmLens         *self);
guint64       apm_lens_get_n_unseen     (ApmLens         *self);
gint64        apm_lens_get_named_us     (ApmLens         *self);
char         *apm_lens_dup_silence      (ApmLens         *self);
char         *apm_lens_dup_doubt        (ApmLens         *self);
gboolean      apm_lens_look             (ApmLens         *self,
                                         int              tid,
                                         guint           *state,
                                         guint           *op,
                                         guint64         *caller);
guint         apm_lens_get_looks        (ApmLens         *self,
                                         ApmLensLook     *looks,
                                         guint            most);
gboolean      apm_lens_find_place       (ApmLens         *self,
                                         guint            image,
                                         guint64          caller,
                                         char           **function,
                                         char           **source);
GStrv         apm_lens_dup_variables    (ApmLens         *self,
                                         guint            image);
gboolean      apm_lens_find_variable    (ApmLens         *self,
                                         guint            image,
                                         const char      *name,
                                         ApmLensVariable *variable);
char         *apm_lens_dup_place        (ApmLens         *self,
                                         guint            image,
                                         guint64          caller);
char         *apm_lens_dup_object_name  (ApmLens         *self,
                                         int              object);
void          apm_lens_call_thread      (ApmLens         *self,
                                         int              tid,
                                         const char      *name);
char         *apm_lens_dup_thread_name  (ApmLens         *self,
                                         int              thread);

G_END_DECLS

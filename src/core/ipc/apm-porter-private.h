/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-porter.h"

G_BEGIN_DECLS

/* For the two files of a porter: apm-porter.c is what the main thread sees, and
 * apm-porter-thread.c the thread that waits. */

typedef struct {
  GBytes *data;
  guint   priority;
} ApmPorterJob;

/* What became of a message. */
typedef struct {
  GBytes *data;    /* NULL: it came */
  GError *error;   /* NULL: it was sent */
} ApmPorterDone;

struct _ApmPorter
{
  gboolean              sends;
  gboolean              is_named;
  char                 *address;       /* NULL: it has no name */
  ApmFraming            framing;

  /* Main thread only. */
  const ApmPorterFuncs *funcs;
  gpointer              user_data;
  gboolean              is_dead;
  gboolean              is_closed;

  GMutex                mutex;         /* for all that follows, but that the thread alone
                                        * uses the endpoint while it is inside */
  GCond                 cond;
  ApmEndpoint          *endpoint;      /* NULL: not open */
  gboolean              is_inside;
  gboolean              must_quit;
  gboolean              is_called;     /* whoever waits was called back, and has not waited since */
  ApmPorterFacts        facts;

  gboolean              is_subscribed;
  gboolean              is_held;
  guint                 n_asked;
  gint64                deadline_us;   /* of what was asked for */
  GError               *last_words;    /* NULL; else it ends so, once nothing is left to be received */
  GArray               *came;          /* of ApmPorted */
  gsize                 came_bytes;
  guint                 n_nothing;

  GQueue                jobs;          /* of ApmPorterJob */
  gsize                 queued;        /* bytes of them, and of the one in hand */

  GArray               *done;          /* of ApmPorterDone */
  GError               *fault;
  gboolean              has_ended;
  int                   is_poked;      /* atomic */

  /* The thread's own: the process whose name it knows. */
  int                   pid;
  char                 *name;
};

gpointer apm_porter_main     (gpointer      data);
void     apm_porter_poke     (ApmPorter    *self);
void     apm_porter_unref    (gpointer      self);
void     apm_porter_job_free (ApmPorterJob *job);

G_END_DECLS

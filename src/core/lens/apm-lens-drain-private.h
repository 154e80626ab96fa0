/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-drain.h"

G_BEGIN_DECLS

/* One object in two files: apm-lens-drain-read.c copies what is new out of the rings,
 * apm-lens-drain.c puts it in order and hands it over. Each may be a thread's; what
 * both of them touch is atomic. */

/* Stands among the events of a ring where some are missing; object: how many. */
#define OP_LOST         255u
/* Events that are kept until they can be ordered, at most in all. */
#define MOST_WAITING    (4 * 1024 * 1024)

typedef struct {
  guint64 next;            /* number of the first that was not read */
  gint64 last_ns;          /* time of the last that was */
  gint64 missing_since_ns; /* the next one is reserved but not written; 0: it is not */
} Cursor;

typedef struct {
  GArray *events;          /* read, not yet handed over */
  guint first;             /* the first of them that is not */
} Kept;

/* What one look at the rings has brought. */
struct _ApmLensRound
{
  GArray *events;          /* ring after ring */
  gint64 until_ns;         /* nothing earlier than this can come any more */
};

struct _ApmLensDrain
{
  ApmLensMemory *memory;
  int n_waiting;           /* atomic: events that were read and not handed over */
  int most_waiting;        /* nothing is read while there are so many */

  /* of who reads */
  Cursor cursors[APM_LENS_SLOTS];
  gint64 looked_ns;        /* when the last look began */
  gint64 known_ns;         /* all before has been read */
  guint64 n_lost;

  /* of who puts in order */
  Kept kept[APM_LENS_SLOTS];
  gint64 until_ns;
  gint64 delivered_ns;     /* atomic: all events before have been handed over */
  GArray *batch;           /* of events */
  GArray *heap;            /* of guint: rings that have events, the earliest first */
};

G_END_DECLS

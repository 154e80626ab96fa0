/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"
#include "apm-record.h"

G_BEGIN_DECLS

/* What is seen of a watched program at a moment: its locks, threads and the order
 * of the locks as rows with names and source lines, for tables and exports. It is
 * taken in a thread, since names may take a second, and never changes afterwards.
 * Read tests/lens/test-report.c first. */

typedef struct {
  guint       number;            /* of the object in the model */
  char       *name;
  const char *kind;              /* apm_lens_kind_get_id() */
  guint64     taken;
  guint64     waits;
  guint64     failed;
  guint64     knocked;           /* operations that were left out */
  gint64      waited_ns;
  gint64      longest_wait_ns;
  char       *longest_wait_at;   /* "bank.c:41"; "": it never was waited for */
  char       *longest_waiter;
  char       *longest_holder;    /* who had it when that wait began */
  gint64      held_ns;
  gint64      longest_held_ns;
  guint       most_waiters;
  char       *holder;            /* now; "": nobody */
  guint       holders;
  guint       waiters;           /* now */
  char       *first_used_at;
} ApmLensLockRow;

typedef struct {
  guint       number;            /* of the thread in the model */
  int         pid;
  int         tid;
  char       *name;
  const char *state;             /* "running", "waiting", "held" (by our gate), "ended" */
  char       *waits_for;         /* "": for nothing */
  gint64      waiting_ns;        /* so far; G_MININT64: it does not */
  guint64     events;
  guint64     waits;
  gint64      waited_ns;
  gint64      longest_wait_ns;
  char       *place;             /* "bank.c:41": of its newest operation */
  char       *source;            /* "/home/sam/bank.c:41"; NULL: not known */
  char       *holds;             /* locks, "a, b" */
} ApmLensThreadRow;

/* Two locks, the second of them taken while the first was held. */
typedef struct {
  guint       from;              /* objects in the model */
  guint       to;
  char       *held;
  char       *held_at;
  char       *taken;
  char       *taken_at;
  char       *thread;
  guint64     times;
} ApmLensEdgeRow;

typedef struct {
  gint        references;
  GPtrArray  *locks;             /* of ApmLensLockRow, those waited for longest first */
  GPtrArray  *threads;           /* of ApmLensThreadRow */
  GPtrArray  *edges;             /* of ApmLensEdgeRow */
  GPtrArray  *rings;             /* of arrays of ApmLensEdgeRow: deadlocks that can come */
  gboolean    is_order_cut;      /* there were more edges than are kept */
  guint64     n_events;
  guint64     n_lost;
  guint64     n_unseen;
  gint64      elapsed_ns;
  char       *doubt;             /* what is not seen: a sentence; NULL: nothing is known to be missing */
} ApmLensReport;

extern const ApmField apm_lens_lock_fields[];
extern const ApmField apm_lens_thread_fields[];
extern const ApmField apm_lens_edge_fields[];

ApmLensReport *apm_lens_report_new         (ApmLens       *lens);
ApmLensReport *apm_lens_report_ref         (ApmLensReport *self);
void           apm_lens_report_unref       (ApmLensReport *self);
char          *apm_lens_report_dup_ring    (GPtrArray     *ring);
char          *apm_lens_dup_span_text      (gint64         ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensReport, apm_lens_report_unref)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-section-view.h"
#include "apm-table.h"

G_BEGIN_DECLS

/* A section that is a table: an ApmTableKind says all of it. Its rows come from a
 * section of ApmDetails, or from a function that is run in a thread. */

/* What one look gave. Filled by the kind; what it leaves is NULL. */
typedef struct {
  int         pid;          /* given */
  gint64      started_us;   /* given */
  gboolean    switched;     /* given: how the kind's switch stood */
  GPtrArray  *rows;         /* a reference; neither it nor its rows ever change */
  char       *head;         /* a line above them */
  char       *note;         /* what is missing, and why: a sentence */
  char       *nothing;      /* why there are no rows: a sentence */
  char       *text;         /* to be copied; NULL: what the table shows */
} ApmLook;

typedef struct {
  const char      *id;             /* in the settings */
  const char      *title;          /* N_() */
  const ApmColumn *columns;        /* their cell data is the ApmTableSection */
  const ApmField  *fields;
  const char *const *extra;        /* (nullable): ids that leave the window besides those shown */
  const ApmField  *open_fields;    /* what leaves the window while the switch is off; NULL: the same */
  const char      *sort;           /* NULL: as the rows come */
  gboolean         descending;
  guint64        (*get_key)  (gconstpointer row);
  const char      *search;         /* N_() name of the entry; NULL: too few rows to search */
  const char      *switch_label;   /* N_(), NULL: none; see apm_table_section_get_switched() */
  const char      *switch_hint;    /* N_() */
  gboolean         switched_once;  /* it costs: while the switch is on only one look is taken */
  const char      *empty_title;    /* N_() */
  /* One of the two. */
  ApmSection       section;
  ApmDetailsFlags  switched_flags; /* while the switch is on */
  void           (*take)     (const ApmFacts *facts, ApmLook *look);
  gboolean       (*read)     (ApmPeersDesk *peers, ApmLook *look, GError **error);   /* in a thread */
  /* What a row is made of, shown while it is open. (nullable) */
  GPtrArray     *(*get_parts) (gconstpointer row);
  /* Whom activating a row leads to, 0: nobody. (nullable) */
  int            (*get_pid)  (gconstpointer row);
  /* A file that others may have open too, NULL: it is none. (nullable) */
  const char    *(*get_path) (gconstpointer row);
} ApmTableKind;

#define APM_TYPE_TABLE_SECTION (apm_table_section_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableSection, apm_table_section, APM, TABLE_SECTION, ApmSectionView)

GtkWidget *apm_table_section_new          (ApmSubject         *subject,
                                           const ApmTableKind *kind);
gboolean   apm_table_section_get_switched (ApmTableSection    *self);
gboolean   apm_table_section_is_open      (ApmTableSection    *self,
                                           gconstpointer       row);

G_END_DECLS

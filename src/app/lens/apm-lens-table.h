/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-lens-report.h"
#include "apm-list-export.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* One table of what is seen of a program: searched, sorted, exported. An
 * ApmLensTableKind says all of it.
 *
 * ::activated (gconstpointer row)   a row was double-clicked, or Enter pressed on it */

typedef struct {
  ApmListing       listing;
  const char      *title;         /* N_() */
  const char      *search;        /* N_() name of the entry */
  const char      *empty_title;   /* N_() */
  const char      *empty_text;    /* N_() */
  const ApmColumn *columns;
  const char      *sort;
  gboolean         descending;
  guint64        (*get_key)  (gconstpointer row);
  GPtrArray     *(*get_rows) (ApmLensReport *report);
} ApmLensTableKind;

extern const ApmLensTableKind apm_lens_lock_table;
extern const ApmLensTableKind apm_lens_thread_table;

#define APM_TYPE_LENS_TABLE (apm_lens_table_get_type ())
G_DECLARE_FINAL_TYPE (ApmLensTable, apm_lens_table, APM, LENS_TABLE, GtkWidget)

GtkWidget *apm_lens_table_new        (ApmSession             *session,
                                      const ApmLensTableKind *kind);
void       apm_lens_table_set_report (ApmLensTable           *self,
                                      ApmLensReport          *report);

G_END_DECLS

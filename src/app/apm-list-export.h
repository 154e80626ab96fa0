/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"
#include "apm-session.h"
#include "apm-table.h"

G_BEGIN_DECLS

/* What is in a table leaves the window: to a file, or into the clipboard. Rows as
 * they are filtered and ordered, columns as they are shown or all of them. Any
 * table whose columns have the ids of fields can do it; a toast tells the end. */

typedef struct {
  const char        *key;       /* what the rows are, "processes": in JSON, and of the file's name */
  const char        *title;     /* N_(), of the dialog: "Export Processes" */
  const ApmField    *fields;    /* all there are; a column without one is left out */
  const char *const *extra;     /* (nullable): ids that are told besides those shown */
  gboolean         (*is_wanted) (gconstpointer row);   /* (nullable): NULL for all */
  gboolean           is_log;    /* rows only come at the end and go at the start, keys ascend */
  /* (nullable): where what is not shown is not read: asks for a look with these
   * fields. The table's ::columns-changed asks for those shown again. */
  void             (*look) (ApmSession *session, const char *const *ids);
} ApmListing;

void apm_list_export   (ApmTable         *table,
                        ApmSession       *session,
                        const ApmListing *listing,
                        const char       *path);
void apm_list_copy_csv (ApmTable         *table,
                        ApmSession       *session,
                        const ApmListing *listing);

G_END_DECLS

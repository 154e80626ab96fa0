/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apmctl.h"

#include "apm-filter.h"
#include "apm-sheet.h"
#include "apm-view.h"
#include "apm-wait-watch.h"

G_BEGIN_DECLS

/* What "ps" and "threads" have in common: a list that is filtered, sorted, printed
 * as text, JSON or CSV, once or again and again. */

typedef struct _ApmctlListing ApmctlListing;

/* The list, with its own functions. @list is what they are called with. */
typedef struct {
  const char     *key;           /* in JSON: "processes" */
  const char     *sort;          /* the field that it is ordered by at first */
  const ApmField *fields;
  const char     *filter_help;   /* N_(): of the option --filter */
  const char     *dear;          /* (nullable): a field that is read only if it is named */
  ApmFilter      *(*parse)        (const char           *text,
                                   gsize                *error_start,
                                   gsize                *error_end,
                                   GError              **error);
  ApmView        *(*get_view)     (gpointer              list);
  void            (*set_interval) (gpointer              list,
                                   guint                 ms);
  void            (*set_columns)  (gpointer              list,
                                   const char *const    *ids);
  void            (*set_sort)     (gpointer              list,
                                   const char           *field_id,
                                   gboolean              descending);
  void            (*set_filter)   (gpointer              list,
                                   ApmFilter            *filter);
  void            (*set_notes)    (gpointer              list,
                                   ApmWaitWatch         *watch);
  void            (*sample_now)   (gpointer              list);
  /* Returns: whether there is something to print; if not, it has said why */
  ApmctlStatus    (*check)        (gpointer              list);
  gboolean        (*is_listed)    (const ApmctlListing  *listing,
                                   gconstpointer         row);
  gboolean        (*is_told)      (gconstpointer         row,
                                   const ApmField       *field);
  gboolean        (*is_partial)   (gconstpointer         row,
                                   const ApmField       *field);
  gboolean        (*is_denied)    (gconstpointer         row,
                                   const ApmField       *field);
  char           *(*dup_name)     (gconstpointer         row,
                                   const char           *name);
  ApmSheet       *(*lay_out)      (const GPtrArray      *rows);
} ApmctlListed;

struct _ApmctlListing
{
  const ApmctlListed *listed;
  /* options */
  gboolean    json;
  gboolean    csv;
  gboolean    watch;
  double      interval;
  char       *filter;
  char       *sort;
  char       *columns;
  /* while it runs */
  gpointer    list;
  int         threads_pid;     /* whose threads are listed, as apm_wait_watch_set_threads() has it */
  ApmWaitWatch *waits;         /* (nullable): where what somebody waits for is told */
  GMainLoop  *loop;
  GArray     *fields;          /* of ApmField: what is printed, ends with { NULL } */
  gulong      updated_id;
  guint       n_updates;
  gboolean    looked;          /* long enough to know rates */
  gboolean    waits_looked;
  int         status;
};

gboolean apmctl_listing_parse (ApmctlListing       *self,
                               const char          *parameters,
                               const char          *summary,
                               const GOptionEntry  *own,
                               int                 *argc,
                               char              ***argv,
                               int                 *status);
int      apmctl_listing_run   (ApmctlListing       *self,
                               gpointer             list);
void     apmctl_listing_clear (ApmctlListing       *self);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"
#include "apm-play.h"

G_BEGIN_DECLS

/* The steps of a failing schedule, and its variables, as rows of tables. */

typedef struct {
  guint number;            /* from 1, and the row's key */
  guint thread_index;
  char *thread;
  char *text;              /* what it does */
  char *place;             /* file and line */
  char *note;              /* who waits from now on, and for whom; or NULL */
  gboolean is_switch;      /* another thread than before */
} ApmStepRow;

typedef struct {
  guint number;            /* in the order in which they were told, and the key */
  char *name;
  char *value;
  gboolean changed;        /* by the step that was made last */
} ApmValueRow;

typedef struct {
  guint thread_index;      /* and the key */
  char *thread;
  char *state;             /* what it waits for, or does next */
  char *place;             /* that it stands before */
  gboolean waits, moved;   /* moved: the step that was made last was its own */
} ApmStandRow;

extern const ApmField apm_step_fields[];
extern const ApmColumn apm_step_columns[];
extern const ApmListing apm_step_listing;
guint64    apm_step_row_get_key  (gconstpointer  row);
GPtrArray *apm_step_rows_new     (const ApmPlay *play);

extern const ApmField apm_stand_fields[];
extern const ApmColumn apm_stand_columns[];
guint64    apm_stand_row_get_key (gconstpointer  row);
GPtrArray *apm_stand_rows_new    (const ApmPlay *play,
                                  guint          position);

extern const ApmField apm_value_fields[];
extern const ApmColumn apm_value_columns[];
guint64    apm_value_row_get_key (gconstpointer  row);
GPtrArray *apm_value_rows_new    (const ApmPlay *play,
                                  guint          position);

G_END_DECLS

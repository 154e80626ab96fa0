/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A row of a listing described once: the id of each member is its key in JSON,
 * its title in CSV and its name where a list is sorted. The unit stands in the
 * id (rss_bytes, cpu_percent, started_us). A table ends with { NULL }.
 *
 * What is not known is told as such, never as 0: a text as NULL, a number as
 * G_MININT, G_MININT64 or NaN of its type. It is null in JSON, empty in CSV, and
 * comes first in order. */

typedef enum {
  APM_FIELD_INT,      /* int */
  APM_FIELD_UINT,     /* guint */
  APM_FIELD_INT64,    /* gint64 */
  APM_FIELD_UINT64,   /* guint64 */
  APM_FIELD_DOUBLE,   /* double */
  APM_FIELD_BOOLEAN,  /* gboolean */
  APM_FIELD_STRING,   /* const char *, UTF-8 or NULL */
} ApmFieldType;

typedef struct {
  const char  *id;
  ApmFieldType type;
  gsize        offset;
  gsize        via;      /* 1 + offset of a pointer in the row to the struct that has the
                          * member; all of it is unknown where that is NULL. 0: the row */
  guint        tag;      /* for the owner of the table */
} ApmField;

const ApmField *apm_field_find       (const ApmField *fields,
                                      const char     *id);
int             apm_field_compare    (const ApmField *field,
                                      gconstpointer   row_a,
                                      gconstpointer   row_b);
gboolean        apm_field_is_known   (const ApmField *field,
                                      gconstpointer   row);
double          apm_field_get_number (const ApmField *field,
                                      gconstpointer   row);
const char     *apm_field_get_text   (const ApmField *field,
                                      gconstpointer   row);
void            apm_record_to_json   (const ApmField *fields,
                                      gconstpointer   row,
                                      JsonBuilder    *builder);
void            apm_record_append_json
                                     (const ApmField *fields,
                                      gconstpointer   row,
                                      GString        *json);
void            apm_json_append_text (GString        *json,
                                      const char     *text);
void            apm_record_csv_head  (const ApmField *fields,
                                      GString        *csv);
void            apm_record_csv_row   (const ApmField *fields,
                                      gconstpointer   row,
                                      GString        *csv);
void            apm_csv_append_text  (GString        *csv,
                                      const char     *text);

G_END_DECLS

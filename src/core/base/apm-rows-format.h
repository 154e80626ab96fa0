/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* A listing as other programs read it, a line a row. CSV begins with a line of
 * the fields' ids; JSON is one document, JSON Lines an object a line. */

typedef enum {
  APM_ROWS_CSV,
  APM_ROWS_JSON,
  APM_ROWS_JSON_LINES,
} ApmRowsFormat;

gboolean apm_rows_format_from_path (const char      *path,
                                    ApmRowsFormat   *format,
                                    GError         **error);
void     apm_rows_append_head      (GString         *out,
                                    ApmRowsFormat    format,
                                    const ApmField  *fields,
                                    const char      *key);
void     apm_rows_append           (GString         *out,
                                    ApmRowsFormat    format,
                                    const ApmField  *fields,
                                    gconstpointer    row,
                                    gboolean         first);
void     apm_rows_append_tail      (GString         *out,
                                    ApmRowsFormat    format);

G_END_DECLS

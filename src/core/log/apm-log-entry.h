/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One entry of the log and its faces: the line of the log file, CSV and JSON.
 * Pure functions, any thread. Read tests/log/test-entry.c first. */

typedef enum {
  APM_LEVEL_INFO,
  APM_LEVEL_WARNING,
  APM_LEVEL_ERROR,
} ApmLevel;
#define APM_N_LEVELS (APM_LEVEL_ERROR + 1)

typedef struct {
  guint64     serial;   /* 1, 2, 3 …, never used twice in one log */
  gint64      real_us;  /* microseconds since 1970 (UTC) */
  const char *source;   /* interned: "process", "thread", "ipc", "sync", "wait", "log", "window" */
  const char *text;     /* UTF-8, may hold newlines */
  ApmLevel    level;
} ApmLogEntry;

typedef enum {
  APM_LOG_TEXT,         /* .log, .txt */
  APM_LOG_CSV,          /* .csv */
  APM_LOG_JSON,         /* .json, one document */
  APM_LOG_JSON_LINES,   /* .jsonl, an object a line */
} ApmLogFormat;

/* The local time of the last second that was asked for: entries come in bursts. */
typedef struct {
  gint64 second;
  char   date[32];
  char   zone[8];
} ApmLogStamp;

#define APM_LOG_STAMP_INIT { G_MININT64, "", "" }

const char *apm_level_get_word       (ApmLevel            level);
gboolean    apm_level_from_word      (const char         *word,
                                      gsize               length,
                                      ApmLevel           *level);
gboolean    apm_log_format_from_path (const char         *path,
                                      ApmLogFormat       *format,
                                      GError            **error);
void        apm_log_append_head      (GString            *out,
                                      ApmLogFormat        format);
void        apm_log_append_entry     (GString            *out,
                                      ApmLogFormat        format,
                                      const ApmLogEntry  *entry,
                                      gboolean            first,
                                      ApmLogStamp        *stamp);
void        apm_log_append_tail      (GString            *out,
                                      ApmLogFormat        format);
char       *apm_log_entry_dup_line   (const ApmLogEntry  *entry);
gboolean    apm_log_entry_parse      (const char         *line,
                                      ApmLogEntry        *entry,
                                      char              **text);

G_END_DECLS

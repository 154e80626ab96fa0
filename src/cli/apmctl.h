/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-error.h"
#include "apm-record.h"

G_BEGIN_DECLS

/* The command line: one file a command, each with one run function that gets
 * its own name as argv[0], prints, and returns the exit status. */

typedef enum {
  APMCTL_DONE = 0,
  APMCTL_FINDING = 1,
  APMCTL_USAGE = 2,    /* or no such thing, or input that cannot be taken */
  APMCTL_DENIED = 3,   /* not permitted, or not conclusive */
  APMCTL_FAILED = 4,
} ApmctlStatus;

typedef enum {
  APMCTL_TEXT,
  APMCTL_JSON,
  APMCTL_JSON_LINE,    /* the same document on one line */
  APMCTL_CSV,
} ApmctlFormat;

int apmctl_channel   (int argc, char **argv);
int apmctl_check     (int argc, char **argv);
int apmctl_deadlocks (int argc, char **argv);
int apmctl_files     (int argc, char **argv);
int apmctl_inspect   (int argc, char **argv);
int apmctl_ipc       (int argc, char **argv);
int apmctl_lab       (int argc, char **argv);
int apmctl_lab_run   (int argc, char **argv);
int apmctl_log       (int argc, char **argv);
int apmctl_ps        (int argc, char **argv);
int apmctl_signal    (int argc, char **argv);
int apmctl_threads   (int argc, char **argv);
int apmctl_watch     (int argc, char **argv);
int apmctl_why       (int argc, char **argv);

/* For the commands. */
gboolean     apmctl_parse        (const char         *parameters,
                                  const char         *summary,
                                  const GOptionEntry *entries,
                                  int                *argc,
                                  char             ***argv,
                                  int                *status);
int          apmctl_fail         (ApmctlStatus        status,
                                  const char         *format,
                                  ...) G_GNUC_PRINTF (2, 3);
int          apmctl_fail_error   (const GError       *error);
int          apmctl_fail_column  (const ApmField     *fields,
                                  const char         *id);
void         apmctl_warn         (const char         *sentence);
int          apmctl_print        (const GString      *text);
int          apmctl_print_lines  (const GString      *text,
                                  gboolean            again);
int          apmctl_print_rows   (ApmctlFormat        format,
                                  const char         *key,
                                  const ApmField     *fields,
                                  const GPtrArray    *rows);
int          apmctl_print_json   (JsonBuilder        *builder);
const ApmField *
             apmctl_threads_get_fields (void);

/* For "ps". */
int          apmctl_ps_save      (const char         *path);
int          apmctl_ps_since     (const char         *path,
                                  ApmctlFormat        format,
                                  const char         *sort);

G_END_DECLS

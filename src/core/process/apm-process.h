/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* One process as it was at one sample: a plain struct whose texts belong to the
 * list or array that made it. A process is meant by (PID, start time), never by
 * PID alone. Read tests/process/test-process.c first. */

typedef struct {
  int         pid;
  int         ppid;
  const char *name;         /* comm; for a child of ours the name it was given */
  const char *name_base64;  /* the raw name, NULL unless it was not UTF-8 */
  guint       uid;
  const char *user;         /* the number as text where it has no name */
  const char *state;        /* a word of the C locale, see apm_process_state_label() */
  double      cpu_percent;  /* of one core, since the sample before */
  guint64     rss_bytes;
  guint       threads;
  gint64      started_us;   /* since boot */
  gint64      cpu_time_us;  /* user and system, so far */
  const char *command;      /* arguments quoted where needed; NULL for kernel threads */
  gboolean    created_here; /* started by this program */
  gboolean    ended;        /* has ended and lingers for some seconds */
  int         wait_status;  /* as waitpid(2) tells it, if ended and created here */
} ApmProcess;

extern const ApmField apm_process_fields[];

guint64     apm_process_key          (const ApmProcess *process);
guint64     apm_process_pack_key     (int               pid,
                                      gint64            started_us);
const char *apm_process_state_word   (char              letter);
const char *apm_process_state_label  (const char       *state);
char       *apm_process_dup_end_text (int               wait_status);
void        apm_process_append_argument
                                     (GString          *command,
                                      const char       *argument);

GPtrArray  *apm_process_scan         (GError          **error);
GPtrArray  *apm_process_scan_for     (guint             ms,
                                      GError          **error);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-file-locks.h"

G_BEGIN_DECLS

/* A line of /proc/locks, or of an fdinfo behind "lock:". Private to the room. */
typedef struct {
  guint       number;
  gboolean    waits;
  ApmLockKind kind;
  gboolean    breaking;
  const char *mode;       /* "read", "write", "none" */
  int         pid;        /* 0 or below: not told */
  guint       major;
  guint       minor;
  guint64     inode;      /* 0: not told */
  gint64      start;
  gint64      end;        /* G_MAXINT64: to the end */
} ApmLockLine;

gboolean    apm_lock_line_parse     (ApmLockLine       *line,
                                     const char        *text);
gboolean    apm_lock_line_is_same   (const ApmLockLine *a,
                                     const ApmLockLine *b);
const char *apm_lock_kind_word      (ApmLockKind        kind);
gboolean    apm_object_can_be_locked
                                    (ApmObjectKind      kind);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The log's file on the disk: opened when needed, opened anew when another
 * program has rotated it away, rotated by size. Blocking; for one thread. */

/* FILE.1, FILE.2 … are looked for up to here, whatever limit made them. */
#define APM_LOG_ROTATED_MAX 100

typedef struct {
  char    *path;
  int      fd;
  guint64  max_bytes;   /* 0: no limit */
  guint    n_rotated;
  gboolean torn;        /* the disk took only a part of the last line */
} ApmLogDisk;

void     apm_log_disk_init  (ApmLogDisk  *self,
                             const char  *path);
void     apm_log_disk_free  (ApmLogDisk  *self);
gboolean apm_log_disk_open  (ApmLogDisk  *self,
                             GError     **error);
gboolean apm_log_disk_write (ApmLogDisk  *self,
                             GString     *lines,
                             GError     **error);
gboolean apm_log_disk_clear (ApmLogDisk  *self,
                             GError     **error);
char    *apm_log_disk_dup_rotated_path (const char *path,
                                        guint       number);

G_END_DECLS

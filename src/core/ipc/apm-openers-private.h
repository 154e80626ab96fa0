/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-openers.h"
#include "apm-peers-private.h"

G_BEGIN_DECLS

/* So many rows are kept: nobody reads more, and they all are in memory. */
#define APM_OPENERS_MOST 100000

/* What a search looks for. */
typedef struct {
  ApmOpenersMatch match;
  gboolean        only_deleted;
  guint           most;        /* rows in all */
  char           *path;        /* absolute and without links; of a part: the text */
  gboolean        is_there;    /* the two that follow are known */
  guint64         inode;
  guint64         device;
} ApmOpenersWanted;

gboolean apm_openers_read_process (int                     proc_fd,
                                   int                     pid,
                                   const ApmOpenersWanted *wanted,
                                   GPtrArray              *rows);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"

G_BEGIN_DECLS

/* The entries in memory: blocks of 128 KiB in which entries grow from the front
 * and their texts from the back. An entry never moves and never changes, so that
 * another thread may read those of a snapshot while the owner appends.
 * The first entries are dropped, exactly to a limit; memory goes by the block.
 * Read tests/log/test-list.c first. */

typedef struct _ApmLogStore ApmLogStore;
typedef struct _ApmLogSnapshot ApmLogSnapshot;

ApmLogStore       *apm_log_store_new              (void);
void               apm_log_store_free             (ApmLogStore          *self);
const ApmLogEntry *apm_log_store_append           (ApmLogStore          *self,
                                                   gint64                real_us,
                                                   ApmLevel              level,
                                                   const char           *source,
                                                   const char           *text);
void               apm_log_store_trim             (ApmLogStore          *self,
                                                   guint64               n_kept);
guint64            apm_log_store_get_first_serial (ApmLogStore          *self);
guint64            apm_log_store_get_next_serial  (ApmLogStore          *self);
const ApmLogEntry *apm_log_store_get              (ApmLogStore          *self,
                                                   guint64               serial);

/* A snapshot is the entries with first_serial <= serial < next_serial. */
ApmLogSnapshot    *apm_log_store_take_snapshot    (ApmLogStore          *self,
                                                   guint64               first_serial);
void               apm_log_snapshot_free          (ApmLogSnapshot       *snapshot);
guint64            apm_log_snapshot_get_next_serial (ApmLogSnapshot     *snapshot);
gboolean           apm_log_snapshot_next_run      (ApmLogSnapshot       *snapshot,
                                                   const ApmLogEntry   **entries,
                                                   guint                *n_entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogStore, apm_log_store_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogSnapshot, apm_log_snapshot_free)

G_END_DECLS

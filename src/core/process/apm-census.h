/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-record.h"

G_BEGIN_DECLS

/* All processes of one moment, few facts of each, kept to be compared with a later
 * moment: what the window calls a snapshot. Once taken or loaded it never changes;
 * counted atomically. Taking, saving and loading block, on any thread.
 * Read tests/process/test-census.c first. */

typedef struct {
  int         pid;
  int         ppid;
  const char *name;
  const char *user;
  const char *state;         /* as ApmProcess has it */
  const char *command;       /* NULL for kernel threads */
  gint64      started_us;    /* since boot */
  gint64      cpu_time_us;
  gint64      rss_bytes;
  int         threads;
  int         descriptors;   /* G_MININT where we may not look */
} ApmCensusRow;

extern const ApmField apm_census_fields[];

typedef struct _ApmCensus ApmCensus;

ApmCensus          *apm_census_new          (gint64            real_us,
                                             gint64            boot_us,
                                             const char       *boot_id);
void                apm_census_add          (ApmCensus        *self,
                                             const ApmCensusRow *row);
ApmCensus          *apm_census_take         (GError          **error);
void                apm_census_take_async   (GCancellable     *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer          user_data);
void                apm_census_load_async   (const char       *path,
                                             GCancellable     *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer          user_data);
ApmCensus          *apm_census_finish       (GAsyncResult     *result,
                                             GError          **error);
ApmCensus          *apm_census_load         (const char       *path,
                                             GError          **error);
gboolean            apm_census_save         (ApmCensus        *self,
                                             const char       *path,
                                             GError          **error);
ApmCensus          *apm_census_ref          (ApmCensus        *self);
void                apm_census_unref        (ApmCensus        *self);

guint               apm_census_get_n        (ApmCensus        *self);
const ApmCensusRow *apm_census_get          (ApmCensus        *self,
                                             guint             index);
gint64              apm_census_get_real_us  (ApmCensus        *self);
gint64              apm_census_get_boot_us  (ApmCensus        *self);
const char         *apm_census_get_boot_id  (ApmCensus        *self);
gboolean            apm_census_is_same_boot (ApmCensus        *self,
                                             ApmCensus        *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmCensus, apm_census_unref)

G_END_DECLS

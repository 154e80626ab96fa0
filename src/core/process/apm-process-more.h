/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process.h"
#include "apm-stat.h"

G_BEGIN_DECLS

/* What is read of a process only while somebody asks: one bit a file of /proc.
 * Private to the room. */

typedef enum {
  APM_SOURCE_PARENT    = 1 << 0,   /* another row's name: nothing is read */
  APM_SOURCE_STAT      = 1 << 1,   /* read anyway */
  APM_SOURCE_STATUS    = 1 << 2,
  APM_SOURCE_PSS       = 1 << 3,
  APM_SOURCE_SWITCHES  = 1 << 4,
  APM_SOURCE_SCHEDSTAT = 1 << 5,
  APM_SOURCE_IO        = 1 << 6,
  APM_SOURCE_CGROUP    = 1 << 7,
  APM_SOURCE_CWD       = 1 << 8,
  APM_SOURCE_PROJECT   = 1 << 9,
  APM_SOURCE_EXE       = 1 << 10,
  APM_SOURCE_OOM       = 1 << 11,
  APM_SOURCE_WCHAN     = 1 << 12,
  APM_SOURCE_FDS       = 1 << 13,
} ApmSource;

typedef struct _ApmMoreReader ApmMoreReader;

ApmMoreReader  *apm_more_reader_new   (int                   proc_fd);
void            apm_more_reader_free  (ApmMoreReader        *self);
ApmProcessMore *apm_more_reader_read  (ApmMoreReader        *self,
                                       const ApmStat        *stat,
                                       guint                 sources,
                                       const ApmProcessMore *before,
                                       gint64                elapsed_ns);
ApmProcessMore *apm_process_more_new  (void);
void            apm_process_more_set_rates
                                      (ApmProcessMore       *more,
                                       const ApmProcessMore *before,
                                       gint64                elapsed_ns);
ApmProcessMore *apm_process_more_calm (ApmProcessMore       *self);
ApmProcessMore *apm_process_more_ref  (ApmProcessMore       *self);
void            apm_process_more_unref (ApmProcessMore      *self);
guint           apm_process_get_sources
                                      (const char *const    *ids);
char           *apm_terminal_dup_name (int                   device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmProcessMore, apm_process_more_unref)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-helper.h"
#include "apm-wait-place.h"

G_BEGIN_DECLS

/* Looks at what threads wait for: one file of /proc a thread, one read of memory a
 * process, and the table of descriptors only where some wait is on one. It stops
 * nobody. Not for the main thread; it belongs to one thread at a time. */

typedef struct _ApmWaitReader ApmWaitReader;

ApmWaitReader *apm_wait_reader_new       (void);
void           apm_wait_reader_free      (ApmWaitReader     *self);
ApmWaitPass   *apm_wait_reader_read      (ApmWaitReader     *self,
                                          const ApmWaitTask *tasks,
                                          guint              n_tasks);
void           apm_wait_reader_set_limit (ApmWaitReader     *self,
                                          guint              ms_a_process);
void           apm_wait_reader_set_quick (ApmWaitReader     *self,
                                          gboolean           is_quick);
guint64        apm_wait_reader_get_distrusted
                                         (ApmWaitReader     *self);
ApmWaitPlaces *apm_wait_reader_get_places
                                         (ApmWaitReader     *self);
void           apm_wait_reader_set_helper
                                         (ApmWaitReader     *self,
                                          ApmWaitHelper     *helper);
ApmWaitHelper *apm_wait_reader_get_helper
                                         (ApmWaitReader     *self);
void           apm_wait_reader_set_yama  (ApmWaitReader     *self,
                                          const char        *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitReader, apm_wait_reader_free)

G_END_DECLS

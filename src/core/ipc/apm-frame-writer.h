/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-frame.h"

G_BEGIN_DECLS

/* The sending end of a pipe or socket for a thread that must never wait: frames
 * queue up and are written whenever there is room. Whoever queues looks at how
 * much is queued. Read tests/ipc/test-frame-writer.c first. */

typedef struct _ApmFrameWriter ApmFrameWriter;

typedef struct {
  /* A frame is wholly in the pipe; @payload may be NULL. */
  void (*written) (ApmFrameWriter *self, const ApmFrameHead *head, GBytes *payload, gpointer user_data);
  /* Something was written, or the pipe has just turned out to be full. */
  void (*moved)   (ApmFrameWriter *self, gpointer user_data);
  /* Nobody will read any more; called once. May free the writer. */
  void (*closed)  (ApmFrameWriter *self, const ApmFault *fault, gpointer user_data);
} ApmFrameWriterFuncs;

ApmFrameWriter *apm_frame_writer_new                  (int                        fd,
                                                       gboolean                   is_socket,
                                                       const ApmFrameWriterFuncs *funcs,
                                                       gpointer                   user_data);
void            apm_frame_writer_free                 (ApmFrameWriter            *self);
void            apm_frame_writer_queue                (ApmFrameWriter            *self,
                                                       const ApmFrameHead        *head,
                                                       GBytes                    *payload,
                                                       int                        take_fd);
gsize           apm_frame_writer_get_queued           (ApmFrameWriter            *self);
gint64          apm_frame_writer_get_blocked_since_us (ApmFrameWriter            *self);
int             apm_frame_writer_get_fd               (ApmFrameWriter            *self);
void            apm_frame_writer_flush                (ApmFrameWriter            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFrameWriter, apm_frame_writer_free)

G_END_DECLS

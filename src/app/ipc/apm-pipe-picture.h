/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A pipe, drawn: who writes, how full it is, who reads. It shows the facts it
 * is told and nothing else; a screen reader is told the same in words. */

typedef struct {
  const char *sender;           /* names, as they are shown */
  const char *receiver;
  guint64     waiting_bytes;    /* or messages */
  guint64     capacity_bytes;   /* 0: not known */
  gboolean    in_messages;
  gboolean    sender_waits;     /* since it is full */
  gboolean    is_other;         /* it is no pipe of ours, but another kind of channel */
  gboolean    open;
} ApmPipeFacts;

#define APM_TYPE_PIPE_PICTURE (apm_pipe_picture_get_type ())
G_DECLARE_FINAL_TYPE (ApmPipePicture, apm_pipe_picture, APM, PIPE_PICTURE, GtkWidget)

void  apm_pipe_picture_set_facts    (ApmPipePicture     *self,
                                     const ApmPipeFacts *facts);
char *apm_pipe_facts_dup_caption    (const ApmPipeFacts *facts);
char *apm_pipe_facts_dup_text       (const ApmPipeFacts *facts);

G_END_DECLS

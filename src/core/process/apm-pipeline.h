/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"

G_BEGIN_DECLS

/* Programs whose standard output is the standard input of the next, as a shell would
 * join them, but without one. All of them are ours and end with us; only they have
 * the pipes, so that each sees the end, or SIGPIPE, as it would anywhere. What is
 * known of a pipe is looked up in a thread when somebody asks. Main thread only.
 * Read tests/process/test-pipeline.c first. */

#define APM_PIPELINE_STAGES 32   /* at most */

/* One stage as it was typed. */
typedef struct {
  char  *command;
  GStrv  argv;
  char  *problem;   /* why it cannot be started; NULL: nothing is known against it */
} ApmPipelinePlan;

typedef enum {
  APM_PIPE_NOBODY_WAITS,
  APM_PIPE_WRITER_WAITS,   /* the pipe is full */
  APM_PIPE_READER_WAITS,   /* it is empty */
} ApmPipeWaiter;

/* From one stage to the next. */
typedef struct {
  gint64        waiting_bytes;    /* written and not read; -1: not known */
  gint64        capacity_bytes;   /* -1: not known */
  double        bytes_per_s;      /* what the one wrote and the other read; NAN: not known */
  ApmPipeWaiter waiter;
  gboolean      writer_gone;      /* the stage has ended, or closed its end */
  gboolean      reader_gone;
} ApmPipelinePipe;

#define APM_TYPE_PIPELINE (apm_pipeline_get_type ())
G_DECLARE_FINAL_TYPE (ApmPipeline, apm_pipeline, APM, PIPELINE, GObject)

gboolean               apm_pipeline_is_line   (const char   *line);
GPtrArray             *apm_pipeline_plan      (const char   *line,
                                               GError      **error);
ApmPipeline           *apm_pipeline_start     (const char   *line,
                                               GError      **error);
const char            *apm_pipeline_get_line  (ApmPipeline  *self);
guint                  apm_pipeline_get_n     (ApmPipeline  *self);
ApmChild              *apm_pipeline_get_stage (ApmPipeline  *self,
                                               guint         stage);
char                   apm_pipeline_get_state (ApmPipeline  *self,
                                               guint         stage);
const ApmPipelinePipe *apm_pipeline_get_pipe  (ApmPipeline  *self,
                                               guint         stage);
gboolean               apm_pipeline_get_ended (ApmPipeline  *self);
void                   apm_pipeline_look      (ApmPipeline  *self);
void                   apm_pipeline_kill      (ApmPipeline  *self);

G_END_DECLS

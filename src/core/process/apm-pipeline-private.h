/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-pipeline.h"

G_BEGIN_DECLS

/* What a thread sees of one stage, and of the pipe at its standard output. */
typedef struct {
  /* Asked: */
  int      pid;                /* 0: has ended */
  gint64   started_us;
  guint64  pipe;               /* inode; 0: the last stage has none */
  /* Answered: */
  char     state;              /* as in /proc/PID/stat; 0: not known */
  gboolean in_pipe_read;       /* asleep there */
  gboolean in_pipe_write;
  gboolean has_input;          /* its standard input is still the pipe before it */
  gboolean has_output;
  gint64   read_bytes;         /* by all its calls; -1: not known */
  gint64   written_bytes;
  gint64   waiting_bytes;      /* in @pipe; -1: not known */
  gint64   capacity_bytes;
} ApmPipelineLook;

void apm_pipeline_looks_read (ApmPipelineLook *looks,
                              guint            n);

G_END_DECLS

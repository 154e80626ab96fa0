/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <graphene.h>
#include <glib.h>

G_BEGIN_DECLS

/* Where the parts of a drawn pipe stand:
 *
 *   ╭────────╮          ╭─────────────╮          ╭──────────╮
 *   │ sender │──────────│▇▇▇▇▇▁▁▁▁▁▁▁▁│────────▶ │ receiver │
 *   ╰────────╯          ╰─────────────╯          ╰──────────╯
 *                        38 of 64 KiB
 *
 * Numbers in, numbers out, no widget. Read tests/app/test-pipe-geometry.c. */

typedef struct {
  float    width, height;      /* of the picture, in pixels */
  float    sender, receiver;   /* widths of the two names */
  float    line_height;        /* of a line of text */
  double   fraction;           /* of the pipe that is full, 0 to 1 */
  gboolean mirrored;           /* for languages that are written from right to left */
} ApmPipeMeasures;

typedef struct {
  graphene_rect_t sender, receiver;   /* the boxes */
  graphene_rect_t pipe, filled;       /* the bar, and what of it is full */
  graphene_rect_t caption;            /* the line of text below the bar */
  float           y;                  /* of both lines */
  float           in_from, in_to;     /* from the sender to the pipe */
  float           out_from, out_to;   /* from the pipe to the tip of the arrow */
} ApmPipeGeometry;

void apm_pipe_geometry (const ApmPipeMeasures *measures,
                        ApmPipeGeometry       *geometry);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipe-geometry.h"

#define PADDING     12.f   /* between a name and its box */
#define LINE        28.f   /* the shortest line that still reads as one */
#define LINE_LONG   64.f
#define PIPE        40.f   /* the shortest bar that still shows a level */
#define PIPE_HEIGHT 16.f
#define TIP_GAP      3.f
#define CAPTION_GAP  4.f

static float
mirror_x (float x,
          float width)
{
  return width - x;
}

static void
mirror_rect (graphene_rect_t *rect,
             float            width)
{
  rect->origin.x = width - rect->origin.x - rect->size.width;
}

static void
mirror (ApmPipeGeometry *g,
        float            width)
{
  mirror_rect (&g->sender, width);
  mirror_rect (&g->receiver, width);
  mirror_rect (&g->pipe, width);
  mirror_rect (&g->filled, width);
  mirror_rect (&g->caption, width);
  g->in_from = mirror_x (g->in_from, width);
  g->in_to = mirror_x (g->in_to, width);
  g->out_from = mirror_x (g->out_from, width);
  g->out_to = mirror_x (g->out_to, width);
}

/* What is left for the two boxes once the lines and the bar have their least;
 * a long name does not push out a short one. */
static void
share (const ApmPipeMeasures *m,
       float                 *sender,
       float                 *receiver)
{
  float room = MAX (m->width - 2 * LINE - PIPE, 0);
  float half = room / 2;

  *sender = m->sender + 2 * PADDING;
  *receiver = m->receiver + 2 * PADDING;

  if (*sender + *receiver <= room)
    return;

  if (*sender <= half)
    *receiver = room - *sender;
  else if (*receiver <= half)
    *sender = room - *receiver;
  else
    *sender = *receiver = half;
}

/**
 * apm_pipe_geometry:
 * @geometry: (out caller-allocates)
 *
 * Never gives a negative size, however narrow the picture is.
 */
void
apm_pipe_geometry (const ApmPipeMeasures *m,
                   ApmPipeGeometry       *geometry)
{
  float sender, receiver, box, line, pipe, top, fraction;
  ApmPipeGeometry g;

  share (m, &sender, &receiver);

  box = m->line_height + PADDING;
  top = MAX ((m->height - box - CAPTION_GAP - m->line_height) / 2, 0);
  line = (m->width - sender - receiver - PIPE) / 2;
  line = CLAMP (line, 0, LINE_LONG);
  pipe = MAX (m->width - sender - receiver - 2 * line, 0);
  fraction = CLAMP (m->fraction, 0.0, 1.0);

  g.y = top + box / 2;
  g.sender = GRAPHENE_RECT_INIT (0, top, sender, box);
  g.receiver = GRAPHENE_RECT_INIT (m->width - receiver, top, receiver, box);
  g.pipe = GRAPHENE_RECT_INIT (sender + line, g.y - PIPE_HEIGHT / 2, pipe, PIPE_HEIGHT);
  g.filled = GRAPHENE_RECT_INIT (g.pipe.origin.x, g.pipe.origin.y, pipe * fraction, PIPE_HEIGHT);
  g.caption = GRAPHENE_RECT_INIT (sender, top + box + CAPTION_GAP,
                                  MAX (m->width - sender - receiver, 0), m->line_height);
  g.in_from = sender;
  g.in_to = g.pipe.origin.x;
  g.out_from = g.pipe.origin.x + pipe;
  g.out_to = MAX (g.receiver.origin.x - TIP_GAP, g.out_from);

  if (m->mirrored)
    mirror (&g, m->width);

  *geometry = g;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lane-geometry.h"

/* Of the height: what waits is seen, but what runs is what counts. */
#define WAIT_HEIGHT (1 / 4.0f)

/* Below this nothing is to be seen of it. */
#define LEAST_SHARE 4

typedef struct {
  ApmLaneBox *boxes;
  guint       n;
  guint       last[3];   /* 1 + index of the last box of each kind: running, ready, waiting */
} Layout;

static void
add (Layout    *layout,
     guint      kind,
     ApmLaneBox box)
{
  ApmLaneBox *last = layout->last[kind] > 0 ? &layout->boxes[layout->last[kind] - 1] : NULL;

  if (last && last->part == box.part && last->y == box.y && last->height == box.height &&
      ABS (last->x + last->width - box.x) < 0.01f)
    {
      last->width += box.width;
      return;
    }
  layout->boxes[layout->n++] = box;
  layout->last[kind] = layout->n;
}

/**
 * apm_lane_layout:
 * @width: in pixels; the newest second is at its right end
 * @boxes: (out)
 *
 * Returns: how many boxes there are
 */
guint
apm_lane_layout (const ApmLane *lane,
                 float          width,
                 float          height,
                 ApmLaneBox     boxes[APM_LANE_MOST_BOXES])
{
  Layout layout = { .boxes = boxes };
  float step = width / APM_LANE_SECONDS;

  for (guint i = 0; i < APM_LANE_SECONDS; i++)
    {
      const ApmMoment *moment = &lane->moments[i];
      float running = height * moment->running / 255;
      float ready = height * moment->ready / 255;
      float x = i * step;

      if (moment->wait == APM_LANE_WAIT_UNSEEN)
        continue;
      if (moment->running >= LEAST_SHARE)
        add (&layout, 0, (ApmLaneBox) { x, height - running, step, running, APM_LANE_RUNNING });
      if (moment->ready >= LEAST_SHARE)
        add (&layout, 1, (ApmLaneBox) { x, height - running - ready, step, ready, APM_LANE_READY });
      if (moment->running + moment->ready <= 255 - LEAST_SHARE)
        {
          float rest = MIN (height - running - ready, height * WAIT_HEIGHT);

          add (&layout, 2, (ApmLaneBox) { x, height - running - ready - rest, step, rest, moment->wait });
        }
    }

  return layout.n;
}

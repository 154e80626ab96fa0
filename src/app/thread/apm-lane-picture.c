/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lane-picture.h"

#include "apm-lane-geometry.h"
#include "apm-palette.h"

#define INSET 3

/* Not of the palette: the text's own colour. */
#define GREY 7

/* Which tone of the palette, and how strong: idling is the faintest. */
static const struct {
  guint tone;
  float alpha;
} parts[] = {
  [APM_LANE_WAIT_UNSEEN] = { 0, 0 },
  [APM_LANE_WAIT_OTHER] = { GREY, 0.25f },
  [APM_LANE_WAIT_EVENT] = { GREY, 0.25f },
  [APM_LANE_WAIT_LOCK] = { 5, 1 },
  [APM_LANE_WAIT_DATA] = { 4, 1 },
  [APM_LANE_WAIT_CHILD] = { 3, 1 },
  [APM_LANE_WAIT_DISK] = { 0, 1 },
  [APM_LANE_WAIT_STOPPED] = { GREY, 0.8f },
  [APM_LANE_RUNNING] = { 2, 1 },
  [APM_LANE_READY] = { 1, 1 },
};

/**
 * apm_lane_paint:
 * @data: an ApmLane
 *
 * An ApmCellPaint. The cell's text says the same in words.
 */
void
apm_lane_paint (GtkWidget     *cell,
                GtkSnapshot   *snapshot,
                int            width,
                int            height,
                gconstpointer  data)
{
  ApmLaneBox boxes[APM_LANE_MOST_BOXES];
  guint n = apm_lane_layout (data, width, MAX (height - 2 * INSET, 1), boxes);
  ApmInk ink;

  apm_ink_read (&ink, cell);
  for (guint i = 0; i < n; i++)
    {
      ApmTone tone;
      GdkRGBA color;

      apm_palette_get_tone (parts[boxes[i].part].tone, &ink, &tone);
      color = parts[boxes[i].part].tone == GREY ? ink.text : tone.fill;
      color.alpha *= parts[boxes[i].part].alpha;
      gtk_snapshot_append_color (snapshot, &color,
                                 &GRAPHENE_RECT_INIT (boxes[i].x, boxes[i].y + INSET, boxes[i].width, boxes[i].height));
    }
}

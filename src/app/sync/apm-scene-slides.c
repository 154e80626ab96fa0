/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-slides.h"

static ApmBox
get_box (const ApmSlide *self,
         gint64          now_us)
{
  double left = 1 - CLAMP ((double) (now_us - self->begin_us) / APM_FLIGHT_US, 0, 1);
  double rest = left * left * left;

  return (ApmBox) { self->to.x + (self->from.x - self->to.x) * rest, self->to.y + (self->from.y - self->to.y) * rest,
                    self->to.width + (self->from.width - self->to.width) * rest,
                    self->to.height + (self->from.height - self->to.height) * rest };
}

static gboolean
is_same (const ApmBox *one,
         const ApmBox *other)
{
  return apm_box_contains (one, other) && apm_box_contains (other, one);
}

/**
 * apm_slides_clear:
 *
 * Lets nothing slide: what is moved next is where it is said to be.
 */
void
apm_slides_clear (ApmSlides *self)
{
  *self = (ApmSlides) { .end_us = 0 };
}

/**
 * apm_slides_move:
 * @index: of the thing, below APM_MAX_SLIDES
 * @to: where it belongs now
 * @now_us: the frame's time, microseconds
 *
 * Returns: where it is now on its way there, slower towards the end
 */
ApmBox
apm_slides_move (ApmSlides    *self,
                 guint         index,
                 const ApmBox *to,
                 gint64        now_us)
{
  ApmSlide *slide = &self->slides[index];

  if (!slide->known)
    *slide = (ApmSlide) { *to, *to, 0, TRUE };
  else if (!is_same (&slide->to, to))
    {
      *slide = (ApmSlide) { get_box (slide, now_us), *to, now_us, TRUE };
      self->end_us = now_us + APM_FLIGHT_US;
    }

  return get_box (slide, now_us);
}

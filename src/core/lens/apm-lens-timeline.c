/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-timeline.h"

#define BLOCK 1024u

struct _ApmLensTimeline
{
  ApmLensSpan **blocks;     /* a ring of blocks, made when they are first needed */
  guint n_blocks;
  guint first;              /* number of the oldest block */
  guint n;                  /* spans that are here */
  guint64 n_gone;
};

/**
 * apm_lens_timeline_new:
 * @most: how many spans are kept, rounded up to whole blocks
 */
ApmLensTimeline *
apm_lens_timeline_new (guint most)
{
  ApmLensTimeline *self = g_new0 (ApmLensTimeline, 1);

  self->n_blocks = MAX (most, 1) / BLOCK + 2;
  self->blocks = g_new0 (ApmLensSpan *, self->n_blocks);

  return self;
}

void
apm_lens_timeline_free (ApmLensTimeline *self)
{
  for (guint i = 0; i < self->n_blocks; i++)
    g_free (self->blocks[i]);
  g_free (self->blocks);
  g_free (self);
}

static ApmLensSpan *
get_place (ApmLensTimeline *self,
           guint            i)
{
  return &self->blocks[(self->first + i / BLOCK) % self->n_blocks][i % BLOCK];
}

void
apm_lens_timeline_add (ApmLensTimeline   *self,
                       const ApmLensSpan *span)
{
  ApmLensSpan **block;

  if (self->n == self->n_blocks * BLOCK)
    {
      self->first = (self->first + 1) % self->n_blocks;
      self->n -= BLOCK;
      self->n_gone += BLOCK;
    }

  block = &self->blocks[(self->first + self->n / BLOCK) % self->n_blocks];
  if (*block == NULL)
    *block = g_new (ApmLensSpan, BLOCK);
  *get_place (self, self->n++) = *span;
}

guint
apm_lens_timeline_get_n (ApmLensTimeline *self)
{
  return self->n;
}

/**
 * apm_lens_timeline_get_n_gone:
 *
 * Returns: how many spans there were that found no room any more
 */
guint64
apm_lens_timeline_get_n_gone (ApmLensTimeline *self)
{
  return self->n_gone;
}

const ApmLensSpan *
apm_lens_timeline_get (ApmLensTimeline *self,
                       guint            i)
{
  g_return_val_if_fail (i < self->n, NULL);

  return get_place (self, i);
}

/**
 * apm_lens_timeline_find_ended:
 *
 * Returns: the first span that ended at @time_ns or later; all before it ended
 *   before. The number of spans if there is none.
 */
guint
apm_lens_timeline_find_ended (ApmLensTimeline *self,
                              gint64           time_ns)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_place (self, middle)->end_ns < time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

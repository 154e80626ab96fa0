/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <time.h>

/* The main thread's CPU time of its turns. On a virtual machine that clock also
 * counts what the host takes away in the middle of a turn: rare and long. A turn
 * that is too long by our own doing comes again and again, so the two longest are
 * left out of the judgement. */
typedef struct {
  gint64 us[3];   /* the longest, falling */
} Turns;

/* No turn of the main loop may take longer. */
#define TURNS_LIMIT_US 16000

static inline gint64
turns_get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Does one turn of the main loop. */
static inline void
turns_take (Turns   *self,
            gboolean may_block)
{
  gint64 us = turns_get_cpu_us ();

  g_main_context_iteration (NULL, may_block);
  us = turns_get_cpu_us () - us;

  for (guint i = 0; i < G_N_ELEMENTS (self->us); i++)
    if (us > self->us[i])
      {
        gint64 shorter = self->us[i];

        self->us[i] = us;
        us = shorter;
      }
}

static inline gint64
turns_get_longest_us (const Turns *self)
{
  return self->us[G_N_ELEMENTS (self->us) - 1];
}

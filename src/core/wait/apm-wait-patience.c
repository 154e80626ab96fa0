/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-patience.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/**
 * apm_patience_read_delay_ns:
 *
 * Returns: for how long this thread was ready to run in all, and did not; 0 where the
 *   kernel does not count it
 */
gint64
apm_patience_read_delay_ns (void)
{
  char text[64];
  char *end;
  gssize length;
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return 0;
  length = read (fd, text, sizeof text - 1);
  close (fd);
  text[MAX (length, 0)] = '\0';
  strtoull (text, &end, 10);

  return (gint64) strtoull (end, NULL, 10);
}

/**
 * apm_patience_is_over:
 *
 * Costs the look at a clock, and what is behind that only when the time is up.
 */
gboolean
apm_patience_is_over (const ApmPatience *self)
{
  gint64 now_us = g_get_monotonic_time ();

  return now_us > self->deadline_us
         && now_us > self->deadline_us + (apm_patience_read_delay_ns () - self->delayed_ns) / 1000;
}

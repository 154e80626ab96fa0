/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <time.h>

G_BEGIN_DECLS

/* Two clocks, both in microseconds. Spans are measured on the monotonic one,
 * g_get_monotonic_time(), or to the nanosecond where many events are put in order;
 * what began before us (a process) is told on the boot clock, which is the kernel's
 * "start time" of /proc/PID/stat, field 22. */

static inline gint64
apm_clock_since_boot_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static inline gint64
apm_clock_monotonic_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

G_END_DECLS

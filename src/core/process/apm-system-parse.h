/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-system.h"

G_BEGIN_DECLS

/* What the files about the whole machine say (proc(5)). A text that is torn counts as
 * far as its lines are whole. Private to the room. */

typedef enum {
  APM_TICKS_USER,
  APM_TICKS_SYSTEM,
  APM_TICKS_IOWAIT,
  APM_TICKS_STEAL,
  APM_TICKS_IDLE,
  APM_N_TICKS
} ApmTicksKind;

typedef struct {
  gboolean online;
  guint64 ticks[APM_N_TICKS];
} ApmCpuTicks;

gboolean apm_system_parse_stat      (const char        *text,
                                     ApmCpuTicks       *total,
                                     GArray            *cpus);
gboolean apm_system_parse_meminfo   (const char        *text,
                                     ApmSystem         *system);
gboolean apm_system_parse_load      (const char        *text,
                                     ApmSystem         *system);
gboolean apm_system_parse_pressure  (const char        *text,
                                     ApmPressure       *pressure);
gboolean apm_system_parse_limit     (const char        *text,
                                     guint64           *bytes);
gboolean apm_system_parse_cpu_max   (const char        *text,
                                     double            *cpus);
void     apm_system_use             (const ApmCpuTicks *before,
                                     const ApmCpuTicks *now,
                                     ApmCpuUse         *use);

G_END_DECLS

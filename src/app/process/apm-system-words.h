/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-system.h"

G_BEGIN_DECLS

/* What is said about the machine. The short texts stand beside the graphs, the others
 * are whole sentences or lines. All are (transfer full). */

char *apm_system_dup_percent       (double           share);

char *apm_system_dup_cpu           (const ApmSystem *system);
char *apm_cpu_use_dup_parts        (const ApmCpuUse *use);
char *apm_system_dup_cpus          (const ApmSystem *system);
char *apm_system_dup_cpu_limit     (const ApmSystem *system);

double apm_system_get_memory_share (const ApmSystem *system);
char *apm_system_dup_memory        (const ApmSystem *system);
char *apm_system_dup_memory_parts  (const ApmSystem *system);
char *apm_system_dup_group         (const ApmSystem *system);
char *apm_system_dup_swap          (const ApmSystem *system);

char *apm_system_dup_load          (const ApmSystem *system);
char *apm_system_dup_load_parts    (const ApmSystem *system);
char *apm_system_dup_running       (const ApmSystem *system);
char *apm_system_dup_started       (const ApmSystem *system);

char *apm_system_dup_pressure      (const ApmSystem *system);
char *apm_system_dup_pressure_of   (const ApmSystem *system,
                                    ApmPressureKind  kind);
const char *
      apm_system_why_no_pressure   (const ApmSystem *system);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What costs are measured by: to list /proc and to open, read and close each stat,
 * without looking at what stands in it. */

double floor_measure_ms (void);
double floor_cpu_ms     (void);

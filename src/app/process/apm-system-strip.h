/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-process-list.h"

G_BEGIN_DECLS

/* The machine in one line above the processes: CPUs, memory, swap, load and pressure
 * of the last minute. Where there is no room the less important are left out; a click
 * tells everything. Read tests/app/test_header.py first. */

#define APM_TYPE_SYSTEM_STRIP (apm_system_strip_get_type ())
G_DECLARE_FINAL_TYPE (ApmSystemStrip, apm_system_strip, APM, SYSTEM_STRIP, GtkWidget)

void apm_system_strip_set_list (ApmSystemStrip *self,
                                ApmProcessList *list);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "act.h"

G_BEGIN_DECLS

/* A check button for each processor of the machine. ::changed when one is touched. */

#define APM_TYPE_CPU_CHOOSER (apm_cpu_chooser_get_type ())
G_DECLARE_FINAL_TYPE (ApmCpuChooser, apm_cpu_chooser, APM, CPU_CHOOSER, GtkWidget)

void  apm_cpu_chooser_set_cpus (ApmCpuChooser *self,
                                const guint64  cpus[ACT_CPU_WORDS]);
void  apm_cpu_chooser_get_cpus (ApmCpuChooser *self,
                                guint64        cpus[ACT_CPU_WORDS]);
guint apm_cpu_chooser_get_n    (ApmCpuChooser *self);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sections.h"

#include <glib/gi18n.h>

#include "apm-output-section.h"
#include "apm-section-kinds.h"
#include "apm-summary-section.h"
#include "apm-threads-section.h"
#include "apm-why-section.h"

const ApmSectionEntry apm_section_entries[] = {
  { "summary", N_("Summary"), apm_summary_section_new, NULL },
  { "output", N_("Output"), apm_output_section_new, NULL },
  { "why", N_("Why It Waits"), apm_why_section_new, NULL },
  { "threads", N_("Threads"), apm_threads_section_new, NULL },
  { "files", N_("Files"), NULL, &apm_files_kind },
  { "locks", N_("Locks"), NULL, &apm_locks_kind },
  { "ports", N_("Ports"), NULL, &apm_ports_kind },
  { "environment", N_("Environment"), NULL, &apm_environment_kind },
  { "limits", N_("Limits"), NULL, &apm_limits_kind },
  { "memory", N_("Memory Maps"), NULL, &apm_memory_kind },
  { "cgroup", N_("Control Group"), NULL, &apm_cgroup_kind },
  { "namespaces", N_("Namespaces"), NULL, &apm_namespaces_kind },
  { "signals", N_("Signals"), NULL, &apm_signals_kind },
  { NULL, NULL, NULL, NULL }
};

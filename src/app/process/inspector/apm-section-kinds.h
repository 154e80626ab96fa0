/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-section.h"

G_BEGIN_DECLS

/* The sections that are tables, each in the file of its name. */
extern const ApmTableKind apm_files_kind;
extern const ApmTableKind apm_locks_kind;
extern const ApmTableKind apm_ports_kind;
extern const ApmTableKind apm_environment_kind;
extern const ApmTableKind apm_limits_kind;
extern const ApmTableKind apm_memory_kind;
extern const ApmTableKind apm_cgroup_kind;
extern const ApmTableKind apm_namespaces_kind;
extern const ApmTableKind apm_signals_kind;

G_END_DECLS

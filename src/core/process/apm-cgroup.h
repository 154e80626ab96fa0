/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the control group of a process tells: which service or application it is
 * part of, and in which container it runs. Private to the room. */

char *apm_cgroup_dup_path      (const char *text);
char *apm_cgroup_dup_unit      (const char *path);
char *apm_cgroup_dup_container (const char *path);

G_END_DECLS

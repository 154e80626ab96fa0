/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where things of ours are: installed, or in the build tree when the variable
 * named beside each is set (meson devenv sets them all). */

char *apm_paths_dup_helper   (const char *name);   /* APM_LIBEXECDIR, a search path */
char *apm_paths_dup_problems (void);               /* APM_PROBLEMSDIR */
char *apm_paths_dup_locale   (void);               /* APM_LOCALEDIR */
char *apm_paths_dup_state    (void);               /* $XDG_STATE_HOME/advanced-process-manager */

G_END_DECLS

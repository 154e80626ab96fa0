/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of variables as somebody types them, beside those that there are: what can be
 * meant by a beginning, and what was perhaps meant by a wrong one. Pure. */

gboolean apm_lens_variables_match      (const char        *name,
                                        const char        *typed);
char    *apm_lens_variables_dup_advice (const char *const *names,
                                        const char        *wrong);

G_END_DECLS

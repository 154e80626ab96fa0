/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-links.h"

G_BEGIN_DECLS

/* What the map of the machine says of a connection. */

const char *apm_words_for_connection (const char     *kind);
char       *apm_words_for_joint      (const ApmJoint *joint,
                                      gboolean        from_them);

G_END_DECLS

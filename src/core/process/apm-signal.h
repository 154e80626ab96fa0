/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int         apm_signal_from_name   (const char *name);
const char *apm_signal_get_name    (int         signum);
const char *apm_signal_get_meaning (int         signum);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-wait-words.h"

G_BEGIN_DECLS

/* The sentences of a chain, one for each of its nodes, in a list box. */

void apm_why_rows_set (GtkListBox         *list,
                       const ApmWaitChain *chain);

G_END_DECLS

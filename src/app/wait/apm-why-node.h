/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-wait-words.h"

G_BEGIN_DECLS

/* One who waits, or is waited for, in the picture: its name, what it does, and a
 * mark if it is in a deadlock or the root cause. */

#define APM_TYPE_WHY_NODE (apm_why_node_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhyNode, apm_why_node, APM, WHY_NODE, GtkToggleButton)

GtkWidget *apm_why_node_new     (void);
void       apm_why_node_set     (ApmWhyNode         *self,
                                 const ApmWaitChain *chain,
                                 guint               index);
gboolean   apm_why_node_is_same (const ApmWaitNode  *node,
                                 const ApmWaitNode  *other);

G_END_DECLS

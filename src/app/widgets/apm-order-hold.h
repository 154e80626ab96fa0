/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table.h"

G_BEGIN_DECLS

/* Rows do not move under the hand: the order is held for three seconds after the
 * pointer has moved over the table, a key or a button, and while a menu is open. */

/* Of the list that the table shows. */
typedef struct {
  void     (*set_held) (gpointer list, gboolean held);
  gboolean (*get_held) (gpointer list);
} ApmOrderHoldFuncs;

void apm_order_hold_attach (ApmTable                *table,
                            GObject                 *list,
                            const ApmOrderHoldFuncs *funcs,
                            GSourceFunc              changed,
                            gpointer                 data);

G_END_DECLS

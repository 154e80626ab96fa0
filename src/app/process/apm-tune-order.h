/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-order.h"

G_BEGIN_DECLS

gboolean apm_tune_order_apply            (ApmOrder     *order,
                                          GArray       *acts,
                                          ApmTuneScope  scope,
                                          GError      **error);
void     apm_tune_order_apply_privileged (ApmOrder     *order,
                                          GArray       *acts,
                                          ApmTuneScope  scope);

G_END_DECLS

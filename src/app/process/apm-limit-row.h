/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "act.h"

G_BEGIN_DECLS

/* The soft and the hard value of one limit. ::changed while one types. */

#define APM_TYPE_LIMIT_ROW (apm_limit_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmLimitRow, apm_limit_row, APM, LIMIT_ROW, AdwActionRow)

GtkWidget *apm_limit_row_new     (int          resource);
void       apm_limit_row_set_act (ApmLimitRow *self,
                                  const Act   *act);
gboolean   apm_limit_row_get_act (ApmLimitRow *self,
                                  Act         *act);

gboolean   apm_limit_parse       (const char  *text,
                                  guint64     *limit);

G_END_DECLS

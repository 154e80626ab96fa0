/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table.h"

G_BEGIN_DECLS

/* How the tables write their numbers. */

typedef enum {
  APM_NUMBER_INTEGER,
  APM_NUMBER_DECIMAL,   /* one place, none from a hundred on */
  APM_NUMBER_BYTES,     /* with its unit */
  APM_NUMBER_SPAN,      /* microseconds, as a span of time */
} ApmNumberKind;

gboolean apm_cell_append_number     (ApmCell       *cell,
                                     ApmNumberKind  kind,
                                     double         number);
gboolean apm_cell_append_difference (ApmCell       *cell,
                                     ApmNumberKind  kind,
                                     double         number);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-cell-number.h"

#include <math.h>

#include "apm-text.h"

static void
append_bytes (GString *text,
              double   bytes)
{
  g_autofree char *written = bytes < 1 ? g_strdup ("0") : apm_text_format_bytes ((guint64) bytes);

  g_string_append (text, written);
}

static void
append_span (GString *text,
             double   us)
{
  g_autofree char *written = apm_text_format_span ((gint64) us);

  g_string_append (text, written);
}

/**
 * apm_cell_append_number:
 * @number: NaN, where it is not known, writes nothing
 *
 * Returns: whether it reads as 0, which tables show dimmed
 */
gboolean
apm_cell_append_number (ApmCell       *cell,
                        ApmNumberKind  kind,
                        double         number)
{
  if (isnan (number))
    return FALSE;

  switch (kind)
    {
    case APM_NUMBER_DECIMAL:
      g_string_append_printf (cell->text, fabs (number) < 0.05 ? "0" : fabs (number) < 99.95 ? "%.1f" : "%'.0f", number);
      return fabs (number) < 0.05;
    case APM_NUMBER_BYTES:
      append_bytes (cell->text, number);
      return number < 1;
    case APM_NUMBER_SPAN:
      append_span (cell->text, number);
      return number == 0;
    case APM_NUMBER_INTEGER:
    default:
      g_string_append_printf (cell->text, "%.0f", number);
      return fabs (number) < 0.5;
    }
}

/**
 * apm_cell_append_difference:
 * @number: more and less are told by a sign
 *
 * As apm_cell_append_number().
 */
gboolean
apm_cell_append_difference (ApmCell       *cell,
                            ApmNumberKind  kind,
                            double         number)
{
  if (!isnan (number))
    g_string_append (cell->text, number < 0 ? "−" : number > 0 ? "+" : "");

  return apm_cell_append_number (cell, kind, fabs (number));
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-text.h"

#define NARROW 80.0   /* percent of a limit from which on it is worth a look */

static void
format_label (gconstpointer  row,
              ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmLimit *) row)->label);
}

static void
append_amount (ApmCell        *cell,
               const ApmLimit *limit,
               gint64          amount,
               gboolean        unlimited)
{
  g_autofree char *text = NULL;

  if (unlimited)
    {
      g_string_assign (cell->text, _("unlimited"));
      cell->css_class = "dim-label";
      return;
    }
  if (amount == G_MININT64)
    return;

  if (g_str_equal (limit->unit, "bytes"))
    text = apm_text_format_bytes ((guint64) MAX (amount, 0));
  else if (g_str_equal (limit->unit, "s"))
    text = apm_text_format_span (amount * G_USEC_PER_SEC);
  else if (g_str_equal (limit->unit, "us"))
    text = apm_text_format_span (amount);
  else
    text = g_strdup_printf ("%'" G_GINT64_FORMAT, amount);
  g_string_assign (cell->text, text);
}

static void
format_used (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmLimit *limit = row;

  append_amount (cell, limit, limit->used, FALSE);
}

static void
format_percent (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmLimit *limit = row;

  if (isnan (limit->used_percent))
    return;

  g_string_printf (cell->text, "%.0f %%", limit->used_percent);
  cell->fraction = CLAMP (limit->used_percent / 100, 0, 1);
  if (limit->used_percent >= NARROW)
    {
      cell->css_class = "warning";
      cell->icon_name = "dialog-warning-symbolic";
    }
}

static void
format_soft (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmLimit *limit = row;

  append_amount (cell, limit, limit->soft, limit->soft_unlimited);
}

static void
format_hard (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmLimit *limit = row;

  append_amount (cell, limit, limit->hard, limit->hard_unlimited);
}

static const ApmColumn columns[] = {
  { "label", N_("Limit"), 104, APM_COLUMN_EXPAND, format_label },
  { "used_percent", N_("Used of Soft"), 84, APM_COLUMN_NUMERIC, format_percent },
  { "used", N_("Used"), 68, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_used },
  { "soft", N_("Soft"), 80, APM_COLUMN_NUMERIC, format_soft },
  { "hard", N_("Hard"), 80, APM_COLUMN_NUMERIC, format_hard },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  return (guint64) ((const ApmLimit *) row)->resource;
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  if (facts->limits == NULL)
    return;

  look->rows = g_ptr_array_ref (facts->limits->limits);
  look->note = g_strdup (facts->limits->denied);
  look->head = g_strdup (_("The soft limit holds now; the process may raise it up to the hard one."));
}

const ApmTableKind apm_limits_kind = {
  .id = "limits",
  .title = N_("Limits"),
  .columns = columns,
  .fields = apm_limit_fields,
  .get_key = get_key,
  .empty_title = N_("No Limits"),
  .section = APM_SECTION_LIMITS,
  .take = take_facts,
};

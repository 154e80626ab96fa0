/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmSignalMask *mask = row;

  /* Translators: name and number of a signal */
  g_string_printf (cell->text, _("%s (%d)"), mask->name, mask->number);
}

static void
add_word (ApmCell    *cell,
          gboolean    holds,
          const char *word)
{
  if (holds)
    g_string_append_printf (cell->text, "%s%s", cell->text->len > 0 ? ", " : "", word);
}

static void
format_done (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmSignalMask *mask = row;

  add_word (cell, mask->pending || mask->pending_process, _("pending"));
  add_word (cell, mask->blocked, _("blocked"));
  add_word (cell, mask->ignored, _("ignored"));
  add_word (cell, mask->caught, _("caught"));
  if (mask->pending || mask->pending_process)
    {
      cell->icon_name = "mail-unread-symbolic";
      cell->css_class = "warning";
    }
}

static void
format_meaning (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmSignalMask *mask = row;

  if (mask->meaning)
    g_string_assign (cell->text, mask->meaning);
}

static void
format_threads (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmSignalMask *mask = row;

  g_string_append_printf (cell->text, "%u", mask->blocking_threads);
  if (mask->blocking_threads == 0)
    cell->css_class = "dim-label";
}

static const ApmColumn columns[] = {
  { "number", N_("Signal"), 116, APM_COLUMN_TEXT, format_name },
  { "pending", N_("Is"), 120, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_done },
  { "meaning", N_("Meaning"), 100, APM_COLUMN_EXPAND, format_meaning },
  { "blocking_threads", N_("Blocked by Threads"), 120, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_threads },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  return (guint64) ((const ApmSignalMask *) row)->number;
}

static void
take_facts (const ApmFacts *facts,
            ApmLook        *look)
{
  const ApmSignals *masks = facts->signals;

  if (masks == NULL)
    return;

  look->rows = g_ptr_array_ref (masks->signals);
  look->note = g_strdup (masks->denied);
  look->nothing = look->nothing ? look->nothing : g_strdup (_("Each signal does what it does by itself."));
  if (masks->queued >= 0 && masks->queue_limit >= 0)
    look->head = g_strdup_printf (_("%ld of %ld signals of its user are queued"),
                                  (long) masks->queued, (long) masks->queue_limit);
}

const ApmTableKind apm_signals_kind = {
  .id = "signals",
  .title = N_("Signals"),
  .columns = columns,
  .fields = apm_signal_mask_fields,
  .sort = "number",
  .get_key = get_key,
  .empty_title = N_("No Signal Is Treated Specially"),
  .section = APM_SECTION_SIGNALS,
  .take = take_facts,
};

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-table.h"

#include <glib/gi18n.h>

#include "apm-cell-number.h"
#include "apm-program-words.h"

static const ApmField *
get_field (ApmCell        *cell,
           const ApmField *fields)
{
  return apm_field_find (fields, cell->column->id);
}

static void
append_span (ApmCell        *cell,
             const ApmField *fields,
             gconstpointer   row)
{
  const ApmField *field = get_field (cell, fields);
  gint64 ns = apm_field_is_known (field, row) ? (gint64) apm_field_get_number (field, row) : -1;
  g_autofree char *text = ns >= 0 ? apm_lens_dup_span_text (ns) : NULL;

  if (text)
    g_string_append (cell->text, text);
  if (ns == 0)
    cell->css_class = "dim-label";
}

static void
append_number (ApmCell        *cell,
               const ApmField *fields,
               gconstpointer   row)
{
  if (apm_cell_append_number (cell, APM_NUMBER_INTEGER, apm_field_get_number (get_field (cell, fields), row)))
    cell->css_class = "dim-label";
}

/* Locks */

static void
format_lock_text (gconstpointer row,
                  ApmCell      *cell)
{
  g_string_append (cell->text, apm_field_get_text (get_field (cell, apm_lens_lock_fields), row));
}

static void
format_lock_number (gconstpointer row,
                    ApmCell      *cell)
{
  append_number (cell, apm_lens_lock_fields, row);
}

static void
format_lock_span (gconstpointer row,
                  ApmCell      *cell)
{
  append_span (cell, apm_lens_lock_fields, row);
}

static void
format_kind (gconstpointer row,
             ApmCell      *cell)
{
  g_string_append (cell->text, apm_lens_kind_get_label (((const ApmLensLockRow *) row)->kind));
}

static void
format_holder (gconstpointer row,
               ApmCell      *cell)
{
  const ApmLensLockRow *lock = row;

  if (lock->holders > 1)
    g_string_append_printf (cell->text, ngettext ("%s and %u more", "%s and %u more", lock->holders - 1),
                            lock->holder, lock->holders - 1);
  else
    g_string_append (cell->text, lock->holder);
}

static guint64
get_lock_key (gconstpointer row)
{
  return ((const ApmLensLockRow *) row)->number;
}

static GPtrArray *
get_locks (ApmLensReport *report)
{
  return report->locks;
}

#define NUMBER APM_COLUMN_NUMERIC
#define MINOR_NUMBER (APM_COLUMN_NUMERIC | APM_COLUMN_MINOR)
#define HIDDEN_NUMBER (APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN)

static const ApmColumn lock_columns[] = {
  { "name", N_("Lock"), 130, APM_COLUMN_EXPAND, format_lock_text },
  { "kind", N_("Kind"), 112, APM_COLUMN_TEXT, format_kind },
  { "taken", N_("Taken"), 84, NUMBER, format_lock_number },
  { "waits", N_("Waits"), 76, NUMBER, format_lock_number },
  { "waited_ns", N_("Waited"), 88, NUMBER, format_lock_span },
  { "longest_wait_ns", N_("Longest"), 88, NUMBER, format_lock_span },
  { "holder", N_("Held by"), 96, APM_COLUMN_TEXT, format_holder },
  { "waiters", N_("Wait now"), 80, NUMBER, format_lock_number },
  { "longest_wait_at", N_("Longest at"), 110, APM_COLUMN_MINOR, format_lock_text },
  { "longest_holder", N_("Held then by"), 110, APM_COLUMN_MINOR, format_lock_text },
  { "longest_held_ns", N_("Longest held"), 96, MINOR_NUMBER, format_lock_span },
  { "longest_waiter", N_("Longest waiter"), 110, APM_COLUMN_HIDDEN, format_lock_text },
  { "held_ns", N_("Held in all"), 96, HIDDEN_NUMBER, format_lock_span },
  { "most_waiters", N_("Most waiting"), 96, HIDDEN_NUMBER, format_lock_number },
  { "failed", N_("Failed"), 76, HIDDEN_NUMBER, format_lock_number },
  { "knocked", N_("Left out"), 76, HIDDEN_NUMBER, format_lock_number },
  { "first_used_at", N_("First used at"), 120, APM_COLUMN_HIDDEN, format_lock_text },
  { NULL }
};

const ApmLensTableKind apm_lens_lock_table = {
  .listing = { "locks", N_("Export Locks"), apm_lens_lock_fields },
  .title = N_("Locks"),
  .search = N_("Search locks"),
  .empty_title = N_("No Locks Yet"),
  .empty_text = N_("Mutexes, conditions, semaphores and the like appear here when the program uses them first."),
  .columns = lock_columns,
  .sort = "waited_ns",
  .descending = TRUE,
  .get_key = get_lock_key,
  .get_rows = get_locks,
};

/* Threads */

static void
format_thread_text (gconstpointer row,
                    ApmCell      *cell)
{
  g_string_append (cell->text, apm_field_get_text (get_field (cell, apm_lens_thread_fields), row));
}

static void
format_thread_number (gconstpointer row,
                      ApmCell      *cell)
{
  append_number (cell, apm_lens_thread_fields, row);
}

/* A number that means somebody: no separators of thousands. */
static void
format_id (gconstpointer row,
           ApmCell      *cell)
{
  g_string_append_printf (cell->text, "%d", (int) apm_field_get_number (get_field (cell, apm_lens_thread_fields), row));
}

static void
format_thread_span (gconstpointer row,
                    ApmCell      *cell)
{
  append_span (cell, apm_lens_thread_fields, row);
}

static void
format_state (gconstpointer row,
              ApmCell      *cell)
{
  const ApmLensThreadRow *thread = row;

  g_string_append (cell->text, apm_lens_state_get_label (thread->state));
  if (g_str_equal (thread->state, "ended"))
    cell->css_class = "dim-label";
}

static guint64
get_thread_key (gconstpointer row)
{
  return ((const ApmLensThreadRow *) row)->number;
}

static GPtrArray *
get_threads (ApmLensReport *report)
{
  return report->threads;
}

static const ApmColumn thread_columns[] = {
  { "name", N_("Thread"), 120, APM_COLUMN_EXPAND, format_thread_text },
  { "state", N_("State"), 110, APM_COLUMN_TEXT, format_state },
  { "waits_for", N_("Waits for"), 120, APM_COLUMN_TEXT, format_thread_text },
  { "waiting_ns", N_("Since"), 80, NUMBER, format_thread_span },
  { "waits", N_("Waits"), 72, NUMBER, format_thread_number },
  { "waited_ns", N_("Waited"), 84, NUMBER, format_thread_span },
  { "longest_wait_ns", N_("Longest"), 84, NUMBER, format_thread_span },
  { "place", N_("Line"), 110, APM_COLUMN_TEXT, format_thread_text },
  { "holds", N_("Holds"), 110, APM_COLUMN_MINOR, format_thread_text },
  { "tid", N_("TID"), 72, MINOR_NUMBER, format_id },
  { "pid", N_("PID"), 72, HIDDEN_NUMBER, format_id },
  { "events", N_("Events"), 84, HIDDEN_NUMBER, format_thread_number },
  { NULL }
};

const ApmLensTableKind apm_lens_thread_table = {
  .listing = { "program-threads", N_("Export Threads"), apm_lens_thread_fields },
  .title = N_("Threads of the Program"),
  .search = N_("Search threads of the program"),
  .empty_title = N_("No Threads Yet"),
  .empty_text = N_("Each thread appears here with its first operation."),
  .columns = thread_columns,
  .sort = "waited_ns",
  .descending = TRUE,
  .get_key = get_thread_key,
  .get_rows = get_threads,
};

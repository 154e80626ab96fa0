/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-step-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-palette.h"

const ApmField apm_step_fields[] = {
  { "number", APM_FIELD_UINT, G_STRUCT_OFFSET (ApmStepRow, number) },
  { "thread", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStepRow, thread) },
  { "operation", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStepRow, text) },
  { "place", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStepRow, place) },
  { "note", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStepRow, note) },
  { NULL }
};

const ApmField apm_stand_fields[] = {
  { "thread", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStandRow, thread) },
  { "state", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStandRow, state) },
  { "place", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmStandRow, place) },
  { NULL }
};

const ApmField apm_value_fields[] = {
  { "name", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmValueRow, name) },
  { "value", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmValueRow, value) },
  { NULL }
};

const ApmListing apm_step_listing = {
  .key = "steps",
  .title = N_("Export Steps"),
  .fields = apm_step_fields,
};

guint64
apm_step_row_get_key (gconstpointer row)
{
  return ((const ApmStepRow *) row)->number;
}

guint64
apm_stand_row_get_key (gconstpointer row)
{
  return ((const ApmStandRow *) row)->thread_index;
}

guint64
apm_value_row_get_key (gconstpointer row)
{
  return ((const ApmValueRow *) row)->number;
}

static void
step_row_free (gpointer data)
{
  ApmStepRow *row = data;

  g_free (row->thread);
  g_free (row->text);
  g_free (row->place);
  g_free (row->note);
  g_free (row);
}

static void
stand_row_free (gpointer data)
{
  ApmStandRow *row = data;

  g_free (row->thread);
  g_free (row->state);
  g_free (row->place);
  g_free (row);
}

static void
value_row_free (gpointer data)
{
  ApmValueRow *row = data;

  g_free (row->name);
  g_free (row->value);
  g_free (row);
}

static char *
dup_short_place (const char *place)
{
  return place ? g_path_get_basename (place) : NULL;
}

/* Who waits from behind each step on. */
static void
add_notes (const ApmPlay *play,
           GPtrArray     *rows)
{
  guint n;
  const ApmPlayWait *waits = apm_play_get_waits (play, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *reason = apm_play_dup_reason (play, waits[i].from, waits[i].thread);
      ApmStepRow *row = waits[i].from > 0 && reason ? rows->pdata[waits[i].from - 1] : NULL;
      g_autofree char *before = row ? g_steal_pointer (&row->note) : NULL;

      if (row)
        row->note = before ? g_strdup_printf ("%s; %s", before, reason) : g_steal_pointer (&reason);
    }
}

/**
 * apm_step_rows_new:
 *
 * Returns: (transfer full) (element-type ApmStepRow)
 */
GPtrArray *
apm_step_rows_new (const ApmPlay *play)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (step_row_free);

  for (guint i = 0; i < apm_play_get_n_steps (play); i++)
    {
      const ApmFailureStep *step = apm_play_get_step (play, i);
      ApmStepRow *row = g_new0 (ApmStepRow, 1);

      row->number = i + 1;
      row->thread_index = apm_play_get_step_thread (play, i);
      row->thread = apm_play_dup_thread_title (play, row->thread_index);
      row->text = apm_failure_step_dup_text (step);
      row->place = dup_short_place (step->place);
      row->is_switch = i > 0 && apm_play_get_step_thread (play, i - 1) != row->thread_index;
      g_ptr_array_add (rows, row);
    }
  add_notes (play, rows);

  return rows;
}

/* What a thread that could go on does next. */
static char *
dup_next (const ApmPlay *play,
          guint          position,
          guint          thread)
{
  guint next = apm_play_get_next (play, position, thread);

  return next < apm_play_get_n_steps (play) ? apm_failure_step_dup_text (apm_play_get_step (play, next))
                                            : g_strdup (_("could go on"));
}

/**
 * apm_stand_rows_new:
 *
 * Returns: (transfer full) (element-type ApmStandRow): where each thread stands then
 */
GPtrArray *
apm_stand_rows_new (const ApmPlay *play,
                    guint          position)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (stand_row_free);

  for (guint i = 0; i < apm_play_get_n_threads (play); i++)
    {
      ApmPlayState state = apm_play_get_state (play, position, i);
      ApmStandRow *row = g_new0 (ApmStandRow, 1);

      row->thread_index = i;
      row->thread = apm_play_dup_thread_title (play, i);
      row->place = dup_short_place (apm_play_get_place (play, position, i));
      row->waits = state == APM_PLAY_WAITS;
      row->moved = position > 0 && apm_play_get_step_thread (play, position - 1) == i;
      row->state = state == APM_PLAY_UNBORN ? g_strdup (_("not created yet")) :
                   state == APM_PLAY_GONE ? g_strdup (_("has ended")) :
                   row->waits ? apm_play_dup_reason (play, position, i) : dup_next (play, position, i);
      g_ptr_array_add (rows, row);
    }

  return rows;
}

/**
 * apm_value_rows_new:
 *
 * Returns: (transfer full) (element-type ApmValueRow): the variables as they are then
 */
GPtrArray *
apm_value_rows_new (const ApmPlay *play,
                    guint          position)
{
  g_autoptr(GPtrArray) values = apm_play_get_values (play, position);
  GPtrArray *changed = position > 0 ? apm_play_get_step (play, position - 1)->values : NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func (value_row_free);

  for (guint i = 0; i < values->len; i++)
    {
      const ApmFailureValue *value = values->pdata[i];
      ApmValueRow *row = g_new0 (ApmValueRow, 1);

      row->number = i;
      row->name = g_strdup (value->name);
      row->value = g_strdup (value->value);
      row->changed = changed && g_ptr_array_find (changed, value, NULL);
      g_ptr_array_add (rows, row);
    }

  return rows;
}

/* Columns */

/* The thread's colour and pattern, beside its name. */
static void
paint_thread (GtkWidget     *cell,
              GtkSnapshot   *snapshot,
              int            width,
              int            height,
              gconstpointer  data)
{
  const guint *thread = data;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  ApmInk ink;
  ApmTone tone;

  apm_ink_read (&ink, cell);
  apm_palette_get_tone (*thread, &ink, &tone);
  cairo_translate (cr, 2, MAX (height / 2 - 6, 0));
  apm_palette_draw (cr, &tone, MAX (width - 4, 1), 12);
  cairo_destroy (cr);
}

static void
set_chip (ApmCell     *cell,
          const char  *thread,
          const guint *index)
{
  g_string_assign (cell->text, thread);
  cell->paint = paint_thread;
  cell->picture = index;
  cell->picture_size = sizeof *index;
}

static void
format_chip (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmStepRow *step = row;

  set_chip (cell, step->thread, &step->thread_index);
}

static void
format_number (gconstpointer  row,
               ApmCell       *cell)
{
  g_string_append_printf (cell->text, "%u", ((const ApmStepRow *) row)->number);
}

static void
format_thread (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmStepRow *step = row;

  g_string_assign (cell->text, step->thread);
  if (!step->is_switch && step->number > 1)
    cell->css_class = "dim-label";
}

static void
format_text (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmStepRow *) row)->text);
}

static void
format_place (gconstpointer  row,
              ApmCell       *cell)
{
  const char *place = ((const ApmStepRow *) row)->place;

  g_string_assign (cell->text, place ? place : "");
}

static void
format_note (gconstpointer  row,
             ApmCell       *cell)
{
  const char *note = ((const ApmStepRow *) row)->note;

  if (note == NULL)
    return;
  g_string_assign (cell->text, note);
  cell->icon_name = "apm-wait-symbolic";
  cell->css_class = "warning";
}

const ApmColumn apm_step_columns[] = {
  { "number", N_("Step"), 48, APM_COLUMN_NUMERIC | APM_COLUMN_FIXED, format_number },
  { "chip", N_("Lane"), 44, APM_COLUMN_FIXED | APM_COLUMN_MINOR, format_chip },
  { "thread", N_("Thread"), 76, APM_COLUMN_FIXED, format_thread },
  { "operation", N_("Does"), 190, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_text },
  { "place", N_("Line"), 110, APM_COLUMN_FIXED, format_place },
  { "note", N_("From Now on Waits"), 150, APM_COLUMN_EXPAND | APM_COLUMN_FIXED | APM_COLUMN_MINOR, format_note },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static void
format_stand_chip (gconstpointer  row,
                   ApmCell       *cell)
{
  const ApmStandRow *stand = row;

  set_chip (cell, stand->thread, &stand->thread_index);
}

static void
format_stand_thread (gconstpointer  row,
                     ApmCell       *cell)
{
  const ApmStandRow *stand = row;

  g_string_assign (cell->text, stand->thread);
  if (stand->moved)
    cell->icon_name = "media-playback-start-symbolic";
}

static void
format_state (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmStandRow *stand = row;

  g_string_assign (cell->text, stand->state);
  if (!stand->waits)
    return;
  cell->icon_name = "apm-wait-symbolic";
  cell->css_class = "warning";
}

static void
format_stand_place (gconstpointer  row,
                    ApmCell       *cell)
{
  const char *place = ((const ApmStandRow *) row)->place;

  g_string_assign (cell->text, place ? place : "");
}

const ApmColumn apm_stand_columns[] = {
  { "chip", N_("Lane"), 44, APM_COLUMN_FIXED | APM_COLUMN_MINOR, format_stand_chip },
  { "thread", N_("Thread"), 92, APM_COLUMN_FIXED, format_stand_thread },
  { "state", N_("Waits for, or Does Next"), 180, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_state },
  { "place", N_("Line"), 100, APM_COLUMN_FIXED, format_stand_place },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static void
format_name (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmValueRow *) row)->name);
}

static void
format_value (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmValueRow *value = row;

  g_string_assign (cell->text, value->value);
  if (value->changed)
    {
      cell->icon_name = "document-edit-symbolic";
      cell->css_class = "accent";
    }
}

const ApmColumn apm_value_columns[] = {
  { "name", N_("Variable"), 120, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_name },
  { "value", N_("Value"), 110, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_value },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

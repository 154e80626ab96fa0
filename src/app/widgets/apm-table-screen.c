/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-screen.h"

#include "apm-table-cell.h"
#include "apm-text.h"

#include <string.h>

#define READY_MS 2500
#define IDLE_CELLS 128

/* A row is one line, whatever a process calls itself. */
static void
make_one_line (GString *text)
{
  g_autofree char *line = NULL;

  if (strpbrk (text->str, "\n\r\t\v\f\033") == NULL)
    return;

  line = apm_text_escape_lines (text->str);
  g_string_assign (text, line);
}

/**
 * apm_table_screen_format:
 * @row: (nullable)
 * @cell: (out): its text is the screen's
 */
void
apm_table_screen_format (ApmTableScreen  *screen,
                         const ApmColumn *column,
                         gconstpointer    row,
                         ApmCell         *cell)
{
  *cell = (ApmCell) {
    .text = screen->text, .fraction = -1, .depth = -1, .user_data = screen->user_data, .column = column,
  };
  g_string_truncate (screen->text, 0);
  if (row)
    column->format (row, cell);
  make_one_line (cell->text);
}

/* A turn's worth of the cells out of sight. Each goes to the tail when it has been
 * read, so that the stale ones are those at the head. */
static gboolean
on_idle (gpointer user_data)
{
  ApmTableScreen *screen = user_data;

  for (guint i = 0; i < IDLE_CELLS && screen->n_stale > 0; i++)
    {
      GList *link = g_queue_pop_head_link (&screen->ready);

      g_queue_push_tail_link (&screen->ready, link);
      screen->n_stale--;
      apm_table_cell_read (link->data);
    }

  if (screen->n_stale > 0)
    return G_SOURCE_CONTINUE;

  screen->source_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  ApmTableScreen *screen = user_data;

  screen->source_id = g_idle_add_full (G_PRIORITY_LOW, on_idle, screen, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * apm_table_screen_refresh:
 *
 * Reads the cells on the screen now and the others soon.
 */
void
apm_table_screen_refresh (ApmTableScreen *screen)
{
  for (GList *link = screen->mapped.head; link; link = link->next)
    apm_table_cell_read (link->data);

  screen->n_stale = screen->ready.length;
  if (screen->n_stale > 0 && screen->source_id == 0)
    screen->source_id = g_timeout_add (READY_MS, on_timeout, screen);
}

/**
 * apm_table_screen_enlist:
 * @link: of a cell, in the list of those that are mapped or of the others
 */
void
apm_table_screen_enlist (ApmTableScreen *screen,
                         GList          *link,
                         gboolean        was_mapped,
                         gboolean        is_mapped)
{
  if (was_mapped)
    g_queue_unlink (&screen->mapped, link);
  else
    {
      /* Nobody knows which are stale then: all are. */
      g_queue_unlink (&screen->ready, link);
      screen->n_stale = screen->n_stale > 0 ? screen->ready.length : 0;
    }

  g_queue_push_tail_link (is_mapped ? &screen->mapped : &screen->ready, link);
}

/**
 * apm_table_screen_init:
 * @screen: all zero
 * @widget: whose font the cells have; outlives the screen
 */
void
apm_table_screen_init (ApmTableScreen *screen,
                       GtkWidget      *widget)
{
  screen->text = g_string_sized_new (256);
  screen->lines = apm_table_text_new (widget);
}

/* After the cells are gone. */
void
apm_table_screen_clear (ApmTableScreen *screen)
{
  g_clear_handle_id (&screen->source_id, g_source_remove);
  g_clear_object (&screen->view);
  g_clear_pointer (&screen->lines, apm_table_text_free);
  if (screen->text)
    g_string_free (g_steal_pointer (&screen->text), TRUE);
}

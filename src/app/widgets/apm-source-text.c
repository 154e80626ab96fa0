/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-source-text.h"

#include <adwaita.h>

static void
update_scheme (GtkSourceBuffer *buffer)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *id = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (schemes, id));
}

/**
 * apm_source_text_follow_style:
 *
 * Its colours are dark when the desktop's are.
 */
void
apm_source_text_follow_style (GtkSourceBuffer *buffer)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update_scheme), buffer,
                           G_CONNECT_SWAPPED);
  update_scheme (buffer);
}

/**
 * apm_source_text_find_calls:
 *
 * Returns: (transfer full): of guint, from 1: the lines of the text in which an
 *   operation on a lock is called by its name, which can be left out
 */
GArray *
apm_source_text_find_calls (GtkTextBuffer *buffer)
{
  static const char pattern[] = "\\b(pthread_(mutex|cond|rwlock|spin|barrier)_\\w*(lock|wait|signal|broadcast)"
                                "|sem_(wait|trywait|timedwait|clockwait|post)"
                                "|mtx_(lock|trylock|timedlock|unlock)|cnd_(wait|timedwait|signal|broadcast))\\s*\\(";
  g_autoptr(GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      guint line = i + 1;

      if (g_regex_match (regex, lines[i], 0, NULL))
        g_array_append_val (found, line);
    }

  return found;
}

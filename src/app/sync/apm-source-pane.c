/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-source-pane.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "apm-source-text.h"
#include "apm-text.h"

struct _ApmSourcePane
{
  AdwBin parent_instance;
  GtkSourceBuffer *buffer;
  GtkWidget *view;           /* the tree's */
  ApmSourceMarks *marks;     /* the view's */
  guint changes_left;        /* of its height, after which it is scrolled */
  guint scroll_source;
  GCancellable *cancellable; /* of the reading under way */
  char *path;
  guint line;                /* that is shown; 0: none */
  char *text;                /* that was read, or typed; NULL: none */
  gboolean setting;          /* the text is not changed by a person */
  gboolean secret;           /* what its author says of it is not shown */
};

G_DEFINE_FINAL_TYPE (ApmSourcePane, apm_source_pane, ADW_TYPE_BIN)

enum { EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_scroll (gpointer user_data)
{
  ApmSourcePane *self = user_data;
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);

  self->scroll_source = 0;
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer), 0, TRUE, 0, 0);
}

/* A view that is being laid out loses its place: it is put there again the
 * first times that its height changes. */
static void
on_height_changed (ApmSourcePane *self)
{
  if (self->changes_left == 0)
    return;

  self->changes_left--;
  if (self->scroll_source == 0)
    self->scroll_source = g_idle_add_once (on_scroll, self);
}

static void
scroll_to_cursor (ApmSourcePane *self)
{
  self->changes_left = 6;
  on_height_changed (self);
}

static void
place_cursor (ApmSourcePane *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) self->line - 1);
  gtk_text_buffer_place_cursor (buffer, &iter);
  scroll_to_cursor (self);
}

/* The licence of the file stands above what there is to see. */
static const char *
skip_licence (const char *text)
{
  const char *end = g_str_has_prefix (text, "/* SPDX") ? strstr (text, "*/") : NULL;

  if (end == NULL)
    return text;
  for (end += 2; g_ascii_isspace (*end); end++)
    ;

  return end;
}

/* The first comment says what comes of it: only its lines are left. */
static char *
dup_veiled (const char *text)
{
  const char *start = skip_licence (text);
  const char *end = g_str_has_prefix (start, "/*") ? strstr (start, "*/") : NULL;
  GString *veiled;

  if (end == NULL)
    return g_strdup (text);

  veiled = g_string_new_len (text, start - text);
  g_string_append (veiled, "/* … ");
  for (const char *at = start; at < end; at++)
    if (*at == '\n')
      g_string_append_c (veiled, '\n');
  g_string_append (veiled, end);

  return g_string_free (veiled, FALSE);
}

static void
set_text (ApmSourcePane *self,
          const char    *text)
{
  self->setting = TRUE;
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  self->setting = FALSE;
}

static void
show_text (ApmSourcePane *self)
{
  g_autofree char *text = self->secret ? dup_veiled (self->text) : g_strdup (self->text);

  set_text (self, text);
}

static void
on_changed (ApmSourcePane *self)
{
  if (self->setting || self->text == NULL)
    return;

  g_free (self->text);
  g_object_get (self->buffer, "text", &self->text, NULL);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
show_first_line (ApmSourcePane *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, g_utf8_pointer_to_offset (self->text, skip_licence (self->text)));
  gtk_text_buffer_place_cursor (buffer, &iter);
  scroll_to_cursor (self);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmSourcePane) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;

      text = g_strdup_printf (_("The source cannot be read: %s"), error->message);
      set_text (self, text);
      return;
    }

  g_free (self->text);
  self->text = apm_text_to_utf8 (contents, length);
  show_text (self);
  if (self->line > 0)
    place_cursor (self);
  else
    show_first_line (self);
}

/**
 * apm_source_pane_show_line:
 * @line: from 1: it is brought into sight and told apart
 *
 * A line of a file that is still being read is shown when it is there.
 */
void
apm_source_pane_show_line (ApmSourcePane *self,
                           guint          line)
{
  g_return_if_fail (APM_IS_SOURCE_PANE (self) && line > 0);

  self->line = line;
  gtk_source_view_set_highlight_current_line (GTK_SOURCE_VIEW (self->view), TRUE);
  place_cursor (self);
}

/**
 * apm_source_pane_set_path:
 * @path: (nullable): the C file; %NULL for none
 */
void
apm_source_pane_set_path (ApmSourcePane *self,
                          const char    *path)
{
  g_autoptr(GFile) file = NULL;

  g_return_if_fail (APM_IS_SOURCE_PANE (self));

  if (!apm_set_str (&self->path, path))
    return;
  self->line = 0;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->text, g_free);
  set_text (self, "");
  if (path == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  file = g_file_new_for_path (path);
  g_file_load_contents_async (file, self->cancellable, on_loaded, g_object_ref (self));
}

/**
 * apm_source_pane_set_secret:
 * @secret: whether what its author says of the program above it is not shown
 */
void
apm_source_pane_set_secret (ApmSourcePane *self,
                            gboolean       secret)
{
  g_return_if_fail (APM_IS_SOURCE_PANE (self));

  if (self->secret == secret)
    return;

  self->secret = secret;
  if (self->text == NULL)
    return;
  show_text (self);
  show_first_line (self);
}

void
apm_source_pane_set_editable (ApmSourcePane *self,
                              gboolean       editable)
{
  g_return_if_fail (APM_IS_SOURCE_PANE (self));

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
}

void
apm_source_pane_focus (ApmSourcePane *self)
{
  g_return_if_fail (APM_IS_SOURCE_PANE (self));

  gtk_widget_grab_focus (self->view);
}

/**
 * apm_source_pane_dup_text:
 *
 * Returns: (transfer full) (nullable): the whole text, as it is now; %NULL while it is read
 */
char *
apm_source_pane_dup_text (ApmSourcePane *self)
{
  g_return_val_if_fail (APM_IS_SOURCE_PANE (self), NULL);

  return g_strdup (self->text);
}

static GtkWidget *
make_view (ApmSourcePane *self)
{
  GtkWidget *view = gtk_source_view_new_with_buffer (self->buffer);

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (view), TRUE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (view), 8);
  gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (view), 2);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (view), TRUE);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Source"), -1);

  return view;
}

static void
apm_source_pane_dispose (GObject *object)
{
  ApmSourcePane *self = APM_SOURCE_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (apm_source_pane_parent_class)->dispose (object);
}

static void
apm_source_pane_class_init (ApmSourcePaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_source_pane_dispose;

  signals[EDITED] = g_signal_new ("edited", APM_TYPE_SOURCE_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_source_init ();
}

static void
apm_source_pane_init (ApmSourcePane *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (self->buffer, gtk_source_language_manager_get_language (languages, "c"));
  self->view = make_view (self);
  self->marks = apm_source_marks_new (GTK_SOURCE_VIEW (self->view));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  adw_bin_set_child (ADW_BIN (self), scroller);

  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (scroll_to_cursor), NULL);
  g_signal_connect_object (height, "changed", G_CALLBACK (on_height_changed), self, G_CONNECT_SWAPPED);
  apm_source_text_follow_style (self->buffer);
}

/**
 * apm_source_pane_get_marks:
 *
 * Returns: (transfer none): its gutter
 */
ApmSourceMarks *
apm_source_pane_get_marks (ApmSourcePane *self)
{
  g_return_val_if_fail (APM_IS_SOURCE_PANE (self), NULL);

  return self->marks;
}

GtkWidget *
apm_source_pane_new (void)
{
  return g_object_new (APM_TYPE_SOURCE_PANE, NULL);
}

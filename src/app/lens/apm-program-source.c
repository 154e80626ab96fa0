/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-source.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-compiler.h"
#include "apm-editor.h"
#include "apm-source-marks.h"
#include "apm-source-text.h"
#include "apm-text.h"

#define MOST_FILES 64

struct _ApmProgramSource
{
  AdwBin parent_instance;
  ApmProgram *program;
  GtkDropDown *files;
  GtkStringList *names;
  GPtrArray *paths;          /* of the files to choose from */
  GtkWidget *open;
  GtkLabel *trouble;         /* what the compiler said of the file first */
  GtkSourceBuffer *buffer;
  GtkSourceView *view;
  ApmSourceMarks *marks;
  GCancellable *cancellable; /* of the reading under way */
  char *path;                /* shown */
  GArray *calls;             /* lines of it that call an operation */
  guint first_line;          /* that is marked; 0: none */
  guint wanted_line;         /* to be shown when it has been read; 0: none */
};

G_DEFINE_FINAL_TYPE (ApmProgramSource, apm_program_source, ADW_TYPE_BIN)

/* Returns: (transfer full) (nullable): the file of "/home/sam/bank.c:41" */
static char *
split_source (const char *source,
              guint      *line)
{
  const char *colon = source ? strrchr (source, ':') : NULL;

  if (colon == NULL || colon == source)
    return NULL;
  *line = (guint) MIN (g_ascii_strtoull (colon + 1, NULL, 10), G_MAXINT);

  return g_strndup (source, (gsize) (colon - source));
}

/* Marks */

static void
add_mark (GArray            *marks,
          guint              line,
          ApmSourceMarkKind  kind,
          guint              tone,
          const char        *text)
{
  ApmSourceMark mark = { line, kind, tone, text };

  g_array_append_val (marks, mark);
}

static void
add_threads (ApmProgramSource *self,
             GArray           *marks)
{
  ApmLensReport *report = apm_program_get_report (self->program);

  for (guint i = 0; report && i < report->threads->len; i++)
    {
      const ApmLensThreadRow *row = report->threads->pdata[i];
      guint line = 0;
      g_autofree char *path = split_source (row->source, &line);

      if (path && line > 0 && strcmp (row->state, "ended") != 0 && g_strcmp0 (path, self->path) == 0)
        add_mark (marks, line, APM_SOURCE_THREAD, row->number, row->name);
    }
}

static const ApmDiagnostic *
add_diagnostics (ApmProgramSource *self,
                 GArray           *marks)
{
  GPtrArray *diagnostics = apm_program_get_diagnostics (self->program);
  const ApmDiagnostic *first = NULL;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const ApmDiagnostic *one = diagnostics->pdata[i];

      if (g_strcmp0 (one->file, self->path) != 0)
        continue;
      add_mark (marks, one->line, one->is_error ? APM_SOURCE_ERROR : APM_SOURCE_WARNING, 0, one->text);
      if (first == NULL || (one->is_error && !first->is_error))
        first = one;
    }

  return first;
}

/* Each call in the text can be left out. */
static void
show_switches (ApmProgramSource *self)
{
  g_autoptr(GArray) switches = g_array_new (FALSE, FALSE, sizeof (ApmSourceSwitch));

  for (guint i = 0; self->path && i < self->calls->len; i++)
    {
      guint line = g_array_index (self->calls, guint, i);
      ApmSourceSwitch one = { line, apm_program_is_knocked (self->program, self->path, line) };

      g_array_append_val (switches, one);
    }
  apm_source_marks_set_switches (self->marks, (const ApmSourceSwitch *) (gpointer) switches->data, switches->len);
}

static void
on_toggled (ApmProgramSource *self,
            guint             line)
{
  if (self->program && self->path)
    apm_program_set_knocked (self->program, self->path, line,
                             !apm_program_is_knocked (self->program, self->path, line));
}

static void
show_marks (ApmProgramSource *self)
{
  g_autoptr(GArray) marks = g_array_new (FALSE, FALSE, sizeof (ApmSourceMark));
  const ApmDiagnostic *first = add_diagnostics (self, marks);
  g_autofree char *trouble = first ? g_strdup_printf (_("Line %u: %s"), first->line, first->text) : NULL;

  show_switches (self);
  add_threads (self, marks);
  self->first_line = marks->len > 0 ? g_array_index (marks, ApmSourceMark, 0).line : 0;
  apm_source_marks_set (self->marks, (const ApmSourceMark *) (gpointer) marks->data, marks->len);
  gtk_label_set_text (self->trouble, trouble ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
}

/* The text */

static void
scroll_to (ApmProgramSource *self,
           guint             line)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (buffer, &iter, (int) line - 1);
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer), 0.1, TRUE, 0, 0.3);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmProgramSource) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, &error))
    text = apm_text_to_utf8 (contents, (gssize) length);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    text = g_strdup_printf (_("The source cannot be read: %s"), error->message);

  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  g_clear_pointer (&self->calls, g_array_unref);
  self->calls = apm_source_text_find_calls (GTK_TEXT_BUFFER (self->buffer));
  if (self->program)
    show_marks (self);
  if (self->wanted_line > 0)
    scroll_to (self, self->wanted_line);
  else if (self->first_line > 0)
    scroll_to (self, self->first_line);
  self->wanted_line = 0;
}

static void
load (ApmProgramSource *self,
      const char       *path)
{
  g_autoptr(GFile) file = path ? g_file_new_for_path (path) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  apm_set_str (&self->path, path);
  g_array_set_size (self->calls, 0);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), "", 0);
  gtk_widget_set_sensitive (self->open, path != NULL);
  if (file == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  g_file_load_contents_async (file, self->cancellable, on_loaded, g_object_ref (self));
}

/* Files */

static gboolean
has_path (ApmProgramSource *self,
          const char       *path,
          guint            *i)
{
  return g_ptr_array_find_with_equal_func (self->paths, path, g_str_equal, i);
}

static void
add_path (ApmProgramSource *self,
          const char       *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (has_path (self, path, NULL) || self->paths->len >= MOST_FILES)
    return;

  g_ptr_array_add (self->paths, g_strdup (path));
  gtk_string_list_append (self->names, name);
  gtk_widget_set_visible (GTK_WIDGET (self->files), TRUE);
}

static void
on_file_selected (ApmProgramSource *self)
{
  guint selected = gtk_drop_down_get_selected (self->files);

  if (selected < self->paths->len && g_strcmp0 (self->path, self->paths->pdata[selected]) != 0)
    load (self, self->paths->pdata[selected]);
}

static void
collect_paths (ApmProgramSource *self)
{
  const char *const *sources = apm_program_get_sources (self->program);
  ApmLensReport *report = apm_program_get_report (self->program);

  for (guint i = 0; sources[i]; i++)
    add_path (self, sources[i]);
  for (guint i = 0; report && i < report->threads->len; i++)
    {
      const ApmLensThreadRow *row = report->threads->pdata[i];
      guint line;
      g_autofree char *path = split_source (row->source, &line);

      if (path && g_path_is_absolute (path))
        add_path (self, path);
    }
}

/**
 * apm_program_source_update:
 *
 * Shows what its program tells now.
 */
void
apm_program_source_update (ApmProgramSource *self)
{
  g_return_if_fail (APM_IS_PROGRAM_SOURCE (self));

  if (self->program == NULL)
    return;

  collect_paths (self);
  on_file_selected (self);
  show_marks (self);
}

/**
 * apm_program_source_set_program:
 * @program: (nullable)
 */
void
apm_program_source_set_program (ApmProgramSource *self,
                                ApmProgram       *program)
{
  g_return_if_fail (APM_IS_PROGRAM_SOURCE (self));

  if (!g_set_object (&self->program, program))
    return;

  g_ptr_array_set_size (self->paths, 0);
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->files), FALSE);
  load (self, NULL);
}

/**
 * apm_program_source_go_to:
 * @source: (nullable): "/home/sam/bank.c:41"
 */
void
apm_program_source_go_to (ApmProgramSource *self,
                          const char       *source)
{
  guint line = 0, i;
  g_autofree char *path = split_source (source, &line);

  g_return_if_fail (APM_IS_PROGRAM_SOURCE (self));

  if (path == NULL || line == 0)
    return;

  add_path (self, path);
  if (g_strcmp0 (path, self->path) == 0)
    scroll_to (self, line);
  else if (has_path (self, path, &i))
    {
      self->wanted_line = line;
      gtk_drop_down_set_selected (self->files, i);
    }
}

/* At the line where the cursor is. */
static void
on_open (ApmProgramSource *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  apm_editor_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->path,
                   (guint) gtk_text_iter_get_line (&iter) + 1);
}

/* The object */

static GtkWidget *
create_bar (ApmProgramSource *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *trouble = gtk_label_new (NULL);

  self->names = gtk_string_list_new (NULL);
  self->files = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->files), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->files), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Source file"), -1);
  g_signal_connect_swapped (self->files, "notify::selected", G_CALLBACK (on_file_selected), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->files));

  self->trouble = GTK_LABEL (trouble);
  gtk_label_set_xalign (self->trouble, 0);
  gtk_label_set_ellipsize (self->trouble, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (trouble, "error");
  gtk_box_append (GTK_BOX (bar), trouble);

  self->open = gtk_button_new_with_label (_("Open in Editor"));
  gtk_widget_set_halign (self->open, GTK_ALIGN_END);
  gtk_widget_set_hexpand (self->open, TRUE);
  gtk_widget_set_sensitive (self->open, FALSE);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (on_open), self);
  gtk_box_append (GTK_BOX (bar), self->open);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_bottom (bar, 6);

  return bar;
}

static GtkWidget *
create_view (ApmProgramSource *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view;

  self->buffer = gtk_source_buffer_new (NULL);
  apm_source_text_follow_style (self->buffer);
  gtk_source_buffer_set_language (self->buffer, gtk_source_language_manager_get_language (languages, "c"));
  view = gtk_source_view_new_with_buffer (self->buffer);
  self->view = GTK_SOURCE_VIEW (view);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_source_view_set_show_line_numbers (self->view, TRUE);
  gtk_source_view_set_tab_width (self->view, 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Source of the program"), -1);
  self->marks = apm_source_marks_new (self->view);
  g_signal_connect_object (self->marks, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);

  return scroller;
}

static void
apm_program_source_dispose (GObject *object)
{
  ApmProgramSource *self = APM_PROGRAM_SOURCE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->program);

  G_OBJECT_CLASS (apm_program_source_parent_class)->dispose (object);
  g_clear_object (&self->buffer);
  g_clear_object (&self->names);
}

static void
apm_program_source_finalize (GObject *object)
{
  ApmProgramSource *self = APM_PROGRAM_SOURCE (object);

  g_ptr_array_unref (self->paths);
  g_array_unref (self->calls);
  g_free (self->path);

  G_OBJECT_CLASS (apm_program_source_parent_class)->finalize (object);
}

static void
apm_program_source_class_init (ApmProgramSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_program_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_program_source_finalize;

  gtk_source_init ();
}

static void
apm_program_source_init (ApmProgramSource *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->calls = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_box_append (GTK_BOX (box), create_bar (self));
  gtk_box_append (GTK_BOX (box), create_view (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
apm_program_source_new (void)
{
  return g_object_new (APM_TYPE_PROGRAM_SOURCE, NULL);
}

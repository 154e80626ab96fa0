/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-output-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "apm-process.h"

#define SHOW_MS 100

struct _ApmOutputView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *stack;
  GtkLabel *title;
  GtkLabel *end;
  GtkLabel *gone;
  GtkScrolledWindow *scrolled;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkTextTag *stderr_tag;

  ApmTranscript *transcript;
  guint64 n_shown;          /* lines of the transcript, since its start, in the buffer or gone from it */
  guint64 n_let_go;         /* of them, those gone */
  int partial_start;        /* offset in the buffer of the line that has not ended */
  guint show_id;
};

G_DEFINE_FINAL_TYPE (ApmOutputView, apm_output_view, GTK_TYPE_WIDGET)

static void
append (ApmOutputView *self,
        gboolean       is_stderr,
        const char    *text)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  if (is_stderr)
    gtk_text_buffer_insert_with_tags (self->buffer, &end, text, -1, self->stderr_tag, NULL);
  else
    gtk_text_buffer_insert (self->buffer, &end, text, -1);
}

static void
remove_partial (ApmOutputView *self)
{
  GtkTextIter start, end;

  if (self->partial_start < 0)
    return;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->partial_start);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  self->partial_start = -1;
}

static void
append_partial (ApmOutputView *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->partial_start = gtk_text_iter_get_offset (&end);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = apm_transcript_dup_partial (self->transcript, i);

      if (text)
        append (self, i, text);
    }
}

/* Lines that the transcript has let go leave the buffer as well. */
static void
remove_gone (ApmOutputView *self,
             guint64        n_gone)
{
  GtkTextIter start, end;

  if (n_gone >= self->n_shown)
    {
      gtk_text_buffer_set_text (self->buffer, "", 0);
      self->n_shown = n_gone;
    }
  else if (n_gone > self->n_let_go)
    {
      gtk_text_buffer_get_start_iter (self->buffer, &start);
      gtk_text_buffer_get_iter_at_line (self->buffer, &end, n_gone - self->n_let_go);
      gtk_text_buffer_delete (self->buffer, &start, &end);
    }
  self->n_let_go = n_gone;
}

/* One insertion for each run of lines from the same output. */
static void
append_new (ApmOutputView *self,
            guint64        n_gone)
{
  guint n_kept = apm_transcript_get_n_kept (self->transcript);
  g_autoptr(GString) run = g_string_new (NULL);
  gboolean is_stderr = FALSE;

  for (guint i = self->n_shown - n_gone; i < n_kept; i++)
    {
      const ApmTranscriptLine *line = apm_transcript_get_line (self->transcript, i);

      if (line->is_stderr != is_stderr && run->len > 0)
        {
          append (self, is_stderr, run->str);
          g_string_truncate (run, 0);
        }
      is_stderr = line->is_stderr;
      g_string_append (run, line->text);
      g_string_append_c (run, '\n');
    }
  if (run->len > 0)
    append (self, is_stderr, run->str);

  self->n_shown = n_gone + n_kept;
}

static void
show_facts (ApmOutputView *self,
            guint64        n_gone)
{
  ApmChild *child = apm_transcript_get_child (self->transcript);
  gboolean ended = child && apm_child_get_ended (child);
  g_autofree char *gone = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->gone), n_gone > 0);
  if (n_gone > 0)
    {
      g_autofree char *number = g_strdup_printf ("%'" G_GUINT64_FORMAT, n_gone);

      gone = g_strdup_printf (ngettext ("%s earlier line is not kept here",
                                        "%s earlier lines are not kept here", n_gone), number);
      gtk_label_set_text (self->gone, gone);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->end), ended);
  if (ended)
    {
      g_autofree char *text = apm_process_dup_end_text (apm_child_get_wait_status (child));

      gtk_label_set_text (self->end, text);
    }
}

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment)
         >= gtk_adjustment_get_upper (adjustment) - 2;
}

static void
show (gpointer user_data)
{
  ApmOutputView *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  gboolean at_end = is_at_end (adjustment);
  guint64 n_gone = apm_transcript_get_n_gone (self->transcript);

  self->show_id = 0;

  remove_partial (self);
  remove_gone (self, n_gone);
  append_new (self, n_gone);
  append_partial (self);
  show_facts (self, n_gone);

  if (at_end)
    {
      GtkTextIter end;
      GtkTextMark *mark = gtk_text_buffer_get_insert (self->buffer);

      gtk_text_buffer_get_end_iter (self->buffer, &end);
      gtk_text_buffer_move_mark_by_name (self->buffer, "end", &end);
      if (!gtk_text_buffer_get_has_selection (self->buffer))
        gtk_text_buffer_move_mark (self->buffer, mark, &end);
      gtk_text_view_scroll_to_mark (self->text_view, gtk_text_buffer_get_mark (self->buffer, "end"), 0, FALSE, 0, 1);
    }
}

static void
on_changed (ApmTranscript *transcript,
            ApmOutputView *self)
{
  if (self->show_id == 0)
    self->show_id = g_timeout_add_once (SHOW_MS, show, self);
}

static void
apm_output_view_dispose (GObject *object)
{
  ApmOutputView *self = APM_OUTPUT_VIEW (object);

  if (self->transcript)
    g_signal_handlers_disconnect_by_data (self->transcript, self);
  g_clear_object (&self->transcript);
  g_clear_handle_id (&self->show_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_OUTPUT_VIEW);

  G_OBJECT_CLASS (apm_output_view_parent_class)->dispose (object);
}

static void
apm_output_view_class_init (ApmOutputViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_output_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-output-view.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, box);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, title);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, end);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, gone);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, ApmOutputView, text_view);
}

static void
apm_output_view_init (ApmOutputView *self)
{
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->partial_start = -1;
  self->buffer = gtk_text_view_get_buffer (self->text_view);
  /* Slanted and with a bar's width of indent as well as coloured. */
  self->stderr_tag = gtk_text_buffer_create_tag (self->buffer, NULL,
                                                 "style", PANGO_STYLE_ITALIC,
                                                 "left-margin", 24,
                                                 "foreground", "#e01b24",
                                                 NULL);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_create_mark (self->buffer, "end", &end, FALSE);
}

ApmTranscript *
apm_output_view_get_transcript (ApmOutputView *self)
{
  g_return_val_if_fail (APM_IS_OUTPUT_VIEW (self), NULL);

  return self->transcript;
}

/**
 * apm_output_view_set_transcript:
 * @transcript: (nullable): %NULL shows what the view is for
 */
void
apm_output_view_set_transcript (ApmOutputView *self,
                                ApmTranscript *transcript)
{
  ApmChild *child = transcript ? apm_transcript_get_child (transcript) : NULL;

  g_return_if_fail (APM_IS_OUTPUT_VIEW (self));

  if (self->transcript == transcript)
    return;

  if (self->transcript)
    g_signal_handlers_disconnect_by_data (self->transcript, self);
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_set_object (&self->transcript, transcript);
  gtk_text_buffer_set_text (self->buffer, "", 0);
  self->n_shown = self->n_let_go = 0;
  self->partial_start = -1;
  gtk_stack_set_visible_child_name (self->stack, transcript ? "output" : "empty");
  if (transcript == NULL)
    return;

  if (child)
    {
      g_autofree char *title = g_strdup_printf (_("%s (PID %d)"), apm_child_get_name (child),
                                                apm_child_get_pid (child));

      gtk_label_set_text (self->title, title);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), apm_child_get_command (child));
    }
  g_signal_connect (transcript, "changed", G_CALLBACK (on_changed), self);
  show (self);
}

/* Returns: (transfer full): what is shown, lines */
char *
apm_output_view_dup_text (ApmOutputView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (APM_IS_OUTPUT_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stack-window.h"

#include <glib/gi18n.h>

#include "apm-stack.h"

struct _ApmStackWindow
{
  AdwWindow parent_instance;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkTextView *text;
  GtkWidget *copy;
  GtkWidget *again;

  ApmSession *session;
  int pid;
  int tid;               /* 0: all threads of the process */
  gint64 started_us;     /* of the process */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ApmStackWindow, apm_stack_window, ADW_TYPE_WINDOW)

static void
show_stacks (ApmStackWindow *self,
             const ApmStack *stack)
{
  g_autofree char *text = apm_stack_dup_text (stack);
  guint n = stack->threads->len;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
  gtk_stack_set_visible_child_name (self->stack, "text");
  /* Stopping somebody's threads is an act. */
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "thread",
               ngettext ("Read the stack of %u thread of process %d",
                         "Read the stacks of %u threads of process %d", n), n, self->pid);
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmStackWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmStack) stack = apm_stack_take_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_widget_set_sensitive (self->again, TRUE);
  gtk_widget_set_sensitive (self->copy, stack != NULL);
  if (stack)
    {
      show_stacks (self, stack);
    }
  else
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
      apm_log_add (apm_session_get_log (self->session), APM_LEVEL_WARNING, "thread", "%s", error->message);
    }
}

static void
take (ApmStackWindow *self)
{
  gtk_widget_set_sensitive (self->again, FALSE);
  gtk_widget_set_sensitive (self->copy, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  apm_stack_take_async (self->pid, self->started_us, self->tid, self->cancellable, on_taken, g_object_ref (self));
}

static void
copy (ApmStackWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
apm_stack_window_dispose (GObject *object)
{
  ApmStackWindow *self = APM_STACK_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_STACK_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_stack_window_parent_class)->dispose (object);
}

static void
apm_stack_window_finalize (GObject *object)
{
  g_object_unref (APM_STACK_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (apm_stack_window_parent_class)->finalize (object);
}

static gboolean
on_close_request (GtkWindow *window)
{
  g_cancellable_cancel (APM_STACK_WINDOW (window)->cancellable);

  return GTK_WINDOW_CLASS (apm_stack_window_parent_class)->close_request (window);
}

static void
apm_stack_window_class_init (ApmStackWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_stack_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_stack_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = on_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-stack-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, text);
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, copy);
  gtk_widget_class_bind_template_child (widget_class, ApmStackWindow, again);
  gtk_widget_class_bind_template_callback (widget_class, take);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_stack_window_init (ApmStackWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * apm_stack_window_new:
 * @thread: whose stack is read; a copy is made of what is needed
 * @all: those of all threads of its process
 *
 * Reads at once.
 */
ApmStackWindow *
apm_stack_window_new (GtkWindow       *parent,
                      ApmSession      *session,
                      const ApmThread *thread,
                      gboolean         all)
{
  ApmStackWindow *self = g_object_new (APM_TYPE_STACK_WINDOW, "transient-for", parent, NULL);
  g_autofree char *name = thread->process ? g_strdup_printf (_("%s (PID %d)"), thread->process, thread->pid)
                                          : g_strdup_printf (_("PID %d"), thread->pid);

  self->session = g_object_ref (session);
  self->pid = thread->pid;
  self->started_us = thread->process_started_us;
  self->tid = all ? 0 : thread->tid;
  adw_window_title_set_title (self->title, all ? _("Stacks") : thread->name);
  adw_window_title_set_subtitle (self->title, name);
  gtk_window_set_title (GTK_WINDOW (self), all ? _("Stacks") : thread->name);
  take (self);

  return self;
}

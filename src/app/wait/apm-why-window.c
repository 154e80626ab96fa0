/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-window.h"

#include <glib/gi18n.h>

/* No larger than the window it belongs to, and than is of use. */
#define WIDTH 1000
#define HEIGHT 560

struct _ApmWhyWindow
{
  AdwWindow parent_instance;
  AdwWindowTitle *title;
  AdwBin *slot;
  ApmWhyView *view;
};

G_DEFINE_FINAL_TYPE (ApmWhyWindow, apm_why_window, ADW_TYPE_WINDOW)

static void
on_go_to (ApmWhyWindow *self,
          int           pid,
          int           tid)
{
  GtkWindow *main = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (main), "win.go-to", "(ii)", pid, tid);
  gtk_window_present (main);
}

static void
apm_why_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), APM_TYPE_WHY_WINDOW);

  G_OBJECT_CLASS (apm_why_window_parent_class)->dispose (object);
}

static void
apm_why_window_class_init (ApmWhyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_why_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-why-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmWhyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyWindow, slot);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_why_window_init (ApmWhyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * apm_why_window_present:
 * @page: of the window that it belongs to
 * @name: of the process or thread
 * @tid: 0 for the process
 */
void
apm_why_window_present (GtkWidget  *page,
                        ApmSession *session,
                        const char *name,
                        int         pid,
                        int         tid)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (page));
  ApmWhyWindow *self = g_object_new (APM_TYPE_WHY_WINDOW, "transient-for", window, NULL);
  g_autofree char *subject = tid ? g_strdup_printf (_("%s, thread %d of process %d"), name, tid, pid)
                                 : g_strdup_printf (_("%s (PID %d)"), name, pid);

  self->view = APM_WHY_VIEW (apm_why_view_new (session, GTK_ORIENTATION_HORIZONTAL));
  g_signal_connect_swapped (self->view, "go-to", G_CALLBACK (on_go_to), self);
  adw_bin_set_child (self->slot, GTK_WIDGET (self->view));
  adw_window_title_set_subtitle (self->title, subject);
  apm_why_view_set_subject (self->view, pid, tid);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (gtk_widget_get_width (window) - 48, 560, WIDTH),
                               CLAMP (gtk_widget_get_height (window) - 48, 360, HEIGHT));
  gtk_window_present (GTK_WINDOW (self));
}

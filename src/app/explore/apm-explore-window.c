/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explore-window.h"

#include <glib/gi18n.h>

#include "apm-explore-page.h"
#include "apm-meter-page.h"
#include "apm-mutation-page.h"
#include "apm-run-dialog.h"

#define WIDTH 1060
#define HEIGHT 680

struct _ApmExploreWindow
{
  AdwWindow parent_instance;
  AdwToastOverlay *toasts;
  AdwViewSwitcherTitle *title;
  AdwViewStack *stack;
  ApmExplorePage *page;
  ApmMutationPage *mutation;
  ApmMeterPage *meter;

  ApmSession *session;
};

G_DEFINE_FINAL_TYPE (ApmExploreWindow, apm_explore_window, ADW_TYPE_WINDOW)

static void
set_program (ApmExploreWindow    *self,
             const ApmExplorable *program)
{
  g_autofree char *title = apm_explorable_dup_title (program);

  adw_view_switcher_title_set_subtitle (self->title, title);
  apm_explore_page_set_program (self->page, self->session, program);
  adw_view_stack_set_visible_child (self->stack, GTK_WIDGET (self->page));
}

static void
open_run (ApmExploreWindow    *self,
          const ApmExplorable *program,
          const char          *schedule)
{
  set_program (self, program);
  apm_explore_page_start (self->page, schedule);
}

/* All pages are about the same program. */
static void
on_changed (ApmExploreWindow *self)
{
  const ApmExplorable *program = apm_explore_page_get_program (self->page);
  g_autofree char *run = program ? apm_explore_page_dup_run (self->page) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "explore.copy-run", run != NULL);
  if (program == NULL)
    return;
  apm_mutation_page_set_program (self->mutation, self->session, program);
  apm_meter_page_set_program (self->meter, self->session, program);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmExploreWindow *self = APM_EXPLORE_WINDOW (widget);
  const char *path = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_visible_child (self->stack) == GTK_WIDGET (self->mutation))
    apm_mutation_page_export (self->mutation, path);
  else
    apm_explore_page_export (self->page, path);
}

static void
copy_run_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmExploreWindow *self = APM_EXPLORE_WINDOW (widget);
  g_autofree char *text = apm_explore_page_dup_run (self->page);

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Run copied: paste it into a mail or a terminal")));
}

static void
on_run_chosen (ApmExploreWindow    *self,
               const ApmExplorable *program,
               const char          *schedule)
{
  open_run (self, program, schedule);
}

static void
open_run_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmExploreWindow *self = APM_EXPLORE_WINDOW (widget);
  ApmRunDialog *dialog = apm_run_dialog_new (GTK_WINDOW (self), apm_session_get_catalogue (self->session));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_run_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The program is run as it is, in the laboratory. */
static void
run_lab_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ApmExploreWindow *self = APM_EXPLORE_WINDOW (widget);
  GtkWidget *main = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  const ApmExplorable *program = apm_explore_page_get_program (self->page);

  if (main == NULL || program->problem == NULL)
    return;
  gtk_widget_activate_action (main, "win.lab-select", "s", program->name);
  gtk_widget_activate_action (main, "win.lab-run", NULL);
  gtk_window_present (GTK_WINDOW (main));
}

static void
apm_explore_window_dispose (GObject *object)
{
  ApmExploreWindow *self = APM_EXPLORE_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_EXPLORE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_explore_window_parent_class)->dispose (object);
}

static void
apm_explore_window_class_init (ApmExploreWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_explore_window_dispose;
  g_type_ensure (APM_TYPE_EXPLORE_PAGE);
  g_type_ensure (APM_TYPE_MUTATION_PAGE);
  g_type_ensure (APM_TYPE_METER_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-explore-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, page);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, mutation);
  gtk_widget_class_bind_template_child (widget_class, ApmExploreWindow, meter);
  gtk_widget_class_install_action (widget_class, "explore.copy-run", NULL, copy_run_action);
  gtk_widget_class_install_action (widget_class, "explore.open-run", NULL, open_run_action);
  gtk_widget_class_install_action (widget_class, "explore.run-lab", NULL, run_lab_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_E, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", "s", "");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "explore.open-run", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_C, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "explore.copy-run", NULL);
}

static void
apm_explore_window_init (ApmExploreWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}

static ApmExploreWindow *
make (GtkWidget  *parent,
      ApmSession *session)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (parent));
  ApmExploreWindow *self = g_object_new (APM_TYPE_EXPLORE_WINDOW, "transient-for", window, NULL);

  self->session = g_object_ref (session);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (gtk_widget_get_width (window) - 24, 700, WIDTH),
                               CLAMP (gtk_widget_get_height (window) - 24, 552, HEIGHT));

  return self;
}

/**
 * apm_explore_window_present:
 * @parent: of the window it belongs to
 * @program: what is explored, at once
 */
void
apm_explore_window_present (GtkWidget           *parent,
                            ApmSession          *session,
                            const ApmExplorable *program)
{
  ApmExploreWindow *self = make (parent, session);

  gtk_window_present (GTK_WINDOW (self));
  open_run (self, program, NULL);
}

/**
 * apm_explore_window_present_text:
 * @text: of a run, which is played; what is none is told in a toast
 */
void
apm_explore_window_present_text (GtkWidget  *parent,
                                 ApmSession *session,
                                 const char *text)
{
  g_autofree char *schedule = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmExplorable) program = apm_explorable_parse (text, apm_session_get_catalogue (session), &schedule, &error);
  ApmExploreWindow *self;

  if (program == NULL)
    {
      apm_session_toast (session, "%s", error->message);
      return;
    }
  self = make (parent, session);
  gtk_window_present (GTK_WINDOW (self));
  open_run (self, program, schedule);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-view-private.h"

#include <glib/gi18n.h>

#include "apm-lens-table.h"
#include "apm-order-pane.h"
#include "apm-program-words.h"
#include "apm-say.h"

G_DEFINE_FINAL_TYPE (ApmProgramView, apm_program_view, ADW_TYPE_BIN)

guint apm_program_view_signals[APM_PROGRAM_VIEW_N_SIGNALS];

/* What is shown */

/* It copies what happened, so only a timeline that somebody looks at has a source. */
static void
show_timeline (ApmProgramView *self)
{
  ApmLens *lens = self->program ? apm_program_get_lens (self->program) : NULL;
  gboolean seen = gtk_stack_get_visible_child (self->panes) == GTK_WIDGET (self->timeline);
  g_autoptr(ApmTimelineSource) source = NULL;

  if (self->shown_lens == lens || (lens && !seen))
    return;

  g_set_object (&self->shown_lens, lens);
  source = lens ? apm_timeline_source_new_for_lens (lens) : NULL;
  apm_timeline_set_source (self->timeline, source);
}

static void
show_seen (ApmProgramView *self)
{
  ApmLensReport *report = self->program ? apm_program_get_report (self->program) : NULL;
  g_autofree char *seen = report ? apm_program_dup_seen_text (self->program) : NULL;
  GtkWidget *pane = gtk_stack_get_visible_child (self->panes);
  const char *doubt = report ? report->doubt : NULL;

  apm_say (GTK_WIDGET (self->seen), seen);
  apm_say (GTK_WIDGET (self->doubt), doubt);
  apm_say_tooltip (GTK_WIDGET (self->doubt), doubt);
  gtk_widget_set_visible (self->doubt_icon, doubt != NULL);
  show_timeline (self);
  if (pane == self->locks || pane == self->threads)
    apm_lens_table_set_report (APM_LENS_TABLE (pane), report);
  else if (pane == self->order)
    apm_order_pane_set_report (APM_ORDER_PANE (pane), report);
  else if (pane == GTK_WIDGET (self->source))
    apm_program_source_update (self->source);
  apm_program_view_update_steps (self);
}

/* Whose waits are shown: the newest process'. */
static void
show_subject (ApmProgramView *self)
{
  ApmLens *lens = apm_program_get_lens (self->program);
  int pid = lens && apm_program_is_active (self->program) ? apm_child_get_pid (apm_lens_get_child (lens)) : 0;

  if (pid != self->subject)
    apm_why_view_set_subject (self->waits, pid, 0);
  self->subject = pid;
}

static void
on_thread_activated (ApmProgramView         *self,
                     const ApmLensThreadRow *row)
{
  g_autofree char *source = g_strdup (row->source);

  if (source == NULL)
    return;

  gtk_stack_set_visible_child (self->panes, GTK_WIDGET (self->source));
  apm_program_source_go_to (self->source, source);
}

static void
show_state (ApmProgramView *self)
{
  g_autofree char *state = apm_program_dup_state_text (self->program);

  apm_say (GTK_WIDGET (self->state), state);
  apm_say_tooltip (GTK_WIDGET (self->state), state);
  if (apm_output_view_get_transcript (self->output) != apm_program_get_transcript (self->program))
    apm_output_view_set_transcript (self->output, apm_program_get_transcript (self->program));
  show_subject (self);
  apm_variable_pane_set_program (self->variables, self->program);
  /* Where it does not compile the source says why. */
  if (apm_program_get_state (self->program) == APM_PROGRAM_REFUSED && apm_program_get_diagnostics (self->program)->len > 0)
    gtk_stack_set_visible_child (self->panes, GTK_WIDGET (self->source));
  if (gtk_stack_get_visible_child (self->panes) == GTK_WIDGET (self->source))
    apm_program_source_update (self->source);
  apm_program_view_update_acts (self);
}

static void
on_pane_changed (ApmProgramView *self)
{
  if (self->signals)
    show_seen (self);
}

static void
on_speed_changed (ApmProgramView *self)
{
  static const gint64 speeds_ns[] = { 0, 1000000, 10000000, 100000000, 1000000000 };
  guint selected = gtk_drop_down_get_selected (self->speed);

  if (self->program && selected < G_N_ELEMENTS (speeds_ns))
    apm_program_set_slow_ns (self->program, speeds_ns[selected]);
}

static void
show_speed (ApmProgramView *self)
{
  gint64 ns = apm_program_get_slow_ns (self->program);
  guint selected = 0;

  for (gint64 step_ns = 1000000; ns >= step_ns && selected < 4; step_ns *= 10)
    selected++;
  gtk_drop_down_set_selected (self->speed, selected);
}

/**
 * apm_program_view_set_program:
 * @program: (nullable): what is shown from now on
 */
void
apm_program_view_set_program (ApmProgramView *self,
                              ApmProgram     *program)
{
  g_autofree char *title = NULL;

  g_return_if_fail (APM_IS_PROGRAM_VIEW (self));

  if (self->program && self->program != program)
    apm_program_set_watched (self->program, FALSE);
  if (!g_set_object (&self->program, program))
    return;

  g_signal_group_set_target (self->signals, program);
  self->step_tid = 0;
  apm_program_source_set_program (self->source, program);
  apm_variable_pane_set_program (self->variables, program);
  if (program == NULL)
    {
      show_timeline (self);
      return;
    }

  title = g_strjoin (" ", apm_program_get_name (program), apm_program_get_arguments (program), NULL);
  gtk_label_set_label (self->title, g_strchomp (title));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), apm_program_get_path (program));
  show_speed (self);
  show_state (self);
  show_seen (self);
  apm_program_set_watched (program, gtk_widget_get_mapped (GTK_WIDGET (self)));
}

ApmProgram *
apm_program_view_get_program (ApmProgramView *self)
{
  g_return_val_if_fail (APM_IS_PROGRAM_VIEW (self), NULL);

  return self->program;
}

/* The object */

static void
apm_program_view_map (GtkWidget *widget)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  GTK_WIDGET_CLASS (apm_program_view_parent_class)->map (widget);
  if (self->program)
    apm_program_set_watched (self->program, TRUE);
}

static void
apm_program_view_unmap (GtkWidget *widget)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (widget);

  if (self->program)
    apm_program_set_watched (self->program, FALSE);
  GTK_WIDGET_CLASS (apm_program_view_parent_class)->unmap (widget);
}

static void
apm_program_view_dispose (GObject *object)
{
  ApmProgramView *self = APM_PROGRAM_VIEW (object);

  if (self->program)
    apm_program_set_watched (self->program, FALSE);
  g_clear_object (&self->signals);
  g_clear_object (&self->chooser);
  g_clear_object (&self->shown_lens);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PROGRAM_VIEW);
  g_clear_object (&self->program);
  g_clear_object (&self->shelf);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_program_view_parent_class)->dispose (object);
}

static void
apm_program_view_class_init (ApmProgramViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_program_view_dispose;
  widget_class->map = apm_program_view_map;
  widget_class->unmap = apm_program_view_unmap;

  apm_program_view_signals[APM_PROGRAM_VIEW_CHANGE] =
    g_signal_new ("change", APM_TYPE_PROGRAM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, APM_TYPE_PROGRAM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-program-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, list_button);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, title);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, state);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, speed);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, run_content);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, pause_content);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, step);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, switcher);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, panes);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, seen);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, doubt_icon);
  gtk_widget_class_bind_template_child (widget_class, ApmProgramView, doubt);
  gtk_widget_class_bind_template_callback (widget_class, on_pane_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_speed_changed);
  apm_program_view_install_acts (widget_class);
}

static void
apm_program_view_init (ApmProgramView *self)
{
  const char *speeds[] = { _("Full speed"), _("1 ms each"), _("10 ms each"), _("100 ms each"), _("1 s each"), NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (speeds);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->speed, G_LIST_MODEL (model));
  /* Each pane's button is as wide as its word. */
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (self->switcher)), FALSE);
  apm_program_view_init_acts (self);
}

static void
add_panes (ApmProgramView *self)
{
  self->locks = apm_lens_table_new (self->session, &apm_lens_lock_table);
  self->threads = apm_lens_table_new (self->session, &apm_lens_thread_table);
  g_signal_connect_swapped (self->threads, "activated", G_CALLBACK (on_thread_activated), self);
  self->output = g_object_new (APM_TYPE_OUTPUT_VIEW, NULL);
  self->timeline = APM_TIMELINE (apm_timeline_new ());
  gtk_stack_add_titled (self->panes, GTK_WIDGET (self->timeline), "timeline", _("Timeline"));
  gtk_stack_add_titled (self->panes, self->locks, "locks", _("Locks"));
  gtk_stack_add_titled (self->panes, self->threads, "threads", _("Threads"));
  self->order = apm_order_pane_new ();
  self->waits = APM_WHY_VIEW (apm_why_view_new (self->session, GTK_ORIENTATION_HORIZONTAL));
  self->source = APM_PROGRAM_SOURCE (apm_program_source_new ());
  gtk_stack_add_titled (self->panes, self->order, "order", _("Order"));
  gtk_stack_add_titled (self->panes, GTK_WIDGET (self->waits), "waits", _("Waits"));
  gtk_stack_add_titled (self->panes, GTK_WIDGET (self->source), "source", _("Source"));
  self->variables = APM_VARIABLE_PANE (apm_variable_pane_new ());
  gtk_stack_add_titled (self->panes, GTK_WIDGET (self->variables), "variables", _("Variables"));
  gtk_stack_add_titled (self->panes, GTK_WIDGET (self->output), "output", _("Output"));
}

/**
 * apm_program_view_new:
 * @flap: what is in the list at the left, which a button shows where it is folded
 */
GtkWidget *
apm_program_view_new (ApmSession      *session,
                      ApmProgramShelf *shelf,
                      AdwFlap         *flap)
{
  ApmProgramView *self = g_object_new (APM_TYPE_PROGRAM_VIEW, NULL);

  self->session = g_object_ref (session);
  self->shelf = g_object_ref (shelf);
  add_panes (self);
  g_object_bind_property (flap, "folded", self->list_button, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (flap, "reveal-flap", self->list_button, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  self->signals = g_signal_group_new (APM_TYPE_PROGRAM);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (show_state), self);
  g_signal_group_connect_swapped (self->signals, "seen", G_CALLBACK (show_seen), self);

  return GTK_WIDGET (self);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipeline-window.h"

#include <glib/gi18n.h>

#include "apm-output-view.h"
#include "apm-stage-row.h"

#define LOOK_MS 250

struct _ApmPipelineWindow
{
  AdwWindow parent_instance;
  GtkButton *button;
  GtkEditable *line;
  GtkStack *stack;
  GtkBox *stages;
  GtkRevealer *output_revealer;
  ApmOutputView *output;
  GtkLabel *status;

  ApmSession *session;
  ApmPipeline *pipeline;    /* (nullable): the newest that was started */
  gulong changed_id;
  guint timer;
};

G_DEFINE_FINAL_TYPE (ApmPipelineWindow, apm_pipeline_window, ADW_TYPE_WINDOW)

static gboolean
is_running (ApmPipelineWindow *self)
{
  return self->pipeline != NULL && !apm_pipeline_get_ended (self->pipeline);
}

static void
clear_stages (ApmPipelineWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->stages))))
    gtk_box_remove (self->stages, child);
}

static void
show_status (ApmPipelineWindow *self,
             const char        *text,
             gboolean           is_error)
{
  gtk_label_set_label (self->status, text);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

static void
show_button (ApmPipelineWindow *self,
             gboolean           can_start)
{
  gboolean running = is_running (self);

  gtk_button_set_label (self->button, running ? _("Kill All") : _("Start"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), running ? "pipeline.kill" : "pipeline.start");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pipeline.start", !running && can_start);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pipeline.kill", running);
  gtk_editable_set_editable (self->line, !running);
}

/* Returns whether it can be started. */
static gboolean
show_plan (ApmPipelineWindow *self)
{
  const char *line = gtk_editable_get_text (self->line);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) plans = apm_pipeline_plan (line, &error);
  gboolean good = plans != NULL;

  clear_stages (self);
  for (guint i = 0; plans && i < plans->len; i++)
    {
      const ApmPipelinePlan *plan = plans->pdata[i];

      good &= plan->problem == NULL;
      gtk_box_append (self->stages, apm_stage_row_new_planned (plan, i + 1 == plans->len));
    }

  if (plans == NULL)
    show_status (self, error->message, TRUE);
  else if (good)
    show_status (self, _("All programs are there: ready to start"), FALSE);
  else
    show_status (self, _("Nothing is started before each stage can be"), FALSE);

  return good;
}

static void
on_line_changed (ApmPipelineWindow *self)
{
  gboolean has_text = *gtk_editable_get_text (self->line) != '\0';
  gboolean good = FALSE;

  if (self->session == NULL || is_running (self))
    return;

  gtk_revealer_set_reveal_child (self->output_revealer, FALSE);
  if (has_text)
    good = show_plan (self);
  else
    show_status (self, _("No shell is involved: < > & ; stand for themselves only in quotes"), FALSE);
  gtk_stack_set_visible_child_name (self->stack, has_text ? "stages" : "empty");
  show_button (self, good);
}

static void
on_line_activated (ApmPipelineWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pipeline.start", NULL);
}

static void
on_changed (ApmPipelineWindow *self)
{
  gboolean running = is_running (self);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->stages)); row; row = gtk_widget_get_next_sibling (row))
    apm_stage_row_update (APM_STAGE_ROW (row));
  show_button (self, TRUE);
  if (running)
    show_status (self, _("Running"), FALSE);
  else
    {
      show_status (self, _("All stages have ended"), FALSE);
      g_clear_handle_id (&self->timer, g_source_remove);
    }
}

static gboolean
on_look (gpointer data)
{
  ApmPipelineWindow *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    apm_pipeline_look (self->pipeline);

  return G_SOURCE_CONTINUE;
}

static void
let_go (ApmPipelineWindow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->pipeline == NULL)
    return;

  g_clear_signal_handler (&self->changed_id, self->pipeline);
  apm_pipeline_kill (self->pipeline);
  g_clear_object (&self->pipeline);
}

static void
show_started (ApmPipelineWindow *self)
{
  guint n = apm_pipeline_get_n (self->pipeline);
  g_autoptr(ApmTranscript) transcript = apm_transcript_new (apm_pipeline_get_stage (self->pipeline, n - 1));

  clear_stages (self);
  for (guint i = 0; i < n; i++)
    {
      apm_session_adopt_process (self->session, apm_pipeline_get_stage (self->pipeline, i));
      gtk_box_append (self->stages, apm_stage_row_new (self->session, self->pipeline, i));
    }
  gtk_stack_set_visible_child_name (self->stack, "stages");
  apm_output_view_set_transcript (self->output, transcript);
  gtk_revealer_set_reveal_child (self->output_revealer, TRUE);
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmPipelineWindow *self = APM_PIPELINE_WINDOW (widget);
  ApmLog *log = apm_session_get_log (self->session);
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPipeline) pipeline = apm_pipeline_start (gtk_editable_get_text (self->line), &error);

  if (pipeline == NULL)
    {
      apm_log_add (log, APM_LEVEL_ERROR, "ipc", "%s", error->message);
      show_status (self, error->message, TRUE);
      return;
    }

  let_go (self);
  self->pipeline = g_steal_pointer (&pipeline);
  self->changed_id = g_signal_connect_swapped (self->pipeline, "changed", G_CALLBACK (on_changed), self);
  apm_log_add (log, APM_LEVEL_INFO, "ipc", _("Started the pipeline %s"), apm_pipeline_get_line (self->pipeline));
  show_started (self);
  on_changed (self);
  self->timer = g_timeout_add (LOOK_MS, on_look, self);
  apm_pipeline_look (self->pipeline);
}

static void
kill_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmPipelineWindow *self = APM_PIPELINE_WINDOW (widget);

  if (self->pipeline)
    apm_pipeline_kill (self->pipeline);
}

static void
example_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ApmPipelineWindow *self = APM_PIPELINE_WINDOW (widget);

  gtk_editable_set_text (self->line, g_variant_get_string (parameter, NULL));
  gtk_widget_activate_action (widget, "pipeline.start", NULL);
}

static void
apm_pipeline_window_dispose (GObject *object)
{
  ApmPipelineWindow *self = APM_PIPELINE_WINDOW (object);

  let_go (self);
  g_clear_object (&self->session);   /* an entry that is emptied meanwhile is no news */
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PIPELINE_WINDOW);

  G_OBJECT_CLASS (apm_pipeline_window_parent_class)->dispose (object);
}

static void
apm_pipeline_window_class_init (ApmPipelineWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_pipeline_window_dispose;
  g_type_ensure (APM_TYPE_OUTPUT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-pipeline-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, button);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, line);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, stages);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, output_revealer);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, output);
  gtk_widget_class_bind_template_child (widget_class, ApmPipelineWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, on_line_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_line_activated);
  gtk_widget_class_install_action (widget_class, "pipeline.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "pipeline.kill", NULL, kill_action);
  gtk_widget_class_install_action (widget_class, "pipeline.example", "s", example_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
apm_pipeline_window_init (ApmPipelineWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * apm_pipeline_window_present:
 * @parent: the main window
 * @line: started at once; "" to have one typed
 */
void
apm_pipeline_window_present (GtkWindow  *parent,
                             ApmSession *session,
                             const char *line)
{
  ApmPipelineWindow *self = g_object_new (APM_TYPE_PIPELINE_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_editable_set_text (self->line, line);
  on_line_changed (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->line));
  if (*line)
    gtk_widget_activate_action (GTK_WIDGET (self), "pipeline.start", NULL);
}

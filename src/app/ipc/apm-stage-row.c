/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stage-row.h"

#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>
#include <sys/wait.h>

#include "apm-process.h"
#include "apm-signal.h"
#include "apm-text.h"
#include "apm-why-window.h"

struct _ApmStageRow
{
  AdwBin parent_instance;
  GtkLabel *command;
  GtkLabel *state;
  GtkWidget *buttons;
  GtkButton *why;
  GtkButton *hold;
  GtkButton *kill;
  GtkWidget *pipe;
  GtkLevelBar *level;
  GtkLabel *flow;

  ApmSession *session;
  ApmPipeline *pipeline;   /* NULL: only planned */
  guint stage;
};

G_DEFINE_FINAL_TYPE (ApmStageRow, apm_stage_row, ADW_TYPE_BIN)

static ApmChild *
get_child (ApmStageRow *self)
{
  return apm_pipeline_get_stage (self->pipeline, self->stage);
}

static gboolean
is_last (ApmStageRow *self)
{
  return self->stage + 1 == apm_pipeline_get_n (self->pipeline);
}

/**
 * apm_pipe_dup_flow_text:
 *
 * Returns: (transfer full): how full it is, what goes through, and who waits
 */
char *
apm_pipe_dup_flow_text (const ApmPipelinePipe *pipe)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (pipe->writer_gone && pipe->reader_gone)
    return g_strdup (_("closed"));

  if (pipe->waiting_bytes >= 0 && pipe->capacity_bytes > 0)
    {
      g_autofree char *waiting = apm_text_format_bytes ((guint64) pipe->waiting_bytes);
      g_autofree char *capacity = apm_text_format_bytes ((guint64) pipe->capacity_bytes);

      /* Translators: how much of a pipe is full, as in "38 KiB of 64 KiB" */
      g_ptr_array_add (parts, g_strdup_printf (_("%s of %s"), waiting, capacity));
    }
  if (!isnan (pipe->bytes_per_s))
    {
      g_autofree char *bytes = apm_text_format_bytes ((guint64) MAX (pipe->bytes_per_s, 0));

      g_ptr_array_add (parts, g_strdup_printf (_("%s/s"), bytes));
    }
  if (pipe->reader_gone)
    g_ptr_array_add (parts, g_strdup (_("nobody reads any more")));
  else if (pipe->waiter == APM_PIPE_WRITER_WAITS)
    g_ptr_array_add (parts, g_strdup (_("full: its writer waits")));
  else if (pipe->waiter == APM_PIPE_READER_WAITS)
    g_ptr_array_add (parts, g_strdup (_("empty: its reader waits")));
  else if (pipe->writer_gone)
    g_ptr_array_add (parts, g_strdup (_("nobody writes any more")));
  if (parts->len == 0)
    return g_strdup (_("not known"));

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

static char *
dup_state (ApmStageRow *self)
{
  ApmChild *child = get_child (self);
  char letter = apm_pipeline_get_state (self->pipeline, self->stage);
  int wait_status = apm_child_get_wait_status (child);
  g_autofree char *how = NULL;

  if (!apm_child_get_ended (child))
    return g_strdup_printf (_("PID %d · %s"), apm_child_get_pid (child),
                            letter != '\0' ? apm_process_state_label (apm_process_state_word (letter)) : _("Running"));

  if (WIFSIGNALED (wait_status) && WTERMSIG (wait_status) == SIGPIPE)
    return g_strdup (_("Ended by SIGPIPE: it wrote when nobody read any more, as is usual for a pipeline whose end has seen enough"));

  how = apm_process_dup_end_text (wait_status);
  /* Translators: the last %s is how, as in "exited with status 3" */
  return g_strdup_printf (_("Ended: %s"), how);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
take_name (GtkWidget *widget,
           char      *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

static void
show_pipe (ApmStageRow *self)
{
  const ApmPipelinePipe *pipe = apm_pipeline_get_pipe (self->pipeline, self->stage);
  g_autofree char *text = apm_pipe_dup_flow_text (pipe);
  double fraction = pipe->capacity_bytes > 0 ? (double) MAX (pipe->waiting_bytes, 0) / (double) pipe->capacity_bytes : 0;

  gtk_level_bar_set_value (self->level, pipe->reader_gone ? 0 : CLAMP (fraction, 0, 1));
  gtk_label_set_label (self->flow, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pipe), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* A button that is labelled anew has lost its name. */
static void
show_hold (ApmStageRow *self,
           gboolean     stopped)
{
  const char *command = apm_child_get_command (get_child (self));

  gtk_button_set_label (self->hold, stopped ? _("Continue") : _("Stop"));
  take_name (GTK_WIDGET (self->hold), stopped ? g_strdup_printf (_("Continue %s"), command)
                                              : g_strdup_printf (_("Stop %s"), command));
}

/**
 * apm_stage_row_update:
 *
 * Shows what the pipeline knows now.
 */
void
apm_stage_row_update (ApmStageRow *self)
{
  g_autofree char *state = NULL;
  gboolean ended, stopped;

  g_return_if_fail (APM_IS_STAGE_ROW (self));

  if (self->pipeline == NULL)
    return;

  ended = apm_child_get_ended (get_child (self));
  stopped = apm_pipeline_get_state (self->pipeline, self->stage) == 'T';
  state = dup_state (self);
  gtk_label_set_label (self->state, state);
  set_class (GTK_WIDGET (self->state), "dim-label", ended);
  show_hold (self, stopped);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stage.why", !ended);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stage.hold", !ended);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stage.kill", !ended);
  if (!is_last (self))
    show_pipe (self);
}

static void
send_signal (ApmStageRow *self,
             int          signum)
{
  ApmChild *child = get_child (self);
  g_autoptr(GError) error = NULL;

  if (!apm_child_signal (child, signum, TRUE, &error))
    {
      apm_session_toast (self->session, "%s", error->message);
      return;
    }

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "ipc", _("Sent %s to '%s' (PID %d)"),
               apm_signal_get_name (signum), apm_child_get_name (child), apm_child_get_pid (child));
  apm_pipeline_look (self->pipeline);
}

static void
hold_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmStageRow *self = APM_STAGE_ROW (widget);

  send_signal (self, apm_pipeline_get_state (self->pipeline, self->stage) == 'T' ? SIGCONT : SIGSTOP);
}

static void
kill_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  send_signal (APM_STAGE_ROW (widget), SIGKILL);
}

static void
why_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmStageRow *self = APM_STAGE_ROW (widget);
  ApmChild *child = get_child (self);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  apm_why_window_present (GTK_WIDGET (gtk_window_get_transient_for (window)), self->session,
                          apm_child_get_name (child), apm_child_get_pid (child), 0);
}

static void
apm_stage_row_dispose (GObject *object)
{
  ApmStageRow *self = APM_STAGE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_STAGE_ROW);
  g_clear_object (&self->pipeline);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_stage_row_parent_class)->dispose (object);
}

static void
apm_stage_row_class_init (ApmStageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_stage_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-stage-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, command);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, state);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, why);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, hold);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, kill);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, pipe);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, level);
  gtk_widget_class_bind_template_child (widget_class, ApmStageRow, flow);
  gtk_widget_class_install_action (widget_class, "stage.why", NULL, why_action);
  gtk_widget_class_install_action (widget_class, "stage.hold", NULL, hold_action);
  gtk_widget_class_install_action (widget_class, "stage.kill", NULL, kill_action);
}

static void
apm_stage_row_init (ApmStageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_FULL);
}

/**
 * apm_stage_row_new_planned:
 *
 * Returns: (transfer floating): says what is known against the stage
 */
GtkWidget *
apm_stage_row_new_planned (const ApmPipelinePlan *plan,
                           gboolean               is_last_stage)
{
  ApmStageRow *self = g_object_new (APM_TYPE_STAGE_ROW, NULL);

  gtk_label_set_label (self->command, *plan->command ? plan->command : "…");
  gtk_label_set_label (self->state, plan->problem ? plan->problem : _("Not started"));
  set_class (GTK_WIDGET (self->state), plan->problem ? "error" : "dim-label", TRUE);
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_widget_set_visible (self->pipe, !is_last_stage);

  return GTK_WIDGET (self);
}

/**
 * apm_stage_row_new:
 *
 * Returns: (transfer floating): of a stage that was started
 */
GtkWidget *
apm_stage_row_new (ApmSession  *session,
                   ApmPipeline *pipeline,
                   guint        stage)
{
  ApmStageRow *self = g_object_new (APM_TYPE_STAGE_ROW, NULL);
  const char *command = apm_child_get_command (apm_pipeline_get_stage (pipeline, stage));

  self->session = g_object_ref (session);
  self->pipeline = g_object_ref (pipeline);
  self->stage = stage;
  gtk_label_set_label (self->command, command);
  gtk_widget_set_visible (self->pipe, !is_last (self));
  take_name (GTK_WIDGET (self->why), g_strdup_printf (_("Why does %s wait?"), command));
  take_name (GTK_WIDGET (self->kill), g_strdup_printf (_("Kill %s"), command));
  /* Translators: the pipe that this program writes to */
  take_name (self->pipe, g_strdup_printf (_("Pipe from %s"), command));
  apm_stage_row_update (self);

  return GTK_WIDGET (self);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-meter-page.h"

#include <glib/gi18n.h>

#include "apm-explore-words.h"
#include "apm-meter.h"
#include "apm-say.h"

#define N_RUNS  10000
#define SECONDS 30

struct _ApmMeterPage
{
  AdwBin parent_instance;
  GtkLabel *free_figure, *free_text;
  GtkLabel *random_figure, *random_text;
  GtkLabel *explored_figure, *explored_text;
  AdwButtonContent *start_content;

  ApmSession *session;
  ApmExplorable *program;
  ApmMeter *meter;           /* the newest; NULL: none yet */
  GSignalGroup *signals;     /* its */
};

G_DEFINE_FINAL_TYPE (ApmMeterPage, apm_meter_page, ADW_TYPE_BIN)

static void
show_figure (ApmMeterPage *self,
             ApmMeterWay   way,
             GtkLabel     *label,
             GtkLabel     *text)
{
  const ApmFigure *figure = self->meter ? apm_meter_get_figure (self->meter, way) : NULL;
  g_autofree char *number = apm_explore_dup_figure (figure, way);
  g_autofree char *words = apm_explore_dup_figure_words (figure, way);
  gboolean failed = figure && figure->state == APM_FIGURE_DONE && figure->verdict == APM_EXPLORED_FAILED;

  apm_say (GTK_WIDGET (label), number);
  apm_say (GTK_WIDGET (text), words);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
}

static void
on_changed (ApmMeterPage *self)
{
  gboolean running = self->meter && apm_meter_is_running (self->meter);

  show_figure (self, APM_METER_FREE, self->free_figure, self->free_text);
  show_figure (self, APM_METER_RANDOM, self->random_figure, self->random_text);
  show_figure (self, APM_METER_EXPLORED, self->explored_figure, self->explored_text);
  adw_button_content_set_label (self->start_content, running ? _("Cancel") : _("Measure"));
  adw_button_content_set_icon_name (self->start_content, running ? "media-playback-stop-symbolic"
                                                                 : "media-playback-start-symbolic");
}

static void
on_ended (ApmMeterPage *self)
{
  g_autofree char *title = apm_explorable_dup_title (self->program);
  const ApmFigure *freely = apm_meter_get_figure (self->meter, APM_METER_FREE);
  const ApmFigure *random = apm_meter_get_figure (self->meter, APM_METER_RANDOM);
  const ApmFigure *explored = apm_meter_get_figure (self->meter, APM_METER_EXPLORED);

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "sync",
               _("%s: %lu of %lu free runs failed, %lu of %lu random ones; explored: %s"), title,
               (gulong) freely->failed, (gulong) freely->runs, (gulong) random->failed, (gulong) random->runs,
               explored->outcome ? explored->outcome : _("not yet"));
  on_changed (self);
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMeterPage *self = APM_METER_PAGE (widget);
  g_autofree char *title = NULL;

  if (self->meter && apm_meter_is_running (self->meter))
    {
      apm_meter_cancel (self->meter);
      return;
    }

  g_clear_object (&self->meter);
  self->meter = apm_meter_new (self->program, N_RUNS, SECONDS);
  g_signal_group_set_target (self->signals, self->meter);
  g_signal_connect_object (self->session, "shutdown", G_CALLBACK (apm_meter_cancel), self->meter, G_CONNECT_SWAPPED);
  title = apm_explorable_dup_title (self->program);
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "sync", _("Measuring how often %s fails"), title);
  apm_meter_start (self->meter);
}

static void
forget (ApmMeterPage *self)
{
  if (self->meter == NULL)
    return;
  g_signal_group_set_target (self->signals, NULL);
  apm_meter_cancel (self->meter);
  g_clear_object (&self->meter);
}

/**
 * apm_meter_page_set_program:
 *
 * What is known of another program is forgotten.
 */
void
apm_meter_page_set_program (ApmMeterPage        *self,
                            ApmSession          *session,
                            const ApmExplorable *program)
{
  g_return_if_fail (APM_IS_METER_PAGE (self));

  g_set_object (&self->session, session);
  if (apm_explorable_is_same (program, self->program))
    return;
  forget (self);
  g_clear_pointer (&self->program, apm_explorable_free);
  self->program = apm_explorable_copy (program);
  on_changed (self);
}

static void
apm_meter_page_dispose (GObject *object)
{
  ApmMeterPage *self = APM_METER_PAGE (object);

  forget (self);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_METER_PAGE);
  g_clear_object (&self->session);
  g_clear_pointer (&self->program, apm_explorable_free);

  G_OBJECT_CLASS (apm_meter_page_parent_class)->dispose (object);
}

static void
apm_meter_page_class_init (ApmMeterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_meter_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-meter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, free_figure);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, free_text);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, random_figure);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, random_text);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, explored_figure);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, explored_text);
  gtk_widget_class_bind_template_child (widget_class, ApmMeterPage, start_content);
  gtk_widget_class_install_action (widget_class, "meter.start", NULL, start_action);
}

static void
apm_meter_page_init (ApmMeterPage *self)
{
  self->signals = g_signal_group_new (APM_TYPE_METER);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (on_ended), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}

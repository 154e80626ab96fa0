/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-real-box.h"

#include <glib/gi18n.h>

#include "apm-say.h"
#include "apm-why-window.h"

/* Slow enough to be watched, and the whole of it in some seconds. */
#define WHOLE_MS 5000
#define MOST_PACE_MS 250

struct _ApmRealBox
{
  AdwBin parent_instance;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *head;
  GtkLabel *text;
  GtkWidget *why_button;
  GtkWidget *stop_button;

  ApmSession *session;
  ApmForced *forced;          /* NULL: none */
  GSignalGroup *signals;      /* its */
  char *name;                 /* of its program */
  guint n_steps;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmRealBox, apm_real_box, ADW_TYPE_BIN)

static const struct {
  const char *title, *icon_name, *css_class;
} looks[] = {
  [APM_FORCED_NOTHING] = { N_("Runs for real"), "dialog-information-symbolic", "dim-label" },
  [APM_FORCED_FAILS] = { N_("Fails for real"), "window-close-symbolic", "error" },
  [APM_FORCED_FOLLOWED] = { N_("Followed for real"), "dialog-information-symbolic", "warning" },
  [APM_FORCED_DIVERGED] = { N_("Could not be followed"), "dialog-warning-symbolic", "warning" },
  [APM_FORCED_BROKEN] = { N_("Could not be run"), "dialog-error-symbolic", "error" },
  [APM_FORCED_STOPPED] = { N_("Stopped"), "media-playback-stop-symbolic", "dim-label" },
};

static void
show_look (ApmRealBox   *self,
           ApmForcedEnd  how)
{
  gboolean runs = how == APM_FORCED_NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[how].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[how].icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !runs);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), runs);
  gtk_spinner_set_spinning (self->spinner, runs);
  apm_say (GTK_WIDGET (self->head), _(looks[how].title));
}

static char *
dup_text (ApmRealBox *self)
{
  switch (apm_forced_get_state (self->forced))
    {
    case APM_FORCED_READY:
    case APM_FORCED_COMPILES:
      return g_strdup (_("Compiling the program as it is"));

    case APM_FORCED_RUNS:
      return g_strdup_printf (_("Its threads are let go in the order of the schedule: step %u of %u"),
                              apm_forced_get_position (self->forced), self->n_steps);

    case APM_FORCED_LOOKS:
      return g_strdup (_("Every operation was made, and the threads are free: what comes of it?"));

    case APM_FORCED_ENDED:
    default:
      return g_strdup (apm_forced_get_sentence (self->forced));
    }
}

static void
on_changed (ApmRealBox *self)
{
  g_autofree char *text = dup_text (self);
  gboolean ended = apm_forced_get_state (self->forced) == APM_FORCED_ENDED;
  gboolean hangs = apm_forced_get_hangs (self->forced);

  show_look (self, apm_forced_get_end (self->forced));
  apm_say (GTK_WIDGET (self->text), text);
  gtk_widget_set_visible (self->stop_button, !ended || hangs);
  gtk_widget_set_visible (self->why_button, hangs);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_ended (ApmRealBox *self)
{
  /* Translators: a program, what came of it */
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "sync", _("Ran a schedule of %s for real: %s"),
               self->name, apm_forced_get_sentence (self->forced));
}

/**
 * apm_real_box_start:
 *
 * Runs @failure's schedule for real, in the place of the run before.
 */
void
apm_real_box_start (ApmRealBox          *self,
                    ApmSession          *session,
                    const ApmExplorable *program,
                    ApmExploration      *exploration,
                    const ApmFailure    *failure)
{
  g_return_if_fail (APM_IS_REAL_BOX (self));

  apm_real_box_clear (self);
  g_set_object (&self->session, session);
  g_free (self->name);
  self->name = g_strdup (program->name);
  self->n_steps = failure->steps->len;
  self->forced = apm_forced_new (program, exploration, failure);
  apm_forced_set_pace_ms (self->forced, MIN (WHOLE_MS / MAX (self->n_steps / 2, 1), MOST_PACE_MS));
  g_signal_group_set_target (self->signals, self->forced);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  apm_forced_start (self->forced);
}

/* Of whom nobody hears any more. */
static void
give_up (ApmRealBox *self)
{
  if (self->forced == NULL)
    return;
  g_signal_group_set_target (self->signals, NULL);
  apm_forced_stop (self->forced);
  g_clear_object (&self->forced);
}

/**
 * apm_real_box_clear:
 *
 * Ends the run, also one that hangs, and forgets it.
 */
void
apm_real_box_clear (ApmRealBox *self)
{
  g_return_if_fail (APM_IS_REAL_BOX (self));

  if (self->forced == NULL)
    return;
  give_up (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * apm_real_box_get_lens:
 *
 * Returns: (transfer none) (nullable): what is seen of the real threads
 */
ApmLens *
apm_real_box_get_lens (ApmRealBox *self)
{
  return self->forced ? apm_forced_get_lens (self->forced) : NULL;
}

/**
 * apm_real_box_get_position:
 *
 * Returns: how many steps of the schedule were made for real
 */
guint
apm_real_box_get_position (ApmRealBox *self)
{
  return self->forced ? apm_forced_get_position (self->forced) : 0;
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmRealBox *self = APM_REAL_BOX (widget);

  if (self->forced)
    apm_forced_stop (self->forced);
}

static void
close_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  apm_real_box_clear (APM_REAL_BOX (widget));
}

static void
why_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmRealBox *self = APM_REAL_BOX (widget);
  ApmLens *lens = apm_real_box_get_lens (self);

  if (lens)
    apm_why_window_present (widget, self->session, self->name, apm_child_get_pid (apm_lens_get_child (lens)), 0);
}

static void
apm_real_box_dispose (GObject *object)
{
  ApmRealBox *self = APM_REAL_BOX (object);

  give_up (self);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_REAL_BOX);
  g_clear_object (&self->session);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (apm_real_box_parent_class)->dispose (object);
}

static void
apm_real_box_class_init (ApmRealBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_real_box_dispose;
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_REAL_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-real-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, icon);
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, spinner);
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, head);
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, text);
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, why_button);
  gtk_widget_class_bind_template_child (widget_class, ApmRealBox, stop_button);
  gtk_widget_class_install_action (widget_class, "real.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "real.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "real.why", NULL, why_action);
}

static void
apm_real_box_init (ApmRealBox *self)
{
  self->signals = g_signal_group_new (APM_TYPE_FORCED);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (on_ended), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

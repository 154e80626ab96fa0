/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-predict-bar.h"

#include <glib/gi18n.h>

#include "apm-say.h"

struct _ApmPredictBar
{
  AdwBin parent_instance;
  GtkImage *icon;
  GtkLabel *words;
  GtkToggleButton *guesses[APM_PREDICTION_HANGS + 1];   /* none of NONE */
  GtkLabel *score;
  GtkWidget *start_over;
};

G_DEFINE_FINAL_TYPE (ApmPredictBar, apm_predict_bar, ADW_TYPE_BIN)

enum { START_OVER, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct { const char *title, *meaning, *truth; } predictions[] = {
  [APM_PREDICTION_ENDS_WELL] = { N_("Ends Well"), N_("In whatever order its threads go on: nothing breaks, nobody hangs"),
                                 N_("It always ends well.") },
  [APM_PREDICTION_BREAKS] = { N_("Breaks"), N_("Something that must hold does not: lost, taken twice, overtaken again and again…"),
                              N_("Something that must hold can break.") },
  [APM_PREDICTION_HANGS] = { N_("Hangs"), N_("A deadlock, or all sleep and nobody is left to wake them"),
                             N_("It can hang.") },
};

static void
set_look (ApmPredictBar *self,
          const char    *icon_name,
          const char    *css_class)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "error");
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), css_class);
  gtk_image_set_from_icon_name (self->icon, icon_name);
}

/**
 * apm_predict_bar_ask:
 *
 * Asks, of a program of which nothing was guessed.
 */
void
apm_predict_bar_ask (ApmPredictBar *self)
{
  g_return_if_fail (APM_IS_PREDICT_BAR (self));

  for (guint i = APM_PREDICTION_ENDS_WELL; i < G_N_ELEMENTS (predictions); i++)
    gtk_toggle_button_set_active (self->guesses[i], FALSE);
  set_look (self, "dialog-question-symbolic", NULL);
  apm_say (GTK_WIDGET (self->words), _("What will it do? Say it, then run or explore it."));
}

/**
 * apm_predict_bar_answer:
 * @truth: what is known now; NONE: nothing is
 * @why: (nullable): a sentence
 *
 * Tells it beside the guess.
 */
void
apm_predict_bar_answer (ApmPredictBar *self,
                        ApmPrediction  truth,
                        const char    *why)
{
  g_autofree char *text = NULL;
  gboolean right = truth == apm_predict_bar_get_guess (self);

  g_return_if_fail (APM_IS_PREDICT_BAR (self) && truth < G_N_ELEMENTS (predictions));

  if (truth == APM_PREDICTION_NONE)
    {
      set_look (self, "dialog-question-symbolic", NULL);
      text = g_strdup (_("This run ended well, the next one may not: find a failing schedule, or see that there is none."));
    }
  else
    {
      set_look (self, right ? "object-select-symbolic" : "window-close-symbolic", right ? "success" : "error");
      text = g_strjoin (" ", right ? _("You were right.") : _("You were wrong."), _(predictions[truth].truth), why, NULL);
    }
  apm_say (GTK_WIDGET (self->words), text);
}

/**
 * apm_predict_bar_set_score:
 * @n: of how many it was said
 */
void
apm_predict_bar_set_score (ApmPredictBar *self,
                           guint          n_right,
                           guint          n)
{
  g_autofree char *text = NULL;

  g_return_if_fail (APM_IS_PREDICT_BAR (self));

  /* Translators: predictions that were right, and how many were made */
  text = g_strdup_printf (_("%u of %u right"), n_right, n);
  apm_say (GTK_WIDGET (self->score), text);
  gtk_widget_set_visible (GTK_WIDGET (self->score), n > 0);
  gtk_widget_set_visible (self->start_over, n > 0);
}

ApmPrediction
apm_predict_bar_get_guess (ApmPredictBar *self)
{
  g_return_val_if_fail (APM_IS_PREDICT_BAR (self), APM_PREDICTION_NONE);

  for (guint i = APM_PREDICTION_ENDS_WELL; i < G_N_ELEMENTS (predictions); i++)
    if (gtk_toggle_button_get_active (self->guesses[i]))
      return i;

  return APM_PREDICTION_NONE;
}

static void
on_start_over (ApmPredictBar *self)
{
  g_signal_emit (self, signals[START_OVER], 0);
}

static GtkWidget *
make_guesses (ApmPredictBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = APM_PREDICTION_ENDS_WELL; i < G_N_ELEMENTS (predictions); i++)
    {
      GtkWidget *guess = gtk_toggle_button_new_with_label (_(predictions[i].title));

      gtk_widget_set_tooltip_text (guess, _(predictions[i].meaning));
      gtk_box_append (GTK_BOX (box), guess);
      self->guesses[i] = GTK_TOGGLE_BUTTON (guess);
      gtk_toggle_button_set_group (self->guesses[i], i > APM_PREDICTION_ENDS_WELL ? self->guesses[i - 1] : NULL);
    }

  return box;
}

static void
apm_predict_bar_class_init (ApmPredictBarClass *klass)
{
  signals[START_OVER] = g_signal_new ("start-over", APM_TYPE_PREDICT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);
}

static void
apm_predict_bar_init (ApmPredictBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_lines (self->words, 3);
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  self->score = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->score), "numeric");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->score), _("The first answer for each program counts"));
  self->start_over = gtk_button_new_from_icon_name ("edit-clear-all-symbolic");
  gtk_widget_add_css_class (self->start_over, "flat");
  gtk_widget_set_valign (self->start_over, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->start_over, _("Forget all answers and begin anew"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start_over), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Start Over"), -1);
  g_signal_connect_object (self->start_over, "clicked", G_CALLBACK (on_start_over), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), make_guesses (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->score));
  gtk_box_append (GTK_BOX (box), self->start_over);
  adw_bin_set_child (ADW_BIN (self), box);
  apm_predict_bar_set_score (self, 0, 0);
  apm_predict_bar_ask (self);
}

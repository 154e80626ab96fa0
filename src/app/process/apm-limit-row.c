/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-limit-row.h"

#include <glib/gi18n.h>

#include "apm-tune.h"

struct _ApmLimitRow
{
  AdwActionRow parent_instance;
  int resource;
  GtkEditable *soft;
  GtkEditable *hard;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ApmLimitRow, apm_limit_row, ADW_TYPE_ACTION_ROW)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/**
 * apm_limit_parse:
 * @text: a number, or the word that the row shows for no limit
 *
 * Returns: whether it was either
 */
gboolean
apm_limit_parse (const char *text,
                 guint64    *limit)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));

  if (g_utf8_collate (bare, _("unlimited")) == 0 || g_str_equal (bare, "unlimited"))
    *limit = G_MAXUINT64;
  else if (!g_ascii_string_to_unsigned (bare, 10, 0, G_MAXINT64, limit, NULL))
    return FALSE;

  return TRUE;
}

static void
show_limit (GtkEditable *entry,
            guint64      limit)
{
  g_autofree char *text = limit == G_MAXUINT64 ? g_strdup (_("unlimited"))
                                               : g_strdup_printf ("%" G_GUINT64_FORMAT, limit);

  gtk_editable_set_text (entry, text);
}

static void
mark (GtkEditable *entry)
{
  guint64 limit;
  gboolean good = apm_limit_parse (gtk_editable_get_text (entry), &limit);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
on_changed (ApmLimitRow *self,
            GtkEditable *entry)
{
  mark (entry);
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
apm_limit_row_set_act (ApmLimitRow *self,
                       const Act   *act)
{
  g_return_if_fail (APM_IS_LIMIT_ROW (self));

  self->filling = TRUE;
  show_limit (self->soft, act->soft);
  show_limit (self->hard, act->hard);
  self->filling = FALSE;
}

/**
 * apm_limit_row_get_act:
 *
 * Returns: whether what is written there can be taken
 */
gboolean
apm_limit_row_get_act (ApmLimitRow *self,
                       Act         *act)
{
  g_return_val_if_fail (APM_IS_LIMIT_ROW (self), FALSE);

  *act = (Act) { .kind = ACT_LIMIT, .value = self->resource };

  return apm_limit_parse (gtk_editable_get_text (self->soft), &act->soft)
         && apm_limit_parse (gtk_editable_get_text (self->hard), &act->hard)
         && apm_tune_check (act, NULL);
}

static void
apm_limit_row_class_init (ApmLimitRowClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_LIMIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static GtkEditable *
add_entry (ApmLimitRow *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 10);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 14);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (entry, "numeric");
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), entry);

  return GTK_EDITABLE (entry);
}

static void
apm_limit_row_init (ApmLimitRow *self)
{
  self->soft = add_entry (self);
  self->hard = add_entry (self);
}

/**
 * apm_limit_row_new:
 * @resource: RLIMIT_*
 */
GtkWidget *
apm_limit_row_new (int resource)
{
  ApmLimitRow *self = g_object_new (APM_TYPE_LIMIT_ROW, NULL);
  const char *label = apm_limit_get_label (resource);
  /* Translators: %s is a limit such as "Open files" */
  g_autofree char *soft = g_strdup_printf (_("%s: soft limit"), label);
  g_autofree char *hard = g_strdup_printf (_("%s: hard limit"), label);

  self->resource = resource;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->soft), GTK_ACCESSIBLE_PROPERTY_LABEL, soft, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->hard), GTK_ACCESSIBLE_PROPERTY_LABEL, hard, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->soft), _("Soft limit: what holds now"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->hard), _("Hard limit: how far the process may raise it itself"));

  return GTK_WIDGET (self);
}

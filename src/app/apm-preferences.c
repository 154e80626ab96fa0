/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-preferences.h"

#include <glib/gi18n.h>

struct _ApmPreferences
{
  AdwPreferencesWindow parent_instance;
  AdwComboRow *interval;
  AdwComboRow *deadlocks;
  GtkAdjustment *entries;
  GtkAdjustment *file_mib;
  GtkAdjustment *files_rotated;
  AdwActionRow *file_row;
};

G_DEFINE_FINAL_TYPE (ApmPreferences, apm_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The choices of a row, in the order of its list in apm-preferences.ui; ascending. */
typedef struct {
  guint n;
  guint ms[5];
} Choices;

static const Choices intervals = { 5, { 500, 1000, 2000, 5000, 10000 } };
static const Choices deadlock_intervals = { 4, { 0, 2000, 10000, 60000 } };

static gboolean
ms_to_place (GValue   *value,
             GVariant *variant,
             gpointer  user_data)
{
  const Choices *choices = user_data;
  guint place = 0;

  while (place < choices->n - 1 && choices->ms[place] < g_variant_get_uint32 (variant))
    place++;
  g_value_set_uint (value, place);

  return TRUE;
}

static GVariant *
place_to_ms (const GValue       *value,
             const GVariantType *type,
             gpointer            user_data)
{
  const Choices *choices = user_data;
  guint place = g_value_get_uint (value);

  if (place >= choices->n)
    return NULL;

  return g_variant_new_uint32 (choices->ms[place]);
}

static gboolean
number_to_double (GValue   *value,
                  GVariant *variant,
                  gpointer  user_data)
{
  g_value_set_double (value, g_variant_get_uint32 (variant));

  return TRUE;
}

static GVariant *
double_to_number (const GValue       *value,
                  const GVariantType *type,
                  gpointer            user_data)
{
  return g_variant_new_uint32 ((guint32) g_value_get_double (value));
}

static void
bind_number (GSettings     *settings,
             const char    *key,
             GtkAdjustment *adjustment)
{
  g_settings_bind_with_mapping (settings, key, adjustment, "value", G_SETTINGS_BIND_DEFAULT,
                                number_to_double, double_to_number, NULL, NULL);
}

static void
bind_choices (GSettings     *settings,
              const char    *key,
              AdwComboRow   *row,
              const Choices *choices)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                ms_to_place, place_to_ms, (gpointer) choices, NULL);
}

static void
apm_preferences_bind (ApmPreferences *self,
                      GSettings      *settings)
{
  bind_choices (settings, "update-interval", self->interval, &intervals);
  bind_choices (settings, "deadlock-interval", self->deadlocks, &deadlock_intervals);
  bind_number (settings, "log-entries", self->entries);
  bind_number (settings, "log-file-mib", self->file_mib);
  bind_number (settings, "log-files-rotated", self->files_rotated);
}

/**
 * apm_preferences_new:
 * @parent: the window it belongs to
 *
 * Returns: (transfer none): a window; show it with gtk_window_present()
 */
ApmPreferences *
apm_preferences_new (GtkWindow  *parent,
                     ApmSession *session)
{
  ApmPreferences *self = g_object_new (APM_TYPE_PREFERENCES, "transient-for", parent, NULL);
  g_autofree char *path = apm_log_file_dup_path ();

  apm_preferences_bind (self, apm_session_get_settings (session));
  adw_action_row_set_subtitle (self->file_row, path);

  return self;
}

static void
apm_preferences_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), APM_TYPE_PREFERENCES);

  G_OBJECT_CLASS (apm_preferences_parent_class)->dispose (object);
}

static void
apm_preferences_class_init (ApmPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, interval);
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, deadlocks);
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, entries);
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, file_mib);
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, files_rotated);
  gtk_widget_class_bind_template_child (widget_class, ApmPreferences, file_row);
}

static void
apm_preferences_init (ApmPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-state.h"

#define KEY      "tables"
#define QUIET_MS 500

struct _ApmTableState
{
  GObject parent_instance;
  ApmTableColumns *columns;
  GSettings *settings;
  char *name;
  guint save_id;
};

G_DEFINE_FINAL_TYPE (ApmTableState, apm_table_state, G_TYPE_OBJECT)

static void
apm_table_state_save (gpointer user_data)
{
  ApmTableState *self = user_data;
  g_autoptr(GVariant) tables = g_settings_get_value (self->settings, KEY);
  GVariantBuilder builder;
  GVariantIter iter;
  GVariant *state;
  const char *name;

  self->save_id = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{s" APM_TABLE_STATE_TYPE "}"));
  g_variant_iter_init (&iter, tables);
  while (g_variant_iter_next (&iter, "{&s@" APM_TABLE_STATE_TYPE "}", &name, &state))
    {
      if (g_strcmp0 (name, self->name) != 0)
        g_variant_builder_add (&builder, "{s@" APM_TABLE_STATE_TYPE "}", name, state);
      g_variant_unref (state);
    }
  g_variant_builder_add (&builder, "{s@" APM_TABLE_STATE_TYPE "}",
                         self->name, apm_table_columns_save (self->columns));
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

static void
apm_table_state_load (ApmTableState *self)
{
  g_autoptr(GVariant) tables = g_settings_get_value (self->settings, KEY);
  g_autoptr(GVariant) state = NULL;

  state = g_variant_lookup_value (tables, self->name, G_VARIANT_TYPE (APM_TABLE_STATE_TYPE));
  if (state)
    apm_table_columns_restore (self->columns, state);
}

static void
apm_table_state_dispose (GObject *object)
{
  ApmTableState *self = APM_TABLE_STATE (object);

  if (self->save_id)
    {
      g_clear_handle_id (&self->save_id, g_source_remove);
      apm_table_state_save (self);
    }
  g_clear_object (&self->columns);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (apm_table_state_parent_class)->dispose (object);
}

static void
apm_table_state_class_init (ApmTableStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_table_state_dispose;
}

static void
apm_table_state_init (ApmTableState *self)
{
}

/**
 * apm_table_state_new:
 * @name: of the table, unique among the tables
 *
 * Brings back what was kept.
 */
ApmTableState *
apm_table_state_new (ApmTableColumns *columns,
                     GSettings       *settings,
                     const char      *name)
{
  ApmTableState *self = g_object_new (APM_TYPE_TABLE_STATE, NULL);

  self->columns = g_object_ref (columns);
  self->settings = g_object_ref (settings);
  self->name = g_strdup (name);
  apm_table_state_load (self);

  return self;
}

/* Something has changed that is to be kept. */
void
apm_table_state_touch (ApmTableState *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add_once (QUIET_MS, apm_table_state_save, self);
}

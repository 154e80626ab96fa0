/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-shelf.h"

#define KEY  "programs"
#define MOST 12

struct _ApmProgramShelf
{
  GObject parent_instance;
  ApmSession *session;
  GListStore *programs;
};

G_DEFINE_FINAL_TYPE (ApmProgramShelf, apm_program_shelf, G_TYPE_OBJECT)

static ApmProgram *
get_program (ApmProgramShelf *self,
             guint            i)
{
  g_autoptr(ApmProgram) program = g_list_model_get_item (G_LIST_MODEL (self->programs), i);

  return program;   /* the list has it */
}

static void
save (ApmProgramShelf *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->programs)); i++)
    {
      ApmProgram *program = get_program (self, i);

      if (g_utf8_validate (apm_program_get_path (program), -1, NULL)
          && g_utf8_validate (apm_program_get_arguments (program), -1, NULL)
          && g_utf8_validate (apm_program_get_directory (program), -1, NULL))
        g_variant_builder_add (&builder, "(sss)", apm_program_get_path (program),
                               apm_program_get_arguments (program), apm_program_get_directory (program));
    }
  g_settings_set_value (apm_session_get_settings (self->session), KEY, g_variant_builder_end (&builder));
}

static void
load (ApmProgramShelf *self)
{
  g_autoptr(GVariant) kept = g_settings_get_value (apm_session_get_settings (self->session), KEY);
  ApmProgramSpec spec = { NULL };
  GVariantIter iter;

  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &spec.path, &spec.arguments, &spec.directory))
    {
      g_autoptr(ApmProgram) program = apm_program_new (self->session, &spec);

      g_list_store_append (self->programs, program);
    }
}

/* The oldest of those that do not run. */
static void
drop_old (ApmProgramShelf *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->programs));

  for (guint i = n; i > 0 && n > MOST; i--)
    if (!apm_program_is_active (get_program (self, i - 1)))
      {
        g_list_store_remove (self->programs, i - 1);
        n--;
      }
}

/**
 * apm_program_shelf_open:
 *
 * Returns: (transfer none): the program that @spec means, now the first
 */
ApmProgram *
apm_program_shelf_open (ApmProgramShelf      *self,
                        const ApmProgramSpec *spec)
{
  g_autoptr(ApmProgram) program = NULL;

  g_return_val_if_fail (APM_IS_PROGRAM_SHELF (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->programs)) && spec->environment == NULL; i++)
    if (apm_program_is (get_program (self, i), spec))
      return get_program (self, i);

  program = apm_program_new (self->session, spec);
  g_list_store_insert (self->programs, 0, program);
  drop_old (self);
  save (self);

  return program;
}

/**
 * apm_program_shelf_remove:
 *
 * Forgets @program, which is stopped if it runs.
 */
void
apm_program_shelf_remove (ApmProgramShelf *self,
                          ApmProgram      *program)
{
  guint position;

  g_return_if_fail (APM_IS_PROGRAM_SHELF (self));

  if (!g_list_store_find (self->programs, program, &position))
    return;

  apm_program_stop (program);
  g_list_store_remove (self->programs, position);
  save (self);
}

GListModel *
apm_program_shelf_get_programs (ApmProgramShelf *self)
{
  g_return_val_if_fail (APM_IS_PROGRAM_SHELF (self), NULL);

  return G_LIST_MODEL (self->programs);
}

static void
stop_all (ApmProgramShelf *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->programs)); i++)
    apm_program_stop (get_program (self, i));
}

static void
apm_program_shelf_dispose (GObject *object)
{
  ApmProgramShelf *self = APM_PROGRAM_SHELF (object);

  stop_all (self);
  g_list_store_remove_all (self->programs);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_program_shelf_parent_class)->dispose (object);
}

static void
apm_program_shelf_finalize (GObject *object)
{
  g_object_unref (APM_PROGRAM_SHELF (object)->programs);

  G_OBJECT_CLASS (apm_program_shelf_parent_class)->finalize (object);
}

static void
apm_program_shelf_class_init (ApmProgramShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_program_shelf_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_program_shelf_finalize;
}

static void
apm_program_shelf_init (ApmProgramShelf *self)
{
  self->programs = g_list_store_new (APM_TYPE_PROGRAM);
}

ApmProgramShelf *
apm_program_shelf_new (ApmSession *session)
{
  ApmProgramShelf *self = g_object_new (APM_TYPE_PROGRAM_SHELF, NULL);

  self->session = g_object_ref (session);
  load (self);
  g_signal_connect_object (session, "shutdown", G_CALLBACK (stop_all), self, G_CONNECT_SWAPPED);

  return self;
}

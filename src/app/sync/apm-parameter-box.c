/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-parameter-box.h"

#include <glib/gi18n.h>

#include "apm-parameter-control.h"

struct _ApmParameterBox
{
  GtkWidget parent_instance;
  GtkWidget *preset_box;
  GtkWidget *preset;      /* GtkDropDown: the presets, then "Custom" */
  ApmProblem *problem;
  GArray *controls;       /* of ApmParameterControl */
  gboolean vertical;
  guint setting;          /* above 0: it is us who change the controls */
  const char *const *shown;   /* what a variant's failure is shown with, while that stands; borrowed of the problem */
  GPtrArray *before;      /* the controls' values before that */
};

G_DEFINE_FINAL_TYPE (ApmParameterBox, apm_parameter_box, GTK_TYPE_WIDGET)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static ApmParameterControl *
find_control (ApmParameterBox *self,
              const char      *id,
              gsize            length)
{
  for (guint i = 0; i < self->controls->len; i++)
    {
      ApmParameterControl *control = &g_array_index (self->controls, ApmParameterControl, i);

      if (strlen (control->parameter->id) == length && strncmp (control->parameter->id, id, length) == 0)
        return control;
    }

  return NULL;
}

/* "producers=2": the control and the value, or NULL where there is none such. */
static ApmParameterControl *
find_pair (ApmParameterBox *self,
           const char      *pair,
           const char     **value)
{
  const char *equals = strchr (pair, '=');

  *value = equals != NULL ? equals + 1 : NULL;
  if (equals == NULL)
    return NULL;

  return find_control (self, pair, equals - pair);
}

static gboolean
values_match (ApmParameterBox   *self,
              const char *const *values)
{
  for (guint i = 0; values[i] != NULL; i++)
    {
      const char *value;
      ApmParameterControl *control = find_pair (self, values[i], &value);
      g_autofree char *now = control != NULL ? apm_parameter_control_dup_value (control) : NULL;

      if (g_strcmp0 (now, value) != 0)
        return FALSE;
    }

  return TRUE;
}

static void
update_preset (ApmParameterBox *self)
{
  guint n, i;
  const ApmPreset *presets = apm_problem_get_presets (self->problem, &n);

  for (i = 0; i < n; i++)
    if (values_match (self, presets[i].values))
      break;

  self->setting++;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->preset), i);
  self->setting--;
}

static void
on_control_changed (ApmParameterBox *self)
{
  if (self->setting > 0)
    return;

  update_preset (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_values (ApmParameterBox   *self,
            const char *const *values)
{
  self->setting++;
  for (guint i = 0; values[i] != NULL; i++)
    {
      const char *value;
      ApmParameterControl *control = find_pair (self, values[i], &value);

      if (control != NULL)
        apm_parameter_control_set_value (control, value);
    }
  self->setting--;
}

static void
on_preset_chosen (ApmParameterBox *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->preset));
  guint n;
  const ApmPreset *presets = self->problem != NULL ? apm_problem_get_presets (self->problem, &n) : NULL;

  if (self->setting > 0 || presets == NULL || chosen >= n)
    return;

  set_values (self, presets[chosen].values);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_box (ApmParameterBox *self,
         GtkWidget       *box)
{
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  apm_parameter_control_orient (box, self->vertical);
}

static void
add_control (ApmParameterBox    *self,
             const ApmParameter *parameter)
{
  ApmParameterControl control;

  apm_parameter_control_init (&control, parameter);
  add_box (self, control.box);
  g_signal_connect_object (control.control, apm_parameter_control_get_signal (&control),
                           G_CALLBACK (on_control_changed), self, G_CONNECT_SWAPPED);
  g_array_append_val (self->controls, control);
}

static void
clear (ApmParameterBox *self)
{
  for (guint i = 0; i < self->controls->len; i++)
    gtk_widget_unparent (g_array_index (self->controls, ApmParameterControl, i).box);

  g_array_set_size (self->controls, 0);
  g_clear_pointer (&self->preset_box, gtk_widget_unparent);
  self->preset = NULL;
}

static void
add_preset (ApmParameterBox *self)
{
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);
  guint n;
  const ApmPreset *presets = apm_problem_get_presets (self->problem, &n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, presets[i].title);

  /* Translators: parameters that are those of no preset */
  gtk_string_list_append (titles, _("Custom"));
  self->preset = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&titles)), NULL);
  self->preset_box = apm_parameter_control_make_box (_("Preset"), NULL, self->preset);
  add_box (self, self->preset_box);
  g_signal_connect_object (self->preset, "notify::selected", G_CALLBACK (on_preset_chosen), self,
                           G_CONNECT_SWAPPED);
}

/**
 * apm_parameter_box_set_problem:
 *
 * Makes the controls of @problem, with their defaults.
 */
void
apm_parameter_box_set_problem (ApmParameterBox *self,
                               ApmProblem      *problem)
{
  const ApmParameter *parameters;
  guint n;

  g_return_if_fail (APM_IS_PARAMETER_BOX (self));
  g_return_if_fail (APM_IS_PROBLEM (problem));

  if (!g_set_object (&self->problem, problem))
    return;

  self->shown = NULL;
  self->setting++;
  clear (self);
  add_preset (self);
  parameters = apm_problem_get_parameters (problem, &n);
  for (guint i = 0; i < n; i++)
    add_control (self, &parameters[i]);
  update_preset (self);
  self->setting--;
}

static void
keep_values (ApmParameterBox *self)
{
  g_ptr_array_set_size (self->before, 0);
  for (guint i = 0; i < self->controls->len; i++)
    {
      const ApmParameterControl *control = &g_array_index (self->controls, ApmParameterControl, i);
      g_autofree char *value = apm_parameter_control_dup_value (control);

      g_ptr_array_add (self->before, g_strconcat (control->parameter->id, "=", value, NULL));
    }
  g_ptr_array_add (self->before, NULL);
}

/**
 * apm_parameter_box_set_variant:
 * @variant: of the problem
 *
 * Of a variant that is wrong on purpose, sets what its failure is soon seen
 * with. With the next variant all is as it was before, unless somebody has
 * changed what was set. Nothing is signalled.
 */
void
apm_parameter_box_set_variant (ApmParameterBox  *self,
                               const ApmVariant *variant)
{
  g_return_if_fail (APM_IS_PARAMETER_BOX (self));
  g_return_if_fail (variant != NULL);

  if (self->shown != NULL && values_match (self, self->shown))
    set_values (self, (const char *const *) self->before->pdata);

  self->shown = variant->right ? NULL : variant->shows;
  if (self->shown != NULL)
    {
      keep_values (self);
      set_values (self, self->shown);
    }

  update_preset (self);
}

/**
 * apm_parameter_box_set_vertical:
 * @vertical: one below the other, else in a row
 */
void
apm_parameter_box_set_vertical (ApmParameterBox *self,
                                gboolean         vertical)
{
  GtkLayoutManager *layout;

  g_return_if_fail (APM_IS_PARAMETER_BOX (self));

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  self->vertical = vertical;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), vertical ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  for (GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (self)); box != NULL;
       box = gtk_widget_get_next_sibling (box))
    apm_parameter_control_orient (box, vertical);
}

/**
 * apm_parameter_box_apply:
 * @experiment: one that has not started
 *
 * Sets every parameter of @experiment to what the controls say.
 */
gboolean
apm_parameter_box_apply (ApmParameterBox *self,
                         ApmExperiment   *experiment,
                         GError         **error)
{
  g_return_val_if_fail (APM_IS_PARAMETER_BOX (self), FALSE);

  for (guint i = 0; i < self->controls->len; i++)
    {
      const ApmParameterControl *control = &g_array_index (self->controls, ApmParameterControl, i);
      g_autofree char *value = apm_parameter_control_dup_value (control);

      if (!apm_experiment_set (experiment, control->parameter->id, value, error))
        return FALSE;
    }

  return TRUE;
}

static void
apm_parameter_box_dispose (GObject *object)
{
  ApmParameterBox *self = APM_PARAMETER_BOX (object);

  /* A number that is being typed is taken when its control goes. */
  self->setting++;
  clear (self);
  g_clear_object (&self->problem);

  G_OBJECT_CLASS (apm_parameter_box_parent_class)->dispose (object);
}

static void
apm_parameter_box_finalize (GObject *object)
{
  g_array_unref (APM_PARAMETER_BOX (object)->controls);
  g_ptr_array_unref (APM_PARAMETER_BOX (object)->before);

  G_OBJECT_CLASS (apm_parameter_box_parent_class)->finalize (object);
}

static void
apm_parameter_box_class_init (ApmParameterBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_parameter_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_parameter_box_finalize;

  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_PARAMETER_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
apm_parameter_box_init (ApmParameterBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->controls = g_array_new (FALSE, FALSE, sizeof (ApmParameterControl));
  self->before = g_ptr_array_new_with_free_func (g_free);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

GtkWidget *
apm_parameter_box_new (void)
{
  return g_object_new (APM_TYPE_PARAMETER_BOX, NULL);
}

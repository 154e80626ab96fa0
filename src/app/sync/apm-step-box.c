/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-step-box.h"

#include "apm-operations.h"
#include "apm-scene-text.h"
#include "apm-text.h"

#include <glib/gi18n.h>

struct _ApmStepBox
{
  AdwBin parent_instance;

  GtkButton *button;
  GtkBox *actors;            /* of check buttons, one group */
  GtkDropDown *speed;
  GtkBox *operations;        /* of check buttons */
  GtkLabel *no_operations;

  ApmExperiment *experiment;
  const ApmVariant *variant; /* of which the operations are */
  guint actor;
  GHashTable *left_out;      /* set of lines */
  ApmSourceMarks *marks;     /* that have a switch for each of them; not ours */
};

G_DEFINE_FINAL_TYPE (ApmStepBox, apm_step_box, ADW_TYPE_BIN)

/* How long each operation is held. */
static const struct { guint ms; const char *title; } speeds[] = {
  { 0, N_("Full speed") },
  { 10, N_("Each operation 10 ms later") },
  { 100, N_("Each operation 0.1 s later") },
  { 500, N_("Each operation 0.5 s later") },
  { 1000, N_("Each operation 1 s later") },
};

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

/* Actors */

static void
show_button (ApmStepBox *self)
{
  const ApmScene *scene = apm_experiment_get_scene (self->experiment);
  const char *name = self->actor < scene->n_actors ? scene->actors[self->actor].name : "";
  /* Translators: an actor's name follows; it does one operation. */
  g_autofree char *label = g_strdup_printf (_("Step %s"), name);

  if (g_strcmp0 (gtk_button_get_label (self->button), label) != 0)
    gtk_button_set_label (self->button, label);
}

static void
on_actor_toggled (ApmStepBox     *self,
                  GtkCheckButton *check)
{
  if (!gtk_check_button_get_active (check))
    return;

  self->actor = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "apm-actor"));
  show_button (self);
}

static void
show_actors (ApmStepBox *self)
{
  const ApmScene *scene = apm_experiment_get_scene (self->experiment);
  GtkCheckButton *first = NULL;

  if (self->actor >= scene->n_actors)
    self->actor = 0;
  clear_box (self->actors);
  for (guint i = 0; i < scene->n_actors; i++)
    {
      GtkCheckButton *check = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (scene->actors[i].name));

      g_object_set_data (G_OBJECT (check), "apm-actor", GUINT_TO_POINTER (i));
      gtk_check_button_set_group (check, first);
      gtk_check_button_set_active (check, i == self->actor);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_actor_toggled), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->actors, GTK_WIDGET (check));
      if (first == NULL)
        first = check;
    }
}

/* Says of each actor what it does now; one that waits cannot be let go. */
static void
update_actors (ApmStepBox *self)
{
  const ApmScene *scene = apm_experiment_get_scene (self->experiment);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->actors));

  for (guint i = 0; i < scene->n_actors && child; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *state = apm_actor_dup_text (scene, &scene->actors[i]);
      /* Translators: an actor's name, and what it does now */
      g_autofree char *label = g_strdup_printf (_("%s: %s"), scene->actors[i].name, state);

      if (g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (child)), label) != 0)
        gtk_check_button_set_label (GTK_CHECK_BUTTON (child), label);
    }
}

/* Operations */

static guint
get_line (GtkWidget *check)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "apm-line"));
}

/* The source has the same switches in its gutter. */
static void
show_switches (ApmStepBox *self)
{
  g_autoptr(GArray) switches = g_array_new (FALSE, FALSE, sizeof (ApmSourceSwitch));
  GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->operations));

  for (; check; check = gtk_widget_get_next_sibling (check))
    {
      ApmSourceSwitch one = { get_line (check), !gtk_check_button_get_active (GTK_CHECK_BUTTON (check)) };

      g_array_append_val (switches, one);
    }
  if (self->marks)
    apm_source_marks_set_switches (self->marks, (const ApmSourceSwitch *) (gpointer) switches->data, switches->len);
}

static void
on_switch_toggled (ApmStepBox *self,
                   guint       line)
{
  GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->operations));

  for (; check; check = gtk_widget_get_next_sibling (check))
    if (get_line (check) == line)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
}

static void
on_operation_toggled (ApmStepBox     *self,
                      GtkCheckButton *check)
{
  guint line = get_line (GTK_WIDGET (check));
  gboolean left_out = !gtk_check_button_get_active (check);

  if (left_out)
    g_hash_table_add (self->left_out, GUINT_TO_POINTER (line));
  else
    g_hash_table_remove (self->left_out, GUINT_TO_POINTER (line));
  apm_experiment_set_knocked (self->experiment, line, left_out);
  show_switches (self);
}

static void
add_operation (ApmStepBox         *self,
               const ApmOperation *operation)
{
  /* Translators: a line's number, and a call in C */
  g_autofree char *label = g_strdup_printf (_("%u  %s"), operation->line, operation->text);
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_object_set_data (G_OBJECT (check), "apm-line", GUINT_TO_POINTER (operation->line));
  gtk_widget_add_css_class (check, "monospace");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_operation_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->operations, check);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmStepBox) self = user_data;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GArray) found = NULL;
  guint last_line = 0;
  gsize length;

  if (!g_file_load_contents_finish (G_FILE (source), result, &contents, &length, NULL, NULL) ||
      self->variant == NULL || g_strcmp0 (path, self->variant->source_path) != 0)
    return;

  text = apm_text_to_utf8 (contents, length);
  found = apm_operations_find (text);
  clear_box (self->operations);
  for (guint i = 0; i < found->len; i++)
    {
      const ApmOperation *operation = &g_array_index (found, ApmOperation, i);

      /* All of a line is left out together. */
      if (operation->line != last_line)
        add_operation (self, operation);
      last_line = operation->line;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->no_operations), found->len == 0);
  show_switches (self);
}

static void
load_operations (ApmStepBox *self)
{
  g_autoptr(GFile) file = g_file_new_for_path (self->variant->source_path);

  g_hash_table_remove_all (self->left_out);
  clear_box (self->operations);
  show_switches (self);
  g_file_load_contents_async (file, NULL, on_loaded, g_object_ref (self));
}

/* Speed */

static void
on_speed (ApmStepBox *self)
{
  guint chosen = gtk_drop_down_get_selected (self->speed);

  if (self->experiment != NULL && chosen < G_N_ELEMENTS (speeds))
    apm_experiment_set_slow_ms (self->experiment, speeds[chosen].ms);
}

/**
 * apm_step_box_set_marks:
 * @marks: the gutter that shows and has switches for the operations
 */
void
apm_step_box_set_marks (ApmStepBox     *self,
                        ApmSourceMarks *marks)
{
  g_return_if_fail (APM_IS_STEP_BOX (self) && APM_IS_SOURCE_MARKS (marks));

  self->marks = marks;
  g_object_add_weak_pointer (G_OBJECT (marks), (gpointer *) &self->marks);
  g_signal_connect_object (marks, "toggled", G_CALLBACK (on_switch_toggled), self, G_CONNECT_SWAPPED);
}

/**
 * apm_step_box_set_experiment:
 * @experiment: not started; what was chosen is ordered of it
 */
void
apm_step_box_set_experiment (ApmStepBox    *self,
                             ApmExperiment *experiment)
{
  GHashTableIter iter;
  gpointer line;

  g_return_if_fail (APM_IS_STEP_BOX (self) && APM_IS_EXPERIMENT (experiment));

  g_set_object (&self->experiment, experiment);
  if (self->variant != apm_experiment_get_variant (experiment))
    {
      self->variant = apm_experiment_get_variant (experiment);
      load_operations (self);
    }
  g_hash_table_iter_init (&iter, self->left_out);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    apm_experiment_set_knocked (experiment, GPOINTER_TO_UINT (line), TRUE);
  on_speed (self);
  show_actors (self);
  apm_step_box_update (self);
}

/**
 * apm_step_box_update:
 *
 * Shows what the actors do now.
 */
void
apm_step_box_update (ApmStepBox *self)
{
  g_return_if_fail (APM_IS_STEP_BOX (self));

  if (self->experiment == NULL)
    return;

  show_button (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->actors)))
    update_actors (self);
}

/**
 * apm_step_box_get_actor:
 *
 * Returns: whose turn it is, its place in the scene
 */
guint
apm_step_box_get_actor (ApmStepBox *self)
{
  g_return_val_if_fail (APM_IS_STEP_BOX (self), 0);

  return self->actor;
}

/* The widget */

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, 6);

  return label;
}

static void
append_group (GtkBox     *box,
              const char *heading,
              GtkBox     *group)
{
  gtk_box_append (box, make_heading (heading));
  gtk_accessible_update_property (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  gtk_box_append (box, GTK_WIDGET (group));
}

static GtkDropDown *
make_speed (void)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *speed;

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    gtk_string_list_append (titles, _(speeds[i].title));
  speed = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (speed), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Speed"), -1);

  return GTK_DROP_DOWN (speed);
}

static GtkWidget *
make_content (ApmStepBox *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  GtkWidget *undo = gtk_button_new_with_mnemonic (_("_Undo Step"));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (undo), "win.lab-undo");
  gtk_widget_set_tooltip_text (undo, _("Run again up to the step before (Ctrl+Shift+,)"));
  append_group (box, _("Who goes next"), self->actors);
  gtk_box_append (box, undo);
  gtk_box_append (box, make_heading (_("Speed")));
  gtk_box_append (box, GTK_WIDGET (self->speed));
  append_group (box, _("Operations that are done"), self->operations);
  gtk_box_append (box, GTK_WIDGET (self->no_operations));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);

  return scroller;
}

static void
apm_step_box_dispose (GObject *object)
{
  ApmStepBox *self = APM_STEP_BOX (object);

  if (self->marks)
    g_object_remove_weak_pointer (G_OBJECT (self->marks), (gpointer *) &self->marks);
  self->marks = NULL;
  g_clear_object (&self->experiment);
  g_clear_pointer (&self->left_out, g_hash_table_unref);
  self->variant = NULL;

  G_OBJECT_CLASS (apm_step_box_parent_class)->dispose (object);
}

static void
apm_step_box_class_init (ApmStepBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_step_box_dispose;
}

static GtkWidget *
make_menu_button (ApmStepBox *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *button = gtk_menu_button_new ();

  gtk_widget_add_css_class (popover, "apm-padded");
  gtk_popover_set_child (GTK_POPOVER (popover), make_content (self));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Who goes next, how slowly, and without which operations"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Steps"), -1);

  return button;
}

static void
apm_step_box_init (ApmStepBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->left_out = g_hash_table_new (NULL, NULL);
  self->actors = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  self->operations = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  self->no_operations = GTK_LABEL (gtk_label_new (_("This program uses no locks and no semaphores.")));
  self->speed = make_speed ();
  self->button = GTK_BUTTON (gtk_button_new ());

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.lab-step");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Do one operation and stop again (Ctrl+.)"));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (box), make_menu_button (self));
  adw_bin_set_child (ADW_BIN (self), box);

  g_signal_connect_object (self->speed, "notify::selected", G_CALLBACK (on_speed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actors, "map", G_CALLBACK (update_actors), self, G_CONNECT_SWAPPED);
}

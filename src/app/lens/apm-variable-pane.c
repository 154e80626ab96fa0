/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-variable-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-lens-values.h"
#include "apm-lens-variables.h"
#include "apm-variable-row.h"

#define READ_MS    100
#define MOST_TRIES 40    /* to find one: its program may only just have begun */

/* One variable of one run. */
typedef struct {
  char *name;
  ApmLensVariable variable;
  gboolean found;
  guint n_tries;
  double values[APM_VARIABLE_MOST];
  guint n;               /* that were read; 0: none */
} Watch;

/* A reading: the thread's alone until it is done. */
typedef struct {
  ApmVariablePane *pane;
  ApmLens *lens;         /* let go on the main thread */
  int pid;
  GPtrArray *watches;    /* of Watch */
  GStrv names;           /* of all that can be watched; NULL: they were not asked for */
  gboolean wants_names;
} Reading;

struct _ApmVariablePane
{
  AdwBin parent_instance;
  ApmProgram *program;
  GtkEditable *entry;
  GtkListBox *list;      /* of the program's names */
  ApmLens *lens;         /* that @watches were found in */
  GPtrArray *watches;    /* of Watch; NULL: a thread has them */
  GStrv names;           /* that can be watched in it; NULL: not known (yet) */
  guint n_tries;         /* to know them */
  GtkListStore *offers;  /* the same, for who types one */
  guint source;
};

G_DEFINE_FINAL_TYPE (ApmVariablePane, apm_variable_pane, ADW_TYPE_BIN)

static void
watch_free (gpointer data)
{
  g_free (((Watch *) data)->name);
  g_free (data);
}

/* In a thread */

static void
read_watch (const Reading *reading,
            Watch         *watch)
{
  guint n;

  watch->n = 0;
  if (!watch->found && watch->n_tries < MOST_TRIES)
    {
      watch->found = apm_lens_find_variable (reading->lens, 0, watch->name, &watch->variable);
      watch->n_tries++;
    }
  n = watch->found ? MIN (watch->variable.count, APM_VARIABLE_MOST) : 0;
  if (n > 0 && apm_lens_values_read (reading->pid, &watch->variable, watch->values, n))
    watch->n = n;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Reading *reading = data;

  for (guint i = 0; i < reading->watches->len; i++)
    read_watch (reading, reading->watches->pdata[i]);
  if (reading->wants_names)
    reading->names = apm_lens_dup_variables (reading->lens, 0);
  g_task_return_boolean (task, TRUE);
}

/* What was read */

static void
show_watch (ApmVariablePane *self,
            ApmVariableRow  *row,
            const Watch     *watch)
{
  if (watch->n > 0)
    apm_variable_row_set_values (row, watch->values, watch->n, watch->variable.count);
  else if (!watch->found && self->names && (*self->names || watch->n_tries >= MOST_TRIES))
    {
      g_autofree char *advice = apm_lens_variables_dup_advice ((const char *const *) self->names, watch->name);

      apm_variable_row_set_text (row, advice);
    }
}

static ApmVariableRow *
find_row (ApmVariablePane *self,
          const char      *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (g_str_equal (apm_variable_row_get_name (APM_VARIABLE_ROW (row)), name))
      return APM_VARIABLE_ROW (row);

  return NULL;
}

static void read_soon (ApmVariablePane *self);

/* A program that has only just begun has none yet. */
static void
take_names (ApmVariablePane *self,
            GStrv            names)
{
  gboolean is_last = ++self->n_tries >= MOST_TRIES;

  if (*names == NULL && !is_last)
    {
      g_strfreev (names);
      return;
    }

  self->names = names;
  for (guint i = 0; names[i]; i++)
    gtk_list_store_insert_with_values (self->offers, NULL, -1, 0, names[i], -1);
}

static void
forget_names (ApmVariablePane *self)
{
  g_clear_pointer (&self->names, g_strfreev);
  gtk_list_store_clear (self->offers);
  self->n_tries = 0;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Reading *reading = data;
  ApmVariablePane *self = reading->pane;

  if (self->lens == reading->lens && self->names == NULL && reading->names)
    take_names (self, g_steal_pointer (&reading->names));
  for (guint i = 0; self->lens == reading->lens && i < reading->watches->len; i++)
    {
      const Watch *watch = reading->watches->pdata[i];
      ApmVariableRow *row = find_row (self, watch->name);

      if (row)
        show_watch (self, row, watch);
    }
  self->watches = reading->watches;
  read_soon (self);
  g_strfreev (reading->names);
  g_object_unref (reading->lens);
  g_object_unref (self);
  g_free (reading);
}

/* Those that are listed now; what is known of them stays. */
static void
renew_watches (ApmVariablePane *self)
{
  GPtrArray *watches = g_ptr_array_new_with_free_func (watch_free);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    {
      const char *name = apm_variable_row_get_name (APM_VARIABLE_ROW (row));
      Watch *watch = g_new0 (Watch, 1);

      for (guint w = 0; w < self->watches->len; w++)
        if (g_str_equal (((Watch *) self->watches->pdata[w])->name, name))
          *watch = *(Watch *) self->watches->pdata[w];
      watch->name = g_strdup (name);
      g_ptr_array_add (watches, watch);
    }
  g_ptr_array_unref (self->watches);
  self->watches = watches;
}

static void
read_now (ApmVariablePane *self)
{
  ApmLens *lens = self->program ? apm_program_get_lens (self->program) : NULL;
  g_autoptr(GTask) task = NULL;
  Reading *reading;

  if (lens == NULL || !apm_program_is_active (self->program) || self->watches == NULL)
    return;

  if (g_set_object (&self->lens, lens))
    {
      g_ptr_array_set_size (self->watches, 0);
      forget_names (self);
    }
  renew_watches (self);
  if (self->watches->len == 0 && self->names)
    return;

  reading = g_new (Reading, 1);
  *reading = (Reading) { g_object_ref (self), g_object_ref (lens), apm_child_get_pid (apm_lens_get_child (lens)),
                         g_steal_pointer (&self->watches), NULL, self->names == NULL };
  task = g_task_new (NULL, NULL, on_read, reading);
  g_task_set_task_data (task, reading, NULL);
  g_task_run_in_thread (task, read_in_thread);
}

static void
on_time_to_read (gpointer data)
{
  ApmVariablePane *self = data;

  self->source = 0;
  read_now (self);
}

static void
read_soon (ApmVariablePane *self)
{
  if (self->source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_timeout_add_once (READ_MS, on_time_to_read, self);
}

/* Which are watched: the program's list, so that it is there when it is shown again */

static void
on_remove (ApmVariablePane *self,
           ApmVariableRow  *row)
{
  GtkStringList *names = GTK_STRING_LIST (apm_program_get_variables (self->program));
  int i = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  gtk_string_list_remove (names, (guint) i);
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  GtkWidget *row = apm_variable_row_new (gtk_string_object_get_string (item));

  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), data, G_CONNECT_SWAPPED);

  return row;
}

static void
on_add (ApmVariablePane *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (self->program == NULL || *name == '\0' || find_row (self, name))
    return;

  gtk_string_list_append (GTK_STRING_LIST (apm_program_get_variables (self->program)), name);
  gtk_editable_set_text (self->entry, "");
  read_now (self);
}

/**
 * apm_variable_pane_set_program:
 * @program: (nullable)
 */
void
apm_variable_pane_set_program (ApmVariablePane *self,
                               ApmProgram      *program)
{
  g_return_if_fail (APM_IS_VARIABLE_PANE (self));

  if (self->program != program)
    {
      g_set_object (&self->program, program);
      gtk_list_box_bind_model (self->list, program ? apm_program_get_variables (program) : NULL, create_row, self, NULL);
    }
  read_soon (self);
}

/* The object */

static void
apm_variable_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (apm_variable_pane_parent_class)->map (widget);
  read_soon (APM_VARIABLE_PANE (widget));
}

static void
apm_variable_pane_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&APM_VARIABLE_PANE (widget)->source, g_source_remove);
  GTK_WIDGET_CLASS (apm_variable_pane_parent_class)->unmap (widget);
}

static void
apm_variable_pane_dispose (GObject *object)
{
  ApmVariablePane *self = APM_VARIABLE_PANE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->program);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (apm_variable_pane_parent_class)->dispose (object);
}

static void
apm_variable_pane_finalize (GObject *object)
{
  ApmVariablePane *self = APM_VARIABLE_PANE (object);

  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_strfreev (self->names);
  g_object_unref (self->offers);

  G_OBJECT_CLASS (apm_variable_pane_parent_class)->finalize (object);
}

static void
apm_variable_pane_class_init (ApmVariablePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_variable_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_variable_pane_finalize;
  widget_class->map = apm_variable_pane_map;
  widget_class->unmap = apm_variable_pane_unmap;
}

static gboolean
is_offered (GtkEntryCompletion *completion,
            const char         *key,
            GtkTreeIter        *iter,
            gpointer            data)
{
  ApmVariablePane *self = data;
  g_autofree char *name = NULL;

  gtk_tree_model_get (GTK_TREE_MODEL (self->offers), iter, 0, &name, -1);

  return name && apm_lens_variables_match (name, key);
}

/* While a name is typed those that there are and have it in them are offered. */
static void
offer_names (ApmVariablePane *self)
{
  GtkEntryCompletion *completion = gtk_entry_completion_new ();

  self->offers = gtk_list_store_new (1, G_TYPE_STRING);
  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (self->offers));
  gtk_entry_completion_set_text_column (completion, 0);
  gtk_entry_completion_set_inline_selection (completion, TRUE);
  gtk_entry_completion_set_match_func (completion, is_offered, self, NULL);
  gtk_entry_set_completion (GTK_ENTRY (self->entry), completion);
  g_object_unref (completion);
}

static GtkWidget *
create_bar (ApmVariablePane *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *add = gtk_button_new_with_label (_("Watch"));

  self->entry = GTK_EDITABLE (entry);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Global variable or array: count, buffer, buffer[3], bank.total"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Variable to watch"), -1);
  gtk_widget_set_hexpand (entry, TRUE);
  offer_names (self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_add), self);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (on_add), self);
  gtk_box_append (GTK_BOX (bar), entry);
  gtk_box_append (GTK_BOX (bar), add);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_bottom (bar, 6);

  return bar;
}

static GtkWidget *
create_placeholder (void)
{
  GtkWidget *label = gtk_label_new (_("Variables that you name here are read while the program runs: a number becomes "
                                      "a small graph, an array a row of slots."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_widget_set_margin_top (label, 36);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
apm_variable_pane_init (ApmVariablePane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->watches = g_ptr_array_new_with_free_func (watch_free);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, create_placeholder ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Watched variables"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), create_bar (self));
  gtk_box_append (GTK_BOX (box), scroller);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
apm_variable_pane_new (void)
{
  return g_object_new (APM_TYPE_VARIABLE_PANE, NULL);
}

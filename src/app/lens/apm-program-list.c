/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-list.h"

#include <glib/gi18n.h>

#include "apm-program-words.h"

#define MOST_HEIGHT 170   /* the problems keep their room */

struct _ApmProgramList
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkListBox *list;
  GListModel *programs;
};

G_DEFINE_FINAL_TYPE (ApmProgramList, apm_program_list, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

/* A row */

#define APM_TYPE_PROGRAM_ROW (apm_program_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramRow, apm_program_row, APM, PROGRAM_ROW, GtkListBoxRow)

struct _ApmProgramRow
{
  GtkListBoxRow parent_instance;
  ApmProgram *program;
  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (ApmProgramRow, apm_program_row, GTK_TYPE_LIST_BOX_ROW)

static void
apm_program_row_finalize (GObject *object)
{
  g_clear_object (&APM_PROGRAM_ROW (object)->program);

  G_OBJECT_CLASS (apm_program_row_parent_class)->finalize (object);
}

static void
apm_program_row_class_init (ApmProgramRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_program_row_finalize;
}

static void
apm_program_row_init (ApmProgramRow *self)
{
}

static void
update_row (ApmProgramRow *self)
{
  g_autofree char *state = apm_program_dup_state_text (self->program);
  g_autofree char *name = g_strdup_printf (_("%s: %s"), apm_program_get_name (self->program), state);

  gtk_image_set_from_icon_name (self->icon, apm_program_state_get_icon (apm_program_get_state (self->program)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  ApmProgramRow *self = g_object_new (APM_TYPE_PROGRAM_ROW, NULL);
  ApmProgram *program = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arguments = new_label (apm_program_get_arguments (program), "caption");
  g_autofree char *shown = g_filename_display_name (apm_program_get_path (program));

  self->program = g_object_ref (program);
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), new_label (apm_program_get_name (program), NULL));
  gtk_widget_set_hexpand (arguments, TRUE);
  gtk_widget_add_css_class (arguments, "dim-label");
  gtk_box_append (GTK_BOX (box), arguments);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), shown);
  g_signal_connect_object (program, "changed", G_CALLBACK (update_row), self, G_CONNECT_SWAPPED);
  update_row (self);

  return GTK_WIDGET (self);
}

/* The list */

static void
on_row_activated (ApmProgramList *self,
                  ApmProgramRow  *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, row->program);
}

static void
update_visible (ApmProgramList *self)
{
  gtk_widget_set_visible (self->scroller, g_list_model_get_n_items (self->programs) > 0);
}

/**
 * apm_program_list_select:
 * @program: (nullable): in the list; %NULL: none
 */
void
apm_program_list_select (ApmProgramList *self,
                         ApmProgram     *program)
{
  GtkListBoxRow *row;

  g_return_if_fail (APM_IS_PROGRAM_LIST (self));

  gtk_list_box_unselect_all (self->list);
  for (int i = 0; program && (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (APM_PROGRAM_ROW (row)->program == program)
      gtk_list_box_select_row (self->list, row);
}

static void
apm_program_list_dispose (GObject *object)
{
  ApmProgramList *self = APM_PROGRAM_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->programs);

  G_OBJECT_CLASS (apm_program_list_parent_class)->dispose (object);
}

static void
apm_program_list_class_init (ApmProgramListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_program_list_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", APM_TYPE_PROGRAM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, APM_TYPE_PROGRAM);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
create_scroller (ApmProgramList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Programs"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));

  return scroller;
}

static void
apm_program_list_init (ApmProgramList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Open Program…"));

  self->scroller = create_scroller (self);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), "win.open-program('')");
  gtk_widget_set_tooltip_text (button, _("Watch a program of your own, or a C file (Ctrl+O)"));
  gtk_widget_set_margin_start (button, 12);
  gtk_widget_set_margin_end (button, 12);
  gtk_widget_set_margin_top (button, 6);
  gtk_widget_set_margin_bottom (button, 8);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_set_spacing (GTK_BOX (box), 0);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
apm_program_list_new (GListModel *programs)
{
  ApmProgramList *self = g_object_new (APM_TYPE_PROGRAM_LIST, NULL);

  self->programs = g_object_ref (programs);
  gtk_list_box_bind_model (self->list, programs, create_row, NULL, NULL);
  g_signal_connect_object (programs, "items-changed", G_CALLBACK (update_visible), self, G_CONNECT_SWAPPED);
  update_visible (self);

  return GTK_WIDGET (self);
}

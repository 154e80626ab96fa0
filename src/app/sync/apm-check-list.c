/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-check-list.h"

#include <glib/gi18n.h>

#include "apm-text.h"

/* How a check stands. */
typedef enum { WAITING, HOLDS, BROKEN, N_STANDINGS } Standing;

static const struct {
  const char *icon_name;
  const char *css_class;
  const char *words;      /* NULL: made from the moment */
} standings[N_STANDINGS] = {
  [WAITING] = { "content-loading-symbolic", "dim-label", N_("not checked yet") },
  [HOLDS] = { "object-select-symbolic", "success", N_("holds") },
  [BROKEN] = { "window-close-symbolic", "error", NULL },
};

typedef struct {
  GtkWidget *row;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *words;
  int standing;           /* -1: none shown yet */
} Row;

struct _ApmCheckList
{
  GtkWidget parent_instance;
  GtkWidget *grid;
  GArray *rows;           /* of Row */
  guint n_columns;
};

G_DEFINE_FINAL_TYPE (ApmCheckList, apm_check_list, GTK_TYPE_WIDGET)

/* In one column there is room for all the words, else for one line of them. A
 * row moves without leaving the grid: GTK would not tell screen readers of one
 * that comes back. */
static void
place_row (ApmCheckList *self,
           const Row    *row,
           guint         index)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->grid);
  GtkGridLayoutChild *place = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, row->row));
  GtkWidget *labels[] = { row->title, row->words };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_wrap (GTK_LABEL (labels[i]), self->n_columns == 1);
      gtk_label_set_ellipsize (GTK_LABEL (labels[i]),
                               self->n_columns == 1 ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
    }

  gtk_grid_layout_child_set_column (place, index % self->n_columns);
  gtk_grid_layout_child_set_row (place, index / self->n_columns);
}

static Row
make_row (void)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Row row = { gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), gtk_image_new (), gtk_label_new (NULL),
              gtk_label_new (NULL), -1 };

  gtk_label_set_xalign (GTK_LABEL (row.title), 0);
  gtk_label_set_xalign (GTK_LABEL (row.words), 0);
  gtk_widget_add_css_class (row.words, "caption");
  gtk_widget_set_valign (row.icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (texts, TRUE);

  gtk_box_append (GTK_BOX (texts), row.title);
  gtk_box_append (GTK_BOX (texts), row.words);
  gtk_box_append (GTK_BOX (row.row), row.icon);
  gtk_box_append (GTK_BOX (row.row), texts);

  return row;
}

static char *
dup_words (const ApmCheck *check,
           Standing        standing)
{
  g_autofree char *after = NULL;

  if (standing != BROKEN)
    return g_strdup (_(standings[standing].words));

  after = apm_text_format_span (check->at_us);

  /* Translators: how long after the start something broke, and how */
  return g_strdup_printf (_("broken after %s: %s"), after, check->sentence);
}

static void
set_standing (Row            *row,
              const ApmCheck *check,
              Standing        standing)
{
  g_autofree char *words = NULL;

  gtk_label_set_label (GTK_LABEL (row->title), check->title);
  if (row->standing == (int) standing)
    return;

  words = dup_words (check, standing);
  if (row->standing >= 0)
    gtk_widget_remove_css_class (row->icon, standings[row->standing].css_class);

  row->standing = standing;
  gtk_widget_add_css_class (row->icon, standings[standing].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), standings[standing].icon_name);
  gtk_label_set_label (GTK_LABEL (row->words), words);
  gtk_widget_set_tooltip_text (row->row, standing == BROKEN ? check->sentence : NULL);
}

/**
 * apm_check_list_update:
 *
 * Shows how the checks of @experiment stand now.
 */
void
apm_check_list_update (ApmCheckList  *self,
                       ApmExperiment *experiment)
{
  const ApmCheck *checks;
  gboolean started;
  guint n;

  g_return_if_fail (APM_IS_CHECK_LIST (self));
  g_return_if_fail (APM_IS_EXPERIMENT (experiment));

  checks = apm_experiment_get_checks (experiment, &n);
  /* One that is being compiled, or does not compile, has kept no promise. */
  started = apm_experiment_get_scene (experiment)->started_us != 0;

  while (self->rows->len > n)
    {
      GtkWidget *row = g_array_index (self->rows, Row, self->rows->len - 1).row;

      gtk_grid_remove (GTK_GRID (self->grid), row);
      g_array_set_size (self->rows, self->rows->len - 1);
    }

  while (self->rows->len < n)
    {
      Row row = make_row ();

      gtk_grid_attach (GTK_GRID (self->grid), row.row, 0, 0, 1, 1);
      place_row (self, &row, self->rows->len);
      g_array_append_val (self->rows, row);
    }

  for (guint i = 0; i < n; i++)
    set_standing (&g_array_index (self->rows, Row, i), &checks[i],
                  !checks[i].holds ? BROKEN : started ? HOLDS : WAITING);
}

/**
 * apm_check_list_set_columns:
 * @n_columns: how many checks stand side by side, 1 or more
 */
void
apm_check_list_set_columns (ApmCheckList *self,
                            guint         n_columns)
{
  g_return_if_fail (APM_IS_CHECK_LIST (self));
  g_return_if_fail (n_columns > 0);

  if (self->n_columns == n_columns)
    return;

  self->n_columns = n_columns;
  for (guint i = 0; i < self->rows->len; i++)
    place_row (self, &g_array_index (self->rows, Row, i), i);
}

static void
apm_check_list_dispose (GObject *object)
{
  g_clear_pointer (&APM_CHECK_LIST (object)->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (apm_check_list_parent_class)->dispose (object);
}

static void
apm_check_list_finalize (GObject *object)
{
  g_array_unref (APM_CHECK_LIST (object)->rows);

  G_OBJECT_CLASS (apm_check_list_parent_class)->finalize (object);
}

static void
apm_check_list_class_init (ApmCheckListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_check_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_check_list_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
apm_check_list_init (ApmCheckList *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Checks of this run"), -1);
  self->n_columns = 3;
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_set_valign (self->grid, GTK_ALIGN_START);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
apm_check_list_new (void)
{
  return g_object_new (APM_TYPE_CHECK_LIST, NULL);
}

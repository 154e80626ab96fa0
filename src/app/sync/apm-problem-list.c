/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-list.h"

#include <glib/gi18n.h>

#include "apm-prediction.h"

#define BESIDE 6 /* px that are seen above and below the chosen row */

/* A row is a problem, and stands for the first of its variants, or a variant. */

#define APM_TYPE_PROBLEM_ROW (apm_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmProblemRow, apm_problem_row, APM, PROBLEM_ROW, GtkListBoxRow)

struct _ApmProblemRow
{
  GtkListBoxRow parent_instance;
  ApmProblem *problem;
  const ApmVariant *variant; /* NULL for the problem itself */
  char *haystack;            /* what the search looks in */
  GtkImage *icon;            /* of a variant: its verdict */
  GtkLabel *verdict;
};

G_DEFINE_FINAL_TYPE (ApmProblemRow, apm_problem_row, GTK_TYPE_LIST_BOX_ROW)

struct _ApmProblemList
{
  GtkWidget parent_instance;
  GtkWidget *entry;
  GtkWidget *list;
  GStrv words;               /* searched for, folded */
  guint scroll_tick;
};

G_DEFINE_FINAL_TYPE (ApmProblemList, apm_problem_list, GTK_TYPE_WIDGET)

static void
apm_problem_row_finalize (GObject *object)
{
  ApmProblemRow *self = APM_PROBLEM_ROW (object);

  g_clear_object (&self->problem);
  g_free (self->haystack);

  G_OBJECT_CLASS (apm_problem_row_parent_class)->finalize (object);
}

static void
apm_problem_row_class_init (ApmProblemRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_problem_row_finalize;
}

static void
apm_problem_row_init (ApmProblemRow *self)
{
}

static GtkWidget *
make_label (const char *text,
            gboolean    expand,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, expand);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
show_verdict (ApmProblemRow *row,
              gboolean       secret)
{
  const ApmVariant *variant = row->variant;
  const char *icon_name = variant->right ? "object-select-symbolic" : "window-close-symbolic";
  const char *css_class = variant->right ? "success" : "error";
  g_autofree char *told = g_strdup_printf ("%s\n%s", variant->title, variant->expectation);
  g_autofree char *name = NULL;

  gtk_image_set_from_icon_name (row->icon, secret ? "dialog-question-symbolic" : icon_name);
  gtk_label_set_label (row->verdict, secret ? "" : apm_expectation_get_label (variant->expected));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), secret ? variant->title : told);
  if (secret)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (row->icon), css_class);
      name = g_strdup_printf (_("%s: %s"), apm_problem_get_title (row->problem), variant->title);
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (row->icon), css_class);
      name = g_strdup_printf (variant->right ? _("%s: %s, right") : _("%s: %s, wrong"),
                              apm_problem_get_title (row->problem), variant->title);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fill_variant_row (ApmProblemRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  row->icon = GTK_IMAGE (gtk_image_new ());
  row->verdict = GTK_LABEL (make_label ("", FALSE, "caption"));
  gtk_widget_set_margin_start (box, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->icon));
  gtk_box_append (GTK_BOX (box), make_label (row->variant->title, TRUE, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->verdict));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  show_verdict (row, FALSE);
}

static GtkWidget *
make_row (ApmProblem       *problem,
          const ApmVariant *variant)
{
  ApmProblemRow *row = g_object_new (APM_TYPE_PROBLEM_ROW, NULL);
  g_autofree char *text = g_strconcat (apm_problem_get_title (problem), " ", apm_problem_get_id (problem), " ",
                                       apm_problem_get_group (problem), " ",
                                       variant != NULL ? variant->title : "", NULL);

  row->problem = g_object_ref (problem);
  row->variant = variant;
  row->haystack = g_utf8_casefold (text, -1);

  if (variant != NULL)
    {
      fill_variant_row (row);
    }
  else
    {
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row),
                                  make_label (apm_problem_get_title (problem), TRUE, "heading"));
      gtk_widget_set_tooltip_text (GTK_WIDGET (row), apm_problem_get_text (problem));
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      apm_problem_get_title (problem), -1);
    }

  return GTK_WIDGET (row);
}

/**
 * apm_problem_list_set_catalogue:
 * @catalogue: (nullable): of #ApmProblem
 */
void
apm_problem_list_set_catalogue (ApmProblemList *self,
                                GListModel     *catalogue)
{
  GtkListBoxRow *row;
  guint n_problems;

  g_return_if_fail (APM_IS_PROBLEM_LIST (self));

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));

  n_problems = catalogue != NULL ? g_list_model_get_n_items (catalogue) : 0;
  for (guint i = 0; i < n_problems; i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);
      guint n_variants;
      const ApmVariant *variants = apm_problem_get_variants (problem, &n_variants);

      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (problem, NULL));
      for (guint j = 0; j < n_variants; j++)
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (problem, &variants[j]));
    }
}

/**
 * apm_problem_list_set_secret:
 * @known: (nullable): a{sb}: verdicts are shown of those "PROBLEM:VARIANT" only; %NULL: of all
 */
void
apm_problem_list_set_secret (ApmProblemList *self,
                             GVariant       *known)
{
  GtkListBoxRow *row;

  g_return_if_fail (APM_IS_PROBLEM_LIST (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    {
      ApmProblemRow *one = APM_PROBLEM_ROW (row);
      g_autofree char *name = NULL;

      if (one->variant == NULL)
        continue;
      name = g_strconcat (apm_problem_get_id (one->problem), ":", one->variant->id, NULL);
      show_verdict (one, known != NULL && !apm_predictions_knows (known, name));
    }
}

static gboolean
on_scroll (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ApmProblemList *self = APM_PROBLEM_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkAdjustment *place = gtk_list_box_get_adjustment (GTK_LIST_BOX (self->list));
  graphene_rect_t bounds; /* in the viewport, since the list's own do not count its padding */

  if (row != NULL && place != NULL &&
      gtk_widget_compute_bounds (GTK_WIDGET (row), gtk_widget_get_parent (self->list), &bounds))
    {
      double y = gtk_adjustment_get_value (place) + bounds.origin.y;

      gtk_adjustment_clamp_page (place, y - BESIDE, y + bounds.size.height + BESIDE);
    }

  self->scroll_tick = 0;
  return G_SOURCE_REMOVE;
}

/* A row that is not on the screen has no place yet. */
static void
scroll_later (ApmProblemList *self)
{
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_scroll, NULL, NULL);
}

/**
 * apm_problem_list_select:
 *
 * Marks the row of @variant; nothing is asked for.
 */
void
apm_problem_list_select (ApmProblemList   *self,
                         ApmProblem       *problem,
                         const ApmVariant *variant)
{
  GtkListBoxRow *row;

  g_return_if_fail (APM_IS_PROBLEM_LIST (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (APM_PROBLEM_ROW (row)->variant == variant && APM_PROBLEM_ROW (row)->problem == problem)
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
        scroll_later (self);
        return;
      }

  gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
}

/**
 * apm_problem_list_search:
 *
 * Puts the keyboard into the search.
 */
void
apm_problem_list_search (ApmProblemList *self)
{
  g_return_if_fail (APM_IS_PROBLEM_LIST (self));

  gtk_widget_grab_focus (self->entry);
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  ApmProblemList *self = user_data;

  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    if (strstr (APM_PROBLEM_ROW (row)->haystack, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const char *group = apm_problem_get_group (APM_PROBLEM_ROW (row)->problem);
  GtkWidget *header;

  if (before != NULL && g_strcmp0 (apm_problem_get_group (APM_PROBLEM_ROW (before)->problem), group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  header = make_label (group, TRUE, "caption-heading");
  gtk_widget_set_margin_top (header, 12);
  gtk_widget_set_margin_bottom (header, 6);
  gtk_widget_set_margin_start (header, 12);
  gtk_list_box_row_set_header (row, header);
}

static void
on_search_changed (ApmProblemList *self,
                   GtkSearchEntry *entry)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);

  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t", -1);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static void
on_row_activated (ApmProblemList *self,
                  ApmProblemRow  *row)
{
  g_autofree char *name = NULL;

  if (row->variant != NULL)
    name = g_strconcat (apm_problem_get_id (row->problem), ":", row->variant->id, NULL);
  else
    name = g_strdup (apm_problem_get_id (row->problem));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.lab-select", "s", name);
}

static void
apm_problem_list_dispose (GObject *object)
{
  ApmProblemList *self = APM_PROBLEM_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PROBLEM_LIST);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (apm_problem_list_parent_class)->dispose (object);
}

static void
apm_problem_list_class_init (ApmProblemListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_problem_list_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-problem-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmProblemList, entry);
  gtk_widget_class_bind_template_child (widget_class, ApmProblemList, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
apm_problem_list_init (ApmProblemList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_row, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), update_header, NULL, NULL);
}

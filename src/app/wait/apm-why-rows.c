/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-rows.h"

#include <glib/gi18n.h>

static const char *
get_grade (const ApmWaitNode *node)
{
  gboolean is_guess = node->wait && node->end == APM_WAIT_END_DENIED && node->wait->n_candidates > 0;

  if (node->wait == NULL || (node->wait->n_groups == 0 && !is_guess))
    return NULL;

  switch (is_guess ? apm_wait_grade_candidates (node->wait) : node->wait->grade)
    {
    case APM_WAIT_GRADE_PROVEN:
      return _("proven");
    case APM_WAIT_GRADE_LIKELY:
      return _("likely");
    case APM_WAIT_GRADE_UNKNOWN:
    default:
      return _("not known");
    }
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0,
                                   "selectable", FALSE, NULL);

  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static GtkWidget *
create_row (void)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_add_css_class (box, "apm-why-row");
  add_label (box, NULL);
  add_label (box, "heading");
  add_label (box, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  return row;
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text ? text : "") != 0)
    gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static char *
dup_sentence (char *words)
{
  g_autofree char *text = words;

  /* Translators: the end of a sentence. */
  return text ? g_strdup_printf (_("%s."), text) : NULL;
}

static void
set_row (GtkListBoxRow      *row,
         const ApmWaitChain *chain,
         guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  g_autofree char *sentence = dup_sentence (apm_wait_words_node (chain, index));
  /* That others wait for it is true only where there are any. */
  gboolean runs_alone = node->end == APM_WAIT_END_RUNNING && chain->nodes->len == 1;
  g_autofree char *root = node->is_root && !runs_alone ? dup_sentence (apm_wait_words_root (chain, index)) : NULL;

  set_text (label, sentence);
  label = gtk_widget_get_next_sibling (label);
  set_text (label, root);
  label = gtk_widget_get_next_sibling (label);
  set_text (label, get_grade (node));
}

/**
 * apm_why_rows_set:
 *
 * Rows that stay keep their selection and the focus.
 */
void
apm_why_rows_set (GtkListBox         *list,
                  const ApmWaitChain *chain)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < chain->nodes->len; i++)
    {
      row = gtk_list_box_get_row_at_index (list, i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (create_row ());
          gtk_list_box_append (list, GTK_WIDGET (row));
        }
      set_row (row, chain, i);
    }
  while ((row = gtk_list_box_get_row_at_index (list, chain->nodes->len)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

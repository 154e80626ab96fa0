/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-order-pane.h"

#include <glib/gi18n.h>

#include "apm-empty-page.h"
#include "apm-order-picture.h"
#include "apm-say.h"

struct _ApmOrderPane
{
  AdwBin parent_instance;
  GtkStack *stack;
  GtkWidget *picture;
  GtkWidget *trouble;        /* the box of the sentence */
  GtkLabel *sentence;
};

G_DEFINE_FINAL_TYPE (ApmOrderPane, apm_order_pane, ADW_TYPE_BIN)

static char *
dup_sentences (ApmLensReport *report)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < report->rings->len; i++)
    {
      g_autofree char *ring = apm_lens_report_dup_ring (report->rings->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", ring);
    }
  if (report->is_order_cut)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            _("There are more pairs of locks than are kept: not all of them are shown."));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_order_pane_set_report:
 * @report: (nullable)
 */
void
apm_order_pane_set_report (ApmOrderPane  *self,
                           ApmLensReport *report)
{
  g_autofree char *sentences = report ? dup_sentences (report) : g_strdup ("");

  g_return_if_fail (APM_IS_ORDER_PANE (self));

  apm_order_picture_set_report (APM_ORDER_PICTURE (self->picture), report);
  apm_say (GTK_WIDGET (self->sentence), sentences);
  gtk_widget_set_visible (self->trouble, *sentences != '\0');
  gtk_stack_set_visible_child_name (self->stack, report && report->edges->len > 0 ? "order" : "empty");
}

static GtkWidget *
create_trouble (ApmOrderPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (NULL);

  self->sentence = GTK_LABEL (label);
  gtk_label_set_xalign (self->sentence, 0);
  gtk_label_set_wrap (self->sentence, TRUE);
  gtk_label_set_selectable (self->sentence, TRUE);
  gtk_widget_add_css_class (icon, "error");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_visible (box, FALSE);

  return box;
}

static void
apm_order_pane_class_init (ApmOrderPaneClass *klass)
{
}

static void
apm_order_pane_init (ApmOrderPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *empty = apm_empty_page_new ();

  self->picture = apm_order_picture_new ();
  self->trouble = create_trouble (self);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->picture);
  gtk_box_append (GTK_BOX (box), self->trouble);
  gtk_box_append (GTK_BOX (box), scroller);
  apm_empty_page_set (empty, NULL, _("No Order Yet"),
                      _("Where a thread takes a lock while it holds another one, an arrow goes from the first to "
                        "the second. A ring of arrows is a deadlock that can come."), NULL, NULL);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, box, "order");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
apm_order_pane_new (void)
{
  return g_object_new (APM_TYPE_ORDER_PANE, NULL);
}

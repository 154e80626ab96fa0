/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-node.h"

#include <glib/gi18n.h>

#include "apm-text.h"

struct _ApmWhyNode
{
  GtkToggleButton parent_instance;
  GtkLabel *name;
  GtkLabel *number;
  GtkLabel *mark;
};

G_DEFINE_FINAL_TYPE (ApmWhyNode, apm_why_node, GTK_TYPE_TOGGLE_BUTTON)

static const char *
get_name (const ApmWaitNode *node)
{
  gboolean is_thread = node->tid != 0 && !node->is_any && node->n_threads > 1;

  if (is_thread && node->thread_name && node->tid != node->pid)
    return node->thread_name;

  return node->process_name;
}

static char *
dup_number (const ApmWaitNode *node)
{
  g_autofree char *time = node->waited_us >= G_USEC_PER_SEC ? apm_text_format_span (node->waited_us) : NULL;
  gboolean is_thread = node->tid != 0 && !node->is_any && node->n_threads > 1;
  g_autofree char *who = is_thread && node->tid == node->pid
                         ? g_strdup_printf (_("main thread of %d"), node->pid)
                         : is_thread ? g_strdup_printf (_("thread %d of %s"), node->tid, node->process_name)
                                     : g_strdup_printf (_("PID %d"), node->pid);

  /* Translators: who it is, and for how long it has waited. */
  return time ? g_strdup_printf (_("%s · %s"), who, time) : g_steal_pointer (&who);
}

/* What is told by more than a colour. */
static const char *
get_mark (const ApmWaitNode *node)
{
  if (node->in_knot)
    return node->fate.rank == APM_WAIT_STUCK ? _("⟳ in the deadlock") : _("⟳ probably in a deadlock");

  switch (node->end)
    {
    case APM_WAIT_END_RUNNING:
      return node->wait && node->wait->kind != APM_WAIT_RUNNING ? _("may go on") : _("▶ running");
    case APM_WAIT_END_STOPPED:
      return _("■ stopped: root cause");
    case APM_WAIT_END_TRACED:
      return _("■ held by its tracer: root cause");
    case APM_WAIT_END_ORPHANED:
      return _("✕ nobody can unlock: root cause");
    case APM_WAIT_END_TIMED:
      return _("◷ ends by itself");
    case APM_WAIT_END_OPEN:
      return node->wait && node->wait->flags & APM_WAIT_IDLE ? _("idle by design") : _("for anybody");
    case APM_WAIT_END_UNRECORDED:
      return _("? no owner is recorded");
    case APM_WAIT_END_DENIED:
      return _("? not permitted to know");
    case APM_WAIT_END_UNKNOWN:
      return _("? not known");
    case APM_WAIT_END_CUT:
      return _("… and on");
    case APM_WAIT_END_NONE:
    case APM_WAIT_N_ENDS:
    default:
      return NULL;
    }
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text ? text : "") != 0)
    gtk_label_set_text (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/**
 * apm_why_node_set:
 * @index: of one of the chain's nodes
 */
void
apm_why_node_set (ApmWhyNode         *self,
                  const ApmWaitChain *chain,
                  guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *number = dup_number (node);
  g_autofree char *name = apm_wait_words_name (node);
  g_autofree char *sentence = apm_wait_words_node (chain, index);
  const char *mark = get_mark (node);

  set_text (self->name, get_name (node));
  set_text (self->number, number);
  set_text (self->mark, mark);
  set_class (GTK_WIDGET (self), "knot", node->in_knot);
  set_class (GTK_WIDGET (self), "root", node->is_root && !node->in_knot);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, mark ? mark : sentence, -1);
}

static GtkLabel *
add_label (GtkBox     *box,
           const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", 26,
                                   "xalign", 0.5, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);

  return GTK_LABEL (label);
}

static void
apm_why_node_class_init (ApmWhyNodeClass *klass)
{
}

static void
apm_why_node_init (ApmWhyNode *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  self->name = add_label (GTK_BOX (box), "heading");
  self->number = add_label (GTK_BOX (box), "caption");
  self->mark = add_label (GTK_BOX (box), "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (self), "apm-why-node");
  gtk_button_set_child (GTK_BUTTON (self), box);
}

GtkWidget *
apm_why_node_new (void)
{
  return g_object_new (APM_TYPE_WHY_NODE, NULL);
}

/* Whether two chains tell of the same one. */
gboolean
apm_why_node_is_same (const ApmWaitNode *node,
                      const ApmWaitNode *other)
{
  return node->pid == other->pid && node->tid == other->tid && !node->is_any == !other->is_any;
}

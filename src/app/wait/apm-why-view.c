/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-view-private.h"

#include <glib/gi18n.h>

#include "apm-error.h"
#include "apm-why-node.h"
#include "apm-why-pan.h"
#include "apm-why-rows.h"

/* From one look to the next while it is on the screen. */
#define AGAIN_MS 2000

/* So many are not seen at one glance. */
#define LONG_CHAIN 5

enum { GO_TO, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWhyView, apm_why_view, ADW_TYPE_BIN)

static void look (ApmWhyView *self);

static void
choose (ApmWhyView *self,
        guint       index)
{
  self->is_following = TRUE;
  apm_why_picture_set_selected (self->picture, index);
  gtk_list_box_select_row (self->rows, gtk_list_box_get_row_at_index (self->rows, index));
  self->is_following = FALSE;
  apm_why_view_update_actions (self);
}

/* The one that was chosen if it is there still, else the first root cause: what can be done is done there. */
static guint
find_chosen (const ApmWaitChain *chain,
             const ApmWaitNode  *before)
{
  guint root = 0;

  for (guint i = chain->nodes->len; i > 0; i--)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i - 1);

      if (before && apm_why_node_is_same (node, before))
        return i - 1;
      if (node->is_root)
        root = i - 1;
    }

  return root;
}

/* Of a deadlock that it is one; of a chain so long that its end is out of sight, what is there. */
static char *
dup_answer (const ApmWaitChain *chain)
{
  char *verdict = apm_wait_words_verdict (chain);

  for (guint i = 0; verdict == NULL && chain->nodes->len >= LONG_CHAIN && i < chain->nodes->len; i++)
    if (apm_wait_chain_get_node (chain, i)->is_root)
      verdict = apm_wait_words_root (chain, i);

  return verdict;
}

static void
show_trouble (ApmWhyView *self,
              const char *sentence)
{
  apm_why_picture_set_chain (self->picture, NULL);
  g_clear_pointer (&self->chain, apm_wait_chain_free);
  adw_status_page_set_description (self->trouble, sentence);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  apm_why_view_update_actions (self);
}

static void
show_chain (ApmWhyView   *self,
            ApmWaitChain *chain)
{
  ApmWaitChain *old = self->chain;
  const ApmWaitNode *before = apm_why_view_get_chosen (self);
  guint chosen = find_chosen (chain, before);
  g_autofree char *answer = dup_answer (chain);

  self->chain = chain;
  self->is_following = TRUE;
  apm_why_picture_set_chain (self->picture, chain);
  apm_why_rows_set (self->rows, chain);
  self->is_following = FALSE;
  choose (self, chosen);

  gtk_label_set_text (self->verdict, answer ? answer : "");
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), answer != NULL);
  apm_why_offer_set_chain (self->offer, chain);
  gtk_stack_set_visible_child_name (self->stack, "chain");
  g_clear_pointer (&old, apm_wait_chain_free);
}

/* Its number may have been given to another meanwhile. */
static gboolean
is_the_same (ApmWhyView         *self,
             const ApmWaitChain *chain)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (chain->pass, self->pid);

  if (process == NULL)
    return TRUE;
  if (self->start_ticks == 0)
    self->start_ticks = process->start_ticks;

  return self->start_ticks == process->start_ticks;
}

static void
on_again (gpointer user_data)
{
  ApmWhyView *self = user_data;

  self->again = 0;
  look (self);
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmWhyView) self = user_data;
  g_autoptr(GError) error = NULL;
  ApmWaitChain *chain = apm_wait_watch_ask_finish (APM_WAIT_WATCH (source), result, &error);

  /* Then another look may be under way already. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (chain == NULL)
    {
      show_trouble (self, error->message);
    }
  else if (!is_the_same (self, chain))
    {
      g_autofree char *text = g_strdup_printf (_("The process has ended; its number %d belongs to another now."),
                                               self->pid);

      apm_wait_chain_free (chain);
      show_trouble (self, text);
      return;
    }
  else
    {
      show_chain (self, chain);
    }

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !g_error_matches (error, APM_ERROR, APM_ERROR_GONE))
    self->again = g_timeout_add_once (AGAIN_MS, on_again, self);
}

static void
look (ApmWhyView *self)
{
  if (self->pid == 0 || self->cancellable)
    return;

  /* What is paused stands still, but is shown once. */
  if (self->chain && apm_session_get_paused (self->session))
    {
      self->again = g_timeout_add_once (AGAIN_MS, on_again, self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  apm_wait_watch_ask_async (apm_session_get_waits (self->session), self->pid, self->tid, self->cancellable,
                            on_looked, g_object_ref (self));
}

static void
stop_looking (ApmWhyView *self)
{
  g_clear_handle_id (&self->again, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
on_node_selected (ApmWhyView *self,
                  guint       index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, index);

  choose (self, index);
  if (row)
    apm_why_pan_show (self->rows_scroller, GTK_WIDGET (row));
}

static void
on_row_selected (ApmWhyView    *self,
                 GtkListBoxRow *row)
{
  GtkWidget *node;

  if (self->is_following || row == NULL)
    return;

  choose (self, gtk_list_box_row_get_index (row));
  node = apm_why_picture_get_node (self->picture, gtk_list_box_row_get_index (row));
  if (node)
    apm_why_pan_show (self->picture_scroller, node);
}

void
apm_why_view_go_to (ApmWhyView *self,
                    guint       index)
{
  const ApmWaitNode *node;

  if (self->chain == NULL || index >= self->chain->nodes->len)
    return;

  node = apm_wait_chain_get_node (self->chain, index);
  g_signal_emit (self, signals[GO_TO], 0, node->pid, node->is_any || node->n_threads <= 1 ? 0 : node->tid);
}

static void
on_node_activated (ApmWhyView *self,
                   guint       index)
{
  apm_why_view_go_to (self, index);
}

static void
on_row_activated (ApmWhyView    *self,
                  GtkListBoxRow *row)
{
  /* A single click chooses; Enter or a second one goes there, as in the picture. */
  if ((guint) gtk_list_box_row_get_index (row) == apm_why_picture_get_selected (self->picture)
      && gtk_widget_has_focus (GTK_WIDGET (row)))
    apm_why_view_go_to (self, gtk_list_box_row_get_index (row));
}

/* What is shown was seen with other rights. */
static void
on_offer_changed (ApmWhyView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  stop_looking (self);
  look (self);
}

/**
 * apm_why_view_dup_text:
 *
 * Returns: (transfer full) (nullable): the sentences
 */
char *
apm_why_view_dup_text (ApmWhyView *self)
{
  g_return_val_if_fail (APM_IS_WHY_VIEW (self), NULL);

  return self->chain ? apm_wait_words_all (self->chain) : NULL;
}

static void
apm_why_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (apm_why_view_parent_class)->map (widget);

  look (APM_WHY_VIEW (widget));
}

static void
apm_why_view_unmap (GtkWidget *widget)
{
  stop_looking (APM_WHY_VIEW (widget));
  apm_why_offer_end (APM_WHY_VIEW (widget)->offer);

  GTK_WIDGET_CLASS (apm_why_view_parent_class)->unmap (widget);
}

/**
 * apm_why_view_set_subject:
 * @pid: 0 for nobody
 * @tid: 0 for the process
 */
void
apm_why_view_set_subject (ApmWhyView *self,
                          int         pid,
                          int         tid)
{
  g_return_if_fail (APM_IS_WHY_VIEW (self));

  if (pid == self->pid && tid == self->tid)
    return;

  stop_looking (self);
  apm_why_picture_set_chain (self->picture, NULL);
  apm_why_picture_set_selected (self->picture, G_MAXUINT);
  g_clear_pointer (&self->chain, apm_wait_chain_free);
  self->pid = pid;
  self->tid = tid;
  self->start_ticks = 0;
  apm_why_view_update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, pid ? "looking" : "none");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    look (self);
}

static void
apm_why_view_dispose (GObject *object)
{
  ApmWhyView *self = APM_WHY_VIEW (object);

  stop_looking (self);
  if (self->picture)
    apm_why_picture_set_chain (self->picture, NULL);
  /* Before the template lets go of it: AdwBin would unparent it a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_WHY_VIEW);
  g_clear_pointer (&self->chain, apm_wait_chain_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_why_view_parent_class)->dispose (object);
}

static void
apm_why_view_class_init (ApmWhyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_why_view_dispose;
  widget_class->map = apm_why_view_map;
  widget_class->unmap = apm_why_view_unmap;

  signals[GO_TO] = g_signal_new ("go-to", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);

  g_type_ensure (APM_TYPE_WHY_OFFER);
  g_type_ensure (APM_TYPE_WHY_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-why-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, verdict);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, offer);
  gtk_widget_class_bind_template_callback (widget_class, on_offer_changed);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, paned);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, picture);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, picture_scroller);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, rows);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyView, rows_scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_node_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_node_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);

  apm_why_view_install_acts (widget_class);
}

static void
apm_why_view_init (ApmWhyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  apm_why_pan_attach (self->picture_scroller);
  apm_why_view_update_actions (self);
}

/**
 * apm_why_view_new:
 * @orientation: horizontal where there is room for the sentences beside the picture
 */
GtkWidget *
apm_why_view_new (ApmSession     *session,
                  GtkOrientation  orientation)
{
  ApmWhyView *self = g_object_new (APM_TYPE_WHY_VIEW, NULL);

  self->session = g_object_ref (session);
  apm_why_offer_set_session (self->offer, session);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paned), orientation);

  return GTK_WIDGET (self);
}

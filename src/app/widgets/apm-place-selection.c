/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-place-selection.h"

/* GTK makes widgets of the first 205 rows at once, which holds everything up for a
 * tenth of a second. It is told of a screen of them, then of some at a turn. */
#define FIRST_ROWS  40
#define MORE_ROWS   16
#define GTKS_ROWS  205

struct _ApmPlaceSelection
{
  GObject parent_instance;
  ApmView *view;
  guint n_told;        /* of the view's rows, to GTK */
  guint tell_id;       /* until all are */
  guint64 key;
  guint index;         /* where the row was seen last; GTK_INVALID_LIST_POSITION: none selected */
  gboolean pinned;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType
apm_place_selection_get_item_type (GListModel *model)
{
  return APM_TYPE_PLACE;
}

static guint
apm_place_selection_get_n_items (GListModel *model)
{
  return APM_PLACE_SELECTION (model)->n_told;
}

static gpointer
apm_place_selection_get_item (GListModel *model,
                              guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (APM_PLACE_SELECTION (model)->view), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = apm_place_selection_get_item_type;
  iface->get_n_items = apm_place_selection_get_n_items;
  iface->get_item = apm_place_selection_get_item;
}

static gboolean
apm_place_selection_is_selected (GtkSelectionModel *model,
                                 guint              position)
{
  return APM_PLACE_SELECTION (model)->index == position;
}

static GtkBitset *
apm_place_selection_get_selection_in_range (GtkSelectionModel *model,
                                            guint              position,
                                            guint              n_items)
{
  ApmPlaceSelection *self = APM_PLACE_SELECTION (model);
  GtkBitset *selection = gtk_bitset_new_empty ();

  if (self->index != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (selection, self->index);

  return selection;
}

static void
apm_place_selection_move (ApmPlaceSelection *self,
                          guint              index)
{
  guint before = self->index;

  if (before == index)
    return;

  self->index = index;
  if (before < self->n_told)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), before, 1);
  if (index < self->n_told)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), index, 1);
}

static gboolean
apm_place_selection_select_item (GtkSelectionModel *model,
                                 guint              position,
                                 gboolean           unselect_rest)
{
  ApmPlaceSelection *self = APM_PLACE_SELECTION (model);

  if (position >= apm_view_get_n_rows (self->view))
    return FALSE;

  if (!self->pinned)
    apm_place_selection_select_key (self, apm_view_get_key (self->view, position));

  return TRUE;
}

static gboolean
apm_place_selection_unselect_item (GtkSelectionModel *model,
                                   guint              position)
{
  ApmPlaceSelection *self = APM_PLACE_SELECTION (model);

  if (!self->pinned && self->index == position)
    apm_place_selection_clear (self);

  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = apm_place_selection_is_selected;
  iface->get_selection_in_range = apm_place_selection_get_selection_in_range;
  iface->select_item = apm_place_selection_select_item;
  iface->unselect_item = apm_place_selection_unselect_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ApmPlaceSelection, apm_place_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

/* Rows seldom move far: looks around the old place first. */
static gboolean
find_near (ApmView *view,
           guint64  key,
           guint    start,
           guint   *index)
{
  guint n_rows = apm_view_get_n_rows (view);
  guint below = MIN (start, n_rows), above = below;

  while (below > 0 || above < n_rows)
    {
      if (above < n_rows)
        {
          if (apm_view_get_key (view, above) == key)
            return *index = above, TRUE;
          above++;
        }
      if (below > 0 && apm_view_get_key (view, --below) == key)
        return *index = below, TRUE;
    }

  return FALSE;
}

static void
on_refreshed (ApmView           *view,
              ApmPlaceSelection *self)
{
  guint index;

  if (self->index == GTK_INVALID_LIST_POSITION)
    return;

  if (find_near (view, self->key, self->index, &index))
    apm_place_selection_move (self, index);
  else
    apm_place_selection_clear (self);
}

static void
tell (ApmPlaceSelection *self,
      guint              n_rows)
{
  guint before = self->n_told;

  self->n_told = n_rows;
  if (n_rows > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_rows - before);
  else if (n_rows < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_rows, before - n_rows, 0);
}

/* Beyond those that GTK makes widgets of, rows cost nothing. */
static guint
get_next (ApmPlaceSelection *self,
          guint              first)
{
  guint n_rows = apm_view_get_n_rows (self->view);
  guint next = MAX (self->n_told + MORE_ROWS, first);

  return next < MIN (n_rows, GTKS_ROWS) ? next : n_rows;
}

/* After what has come so far is drawn. */
static gboolean
on_tell (gpointer user_data)
{
  ApmPlaceSelection *self = user_data;

  tell (self, get_next (self, 0));
  if (self->n_told < apm_view_get_n_rows (self->view))
    return G_SOURCE_CONTINUE;

  self->tell_id = 0;
  return G_SOURCE_REMOVE;
}

static void
on_items_changed (ApmPlaceSelection *self)
{
  guint n_rows = apm_view_get_n_rows (self->view);

  /* Who is already being told of more, goes on being told. */
  tell (self, self->tell_id == 0 ? get_next (self, FIRST_ROWS) : MIN (self->n_told, n_rows));
  if (self->n_told < n_rows && self->tell_id == 0)
    self->tell_id = g_idle_add (on_tell, self);
}

static void
apm_place_selection_dispose (GObject *object)
{
  ApmPlaceSelection *self = APM_PLACE_SELECTION (object);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (apm_place_selection_parent_class)->dispose (object);
}

static void
apm_place_selection_class_init (ApmPlaceSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_place_selection_dispose;

  /**
   * ApmPlaceSelection::changed:
   *
   * Another row is selected, or none; not when the selected row has only moved.
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_PLACE_SELECTION, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_place_selection_init (ApmPlaceSelection *self)
{
  self->index = GTK_INVALID_LIST_POSITION;
}

ApmPlaceSelection *
apm_place_selection_new (ApmView *view)
{
  ApmPlaceSelection *self;

  g_return_val_if_fail (APM_IS_VIEW (view), NULL);

  self = g_object_new (APM_TYPE_PLACE_SELECTION, NULL);
  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect (view, "refreshed", G_CALLBACK (on_refreshed), self);
  on_items_changed (self);

  return self;
}

/**
 * apm_place_selection_tell_all:
 *
 * Now, for who wants to go to one of the later rows.
 */
void
apm_place_selection_tell_all (ApmPlaceSelection *self)
{
  g_return_if_fail (APM_IS_PLACE_SELECTION (self));

  g_clear_handle_id (&self->tell_id, g_source_remove);
  tell (self, apm_view_get_n_rows (self->view));
}

ApmView *
apm_place_selection_get_view (ApmPlaceSelection *self)
{
  g_return_val_if_fail (APM_IS_PLACE_SELECTION (self), NULL);

  return self->view;
}

/**
 * apm_place_selection_get:
 * @key: (out) (optional): of the selected row
 * @index: (out) (optional): where it is now
 *
 * Returns: whether a row is selected
 */
gboolean
apm_place_selection_get (ApmPlaceSelection *self,
                         guint64           *key,
                         guint             *index)
{
  g_return_val_if_fail (APM_IS_PLACE_SELECTION (self), FALSE);

  if (self->index == GTK_INVALID_LIST_POSITION)
    return FALSE;

  if (key)
    *key = self->key;
  if (index)
    *index = self->index;

  return TRUE;
}

/**
 * apm_place_selection_select_key:
 *
 * Returns: %FALSE if no row of the view has @key; the selection stays then
 */
gboolean
apm_place_selection_select_key (ApmPlaceSelection *self,
                                guint64            key)
{
  guint index;
  gboolean other;

  g_return_val_if_fail (APM_IS_PLACE_SELECTION (self), FALSE);

  if (!find_near (self->view, key, self->index, &index))
    return FALSE;

  other = self->index == GTK_INVALID_LIST_POSITION || self->key != key;
  self->key = key;
  apm_place_selection_move (self, index);
  if (other)
    g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

void
apm_place_selection_clear (ApmPlaceSelection *self)
{
  g_return_if_fail (APM_IS_PLACE_SELECTION (self));

  if (self->index == GTK_INVALID_LIST_POSITION)
    return;

  apm_place_selection_move (self, GTK_INVALID_LIST_POSITION);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * apm_place_selection_set_pinned:
 *
 * While pinned, GTK cannot change the selection by place. A list selects when the
 * button is released, at the place where it was pressed; by then another row may
 * stand there, one that the user did not mean.
 */
void
apm_place_selection_set_pinned (ApmPlaceSelection *self,
                                gboolean           pinned)
{
  g_return_if_fail (APM_IS_PLACE_SELECTION (self));

  self->pinned = pinned;
}

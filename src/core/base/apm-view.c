/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-view.h"

struct _ApmPlace
{
  GObject parent_instance;
  guint index;
};

G_DEFINE_FINAL_TYPE (ApmPlace, apm_place, G_TYPE_OBJECT)

static void
apm_place_class_init (ApmPlaceClass *klass)
{
}

static void
apm_place_init (ApmPlace *self)
{
}

guint
apm_place_get_index (ApmPlace *self)
{
  g_return_val_if_fail (APM_IS_PLACE (self), 0);

  return self->index;
}

struct _ApmView
{
  GObject parent_instance;
  const ApmViewFuncs *funcs;
  gpointer owner;
  guint n_rows;
};

enum { REFRESHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType
apm_view_get_item_type (GListModel *model)
{
  return APM_TYPE_PLACE;
}

static guint
apm_view_get_n_items (GListModel *model)
{
  return APM_VIEW (model)->n_rows;
}

static gpointer
apm_view_get_item (GListModel *model,
                   guint       position)
{
  ApmPlace *place;

  if (position >= APM_VIEW (model)->n_rows)
    return NULL;

  place = g_object_new (APM_TYPE_PLACE, NULL);
  place->index = position;

  return place;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = apm_view_get_item_type;
  iface->get_n_items = apm_view_get_n_items;
  iface->get_item = apm_view_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ApmView, apm_view, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
apm_view_class_init (ApmViewClass *klass)
{
  /**
   * ApmView::refreshed:
   *
   * Any row may have changed or moved; the number of items is already right.
   */
  signals[REFRESHED] = g_signal_new ("refreshed", APM_TYPE_VIEW, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_view_init (ApmView *self)
{
}

/**
 * apm_view_new:
 * @funcs: (transfer none): static for the life of the view
 * @owner: (not nullable): the keeper of the rows; it outlives the view's use and
 *   says apm_view_refresh (view, 0) before it goes
 */
ApmView *
apm_view_new (const ApmViewFuncs *funcs,
              gpointer            owner)
{
  ApmView *self;

  g_return_val_if_fail (funcs != NULL && funcs->get_row != NULL && funcs->get_key != NULL, NULL);

  self = g_object_new (APM_TYPE_VIEW, NULL);
  self->funcs = funcs;
  self->owner = owner;

  return self;
}

/**
 * apm_view_refresh:
 * @n_rows: how many rows there are now
 *
 * Says that the rows have changed. Places that stay are not reported as changed:
 * the cells that show them read again on ::refreshed.
 */
void
apm_view_refresh (ApmView *self,
                  guint    n_rows)
{
  guint before;

  g_return_if_fail (APM_IS_VIEW (self));

  before = self->n_rows;
  self->n_rows = n_rows;

  if (n_rows > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_rows - before);
  else if (n_rows < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_rows, before - n_rows, 0);

  g_signal_emit (self, signals[REFRESHED], 0);
}

guint
apm_view_get_n_rows (ApmView *self)
{
  g_return_val_if_fail (APM_IS_VIEW (self), 0);

  return self->n_rows;
}

/**
 * apm_view_get_row:
 *
 * Returns: (transfer none) (nullable): the row now at @index, %NULL behind the
 *   end; not to be kept beyond this turn of the main loop
 */
gconstpointer
apm_view_get_row (ApmView *self,
                  guint    index)
{
  g_return_val_if_fail (APM_IS_VIEW (self), NULL);

  return index < self->n_rows ? self->funcs->get_row (self->owner, index) : NULL;
}

/**
 * apm_view_get_key:
 *
 * Returns: the identity of the row at @index, which must exist
 */
guint64
apm_view_get_key (ApmView *self,
                  guint    index)
{
  gconstpointer row = apm_view_get_row (self, index);

  g_return_val_if_fail (row != NULL, 0);

  return self->funcs->get_key (self->owner, row);
}

/**
 * apm_view_find_key:
 * @index: (out): the place of the row with @key
 *
 * Looks at every row: for a selection that follows its row, once a refresh.
 */
gboolean
apm_view_find_key (ApmView *self,
                   guint64  key,
                   guint   *index)
{
  g_return_val_if_fail (APM_IS_VIEW (self), FALSE);

  for (guint i = 0; i < self->n_rows; i++)
    if (self->funcs->get_key (self->owner, self->funcs->get_row (self->owner, i)) == key)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

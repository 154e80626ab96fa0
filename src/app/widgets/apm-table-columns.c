/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-columns-private.h"

#include <glib/gi18n.h>

#include "apm-table-arrange.h"

G_DEFINE_FINAL_TYPE (ApmTableColumns, apm_table_columns, G_TYPE_OBJECT)

enum { SORT_CHANGED, LAYOUT_CHANGED, SHOWN_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

ApmColumnEntry *
apm_table_columns_find (ApmTableColumns *self,
                        const char      *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->column->id, id) == 0)
        return entry;
    }

  return NULL;
}

static gboolean
on_arrange (gpointer user_data)
{
  ApmTableColumns *self = user_data;

  self->arrange_id = 0;
  apm_table_arrange (self->column_view);

  return G_SOURCE_REMOVE;
}

/* Once GTK is done with what it is about. */
static void
queue_arrange (ApmTableColumns *self)
{
  if (self->arrange_id == 0)
    self->arrange_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_arrange, self, NULL);
}

/* Which are seen: the chosen ones, less the minor ones from the right for which
 * there is no room. */
void
apm_table_columns_update (ApmTableColumns *self)
{
  gboolean changes = FALSE;
  int wanted = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      entry->dropped = FALSE;
      if (entry->shown)
        wanted += entry->width;
    }

  for (guint i = self->entries->len; self->width > 0 && i-- > 0 && wanted > self->width; )
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->shown || entry->kept || !(entry->column->flags & APM_COLUMN_MINOR))
        continue;

      entry->dropped = TRUE;
      wanted -= entry->width;
    }

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);
      gboolean visible = entry->shown && !entry->dropped;

      changes |= visible != gtk_column_view_column_get_visible (entry->view_column);
      gtk_column_view_column_set_visible (entry->view_column, visible);
      /* GTK 4.8 counts hidden columns where it looks for space to give out. */
      gtk_column_view_column_set_fixed_width (entry->view_column, visible ? entry->width : 0);
      g_simple_action_set_state (entry->show_action, g_variant_new_boolean (visible));
    }

  queue_arrange (self);
  if (changes)
    g_signal_emit (self, signals[SHOWN_CHANGED], 0);
}

static void
on_fixed_width (GtkColumnViewColumn *view_column,
                GParamSpec          *pspec,
                ApmColumnEntry      *entry)
{
  int width = gtk_column_view_column_get_fixed_width (view_column);

  if (!gtk_column_view_column_get_visible (view_column))
    return;

  /* A double click on the edge asks for the natural width, which cells that are
   * never measured do not have. */
  if (width < 0)
    gtk_column_view_column_set_fixed_width (view_column, entry->column->width);
  else if (width < APM_COLUMN_WIDTH_MIN)
    gtk_column_view_column_set_fixed_width (view_column, APM_COLUMN_WIDTH_MIN);
  else if (entry->width != width)
    {
      entry->width = width;
      g_signal_emit (entry->owner, signals[LAYOUT_CHANGED], 0);
    }
}

static void
on_columns_changed (GListModel      *model,
                    guint            position,
                    guint            removed,
                    guint            added,
                    ApmTableColumns *self)
{
  queue_arrange (self);
  g_signal_emit (self, signals[LAYOUT_CHANGED], 0);
}

/* GTK 4.8 does not tell which column sorts, but it asks the columns' sorters from
 * the first on: the first asked leaves its name and says "smaller", so that the
 * sign of the answer tells the direction. */
static int
probe_compare (gconstpointer item_a,
               gconstpointer item_b,
               gpointer      user_data)
{
  ApmColumnEntry *entry = user_data;

  entry->owner->probed = entry;

  return -1;
}

static void
on_sorter_changed (GtkSorter       *sorter,
                   GtkSorterChange  change,
                   ApmTableColumns *self)
{
  GtkOrdering order;
  ApmColumnEntry *primary;

  self->probed = NULL;
  order = gtk_sorter_compare (sorter, self, sorter);
  primary = self->probed;
  if (primary == NULL)
    return;

  /* The largest number first: a click on CPU asks who uses most. */
  if (primary != self->primary && primary->column->flags & APM_COLUMN_NUMERIC && order == GTK_ORDERING_SMALLER)
    {
      self->primary = primary;
      gtk_column_view_sort_by_column (self->column_view, primary->view_column, GTK_SORT_DESCENDING);
      return;
    }

  self->primary = primary;
  self->descending = order == GTK_ORDERING_LARGER;
  g_simple_action_set_state (self->sort_action, g_variant_new_string (primary->column->id));
  g_simple_action_set_state (self->descending_action, g_variant_new_boolean (self->descending));
  g_signal_emit (self, signals[SORT_CHANGED], 0, primary->column->id, self->descending);
}

/* Puts @entry at @position; GTK builds the cells anew, so not without need. */
void
apm_table_columns_place (ApmColumnEntry *entry,
                         guint           position)
{
  GtkColumnView *column_view = entry->owner->column_view;
  g_autoptr(GtkColumnViewColumn) there = g_list_model_get_item (gtk_column_view_get_columns (column_view), position);

  if (there != entry->view_column)
    gtk_column_view_insert_column (column_view, position, entry->view_column);
}

static void
on_cell_setup (GtkListItemFactory *factory,
               GtkListItem        *item,
               ApmColumnEntry     *entry)
{
  gtk_list_item_set_child (item, apm_table_cell_new (entry->owner->screen, entry->column, item));
}

static void
on_cell_bind (GtkListItemFactory *factory,
              GtkListItem        *item,
              ApmColumnEntry     *entry)
{
  apm_table_cell_read (APM_TABLE_CELL (gtk_list_item_get_child (item)));
}

static void
entry_free (ApmColumnEntry *entry)
{
  g_signal_handlers_disconnect_by_data (entry->view_column, entry);
  g_signal_handlers_disconnect_by_data (entry->show_action, entry);
  g_clear_object (&entry->view_column);
  g_clear_object (&entry->show_action);
  g_free (entry);
}

static void
add_column (ApmTableColumns *self,
            const ApmColumn *column)
{
  ApmColumnEntry *entry = g_new0 (ApmColumnEntry, 1);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  entry->owner = self;
  entry->column = column;
  entry->shown = !(column->flags & APM_COLUMN_HIDDEN);
  entry->width = column->width;
  g_ptr_array_add (self->entries, entry);

  g_signal_connect (factory, "setup", G_CALLBACK (on_cell_setup), entry);
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bind), entry);
  entry->view_column = gtk_column_view_column_new (_(column->title), factory);
  gtk_column_view_column_set_fixed_width (entry->view_column, column->width);
  apm_table_arrange_set_column (entry->view_column, column);
  gtk_column_view_column_set_resizable (entry->view_column, TRUE);
  gtk_column_view_column_set_expand (entry->view_column, (column->flags & APM_COLUMN_EXPAND) != 0);
  g_signal_connect (entry->view_column, "notify::fixed-width", G_CALLBACK (on_fixed_width), entry);

  if (!(column->flags & APM_COLUMN_FIXED))
    {
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, entry, NULL));

      gtk_column_view_column_set_sorter (entry->view_column, sorter);
    }

  gtk_column_view_append_column (self->column_view, entry->view_column);
}

static void
apm_table_columns_dispose (GObject *object)
{
  ApmTableColumns *self = APM_TABLE_COLUMNS (object);

  if (self->column_view)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->column_view), self);
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_columns (self->column_view), self);
      for (guint i = 0; i < self->entries->len; i++)
        {
          ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

          gtk_column_view_remove_column (self->column_view, entry->view_column);
        }
    }
  self->column_view = NULL;
  g_clear_handle_id (&self->arrange_id, g_source_remove);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->actions);
  g_clear_object (&self->sort_action);
  g_clear_object (&self->descending_action);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (apm_table_columns_parent_class)->dispose (object);
}

static void
apm_table_columns_class_init (ApmTableColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_table_columns_dispose;

  signals[SORT_CHANGED] = g_signal_new ("sort-changed", APM_TYPE_TABLE_COLUMNS, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  /**
   * ApmTableColumns::layout-changed:
   *
   * The user has shown, hidden, moved or resized a column.
   */
  signals[LAYOUT_CHANGED] = g_signal_new ("layout-changed", APM_TYPE_TABLE_COLUMNS, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * ApmTableColumns::shown-changed:
   *
   * Other columns are on the screen, for whatever reason.
   */
  signals[SHOWN_CHANGED] = g_signal_new ("shown-changed", APM_TYPE_TABLE_COLUMNS, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_table_columns_init (ApmTableColumns *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->actions = g_simple_action_group_new ();
  self->menu = g_menu_new ();
}

/**
 * apm_table_columns_new:
 * @column_view: (transfer none): empty; outlives the columns' use
 * @screen: (transfer none): outlives the column view's cells
 * @columns: (transfer none): static
 */
ApmTableColumns *
apm_table_columns_new (GtkColumnView   *column_view,
                       ApmTableScreen  *screen,
                       const ApmColumn *columns)
{
  ApmTableColumns *self = g_object_new (APM_TYPE_TABLE_COLUMNS, NULL);

  self->column_view = column_view;
  self->screen = screen;
  for (const ApmColumn *column = columns; column->id; column++)
    add_column (self, column);
  apm_table_columns_add_menu (self);

  g_signal_connect (gtk_column_view_get_sorter (column_view), "changed", G_CALLBACK (on_sorter_changed), self);
  apm_table_columns_update (self);
  g_signal_connect (gtk_column_view_get_columns (column_view), "items-changed", G_CALLBACK (on_columns_changed), self);

  return self;
}

/* Sorts as if the header had been clicked; unknown columns are ignored. */
void
apm_table_columns_sort (ApmTableColumns *self,
                        const char      *id,
                        gboolean         descending)
{
  ApmColumnEntry *entry = apm_table_columns_find (self, id);

  if (entry == NULL || entry->column->flags & APM_COLUMN_FIXED)
    return;

  self->primary = entry;   /* both directions as asked */
  gtk_column_view_sort_by_column (self->column_view, entry->view_column,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

const char *
apm_table_columns_get_sort (ApmTableColumns *self,
                            gboolean        *descending)
{
  if (descending)
    *descending = self->descending;

  return self->primary ? self->primary->column->id : NULL;
}

/* Drops the minor columns for which @width pixels have no room. Not to be called
 * while a size is allocated. */
void
apm_table_columns_fit (ApmTableColumns *self,
                       int              width)
{
  if (self->width == width)
    return;

  self->width = width;
  apm_table_columns_update (self);
}

GActionGroup *
apm_table_columns_get_actions (ApmTableColumns *self)
{
  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
apm_table_columns_get_menu (ApmTableColumns *self)
{
  return G_MENU_MODEL (self->menu);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-cell.h"

#include <adwaita.h>
#include <string.h>

#include "apm-redraw.h"

#define ICON_SIZE 16
#define INDENT    14
#define TEXT_MIN  70
#define ICON_GAP   6

/* As the style's class "dim-label" has it. */
#define DIM        0.55f

struct _ApmTableCell
{
  GtkWidget parent_instance;
  ApmTableScreen *screen;
  const ApmColumn *column;
  GtkListItem *item;         /* borrowed: it owns us */
  GList link;                /* in screen->mapped, or in screen->ready */
  gboolean mapped;
  char *text;
  GtkIconPaintable *icon;
  const char *icon_name;     /* interned */
  GtkIconPaintable *expander_icon;
  ApmExpander expander;
  int depth;                 /* below 0: no tree */
  const char *css_class;     /* interned */
  gboolean dim;              /* drawn so, without a class */
  double fraction;
  ApmCellPaint paint;
  GBytes *picture;           /* what @paint draws from */
  gboolean redraw_turn;
};

G_DEFINE_FINAL_TYPE (ApmTableCell, apm_table_cell, GTK_TYPE_WIDGET)

/* What GTK's style of a class is to the line. */
static ApmTableTextFlags
get_text_flags (ApmTableCell *self)
{
  ApmTableTextFlags flags = self->column->flags & APM_COLUMN_NUMERIC ? APM_TABLE_TEXT_END : APM_TABLE_TEXT_NORMAL;

  if (self->css_class && strcmp (self->css_class, "heading") == 0)
    flags |= APM_TABLE_TEXT_BOLD;
  if (self->css_class && strcmp (self->css_class, "apm-ended") == 0)
    flags |= APM_TABLE_TEXT_STRUCK;

  return flags;
}

static void
apm_table_cell_set_text (ApmTableCell *self,
                         const char   *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
apm_table_cell_set_css_class (ApmTableCell *self,
                              const char   *css_class)
{
  gboolean dim = g_strcmp0 (css_class, "dim-label") == 0;
  const char *name = g_intern_string (dim ? NULL : css_class);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->dim != dim)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->dim = dim;

  if (self->css_class == name)
    return;

  /* GTK's own cell has the padding around ours: a tint takes it too. */
  if (self->css_class && parent)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
      gtk_widget_remove_css_class (parent, self->css_class);
    }
  if (name && parent && g_str_has_prefix (name, "apm-row-"))
    gtk_widget_add_css_class (parent, name);
  else if (name)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  self->css_class = name;
}

static void
apm_table_cell_set_icon (ApmTableCell *self,
                         const char   *icon_name)
{
  const char *name = g_intern_string (icon_name);

  if (self->icon_name == name)
    return;

  self->icon_name = name;
  g_clear_object (&self->icon);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
apm_table_cell_set_tree (ApmTableCell *self,
                         int           depth,
                         ApmExpander   expander)
{
  if (self->depth == depth && self->expander == expander)
    return;

  if (self->expander != expander)
    g_clear_object (&self->expander_icon);
  self->depth = depth;
  self->expander = expander;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  if (expander == APM_EXPANDER_NONE)
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED);
  else
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 expander == APM_EXPANDER_OPEN, -1);
}

/* Where the expander stands; deep rows keep some of their width for the text. */
static int
get_indent (ApmTableCell *self)
{
  int room = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - ICON_SIZE - TEXT_MIN, 0);

  return self->depth > 0 ? MIN (self->depth * INDENT, room) : 0;
}

/* Where the icon stands, or the text if there is none. */
static int
get_content_start (ApmTableCell *self)
{
  return self->depth >= 0 ? get_indent (self) + ICON_SIZE + 2 : 0;
}

/**
 * apm_table_cell_get_expander_at:
 *
 * Returns: the expander at @x of the cell
 */
ApmExpander
apm_table_cell_get_expander_at (ApmTableCell *self,
                                double        x)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;

  return self->depth >= 0 && x >= get_indent (self) - 2 && x < get_content_start (self)
         ? self->expander
         : APM_EXPANDER_NONE;
}

static void
apm_table_cell_set_fraction (ApmTableCell *self,
                             double        fraction)
{
  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
apm_table_cell_set_picture (ApmTableCell  *self,
                            const ApmCell *cell)
{
  gsize size = 0;
  gconstpointer data = self->picture ? g_bytes_get_data (self->picture, &size) : NULL;

  if (self->paint == cell->paint && size == cell->picture_size &&
      (size == 0 || memcmp (data, cell->picture, size) == 0))
    return;

  self->paint = cell->paint;
  g_clear_pointer (&self->picture, g_bytes_unref);
  if (cell->paint)
    self->picture = g_bytes_new (cell->picture, cell->picture_size);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_table_cell_read:
 *
 * Shows what the row at the cell's place says now. Only differences reach GTK.
 */
void
apm_table_cell_read (ApmTableCell *self)
{
  ApmTableScreen *screen = self->screen;
  ApmCell cell;
  gconstpointer row = NULL;

  if (screen->view)
    row = apm_view_get_row (screen->view, apm_table_cell_get_index (self));

  apm_table_screen_format (screen, self->column, row, &cell);
  apm_table_cell_set_text (self, cell.text->str);
  apm_table_cell_set_css_class (self, cell.css_class);
  apm_table_cell_set_icon (self, cell.icon_name);
  apm_table_cell_set_tree (self, cell.depth, cell.expander);
  apm_table_cell_set_fraction (self, cell.fraction);
  apm_table_cell_set_picture (self, &cell);
}

/* The index of the row that the cell shows; GTK_INVALID_LIST_POSITION if none. */
guint
apm_table_cell_get_index (ApmTableCell *self)
{
  return gtk_list_item_get_position (self->item);
}

const ApmColumn *
apm_table_cell_get_column (ApmTableCell *self)
{
  return self->column;
}

const char *
apm_table_cell_get_text (ApmTableCell *self)
{
  return self->text;
}

/* Where the text stands. */
static GtkAllocation
get_text_area (ApmTableCell *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget);
  int start = MIN (get_content_start (self) + (self->icon_name ? ICON_SIZE + ICON_GAP : 0), width);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  return (GtkAllocation) { rtl ? 0 : start, 0, width - start, gtk_widget_get_height (widget) };
}

/* Whether the text is longer than its cell. */
gboolean
apm_table_cell_get_cut (ApmTableCell *self)
{
  return apm_table_text_get_width (self->screen->lines, self->text, get_text_flags (self)) > get_text_area (self).width;
}

/* As wide as the column is: the text asks for nothing. */
static void
apm_table_cell_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  ApmTableCell *self = APM_TABLE_CELL (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL && self->screen
                        ? MAX (apm_table_text_get_height (self->screen->lines), ICON_SIZE)
                        : 0;
}

/* @start: from the side where the text begins */
static void
snapshot_icon (ApmTableCell      *self,
               GtkSnapshot       *snapshot,
               GtkIconPaintable **icon,
               const char        *icon_name,
               int                start)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = rtl ? gtk_widget_get_width (widget) - ICON_SIZE - start : start;
  int y = (gtk_widget_get_height (widget) - ICON_SIZE) / 2;
  GdkRGBA colors[4];

  if (*icon == NULL)
    *icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                        icon_name, NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
                                        gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colors[0]);
  for (guint i = 1; i < G_N_ELEMENTS (colors); i++)
    colors[i] = colors[0];

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (*icon), GDK_SNAPSHOT (snapshot),
                                            ICON_SIZE, ICON_SIZE, colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_share (ApmTableCell  *self,
                GtkSnapshot   *snapshot,
                const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA faint = *color;

  faint.alpha *= 0.15f;
  gtk_snapshot_append_color (snapshot, &faint, &GRAPHENE_RECT_INIT (0, 0, width * MIN (self->fraction, 1), height));
}

/* Numbers become zero and are something again each second. By the class of that name
 * GTK would find the style anew, place the window anew and ask the X server for the
 * screen; as an opacity each cell would be drawn aside first. */
static void
get_color (ApmTableCell *self,
           GdkRGBA      *color)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
  if (self->dim && !adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget))))
    color->alpha *= DIM;
}

static void
apm_table_cell_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  ApmTableCell *self = APM_TABLE_CELL (widget);
  GtkAllocation area = get_text_area (self);
  graphene_rect_t whole;
  GdkRGBA color;

  /* With the padding that GTK's own cell has around ours. */
  if (gtk_widget_compute_bounds (gtk_widget_get_parent (widget), widget, &whole))
    apm_redraw_as_one (snapshot, &whole, &self->redraw_turn);

  get_color (self, &color);
  if (self->fraction > 0)
    snapshot_share (self, snapshot, &color);

  if (self->expander != APM_EXPANDER_NONE && gtk_widget_get_width (widget) >= ICON_SIZE)
    snapshot_icon (self, snapshot, &self->expander_icon,
                   self->expander == APM_EXPANDER_OPEN ? "pan-down-symbolic" : "pan-end-symbolic", get_indent (self));
  if (self->icon_name && gtk_widget_get_width (widget) >= ICON_SIZE)
    snapshot_icon (self, snapshot, &self->icon, self->icon_name, get_content_start (self));

  /* The words of a picture are for who asks the cell or copies the row. */
  if (self->paint)
    self->paint (widget, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget),
                 g_bytes_get_data (self->picture, NULL));
  else if (self->text && self->screen)
    apm_table_text_snapshot (self->screen->lines, snapshot, self->text, get_text_flags (self), &color, &area);
}

/* Where the cell stands among the others. */
static void
apm_table_cell_enlist (ApmTableCell *self,
                       gboolean      mapped)
{
  apm_table_screen_enlist (self->screen, &self->link, self->mapped, mapped);
  self->mapped = mapped;
}

static void
apm_table_cell_map (GtkWidget *widget)
{
  ApmTableCell *self = APM_TABLE_CELL (widget);

  GTK_WIDGET_CLASS (apm_table_cell_parent_class)->map (widget);

  apm_table_cell_enlist (self, TRUE);
  apm_table_cell_read (self);
}

static void
apm_table_cell_unmap (GtkWidget *widget)
{
  apm_table_cell_enlist (APM_TABLE_CELL (widget), FALSE);

  GTK_WIDGET_CLASS (apm_table_cell_parent_class)->unmap (widget);
}

static void
apm_table_cell_dispose (GObject *object)
{
  ApmTableCell *self = APM_TABLE_CELL (object);

  if (self->screen)
    {
      apm_table_cell_enlist (self, FALSE);
      g_queue_unlink (&self->screen->ready, &self->link);
      self->screen->n_stale = MIN (self->screen->n_stale, self->screen->ready.length);
      self->screen = NULL;
    }
  g_clear_pointer (&self->text, g_free);
  g_clear_object (&self->icon);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->expander_icon);

  G_OBJECT_CLASS (apm_table_cell_parent_class)->dispose (object);
}

static void
apm_table_cell_class_init (ApmTableCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_table_cell_dispose;
  widget_class->measure = apm_table_cell_measure;
  widget_class->snapshot = apm_table_cell_snapshot;
  widget_class->map = apm_table_cell_map;
  widget_class->unmap = apm_table_cell_unmap;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
apm_table_cell_init (ApmTableCell *self)
{
  self->link.data = self;
  self->fraction = -1;
  self->depth = -1;
}

/**
 * apm_table_cell_new:
 * @screen: (transfer none): outlives the cell
 * @item: (transfer none): owns the cell
 */
GtkWidget *
apm_table_cell_new (ApmTableScreen  *screen,
                    const ApmColumn *column,
                    GtkListItem     *item)
{
  ApmTableCell *self = g_object_new (APM_TYPE_TABLE_CELL, NULL);

  self->screen = screen;
  g_queue_push_tail_link (&screen->ready, &self->link);
  self->column = column;
  self->item = item;

  return GTK_WIDGET (self);
}

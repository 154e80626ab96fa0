/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-map-picture.h"

#include "apm-map-words.h"
#include "apm-text.h"

#include <glib/gi18n.h>
#include <math.h>

/* Drawn at one side, and connections told of one; the others are counted. */
#define MOST  16
#define LINES 3
#define ARROW 7.0

struct _ApmMapPicture
{
  GtkWidget parent_instance;

  GtkWidget *left;       /* of buttons: who sends */
  GtkWidget *middle;
  GtkWidget *right;      /* who receives, or does both */
};

G_DEFINE_FINAL_TYPE (ApmMapPicture, apm_map_picture, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GtkWidget *
new_column (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);

  return column;
}

static void
clear_column (GtkWidget *column)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (column)))
    gtk_box_remove (GTK_BOX (column), child);
}

static void
add_line (GtkWidget  *box,
          const char *text,
          gboolean    is_title)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), is_title ? 22 : 36);
  if (!is_title)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
new_words (const char        *title,
           const char *const *lines)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  add_line (box, title, TRUE);
  for (guint i = 0; lines[i]; i++)
    add_line (box, lines[i], FALSE);

  return box;
}

static char *
dup_title (const char *name,
           int         pid)
{
  g_autofree char *shown = name ? apm_text_escape_lines (name) : NULL;

  if (pid == G_MININT)
    return g_strdup (_("not permitted to know"));

  return g_strdup_printf ("%s (%d)", shown ? shown : "?", pid);
}

static void
on_clicked (ApmMapPicture *self,
            GtkButton     *button)
{
  g_signal_emit (self, signals[ACTIVATED], 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "pid")));
}

static char *
dup_rest (guint n)
{
  return g_strdup_printf (ngettext ("and %u more, in the list", "and %u more, in the list", n), n);
}

static GStrv
dup_lines (const ApmNeighbour *neighbour)
{
  guint n = neighbour->joints->len;
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();

  for (guint i = 0; i < MIN (n, LINES); i++)
    {
      g_autofree char *line = apm_words_for_joint (&g_array_index (neighbour->joints, ApmJoint, i), !neighbour->receives);

      g_strv_builder_add (lines, line);
    }
  if (n > LINES)
    {
      g_autofree char *rest = dup_rest (n - LINES);

      g_strv_builder_add (lines, rest);
    }

  return g_strv_builder_end (lines);
}

/* For who does not see the arrows. */
static char *
dup_words (const ApmNeighbour *neighbour,
           const char         *title,
           GStrv               lines)
{
  g_autofree char *more = g_strjoinv (", ", lines);

  if (neighbour->sends && neighbour->receives)
    return g_strdup_printf (_("%s, sends and receives: %s"), title, more);

  return neighbour->sends ? g_strdup_printf (_("%s, sends: %s"), title, more) :
         g_strdup_printf (_("%s, receives: %s"), title, more);
}

static void
add_neighbour (ApmMapPicture      *self,
               const ApmNeighbour *neighbour)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *title = dup_title (neighbour->name, neighbour->pid);
  g_auto(GStrv) lines = dup_lines (neighbour);
  g_autofree char *words = dup_words (neighbour, title, lines);
  g_autofree char *all = g_strjoinv ("\n", lines);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, all);

  gtk_button_set_child (GTK_BUTTON (button), new_words (title, (const char *const *) lines));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (button, tooltip);
  g_object_set_data (G_OBJECT (button), "pid", GINT_TO_POINTER (neighbour->pid));
  g_object_set_data (G_OBJECT (button), "directions", GINT_TO_POINTER (neighbour->sends | neighbour->receives << 1));
  gtk_widget_set_sensitive (button, neighbour->pid != G_MININT);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (neighbour->receives ? self->right : self->left), button);
}

static void
add_rest (GtkWidget *column,
          guint      n)
{
  g_autofree char *text = dup_rest (n);
  GtkWidget *label;

  if (n == 0)
    return;
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (column), label);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const ApmNeighbour *left = *(const ApmNeighbour *const *) a, *right = *(const ApmNeighbour *const *) b;

  guint n_left = left->joints->len, n_right = right->joints->len;

  return n_left != n_right ? (n_left < n_right ? 1 : -1) : (left->pid > right->pid) - (left->pid < right->pid);
}

/**
 * apm_map_picture_set:
 * @pid: who stands in the middle; %G_MININT: nobody
 */
void
apm_map_picture_set (ApmMapPicture  *self,
                     const ApmLinks *links,
                     int             pid)
{
  g_autofree char *name = NULL, *title = NULL;
  g_autoptr(GPtrArray) neighbours = NULL;
  const char *alone[] = { NULL, NULL };
  guint n[2] = { 0, 0 };

  g_return_if_fail (APM_IS_MAP_PICTURE (self));

  clear_column (self->left);
  clear_column (self->middle);
  clear_column (self->right);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (pid == G_MININT || links == NULL)
    return;

  neighbours = apm_links_list_neighbours (links, pid, &name);
  g_ptr_array_sort (neighbours, compare);
  title = dup_title (name, pid);
  alone[0] = neighbours->len == 0 ? _("is connected to nobody") : NULL;
  gtk_box_append (GTK_BOX (self->middle), new_words (title, alone));
  for (guint i = 0; i < neighbours->len; i++)
    {
      const ApmNeighbour *neighbour = neighbours->pdata[i];

      if (n[neighbour->receives]++ < MOST)
        add_neighbour (self, neighbour);
    }
  add_rest (self->left, n[0] > MOST ? n[0] - MOST : 0);
  add_rest (self->right, n[1] > MOST ? n[1] - MOST : 0);
}

static void
draw_head (cairo_t *cr,
           double   x,
           double   y,
           int      way)
{
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - way * ARROW, y - ARROW * 0.6);
  cairo_line_to (cr, x - way * ARROW, y + ARROW * 0.6);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* From left to right, whichever column it is. */
static void
draw_line (cairo_t  *cr,
           double    x1,
           double    y1,
           double    x2,
           double    y2,
           gboolean  at_left,
           gboolean  at_right)
{
  double bend = (x2 - x1) / 2;

  cairo_move_to (cr, x1 + (at_left ? ARROW : 0), y1);
  cairo_curve_to (cr, x1 + bend, y1, x2 - bend, y2, x2 - (at_right ? ARROW : 0), y2);
  cairo_stroke (cr);
  if (at_left)
    draw_head (cr, x1, y1, -1);
  if (at_right)
    draw_head (cr, x2, y2, 1);
}

static void
draw_column (ApmMapPicture         *self,
             cairo_t               *cr,
             GtkWidget             *column,
             const graphene_rect_t *middle)
{
  double middle_y = middle->origin.y + middle->size.height / 2;

  for (GtkWidget *child = gtk_widget_get_first_child (column); child; child = gtk_widget_get_next_sibling (child))
    {
      int directions = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (child), "directions"));
      gboolean sends = directions & 1, receives = (directions & 2) != 0;
      graphene_rect_t bounds;
      double y;

      if (directions == 0 || !gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds))
        continue;
      y = bounds.origin.y + bounds.size.height / 2;
      if (column == self->left)
        draw_line (cr, bounds.origin.x + bounds.size.width + 3, y, middle->origin.x - 3, middle_y, receives, sends);
      else
        draw_line (cr, middle->origin.x + middle->size.width + 3, middle_y, bounds.origin.x - 3, y, sends, receives);
    }
}

static void
apm_map_picture_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  ApmMapPicture *self = APM_MAP_PICTURE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkWidget *box = gtk_widget_get_first_child (self->middle);
  graphene_rect_t middle;
  GdkRGBA color;
  cairo_t *cr;

  if (box && width > 0 && height > 0 && gtk_widget_compute_bounds (box, widget, &middle))
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
      color.alpha *= 0.55f;
      cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, 1.5);
      draw_column (self, cr, self->left, &middle);
      draw_column (self, cr, self->right, &middle);
      cairo_destroy (cr);
    }

  GTK_WIDGET_CLASS (apm_map_picture_parent_class)->snapshot (widget, snapshot);
}

static void
apm_map_picture_dispose (GObject *object)
{
  ApmMapPicture *self = APM_MAP_PICTURE (object);

  g_clear_pointer (&self->left, gtk_widget_unparent);
  g_clear_pointer (&self->middle, gtk_widget_unparent);
  g_clear_pointer (&self->right, gtk_widget_unparent);

  G_OBJECT_CLASS (apm_map_picture_parent_class)->dispose (object);
}

static void
apm_map_picture_class_init (ApmMapPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_map_picture_dispose;
  widget_class->snapshot = apm_map_picture_snapshot;
  signals[ACTIVATED] = g_signal_new ("activated", APM_TYPE_MAP_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
apm_map_picture_init (ApmMapPicture *self)
{
  GtkWidget **columns[] = { &self->left, &self->middle, &self->right };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      *columns[i] = new_column ();
      gtk_widget_set_hexpand (*columns[i], TRUE);
      gtk_widget_set_halign (*columns[i], i == 0 ? GTK_ALIGN_START : i == 1 ? GTK_ALIGN_CENTER : GTK_ALIGN_END);
      gtk_widget_set_parent (*columns[i], GTK_WIDGET (self));
    }
  gtk_widget_add_css_class (self->middle, "heading");
}

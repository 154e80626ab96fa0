/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-drop-row.h"

#include "apm-redraw.h"

#define MOST_CHILDREN 16
#define SPACING 18
#define MOST_SPACING 30

struct _ApmDropRow
{
  GtkWidget parent_instance;
  GtkWidget *children[MOST_CHILDREN];
  guint importances[MOST_CHILDREN];
  guint n;
  gboolean redraw_turn;
};

G_DEFINE_FINAL_TYPE (ApmDropRow, apm_drop_row, GTK_TYPE_WIDGET)

/**
 * apm_drop_row_choose:
 * @widths: of the children; a negative one is not to be shown at all
 * @importances: 0 is the most important, which is always shown
 * @width: that there is
 * @shown: (out): room for @n
 *
 * Who is shown: the most important first, each that still has room.
 *
 * Returns: the width they take
 */
guint
apm_drop_row_choose (const int   *widths,
                     const guint *importances,
                     guint        n,
                     int          spacing,
                     int          width,
                     gboolean    *shown)
{
  int taken = -spacing;

  for (guint i = 0; i < n; i++)
    shown[i] = FALSE;

  for (guint importance = 0, seen = 0; seen < n && importance <= MOST_CHILDREN; importance++)
    for (guint i = 0; i < n; i++)
      {
        if (importances[i] != importance)
          continue;
        seen++;
        if (widths[i] < 0 || (taken >= 0 && taken + spacing + widths[i] > width))
          continue;
        shown[i] = TRUE;
        taken += spacing + widths[i];
      }

  return MAX (taken, 0);
}

/**
 * apm_drop_row_append:
 * @importance: 0 to 16; 0 is the most important
 */
void
apm_drop_row_append (ApmDropRow *self,
                     GtkWidget  *child,
                     guint       importance)
{
  g_return_if_fail (APM_IS_DROP_ROW (self));
  g_return_if_fail (self->n < MOST_CHILDREN && importance <= MOST_CHILDREN);

  self->children[self->n] = child;
  self->importances[self->n] = importance;
  self->n++;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
get_widths (ApmDropRow *self,
            int        *widths)
{
  for (guint i = 0; i < self->n; i++)
    {
      widths[i] = -1;
      if (gtk_widget_should_layout (self->children[i]))
        gtk_widget_measure (self->children[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &widths[i], NULL, NULL);
    }
}

static void
apm_drop_row_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  ApmDropRow *self = APM_DROP_ROW (widget);
  gboolean shown[MOST_CHILDREN];
  int widths[MOST_CHILDREN];

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      get_widths (self, widths);
      *minimum = apm_drop_row_choose (widths, self->importances, self->n, SPACING, 0, shown);
      *natural = apm_drop_row_choose (widths, self->importances, self->n, SPACING, G_MAXINT / 2, shown);
      return;
    }

  for (guint i = 0; i < self->n; i++)
    if (gtk_widget_should_layout (self->children[i]))
      {
        int least, best;

        gtk_widget_measure (self->children[i], orientation, -1, &least, &best, NULL, NULL);
        *minimum = MAX (*minimum, least);
        *natural = MAX (*natural, best);
      }
}

static void
apm_drop_row_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  ApmDropRow *self = APM_DROP_ROW (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean shown[MOST_CHILDREN];
  int widths[MOST_CHILDREN];
  int taken, spacing, x = 0;
  guint n_shown = 0;

  get_widths (self, widths);
  taken = apm_drop_row_choose (widths, self->importances, self->n, SPACING, width, shown);
  for (guint i = 0; i < self->n; i++)
    n_shown += shown[i];
  spacing = n_shown > 1 ? CLAMP (SPACING + (width - taken) / (int) (n_shown - 1), SPACING, MOST_SPACING) : SPACING;

  for (guint i = 0; i < self->n; i++)
    {
      GtkAllocation place = { x, 0, widths[i], height };

      gtk_widget_set_child_visible (self->children[i], shown[i]);
      if (!shown[i])
        continue;
      place.width = MIN (widths[i], MAX (width - x, 0));
      x += widths[i] + spacing;
      if (mirrored)
        place.x = width - place.x - place.width;
      gtk_widget_size_allocate (self->children[i], &place, -1);
    }
}

/* All of a row tells of one moment and changes with it. */
static void
apm_drop_row_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  ApmDropRow *self = APM_DROP_ROW (widget);
  /* Letters stand out a little. */
  graphene_rect_t area = GRAPHENE_RECT_INIT (-2, 0, gtk_widget_get_width (widget) + 4, gtk_widget_get_height (widget));

  apm_redraw_as_one (snapshot, &area, &self->redraw_turn);

  GTK_WIDGET_CLASS (apm_drop_row_parent_class)->snapshot (widget, snapshot);
}

GtkWidget *
apm_drop_row_new (void)
{
  return g_object_new (APM_TYPE_DROP_ROW, NULL);
}

static void
apm_drop_row_dispose (GObject *object)
{
  ApmDropRow *self = APM_DROP_ROW (object);

  while (self->n > 0)
    g_clear_pointer (&self->children[--self->n], gtk_widget_unparent);

  G_OBJECT_CLASS (apm_drop_row_parent_class)->dispose (object);
}

static void
apm_drop_row_class_init (ApmDropRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_drop_row_dispose;
  widget_class->measure = apm_drop_row_measure;
  widget_class->size_allocate = apm_drop_row_size_allocate;
  widget_class->snapshot = apm_drop_row_snapshot;
}

static void
apm_drop_row_init (ApmDropRow *self)
{
}

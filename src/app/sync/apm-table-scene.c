/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-scene.h"

#include <glib/gi18n.h>

#include "apm-scene-facts.h"
#include "apm-scene-slides.h"
#include "apm-scene-text.h"
#include "apm-table-geometry.h"

/* Keys of texts, behind the actors' own. */
enum { KEY_FORKS = 1000, KEY_STATUS = 1100, KEY_OBJECTS };

struct _ApmTableScene
{
  ApmPicture parent_instance;
  ApmTableSize size;          /* what the geometry was computed for */
  ApmTableGeometry geometry;
  ApmSlides forks;
};

G_DEFINE_FINAL_TYPE (ApmTableScene, apm_table_scene, APM_TYPE_PICTURE)

/* One turn of drawing. */
typedef struct {
  ApmPainter *painter;
  const ApmInk *ink;
  GtkSnapshot *snapshot;
  const ApmScene *scene;
  const ApmTableGeometry *geometry;
} Drawing;

static void
update_geometry (ApmTableScene *self,
                 const ApmScene *scene,
                 double          line)
{
  ApmTableSize size = { gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), line,
                        scene->n_actors };

  if (size.width == self->size.width && size.height == self->size.height && size.line == self->size.line &&
      size.n == self->size.n)
    return;

  self->size = size;
  apm_table_geometry_compute (&self->geometry, &size);
  apm_slides_clear (&self->forks);
}

static void
draw_table (const Drawing *d)
{
  const ApmBox *table = &d->geometry->table;
  GdkRGBA ground;

  apm_palette_mix (&d->ink->background, &d->ink->text, d->ink->contrast ? 0 : 0.06, &ground);
  apm_painter_draw_box (d->painter, d->snapshot, table, MIN (table->width, table->height) / 2, &ground,
                        d->ink->contrast ? &d->ink->dim : &d->ink->faint, 2);
}

static void
draw_seats (const Drawing *d)
{
  for (guint i = 0; i < d->scene->n_actors; i++)
    {
      ApmBox box = apm_table_geometry_get_seat (d->geometry, i);
      g_autofree char *does = apm_actor_dup_text (d->scene, &d->scene->actors[i]);

      apm_painter_draw_actor (d->painter, d->snapshot, &box, MIN (d->geometry->line, box.height), i,
                              &d->scene->actors[i], does);
    }
}

/* From who waits to the fork. */
static void
draw_want (const Drawing *d,
           ApmPoint       from,
           ApmPoint       to)
{
  cairo_t *cr = gtk_snapshot_append_cairo (d->snapshot, &GRAPHENE_RECT_INIT (0, 0, d->geometry->track.width * 2,
                                                                            d->geometry->track.height * 2));
  static const double dashes[] = { 4, 3 };

  gdk_cairo_set_source_rgba (cr, &d->ink->error);
  cairo_set_line_width (cr, d->ink->contrast ? 3 : 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, to.x, to.y);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_wants (const Drawing *d,
            const ApmFork *forks,
            const ApmBox  *boxes)
{
  for (guint i = 0; i < d->scene->n_actors; i++)
    for (guint j = 0; j < d->scene->n_actors; j++)
      if (forks[j].object >= 0 && d->scene->actors[i].wants == forks[j].object)
        {
          ApmBox seat = apm_table_geometry_get_seat (d->geometry, i);

          ApmPoint fork = apm_box_get_center (&boxes[j]);

          draw_want (d, apm_box_get_exit (&seat, fork), fork);
        }
}

static void
draw_fork (const Drawing *d,
           guint          index,
           const ApmFork *fork,
           const ApmBox  *box)
{
  ApmPoint center = apm_box_get_center (box);
  ApmBox upright = { -box->width / 2, -box->height / 2, box->width, box->height };

  gtk_snapshot_save (d->snapshot);
  gtk_snapshot_translate (d->snapshot, &GRAPHENE_POINT_INIT (center.x, center.y));
  gtk_snapshot_rotate (d->snapshot, 180 + apm_table_geometry_get_turn (d->geometry, center));
  apm_painter_draw_stamp (d->painter, d->snapshot, APM_STAMP_FORK, fork->holder, &upright);
  gtk_snapshot_restore (d->snapshot);
}

static void
draw_status (const Drawing *d)
{
  g_autofree char *text = apm_scene_dup_table_status (d->scene);
  g_autofree char *objects = apm_scene_dup_objects_text (d->scene);
  ApmTextStyle bold = { KEY_STATUS, 1.05, .bold = TRUE, .shrink = 0.6, .x_align = 0.5, .colour = &d->ink->text };
  ApmTextStyle dim = { KEY_OBJECTS, 0.95, .shrink = 0.6, .x_align = 0.5, .colour = &d->ink->dim };
  ApmBox box = d->geometry->status;

  if (*objects != '\0' && box.height > 2.4 * d->geometry->line)
    {
      box.height /= 2;
      box.y += box.height;
      apm_painter_draw_text (d->painter, d->snapshot, objects, &box, &dim);
      box.y -= box.height;
    }

  apm_painter_draw_text (d->painter, d->snapshot, text, &box, &bold);
}

static void
apm_table_scene_draw (ApmPicture     *picture,
                      GtkSnapshot    *snapshot,
                      const ApmScene *scene,
                      gint64          now_us)
{
  ApmTableScene *self = APM_TABLE_SCENE (picture);
  ApmPainter *painter = apm_picture_get_painter (picture);
  Drawing drawing = { painter, apm_painter_get_ink (painter), snapshot, scene, &self->geometry };
  ApmFork forks[APM_SCENE_MAX_ACTORS];
  ApmBox boxes[APM_SCENE_MAX_ACTORS];
  guint n;

  update_geometry (self, scene, apm_painter_get_line (painter));
  if (!apm_picture_is_animated (picture))
    apm_slides_clear (&self->forks);

  n = apm_scene_read_forks (scene, forks);
  for (guint i = 0; i < n; i++)
    {
      ApmBox to = apm_table_geometry_get_fork (&self->geometry, i, forks[i].holder);

      boxes[i] = apm_slides_move (&self->forks, i, &to, now_us);
    }

  draw_table (&drawing);
  draw_wants (&drawing, forks, boxes);
  draw_seats (&drawing);
  for (guint i = 0; i < n; i++)
    draw_fork (&drawing, i, &forks[i], &boxes[i]);
  draw_status (&drawing);
  apm_picture_draw_until (picture, self->forks.end_us);
}

static void
apm_table_scene_class_init (ApmTableSceneClass *klass)
{
  ApmPictureClass *picture_class = APM_PICTURE_CLASS (klass);

  picture_class->draw = apm_table_scene_draw;
  picture_class->describe = apm_scene_dup_table_text;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tablescene");
}

static void
apm_table_scene_init (ApmTableScene *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Round table"), -1);
}

GtkWidget *
apm_table_scene_new (void)
{
  return g_object_new (APM_TYPE_TABLE_SCENE, NULL);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-room-scene.h"

#include <glib/gi18n.h>

#include "apm-room-geometry.h"
#include "apm-scene-facts.h"
#include "apm-scene-slides.h"
#include "apm-scene-text.h"

/* Keys of texts, behind the actors' own. */
enum { KEY_TITLES = 1000, KEY_GATE = 1010, KEY_STATUS };

struct _ApmRoomScene
{
  ApmPicture parent_instance;
  ApmRoomSize size;           /* what the geometry was computed for */
  ApmRoomGeometry geometry;
  ApmSlides actors;
};

G_DEFINE_FINAL_TYPE (ApmRoomScene, apm_room_scene, APM_TYPE_PICTURE)

/* One turn of drawing. */
typedef struct {
  ApmRoomScene *self;
  ApmPainter *painter;
  const ApmInk *ink;
  GtkSnapshot *snapshot;
  const ApmScene *scene;
  const ApmRoomFacts *room;
  gint64 now_us;
} Drawing;

/* A barber cuts one's hair at a time, and a shop has its chairs; one more place
 * beside them is for who should not be there. */
static ApmRoomSize
get_size (ApmRoomScene       *self,
          const ApmScene     *scene,
          const ApmRoomFacts *room,
          double              line)
{
  guint n = scene->n_actors - room->n_staff;
  gboolean barber = scene->kind == APM_SCENE_BARBER;

  return (ApmRoomSize) {
    .width = gtk_widget_get_width (GTK_WIDGET (self)), .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .line = line, .n_staff = room->n_staff,
    .n = { n, barber && scene->n_places > 0 ? scene->n_places + 1 : n, barber ? 2 : n },
  };
}

static void
update_geometry (ApmRoomScene       *self,
                 const ApmScene     *scene,
                 const ApmRoomFacts *room,
                 double              line)
{
  ApmRoomSize size = get_size (self, scene, room, line);

  if (memcmp (&size, &self->size, sizeof size) == 0)
    return;

  self->size = size;
  apm_room_geometry_compute (&self->geometry, &size);
  apm_slides_clear (&self->actors);
}

/* Of the picture's text against the widget's. */
static double
get_text_size (const Drawing *d)
{
  return d->self->geometry.line / apm_painter_get_line (d->painter);
}

static void
draw_walls (const Drawing *d)
{
  const ApmRoomGeometry *geometry = &d->self->geometry;
  gboolean shut = d->room->gate >= 0;
  GdkRGBA ground;

  apm_palette_mix (&d->ink->background, &d->ink->text, d->ink->contrast ? 0 : 0.05, &ground);
  apm_painter_draw_box (d->painter, d->snapshot, &geometry->areas[APM_AREA_INSIDE], 10, &ground, &d->ink->dim, 2);
  apm_painter_draw_box (d->painter, d->snapshot, &geometry->door, 2, shut ? &d->ink->error : &d->ink->background,
                        shut ? NULL : &d->ink->faint, 1);
}

static void
draw_titles (const Drawing *d)
{
  const guint counts[APM_N_AREAS] = { d->room->n_away, d->room->n_queue, d->room->n_inside };

  for (guint i = 0; i < APM_N_AREAS; i++)
    {
      g_autofree char *title = apm_scene_dup_area_title (d->scene, i, counts[i]);
      ApmTextStyle style = { KEY_TITLES + i, 0.95 * get_text_size (d), .bold = TRUE, .shrink = 0.7, .colour = &d->ink->text };

      apm_painter_draw_text (d->painter, d->snapshot, title, &d->self->geometry.titles[i], &style);
    }
}

/* What the queue waits for, and what is known of the room. */
static void
draw_words (const Drawing *d)
{
  const ApmRoomGeometry *geometry = &d->self->geometry;
  g_autofree char *gate = apm_scene_dup_gate_text (d->scene, d->room->gate);
  g_autofree char *status = apm_scene_dup_objects_text (d->scene);
  ApmTextStyle bold = { KEY_GATE, 0.95 * get_text_size (d), .bold = TRUE, .shrink = 0.7, .colour = &d->ink->text };
  ApmTextStyle dim = { KEY_STATUS, 0.9 * get_text_size (d), .shrink = 0.7, .colour = &d->ink->dim };

  apm_painter_draw_text (d->painter, d->snapshot, gate, &geometry->gate, &bold);
  apm_painter_draw_text (d->painter, d->snapshot, status, &geometry->status, &dim);
}

/* Places that are there also when nobody has them. */
static guint
get_n_places (const Drawing *d,
              ApmArea        area)
{
  gboolean barber = d->scene->kind == APM_SCENE_BARBER;

  if (area == APM_AREA_QUEUE)
    return barber ? d->scene->n_places : 0;
  if (area == APM_AREA_INSIDE)
    return barber ? 1 : MIN (d->scene->n_places, d->self->size.n[area]);

  return 0;
}

/* Who is away has a place of its own; those who wait, and those inside, stand in
 * the order in which they came. */
static void
draw_area (const Drawing *d,
           ApmArea        area,
           const guint   *actors,
           guint          n)
{
  guint n_places = get_n_places (d, area);

  for (guint i = 0; i < n_places; i++)
    {
      ApmBox box = apm_room_geometry_get_place (&d->self->geometry, area, i);

      apm_painter_draw_stamp (d->painter, d->snapshot, APM_STAMP_SLOT, 0, &box);
    }

  for (guint i = 0; i < n; i++)
    {
      const ApmActor *actor = &d->scene->actors[actors[i]];
      guint place = area == APM_AREA_AWAY ? actors[i] - d->room->n_staff : i;
      ApmBox to = apm_room_geometry_get_place (&d->self->geometry, area, place);
      ApmBox box = apm_slides_move (&d->self->actors, actors[i], &to, d->now_us);
      g_autofree char *does = apm_actor_dup_words_in (d->scene, actor, area);

      apm_painter_draw_actor (d->painter, d->snapshot, &box, MIN (d->self->geometry.line, box.height), actors[i],
                              actor, does);
      if (n_places > 0 && i >= n_places)
        apm_painter_draw_box (d->painter, d->snapshot, &box, 6, NULL, &d->ink->error, 2);
    }
}

static void
draw_staff (const Drawing *d)
{
  for (guint i = 0; i < d->room->n_staff; i++)
    {
      guint index = d->room->staff[i];
      ApmBox box = apm_grid_get_box (&d->self->geometry.staff, i);
      g_autofree char *does = apm_actor_dup_words_in (d->scene, &d->scene->actors[index], APM_AREA_INSIDE);

      apm_painter_draw_actor (d->painter, d->snapshot, &box, MIN (d->self->geometry.line, box.height), index,
                              &d->scene->actors[index], does);
    }
}

static void
apm_room_scene_draw (ApmPicture     *picture,
                     GtkSnapshot    *snapshot,
                     const ApmScene *scene,
                     gint64          now_us)
{
  ApmRoomScene *self = APM_ROOM_SCENE (picture);
  ApmPainter *painter = apm_picture_get_painter (picture);
  ApmRoomFacts room;
  Drawing drawing = { self, painter, apm_painter_get_ink (painter), snapshot, scene, &room, now_us };

  apm_scene_read_room (scene, &room);
  update_geometry (self, scene, &room, apm_painter_get_line (painter));
  if (!apm_picture_is_animated (picture))
    apm_slides_clear (&self->actors);

  draw_walls (&drawing);
  draw_titles (&drawing);
  draw_words (&drawing);
  draw_area (&drawing, APM_AREA_AWAY, room.away, room.n_away);
  draw_area (&drawing, APM_AREA_QUEUE, room.queue, room.n_queue);
  draw_area (&drawing, APM_AREA_INSIDE, room.inside, room.n_inside);
  draw_staff (&drawing);
  apm_picture_draw_until (picture, self->actors.end_us);
}

static void
apm_room_scene_class_init (ApmRoomSceneClass *klass)
{
  ApmPictureClass *picture_class = APM_PICTURE_CLASS (klass);

  picture_class->draw = apm_room_scene_draw;
  picture_class->describe = apm_scene_dup_room_text;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "roomscene");
}

static void
apm_room_scene_init (ApmRoomScene *self)
{
}

/**
 * apm_room_scene_new:
 * @kind: APM_SCENE_ROOM or APM_SCENE_BARBER
 */
GtkWidget *
apm_room_scene_new (ApmSceneKind kind)
{
  GtkWidget *self = g_object_new (APM_TYPE_ROOM_SCENE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kind == APM_SCENE_BARBER ? _("Barber’s shop") : _("Room"), -1);

  return self;
}

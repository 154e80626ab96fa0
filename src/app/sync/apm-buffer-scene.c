/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-buffer-scene.h"

#include <glib/gi18n.h>

#include "apm-scene-geometry.h"
#include "apm-scene-text.h"

/* Keys of texts, behind the actors' own. */
enum {
  KEY_SLOTS = 1000,
  KEY_FLIGHTS = 2000,
  KEY_MARKS = 3000,
  KEY_TITLES = 3010,
  KEY_STATUS = 3020,
};

struct _ApmBufferScene
{
  ApmPicture parent_instance;
  ApmSceneSize size;          /* what the geometry was computed for */
  ApmSceneGeometry geometry;
};

G_DEFINE_FINAL_TYPE (ApmBufferScene, apm_buffer_scene, APM_TYPE_PICTURE)

/* One turn of drawing. */
typedef struct {
  ApmPainter *painter;
  const ApmInk *ink;
  GtkSnapshot *snapshot;
  const ApmScene *scene;
  const ApmSceneGeometry *geometry;
  guint n_producers;
  double text;                /* size of text against the widget's */
} Drawing;

static void
update_geometry (ApmBufferScene *self,
                 const ApmScene *scene,
                 double          line)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n_producers = apm_scene_get_n_producers (scene);
  ApmSceneSize size = { gtk_widget_get_width (widget), gtk_widget_get_height (widget), line,
                        scene->n_slots, n_producers, scene->n_actors - n_producers };

  if (size.width == self->size.width && size.height == self->size.height &&
      size.line == self->size.line && size.n_slots == self->size.n_slots &&
      size.n_producers == self->size.n_producers && size.n_consumers == self->size.n_consumers)
    return;

  self->size = size;
  apm_scene_geometry_compute (&self->geometry, &size);
}

/* The number stands alone where @words with it have no room. */
static void
draw_title (const Drawing *d,
            guint          key,
            const ApmBox  *box,
            const char    *title,
            const char    *words,
            guint64        n)
{
  ApmTextStyle bold = { key, d->text * 0.95, .bold = TRUE, .colour = &d->ink->text };
  ApmTextStyle dim = { key + 1, d->text * 0.9, .x_align = 1, .colour = &d->ink->dim };
  ApmTextStyle measure = { key + 2, d->text * 0.9 };
  double used = apm_painter_draw_text (d->painter, d->snapshot, title, box, &bold) + 6;
  ApmBox rest = { box->x + used, box->y, MAX (box->width - used, 1), box->height };
  g_autofree char *number = g_strdup_printf ("%'llu", (unsigned long long) n);

  if (apm_painter_has_room (d->painter, words, rest.width, &measure))
    apm_painter_draw_text (d->painter, d->snapshot, words, &rest, &dim);
  else
    apm_painter_draw_text (d->painter, d->snapshot, number, &rest, &dim);
}

static void
draw_titles (const Drawing *d)
{
  const ApmScene *scene = d->scene;
  g_autofree char *produced = g_strdup_printf (_("%'llu produced"), (unsigned long long) scene->produced);
  g_autofree char *consumed = g_strdup_printf (_("%'llu consumed"), (unsigned long long) scene->consumed);

  draw_title (d, KEY_TITLES, &d->geometry->producers_title, _("Producers"), produced, scene->produced);
  draw_title (d, KEY_TITLES + 3, &d->geometry->consumers_title, _("Consumers"), consumed, scene->consumed);
}

static void
draw_actors (const Drawing *d)
{
  for (guint i = 0; i < d->scene->n_actors; i++)
    {
      const ApmGrid *grid = i < d->n_producers ? &d->geometry->producers : &d->geometry->consumers;
      ApmBox box = apm_grid_get_box (grid, i < d->n_producers ? i : i - d->n_producers);

      apm_painter_draw_actor (d->painter, d->snapshot, &box, d->geometry->line, i, &d->scene->actors[i],
                              NULL);
    }
}

/* An item as it lies in a slot and as it flies. */
static void
draw_item (const Drawing *d,
           const ApmBox  *box,
           guint          key,
           guint64        item,
           int            producer)
{
  ApmTextStyle style = { key, d->text * CLAMP (box->height / d->geometry->line * 0.45, 0.7, 1.5),
                         .bold = TRUE, .shrink = 0.6, .keep_end = TRUE, .x_align = 0.5, .colour = &d->ink->text };
  double band = MAX (box->height * APM_STAMP_BAND, 5);
  ApmBox number = { box->x + 2, box->y + 1, box->width - 4, box->height - band };
  char text[24];

  apm_painter_draw_stamp (d->painter, d->snapshot, APM_STAMP_TAG, producer, box);
  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, item);
  apm_painter_draw_text (d->painter, d->snapshot, text, &number, &style);
}

static void
draw_slots (const Drawing   *d,
            const ApmMotion *motion)
{
  const ApmScene *scene = d->scene;

  for (guint i = 0; i < scene->n_slots; i++)
    {
      ApmBox box = apm_scene_geometry_get_slot (d->geometry, i);
      const ApmSlot *slot = &scene->slots[i];

      if (slot->item == 0 || apm_motion_find_put (motion, i) != NULL)
        apm_painter_draw_stamp (d->painter, d->snapshot, APM_STAMP_SLOT, 0, &box);
      else
        draw_item (d, &box, KEY_SLOTS + i, slot->item, slot->producer);
    }
}

static void
draw_mark (const Drawing *d,
           guint          key,
           guint          slot,
           const char    *text)
{
  ApmTextStyle style = { KEY_MARKS + key, d->text * d->geometry->mark / d->geometry->line * 0.88,
                         .bold = TRUE, .x_align = 0.5, .colour = &d->ink->dim };
  ApmBox box = apm_scene_geometry_get_mark (d->geometry, slot);

  apm_painter_draw_text (d->painter, d->snapshot, text, &box, &style);
}

static void
draw_marks (const Drawing *d)
{
  const ApmScene *scene = d->scene;

  if (scene->n_slots == 0)
    return;

  if (scene->in == scene->out)
    {
      ApmBox box = apm_scene_geometry_get_mark (d->geometry, scene->in % scene->n_slots);
      gboolean beside = box.height > 1.5 * d->geometry->mark;
      /* Translators: the slot that is both the next to be filled and the next to be emptied */
      draw_mark (d, 0, scene->in % scene->n_slots, beside ? _("in\nout") : _("in, out"));
      return;
    }

  /* Translators: the slot that the next item goes into */
  draw_mark (d, 0, scene->in % scene->n_slots, _("in"));
  /* Translators: the slot that the next item comes out of */
  draw_mark (d, 1, scene->out % scene->n_slots, _("out"));
}

static char *
dup_mutex_text (const ApmScene *scene)
{
  if (scene->mutex_owner < 0 || (guint) scene->mutex_owner >= scene->n_actors)
    return g_strdup (_("mutex free"));

  /* Translators: the name of the thread or process that holds the mutex */
  return g_strdup_printf (_("mutex %s"), scene->actors[scene->mutex_owner].name);
}

/* In an upright ring each semaphore has a line of its own. */
static char *
dup_semaphores_text (const ApmScene *scene,
                     gboolean        upright)
{
  if (scene->empty < 0 || scene->full < 0)
    return g_strdup ("");

  /* Translators: the semaphores "empty" and "full" of the program, and their values */
  return g_strdup_printf (upright ? _("empty %d\nfull %d") : _("empty %d · full %d"), scene->empty, scene->full);
}

static void
draw_status_line (const Drawing      *d,
                  ApmBox             *box,
                  double              lines,
                  const char         *text,
                  const ApmTextStyle *style)
{
  box->height = lines * d->geometry->line;
  apm_painter_draw_text (d->painter, d->snapshot, text, box, style);
  box->y += box->height;
}

static void
draw_status (const Drawing *d)
{
  const ApmScene *scene = d->scene;
  gboolean upright = d->geometry->upright;
  g_autofree char *filled = g_strdup_printf (_("%u of %u"), scene->filled, scene->n_slots);
  g_autofree char *semaphores = dup_semaphores_text (scene, upright);
  g_autofree char *mutex = dup_mutex_text (scene);
  gboolean held = scene->mutex_owner >= 0;
  ApmTextStyle large = { KEY_STATUS, d->text * 1.5, .bold = TRUE, .x_align = 0.5, .colour = &d->ink->text };
  ApmTextStyle middle = { KEY_STATUS + 1, d->text, .wrap = upright, .x_align = 0.5, .colour = &d->ink->text };
  ApmTextStyle small = { KEY_STATUS + 2, d->text, .bold = held, .x_align = 0.5,
                         .colour = held ? &d->ink->text : &d->ink->dim };
  ApmBox box = d->geometry->status;

  if (d->geometry->ring)
    {
      draw_status_line (d, &box, 1.8, filled, &large);
      draw_status_line (d, &box, upright ? 2.6 : 1.3, semaphores, &middle);
      draw_status_line (d, &box, 1.3, mutex, &small);
      return;
    }

  /* In a row the semaphores have as much room as the two others together. */
  large.size = d->text;
  large.x_align = 0;
  small.x_align = 1;
  box.width /= 4;
  apm_painter_draw_text (d->painter, d->snapshot, filled, &box, &large);
  box.x += box.width;
  box.width *= 2;
  apm_painter_draw_text (d->painter, d->snapshot, semaphores, &box, &middle);
  box.x += box.width;
  box.width /= 2;
  apm_painter_draw_text (d->painter, d->snapshot, mutex, &box, &small);
}

static void
draw_flights (const Drawing   *d,
              const ApmMotion *motion,
              gint64           now_us)
{
  for (guint i = 0; i < motion->n; i++)
    {
      const ApmFlight *flight = &motion->flights[i];
      gboolean producer = flight->actor < d->n_producers;
      ApmPoint door = apm_scene_geometry_get_door (d->geometry, producer,
                                                   producer ? flight->actor : flight->actor - d->n_producers);
      ApmBox slot = apm_scene_geometry_get_slot (d->geometry, flight->slot);
      ApmPoint center = apm_box_get_center (&slot);
      double way = apm_flight_get_way (flight, now_us);

      if (!flight->put)
        way = 1 - way;

      slot.x += (door.x - center.x) * (1 - way);
      slot.y += (door.y - center.y) * (1 - way);
      draw_item (d, &slot, KEY_FLIGHTS + i, flight->item, flight->producer);
    }
}

static void
apm_buffer_scene_draw (ApmPicture     *picture,
                       GtkSnapshot    *snapshot,
                       const ApmScene *scene,
                       gint64          now_us)
{
  ApmBufferScene *self = APM_BUFFER_SCENE (picture);
  ApmPainter *painter = apm_picture_get_painter (picture);
  const ApmMotion *motion = apm_picture_get_motion (picture);
  double line = apm_painter_get_line (painter);
  Drawing drawing = { painter, apm_painter_get_ink (painter), snapshot, scene, &self->geometry,
                      apm_scene_get_n_producers (scene) };

  update_geometry (self, scene, line);
  drawing.text = self->geometry.line / line;

  draw_titles (&drawing);
  draw_actors (&drawing);
  draw_slots (&drawing, motion);
  draw_marks (&drawing);
  draw_status (&drawing);
  draw_flights (&drawing, motion, now_us);
}

static void
apm_buffer_scene_class_init (ApmBufferSceneClass *klass)
{
  ApmPictureClass *picture_class = APM_PICTURE_CLASS (klass);

  picture_class->draw = apm_buffer_scene_draw;
  picture_class->describe = apm_scene_dup_buffer_text;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "bufferscene");
}

static void
apm_buffer_scene_init (ApmBufferScene *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Buffer"), -1);
}

GtkWidget *
apm_buffer_scene_new (void)
{
  return g_object_new (APM_TYPE_BUFFER_SCENE, NULL);
}

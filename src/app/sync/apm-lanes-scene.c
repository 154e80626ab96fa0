/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lanes-scene.h"

#include <glib/gi18n.h>

#include "apm-scene-text.h"

#define MARGIN 12
#define GAP 6
#define SHOWN_US (5 * G_USEC_PER_SEC)

struct _ApmLanesScene
{
  ApmPicture parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmLanesScene, apm_lanes_scene, APM_TYPE_PICTURE)

typedef enum { AWAY, WAITS, WORKS, INSIDE } Height;

static Height
get_height (const ApmScene *scene,
            const ApmPast  *past)
{
  const ApmActivity *activity = past->activity >= 0 ? &scene->activities[past->activity] : NULL;

  if (past->state == APM_ACTOR_ABSENT || past->state == APM_ACTOR_ENDED)
    return AWAY;
  if (apm_actor_state_is_waiting (past->state) || (activity && activity->wants))
    return WAITS;
  if (activity ? activity->inside : past->state == APM_ACTOR_CRITICAL)
    return INSIDE;

  return WORKS;
}

static void
draw_piece (ApmPainter   *painter,
            GtkSnapshot  *snapshot,
            const ApmBox *lane,
            Height        height,
            double        from,
            double        to)
{
  static const double parts[] = { [AWAY] = 0, [WAITS] = 0.15, [WORKS] = 0.45, [INSIDE] = 1 };
  const ApmInk *ink = apm_painter_get_ink (painter);
  ApmBox box = { lane->x + from * lane->width, 0, (to - from) * lane->width, lane->height * parts[height] };

  if (box.height <= 0 || box.width < 0.5)
    return;

  box.y = lane->y + lane->height - box.height;
  apm_painter_draw_box (painter, snapshot, &box, 0, height == INSIDE ? &ink->accent
                                                    : height == WAITS ? &ink->error : &ink->dim, NULL, 0);
}

static void
draw_lane (ApmPainter     *painter,
           GtkSnapshot    *snapshot,
           const ApmScene *scene,
           const ApmActor *actor,
           const ApmBox   *lane)
{
  const ApmInk *ink = apm_painter_get_ink (painter);
  gint64 end_us = scene->now_us;
  guint n = (guint) MIN (actor->n_past, APM_SCENE_MAX_PAST);

  apm_painter_draw_box (painter, snapshot, lane, 3, ink->contrast ? NULL : &ink->faint,
                        ink->contrast ? &ink->faint : NULL, 1);
  for (guint i = 1; i <= n && end_us > scene->now_us - SHOWN_US; i++)
    {
      const ApmPast *past = &actor->past[(actor->n_past - i) % APM_SCENE_MAX_PAST];
      double from = 1 - (double) (scene->now_us - past->since_us) / SHOWN_US;
      double to = 1 - (double) (scene->now_us - end_us) / SHOWN_US;

      draw_piece (painter, snapshot, lane, get_height (scene, past), MAX (from, 0), to);
      end_us = past->since_us;
    }
}

static void
apm_lanes_scene_draw (ApmPicture     *picture,
                      GtkSnapshot    *snapshot,
                      const ApmScene *scene,
                      gint64          now_us)
{
  ApmPainter *painter = apm_picture_get_painter (picture);
  double line = apm_painter_get_line (painter);
  double width = gtk_widget_get_width (GTK_WIDGET (picture)) - 2 * MARGIN;
  double height = gtk_widget_get_height (GTK_WIDGET (picture)) - 2 * MARGIN;
  double pitch = MIN (height / MAX (scene->n_actors, 1), 2.6 * line + GAP);
  double name_width = MIN (width * 0.5, 11 * line);

  for (guint i = 0; i < scene->n_actors; i++)
    {
      ApmBox box = { MARGIN, MARGIN + i * pitch, name_width, MAX (pitch - GAP, 2) };
      ApmBox lane = { MARGIN + name_width + GAP, box.y, width - name_width - GAP, box.height };
      g_autofree char *does = apm_actor_dup_text (scene, &scene->actors[i]);

      apm_painter_draw_actor (painter, snapshot, &box, MIN (line, box.height), i, &scene->actors[i], does);
      draw_lane (painter, snapshot, scene, &scene->actors[i], &lane);
    }
}

static void
apm_lanes_scene_class_init (ApmLanesSceneClass *klass)
{
  ApmPictureClass *picture_class = APM_PICTURE_CLASS (klass);

  picture_class->draw = apm_lanes_scene_draw;
  picture_class->describe = apm_scene_dup_counter_text;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lanesscene");
}

static void
apm_lanes_scene_init (ApmLanesScene *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lanes"), -1);
}

GtkWidget *
apm_lanes_scene_new (void)
{
  return g_object_new (APM_TYPE_LANES_SCENE, NULL);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-order-hold.h"

#define HOLD_US (3 * G_USEC_PER_SEC)

typedef struct {
  ApmTable *table;          /* borrowed: it owns this */
  GObject *list;
  const ApmOrderHoldFuncs *funcs;
  GSourceFunc changed;
  gpointer data;
  gint64 until_us;
  guint timeout_id;
  double x, y;
} Hold;

static void
hold_free (Hold *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->funcs->set_held (self->list, FALSE);
  g_object_unref (self->list);
  g_free (self);
}

static void start_timeout (Hold *self);

static gboolean
on_timeout (gpointer data)
{
  Hold *self = data;

  self->timeout_id = 0;
  if (apm_table_has_popup (self->table))
    self->until_us = g_get_monotonic_time () + HOLD_US;
  if (self->until_us > g_get_monotonic_time ())
    {
      start_timeout (self);
      return G_SOURCE_REMOVE;
    }

  self->funcs->set_held (self->list, FALSE);
  self->changed (self->data);

  return G_SOURCE_REMOVE;
}

static void
start_timeout (Hold *self)
{
  gint64 left_us = MAX (self->until_us - g_get_monotonic_time (), 0);

  self->timeout_id = g_timeout_add (left_us / 1000 + 1, on_timeout, self);
}

static void
hold (Hold *self)
{
  self->until_us = g_get_monotonic_time () + HOLD_US;
  if (self->timeout_id == 0)
    start_timeout (self);
  if (self->funcs->get_held (self->list))
    return;

  self->funcs->set_held (self->list, TRUE);
  self->changed (self->data);
}

/* GTK also tells of a pointer that stands still while things move below it. */
static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           Hold                     *self)
{
  if (x == self->x && y == self->y)
    return;

  self->x = x;
  self->y = y;
  hold (self);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        Hold                  *self)
{
  hold (self);

  return FALSE;
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            Hold            *self)
{
  hold (self);
}

static void
add (Hold               *self,
     GtkEventController *controller,
     const char         *signal,
     GCallback           callback)
{
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, signal, callback, self);
  gtk_widget_add_controller (GTK_WIDGET (self->table), controller);
}

/**
 * apm_order_hold_attach:
 * @funcs: static
 * @changed: called with @data when the order begins or ends to be held
 *
 * Lasts as long as @table.
 */
void
apm_order_hold_attach (ApmTable                *table,
                       GObject                 *list,
                       const ApmOrderHoldFuncs *funcs,
                       GSourceFunc              changed,
                       gpointer                 data)
{
  Hold *self = g_new0 (Hold, 1);
  GtkGesture *click = gtk_gesture_click_new ();

  self->table = table;
  self->list = g_object_ref (list);
  self->funcs = funcs;
  self->changed = changed;
  self->data = data;
  g_object_set_data_full (G_OBJECT (table), "apm-order-hold", self, (GDestroyNotify) hold_free);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  add (self, GTK_EVENT_CONTROLLER (click), "pressed", G_CALLBACK (on_pressed));
  add (self, gtk_event_controller_motion_new (), "motion", G_CALLBACK (on_motion));
  add (self, gtk_event_controller_key_new (), "key-pressed", G_CALLBACK (on_key));
}

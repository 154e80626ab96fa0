/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-view-private.h"

#include <glib/gi18n.h>

#include "apm-widget-image.h"
#include "apm-why-acts.h"

const ApmWaitNode *
apm_why_view_get_chosen (ApmWhyView *self)
{
  guint index = apm_why_picture_get_selected (self->picture);

  return self->chain && index < self->chain->nodes->len ? apm_wait_chain_get_node (self->chain, index) : NULL;
}

void
apm_why_view_update_actions (ApmWhyView *self)
{
  const ApmWaitNode *node = apm_why_view_get_chosen (self);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "why.continue", node && node->end == APM_WAIT_END_STOPPED);
  gtk_widget_action_set_enabled (widget, "why.signal", node != NULL);
  gtk_widget_action_set_enabled (widget, "why.stack", node != NULL);
  gtk_widget_action_set_enabled (widget, "why.go-to", node != NULL);
  gtk_widget_action_set_enabled (widget, "why.copy", self->chain != NULL);
  gtk_widget_action_set_enabled (widget, "why.save", self->chain != NULL);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autofree char *text = apm_why_view_dup_text (APM_WHY_VIEW (widget));

  if (text)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmWhyView *self = APM_WHY_VIEW (widget);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) svg = NULL;

  if (self->chain == NULL)
    return;

  svg = apm_widget_image_draw (GTK_WIDGET (self->picture), APM_WIDGET_IMAGE_SVG, &error);
  if (svg)
    apm_why_save (widget, self->session, self->chain, svg);
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
act_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  static const struct {
    const char *name;
    void (*act) (GtkWidget *, ApmSession *, const ApmWaitChain *, guint);
  } acts[] = {
    { "why.continue", apm_why_act_continue },
    { "why.signal", apm_why_act_signal },
    { "why.stack", apm_why_act_show_stack },
  };
  ApmWhyView *self = APM_WHY_VIEW (widget);

  if (apm_why_view_get_chosen (self) == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, action_name))
      acts[i].act (widget, self->session, self->chain, apm_why_picture_get_selected (self->picture));
}

static void
go_to_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  apm_why_view_go_to (APM_WHY_VIEW (widget), apm_why_picture_get_selected (APM_WHY_VIEW (widget)->picture));
}

static void
zoom_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmWhyPicture *picture = APM_WHY_VIEW (widget)->picture;
  int way = g_variant_get_int32 (parameter);
  double scale = apm_why_picture_get_scale (picture);

  apm_why_picture_set_zoom (picture, way == 0 ? 0 : way > 0 ? scale * APM_WHY_ZOOM_STEP : scale / APM_WHY_ZOOM_STEP);
}

static void
bind_zoom (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int way;
  } keys[] = {
    { GDK_KEY_plus, 1 }, { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 },
    { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 },
    { GDK_KEY_0, 0 }, { GDK_KEY_KP_0, 0 },
  };

  gtk_widget_class_install_action (widget_class, "why.zoom", "i", zoom_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, GDK_CONTROL_MASK, "why.zoom", "i", keys[i].way);
}

void
apm_why_view_install_acts (GtkWidgetClass *widget_class)
{
  bind_zoom (widget_class);
  gtk_widget_class_install_action (widget_class, "why.continue", NULL, act_action);
  gtk_widget_class_install_action (widget_class, "why.signal", NULL, act_action);
  gtk_widget_class_install_action (widget_class, "why.stack", NULL, act_action);
  gtk_widget_class_install_action (widget_class, "why.go-to", NULL, go_to_action);
  gtk_widget_class_install_action (widget_class, "why.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "why.save", NULL, save_action);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-offer.h"

#include <adwaita.h>

/* Long enough to be read and reached. */
#define SECONDS 12

typedef struct {
  ApmOfferFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Offer;

static void
on_clicked (AdwToast *toast,
            Offer    *offer)
{
  offer->func (offer->data);
}

static void
offer_free (gpointer  data,
            GClosure *closure)
{
  Offer *offer = data;

  offer->destroy (offer->data);
  g_free (offer);
}

/**
 * apm_offer:
 * @widget: in a window with toasts
 * @text: what has happened
 * @label: what can be done about it, as the button says it
 * @data: (transfer full): for @func, which is called when the button is clicked
 *
 * Offers something in a toast.
 */
void
apm_offer (GtkWidget      *widget,
           const char     *text,
           const char     *label,
           ApmOfferFunc    func,
           gpointer        data,
           GDestroyNotify  destroy)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  Offer *offer;
  AdwToast *toast;

  if (overlay == NULL)
    {
      destroy (data);
      return;
    }

  offer = g_new0 (Offer, 1);
  offer->func = func;
  offer->data = data;
  offer->destroy = destroy;
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_timeout (toast, SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_clicked), offer, offer_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

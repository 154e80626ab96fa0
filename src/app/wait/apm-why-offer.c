/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-offer.h"

#include <glib/gi18n.h>

#include "apm-privilege.h"

struct _ApmWhyOffer
{
  AdwBin parent_instance;
  GtkRevealer *revealer;
  GtkLabel *text;
  GtkButton *button;

  ApmSession *session;
  gboolean is_denied;          /* the chain ends with what may not be known */
  ApmWaitLookScope scope;      /* that would tell more of it */
  ApmWaitHelper *helper;       /* (nullable): that we have started */
  GCancellable *asking;        /* (nullable): the person is asked */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWhyOffer, apm_why_offer, ADW_TYPE_BIN)

static void
show (ApmWhyOffer *self,
      const char  *text,
      const char  *label)
{
  if (text)
    gtk_label_set_text (self->text, text);
  if (label)
    gtk_button_set_label (self->button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static void
update (ApmWhyOffer *self)
{
  g_autoptr(GError) error = NULL;

  if (self->asking)
    show (self, _("Waiting for the answer to the question about your password…"), _("Cancel"));
  else if (self->helper && self->is_denied && self->scope > apm_wait_helper_get_scope (self->helper))
    show (self, _("What other users’ processes wait for may not be seen."), _("Look as Administrator…"));
  else if (self->helper && self->scope == APM_WAIT_LOOK_OWN && apm_wait_helper_get_scope (self->helper) == APM_WAIT_LOOK_OWN)
    show (self, _("Seen with the help of your password, as long as this is open."), _("Stop Looking"));
  else if (self->helper)
    show (self, _("Seen as administrator, as long as this is open."), _("Stop Looking"));
  else if (!self->is_denied)
    show (self, NULL, NULL);
  else if (!apm_privilege_is_there (&error))
    show (self, error->message, NULL);
  else if (self->scope == APM_WAIT_LOOK_OWN)
    show (self, _("This system forbids programs to look at each other, so not all of this may be seen."),
          _("Look With Your Password…"));
  else
    show (self, _("What other users’ processes wait for may not be seen."), _("Look as Administrator…"));
}

static void
drop_helper (ApmWhyOffer *self)
{
  if (self->helper == NULL)
    return;

  if (self->session && apm_wait_watch_get_helper (apm_session_get_waits (self->session)) == self->helper)
    apm_wait_watch_set_helper (apm_session_get_waits (self->session), NULL);
  apm_wait_helper_close (self->helper);
  g_clear_pointer (&self->helper, apm_wait_helper_unref);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ApmWhyOffer) self = user_data;
  g_autoptr(GError) error = NULL;
  ApmWaitHelper *helper = apm_wait_helper_start_finish (result, &error);

  g_clear_object (&self->asking);
  if (helper)
    {
      drop_helper (self);
      self->helper = helper;
      apm_wait_watch_set_helper (apm_session_get_waits (self->session), self->helper);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->session)
    apm_session_toast (self->session, "%s", error->message);
  update (self);
}

static void
on_button_clicked (ApmWhyOffer *self)
{
  gboolean needs_more = self->helper && self->is_denied && self->scope > apm_wait_helper_get_scope (self->helper);

  if (self->asking)
    {
      g_cancellable_cancel (self->asking);
    }
  else if (self->helper && !needs_more)
    {
      drop_helper (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else
    {
      self->asking = g_cancellable_new ();
      apm_wait_helper_start_async (self->scope, NULL, self->asking, on_started, g_object_ref (self));
    }
  update (self);
}

/**
 * apm_why_offer_set_chain:
 * @chain: (nullable): what is shown; borrowed for the call
 */
void
apm_why_offer_set_chain (ApmWhyOffer        *self,
                         const ApmWaitChain *chain)
{
  ApmWaitLookScope scope = APM_WAIT_LOOK_OWN;

  g_return_if_fail (APM_IS_WHY_OFFER (self));

  /* It may have ended by itself. */
  if (self->helper && !apm_wait_helper_is_open (self->helper))
    drop_helper (self);
  self->is_denied = chain && apm_wait_chain_is_denied (chain, &scope);
  if (self->is_denied || self->helper == NULL)
    self->scope = scope;
  update (self);
}

void
apm_why_offer_set_session (ApmWhyOffer *self,
                           ApmSession  *session)
{
  g_return_if_fail (APM_IS_WHY_OFFER (self));

  g_set_object (&self->session, session);
}

/**
 * apm_why_offer_end:
 *
 * Nobody sees it any more: nobody is asked, and nobody looks for us.
 */
void
apm_why_offer_end (ApmWhyOffer *self)
{
  g_return_if_fail (APM_IS_WHY_OFFER (self));

  g_cancellable_cancel (self->asking);
  drop_helper (self);
  update (self);
}

static void
apm_why_offer_dispose (GObject *object)
{
  ApmWhyOffer *self = APM_WHY_OFFER (object);

  g_cancellable_cancel (self->asking);
  drop_helper (self);
  g_clear_object (&self->session);
  /* Before the template lets go of it: AdwBin would unparent it a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_WHY_OFFER);

  G_OBJECT_CLASS (apm_why_offer_parent_class)->dispose (object);
}

static void
apm_why_offer_finalize (GObject *object)
{
  g_clear_object (&APM_WHY_OFFER (object)->asking);

  G_OBJECT_CLASS (apm_why_offer_parent_class)->finalize (object);
}

static void
apm_why_offer_class_init (ApmWhyOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_why_offer_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_why_offer_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-why-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmWhyOffer, revealer);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyOffer, text);
  gtk_widget_class_bind_template_child (widget_class, ApmWhyOffer, button);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
}

static void
apm_why_offer_init (ApmWhyOffer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

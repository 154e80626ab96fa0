/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-deadlock-banner.h"

#include <glib/gi18n.h>

#include "apm-why-window.h"

struct _ApmDeadlockBanner
{
  AdwBin parent_instance;
  ApmSession *session;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *never_button;

  guint64 shown;          /* the deadlock that is spoken of; 0: none */
  GHashTable *dismissed;  /* set of guint64 *: numbers of deadlocks */
  GHashTable *silenced;   /* set of names of programs, for this session */
};

G_DEFINE_FINAL_TYPE (ApmDeadlockBanner, apm_deadlock_banner, ADW_TYPE_BIN)

static const ApmWaitNode *
get_first (const ApmWaitDeadlock *deadlock)
{
  return apm_wait_chain_get_node (deadlock->chain, 0);
}

/* In how many processes its members are. */
static guint
count_processes (const ApmWaitDeadlock *deadlock)
{
  guint n = 0;

  for (guint i = 0; i < deadlock->chain->n_starts; i++)
    n += i == 0 || apm_wait_chain_get_node (deadlock->chain, i)->pid
                     != apm_wait_chain_get_node (deadlock->chain, i - 1)->pid;

  return n;
}

static char *
dup_sentence (const ApmWaitDeadlock *deadlock)
{
  const ApmWaitNode *node = get_first (deadlock);
  guint n_processes = count_processes (deadlock);

  if (n_processes > 1)
    return g_strdup_printf (ngettext ("%u process is in a deadlock, among them %s (%d)",
                                      "%u processes are in a deadlock, among them %s (%d)", n_processes),
                            n_processes, node->process_name, node->pid);

  return g_strdup_printf (ngettext ("%u thread of %s (%d) is in a deadlock", "%u threads of %s (%d) are in a deadlock",
                                    deadlock->n_members), deadlock->n_members, node->process_name, node->pid);
}

static gboolean
is_wanted (ApmDeadlockBanner     *self,
           const ApmWaitDeadlock *deadlock)
{
  return deadlock->rank == APM_WAIT_STUCK && !g_hash_table_contains (self->dismissed, &deadlock->id)
         && !g_hash_table_contains (self->silenced, get_first (deadlock)->process_name);
}

/* The newest that is wanted; @n_others: how many more are. */
static const ApmWaitDeadlock *
choose (ApmDeadlockBanner *self,
        guint             *n_others)
{
  const GPtrArray *deadlocks = apm_wait_watch_get_deadlocks (apm_session_get_waits (self->session));
  const ApmWaitDeadlock *newest = NULL;
  guint n = 0;

  for (guint i = 0; i < deadlocks->len; i++)
    if (is_wanted (self, deadlocks->pdata[i]))
      {
        newest = deadlocks->pdata[i];
        n++;
      }
  *n_others = MAX (n, 1) - 1;

  return newest;
}

static void
update (ApmDeadlockBanner *self)
{
  guint n_others;
  const ApmWaitDeadlock *deadlock = choose (self, &n_others);
  g_autofree char *sentence = deadlock ? dup_sentence (deadlock) : NULL;
  g_autofree char *never = NULL;
  g_autofree char *text = NULL;

  self->shown = deadlock ? deadlock->id : 0;
  gtk_revealer_set_reveal_child (self->revealer, deadlock != NULL);
  /* What is folded away is not to be reached by the keyboard. */
  gtk_widget_set_visible (GTK_WIDGET (self), deadlock != NULL);
  if (deadlock == NULL)
    return;

  /* Translators: %s is a whole sentence about one deadlock */
  text = n_others == 0 ? g_strdup (sentence)
                       : g_strdup_printf (ngettext ("%s; there is %u more", "%s; there are %u more", n_others),
                                          sentence, n_others);
  gtk_label_set_label (self->label, text);
  never = g_strdup_printf (_("Not Again for %s"), get_first (deadlock)->process_name);
  gtk_button_set_label (self->never_button, never);
}

static char *
dup_notification_id (const ApmWaitDeadlock *deadlock)
{
  return g_strdup_printf ("deadlock-%" G_GUINT64_FORMAT, deadlock->id);
}

static void
notify (const ApmWaitDeadlock *deadlock)
{
  GApplication *application = g_application_get_default ();
  g_autoptr(GNotification) notification = g_notification_new (_("Deadlock found"));
  g_autofree char *sentence = dup_sentence (deadlock);
  g_autofree char *id = dup_notification_id (deadlock);

  g_notification_set_body (notification, sentence);
  if (application)
    g_application_send_notification (application, id, notification);
}

static void
on_deadlock_found (ApmDeadlockBanner     *self,
                   const ApmWaitDeadlock *deadlock)
{
  if (!apm_session_get_seen (self->session) && is_wanted (self, deadlock))
    notify (deadlock);
  update (self);
}

static void
on_deadlock_ended (ApmDeadlockBanner     *self,
                   const ApmWaitDeadlock *deadlock)
{
  GApplication *application = g_application_get_default ();
  g_autofree char *id = dup_notification_id (deadlock);

  if (application)
    g_application_withdraw_notification (application, id);
  g_hash_table_remove (self->dismissed, &deadlock->id);
  update (self);
}

static const ApmWaitDeadlock *
find_shown (ApmDeadlockBanner *self)
{
  const GPtrArray *deadlocks = apm_wait_watch_get_deadlocks (apm_session_get_waits (self->session));

  for (guint i = 0; i < deadlocks->len; i++)
    if (((ApmWaitDeadlock *) deadlocks->pdata[i])->id == self->shown)
      return deadlocks->pdata[i];

  return NULL;
}

static void
on_why_clicked (ApmDeadlockBanner *self)
{
  const ApmWaitDeadlock *deadlock = find_shown (self);

  if (deadlock)
    apm_why_window_present (GTK_WIDGET (self), self->session, get_first (deadlock)->process_name,
                            get_first (deadlock)->pid, get_first (deadlock)->tid);
}

static void
on_never_clicked (ApmDeadlockBanner *self)
{
  const ApmWaitDeadlock *deadlock = find_shown (self);

  if (deadlock)
    g_hash_table_add (self->silenced, g_strdup (get_first (deadlock)->process_name));
  update (self);
}

static void
on_close_clicked (ApmDeadlockBanner *self)
{
  if (self->shown != 0)
    g_hash_table_add (self->dismissed, g_memdup2 (&self->shown, sizeof self->shown));
  update (self);
}

GtkWidget *
apm_deadlock_banner_new (ApmSession *session)
{
  ApmDeadlockBanner *self = g_object_new (APM_TYPE_DEADLOCK_BANNER, NULL);
  ApmWaitWatch *waits = apm_session_get_waits (session);

  self->session = g_object_ref (session);
  g_signal_connect_object (waits, "deadlock-found", G_CALLBACK (on_deadlock_found), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (waits, "deadlock-ended", G_CALLBACK (on_deadlock_ended), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

static void
apm_deadlock_banner_dispose (GObject *object)
{
  ApmDeadlockBanner *self = APM_DEADLOCK_BANNER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_DEADLOCK_BANNER);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dismissed, g_hash_table_unref);
  g_clear_pointer (&self->silenced, g_hash_table_unref);

  G_OBJECT_CLASS (apm_deadlock_banner_parent_class)->dispose (object);
}

static void
apm_deadlock_banner_class_init (ApmDeadlockBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_deadlock_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-deadlock-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmDeadlockBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, ApmDeadlockBanner, label);
  gtk_widget_class_bind_template_child (widget_class, ApmDeadlockBanner, never_button);
  gtk_widget_class_bind_template_callback (widget_class, on_never_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_why_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
apm_deadlock_banner_init (ApmDeadlockBanner *self)
{
  self->dismissed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->silenced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

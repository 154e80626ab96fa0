/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-view.h"

#include <glib/gi18n.h>

#include "apm-empty-page.h"
#include "apm-error.h"

#define PATIENCE_MS 400

typedef struct {
  ApmSubject *subject;
  GtkStack *stack;
  GtkWidget *content;
  GtkWidget *page;           /* why there is nothing */
  char *page_text;           /* the same to be copied; NULL while the content is shown */
  GtkWidget *waiting;
  guint patience;            /* timeout */
  gboolean looking;
  gboolean again;            /* and once more after that */
  gint64 as_of_us;           /* since 1970: when the content was true; 0: never */
} ApmSectionViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ApmSectionView, apm_section_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SUBJECT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { TOLD, N_SIGNALS };
static guint signals[N_SIGNALS];

static ApmSectionViewPrivate *
get_private (ApmSectionView *self)
{
  return apm_section_view_get_instance_private (self);
}

/* Most answers come before anybody could read that one is waited for. */
static void
on_patience (gpointer user_data)
{
  ApmSectionViewPrivate *priv = get_private (user_data);

  priv->patience = 0;
  gtk_widget_set_visible (priv->waiting, TRUE);
}

static void
stop_waiting (ApmSectionViewPrivate *priv)
{
  g_clear_handle_id (&priv->patience, g_source_remove);
  gtk_widget_set_visible (priv->waiting, FALSE);
}

static void
apm_section_view_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_SUBJECT:
      g_value_set_object (value, get_private (APM_SECTION_VIEW (object))->subject);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_section_view_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SUBJECT:
      get_private (APM_SECTION_VIEW (object))->subject = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_section_view_dispose (GObject *object)
{
  ApmSectionViewPrivate *priv = get_private (APM_SECTION_VIEW (object));

  g_clear_handle_id (&priv->patience, g_source_remove);
  if (priv->stack)
    gtk_widget_unparent (GTK_WIDGET (priv->stack));
  priv->stack = NULL;
  g_clear_object (&priv->subject);
  g_clear_pointer (&priv->page_text, g_free);

  G_OBJECT_CLASS (apm_section_view_parent_class)->dispose (object);
}

static void
apm_section_view_class_init (ApmSectionViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = apm_section_view_get_property;
  object_class->set_property = apm_section_view_set_property;
  object_class->dispose = apm_section_view_dispose;

  properties[PROP_SUBJECT] =
    g_param_spec_object ("subject", NULL, NULL, APM_TYPE_SUBJECT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * ApmSectionView::told:
   *
   * What it was asked is answered.
   */
  signals[TOLD] = g_signal_new ("told", APM_TYPE_SECTION_VIEW, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
apm_section_view_init (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->waiting = gtk_label_new (_("Reading…"));
  gtk_widget_set_vexpand (priv->waiting, TRUE);
  gtk_widget_set_visible (priv->waiting, FALSE);
  gtk_widget_add_css_class (priv->waiting, "dim-label");
  gtk_box_append (GTK_BOX (place), priv->waiting);
  priv->page = apm_empty_page_new ();
  apm_empty_page_set (priv->page, NULL, "", NULL, NULL, NULL);

  priv->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (priv->stack, FALSE);
  gtk_stack_set_vhomogeneous (priv->stack, FALSE);
  gtk_stack_add_named (priv->stack, place, "waiting");
  gtk_stack_add_named (priv->stack, priv->page, "page");
  gtk_widget_set_parent (GTK_WIDGET (priv->stack), GTK_WIDGET (self));
}

ApmSubject *
apm_section_view_get_subject (ApmSectionView *self)
{
  g_return_val_if_fail (APM_IS_SECTION_VIEW (self), NULL);

  return get_private (self)->subject;
}

/* What is shown once something was read; by the subclass, once. */
void
apm_section_view_set_content (ApmSectionView *self,
                              GtkWidget      *content)
{
  ApmSectionViewPrivate *priv = get_private (self);

  g_return_if_fail (priv->content == NULL);

  priv->content = content;
  gtk_stack_add_named (priv->stack, content, "content");
}

/* Instead of the content, until the next answer. */
void
apm_section_view_show_page (ApmSectionView *self,
                            const char     *icon_name,
                            const char     *title,
                            const char     *text)
{
  ApmSectionViewPrivate *priv = get_private (self);
  g_autofree char *escaped = g_markup_escape_text (text ? text : "", -1);

  apm_empty_page_set (priv->page, icon_name, title, escaped, NULL, NULL);
  g_free (priv->page_text);
  priv->page_text = g_strdup_printf ("%s\n%s%s", title, text ? text : "", text ? "\n" : "");
  gtk_stack_set_visible_child (priv->stack, priv->page);
}

static void
show_trouble (ApmSectionView *self,
              const GError   *error)
{
  if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    apm_section_view_show_page (self, "changes-prevent-symbolic", _("Not Permitted"), error->message);
  else if (g_error_matches (error, APM_ERROR, APM_ERROR_GONE) ||
           g_error_matches (error, APM_ERROR, APM_ERROR_REUSED))
    apm_section_view_show_page (self, "face-yawn-symbolic", _("It Has Ended"),
                                _("This was not read while the process ran, and cannot be read now."));
  else
    apm_section_view_show_page (self, "dialog-warning-symbolic", _("Could Not Be Read"), error->message);
}

/**
 * apm_section_view_told:
 * @error: (nullable): why there is nothing to show; of a process that has ended
 *   what was shown last stays
 */
void
apm_section_view_told (ApmSectionView *self,
                       const GError   *error)
{
  ApmSectionViewPrivate *priv = get_private (self);
  gboolean gone = g_error_matches (error, APM_ERROR, APM_ERROR_GONE) ||
                  g_error_matches (error, APM_ERROR, APM_ERROR_REUSED);

  priv->looking = FALSE;
  stop_waiting (priv);
  if (priv->again)
    {
      priv->again = FALSE;
      apm_section_view_look (self);
    }
  if (error == NULL)
    {
      priv->as_of_us = g_get_real_time ();
      g_clear_pointer (&priv->page_text, g_free);
      gtk_stack_set_visible_child (priv->stack, priv->content);
    }
  else if (!gone || (priv->as_of_us == 0 && priv->page_text == NULL))
    show_trouble (self, error);

  g_signal_emit (self, signals[TOLD], 0);
}

/* It is another process now, or none: nothing of what is shown is true. */
void
apm_section_view_forget (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);

  stop_waiting (priv);
  priv->looking = priv->again = FALSE;
  priv->as_of_us = 0;
  g_clear_pointer (&priv->page_text, g_free);
  gtk_stack_set_visible_child_name (priv->stack, "waiting");
  priv->patience = g_timeout_add_once (PATIENCE_MS, on_patience, self);
  APM_SECTION_VIEW_GET_CLASS (self)->forget (self);
}

/**
 * apm_section_view_look:
 *
 * Asks for a new look, unless one is under way or there is nothing to look at.
 *
 * Returns: whether one is under way now
 */
gboolean
apm_section_view_look (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);

  if (apm_subject_get_pid (priv->subject) == 0)
    return FALSE;
  if (!priv->looking && apm_subject_has_ended (priv->subject) &&
      !APM_SECTION_VIEW_GET_CLASS (self)->looks_after_end)
    {
      g_autoptr(GError) gone = g_error_new_literal (APM_ERROR, APM_ERROR_GONE, "");

      apm_section_view_told (self, gone);
      return FALSE;
    }

  if (!priv->looking)
    {
      priv->looking = TRUE;
      if (!APM_SECTION_VIEW_GET_CLASS (self)->look (self))
        priv->looking = FALSE;
    }

  return priv->looking;
}

/* As apm_section_view_look(), and what is under way does not count: it was asked
 * differently. */
void
apm_section_view_look_again (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);

  if (priv->looking)
    priv->again = TRUE;
  else
    apm_section_view_look (self);
}

gboolean
apm_section_view_is_looking (ApmSectionView *self)
{
  return get_private (self)->looking;
}

void
apm_section_view_set_seen (ApmSectionView *self,
                           gboolean        seen)
{
  if (APM_SECTION_VIEW_GET_CLASS (self)->set_seen)
    APM_SECTION_VIEW_GET_CLASS (self)->set_seen (self, seen);
}

/* Returns: (transfer full): lines */
char *
apm_section_view_dup_text (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);

  if (priv->page_text)
    return g_strdup (priv->page_text);

  return APM_SECTION_VIEW_GET_CLASS (self)->dup_text (self);
}

/**
 * apm_section_view_get_list:
 * @listing: (out) (optional): what the rows are; %NULL: only whether it is a list is asked
 *
 * Returns: (transfer none) (nullable): the table that can leave the window; %NULL:
 *   it has none, or @listing is asked for while it tells why it shows nothing
 */
ApmTable *
apm_section_view_get_list (ApmSectionView *self,
                           ApmListing     *listing)
{
  ApmSectionViewClass *klass = APM_SECTION_VIEW_GET_CLASS (self);
  ApmListing unused;

  if (klass->get_list == NULL || (listing && get_private (self)->page_text))
    return NULL;

  return klass->get_list (self, listing ? listing : &unused);
}

/* Returns: whether there is something to search */
gboolean
apm_section_view_search (ApmSectionView *self)
{
  ApmSectionViewClass *klass = APM_SECTION_VIEW_GET_CLASS (self);

  return get_private (self)->page_text == NULL && klass->search && klass->search (self);
}

/* Returns: (transfer full) (nullable): when what it shows was true; %NULL: it shows nothing */
char *
apm_section_view_dup_as_of_text (ApmSectionView *self)
{
  ApmSectionViewPrivate *priv = get_private (self);
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *clock = NULL;

  if (priv->as_of_us == 0 || APM_SECTION_VIEW_GET_CLASS (self)->is_live)
    return NULL;

  time = g_date_time_new_from_unix_local (priv->as_of_us / G_USEC_PER_SEC);
  clock = g_date_time_format (time, "%T");

  /* Translators: %s is a time of day */
  return g_strdup_printf (_("as of %s"), clock);
}

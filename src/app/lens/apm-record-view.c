/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-record-view.h"

#include <glib/gi18n.h>

#include "apm-lens-record.h"
#include "apm-timeline.h"

#define SOME 16384   /* spans that are handed over at a time */

struct _ApmRecordView
{
  AdwBin parent_instance;
  GtkWidget *list_button;
  GtkLabel *title;
  GtkLabel *text;
  ApmTimeline *timeline;
  GCancellable *cancellable; /* of the reading under way */
};

G_DEFINE_FINAL_TYPE (ApmRecordView, apm_record_view, ADW_TYPE_BIN)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Names: a record never changes, so any thread may ask */

static char *
dup_name (GPtrArray *names,
          gint64     i)
{
  return i >= 0 && i < names->len ? g_strdup (names->pdata[i]) : NULL;
}

static char *
dup_lane_name (gpointer data,
               int      lane)
{
  return dup_name (((ApmLensRecord *) data)->lanes, lane);
}

static char *
dup_object_name (gpointer data,
                 int      object)
{
  return dup_name (((ApmLensRecord *) data)->objects, object);
}

static char *
dup_place (gpointer       data,
           const ApmSpan *span)
{
  return dup_name (((ApmLensRecord *) data)->places, (gint64) span->caller - 1);
}

static const ApmTimelineNames names = { dup_lane_name, dup_object_name, dup_place };

/* Handing over: many spans take their time */

typedef struct {
  ApmTimelineSource *source;   /* has the record */
  ApmLensRecord *record;
} Feeding;

static void
feed_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Feeding *feeding = data;
  GArray *spans = feeding->record->spans;

  for (guint i = 0; i < spans->len; i += SOME)
    apm_timeline_source_add (feeding->source, &g_array_index (spans, ApmSpan, i), MIN (SOME, spans->len - i));
  g_task_return_boolean (task, TRUE);
}

static void
on_fed (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  Feeding *feeding = data;

  g_object_unref (feeding->source);
  g_free (feeding);
}

static void
show_record (ApmRecordView *self,
             ApmLensRecord *record)
{
  g_autoptr(ApmTimelineSource) source = apm_timeline_source_new (&names, record, (GDestroyNotify) apm_lens_record_free);
  g_autoptr(GTask) task = NULL;
  Feeding *feeding = g_new (Feeding, 1);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < record->lanes->len; i++)
    apm_timeline_source_set_lane (source, (int) i, record->first_ns, record->last_ns);
  apm_timeline_source_set_range (source, record->first_ns, record->last_ns);
  apm_timeline_set_source (self->timeline, source);

  g_string_append_printf (text, ngettext ("%'u stretch of time", "%'u stretches of time", record->spans->len),
                          record->spans->len);
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%'u thread", "%'u threads", record->lanes->len), record->lanes->len);
  if (record->n_gone > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%'lu older one is left out", "%'lu older ones are left out",
                                              (gulong) record->n_gone), (gulong) record->n_gone);
    }
  gtk_label_set_label (self->text, text->str);

  *feeding = (Feeding) { g_steal_pointer (&source), record };
  task = g_task_new (NULL, NULL, on_fed, feeding);
  g_task_set_task_data (task, feeding, NULL);
  g_task_run_in_thread (task, feed_in_thread);
}

/* Reading */

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      path,
                GCancellable *cancellable)
{
  GError *error = NULL;
  ApmLensRecord *record = apm_lens_record_read (path, &error);

  if (record)
    g_task_return_pointer (task, record, (GDestroyNotify) apm_lens_record_free);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(ApmRecordView) self = data;
  g_autoptr(GError) error = NULL;
  ApmLensRecord *record = g_task_propagate_pointer (G_TASK (result), &error);

  if (record)
    show_record (self, record);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_label_set_label (self->text, error->message);
      g_signal_emit (self, signals[FAILED], 0, error->message);
    }
}

/**
 * apm_record_view_open:
 * @path: of a trace, CSV or JSON
 */
void
apm_record_view_open (ApmRecordView *self,
                      const char    *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (APM_IS_RECORD_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->text, _("is read …"));
  apm_timeline_set_source (self->timeline, NULL);
  task = g_task_new (NULL, self->cancellable, on_read, g_object_ref (self));
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/* The object */

static void
apm_record_view_dispose (GObject *object)
{
  ApmRecordView *self = APM_RECORD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (apm_record_view_parent_class)->dispose (object);
}

static void
apm_record_view_class_init (ApmRecordViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_record_view_dispose;

  signals[FAILED] = g_signal_new ("failed", APM_TYPE_RECORD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkLabel *
add_label (GtkBox     *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);

  return GTK_LABEL (label);
}

static GtkWidget *
create_head (ApmRecordView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->list_button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->list_button), "sidebar-show-symbolic");
  gtk_widget_set_tooltip_text (self->list_button, _("Choose a problem or a program"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Problems and programs"), -1);
  gtk_box_append (GTK_BOX (head), self->list_button);
  gtk_widget_set_hexpand (words, TRUE);
  self->title = add_label (GTK_BOX (words), "heading");
  self->text = add_label (GTK_BOX (words), "caption");
  gtk_box_append (GTK_BOX (head), words);
  gtk_widget_set_margin_start (head, 12);
  gtk_widget_set_margin_end (head, 12);
  gtk_widget_set_margin_top (head, 12);
  gtk_widget_set_margin_bottom (head, 6);

  return head;
}

static void
apm_record_view_init (ApmRecordView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->timeline = APM_TIMELINE (apm_timeline_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->timeline), TRUE);
  gtk_box_append (GTK_BOX (box), create_head (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->timeline));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * apm_record_view_new:
 * @flap: what is in the list at the left, which a button shows where it is folded
 */
GtkWidget *
apm_record_view_new (AdwFlap *flap)
{
  ApmRecordView *self = g_object_new (APM_TYPE_RECORD_VIEW, NULL);

  g_object_bind_property (flap, "folded", self->list_button, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (flap, "reveal-flap", self->list_button, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);

  return GTK_WIDGET (self);
}

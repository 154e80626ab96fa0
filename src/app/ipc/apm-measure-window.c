/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-measure-window.h"

#include "apm-file-sink.h"
#include "apm-measure.h"
#include "apm-rows-format.h"
#include "apm-save-chooser.h"
#include "apm-text.h"

#include <glib/gi18n.h>

/* Long enough that one more tick of the scheduler does not change the figures. */
#define SECONDS 0.5

struct _ApmMeasureWindow
{
  AdwWindow parent_instance;

  GtkButton *button;
  GtkDropDown *size;
  GtkStringList *sizes;
  GtkStack *stack;
  GtkGrid *grid;
  GtkLabel *status;

  ApmSession *session;
  ApmMeasure *measure;           /* (nullable): the newest run */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (ApmMeasureWindow, apm_measure_window, ADW_TYPE_WINDOW)

static const guint lengths[] = { 1, 64, 1024, 8192, 65536 };

static const ApmFileFormat formats[] = {
  { N_("CSV table"), "csv" },
  { N_("JSON"), "json" },
  { N_("JSON Lines"), "jsonl" },
  { NULL }
};

static GtkWidget *
new_label (const char *text,
           const char *style,
           float       xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (style)
    gtk_widget_add_css_class (label, style);

  return label;
}

/* A figure with its bar below it, which the number already says. */
static GtkWidget *
new_figure (const char *text,
            double      share)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);

  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (share, 0.0, 1.0));
  gtk_widget_set_size_request (bar, 120, -1);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), new_label (text, "numeric", 1));
  gtk_box_append (GTK_BOX (box), bar);

  return box;
}

static void
clear_grid (ApmMeasureWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_grid_remove (self->grid, child);
}

static void
add_heads (ApmMeasureWindow *self)
{
  static const char *const heads[] = { N_("Kind"), N_("There and back"), N_("Messages a second"), N_("Bytes a second") };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    gtk_grid_attach (self->grid, new_label (_(heads[i]), "heading", i > 0 ? 1 : 0), (int) i, 0, 1, 1);
}

typedef struct {
  gint64 slowest_ns;
  double most_messages;
  double most_bytes;
} Extremes;

static Extremes
find_extremes (const GPtrArray *rows)
{
  Extremes most = { 1, 1, 1 };

  for (guint i = 0; i < rows->len; i++)
    {
      const ApmMeasured *row = rows->pdata[i];

      if (row->problem)
        continue;
      most.slowest_ns = MAX (most.slowest_ns, row->round_trip_ns);
      most.most_messages = MAX (most.most_messages, row->messages_per_s);
      most.most_bytes = MAX (most.most_bytes, row->bytes_per_s);
    }

  return most;
}

static void
add_figures (ApmMeasureWindow  *self,
             const ApmMeasured *row,
             const Extremes    *most,
             int                line)
{
  g_autofree char *trip = g_strdup_printf (_("%.1f µs"), row->round_trip_ns / 1000.0);
  g_autofree char *worst = g_strdup_printf (_("99 of 100 took at most %.1f µs"), row->round_trip_99_ns / 1000.0);
  g_autofree char *messages = g_strdup_printf ("%'.0f", row->messages_per_s);
  g_autofree char *size = apm_text_format_bytes ((guint64) row->bytes_per_s);
  g_autofree char *bytes = g_strdup_printf (_("%s/s"), size);
  GtkWidget *figure = new_figure (trip, (double) row->round_trip_ns / (double) most->slowest_ns);

  gtk_widget_set_tooltip_text (figure, worst);
  gtk_grid_attach (self->grid, figure, 1, line, 1, 1);
  gtk_grid_attach (self->grid, new_figure (messages, row->messages_per_s / most->most_messages), 2, line, 1, 1);
  gtk_grid_attach (self->grid, new_figure (bytes, row->bytes_per_s / most->most_bytes), 3, line, 1, 1);
}

static void
show_rows (ApmMeasureWindow *self)
{
  const GPtrArray *rows = apm_measure_get_rows (self->measure);
  Extremes most = find_extremes (rows);

  clear_grid (self);
  add_heads (self);
  for (guint i = 0; i < rows->len; i++)
    {
      const ApmMeasured *row = rows->pdata[i];
      int line = (int) i + 1;

      gtk_grid_attach (self->grid, new_label (row->title, NULL, 0), 0, line, 1, 1);
      if (row->problem)
        gtk_grid_attach (self->grid, new_label (row->problem, "dim-label", 0), 1, line, 3, 1);
      else
        add_figures (self, row, &most, line);
    }
}

static void
show_state (ApmMeasureWindow *self)
{
  gboolean runs = self->measure && !apm_measure_is_ended (self->measure);
  guint n = self->measure ? apm_measure_get_rows (self->measure)->len : 0;
  g_autofree char *text = NULL;

  gtk_button_set_label (self->button, runs ? _("Stop") : _("Measure"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), runs ? "measure.stop" : "measure.start");
  gtk_widget_set_sensitive (GTK_WIDGET (self->size), !runs);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.export", n > 0 && !runs);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.copy-list", n > 0 && !runs);
  if (runs)
    text = g_strdup_printf (_("%u of %u kinds measured; leave the machine alone meanwhile"), n, apm_measure_get_n (self->measure));
  else if (self->measure)
    text = g_strdup (_("The shorter the way there and back, the better; medians, between two processes"));
  gtk_label_set_label (self->status, text ? text : "");
}

static void
on_measured (ApmMeasureWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "figures");
  show_rows (self);
  show_state (self);
}

static void
start_action (GtkWidget                *widget,
              G_GNUC_UNUSED const char *name,
              G_GNUC_UNUSED GVariant   *parameter)
{
  ApmMeasureWindow *self = APM_MEASURE_WINDOW (widget);
  g_autoptr(GError) error = NULL;

  if (self->measure)
    g_signal_handlers_disconnect_by_data (self->measure, self);
  g_clear_object (&self->measure);
  self->measure = apm_measure_new (NULL, lengths[gtk_drop_down_get_selected (self->size)], SECONDS);
  g_signal_connect_object (self->measure, "measured", G_CALLBACK (on_measured), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->measure, "ended", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  if (!apm_measure_start (self->measure, &error))
    {
      apm_session_toast (self->session, "%s", error->message);
      g_clear_object (&self->measure);
    }
  show_state (self);
}

static void
stop_action (GtkWidget                *widget,
             G_GNUC_UNUSED const char *name,
             G_GNUC_UNUSED GVariant   *parameter)
{
  ApmMeasureWindow *self = APM_MEASURE_WINDOW (widget);

  if (self->measure)
    apm_measure_cancel (self->measure);
}

static void
append_rows (ApmMeasureWindow *self,
             ApmRowsFormat     format,
             GString          *out)
{
  const GPtrArray *rows = apm_measure_get_rows (self->measure);

  apm_rows_append_head (out, format, apm_measured_fields, "channels");
  for (guint i = 0; i < rows->len; i++)
    apm_rows_append (out, format, apm_measured_fields, rows->pdata[i], i == 0);
  apm_rows_append_tail (out, format);
}

static void
copy_action (GtkWidget                *widget,
             G_GNUC_UNUSED const char *name,
             G_GNUC_UNUSED GVariant   *parameter)
{
  ApmMeasureWindow *self = APM_MEASURE_WINDOW (widget);
  g_autoptr(GString) text = g_string_new (NULL);

  if (!self->measure)
    return;
  append_rows (self, APM_ROWS_CSV, text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
}

static void
export_to (ApmMeasureWindow *self,
           const char       *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmFileSink) sink = NULL;
  ApmRowsFormat format;

  if (apm_rows_format_from_path (path, &format, &error))
    sink = apm_file_sink_new (path, &error);
  if (sink)
    append_rows (self, format, apm_file_sink_get_buffer (sink));
  if (sink && apm_file_sink_finish (sink, &error))
    apm_session_toast (self->session, _("Exported to %s"), path);
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
on_export_response (ApmMeasureWindow *self,
                    int               response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !self->measure)
    return;
  path = apm_save_chooser_dup_path (chooser, formats, &error);
  if (path)
    export_to (self, path);
  else
    apm_session_toast (self->session, "%s", error->message);
}

/* With a path, as the other lists have it: at once. */
static void
export_action (GtkWidget                *widget,
               G_GNUC_UNUSED const char *name,
               GVariant                 *parameter)
{
  ApmMeasureWindow *self = APM_MEASURE_WINDOW (widget);
  const char *path = g_variant_get_string (parameter, NULL);

  if (!self->measure)
    return;
  if (*path)
    {
      export_to (self, path);
      return;
    }
  g_clear_object (&self->chooser);
  self->chooser = apm_save_chooser_new (GTK_WINDOW (self), _("Export What Messages Cost"), _("_Export"), "channels.csv", formats);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_export_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
apm_measure_window_dispose (GObject *object)
{
  ApmMeasureWindow *self = APM_MEASURE_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MEASURE_WINDOW);
  g_clear_object (&self->measure);
  g_clear_object (&self->chooser);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_measure_window_parent_class)->dispose (object);
}

static void
apm_measure_window_class_init (ApmMeasureWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_measure_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-measure-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, button);
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, size);
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, sizes);
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, grid);
  gtk_widget_class_bind_template_child (widget_class, ApmMeasureWindow, status);
  gtk_widget_class_install_action (widget_class, "measure.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "measure.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "measure.start", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_E, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", "s", "");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_measure_window_init (ApmMeasureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = apm_text_format_bytes (lengths[i]);

      gtk_string_list_append (self->sizes, text);
    }
  gtk_drop_down_set_selected (self->size, 1);
  show_state (self);
}

/**
 * apm_measure_window_present:
 *
 * Opens the window; what it measures ends with it.
 */
void
apm_measure_window_present (GtkWindow  *parent,
                            ApmSession *session)
{
  ApmMeasureWindow *self = g_object_new (APM_TYPE_MEASURE_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_window_present (GTK_WINDOW (self));
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline by itself, with spans by hand: what it says of what the cursor stands
 * on, and how it is moved, searched, marked and saved. */

#include <adwaita.h>

#include "apm-test-display.h"
#include "apm-timeline-chart-private.h"
#include "apm-timeline-private.h"
#include "apm-widget-image.h"

#define FIRST 1000000000

typedef struct {
  GtkWidget *window;
  ApmTimeline *timeline;
  ApmTimelineChart *chart;
  ApmTimelineSource *source;
  gint64 told;               /* by ::position-changed */
} Fixture;

static char *
dup_lane_name (gpointer data,
               int      lane)
{
  static const char *const names[] = { "main", "producer", "consumer" };

  return g_strdup (names[lane]);
}

static char *
dup_object_name (gpointer data,
                 int      object)
{
  static const char *const names[] = { "mutex", "empty", "full" };

  return g_strdup (names[object]);
}

static char *
dup_place (gpointer       data,
           const ApmSpan *span)
{
  return g_strdup_printf ("buffer.c:%d", (int) span->caller);
}

static const ApmTimelineNames names = { dup_lane_name, dup_object_name, dup_place };

/* In microseconds from the beginning. */
static const ApmSpan spans[] = {
  { 100, 150, 41, 1, 0, 2, APM_LENS_OP_MUTEX_LOCK, APM_LENS_MUTEX, APM_SPAN_WAIT },
  { 150, 200, 41, 1, 0, -1, APM_LENS_OP_MUTEX_UNLOCK, APM_LENS_MUTEX, APM_SPAN_HOLD },
  { 120, 320, 52, 2, 2, 1, APM_LENS_OP_SEM_TAKEN, APM_LENS_SEMAPHORE, APM_SPAN_WAIT },
  { 300, 700, 40, 1, 1, 2, APM_LENS_OP_SEM_TAKEN, APM_LENS_SEMAPHORE, APM_SPAN_WAIT },
  { 10, 900, 77, 0, 0, 1, APM_LENS_OP_MUTEX_LOCK, APM_LENS_MUTEX, APM_SPAN_WAIT },
};

static gboolean
is_named (gpointer data)
{
  Fixture *f = data;

  return g_str_equal (apm_timeline_source_get_lane_name (f->source, 0), "main") &&
         g_str_equal (apm_timeline_source_get_lane_name (f->source, 1), "producer") &&
         g_str_equal (apm_timeline_source_get_lane_name (f->source, 2), "consumer") &&
         g_str_equal (apm_timeline_source_get_object_name (f->source, 0), "mutex") &&
         g_str_equal (apm_timeline_source_get_object_name (f->source, 1), "empty") &&
         g_str_equal (apm_timeline_source_get_object_name (f->source, 2), "full");
}

static gboolean
is_drawn (gpointer data)
{
  return ((Fixture *) data)->chart->marks->len > 0;
}

static void
on_position (Fixture *f,
             gint64   time)
{
  f->told = time;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->source = apm_timeline_source_new (&names, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      ApmSpan span = spans[i];

      span.start = FIRST + span.start * 1000;
      span.end = FIRST + span.end * 1000;
      apm_timeline_source_add (f->source, &span, 1);
    }
  apm_timeline_source_set_range (f->source, FIRST, FIRST + 1000000);
  f->window = gtk_window_new ();
  f->timeline = APM_TIMELINE (apm_timeline_new ());
  f->chart = f->timeline->chart;
  gtk_window_set_default_size (GTK_WINDOW (f->window), 760, 300);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->timeline));
  gtk_window_present (GTK_WINDOW (f->window));
  apm_timeline_set_source (f->timeline, f->source);
  g_signal_connect_swapped (f->timeline, "position-changed", G_CALLBACK (on_position), f);
  g_assert_true (apm_test_wait (is_named, f, 20));
  g_assert_true (apm_test_wait (is_drawn, f, 20));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->source);
}

/* As if it had the focus: the controller's own signal. */
static void
press (Fixture         *f,
       guint            key,
       GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->chart));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean taken;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &taken);
    }
}

static gboolean
is_placed (gpointer data)
{
  Fixture *f = data;

  apm_timeline_chart_say (f->chart);

  return f->chart->details && strstr (f->chart->details, "buffer.c") != NULL;
}

static void
assert_says (Fixture    *f,
             const char *part)
{
  apm_test_wait (is_placed, f, 10);
  if (f->chart->details == NULL || strstr (f->chart->details, part) == NULL)
    g_error ("“%s” does not say “%s”", f->chart->details, part);
}

static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "main waited 890 µs for mutex · mutex lock · at ");
  assert_says (f, "ended by producer · buffer.c:77");
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "producer waited 400 µs for empty");
  g_assert_cmpint (f->told, ==, FIRST + 300000);
  press (f, GDK_KEY_Left, 0);
  assert_says (f, "producer waited 50.0 µs for mutex");
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "producer held mutex for 50.0 µs");
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "consumer waited 200 µs for full");
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "consumer waited 200 µs for full");

  press (f, GDK_KEY_Up, 0);
  press (f, GDK_KEY_Up, 0);
  press (f, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_true (f->chart->has_selection);
  g_assert_cmpint (f->chart->selected_to, ==, FIRST + 700000);
  g_assert_nonnull (strstr (f->chart->details, "selected"));
  g_assert_nonnull (strstr (f->chart->details, "waits"));
  press (f, GDK_KEY_Escape, 0);
  g_assert_false (f->chart->has_selection);
}

static void
test_view (Fixture       *f,
           gconstpointer  data)
{
  double all = f->chart->view.scale;

  g_assert_cmpfloat (f->chart->view.from, ==, 0);
  press (f, GDK_KEY_plus, 0);
  g_assert_cmpfloat (f->chart->view.scale, <, all);
  g_assert_true (f->chart->follow);
  g_assert_cmpfloat_with_epsilon (f->chart->view.from + f->chart->view.width * f->chart->view.scale, 1000000, 1);
  press (f, GDK_KEY_Home, 0);
  g_assert_false (f->chart->follow);
  g_assert_cmpfloat (f->chart->view.from, ==, 0);
  press (f, GDK_KEY_End, 0);
  g_assert_true (f->chart->follow);
  press (f, GDK_KEY_0, 0);
  g_assert_cmpfloat_with_epsilon (f->chart->view.scale, all, 1e-9);
  for (guint i = 0; i < 60; i++)
    press (f, GDK_KEY_plus, 0);
  g_assert_cmpfloat (f->chart->view.scale, ==, f->chart->view.least_scale);
}

static void
test_search (Fixture       *f,
             gconstpointer  data)
{
  gtk_editable_set_text (f->timeline->search, "EMPT");
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.find", "b", FALSE);
  assert_says (f, "producer waited 400 µs for empty");
  gtk_editable_set_text (f->timeline->search, "producer");
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.find", "b", TRUE);
  assert_says (f, "producer held mutex");
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.find", "b", TRUE);
  assert_says (f, "producer waited 50.0 µs for mutex");
  gtk_editable_set_text (f->timeline->search, "nothing");
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.find", "b", FALSE);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (f->timeline->search), "error"));

  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.longest", NULL);
  assert_says (f, "main waited 890 µs");
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.longest", NULL);
  assert_says (f, "producer waited 400 µs");
}

static void
test_bookmarks (Fixture       *f,
                gconstpointer  data)
{
  GPtrArray *bookmarks = apm_timeline_chart_get_bookmarks (f->chart);

  apm_timeline_set_position (f->timeline, FIRST + 500000);
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.bookmark", NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.bookmark", NULL);
  apm_timeline_set_position (f->timeline, FIRST + 200000);
  gtk_widget_activate_action (GTK_WIDGET (f->timeline), "timeline.bookmark", NULL);
  g_assert_cmpuint (bookmarks->len, ==, 2);
  g_assert_cmpint (((ApmTimelineBookmark *) bookmarks->pdata[0])->time, ==, FIRST + 200000);
  apm_timeline_chart_name_bookmark (f->chart, 1, "here it breaks");
  apm_timeline_chart_go_to (f->chart, ((ApmTimelineBookmark *) bookmarks->pdata[1])->time);
  g_assert_cmpint (f->told, ==, FIRST + 500000);
  apm_timeline_chart_remove_bookmark (f->chart, 0);
  g_assert_cmpuint (bookmarks->len, ==, 1);
  g_assert_cmpstr (((ApmTimelineBookmark *) bookmarks->pdata[0])->name, ==, "here it breaks");
}

static void
test_export (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GBytes) svg = apm_widget_image_draw (GTK_WIDGET (f->chart), APM_WIDGET_IMAGE_SVG, NULL);
  g_autoptr(GBytes) png = apm_widget_image_draw (GTK_WIDGET (f->chart), APM_WIDGET_IMAGE_PNG, NULL);
  g_autofree char *text = apm_timeline_chart_dup_text (f->chart);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_nonnull (svg);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), (gssize) g_bytes_get_size (svg), "<svg"));
  g_assert_nonnull (png);
  g_assert_cmpmem (g_bytes_get_data (png, NULL), 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + G_N_ELEMENTS (spans) + 1);
  g_assert_nonnull (strstr (lines[0], "4 waits"));
  g_assert_true (g_str_has_prefix (lines[1], "main waited"));
  g_assert_true (g_str_has_prefix (lines[5], "producer waited 400"));
}

/* Steps instead of nanoseconds, and who still waits at the end. */
static void
test_logical (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ApmTimelineSource) source = apm_timeline_source_new (&names, NULL, NULL);
  ApmSpan open = { .start = 2, .lane = 1, .object = 0, .other = 0, .what = APM_SPAN_WAIT };

  apm_timeline_source_set_logical (source, TRUE);
  for (int i = 0; i < 4; i++)
    apm_timeline_source_add (source, &(ApmSpan) { .start = i, .end = i + 1, .lane = i < 2 ? i : 0, .object = i % 3,
                                                  .what = APM_SPAN_STEP }, 1);
  apm_timeline_source_set_range (source, 0, 5);
  apm_timeline_source_set_open (source, &open, 1);
  apm_timeline_set_source (f->timeline, source);
  apm_timeline_set_position (f->timeline, 0);
  press (f, GDK_KEY_Down, 0);
  g_assert_nonnull (strstr (f->chart->details, "step 1"));
  press (f, GDK_KEY_Right, 0);
  g_assert_cmpint (apm_timeline_get_position (f->timeline), ==, 2);
  press (f, GDK_KEY_Down, 0);
  assert_says (f, "producer has waited 3 steps for mutex so far");
  apm_timeline_set_source (f->timeline, NULL);
  press (f, GDK_KEY_Down, 0);
  g_assert_null (f->chart->details);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!apm_test_display_start ())
    {
      g_print ("1..0 # SKIP there is no Xvfb to open a window on\n");
      return 0;
    }
  adw_init ();

  g_test_add ("/timeline/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/timeline/view", Fixture, NULL, set_up, test_view, tear_down);
  g_test_add ("/timeline/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/timeline/bookmarks", Fixture, NULL, set_up, test_bookmarks, tear_down);
  g_test_add ("/timeline/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/timeline/logical", Fixture, NULL, set_up, test_logical, tear_down);

  result = g_test_run ();
  apm_test_display_stop ();

  return result;
}

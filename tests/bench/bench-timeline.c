/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "apm-test-display.h"
#include "apm-timeline-chart-private.h"
#include "apm-timeline.h"

/* What a frame of the timeline costs the main thread while it is zoomed and scrolled
 * over a million spans of 16 threads: the longest turn of the main loop until the
 * frame is painted, in the CPU time of the thread. Drawn by cairo on a virtual
 * display, 1,100 × 680. */

#define LANES  16
#define SPANS  1000000
#define FRAMES 200
#define LIMIT_MS 16.0

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static char *
dup_lane_name (gpointer data,
               int      lane)
{
  return g_strdup_printf ("worker %d", lane + 1);
}

static char *
dup_object_name (gpointer data,
                 int      object)
{
  return g_strdup_printf ("lock_%d", object);
}

/* Each waits now and then, and holds a lock in between. */
static ApmTimelineSource *
make_source (void)
{
  static const ApmTimelineNames names = { dup_lane_name, dup_object_name, NULL };
  ApmTimelineSource *source = apm_timeline_source_new (&names, NULL, NULL);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  ApmSpan *spans = g_new (ApmSpan, SPANS);
  gint64 at[LANES] = { 0 };

  for (guint i = 0; i < SPANS / 2; i++)
    {
      int lane = (int) (i % LANES), object = g_rand_int_range (rand, 0, 40);
      ApmSpan wait = { .lane = lane, .object = object, .other = (lane + 1) % LANES, .kind = (guint8) (object % 6) };
      ApmSpan hold = wait;

      wait.start = at[lane] + g_rand_int_range (rand, 10, 3000);
      wait.end = wait.start + g_rand_int_range (rand, 50, 3000);
      hold.what = APM_SPAN_HOLD;
      hold.start = wait.end;
      hold.end = at[lane] = hold.start + g_rand_int_range (rand, 50, 2000);
      spans[2 * i] = wait;
      spans[2 * i + 1] = hold;
    }
  apm_timeline_source_add (source, spans, SPANS);
  g_free (spans);

  return source;
}

static void
on_painted (GdkFrameClock *clock,
            gboolean      *painted)
{
  *painted = TRUE;
}

/* The longest turn until a frame has been painted. */
static double
take_frame (gboolean *painted)
{
  double longest = 0;

  for (*painted = FALSE; !*painted;)
    {
      double began = thread_ms ();

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, thread_ms () - began);
    }

  return longest;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static ApmTimelineChart *
find_chart (GtkWidget *widget)
{
  if (APM_IS_TIMELINE_CHART (widget))
    return APM_TIMELINE_CHART (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      ApmTimelineChart *found = find_chart (child);

      if (found)
        return found;
    }

  return NULL;
}

static void
report (const char *name,
        double      turns[FRAMES],
        const char *what)
{
  qsort (turns, FRAMES, sizeof (double), compare_doubles);
  g_print ("%s %.2f of the %.0f ms that a turn may take, %s 1,000,000 spans in %d lanes: median %.1f ms, worst %.1f ms\n",
           name, turns[FRAMES / 2] / LIMIT_MS, LIMIT_MS, what, LANES, turns[FRAMES / 2], turns[FRAMES - 1]);
}

static void
bench (void)
{
  GtkWidget *window = gtk_window_new (), *timeline = apm_timeline_new ();
  g_autoptr(ApmTimelineSource) source = make_source ();
  ApmTimelineChart *chart = find_chart (timeline);
  double turns[FRAMES];
  gboolean painted;

  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 680);
  gtk_window_set_child (GTK_WINDOW (window), timeline);
  gtk_window_present (GTK_WINDOW (window));
  apm_timeline_set_source (APM_TIMELINE (timeline), source);
  apm_timeline_chart_set_follow (chart, FALSE);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted), &painted);
  for (guint i = 0; i < 10; i++)
    {
      apm_timeline_chart_change (chart);
      take_frame (&painted);
    }

  /* From all of it to nanoseconds and back. */
  for (guint i = 0; i < FRAMES; i++)
    {
      apm_timeline_chart_zoom (chart, i < FRAMES / 2 ? 1.2 : 1 / 1.2);
      turns[i] = take_frame (&painted);
    }
  report ("timeline-16-zoom", turns, "zooming over");

  /* A tenth of all is seen: nothing is as dense as that and moves. */
  apm_timeline_chart_fit (chart);
  apm_timeline_chart_zoom (chart, 10);
  for (guint i = 0; i < FRAMES; i++)
    {
      apm_timeline_view_pan (&chart->view, i < FRAMES / 2 ? 17 : -17);
      apm_timeline_chart_move_view (chart);
      turns[i] = take_frame (&painted);
    }
  report ("timeline-16-scroll", turns, "scrolling over");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  if (!apm_test_display_start ())
    {
      g_printerr ("There is no Xvfb to open a window on.\n");
      return 1;
    }
  adw_init ();

  bench ();
  apm_test_display_stop ();

  return 0;
}

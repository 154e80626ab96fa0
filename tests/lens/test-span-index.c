/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the index says is what looking at every span would say. */

#include "apm-span-index.h"

#include <math.h>

#define LANES 3
#define COLUMNS 97

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const ApmSpan *one = a, *other = b;

  return one->end < other->end ? -1 : one->end > other->end;
}

/* In each lane waits one after the other, and one lock held now and then. */
static GArray *
make_spans (GRand *rand,
            guint  n)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (ApmSpan));
  gint64 at[LANES][2] = { { 0 } };

  for (guint i = 0; i < n; i++)
    {
      ApmSpan span = { .lane = g_rand_int_range (rand, 0, LANES), .object = g_rand_int_range (rand, 0, 200), .other = -1 };
      gint64 *time;

      span.what = g_rand_int_range (rand, 0, 2) == 0 ? APM_SPAN_WAIT : APM_SPAN_HOLD;
      span.kind = (guint8) g_rand_int_range (rand, 0, APM_LENS_N_KINDS);
      time = &at[span.lane][span.what];
      span.start = *time + g_rand_int_range (rand, 0, 50);
      span.end = *time = span.start + g_rand_int_range (rand, 1, i % 100 == 0 ? 3000 : 60);
      span.caller = i;
      g_array_append_val (spans, span);
    }
  g_array_sort (spans, compare_ends);

  return spans;
}

static ApmSpanIndex *
make_index (GArray *spans)
{
  ApmSpanIndex *index = apm_span_index_new (G_MAXUINT32);

  for (guint i = 0; i < spans->len; i++)
    apm_span_index_add (index, &g_array_index (spans, ApmSpan, i));

  return index;
}

static gboolean
is_in (const ApmSpan *span,
       int            lane,
       guint          row)
{
  return span->lane == lane && row == (span->what == APM_SPAN_WAIT ? 0 : 1);
}

static double error;
static guint n_estimated;

static void
assert_columns (ApmSpanIndex *index,
                GArray       *spans,
                int           lane,
                guint         row,
                double        from,
                double        per_column)
{
  ApmSpanColumn columns[COLUMNS];

  apm_span_index_get_columns (index, lane, row, from, per_column, COLUMNS, columns);
  for (guint i = 0; i < COLUMNS; i++)
    {
      double left = from + i * per_column, right = left + per_column, busy[APM_LENS_N_KINDS] = { 0 }, all = 0;
      guint n = 0;

      for (guint j = 0; j < spans->len; j++)
        {
          const ApmSpan *span = &g_array_index (spans, ApmSpan, j);
          double part = MIN ((double) span->end, right) - MAX ((double) span->start, left);

          if (!is_in (span, lane, row) || part <= 1e-9 * per_column)
            continue;
          n++;
          busy[span->kind] += part;
          all += part;
        }
      if (per_column > 200)
        {
          /* What lies on a boundary is parted by estimate: at most a group of eight at each end. */
          g_assert_cmpfloat_with_epsilon (columns[i].n, n, 16);
          g_assert_cmpfloat_with_epsilon (columns[i].busy, MIN (all / per_column, 1), 0.3);
          n_estimated++;
          error += fabs (columns[i].busy - all / per_column);
          continue;
        }
      g_assert_cmpuint (columns[i].n, ==, n);
      g_assert_cmpfloat_with_epsilon (columns[i].busy, MIN (all / per_column, 1), 1e-4);
      for (guint kind = 0; n > 0 && kind < APM_LENS_N_KINDS; kind++)
        g_assert_cmpfloat (busy[kind], <=, busy[columns[i].kind] + 1e-6 * per_column);
    }
}

static void
test_columns (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);
  g_autoptr(GArray) spans = make_spans (rand, 4000);
  g_autoptr(ApmSpanIndex) index = make_index (spans);
  gint64 first, last;

  apm_span_index_get_range (index, &first, &last);
  for (guint i = 0; i < 60; i++)
    {
      /* From all of it in a column to a column a thirtieth of a nanosecond. */
      double per_column = (double) last * 2 / pow (2, i / 3.0);
      double from = i % 5 == 0 ? 0 : g_rand_double_range (rand, -10, (double) last);

      assert_columns (index, spans, (int) (i % LANES), i % 2, floor (from), per_column);
    }
  g_assert_cmpuint (n_estimated, >, 100);
  g_assert_cmpfloat (error / n_estimated, <, 0.02);
}

static void
test_sums (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (6);
  g_autoptr(GArray) spans = make_spans (rand, 5000);
  g_autoptr(ApmSpanIndex) index = make_index (spans);
  gint64 first, last;

  apm_span_index_get_range (index, &first, &last);
  for (guint i = 0; i < 50; i++)
    {
      gint64 from = g_rand_int_range (rand, -5, (int) last), to = g_rand_int_range (rand, (int) from, (int) last + 5);
      ApmSpanTotals expected = { 0 }, totals;

      for (guint j = 0; j < spans->len; j++)
        {
          const ApmSpan *span = &g_array_index (spans, ApmSpan, j);
          gint64 part = MIN (span->end, to) - MAX (span->start, from);

          if (part <= 0)
            continue;
          *(span->what == APM_SPAN_WAIT ? &expected.n_waits : &expected.n_holds) += 1;
          *(span->what == APM_SPAN_WAIT ? &expected.waited : &expected.held) += part;
          if (span->what == APM_SPAN_WAIT)
            {
              expected.waited_by_kind[span->kind] += part;
              expected.longest = MAX (expected.longest, span->end - span->start);
            }
        }
      apm_span_index_sum (index, from, to, &totals);
      g_assert_cmpuint (totals.n_waits, ==, expected.n_waits);
      g_assert_cmpuint (totals.n_holds, ==, expected.n_holds);
      g_assert_cmpint (totals.waited, ==, expected.waited);
      g_assert_cmpint (totals.held, ==, expected.held);
      g_assert_cmpint (totals.longest, ==, expected.longest);
      g_assert_cmpmem (totals.waited_by_kind, sizeof totals.waited_by_kind,
                       expected.waited_by_kind, sizeof expected.waited_by_kind);
      if (totals.longest_at.lane >= 0)
        {
          ApmSpan span;

          g_assert_true (apm_span_index_get (index, &totals.longest_at, &span));
          g_assert_cmpint (span.end - span.start, ==, totals.longest);
        }
    }
}

/* Forwards and backwards the same ones are found, each once, in order. */
static void
test_search (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GArray) spans = make_spans (rand, 5000);
  g_autoptr(ApmSpanIndex) index = make_index (spans);
  guint8 objects[200] = { [3] = 1, [77] = 1 }, lanes[] = { 0, 0, 0 };
  ApmSpanSet set = { objects, G_N_ELEMENTS (objects), lanes, G_N_ELEMENTS (lanes) };

  for (guint round = 0; round < 2; round++)
    {
      guint expected = 0, n = 0;
      ApmSpanPlace place = APM_SPAN_NOWHERE;
      ApmSpan span;
      gint64 time = G_MININT64 / 2;

      lanes[1] = (guint8) round;
      for (guint i = 0; i < spans->len; i++)
        {
          const ApmSpan *one = &g_array_index (spans, ApmSpan, i);

          expected += objects[one->object] || lanes[one->lane];
        }
      for (; apm_span_index_search (index, &set, time, FALSE, &place); n++)
        {
          g_assert_true (apm_span_index_get (index, &place, &span));
          g_assert_true (objects[span.object] || lanes[span.lane]);
          g_assert_cmpint (span.start, >=, time);
          time = span.start;
        }
      g_assert_cmpuint (n, ==, expected);

      for (n = 1; apm_span_index_search (index, &set, time, TRUE, &place); n++)
        {
          g_assert_true (apm_span_index_get (index, &place, &span));
          g_assert_cmpint (span.start, <=, time);
          time = span.start;
        }
      g_assert_cmpuint (n, ==, expected);
    }
}

/* What has not ended is found like what has, forth and back, and holds up no search for
 * something else. */
static void
test_search_open (void)
{
  ApmSpanIndex *index = apm_span_index_new (1000);
  const ApmSpan open = { .start = 100, .object = 9, .other = -1, .what = APM_SPAN_WAIT };
  guint8 objects[10] = { [9] = 1 };
  ApmSpanSet set = { objects, G_N_ELEMENTS (objects), NULL, 0 };
  ApmSpanPlace place = APM_SPAN_NOWHERE;

  for (gint64 i = 0; i < 10; i++)
    {
      const ApmSpan span = { .start = 10 * i, .end = 10 * i + 5, .object = 5, .other = -1, .what = APM_SPAN_WAIT };

      apm_span_index_add (index, &span);
    }
  apm_span_index_set_open (index, &open, 1);

  g_assert_true (apm_span_index_search (index, &set, G_MININT64 + 1, FALSE, &place));
  g_assert_cmpuint (place.number, ==, 10);
  g_assert_false (apm_span_index_search (index, &set, open.start, FALSE, &place));
  place = APM_SPAN_NOWHERE;
  g_assert_true (apm_span_index_search (index, &set, G_MAXINT64 - 1, TRUE, &place));
  g_assert_cmpuint (place.number, ==, 10);
  g_assert_false (apm_span_index_search (index, &set, open.start, TRUE, &place));

  place = APM_SPAN_NOWHERE;
  objects[9] = FALSE;
  objects[7] = TRUE;
  g_assert_false (apm_span_index_search (index, &set, G_MININT64 + 1, FALSE, &place));
  g_assert_false (apm_span_index_search (index, &set, G_MAXINT64 - 1, TRUE, &place));
  apm_span_index_free (index);
}

static void
test_longest (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (8);
  g_autoptr(GArray) spans = make_spans (rand, 3000);
  g_autoptr(ApmSpanIndex) index = make_index (spans);
  gint64 below = G_MAXINT64;

  for (guint i = 0; i < 20; i++)
    {
      gint64 expected = 0;
      ApmSpanPlace place;
      ApmSpan span;

      for (guint j = 0; j < spans->len; j++)
        {
          const ApmSpan *one = &g_array_index (spans, ApmSpan, j);

          if (one->what == APM_SPAN_WAIT && one->end - one->start < below)
            expected = MAX (expected, one->end - one->start);
        }
      g_assert_true (apm_span_index_find_longest (index, below, &place));
      g_assert_true (apm_span_index_get (index, &place, &span));
      g_assert_cmpint (span.end - span.start, ==, expected);
      below = expected;
    }
}

static void
assert_at (ApmSpanIndex *index,
           guint         row,
           gint64        time,
           int           object)
{
  ApmSpanPlace place;
  ApmSpan span;
  gboolean found = apm_span_index_find_at (index, 0, row, time, &place);

  g_assert_cmpint (found, ==, object >= 0);
  if (found)
    {
      g_assert_true (apm_span_index_get (index, &place, &span));
      g_assert_cmpint (span.object, ==, object);
    }
}

/* What is held at once stands side by side, what surrounds below what it surrounds. */
static void
test_rows (void)
{
  static const ApmSpan spans[] = {
    { .start = 20, .end = 30, .object = 1, .what = APM_SPAN_HOLD },
    { .start = 10, .end = 40, .object = 2, .what = APM_SPAN_HOLD },
    { .start = 35, .end = 60, .object = 3, .what = APM_SPAN_HOLD },
    { .start = 40, .end = 70, .object = 4, .what = APM_SPAN_HOLD },
  };
  static const ApmSpan open[] = {
    { .start = 5, .object = 5, .what = APM_SPAN_HOLD },
    { .start = 75, .object = 6, .what = APM_SPAN_WAIT },
  };
  g_autoptr(ApmSpanIndex) index = apm_span_index_new (1000);

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    apm_span_index_add (index, &spans[i]);
  apm_span_index_set_range (index, 0, 100);
  apm_span_index_set_open (index, open, G_N_ELEMENTS (open));

  g_assert_cmpuint (apm_span_index_get_n_rows (index, 0), ==, 4);
  assert_at (index, 1, 19, -1);
  assert_at (index, 1, 20, 1);
  assert_at (index, 1, 30, -1);
  assert_at (index, 2, 10, 2);
  assert_at (index, 2, 39, 2);
  assert_at (index, 1, 40, 3);
  assert_at (index, 2, 69, 4);
  assert_at (index, 3, 99, 5);
  assert_at (index, 0, 74, -1);
  assert_at (index, 0, 99, 6);
  apm_span_index_set_range (index, 0, 200);
  assert_at (index, 0, 199, 6);
  apm_span_index_set_open (index, NULL, 0);
  assert_at (index, 0, 99, -1);
}

static void
test_neighbours (void)
{
  g_autoptr(ApmSpanIndex) index = apm_span_index_new (1000);
  ApmSpanPlace place;

  for (int i = 0; i < 600; i++)
    apm_span_index_add (index, &(ApmSpan) { .start = 10 * i, .end = 10 * i + 5, .object = i });

  g_assert_true (apm_span_index_find_beside (index, 0, 0, 5117, FALSE, &place));
  g_assert_cmpuint (place.number, ==, 512);
  g_assert_true (apm_span_index_find_beside (index, 0, 0, 5117, TRUE, &place));
  g_assert_cmpuint (place.number, ==, 511);
  g_assert_true (apm_span_index_step (index, &place, TRUE));
  g_assert_cmpuint (place.number, ==, 510);
  g_assert_false (apm_span_index_find_beside (index, 0, 0, -1, TRUE, &place));
  g_assert_false (apm_span_index_find_beside (index, 0, 0, 5996, FALSE, &place));
  place = (ApmSpanPlace) { 0, 0, 599 };
  g_assert_false (apm_span_index_step (index, &place, FALSE));
  place.number = 0;
  g_assert_false (apm_span_index_step (index, &place, TRUE));
}

/* Of what is dropped nothing is said, and the rest is as it was. */
static void
test_dropped (void)
{
  g_autoptr(ApmSpanIndex) index = apm_span_index_new (2000);
  ApmSpanColumn columns[10];
  ApmSpanTotals totals;
  ApmSpan span;

  for (int i = 0; i < 10000; i++)
    apm_span_index_add (index, &(ApmSpan) { .start = 10 * i, .end = 10 * i + 5, .lane = i % 2 });

  g_assert_cmpuint (apm_span_index_get_n (index) + apm_span_index_get_n_gone (index), ==, 10000);
  g_assert_cmpuint (apm_span_index_get_n (index), >=, 2000);
  g_assert_cmpuint (apm_span_index_get_n (index), <=, 3024);
  apm_span_index_sum (index, 0, 100000, &totals);
  g_assert_cmpuint (totals.n_waits, ==, apm_span_index_get_n (index));
  g_assert_false (apm_span_index_get (index, &(ApmSpanPlace) { 0, 0, 0 }, &span));
  g_assert_true (apm_span_index_get (index, &(ApmSpanPlace) { 1, 0, 4999 }, &span));
  g_assert_cmpint (span.start, ==, 99990);
  apm_span_index_get_columns (index, 0, 0, 0, 10000, G_N_ELEMENTS (columns), columns);
  g_assert_cmpuint (columns[0].n, ==, 0);
  g_assert_cmpuint (columns[9].n, ==, 500);
}

/* Nothing that is told wrongly does harm. */
static void
test_wrong (void)
{
  g_autoptr(ApmSpanIndex) index = apm_span_index_new (1000);
  ApmSpanPlace place = APM_SPAN_NOWHERE;
  ApmSpanColumn column;

  apm_span_index_add (index, &(ApmSpan) { .start = 5, .end = 4 });
  apm_span_index_add (index, &(ApmSpan) { .start = 5, .end = 6, .lane = -1 });
  apm_span_index_add (index, &(ApmSpan) { .start = 5, .end = 6, .lane = G_MAXINT });
  g_assert_cmpuint (apm_span_index_get_n (index), ==, 0);
  apm_span_index_add (index, &(ApmSpan) { .start = 5, .end = 20, .object = -1, .kind = 99 });
  apm_span_index_add (index, &(ApmSpan) { .start = 1, .end = 10 });
  apm_span_index_add (index, &(ApmSpan) { .start = 1, .end = 30 });
  g_assert_cmpuint (apm_span_index_get_n (index), ==, 2);
  apm_span_index_get_columns (index, 0, 0, 0, 30, 1, &column);
  g_assert_cmpuint (column.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (column.busy, 25 / 30.0, 1e-6);
  apm_span_index_get_columns (index, 7, 9, 0, 30, 1, &column);
  g_assert_cmpuint (column.n, ==, 0);
  g_assert_false (apm_span_index_find_at (index, 7, 0, 0, &place));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens/span-index/columns", test_columns);
  g_test_add_func ("/lens/span-index/sums", test_sums);
  g_test_add_func ("/lens/span-index/search", test_search);
  g_test_add_func ("/lens/span-index/search-open", test_search_open);
  g_test_add_func ("/lens/span-index/longest", test_longest);
  g_test_add_func ("/lens/span-index/rows", test_rows);
  g_test_add_func ("/lens/span-index/neighbours", test_neighbours);
  g_test_add_func ("/lens/span-index/dropped", test_dropped);
  g_test_add_func ("/lens/span-index/wrong", test_wrong);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-measure.h"
#include "../until.h"

#include <math.h>

static void
run (ApmMeasure *measure)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (apm_measure_start (measure, &error));
  g_assert_no_error (error);
  test_until (apm_measure_is_ended (measure));
}

/* Each kind of this machine has figures that can be true, or a sentence that says why not. */
static void
test_all (void)
{
  g_autoptr(ApmMeasure) measure = apm_measure_new (NULL, 64, 0.01);
  const GPtrArray *rows = apm_measure_get_rows (measure);
  const char *const *kinds = apm_measure_get_kinds ();

  run (measure);
  g_assert_cmpuint (rows->len, ==, apm_measure_get_n (measure));
  for (guint i = 0; i < rows->len; i++)
    {
      const ApmMeasured *measured = rows->pdata[i];

      g_assert_cmpstr (measured->kind, ==, kinds[i]);
      g_assert_nonnull (measured->title);
      if (measured->problem)
        {
          g_assert_true (isnan (measured->messages_per_s));
          g_assert_cmpstr (measured->kind, ==, "queue");   /* not every kernel has them */
          continue;
        }
      g_assert_cmpint (measured->round_trip_ns, >, 0);
      g_assert_cmpint (measured->round_trip_99_ns, >=, measured->round_trip_ns);
      g_assert_cmpfloat (measured->messages_per_s, >, 0);
      g_assert_cmpfloat (measured->bytes_per_s, ==, measured->messages_per_s * measured->message_bytes);
    }
}

/* What takes no message of that size says so, and the others are measured. */
static void
test_too_large (void)
{
  static const char *const kinds[] = { "queue", "pipe", "no such kind", NULL };
  g_autoptr(ApmMeasure) measure = apm_measure_new (kinds, 1 << 20, 0.01);
  const GPtrArray *rows = apm_measure_get_rows (measure);

  run (measure);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_null (((ApmMeasured *) rows->pdata[0])->problem);
  g_assert_nonnull (((ApmMeasured *) rows->pdata[1])->problem);
}

static void
test_cancel (void)
{
  g_autoptr(ApmMeasure) measure = apm_measure_new (NULL, 64, 60);
  g_autoptr(GError) error = NULL;

  g_assert_true (apm_measure_start (measure, &error));
  apm_measure_cancel (measure);
  test_until (apm_measure_is_ended (measure));
  g_assert_cmpuint (apm_measure_get_rows (measure)->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/all", test_all);
  g_test_add_func ("/measure/too-large", test_too_large);
  g_test_add_func ("/measure/cancel", test_cancel);

  return g_test_run ();
}

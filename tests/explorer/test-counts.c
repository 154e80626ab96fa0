/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

/* Published numbers of classes: a search that loses one is wrong, silently, and
 * one that has more does not know what is equal. */

static const struct {
  const char *program;
  const char *options[5];
  gint64 classes, most_redundant;
} cases[] = {
  { "filesystem.c", { "--mode=dpor", "-DN=14" }, 2, 0 },
  { "filesystem.c", { "--mode=dpor", "-DN=16" }, 8, 0 },
  { "filesystem.c", { "--mode=dpor", "-DN=18" }, 32, 0 },
  { "filesystem.c", { "--mode=dpor", "-DN=19" }, 64, 0 },
  { "indexer.c", { "--mode=dpor", "-DN=12" }, 8, 0 },
  { "readers.c", { "--mode=dpor", "-DN=2" }, 4, 0 },
  { "readers.c", { "--mode=dpor", "-DN=8" }, 256, 0 },
  { "lastzero.c", { "--mode=dpor", "-DN=5" }, 64, 15 },
  { "lastzero.c", { "--mode=dpor", "-DN=10" }, 3328, 12000 },
  { "readers.c", { "--mode=dpor", "-DN=13" }, 8192, 0 },
  { "indexer.c", { "--mode=dpor", "-DN=15" }, 4096, 0 },
  { "filesystem.c", { "--mode=optimal", "-DN=19" }, 64, 0 },
  { "indexer.c", { "--mode=optimal", "-DN=15" }, 4096, 0 },
  { "readers.c", { "--mode=optimal", "-DN=13" }, 8192, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=5" }, 64, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=10" }, 3328, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=15", "--jobs=1" }, 147456, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=9", "--jobs=1", "--share-always" }, 1536, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=9", "--jobs=3", "--share-always" }, 1536, 0 },
  { "indexer.c", { "--mode=optimal", "-DN=13", "--jobs=2", "--share-always" }, 64, 0 },
  { "lastzero.c", { "--mode=optimal", "-DN=12", "--jobs=2" }, 15360, 0 },
  { "indexer.c", { "--mode=optimal", "-DN=15", "--jobs=2" }, 4096, 0 },
  { "readers.c", { "--mode=optimal", "-DN=16", "--jobs=2" }, 65536, 0 },
};

static void
test_published (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Explored) explored = NULL;

  if (!explored_is_here ())
    return;
  explored = explored_run (cases[i].program, cases[i].options);
  g_assert_cmpstr (explored->verdict, ==, "complete\t-");
  g_assert_cmpint (explored_get_count (explored, "complete"), ==, cases[i].classes);
  g_assert_cmpint (explored_get_count (explored, "redundant"), <=, cases[i].most_redundant);
}

/* N threads that add K times without a lock end with anything from the smallest
 * possible sum to N * K. */
static void
test_lost_updates (void)
{
  static const struct {
    const char *options[4];
    const char *sums;
  } sums[] = {
    { { "-DN=2", "-DTIMES=1", "--ignore-races" }, "1 2" },
    { { "-DN=2", "-DTIMES=2", "--ignore-races" }, "2 3 4" },
    { { "-DN=2", "-DTIMES=3", "--ignore-races" }, "2 3 4 5 6" },
    { { "-DN=3", "-DTIMES=1", "--ignore-races" }, "1 2 3" },
  };

  if (!explored_is_here ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    {
      g_autoptr(Explored) explored = explored_run ("counter.c", sums[i].options);
      g_autofree char *outcomes = explored_dup_outcomes (explored);

      g_assert_cmpstr (explored->verdict, ==, "complete\t-");
      g_assert_cmpstr (outcomes, ==, sums[i].sums);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *options = g_strjoinv ("", (char **) cases[i].options);
      g_autofree char *path = g_strconcat ("/explorer/published/", cases[i].program, options, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_published);
    }
  g_test_add_func ("/explorer/lost-updates", test_lost_updates);

  return g_test_run ();
}

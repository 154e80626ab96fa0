/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The machines on which exploring has been tried. Skips the test elsewhere. */
gboolean
explored_is_here (void)
{
#if defined (__x86_64__) || defined (__aarch64__)
  return TRUE;
#else
  g_test_skip ("exploring has been tried on x86-64 and aarch64 only");
  return FALSE;
#endif
}

static void
take_verdict (Explored *explored)
{
  const char *verdict = strstr (explored->lines, "\nverdict\t");
  const char *end;

  g_assert_nonnull (verdict);
  verdict += strlen ("\nverdict\t");
  end = strchr (verdict, '\n');
  explored->verdict = g_strndup (verdict, end - verdict);
}

/* @program: its path */
static Explored *
run (const char        *program,
     const char *const *options)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = NULL;
  g_autofree char *out = NULL;
  Explored *explored = g_new0 (Explored, 1);

  g_strv_builder_add_many (words, g_getenv ("APM_EXPLORE"), program, "--seconds=60", NULL);
  if (options)
    g_strv_builder_addv (words, (const char **) options);
  argv = g_strv_builder_end (words);
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  explored->lines = g_strconcat ("\n", out, NULL);
  take_verdict (explored);

  return explored;
}

/**
 * explored_run:
 * @program: a file of tests/explorer/programs
 * @options: (nullable): of apm-explore
 */
Explored *
explored_run (const char        *program,
              const char *const *options)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "explorer", "programs", program, NULL);

  return run (path, options);
}

/**
 * explored_run_source:
 * @source: the text of a C file
 */
Explored *
explored_run_source (const char        *source,
                     const char *const *options)
{
  g_autofree char *directory = g_dir_make_tmp ("apm-explored-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "program.c", NULL);
  Explored *explored;

  g_assert_true (g_file_set_contents (path, source, -1, NULL));
  explored = run (path, options);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_rmdir (directory));

  return explored;
}

void
explored_free (Explored *explored)
{
  g_free (explored->lines);
  g_free (explored->verdict);
  g_free (explored);
}

gint64
explored_get_count (const Explored *explored,
                    const char     *name)
{
  g_autofree char *begin = g_strdup_printf ("\ncount\t%s\t", name);
  const char *line = strstr (explored->lines, begin);

  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen (begin), NULL, 10);
}

/**
 * explored_dup_part:
 *
 * Returns: (transfer full): the part of the first such line, "" where there is none
 */
char *
explored_dup_part (const Explored *explored,
                   const char     *line,
                   guint           part)
{
  g_autofree char *begin = g_strdup_printf ("\n%s\t", line);
  const char *found = strstr (explored->lines, begin);
  g_auto(GStrv) lines = found ? g_strsplit (found + 1, "\n", 2) : NULL;
  g_auto(GStrv) parts = found ? g_strsplit (lines[0], "\t", 0) : NULL;

  return g_strdup (parts && g_strv_length (parts) > part ? parts[part] : "");
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char **) a, *(char **) b);
}

/**
 * explored_dup_outcomes:
 *
 * Returns: (transfer full): what complete runs printed, sorted: "2 3 4"
 */
char *
explored_dup_outcomes (const Explored *explored)
{
  g_auto(GStrv) lines = g_strsplit (explored->lines, "\n", 0);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "outcome\t"))
      g_ptr_array_add (texts, g_strdup (strrchr (lines[i], '\t') + 1));
  g_ptr_array_sort (texts, compare_words);
  g_ptr_array_add (texts, NULL);

  return g_strjoinv (" ", (char **) texts->pdata);
}

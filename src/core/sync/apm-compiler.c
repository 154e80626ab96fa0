/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-compiler.h"

#include "apm-paths.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static gint64
changed_at (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gint64) status.st_mtime : -1;
}

/**
 * apm_compiler_is_fresh:
 * @program: as apm_compiler_dup_program() says
 *
 * Whether it is there and not older than its source. A program without a source
 * is taken as it is.
 */
gboolean
apm_compiler_is_fresh (const ApmVariant *variant,
                       const char       *program)
{
  return g_file_test (program, G_FILE_TEST_IS_EXECUTABLE)
         && changed_at (program) >= changed_at (variant->source_path);
}

/**
 * apm_compiler_dup_program:
 *
 * Returns: (transfer full): the program beside the source where it is fresh or
 *   there is nothing to make it of, else the one in the cache
 */
char *
apm_compiler_dup_program (const ApmVariant *variant)
{
  g_autofree char *hash = NULL;

  if (apm_compiler_is_fresh (variant, variant->program_path)
      || !g_file_test (variant->source_path, G_FILE_TEST_EXISTS))
    return g_strdup (variant->program_path);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, variant->source_path, -1);
  hash[16] = '\0';

  return g_build_filename (g_get_user_cache_dir (), "advanced-process-manager", "problems", hash, variant->id, NULL);
}

/**
 * apm_compiler_dup_argv:
 *
 * Returns: (transfer full): the command that makes @program
 */
GStrv
apm_compiler_dup_argv (const ApmVariant *variant,
                       const char       *program)
{
  g_autofree char *problems = apm_paths_dup_problems ();
  g_autofree char *include = g_strconcat ("-I", problems, NULL);
  g_autofree char *harness = g_build_filename (problems, "problem.c", NULL);
  g_autofree char *locks = g_build_filename (problems, "problem-locks.c", NULL);
  g_autofree char *rounds = g_build_filename (problems, "problem-rounds.c", NULL);
  const char *argv[] = {
    "cc", "-std=gnu11", "-g", "-O1", "-Wall", "-pthread", include, "-o", program,
    variant->source_path, harness, locks, rounds, NULL
  };

  return g_strdupv ((GStrv) argv);
}

/**
 * apm_compiler_dup_complaint:
 * @output: what the compiler printed
 *
 * Returns: (transfer full): its first error, a sentence
 */
char *
apm_compiler_dup_complaint (const char *output)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (strstr (lines[i], "error:") || strstr (lines[i], "undefined reference"))
      return g_strdup_printf (_("The program does not compile: %s"), lines[i]);

  return g_strdup_printf (_("The program does not compile: %s"), lines[0] ? lines[0] : "");
}

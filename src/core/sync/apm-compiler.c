/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-compiler.h"

#include "apm-error.h"
#include "apm-paths.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* In nanoseconds: a source can be changed in the second in which it was compiled. */
static gint64
changed_at (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + status.st_mtim.tv_nsec
                                     : -1;
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
  g_autofree char *own_include = g_strconcat ("-I", variant->folder, NULL);
  g_autofree char *harness = g_build_filename (problems, "problem.c", NULL);
  g_autofree char *rounds = g_build_filename (problems, "problem-rounds.c", NULL);
  const char *argv[] = {
    "cc", "-std=gnu11", "-g", "-O1", "-Wall", "-pthread", include, own_include, "-o", program,
    variant->source_path, harness, rounds, NULL
  };

  return g_strdupv ((GStrv) argv);
}

/**
 * apm_compiler_dup_plain_argv:
 * @sources: at least one C file
 *
 * Returns: (transfer full): the command that makes @program of somebody's own
 *   sources, with what debuggers want to know
 */
GStrv
apm_compiler_dup_plain_argv (const char *const *sources,
                             const char        *program)
{
  static const char *const before[] = { "cc", "-g", "-O0", "-Wall", "-pthread", "-o", NULL };
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();

  g_strv_builder_addv (argv, (const char **) before);
  g_strv_builder_add (argv, program);
  g_strv_builder_addv (argv, (const char **) sources);
  g_strv_builder_addv (argv, (const char *[]) { "-lm", "-lrt", NULL });

  return g_strv_builder_end (argv);
}

/**
 * apm_compiler_spawn:
 * @argv: as above; it makes @program
 *
 * Starts the system's compiler, with words that can be read; the program's folder is
 * made before.
 *
 * Returns: (transfer full): ends with us; what it prints is its ::output
 */
ApmChild *
apm_compiler_spawn (const char *const *argv,
                    const char        *program,
                    GError           **error)
{
  static const char *const environment[] = { "LC_ALL=C.UTF-8", NULL };
  g_autofree char *dir = g_path_get_dirname (program);
  g_autoptr(GError) own_error = NULL;
  ApmSpawn how = { .argv = argv, .environment = environment, .ends_with_us = TRUE };
  ApmChild *child;

  if (g_mkdir_with_parents (dir, 0700) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot make the folder “%s”"), dir);
      return NULL;
    }

  child = apm_child_spawn (&how, &own_error);
  if (child == NULL)
    g_set_error (error, APM_ERROR, APM_ERROR_FAILED, _("The program cannot be compiled: %s"), own_error->message);

  return child;
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

static void
diagnostic_free (gpointer data)
{
  ApmDiagnostic *diagnostic = data;

  g_free (diagnostic->file);
  g_free (diagnostic->text);
  g_free (diagnostic);
}

/* "bank.c:41:7: error: …", of gcc and clang; the column may be missing. */
static ApmDiagnostic *
parse_line (GRegex     *pattern,
            const char *line)
{
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *number = NULL;
  g_autofree char *column = NULL;
  g_autofree char *kind = NULL;
  ApmDiagnostic *diagnostic;

  if (!g_regex_match (pattern, line, 0, &match))
    return NULL;

  number = g_match_info_fetch (match, 2);
  column = g_match_info_fetch (match, 3);
  kind = g_match_info_fetch (match, 4);
  diagnostic = g_new0 (ApmDiagnostic, 1);
  diagnostic->file = g_match_info_fetch (match, 1);
  diagnostic->line = (guint) MIN (g_ascii_strtoull (number, NULL, 10), G_MAXINT);
  diagnostic->column = (guint) MIN (g_ascii_strtoull (column, NULL, 10), G_MAXINT);
  diagnostic->is_error = g_str_has_suffix (kind, "error");
  diagnostic->text = g_match_info_fetch (match, 5);

  return diagnostic;
}

/**
 * apm_compiler_parse:
 * @output: what the compiler printed; UTF-8
 *
 * Returns: (transfer full): its errors and warnings, of #ApmDiagnostic, in the order
 *   in which it told them; notes and what is not about a line of a source are left out
 */
GPtrArray *
apm_compiler_parse (const char *output)
{
  g_autoptr(GRegex) pattern = g_regex_new ("^(.+?):([0-9]+):(?:([0-9]+):)? (error|fatal error|warning): (.*)$",
                                           G_REGEX_OPTIMIZE, 0, NULL);
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  GPtrArray *diagnostics = g_ptr_array_new_with_free_func (diagnostic_free);

  for (guint i = 0; lines[i]; i++)
    {
      ApmDiagnostic *diagnostic = parse_line (pattern, lines[i]);

      if (diagnostic && diagnostic->line > 0)
        g_ptr_array_add (diagnostics, diagnostic);
      else if (diagnostic)
        diagnostic_free (diagnostic);
    }

  return diagnostics;
}

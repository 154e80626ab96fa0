/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-private.h"

#include "apm-compiler.h"
#include "apm-text.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/wait.h>

#define MOST_OUTPUT (256 * 1024)   /* of a compiler */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * apm_program_find_sources:
 *
 * Returns: (transfer full): the C files of the folder @path, or @path if it is one
 */
GStrv
apm_program_find_sources (const char *path)
{
  GPtrArray *sources = g_ptr_array_new ();
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".c"))
      g_ptr_array_add (sources, g_build_filename (path, name, NULL));
  if (dir == NULL && g_str_has_suffix (path, ".c"))
    g_ptr_array_add (sources, g_strdup (path));
  g_ptr_array_sort (sources, compare_texts);
  g_ptr_array_add (sources, NULL);

  return (GStrv) g_ptr_array_free (sources, FALSE);
}

/**
 * apm_program_dup_target:
 *
 * Returns: (transfer full): what is started: the program itself, or the one in the
 *   user's cache that is compiled from the sources
 */
char *
apm_program_dup_target (ApmProgram *self)
{
  g_autofree char *hash = NULL;

  if (apm_program_get_sources (self)[0] == NULL)
    return g_strdup (self->path);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->path, -1);
  hash[16] = '\0';

  return g_build_filename (g_get_user_cache_dir (), "advanced-process-manager", "programs", hash, self->name, NULL);
}

static void
on_output (ApmProgram *self,
           gboolean    is_stderr,
           GBytes     *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_string_append_len (self->compiler_output, data, MIN (length, MOST_OUTPUT - self->compiler_output->len));
}

static void
on_compiled (ApmProgram *self,
             int         wait_status)
{
  g_autofree char *output = apm_text_to_utf8 (self->compiler_output->str, (gssize) self->compiler_output->len);

  g_clear_object (&self->compiler);
  g_clear_pointer (&self->diagnostics, g_ptr_array_unref);
  self->diagnostics = apm_compiler_parse (output);
  if (self->state != APM_PROGRAM_COMPILING)
    apm_program_refuse (self, _("Stopped while it was compiled"));
  else if (WIFEXITED (wait_status) && WEXITSTATUS (wait_status) == 0)
    apm_program_launch (self);
  else
    {
      g_autofree char *complaint = apm_compiler_dup_complaint (output);

      apm_program_refuse (self, complaint);
    }
}

/**
 * apm_program_compile:
 *
 * Starts the system's compiler; what comes of it is a new state.
 */
gboolean
apm_program_compile (ApmProgram  *self,
                     GError     **error)
{
  g_auto(GStrv) argv = apm_compiler_dup_plain_argv (apm_program_get_sources (self), self->program);

  self->compiler = apm_compiler_spawn ((const char *const *) argv, self->program, error);
  if (self->compiler == NULL)
    return FALSE;

  g_string_truncate (self->compiler_output, 0);
  g_signal_connect_object (self->compiler, "output", G_CALLBACK (on_output), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->compiler, "ended", G_CALLBACK (on_compiled), self, G_CONNECT_SWAPPED);

  return TRUE;
}

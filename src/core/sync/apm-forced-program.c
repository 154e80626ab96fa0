/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-private.h"

#include "apm-error.h"
#include "apm-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Of what the program says. */
#define MOST_SAID 400

/* Makes a folder of our own for the program, which goes with it, however we end. */
gboolean
apm_forced_make_place (ApmForced *self,
                       GError   **error)
{
  self->directory = g_dir_make_tmp ("apm-forced-XXXXXX", error);
  if (self->directory == NULL)
    return FALSE;

  self->path = g_build_filename (self->directory, "program", NULL);

  return apm_guard_add_file (self->path, error) && apm_guard_add_file (self->directory, error);
}

void
apm_forced_remove_place (ApmForced *self)
{
  if (self->directory == NULL)
    return;

  g_unlink (self->path);
  g_rmdir (self->directory);
  apm_guard_remove_file (self->path);
  apm_guard_remove_file (self->directory);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->directory, g_free);
}

static void
on_output (ApmForced *self,
           gboolean   is_stderr,
           GBytes    *lines,
           ApmChild  *child)
{
  gsize length;
  const char *text = g_bytes_get_data (lines, &length);

  if (is_stderr && self->said->len < MOST_SAID)
    g_string_append_len (self->said, text, (gssize) MIN (length, MOST_SAID - self->said->len));
}

/* Opens what the program reads, where that is a file. */
static gboolean
open_input (ApmForced *self,
            int       *fd,
            GError   **error)
{
  const char *path = self->program->input;

  *fd = path ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  if (path && *fd < 0)
    apm_set_error_from_errno (error, errno, _("Cannot open %s"), path);

  return !path || *fd >= 0;
}

/* Returns: FALSE where it cannot be run */
gboolean
apm_forced_start_program (ApmForced *self,
                          GError   **error)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  ApmLensTap tap = { .is_paused = TRUE, .in_order = TRUE };
  ApmSpawn how = { .name = self->program->name, .ends_with_us = TRUE };
  int input = -1, standard = STDIN_FILENO;

  if (!open_input (self, &input, error))
    return FALSE;
  if (input >= 0)
    how.take_fds = &input, how.as_fds = &standard, how.n_fds = 1;
  g_strv_builder_add (words, self->path);
  if (self->program->variant && self->program->variant->explores)
    g_strv_builder_addv (words, (const char **) self->program->variant->explores);
  g_strv_builder_addv (words, (const char **) self->program->arguments);
  argv = g_strv_builder_end (words);
  how.argv = (const char *const *) argv;
  self->lens = apm_lens_start_tapped (&how, &tap, error);
  if (self->lens == NULL)
    return FALSE;

  g_signal_connect_object (apm_lens_get_child (self->lens), "output", G_CALLBACK (on_output), self, G_CONNECT_SWAPPED);

  return TRUE;
}

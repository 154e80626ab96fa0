/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-launch.h"

#include "apm-error.h"
#include "apm-exec.h"
#include "apm-guard-private.h"
#include "apm-process.h"
#include "apm-text.h"

#include "guard-order.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

void
apm_launch_clear (ApmLaunch *self)
{
  g_strfreev (self->argv);
  g_free (self->program);
  g_strfreev (self->environment);
  apm_clear_fd (&self->null);
  for (guint i = 0; i < 2; i++)
    {
      apm_clear_fd (&self->pipes[i][0]);
      apm_clear_fd (&self->pipes[i][1]);
    }
}

static gboolean
prepare_argv (ApmLaunch      *self,
              const ApmSpawn *spawn,
              GError        **error)
{
  g_autoptr(GError) quoting = NULL;

  if (spawn->argv)
    self->argv = g_strdupv ((char **) spawn->argv);
  else if (!g_shell_parse_argv (spawn->command ? spawn->command : "", NULL, &self->argv, &quoting) &&
           g_error_matches (quoting, G_SHELL_ERROR, G_SHELL_ERROR_BAD_QUOTING))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("A quote or a backslash is left open in the command “%s”"), spawn->command);
      return FALSE;
    }

  if (!self->argv || !self->argv[0])
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no command to start"));
      return FALSE;
    }
  self->program = apm_exec_dup_program (self->argv[0], error);

  return self->program != NULL;
}

static gboolean
prepare_environment (ApmLaunch      *self,
                     const ApmSpawn *spawn,
                     GError        **error)
{
  self->environment = g_environ_unsetenv (g_get_environ (), GUARD_MARK_VARIABLE);

  for (guint i = 0; spawn->environment && spawn->environment[i]; i++)
    {
      const char *equals = strchr (spawn->environment[i], '=');
      g_autofree char *name = NULL;

      if (!equals || equals == spawn->environment[i])
        {
          g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                       _("“%s” is not NAME=VALUE, as the environment needs it"), spawn->environment[i]);
          return FALSE;
        }
      name = g_strndup (spawn->environment[i], equals - spawn->environment[i]);
      self->environment = g_environ_setenv (self->environment, name, equals + 1, TRUE);
    }

  if (spawn->ends_with_us)
    self->environment = g_environ_setenv (self->environment, GUARD_MARK_VARIABLE, apm_guard_get_mark (), TRUE);

  return TRUE;
}

/**
 * apm_launch_prepare:
 *
 * Does all that can fail before there is a process.
 */
gboolean
apm_launch_prepare (ApmLaunch      *self,
                    const ApmSpawn *spawn,
                    GError        **error)
{
  if (!prepare_argv (self, spawn, error) || !prepare_environment (self, spawn, error))
    return FALSE;

  self->null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  if (self->null < 0 ||
      (!spawn->no_output && (pipe2 (self->pipes[0], O_CLOEXEC) < 0 || pipe2 (self->pipes[1], O_CLOEXEC) < 0)))
    {
      apm_set_error_from_errno (error, errno, _("Cannot create a process for “%s”"), self->program);
      return FALSE;
    }

  /* Started before the child: see apm_guard_start(). */
  return (!spawn->ends_with_us && spawn->no_output) || apm_guard_start (error);
}

/**
 * apm_launch_start:
 *
 * Returns: the PID, or -1
 */
int
apm_launch_start (const ApmLaunch *self,
                  const ApmSpawn  *spawn,
                  GError         **error)
{
  g_autofree int *fds = g_new (int, spawn->n_fds + 3);
  g_autofree int *as_fds = g_new (int, spawn->n_fds + 3);
  ApmExec exec = {
    .program = self->program,
    .argv = (const char *const *) self->argv,
    .environment = (const char *const *) self->environment,
    .directory = spawn->directory,
    .fds = fds,
    .as_fds = as_fds,
    .dies_with_us = spawn->ends_with_us,
  };

  fds[exec.n_fds] = self->null;
  as_fds[exec.n_fds++] = STDIN_FILENO;
  for (guint i = 0; i < 2 && !spawn->no_output; i++)
    {
      fds[exec.n_fds] = self->pipes[i][1];
      as_fds[exec.n_fds++] = STDOUT_FILENO + i;
    }
  for (guint i = 0; i < spawn->n_fds; i++)
    {
      fds[exec.n_fds] = spawn->take_fds[i];
      as_fds[exec.n_fds++] = spawn->as_fds[i];
    }

  return apm_exec_start (&exec, error);
}

/**
 * apm_launch_dup_command:
 *
 * Returns: (transfer full): the arguments on one line, quoted where needed
 */
char *
apm_launch_dup_command (const ApmLaunch *self)
{
  g_autoptr(GString) command = g_string_new (NULL);

  for (guint i = 0; self->argv[i]; i++)
    {
      g_autofree char *text = apm_text_to_utf8 (self->argv[i], -1);

      if (i > 0)
        g_string_append_c (command, ' ');
      apm_process_append_argument (command, text);
    }

  return g_string_free (g_steal_pointer (&command), FALSE);
}

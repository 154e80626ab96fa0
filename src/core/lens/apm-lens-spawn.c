/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-spawn.h"

#include "apm-error.h"
#include "apm-lens-program.h"
#include "apm-paths.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static char *
dup_program (const ApmSpawn *spawn,
             GError        **error)
{
  g_auto(GStrv) parsed = NULL;
  const char *name = spawn->argv ? spawn->argv[0] : NULL;
  g_autofree char *found = NULL;

  if (spawn->argv == NULL && g_shell_parse_argv (spawn->command ? spawn->command : "", NULL, &parsed, NULL))
    name = parsed[0];
  if (name == NULL || *name == '\0')
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no command to start"));
      return NULL;
    }
  if (strchr (name, '/'))
    return g_path_is_absolute (name) || spawn->directory == NULL ? g_strdup (name)
                                                                 : g_build_filename (spawn->directory, name, NULL);

  found = g_find_program_in_path (name);
  if (found == NULL)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no program “%s”"), name);

  return g_steal_pointer (&found);
}

static const char *
get_variable (const ApmSpawn *spawn,
              const char     *name)
{
  gsize length = strlen (name);

  for (guint i = 0; spawn->environment && spawn->environment[i]; i++)
    if (strncmp (spawn->environment[i], name, length) == 0 && spawn->environment[i][length] == '=')
      return spawn->environment[i] + length + 1;

  return g_getenv (name);
}

/* The program's numbers of descriptors stay as they were: ours is out of its way. */
static int
choose_number (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 64;

  return MAX ((int) MIN (limit.rlim_cur, 1024) - 24, STDERR_FILENO + 1);
}

static char **
make_environment (ApmLensMemory  *memory,
                  const ApmSpawn *spawn,
                  const char     *library,
                  int             fd_there)
{
  GPtrArray *environment = g_ptr_array_new ();
  const char *preloaded = get_variable (spawn, "LD_PRELOAD");
  const char *sanitizer = get_variable (spawn, "ASAN_OPTIONS");

  for (guint i = 0; spawn->environment && spawn->environment[i]; i++)
    g_ptr_array_add (environment, g_strdup (spawn->environment[i]));
  g_ptr_array_add (environment, apm_lens_memory_dup_variable (memory, fd_there));
  g_ptr_array_add (environment, g_strdup_printf ("LD_PRELOAD=%s%s%s", library, preloaded && *preloaded ? ":" : "",
                                                 preloaded ? preloaded : ""));
  /* A program with that sanitizer would refuse to come second. */
  g_ptr_array_add (environment, g_strdup_printf ("ASAN_OPTIONS=%s%sverify_asan_link_order=0",
                                                 sanitizer ? sanitizer : "", sanitizer && *sanitizer ? ":" : ""));
  g_ptr_array_add (environment, NULL);

  return (char **) g_ptr_array_free (environment, FALSE);
}

/**
 * apm_lens_spawn_dup_library:
 *
 * Returns: (transfer full) (nullable): what is to be preloaded into the program that
 *   @spawn starts, or why the lens cannot see into it, %APM_ERROR_INVALID or _FAILED
 */
char *
apm_lens_spawn_dup_library (const ApmSpawn *spawn,
                            GError        **error)
{
  g_autofree char *program = dup_program (spawn, error);
  g_autofree char *library = apm_paths_dup_helper ("libapm-lens.so");

  if (program == NULL || !apm_lens_program_check (program, error))
    return NULL;
  if (!g_file_test (library, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_FAILED, _("The library “%s” is missing: it looks into programs"), library);
      return NULL;
    }
  if (strpbrk (library, ": "))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_FAILED,
                   _("The library “%s” cannot be loaded: its path may hold no space and no colon"), library);
      return NULL;
    }

  return g_steal_pointer (&library);
}

/**
 * apm_lens_spawn_give_up:
 *
 * Closes the descriptors that @spawn hands over, as a start that fails does.
 */
void
apm_lens_spawn_give_up (const ApmSpawn *spawn)
{
  for (guint i = 0; i < spawn->n_fds; i++)
    close (spawn->take_fds[i]);
}

/**
 * apm_lens_spawn:
 * @library: of apm_lens_spawn_dup_library()
 *
 * As apm_child_spawn(), with @memory and @library in the child.
 */
ApmChild *
apm_lens_spawn (ApmLensMemory  *memory,
                const ApmSpawn *spawn,
                const char     *library,
                GError        **error)
{
  g_autofree int *take = g_new (int, spawn->n_fds + 1);
  g_autofree int *as = g_new (int, spawn->n_fds + 1);
  int fd_there = choose_number ();
  g_auto(GStrv) environment = make_environment (memory, spawn, library, fd_there);
  ApmSpawn ours = *spawn;

  for (guint i = 0; i < spawn->n_fds; i++)
    {
      take[i] = spawn->take_fds[i];
      as[i] = spawn->as_fds[i];
    }
  take[spawn->n_fds] = fcntl (apm_lens_memory_get_fd (memory), F_DUPFD_CLOEXEC, 3);
  as[spawn->n_fds] = fd_there;
  if (take[spawn->n_fds] < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot hand the memory for watching to a program"));
      apm_lens_spawn_give_up (spawn);
      return NULL;
    }
  ours.take_fds = take;
  ours.as_fds = as;
  ours.n_fds++;
  ours.environment = (const char *const *) environment;

  return apm_child_spawn (&ours, error);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "family.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

Family *
family_start (const char *program_variable,
              const char *kind)
{
  const char *argv[] = { g_getenv (program_variable), kind, NULL };
  Family *self = g_new0 (Family, 1);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (argv[0]);
  self->kind = g_strdup (kind);
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &self->pid, NULL,
                            &self->out, NULL, &error);
  g_assert_no_error (error);

  return self;
}

/* Its children end with it. */
void
family_free (Family *self)
{
  kill (self->pid, SIGKILL);
  waitpid (self->pid, NULL, 0);
  close (self->out);
  g_free (self->kind);
  g_free (self);
}

static void
add_children (GArray *tasks,
              int     pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;
  ApmWaitTask task = { pid, 0 };

  g_array_append_val (tasks, task);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      add_children (tasks, (int) g_ascii_strtoll (words[i], NULL, 10));
}

/* Of ApmWaitTask: itself, its children and theirs. */
GArray *
family_list (const Family *self)
{
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (ApmWaitTask));

  add_children (tasks, self->pid);

  return tasks;
}

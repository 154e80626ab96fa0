/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "looker.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Looker *
looker_new (guint sources)
{
  Looker *self = g_new0 (Looker, 1);

  self->scanner = apm_scanner_new (NULL);
  self->samples = apm_scanner_new_samples ();
  apm_scanner_set_sources (self->scanner, sources);

  return self;
}

void
looker_free (Looker *self)
{
  apm_scanner_free (self->scanner);
  g_array_unref (self->samples);
  g_free (self);
}

const ApmProcess *
find (Looker *self,
      int     pid)
{
  for (guint i = 0; i < self->n_living; i++)
    if (g_array_index (self->samples, ApmSample, i).process.pid == pid)
      return &g_array_index (self->samples, ApmSample, i).process;

  return NULL;
}

const ApmProcess *
find_ended (Looker *self,
            int     pid)
{
  for (guint i = self->n_living; i < self->samples->len; i++)
    if (g_array_index (self->samples, ApmSample, i).process.pid == pid)
      return &g_array_index (self->samples, ApmSample, i).process;

  return NULL;
}

const ApmProcess *
look (Looker *self,
      int     pid)
{
  g_array_set_size (self->samples, 0);
  g_assert_true (apm_scanner_run (self->scanner, self->samples, &self->n_living, NULL));

  return find (self, pid);
}

/* Starts a subject and waits until it sleeps, having said that it is ready. */
int
start (const char *verb,
       const char *argument)
{
  const char *argv[] = { SUBJECT, verb, argument, NULL };
  GError *error = NULL;
  char line[16] = "";
  gsize length = 0;
  int out;
  int pid;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL,
                            &error);
  g_assert_no_error (error);
  while (length < strlen ("ready\n"))
    {
      gssize got = read (out, line + length, sizeof line - 1 - length);

      g_assert_cmpint (got, >, 0);
      length += got;
    }
  close (out);

  return pid;
}

void
stop (int pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* Looks until it uses the CPU no more. */
void
look_until_still (Looker *self,
                  int     pid)
{
  const ApmProcess *process;
  gint64 before_us = -1;

  for (guint i = 0; i < 3000; i++)
    {
      process = look (self, pid);
      if (strcmp (process->state, "sleeping") == 0 && process->cpu_time_us == before_us)
        return;
      before_us = process->cpu_time_us;
      g_usleep (1000);
    }
  g_error ("it never sleeps");
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-rerun.h"

#include "apm-error.h"
#include "apm-target.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  int pid;
  gint64 started_us;
} Whom;

void
apm_rerun_free (ApmRerun *self)
{
  g_free (self->path);
  g_free (self->arguments);
  g_free (self->directory);
  g_strfreev (self->environment);
  g_free (self);
}

/* Returns: (transfer full) (nullable): what /proc/PID/@name leads to */
static char *
read_link (int         pid,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);

  return g_file_read_link (path, NULL);
}

/* Returns: (transfer full) (nullable): the texts of /proc/PID/@name, each of which ends with a zero */
static GStrv
read_texts (int         pid,
            const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL) || length == 0)
    return NULL;
  /* One that wrote over it may have left out the last zero; GLib has put one there. */
  for (const char *at = bytes; at < bytes + length; at += strlen (at) + 1)
    g_strv_builder_add (texts, at);

  return g_strv_builder_end (texts);
}

static gboolean
is_plain (const char *text)
{
  return *text && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%") == strlen (text);
}

/* All but the first. */
static char *
quote (GStrv texts)
{
  GString *line = g_string_new (NULL);

  for (guint i = 1; texts && texts[0] && texts[i]; i++)
    {
      g_autofree char *quoted = is_plain (texts[i]) ? g_strdup (texts[i]) : g_shell_quote (texts[i]);

      g_string_append_printf (line, "%s%s", i > 1 ? " " : "", quoted);
    }

  return g_string_free (line, FALSE);
}

static ApmRerun *
read_process (const Whom  *whom,
              GError     **error)
{
  g_autoptr(ApmTarget) target = apm_target_open (whom->pid, whom->started_us, error);
  g_autoptr(ApmRerun) rerun = NULL;
  g_auto(GStrv) command = NULL;

  if (target == NULL)
    return NULL;

  rerun = g_new0 (ApmRerun, 1);
  rerun->path = read_link (whom->pid, "exe");
  command = read_texts (whom->pid, "cmdline");
  rerun->arguments = quote (command);
  rerun->directory = read_link (whom->pid, "cwd");
  rerun->environment = read_texts (whom->pid, "environ");
  if (!apm_target_check (target, error))
    return NULL;
  if (rerun->path == NULL || command == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_DENIED, _("How process %d was started may not be read"), whom->pid);
      return NULL;
    }
  if (!g_utf8_validate (rerun->path, -1, NULL) || !g_utf8_validate (rerun->arguments, -1, NULL))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("The command line of process %d is no text"), whom->pid);
      return NULL;
    }

  return g_steal_pointer (&rerun);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      whom,
                GCancellable *cancellable)
{
  GError *error = NULL;
  ApmRerun *rerun = read_process (whom, &error);

  if (rerun)
    g_task_return_pointer (task, rerun, (GDestroyNotify) apm_rerun_free);
  else
    g_task_return_error (task, error);
}

/**
 * apm_rerun_read_async:
 * @started_us: since boot, as an #ApmProcess has it
 */
void
apm_rerun_read_async (int                  pid,
                      gint64               started_us,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Whom whom = { pid, started_us };

  g_task_set_source_tag (task, apm_rerun_read_async);
  g_task_set_task_data (task, g_memdup2 (&whom, sizeof whom), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * apm_rerun_read_finish:
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence if it has ended or may not
 *   be read
 */
ApmRerun *
apm_rerun_read_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-finder.h"

#include <stdlib.h>
#include <string.h>

#include "apm-party.h"
#include "apm-process.h"

typedef struct {
  char *text;
  char *folded;
  guint limit;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_free (query->folded);
  g_free (query);
}

static gboolean
matches (const Query      *query,
         const ApmProcess *process)
{
  g_autofree char *name = g_utf8_casefold (process->name, -1);
  char pid[16];

  g_snprintf (pid, sizeof pid, "%d", process->pid);

  return g_str_equal (pid, query->text) || strstr (name, query->folded) != NULL;
}

static void
find_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Query *query = task_data;
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) all = NULL;
  GError *error = NULL;

  all = apm_process_scan (&error);
  if (all == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < all->len && found->len < query->limit; i++)
    {
      const ApmProcess *process = g_ptr_array_index (all, i);

      if (matches (query, process))
        g_ptr_array_add (found, apm_party_new_process (APM_PARTY_FOUND, process->pid, process->name));
    }

  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * apm_process_find_async:
 * @text: a PID, or a part of a name in any case
 * @limit: the most that is wanted
 */
void
apm_process_find_async (const char          *text,
                        guint                limit,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Query *query = g_new0 (Query, 1);

  query->text = g_strstrip (g_strdup (text));
  query->folded = g_utf8_casefold (query->text, -1);
  query->limit = limit;

  g_task_set_source_tag (task, apm_process_find_async);
  g_task_set_task_data (task, query, query_free);
  g_task_run_in_thread (task, find_in_thread);
}

/**
 * apm_process_find_finish:
 *
 * Returns: (transfer full) (element-type ApmParty): in the order of their PIDs
 */
GPtrArray *
apm_process_find_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-openers-private.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIELD(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmOpener, member), 0, 0 }

const ApmField apm_opener_fields[] = {
  FIELD (INT, pid),
  FIELD (INT64, started_us),
  FIELD (STRING, name),
  FIELD (STRING, user),
  FIELD (STRING, way),
  FIELD (INT, fd),
  FIELD (STRING, access),
  FIELD (STRING, path),
  FIELD (STRING, path_base64),
  FIELD (BOOLEAN, deleted),
  FIELD (INT64, size_bytes),
  { NULL }
};

struct _ApmOpenersSearch
{
  gatomicrefcount refs;
  char *text;              /* as it was typed */
  gboolean only_deleted;
  gint n_done;             /* these two are atomic */
  gint n_total;
};

/**
 * apm_openers_search_new:
 * @what: a path of a file or folder that is absolute or begins with "~/", else a part
 *   of paths; "" is in all of them
 * @only_deleted: only files whose name is gone
 */
ApmOpenersSearch *
apm_openers_search_new (const char *what,
                        gboolean    only_deleted)
{
  ApmOpenersSearch *self = g_new0 (ApmOpenersSearch, 1);

  g_atomic_ref_count_init (&self->refs);
  self->text = g_str_has_prefix (what, "~/") ? g_build_filename (g_get_home_dir (), what + 2, NULL) : g_strdup (what);
  self->only_deleted = only_deleted;

  return self;
}

ApmOpenersSearch *
apm_openers_search_ref (ApmOpenersSearch *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_openers_search_unref (ApmOpenersSearch *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->text);
  g_free (self);
}

/**
 * apm_openers_search_get_progress:
 *
 * How many processes were looked at, and how many there are; 0 of 0 at first. Any
 * thread.
 */
void
apm_openers_search_get_progress (ApmOpenersSearch *self,
                                 guint            *n_done,
                                 guint            *n_total)
{
  *n_done = (guint) g_atomic_int_get (&self->n_done);
  *n_total = (guint) g_atomic_int_get (&self->n_total);
}

static void
opener_free (gpointer data)
{
  ApmOpener *opener = data;

  g_free (opener->name);
  g_free (opener->path);
  g_free (opener->path_base64);
  g_free (opener);
}

void
apm_openers_free (ApmOpeners *openers)
{
  g_ptr_array_unref (openers->rows);
  g_free (openers->what);
  g_free (openers);
}

/* What has no such name is still looked for by it: it may have had it. */
static void
aim (ApmOpenersWanted       *wanted,
     const ApmOpenersSearch *search)
{
  g_autofree char *plain = NULL;
  g_autofree char *real = NULL;
  struct stat status;

  wanted->only_deleted = search->only_deleted;
  if (!g_path_is_absolute (search->text))
    {
      wanted->match = APM_OPENERS_PART;
      wanted->path = g_strdup (search->text);
      return;
    }

  plain = g_canonicalize_filename (search->text, NULL);
  real = realpath (plain, NULL);
  wanted->path = real ? g_steal_pointer (&real) : g_steal_pointer (&plain);
  wanted->match = APM_OPENERS_FILE;
  if (stat (wanted->path, &status) < 0)
    return;
  wanted->is_there = TRUE;
  wanted->inode = status.st_ino;
  wanted->device = status.st_dev;
  if (S_ISDIR (status.st_mode))
    wanted->match = APM_OPENERS_FOLDER;
}

static void
add_number (int      number,
            gpointer numbers)
{
  g_array_append_val ((GArray *) numbers, number);
}

/**
 * apm_openers_search_run:
 *
 * Looks at everybody; not for the main thread. What may not be looked at is counted:
 * nobody found is only then nobody when all could be.
 *
 * Returns: (transfer full) (nullable): %NULL where there is no /proc, or it was cancelled
 */
ApmOpeners *
apm_openers_search_run (ApmOpenersSearch *self,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr(ApmOpeners) openers = g_new0 (ApmOpeners, 1);
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));
  ApmOpenersWanted wanted = { 0 };
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  openers->rows = g_ptr_array_new_with_free_func (opener_free);
  if (proc_fd < 0 || !apm_peers_for_each_number (proc_fd, add_number, pids))
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      apm_clear_fd (&proc_fd);
      return NULL;
    }

  aim (&wanted, self);
  wanted.most = APM_OPENERS_MOST + 1;
  g_atomic_int_set (&self->n_total, (gint) pids->len);
  for (guint i = 0; i < pids->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      if (!apm_openers_read_process (proc_fd, g_array_index (pids, int, i), &wanted, openers->rows))
        openers->n_unreadable++;
      g_atomic_int_inc (&self->n_done);
    }
  openers->is_cut = openers->rows->len > APM_OPENERS_MOST;
  if (openers->is_cut)
    g_ptr_array_set_size (openers->rows, APM_OPENERS_MOST);
  openers->match = wanted.match;
  openers->what = wanted.path;
  openers->hidden = (apm_peers_find_proc_gaps (proc_fd) & (APM_PEERS_GAP_HIDDEN | APM_PEERS_GAP_NAMESPACE)) != 0;
  close (proc_fd);

  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&openers);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  GError *error = NULL;
  ApmOpeners *openers = apm_openers_search_run (data, cancellable, &error);

  if (openers)
    g_task_return_pointer (task, openers, (GDestroyNotify) apm_openers_free);
  else
    g_task_return_error (task, error);
}

void
apm_openers_search_run_async (ApmOpenersSearch    *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, apm_openers_search_ref (self), (GDestroyNotify) apm_openers_search_unref);
  g_task_run_in_thread (task, run);
}

ApmOpeners *
apm_openers_search_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
dup_unseen_text (const ApmOpeners *openers)
{
  if (openers->hidden)
    return g_strdup (_("Processes of others are hidden here: they may have it open too."));
  if (openers->n_unreadable == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%'u process may not be looked at: it may have it open too.",
                                    "%'u processes may not be looked at: they may have it open too.",
                                    openers->n_unreadable), openers->n_unreadable);
}

/**
 * apm_openers_dup_gaps_text:
 *
 * Returns: (transfer full) (nullable): what may be missing, in whole sentences; %NULL if all
 *   could be looked at and is there
 */
char *
apm_openers_dup_gaps_text (const ApmOpeners *openers)
{
  g_autofree char *unseen = dup_unseen_text (openers);

  if (!openers->is_cut)
    return g_steal_pointer (&unseen);

  return g_strjoin (" ", _("There are more; only the first are listed."), unseen, NULL);
}

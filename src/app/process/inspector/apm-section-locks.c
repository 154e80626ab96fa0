/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-section-kinds.h"

#include <glib/gi18n.h>

#include "apm-file-locks.h"

static void
format_state (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmFileLock *lock = row;

  if (lock->waits)
    {
      g_string_assign (cell->text, _("waits"));
      cell->icon_name = "apm-wait-symbolic";
      cell->css_class = "warning";
    }
  else if (lock->breaking)
    g_string_assign (cell->text, _("held, asked to give it up"));
  else
    g_string_assign (cell->text, _("held"));
}

static void
format_file (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmFileLock *lock = row;

  if (lock->file)
    g_string_assign (cell->text, lock->file);
  else
    /* Translators: a file whose name is not known: device and inode number */
    g_string_printf (cell->text, _("file %u:%u %ld"), lock->major, lock->minor, (long) lock->inode);
}

static void
format_blocked (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmFileLock *lock = row;

  if (lock->blocked_by)
    g_string_assign (cell->text, lock->blocked_by);
  if (lock->blocker_pid > 0)
    cell->icon_name = "go-jump-symbolic";
}

static void
format_kind (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmFileLock *) row)->kind);
}

static void
format_mode (gconstpointer  row,
             ApmCell       *cell)
{
  g_string_assign (cell->text, ((const ApmFileLock *) row)->mode);
}

static void
format_range (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmFileLock *lock = row;

  if (lock->start_bytes == 0 && lock->end_bytes == G_MAXINT64)
    g_string_assign (cell->text, _("whole file"));
  else if (lock->end_bytes == G_MAXINT64)
    /* Translators: a part of a file: from this byte on */
    g_string_printf (cell->text, _("from %ld"), (long) lock->start_bytes);
  else
    g_string_printf (cell->text, "%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, lock->start_bytes, lock->end_bytes);
}

static void
format_number (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmFileLock *lock = row;

  if (lock->fd >= 0)
    g_string_append_printf (cell->text, "%d", lock->fd);
}

static const ApmColumn columns[] = {
  { "waits", N_("State"), 78, APM_COLUMN_TEXT, format_state },
  { "file", N_("File"), 130, APM_COLUMN_EXPAND, format_file },
  { "blocked_by", N_("Blocked by"), 120, APM_COLUMN_EXPAND, format_blocked },
  { "kind", N_("Kind"), 60, APM_COLUMN_MINOR, format_kind },
  { "mode", N_("Mode"), 60, APM_COLUMN_MINOR, format_mode },
  { "start_bytes", N_("Range"), 90, APM_COLUMN_MINOR, format_range },
  { "fd", N_("No."), 46, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_number },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  const ApmFileLock *lock = row;

  return (guint64) lock->group << 40 | (guint64) (guint16) MAX (lock->fd, 0) << 24 |
         (guint64) (lock->start_bytes & 0x7fffff) << 1 | (lock->waits ? 1 : 0);
}

static int
get_pid (gconstpointer row)
{
  return MAX (((const ApmFileLock *) row)->blocker_pid, 0);
}

static ApmFileLock *
lock_copy (const ApmFileLock *lock)
{
  ApmFileLock *copy = g_memdup2 (lock, sizeof *lock);

  copy->process = g_strdup (lock->process);
  copy->file = g_strdup (lock->file);
  copy->blocked_by = g_strdup (lock->blocked_by);

  return copy;
}

static void
lock_free (ApmFileLock *copy)
{
  g_free (copy->process);
  g_free (copy->file);
  g_free (copy->blocked_by);
  g_free (copy);
}

static gboolean
read_locks (ApmPeersDesk  *desk,
            ApmLook       *look,
            GError       **error)
{
  g_autoptr(ApmPeers) peers = apm_peers_desk_read (desk, error);
  g_autoptr(ApmFileLocks) locks = peers ? apm_file_locks_read (peers, error) : NULL;
  g_autoptr(GPtrArray) found = NULL;
  guint n_waiting = 0;

  if (locks == NULL)
    return FALSE;

  /* Those of the whole machine go when we are done. */
  found = apm_file_locks_list_for (locks, look->pid);
  look->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lock_free);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (look->rows, lock_copy (found->pdata[i]));
  if (!apm_file_locks_is_complete (locks))
    look->note = apm_peers_dup_gaps_text (peers);

  for (guint i = 0; i < look->rows->len; i++)
    n_waiting += ((const ApmFileLock *) look->rows->pdata[i])->waits;
  if (look->rows->len > 0)
    /* Translators: locks on files that a process holds, and those that it waits for */
    look->head = g_strdup_printf (_("%u held, %u waited for"), look->rows->len - n_waiting, n_waiting);
  look->nothing = g_strdup (_("It neither holds nor waits for a lock on a file."));

  return TRUE;
}

const ApmTableKind apm_locks_kind = {
  .id = "locks",
  .title = N_("Locks"),
  .columns = columns,
  .fields = apm_file_lock_fields,
  .sort = "waits",
  .descending = TRUE,
  .get_key = get_key,
  .empty_title = N_("No Locks on Files"),
  .read = read_locks,
  .get_pid = get_pid,
};

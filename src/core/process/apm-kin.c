/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-kin.h"

#include "apm-error.h"
#include "apm-stat.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every process that can be seen, as ApmStat. */
static GArray *
list_all (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (ApmStat));
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      guint64 pid;
      ApmStat stat;

      if (g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT, &pid, NULL)
          && apm_stat_read (proc_fd, (int) pid, &stat, NULL))
        g_array_append_val (all, stat);
    }
  apm_clear_fd (&proc_fd);

  return all;
}

static void
add_children (GHashTable *children,
              GArray     *kin,
              GHashTable *known,
              int         pid)
{
  GArray *of_pid = g_hash_table_lookup (children, GINT_TO_POINTER (pid));

  for (guint i = 0; of_pid && i < of_pid->len; i++)
    {
      int child = g_array_index (of_pid, int, i);

      if (g_hash_table_add (known, GINT_TO_POINTER (child)))
        g_array_append_val (kin, child);
    }
}

/* Roots first, then their children, then theirs: who makes others comes before
 * those that it made. */
static GArray *
list_tree (GArray *all,
           GArray *roots)
{
  g_autoptr(GHashTable) children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr(GHashTable) known = g_hash_table_new (NULL, NULL);
  GArray *kin = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < all->len; i++)
    {
      const ApmStat *stat = &g_array_index (all, ApmStat, i);
      GArray *of_parent = g_hash_table_lookup (children, GINT_TO_POINTER (stat->ppid));

      if (!of_parent)
        {
          of_parent = g_array_new (FALSE, FALSE, sizeof (int));
          g_hash_table_insert (children, GINT_TO_POINTER (stat->ppid), of_parent);
        }
      g_array_append_val (of_parent, stat->pid);
    }
  for (guint i = 0; i < roots->len; i++)
    {
      int root = g_array_index (roots, int, i);

      if (g_hash_table_add (known, GINT_TO_POINTER (root)))
        g_array_append_val (kin, root);
    }
  for (guint i = 0; i < kin->len; i++)
    add_children (children, kin, known, g_array_index (kin, int, i));

  return kin;
}

/* Returns: the path of its control group in the unified hierarchy, or in systemd's
 * own where that is not used; NULL if it is the root, which is everybody's. */
static char *
read_cgroup (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/cgroup", pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      const char *at = strstr (lines[i], ":name=systemd:");

      at = at ? at + strlen (":name=systemd:") : g_str_has_prefix (lines[i], "0::") ? lines[i] + strlen ("0::") : NULL;
      if (at && !g_str_equal (at, "/"))
        return g_strdup (at);
    }

  return NULL;
}

static gboolean
is_below (const char *path,
          const char *cgroup)
{
  gsize length = strlen (cgroup);

  return path && strncmp (path, cgroup, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

static gboolean
belongs (int         pid,
         ApmReach    reach,
         int         number,
         const char *cgroup)
{
  g_autofree char *path = NULL;

  if (reach == APM_REACH_GROUP)
    return getpgid (pid) == number;
  if (reach == APM_REACH_SESSION)
    return getsid (pid) == number;
  path = read_cgroup (pid);

  return is_below (path, cgroup);
}

/**
 * apm_kin_list:
 * @roots: (element-type int) (nullable): for a tree, who is known to belong to it;
 *   children whose parent has ended are found only through these
 *
 * Returns: (transfer full) (element-type int): PIDs, this program's not among them
 */
GArray *
apm_kin_list (int       pid,
              ApmReach  reach,
              GArray   *roots,
              GError  **error)
{
  g_autoptr(GArray) all = list_all ();
  g_autoptr(GArray) own_roots = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *cgroup = reach == APM_REACH_CGROUP ? read_cgroup (pid) : NULL;
  int number = reach == APM_REACH_GROUP ? getpgid (pid) : reach == APM_REACH_SESSION ? getsid (pid) : 0;
  GArray *kin;

  if (number < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot find out who belongs to process %d"), pid);
      return NULL;
    }
  if (number == 0 && (reach == APM_REACH_GROUP || reach == APM_REACH_SESSION))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("Process %d is of the kernel, or its group cannot be seen from here"), pid);
      return NULL;
    }
  if (reach == APM_REACH_CGROUP && !cgroup)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("Process %d is in no control group but the one of the whole machine"), pid);
      return NULL;
    }

  if (reach == APM_REACH_TREE)
    {
      g_array_append_val (own_roots, pid);
      kin = list_tree (all, roots ? roots : own_roots);
    }
  else
    {
      kin = g_array_new (FALSE, FALSE, sizeof (int));
      for (guint i = 0; i < all->len; i++)
        {
          int other = g_array_index (all, ApmStat, i).pid;

          if (belongs (other, reach, number, cgroup))
            g_array_append_val (kin, other);
        }
    }
  for (guint i = 0; i < kin->len; i++)
    if (g_array_index (kin, int, i) == getpid ())
      g_array_remove_index (kin, i--);

  return kin;
}

static void
append_children (GArray     *children,
                 const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i]; i++)
    {
      int child = atoi (words[i]);

      if (child > 0)
        g_array_append_val (children, child);
    }
}

/**
 * apm_kin_list_children:
 *
 * Without looking at all processes. Complete only while @pid stands still (see
 * proc_tid_children(5)); nobody where the kernel was built without it.
 *
 * Returns: (transfer full) (element-type int): PIDs
 */
GArray *
apm_kin_list_children (int pid)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (path, name, "children", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL))
        append_children (children, text);
    }

  return children;
}

/* Returns: a PID, −1 if the process is gone or not to be seen */
int
apm_kin_get_parent (int pid)
{
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  ApmStat stat;
  gboolean known = apm_stat_read (proc_fd, pid, &stat, NULL);

  apm_clear_fd (&proc_fd);

  return known ? stat.ppid : -1;
}

/* Whether a child of a member is a member too. */
gboolean
apm_kin_belongs (int      pid,
                 ApmReach reach,
                 int      other_pid)
{
  g_autofree char *cgroup = reach == APM_REACH_CGROUP ? read_cgroup (other_pid) : NULL;

  if (reach == APM_REACH_TREE)
    return TRUE;
  if (reach == APM_REACH_CGROUP)
    return cgroup && belongs (pid, reach, 0, cgroup);

  return belongs (pid, reach, reach == APM_REACH_GROUP ? getpgid (other_pid) : getsid (other_pid), NULL);
}

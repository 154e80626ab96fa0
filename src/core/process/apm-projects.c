/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-projects.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FORGET_US (60 * G_USEC_PER_SEC)
#define MOST_FOLDERS 4096

struct _ApmProjects
{
  int proc_fd;
  gint64 since_us;
  GHashTable *roots;     /* folder to root, "" where there is none */
  GStrv far_mounts;
};

/**
 * apm_projects_dup_far_mounts:
 * @mountinfo: as in /proc/self/mountinfo (proc_pid_mountinfo(5))
 *
 * Returns: (transfer full): where file systems are mounted whose server may be
 *   away: to ask them could take for ever
 */
GStrv
apm_projects_dup_far_mounts (const char *mountinfo)
{
  static const char *const far_types[] = { "nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "autofs" };
  g_autoptr(GStrvBuilder) mounts = g_strv_builder_new ();
  g_auto(GStrv) lines = g_strsplit (mountinfo, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", 6);
      const char *type = strstr (lines[i], " - ");

      if (g_strv_length (words) < 6 || !type)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (far_types); j++)
        if (g_str_has_prefix (type + 3, far_types[j]))
          {
            g_autofree char *mount = g_strcompress (words[4]);

            g_strv_builder_add (mounts, mount);
            break;
          }
    }

  return g_strv_builder_end (mounts);
}

ApmProjects *
apm_projects_new (int proc_fd)
{
  ApmProjects *self = g_new0 (ApmProjects, 1);

  self->proc_fd = proc_fd;
  self->roots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
apm_projects_free (ApmProjects *self)
{
  g_hash_table_unref (self->roots);
  g_strfreev (self->far_mounts);
  g_free (self);
}

static void
forget (ApmProjects *self)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autofree char *mountinfo = NULL;

  if (self->far_mounts && now_us < self->since_us + FORGET_US && g_hash_table_size (self->roots) < MOST_FOLDERS)
    return;

  self->since_us = now_us;
  g_hash_table_remove_all (self->roots);
  g_strfreev (self->far_mounts);
  if (!g_file_get_contents ("/proc/self/mountinfo", &mountinfo, NULL, NULL))
    mountinfo = g_strdup ("");
  self->far_mounts = apm_projects_dup_far_mounts (mountinfo);
}

static gboolean
is_far (ApmProjects *self,
        const char  *folder)
{
  for (guint i = 0; self->far_mounts[i]; i++)
    {
      gsize length = strlen (self->far_mounts[i]);

      if (strncmp (folder, self->far_mounts[i], length) == 0 && (folder[length] == '/' || !folder[length]))
        return TRUE;
    }

  return FALSE;
}

/* Returns: whether the folder @up holds a repository, seen from the process. */
static gboolean
holds_repository (ApmProjects   *self,
                  const GString *up)
{
  static const char *const marks[] = { ".git", ".hg", ".jj", ".svn", ".bzr" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *path = g_strconcat (up->str, marks[i], NULL);

      if (faccessat (self->proc_fd, path, F_OK, 0) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The way leads through PID/cwd, which is right in other mount namespaces too. */
static char *
dup_root (ApmProjects *self,
          int          pid,
          const char  *cwd)
{
  g_autofree char *root = g_strdup (cwd);
  g_autoptr(GString) up = g_string_new (NULL);
  char *slash;

  g_string_printf (up, "%d/cwd/", pid);
  while (root[0] == '/' && root[1])
    {
      if (holds_repository (self, up))
        return g_steal_pointer (&root);
      g_string_append (up, "../");
      slash = strrchr (root, '/');
      *slash = '\0';
    }

  return g_strdup ("");
}

/**
 * apm_projects_find:
 * @cwd: the working directory of @pid
 *
 * Returns: (transfer none) (nullable): the root, valid until the next call
 */
const char *
apm_projects_find (ApmProjects *self,
                   int          pid,
                   const char  *cwd)
{
  const char *root;

  forget (self);
  root = g_hash_table_lookup (self->roots, cwd);
  if (!root)
    {
      char *found = is_far (self, cwd) ? g_strdup ("") : dup_root (self, pid, cwd);

      g_hash_table_insert (self->roots, g_strdup (cwd), found);
      root = found;
    }

  return *root ? root : NULL;
}

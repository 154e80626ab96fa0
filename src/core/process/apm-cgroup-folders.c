/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-cgroup-folders.h"

#include <string.h>

/* proc_pid_mountinfo(5): ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [TAGS…] - TYPE SOURCE SUPEROPTIONS */
enum { ROOT = 3, MOUNT_POINT = 4, N_BEFORE_TAGS = 6 };

static gboolean
has_controller (const char *options,
                const char *controller)
{
  g_auto(GStrv) words = g_strsplit (options, ",", -1);

  return g_strv_contains ((const char *const *) words, controller);
}

/* Returns: (nullable): the fields of the mount with the groups of @controller, of
 * version 2 where it is "" */
static char **
find_mount (const char *mountinfo,
            const char *controller)
{
  g_auto(GStrv) lines = g_strsplit (mountinfo, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], " ", -1);
      guint n = g_strv_length (fields);
      guint dash = N_BEFORE_TAGS;

      while (dash < n && strcmp (fields[dash], "-") != 0)
        dash++;
      if (dash + 3 >= n)
        continue;
      if (*controller ? strcmp (fields[dash + 1], "cgroup") == 0 && has_controller (fields[dash + 3], controller)
                      : strcmp (fields[dash + 1], "cgroup2") == 0)
        return g_steal_pointer (&fields);
    }

  return NULL;
}

/* A mount may show only a part of the hierarchy.
 * Returns: (nullable): what of @path is below @root */
static const char *
get_below (const char *path,
           const char *root)
{
  gsize length = strlen (root);

  if (strcmp (root, "/") == 0)
    return path;
  if (strncmp (path, root, length) == 0 && (path[length] == '/' || path[length] == '\0'))
    return path + length;

  return NULL;
}

/**
 * apm_cgroup_dup_path_of:
 * @text: /proc/PID/cgroup
 * @controller: "" for version 2
 *
 * Returns: (transfer full) (nullable): where the process is in the hierarchy of
 *   @controller (cgroups(7))
 */
char *
apm_cgroup_dup_path_of (const char *text,
                        const char *controller)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], ":", 3);

      if (g_strv_length (fields) < 3 || *fields[2] != '/')
        continue;
      if (*controller ? has_controller (fields[1], controller) : strcmp (fields[0], "0") == 0 && !*fields[1])
        return g_strdup (fields[2]);
    }

  return NULL;
}

/**
 * apm_cgroup_folders_find:
 * @prefix: before the mount points: "" but in tests
 *
 * Returns: (transfer full) (nullable): the folder of the group and those of its
 *   ancestors, as far as they can be seen from here; %NULL if the group itself cannot
 */
ApmCgroupFolder *
apm_cgroup_folders_find (const char *prefix,
                         const char *mountinfo,
                         const char *text,
                         const char *controller)
{
  g_autofree char *path = apm_cgroup_dup_path_of (text, controller);
  g_auto(GStrv) mount = path ? find_mount (mountinfo, controller) : NULL;
  g_autofree char *point = mount ? g_strcompress (mount[MOUNT_POINT]) : NULL;
  g_autofree char *root = mount ? g_strcompress (mount[ROOT]) : NULL;
  const char *below = root ? get_below (path, root) : NULL;
  ApmCgroupFolder *self;

  /* "/../…" is outside of our cgroup namespace. */
  if (!below || g_str_has_prefix (path, "/.."))
    return NULL;

  self = g_new0 (ApmCgroupFolder, 1);
  self->base = g_strconcat (prefix, point, NULL);
  self->hidden = strcmp (root, "/") == 0 ? g_strdup ("") : g_strdup (root);
  self->below = g_strdup (strcmp (below, "/") == 0 ? "" : below);

  return self;
}

void
apm_cgroup_folder_free (ApmCgroupFolder *self)
{
  if (!self)
    return;
  g_free (self->base);
  g_free (self->hidden);
  g_free (self->below);
  g_free (self);
}

char *
apm_cgroup_folder_dup_name (const ApmCgroupFolder *self)
{
  return g_strconcat (self->base, self->below, NULL);
}

/* Returns: (transfer full) (nullable): what @file of the group says */
char *
apm_cgroup_folder_read (const ApmCgroupFolder *self,
                        const char            *file)
{
  g_autofree char *path = self ? g_strconcat (self->base, self->below, "/", file, NULL) : NULL;
  char *text = NULL;

  if (path && g_file_get_contents (path, &text, NULL, NULL))
    return text;

  return NULL;
}

/**
 * apm_cgroup_folder_read_number:
 *
 * Returns: %G_MININT64 if there is none, or "max"
 */
gint64
apm_cgroup_folder_read_number (const ApmCgroupFolder *self,
                               const char            *file)
{
  g_autofree char *text = apm_cgroup_folder_read (self, file);
  char *end = NULL;
  guint64 number = text ? g_ascii_strtoull (text, &end, 10) : 0;

  /* Version 1 says "no limit" by a number next to the largest. */
  if (!text || end == text || *text == '-' || number >= G_MAXINT64 / 4096 * 4096)
    return G_MININT64;

  return (gint64) number;
}

/**
 * apm_cgroup_folder_find_tightest:
 * @read: the limit that one group sets, NaN for none
 * @from: (out) (transfer full): which group sets it
 *
 * What a group's ancestors set holds for it too.
 *
 * Returns: NaN if nobody sets one
 */
double
apm_cgroup_folder_find_tightest (const ApmCgroupFolder *self,
                                 double               (*read) (const ApmCgroupFolder *folder),
                                 char                 **from)
{
  ApmCgroupFolder at;
  g_autofree char *below = self ? g_strdup (self->below) : NULL;
  double tightest = NAN;

  if (!self)
    return NAN;
  at = *self;
  at.below = below;
  for (;;)
    {
      double limit = read (&at);
      char *slash;

      if (!isnan (limit) && (isnan (tightest) || limit < tightest))
        {
          tightest = limit;
          g_free (*from);
          *from = *at.hidden || *below ? g_strconcat (at.hidden, below, NULL) : g_strdup ("/");
        }
      slash = strrchr (below, '/');
      if (!slash)
        return tightest;
      *slash = '\0';
    }
}

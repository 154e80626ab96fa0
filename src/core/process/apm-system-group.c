/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-group.h"

#include "apm-system-parse.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct _ApmSystemGroup
{
  int limit_fd;        /* of the group with the tightest limit of memory; -1: none has one */
  int used_fd;
  int stat_fd;
  gboolean is_top;     /* that group is the highest we see */
  const char *cached;  /* line of the stat file with what is given back at once */
  double cpu_limit;
};

/* Where the groups of one version are, and what their files are called. */
typedef struct {
  const char *controller;   /* of /proc/self/cgroup; "" is version 2 */
  const char *mount;
  const char *limit;
  const char *used;
  const char *cached;
} Layout;

static const Layout layouts[] = {
  { "memory", "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "\ntotal_inactive_file " },
  { "", "sys/fs/cgroup", "memory.max", "memory.current", "\ninactive_file " },
  { "", "sys/fs/cgroup/unified", "memory.max", "memory.current", "\ninactive_file " },
};

/* Returns: (transfer full) (nullable): our group in the hierarchy of @controller. */
static char *
find_path (const char *text,
           const char *controller)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines[i], ":", 3);
      g_auto(GStrv) controllers = NULL;

      if (g_strv_length (parts) < 3)
        continue;
      controllers = g_strsplit (parts[1], ",", -1);
      if (*controller ? g_strv_contains ((const char *const *) controllers, controller)
                      : strcmp (parts[0], "0") == 0 && !*parts[1])
        return strstr (parts[2], "/..") ? g_strdup ("/") : g_strdup (parts[2]);
    }

  return NULL;
}

static gboolean
read_limit (const char *folder,
            const char *name,
            guint64    *bytes)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (file, &text, NULL, NULL) && apm_system_parse_limit (text, bytes);
}

static void
use_group (ApmSystemGroup *self,
           const char     *folder,
           const Layout   *layout)
{
  const struct { int *fd; const char *name; } files[] = {
    { &self->limit_fd, layout->limit }, { &self->used_fd, layout->used }, { &self->stat_fd, "memory.stat" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = g_build_filename (folder, files[i].name, NULL);

      apm_clear_fd (files[i].fd);
      *files[i].fd = open (file, O_RDONLY | O_CLOEXEC);
    }
  self->cached = layout->cached;
}

/* Its quota of version 2, or that of version 1. */
static double
read_cpus (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "cpu.max", NULL);
  g_autofree char *text = NULL;
  guint64 quota, period;
  double cpus = 0;

  if (g_file_get_contents (file, &text, NULL, NULL))
    apm_system_parse_cpu_max (text, &cpus);
  else if (read_limit (folder, "cpu.cfs_quota_us", &quota) && read_limit (folder, "cpu.cfs_period_us", &period) &&
           period > 0)
    cpus = (double) quota / period;

  return cpus;
}

/* Calls @visit for the group @path below @mount and each group above it. */
static void
walk_up (ApmSystemGroup *self,
         const char     *mount,
         const char     *path,
         const Layout   *layout,
         void          (*visit) (ApmSystemGroup *, const char *, gboolean, const Layout *, guint64 *))
{
  g_autofree char *at = g_strdup (path);
  guint64 least = G_MAXUINT64;

  for (;;)
    {
      g_autofree char *folder = g_build_filename (mount, at, NULL);
      char *slash = strrchr (at, '/');
      gboolean is_top = !slash || strcmp (at, "/") == 0;

      visit (self, folder, is_top, layout, &least);
      if (is_top)
        return;
      slash[slash == at ? 1 : 0] = '\0';
    }
}

static void
visit_memory (ApmSystemGroup *self,
              const char     *folder,
              gboolean        is_top,
              const Layout   *layout,
              guint64        *least)
{
  guint64 bytes;

  /* Version 1 writes the greatest number of pages where there is no limit. */
  if (!read_limit (folder, layout->limit, &bytes) || bytes >= G_MAXINT64 / 2 || bytes >= *least)
    return;
  *least = bytes;
  self->is_top = is_top;
  use_group (self, folder, layout);
}

static void
visit_cpu (ApmSystemGroup *self,
           const char     *folder,
           gboolean        is_top,
           const Layout   *layout,
           guint64        *least)
{
  double cpus = read_cpus (folder);

  if (cpus > 0 && (self->cpu_limit == 0 || cpus < self->cpu_limit))
    self->cpu_limit = cpus;
}

/**
 * apm_system_group_new:
 * @root: "/", or a folder that stands for it
 *
 * Finds the limits that hold for this program.
 */
ApmSystemGroup *
apm_system_group_new (const char *root)
{
  static const struct { const char *controller, *mount; } cpus[] = {
    { "cpu", "sys/fs/cgroup/cpu" }, { "", "sys/fs/cgroup" }, { "", "sys/fs/cgroup/unified" },
  };
  ApmSystemGroup *self = g_new0 (ApmSystemGroup, 1);
  g_autofree char *file = g_build_filename (root, "proc/self/cgroup", NULL);
  g_autofree char *text = NULL;

  self->limit_fd = self->used_fd = self->stat_fd = -1;
  if (!g_file_get_contents (file, &text, NULL, NULL))
    return self;

  for (guint i = 0; i < G_N_ELEMENTS (layouts) && self->limit_fd < 0; i++)
    {
      g_autofree char *path = find_path (text, layouts[i].controller);
      g_autofree char *mount = g_build_filename (root, layouts[i].mount, NULL);

      if (path)
        walk_up (self, mount, path, &layouts[i], visit_memory);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cpus); i++)
    {
      g_autofree char *path = find_path (text, cpus[i].controller);
      g_autofree char *mount = g_build_filename (root, cpus[i].mount, NULL);

      if (path)
        walk_up (self, mount, path, NULL, visit_cpu);
    }

  return self;
}

void
apm_system_group_free (ApmSystemGroup *self)
{
  apm_clear_fd (&self->limit_fd);
  apm_clear_fd (&self->used_fd);
  apm_clear_fd (&self->stat_fd);
  g_free (self);
}

static gboolean
read_number (int      fd,
             guint64 *bytes)
{
  char text[64];
  gssize n = fd >= 0 ? pread (fd, text, sizeof text - 1, 0) : -1;

  if (n <= 0)
    return FALSE;
  text[n] = '\0';

  return apm_system_parse_limit (text, bytes);
}

/* What the group holds of files that nobody has used for a while. */
static guint64
read_cached (ApmSystemGroup *self)
{
  char text[8 * 1024];
  gssize n = self->stat_fd >= 0 ? pread (self->stat_fd, text, sizeof text - 1, 0) : -1;
  const char *line;

  if (n <= 0)
    return 0;
  text[n] = '\0';
  line = strstr (text, self->cached);

  return line ? g_ascii_strtoull (line + strlen (self->cached), NULL, 10) : 0;
}

/**
 * apm_system_group_read:
 * @system: its memory is already filled in: a limit above that is none
 */
void
apm_system_group_read (ApmSystemGroup *self,
                       ApmSystem      *system)
{
  guint64 limit, used, cached;

  system->cpu_limit = self->cpu_limit;
  system->group_limit_bytes = system->group_used_bytes = 0;
  system->group_is_machine = FALSE;
  if (!read_number (self->limit_fd, &limit) || limit >= system->memory_total_bytes ||
      !read_number (self->used_fd, &used))
    return;

  cached = read_cached (self);
  system->group_limit_bytes = limit;
  system->group_used_bytes = used - MIN (cached, used);
  system->group_is_machine = self->is_top;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared memory, by /proc/PID/maps. */

#include "apm-peers-private.h"

#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* address permissions offset major:minor inode path */
static gboolean
parse_mapping (const char   *line,
               ApmPeersLink *link,
               int          *name)
{
  char permissions[5] = "";
  guint major, minor;
  guint64 inode;

  if (sscanf (line, "%*s %4s %*s %x:%x %" G_GUINT64_FORMAT " %n", permissions, &major, &minor, &inode, name) != 4 ||
      permissions[3] != 's' || inode == 0)
    return FALSE;

  link->object = (ApmObject) { APM_OBJECT_MEMORY, inode, makedev (major, minor) };
  link->access = (permissions[0] == 'r' ? APM_ACCESS_READ : 0) | (permissions[1] == 'w' ? APM_ACCESS_WRITE : 0);

  return TRUE;
}

/* Adds what @entry shares by memory. */
void
apm_peers_entry_read_mappings (ApmPeersEntry *entry,
                               int            proc_fd)
{
  char path[32];
  char *line = NULL;
  size_t size = 0;
  FILE *file;
  int fd;

  g_snprintf (path, sizeof path, "%d/maps", entry->process.pid);
  fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  file = fd >= 0 ? fdopen (fd, "r") : NULL;
  if (!file)
    {
      entry->process.denied |= errno == EACCES || errno == EPERM;
      return;
    }
  while (getline (&line, &size, file) > 0)
    {
      ApmPeersLink link = { .fd = -1, .tid = entry->process.pid };
      int name;

      if (parse_mapping (line, &link, &name))
        g_array_append_val (entry->links, link);
    }
  free (line);
  fclose (file);
}

/**
 * apm_peers_dup_mapping_name:
 *
 * Returns: (transfer full) (nullable): what @pid has mapped there, fit to show; %NULL
 *   where it has no name: memory that was inherited
 */
char *
apm_peers_dup_mapping_name (int              pid,
                            const ApmObject *object)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/maps", pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      ApmPeersLink link;
      int name = 0;

      if (parse_mapping (lines[i], &link, &name) && link.object.id == object->id &&
          link.object.device == object->device)
        return name > 0 && g_strcmp0 (lines[i] + name, "/dev/zero (deleted)") != 0 ? apm_text_to_utf8 (lines[i] + name, -1)
                                                                                   : NULL;
    }

  return NULL;
}

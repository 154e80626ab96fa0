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
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* As in <linux/fs.h> since Linux 6.11: asks /proc/PID/maps for one mapping of a kind
 * without having all of them written out. */
typedef struct {
  guint64 size;
  guint64 query_flags;
  guint64 query_addr;
  guint64 vma_start;
  guint64 vma_end;
  guint64 vma_flags;
  guint64 vma_page_size;
  guint64 vma_offset;
  guint64 inode;
  guint32 dev_major;
  guint32 dev_minor;
  guint32 vma_name_size;
  guint32 build_id_size;
  guint64 vma_name_addr;
  guint64 build_id_addr;
} MapQuery;

G_STATIC_ASSERT (sizeof (MapQuery) == 104);

#define MAP_QUERY _IOWR ('f', 17, MapQuery)
#define MAP_READABLE 0x01
#define MAP_WRITABLE 0x02
#define MAP_SHARED 0x08
#define MAP_OR_NEXT 0x10

/**
 * apm_peers_parse_mapping:
 * @line: "address permissions offset major:minor inode path"
 * @link: (out): its object and access
 * @shared: (out): whether others see what is written there
 * @name: (out): where the path begins
 *
 * Returns: whether there is a file behind it
 */
gboolean
apm_peers_parse_mapping (const char   *line,
                         ApmPeersLink *link,
                         gboolean     *shared,
                         int          *name)
{
  char permissions[5] = "";
  guint major, minor;
  guint64 inode;

  if (sscanf (line, "%*s %4s %*s %x:%x %" G_GUINT64_FORMAT " %n", permissions, &major, &minor, &inode, name) != 4 || inode == 0)
    return FALSE;

  *shared = permissions[3] == 's';
  link->object = (ApmObject) { APM_OBJECT_MEMORY, inode, makedev (major, minor) };
  link->access = (permissions[0] == 'r' ? APM_ACCESS_READ : 0) | (permissions[1] == 'w' ? APM_ACCESS_WRITE : 0);

  return TRUE;
}

/* Nearly all are private: not worth reading on. */
static gboolean
parse_shared (const char   *line,
              ApmPeersLink *link,
              int          *name)
{
  const char *gap = strchr (line, ' ');
  gboolean shared;

  return gap != NULL && strnlen (gap, 5) == 5 && gap[4] == 's' && apm_peers_parse_mapping (line, link, &shared, name);
}

static void
take_mapping (ApmPeersEntry *entry,
              ApmPeersLink   link)
{
  link.fd = -1;
  link.tid = entry->process.pid;
  g_array_append_val (entry->links, link);
}

/* Returns %FALSE where the kernel does not know the question. */
static gboolean
ask_mappings (ApmPeersEntry *entry,
              int            fd)
{
  MapQuery query = { .size = sizeof query, .query_flags = MAP_SHARED | MAP_OR_NEXT };

  while (ioctl (fd, MAP_QUERY, &query) == 0)
    {
      ApmPeersLink link = { .object = { APM_OBJECT_MEMORY, query.inode, makedev (query.dev_major, query.dev_minor) } };

      link.access = (query.vma_flags & MAP_READABLE ? APM_ACCESS_READ : 0) |
                    (query.vma_flags & MAP_WRITABLE ? APM_ACCESS_WRITE : 0);
      if (query.inode != 0)
        take_mapping (entry, link);
      query.query_addr = query.vma_end;
    }

  return errno == ENOENT || errno == ESRCH;   /* no more, or the process has ended */
}

static void
read_mappings (ApmPeersEntry *entry,
               FILE          *file)
{
  ApmPeersLink link = { 0 };
  char *line = NULL;
  size_t size = 0;
  int name;

  while (getline (&line, &size, file) > 0)
    if (parse_shared (line, &link, &name))
      take_mapping (entry, link);
  free (line);
}

/**
 * apm_peers_entry_read_mappings:
 *
 * Adds what the process of @entry shares by memory.
 */
void
apm_peers_entry_read_mappings (ApmPeersEntry *entry,
                               int            proc_fd)
{
  char path[32];
  FILE *file;
  int fd;

  g_snprintf (path, sizeof path, "%d/maps", entry->process.pid);
  fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      entry->process.denied |= errno == EACCES || errno == EPERM;
      return;
    }
  if (ask_mappings (entry, fd))
    {
      close (fd);
      return;
    }
  file = fdopen (fd, "r");
  if (file == NULL)
    {
      close (fd);
      return;
    }
  read_mappings (entry, file);
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

      if (parse_shared (lines[i], &link, &name) && link.object.id == object->id &&
          link.object.device == object->device)
        return name > 0 && g_strcmp0 (lines[i] + name, "/dev/zero (deleted)") != 0 ? apm_text_to_utf8 (lines[i] + name, -1)
                                                                                   : NULL;
    }

  return NULL;
}

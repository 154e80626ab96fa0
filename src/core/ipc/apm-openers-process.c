/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one process has open of that which is looked for. */

#include "apm-openers-private.h"

#include "apm-process.h"
#include "apm-stat.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The file that a link of /proc leads to. */
typedef struct {
  char     link[PATH_MAX + 1];   /* as bytes, without what the kernel adds to a deleted one */
  guint64  inode;
  guint64  device;
  gint64   size_bytes;           /* G_MININT64: not known, or has none */
  gboolean known;                /* by the file system; else inode and device are 0, or as mappings tell them */
  gboolean deleted;
} File;

typedef struct {
  const ApmOpenersWanted *wanted;
  GPtrArray *rows;
  ApmStat stat;
  const char *user;              /* NULL: not told */
  char folder[32];               /* in /proc: where its links and descriptors are */
  int dir_fd;
  guint n_others;                /* rows that are no descriptors */
  gboolean denied;
  char program[PATH_MAX + 1];
} Reading;

static const struct { const char *name; const char *way; } own_links[] = {
  { "exe", "program" },
  { "cwd", "working-directory" },
  { "root", "root" },
};

/* Without asking a server that may not answer. */
static void
ask_file_system (int         dir_fd,
                 const char *name,
                 File       *file)
{
  struct statx status;

  if (file->link[0] != '/' ||
      statx (dir_fd, name, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO | STATX_SIZE | STATX_NLINK, &status) < 0)
    return;

  file->known = TRUE;
  file->inode = status.stx_ino;
  file->device = makedev (status.stx_dev_major, status.stx_dev_minor);
  if (S_ISREG (status.stx_mode))
    file->size_bytes = (gint64) MIN (status.stx_size, (guint64) G_MAXINT64);
  file->deleted = apm_peers_is_deleted (file->link, status.stx_nlink);
}

static void
strip_deleted (File *file)
{
  if (file->deleted)
    file->link[strlen (file->link) - strlen (APM_PEERS_DELETED)] = '\0';
}

/* Returns: 0, or the errno */
static int
read_link (int         dir_fd,
           const char *name,
           File       *file)
{
  gssize length = readlinkat (dir_fd, name, file->link, sizeof file->link - 1);

  if (length < 0)
    return errno;
  file->link[length] = '\0';
  file->size_bytes = G_MININT64;
  file->inode = file->device = 0;
  file->known = file->deleted = FALSE;

  return 0;
}

static gboolean
is_below (const char *path,
          const char *folder)
{
  gsize length = strlen (folder);

  return strncmp (path, folder, length) == 0 &&
         (path[length] == '\0' || path[length] == '/' || (length == 1 && *path == '/'));
}

/* Whether the name alone says that it is meant, or could be. */
static gboolean
fits_by_name (const ApmOpenersWanted *wanted,
              const char             *link)
{
  return wanted->match == APM_OPENERS_PART ? strcasestr (link, wanted->path) != NULL : is_below (link, wanted->path);
}

/* A file that is there is known by what it is, not by its name: in another root the
 * same name may be another's, and it may have several. */
static gboolean
fits (const ApmOpenersWanted *wanted,
      const File             *file)
{
  if (wanted->only_deleted && !file->deleted)
    return FALSE;
  if (wanted->is_there && file->inode == wanted->inode && file->device == wanted->device)
    return TRUE;
  if (wanted->match == APM_OPENERS_FILE && wanted->is_there && file->known && !file->deleted)
    return FALSE;

  return fits_by_name (wanted, file->link);
}

static gboolean
is_wanted (const Reading *reading,
           const File    *file)
{
  return reading->rows->len < reading->wanted->most && fits (reading->wanted, file);
}

static ApmOpener *
add_row (Reading    *reading,
         const File *file,
         const char *way,
         int         fd)
{
  ApmOpener *row = g_new0 (ApmOpener, 1);

  row->pid = reading->stat.pid;
  row->key = (guint64) (guint) row->pid << 32 | (fd >= 0 ? (guint) fd : 1u << 31 | reading->n_others++);
  row->started_us = apm_stat_ticks_to_us (reading->stat.start_ticks);
  row->name = apm_text_to_utf8 (reading->stat.comm, -1);
  row->user = reading->user;
  row->way = way;
  row->fd = fd >= 0 ? fd : G_MININT;
  row->path = apm_text_to_utf8 (file->link, -1);
  if (!g_utf8_validate (file->link, -1, NULL))
    row->path_base64 = g_base64_encode ((const guchar *) file->link, strlen (file->link));
  row->deleted = file->deleted;
  row->size_bytes = file->size_bytes;
  g_ptr_array_add (reading->rows, row);

  return row;
}

static void
take_fd (int      fd,
         gpointer data)
{
  Reading *reading = data;
  char name[16];
  File file;
  int reason;

  /* Who refuses one refuses all of them; our own is only open while we look. */
  if (reading->denied || (fd == reading->dir_fd && reading->stat.pid == getpid ()))
    return;

  g_snprintf (name, sizeof name, "%d", fd);
  reason = read_link (reading->dir_fd, name, &file);
  reading->denied |= reason == EACCES || reason == EPERM;
  if (reason != 0)
    return;

  ask_file_system (reading->dir_fd, name, &file);
  strip_deleted (&file);
  if (is_wanted (reading, &file))
    add_row (reading, &file, "descriptor", fd)->access = apm_access_word (apm_peers_read_access (reading->dir_fd, name));
}

static void
read_descriptors (Reading *reading,
                  int      proc_fd)
{
  char path[64];

  g_snprintf (path, sizeof path, "%s/fd", reading->folder);
  reading->dir_fd = openat (proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (reading->dir_fd < 0)
    {
      reading->denied |= errno == EACCES || errno == EPERM;
      return;
    }
  apm_peers_for_each_number (reading->dir_fd, take_fd, reading);
  close (reading->dir_fd);
}

static void
read_own_links (Reading *reading,
                int      proc_fd)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_links); i++)
    {
      char name[64];
      File file;
      int reason;

      g_snprintf (name, sizeof name, "%s/%s", reading->folder, own_links[i].name);
      reason = read_link (proc_fd, name, &file);
      reading->denied |= reason == EACCES || reason == EPERM;
      if (reason != 0)
        continue;
      if (i == 0)
        g_strlcpy (reading->program, file.link, sizeof reading->program);
      ask_file_system (proc_fd, name, &file);
      strip_deleted (&file);
      if (is_wanted (reading, &file))
        add_row (reading, &file, own_links[i].way, -1);
    }
}

/* Asks for a name only as far as the kernel knows it already: a server that does not
 * answer is asked nothing. */
static gboolean
is_known_there (const char *name,
                guint64     inode)
{
  struct open_how how = { .flags = O_PATH | O_NOFOLLOW | O_CLOEXEC, .resolve = RESOLVE_CACHED };
  struct statx status;
  int fd = (int) syscall (SYS_openat2, AT_FDCWD, name, &how, sizeof how);
  gboolean is_it;

  if (fd < 0)
    return FALSE;
  is_it = statx (fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_INO, &status) == 0 && status.stx_ino == inode;
  close (fd);

  return is_it;
}

/* A file may really end with what the kernel appends; it is mapped, so its name is known. */
static gboolean
is_deleted_mapping (const char *name,
                    guint64     inode)
{
  return apm_peers_is_deleted (name, 0) && !is_known_there (name, inode);
}

static ApmAccess
access_of_word (const char *word)
{
  for (ApmAccess access = APM_ACCESS_READ; access <= APM_ACCESS_BOTH; access++)
    if (g_strcmp0 (word, apm_access_word (access)) == 0)
      return access;

  return 0;
}

/* Of a file that is mapped several times, as a library is, there is one row. */
static void
take_mapping (Reading    *reading,
              const char *line,
              GHashTable *taken)
{
  ApmPeersLink link;
  gboolean shared;
  int name = 0;
  File file = { .size_bytes = G_MININT64 };
  ApmAccess access;
  ApmOpener *row;

  if (!apm_peers_parse_mapping (line, &link, &shared, &name) || name == 0 || line[name] != '/' ||
      strcmp (line + name, reading->program) == 0)
    return;

  /* What a private mapping is written, its file never sees. */
  access = shared ? link.access : link.access & APM_ACCESS_READ;
  g_strlcpy (file.link, line + name, sizeof file.link);
  file.inode = link.object.id;
  file.device = link.object.device;
  file.deleted = is_deleted_mapping (file.link, link.object.id);
  strip_deleted (&file);
  if (!is_wanted (reading, &file))
    return;

  row = g_hash_table_lookup (taken, file.link);
  if (!row)
    {
      row = add_row (reading, &file, "mapped", -1);
      g_hash_table_insert (taken, g_strdup (file.link), row);
    }
  row->access = apm_access_word (access_of_word (row->access) | access);
}

static void
read_mappings (Reading *reading,
               int      proc_fd)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_strdup_printf ("%s/maps", reading->folder);
  int fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;
  char *line = NULL;
  size_t size = 0;
  gssize length;

  if (!file)
    {
      reading->denied |= errno == EACCES || errno == EPERM;
      apm_clear_fd (&fd);
      return;
    }
  while ((length = getline (&line, &size, file)) > 0)
    {
      if (line[length - 1] == '\n')
        line[length - 1] = '\0';
      take_mapping (reading, line, taken);
    }
  free (line);
  fclose (file);
}

static void
take_thread (int      tid,
             gpointer data)
{
  Reading *reading = data;

  if (tid != reading->stat.pid)
    g_snprintf (reading->folder, sizeof reading->folder, "%d/task/%d", reading->stat.pid, tid);
}

/* A leader that has ended leaves its threads what they share, and has nothing left itself. */
static void
find_folder (Reading *reading,
             int      proc_fd)
{
  g_autofree char *path = g_strdup_printf ("%d/task", reading->stat.pid);
  int dir_fd = reading->stat.state == 'Z' ? openat (proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  g_snprintf (reading->folder, sizeof reading->folder, "%d", reading->stat.pid);
  if (dir_fd < 0)
    return;
  apm_peers_for_each_number (dir_fd, take_thread, reading);
  close (dir_fd);
}

/**
 * apm_openers_read_process:
 * @rows: (element-type ApmOpener): its rows are added
 *
 * Returns: whether it may be looked at; one that has ended meanwhile may
 */
gboolean
apm_openers_read_process (int                     proc_fd,
                          int                     pid,
                          const ApmOpenersWanted *wanted,
                          GPtrArray              *rows)
{
  Reading reading = { .wanted = wanted, .rows = rows };
  struct stat folder;
  char name[16];
  int reason = 0;

  if (!apm_stat_read (proc_fd, pid, &reading.stat, &reason))
    return reason != EACCES && reason != EPERM;
  if ((reading.stat.flags & APM_STAT_KERNEL_THREAD) != 0 || (reading.stat.state == 'Z' && reading.stat.threads <= 1))
    return TRUE;

  find_folder (&reading, proc_fd);
  g_snprintf (name, sizeof name, "%d", pid);
  if (fstatat (proc_fd, name, &folder, 0) == 0)
    reading.user = apm_process_look_up_user (folder.st_uid);
  read_own_links (&reading, proc_fd);
  read_descriptors (&reading, proc_fd);
  read_mappings (&reading, proc_fd);

  return !reading.denied;
}

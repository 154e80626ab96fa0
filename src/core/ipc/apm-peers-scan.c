/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One process as the index has it: what /proc/PID/fd leads to, and no more. */

#include "apm-peers-private.h"

#include "apm-stat.h"
#include "apm-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202
#endif

/* One table of descriptors while it is read. */
typedef struct {
  ApmPeersEntry *entry;
  int dir_fd;
  int pid;
  int tid;
  gboolean denied;
} Reading;

ApmPeersEntry *
apm_peers_entry_ref (ApmPeersEntry *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_peers_entry_unref (ApmPeersEntry *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_array_unref (self->links);
  g_free ((char *) self->process.name);
  g_free (self);
}

/* Calls @func with each number that names something in a folder of /proc; readdir()
 * would allocate 32 KiB for each of thousands of folders. */
gboolean
apm_peers_for_each_number (int      dir_fd,
                           void   (*func) (int number, gpointer data),
                           gpointer data)
{
  union {
    struct dirent64 first;
    char bytes[8 * 1024];
  } buffer;
  gssize length;

  while ((length = getdents64 (dir_fd, &buffer, sizeof buffer)) > 0)
    for (gssize at = 0; at < length;)
      {
        const struct dirent64 *dirent = (const void *) (buffer.bytes + at);

        at += dirent->d_reclen;
        if (g_ascii_isdigit (dirent->d_name[0]))
          func (atoi (dirent->d_name), data);
      }

  return length == 0;
}

/* The kernel shows as which it was opened by the link's own permissions. */
ApmAccess
apm_peers_read_access (int         dir_fd,
                       const char *name)
{
  struct stat status;

  if (fstatat (dir_fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
    return 0;

  return (status.st_mode & S_IRUSR ? APM_ACCESS_READ : 0) | (status.st_mode & S_IWUSR ? APM_ACCESS_WRITE : 0);
}

/* Whether the process whose descriptors @dir_fd has can see that mount. */
static gboolean
is_mounted (int     dir_fd,
            guint64 mount)
{
  int fd = openat (dir_fd, "../mountinfo", O_RDONLY | O_CLOEXEC);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;
  char *line = NULL;
  size_t size = 0;
  gboolean is_it = FALSE;

  if (!file)
    {
      apm_clear_fd (&fd);
      return FALSE;
    }
  while (!is_it && getline (&line, &size, file) > 0)
    is_it = g_ascii_strtoull (line, NULL, 10) == mount;
  free (line);
  fclose (file);

  return is_it;
}

/* A queue is open as "/name" of a file system that is mounted nowhere. One that is mounted
 * is not asked what it is: its server may not answer. */
static gboolean
is_queue (int                 dir_fd,
          const char         *name,
          const char         *link,
          const struct statx *file)
{
  char path[64];
  struct statfs status;

  if (link[0] != '/' || strchr (link + 1, '/')
      || ((file->stx_mask & STATX_MNT_ID) != 0 && is_mounted (dir_fd, file->stx_mnt_id)))
    return FALSE;
  g_snprintf (path, sizeof path, "/proc/self/fd/%d/%s", dir_fd, name);

  return statfs (path, &status) == 0 && (guint64) status.f_type == MQUEUE_MAGIC;
}

/* Without asking a server that may not answer: what is known here is enough. */
static void
ask_file_system (int           dir_fd,
                 const char   *name,
                 const char   *link,
                 ApmPeersLink *found)
{
  struct statx status;
  gboolean memory = found->object.kind == APM_OBJECT_MEMORY;

  if (statx (dir_fd, name, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO | STATX_MNT_ID, &status) < 0)
    return;

  found->object.id = status.stx_ino;
  found->object.device = makedev (status.stx_dev_major, status.stx_dev_minor);
  if (S_ISFIFO (status.stx_mode))
    found->object.kind = APM_OBJECT_FIFO;
  else if (S_ISDIR (status.stx_mode))
    found->object.kind = APM_OBJECT_DIRECTORY;
  else if (S_ISCHR (status.stx_mode) || S_ISBLK (status.stx_mode))
    found->object.kind = APM_OBJECT_DEVICE;
  else if (S_ISREG (status.stx_mode) && !memory)
    found->object.kind = is_queue (dir_fd, name, link, &status) ? APM_OBJECT_QUEUE : APM_OBJECT_FILE;
}

/* The ids that only fdinfo tells. */
void
apm_peers_ask_fd_info (ApmPeersLink *link,
                       int           pid)
{
  g_auto(ApmFdInfo) info;
  ApmObjectKind kind = link->object.kind;

  apm_fd_info_init (&info);
  if (kind != APM_OBJECT_EVENTFD && kind != APM_OBJECT_MASTER && kind != APM_OBJECT_FUSE)
    return;
  if (!apm_fd_info_read (&info, pid, link->tid, link->fd, NULL))
    return;
  if (kind == APM_OBJECT_EVENTFD && info.eventfd_id >= 0)
    link->object.id = (guint64) info.eventfd_id + 1;
  else if (kind == APM_OBJECT_MASTER && info.terminal >= 0)
    link->object.id = (guint64) info.terminal + 1;
  else if (kind == APM_OBJECT_FUSE && info.fuse_connection >= 0)
    link->object.id = (guint64) info.fuse_connection;
}

/**
 * apm_peers_read_link:
 * @dir_fd: a /proc/PID/fd, open
 * @link: (out): what it leads to, as bytes
 * @found: (out): pid, tid and what only fdinfo tells are the caller's
 *
 * Returns: 0, or the errno
 */
int
apm_peers_read_link (int           dir_fd,
                     int           fd,
                     char         *link,
                     gsize         size,
                     ApmPeersLink *found)
{
  char name[16];
  gssize length;

  g_snprintf (name, sizeof name, "%d", fd);
  length = readlinkat (dir_fd, name, link, size - 1);
  if (length < 0)
    return errno;
  link[length] = '\0';

  *found = (ApmPeersLink) { .fd = fd, .object = apm_object_parse (link) };
  if (found->object.kind == APM_OBJECT_OTHER || found->object.kind == APM_OBJECT_MEMORY)
    if (link[0] == '/' || link[0] == '(')
      ask_file_system (dir_fd, name, link, found);
  if (found->object.kind == APM_OBJECT_PIPE || found->object.kind == APM_OBJECT_FIFO ||
      found->object.kind == APM_OBJECT_QUEUE)
    found->access = apm_peers_read_access (dir_fd, name);

  return 0;
}

static void
take_fd (int      fd,
         gpointer data)
{
  Reading *reading = data;
  ApmPeersLink link;
  char target[PATH_MAX + 1];
  int reason;

  /* Only open while we look at ourselves. */
  if (fd == reading->dir_fd && reading->pid == getpid ())
    return;
  /* Who refuses one refuses all of them. */
  if (reading->denied)
    return;

  reason = apm_peers_read_link (reading->dir_fd, fd, target, sizeof target, &link);
  reading->denied |= reason == EACCES || reason == EPERM;
  if (reason != 0)
    return;

  link.tid = reading->tid;
  apm_peers_ask_fd_info (&link, reading->pid);
  g_array_append_val (reading->entry->links, link);
}

static void
read_table (ApmPeersEntry *entry,
            int            proc_fd,
            int            tid)
{
  Reading reading = { .entry = entry, .pid = entry->process.pid, .tid = tid };
  char path[64];

  if (tid == reading.pid)
    g_snprintf (path, sizeof path, "%d/fd", tid);
  else
    g_snprintf (path, sizeof path, "%d/task/%d/fd", reading.pid, tid);
  reading.dir_fd = openat (proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (reading.dir_fd < 0)
    {
      entry->process.denied |= errno == EACCES || errno == EPERM;
      return;
    }
  apm_peers_for_each_number (reading.dir_fd, take_fd, &reading);
  entry->process.denied |= reading.denied;
  close (reading.dir_fd);
}

typedef struct {
  ApmPeersEntry *entry;
  int proc_fd;
  int reference;    /* the thread whose table was read; 0: none yet */
} Threads;

/* A leader that has ended leaves its threads the table that they share. */
static void
take_thread (int      tid,
             gpointer data)
{
  Threads *threads = data;

  if (tid == threads->entry->process.pid)
    return;
  if (threads->reference != 0 &&
      syscall (SYS_kcmp, threads->reference, tid, KCMP_FILES, 0, 0) <= 0)
    return;

  read_table (threads->entry, threads->proc_fd, tid);
  if (threads->reference == 0)
    threads->reference = tid;
}

static void
read_threads (ApmPeersEntry *entry,
              int            proc_fd,
              gboolean       leader_ended)
{
  Threads threads = { .entry = entry, .proc_fd = proc_fd, .reference = leader_ended ? 0 : entry->process.pid };
  char path[32];
  int dir_fd;

  g_snprintf (path, sizeof path, "%d/task", entry->process.pid);
  dir_fd = openat (proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir_fd < 0)
    return;
  apm_peers_for_each_number (dir_fd, take_thread, &threads);
  close (dir_fd);
}

/* Whose it is: of what may not be dumped the folder in /proc says root. */
static guint
read_user (int proc_fd,
           int pid)
{
  char path[32], text[4096];
  const char *line;
  gssize length;
  int fd;

  g_snprintf (path, sizeof path, "%d/status", pid);
  fd = openat (proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return G_MAXUINT;
  length = read (fd, text, sizeof text - 1);
  close (fd);
  text[MAX (length, 0)] = '\0';
  line = strstr (text, "\nUid:");

  return line ? (guint) g_ascii_strtoull (line + strlen ("\nUid:"), NULL, 10) : G_MAXUINT;
}

/**
 * apm_peers_entry_read:
 * @flags: of ApmPeersFlags
 * @clock_ns: its CPU time, read just before
 *
 * Returns: (transfer full) (nullable): %NULL if there is no such process
 */
ApmPeersEntry *
apm_peers_entry_read (int    proc_fd,
                      int    pid,
                      guint  flags,
                      gint64 clock_ns)
{
  g_autoptr(ApmPeersEntry) entry = g_new0 (ApmPeersEntry, 1);
  ApmStat stat = { 0 };
  int reason = 0;

  g_atomic_ref_count_init (&entry->refs);
  entry->links = g_array_new (FALSE, FALSE, sizeof (ApmPeersLink));
  entry->process.pid = pid;
  entry->process.uid = G_MAXUINT;
  entry->clock_ns = clock_ns;
  entry->flags = flags;
  entry->ppid = entry->session = -1;
  if (!apm_stat_read (proc_fd, pid, &stat, &reason))
    {
      if (reason != EACCES && reason != EPERM)
        return NULL;
      entry->process.denied = TRUE;
      return g_steal_pointer (&entry);
    }

  entry->process.start_ticks = stat.start_ticks;
  entry->ppid = stat.ppid;
  entry->session = stat.session;
  entry->process.name = apm_text_to_utf8 (stat.comm, -1);
  entry->kernel = (stat.flags & APM_STAT_KERNEL_THREAD) != 0;
  if (entry->kernel || (stat.state == 'Z' && stat.threads <= 1))
    return g_steal_pointer (&entry);

  if (stat.state != 'Z')
    read_table (entry, proc_fd, pid);
  if (stat.threads > 1 && (stat.state == 'Z' || (flags & APM_PEERS_THREADS)))
    read_threads (entry, proc_fd, stat.state == 'Z');
  if (flags & APM_PEERS_MEMORY)
    apm_peers_entry_read_mappings (entry, proc_fd);
  if (entry->process.denied)
    entry->process.uid = read_user (proc_fd, pid);

  return g_steal_pointer (&entry);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* What an open descriptor leads to, and one descriptor as it is listed. */

typedef enum {
  APM_OBJECT_OTHER,       /* named by its target, nothing known beyond */
  APM_OBJECT_FILE,        /* id: inode, device: st_dev */
  APM_OBJECT_DIRECTORY,   /* the same */
  APM_OBJECT_DEVICE,      /* the same; /dev/null and the like */
  APM_OBJECT_PIPE,        /* id: inode */
  APM_OBJECT_FIFO,        /* id: inode, device: st_dev */
  APM_OBJECT_SOCKET,      /* id: inode; what kind of socket its ApmSocket says */
  APM_OBJECT_TERMINAL,    /* id: N + 1 of /dev/pts/N */
  APM_OBJECT_MASTER,      /* the terminal program's end of that; id: the same */
  APM_OBJECT_EVENTFD,     /* id: eventfd-id + 1; 0 where the kernel has none */
  APM_OBJECT_QUEUE,       /* POSIX message queue; id: inode, device: st_dev */
  APM_OBJECT_MEMORY,      /* memfd, /dev/shm, SysV, file mapped shared; id: inode, device: st_dev */
  APM_OBJECT_EPOLL,
  APM_OBJECT_TIMERFD,
  APM_OBJECT_SIGNALFD,
  APM_OBJECT_INOTIFY,
  APM_OBJECT_PIDFD,
  APM_OBJECT_FUSE,        /* /dev/fuse; id: the connection where told, else 0 */
} ApmObjectKind;

/* The same for all who share it. All anonymous inodes have one inode number, so
 * that is never an id. */
typedef struct {
  ApmObjectKind kind;
  guint64       id;       /* 0: it cannot be told from others of its kind */
  guint64       device;
} ApmObject;

typedef enum {
  APM_ACCESS_READ  = 1 << 0,
  APM_ACCESS_WRITE = 1 << 1,
  APM_ACCESS_BOTH  = APM_ACCESS_READ | APM_ACCESS_WRITE,
} ApmAccess;                /* 0: unknown, or opened for neither (O_PATH) */

/* What /proc/PID/fdinfo/FD says. */
typedef struct {
  gint64  offset;         /* -1: not told; as all of these */
  gint64  flags;          /* O_* of open(2), O_CLOEXEC too */
  gint64  mount_id;
  gint64  inode;
  gint64  eventfd_id;
  gint64  eventfd_count;
  gint64  terminal;       /* of /dev/ptmx: N of /dev/pts/N */
  gint64  pid;            /* of a pidfd; 0 or -1 where it has ended, see has_pid */
  gint64  fuse_connection;
  gint64  in_flight;      /* descriptors on their way in a Unix socket */
  gint64  timer_left_ns;  /* of a timerfd: until it fires, 0: disarmed */
  gboolean has_pid;
  GArray *watched;        /* of ApmWatched: of an epoll descriptor; NULL if none */
  GPtrArray *locks;       /* of char *: what follows "lock:"; NULL if none */
} ApmFdInfo;

typedef struct {
  int     fd;             /* a number of the process that added it: may be closed or reused */
  guint   events;         /* EPOLL* */
  guint64 inode;          /* 0: not told */
} ApmWatched;

void     apm_fd_info_init   (ApmFdInfo  *info);
void     apm_fd_info_clear  (ApmFdInfo  *info);
void     apm_fd_info_parse  (ApmFdInfo  *info,
                             const char *text,
                             gsize       length);
gboolean apm_fd_info_read   (ApmFdInfo  *info,
                             int         pid,
                             int         tid,
                             int         fd,
                             GError    **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ApmFdInfo, apm_fd_info_clear)

/* A row of the list of a process' descriptors. */
typedef struct {
  int         fd;
  int         tid;          /* of the thread that has a table of its own; else the PID */
  const char *kind;         /* "pipe", "file", "tcp", …: static */
  char       *target;       /* fit to show */
  char       *target_base64;  /* where the bytes are no UTF-8; else NULL */
  const char *access;       /* "read", "write", "read-write"; NULL: unknown or neither; static */
  char       *flags;        /* "append, nonblock, close-on-exec"; "" none, NULL unknown */
  gint64      offset_bytes; /* G_MININT64: unknown, or has none */
  gint64      size_bytes;   /* the same */
  gboolean    deleted;      /* the name is gone, what it named is still open */
  gint64      inode;        /* G_MININT64: none of its own */
  gint64      unread_bytes; /* of a socket: arrived and not read; G_MININT64: none or unknown */
  char       *peer;         /* who is at the other end, translated; NULL: there is none by its kind */
  int         peer_pid;     /* the first of them; G_MININT: none, or not known */
  ApmObject   object;
  ApmAccess   mode;
} ApmDescriptor;

extern const ApmField apm_descriptor_fields[];

ApmObject   apm_object_parse      (const char          *link);
const char *apm_object_kind_word  (ApmObjectKind        kind);
const char *apm_access_word       (ApmAccess            access);
void        apm_descriptor_free   (ApmDescriptor       *self);

G_END_DECLS

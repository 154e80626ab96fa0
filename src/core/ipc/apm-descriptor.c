/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-descriptor.h"

#include "apm-text.h"

#include <stdlib.h>
#include <string.h>

#define FIELD(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmDescriptor, member), 0, 0 }

const ApmField apm_descriptor_fields[] = {
  FIELD (INT, fd),
  FIELD (INT, tid),
  FIELD (STRING, kind),
  FIELD (STRING, target),
  FIELD (STRING, target_base64),
  FIELD (STRING, access),
  FIELD (STRING, flags),
  FIELD (INT64, offset_bytes),
  FIELD (INT64, size_bytes),
  FIELD (BOOLEAN, deleted),
  FIELD (INT64, inode),
  FIELD (INT64, unread_bytes),
  FIELD (STRING, peer),
  FIELD (INT, peer_pid),
  { NULL }
};

static const char *const kind_words[] = {
  [APM_OBJECT_OTHER] = "other",
  [APM_OBJECT_FILE] = "file",
  [APM_OBJECT_DIRECTORY] = "directory",
  [APM_OBJECT_DEVICE] = "device",
  [APM_OBJECT_PIPE] = "pipe",
  [APM_OBJECT_FIFO] = "fifo",
  [APM_OBJECT_SOCKET] = "socket",
  [APM_OBJECT_TERMINAL] = "terminal",
  [APM_OBJECT_MASTER] = "terminal-master",
  [APM_OBJECT_EVENTFD] = "eventfd",
  [APM_OBJECT_QUEUE] = "message-queue",
  [APM_OBJECT_MEMORY] = "memory",
  [APM_OBJECT_EPOLL] = "epoll",
  [APM_OBJECT_TIMERFD] = "timerfd",
  [APM_OBJECT_SIGNALFD] = "signalfd",
  [APM_OBJECT_INOTIFY] = "inotify",
  [APM_OBJECT_PIDFD] = "pidfd",
  [APM_OBJECT_FUSE] = "fuse",
};

/* Links that are the whole of what is known of their target. */
static const struct { const char *link; ApmObjectKind kind; } whole_links[] = {
  { "anon_inode:[eventfd]", APM_OBJECT_EVENTFD },
  { "anon_inode:[eventpoll]", APM_OBJECT_EPOLL },
  { "anon_inode:[timerfd]", APM_OBJECT_TIMERFD },
  { "anon_inode:[signalfd]", APM_OBJECT_SIGNALFD },
  { "anon_inode:inotify", APM_OBJECT_INOTIFY },
  { "anon_inode:[pidfd]", APM_OBJECT_PIDFD },
  { "/dev/null", APM_OBJECT_DEVICE },
  { "/dev/zero", APM_OBJECT_DEVICE },
  { "/dev/random", APM_OBJECT_DEVICE },
  { "/dev/urandom", APM_OBJECT_DEVICE },
  { "/dev/ptmx", APM_OBJECT_MASTER },
  { "/dev/pts/ptmx", APM_OBJECT_MASTER },
  { "/dev/fuse", APM_OBJECT_FUSE },
};

static const struct { const char *prefix; ApmObjectKind kind; guint64 add; } numbered_links[] = {
  { "pipe:[", APM_OBJECT_PIPE, 0 },
  { "socket:[", APM_OBJECT_SOCKET, 0 },
  { "pidfd:[", APM_OBJECT_PIDFD, 0 },
  { "/dev/pts/", APM_OBJECT_TERMINAL, 1 },
};

static const char *const memory_prefixes[] = { "/memfd:", "/dev/shm/", "/SYSV", "/dev/zero (deleted)" };

/**
 * apm_object_parse:
 * @link: what /proc/PID/fd/FD leads to
 *
 * What a path names, and the numbers of what has one, only the file system tells:
 * such are APM_OBJECT_OTHER here, or without an id.
 */
ApmObject
apm_object_parse (const char *link)
{
  ApmObject object = { APM_OBJECT_OTHER, 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (numbered_links); i++)
    {
      gsize length = strlen (numbered_links[i].prefix);

      if (strncmp (link, numbered_links[i].prefix, length) == 0 && g_ascii_isdigit (link[length]))
        {
          object.kind = numbered_links[i].kind;
          object.id = strtoull (link + length, NULL, 10) + numbered_links[i].add;
          return object;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (whole_links); i++)
    if (strcmp (link, whole_links[i].link) == 0)
      object.kind = whole_links[i].kind;
  for (guint i = 0; i < G_N_ELEMENTS (memory_prefixes); i++)
    if (strncmp (link, memory_prefixes[i], strlen (memory_prefixes[i])) == 0)
      object.kind = APM_OBJECT_MEMORY;

  return object;
}

/**
 * apm_object_kind_word:
 *
 * Returns: (transfer none): the word of exports, "pipe"
 */
const char *
apm_object_kind_word (ApmObjectKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_words), NULL);

  return kind_words[kind];
}

/**
 * apm_access_word:
 *
 * Returns: (transfer none) (nullable): "read", "write", "read-write"; %NULL where
 *   it is neither
 */
const char *
apm_access_word (ApmAccess access)
{
  static const char *const words[] = { NULL, "read", "write", "read-write" };

  return words[access & APM_ACCESS_BOTH];
}

void
apm_descriptor_free (ApmDescriptor *self)
{
  g_free (self->target);
  g_free (self->target_base64);
  g_free (self->flags);
  g_free (self->peer);
  g_free (self);
}

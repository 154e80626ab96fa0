/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file system of our own whose daemon never answers a read: one file, "/mnt/x", in a
 * mount namespace that goes with us. */

#include "subject.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOUR 3600
#define ROOT_NODE 1
#define FILE_NODE 2

typedef struct {
  struct fuse_out_header head;
  union {
    struct fuse_init_out  init;
    struct fuse_entry_out entry;
    struct fuse_attr_out  attr;
    struct fuse_open_out  open;
  };
} Answer;

static void
set_attr (struct fuse_attr *attr,
          unsigned long     node)
{
  attr->ino = node;
  attr->mode = node == ROOT_NODE ? S_IFDIR | 0755 : S_IFREG | 0644;
  attr->nlink = 1;
  attr->size = 10;
}

/* Returns: how much of @answer is one; -1: there is none */
static int
make_answer (const struct fuse_in_header *request,
             Answer                      *answer)
{
  switch (request->opcode)
    {
    case FUSE_INIT:
      answer->init = (struct fuse_init_out) { .major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096 };
      return sizeof answer->init;
    case FUSE_LOOKUP:
      answer->entry = (struct fuse_entry_out) { .nodeid = FILE_NODE, .entry_valid = HOUR, .attr_valid = HOUR };
      set_attr (&answer->entry.attr, FILE_NODE);
      return sizeof answer->entry;
    case FUSE_GETATTR:
      answer->attr = (struct fuse_attr_out) { .attr_valid = HOUR };
      set_attr (&answer->attr.attr, request->nodeid);
      return sizeof answer->attr;
    case FUSE_OPEN:
      answer->open = (struct fuse_open_out) { .open_flags = FOPEN_DIRECT_IO };
      return sizeof answer->open;
    case FUSE_READ:
      return -1;
    default:
      answer->head.error = -ENOSYS;
      return 0;
    }
}

static void
serve (int fd)
{
  union { struct fuse_in_header head; char bytes[65536]; } request;

  while (read (fd, &request, sizeof request) > 0)
    {
      Answer answer = { .head.unique = request.head.unique };
      int size = make_answer (&request.head, &answer);

      if (size < 0)
        continue;
      answer.head.len = sizeof answer.head + (unsigned) size;
      if (write (fd, &answer, answer.head.len) < 0)
        break;
    }
}

/* Which daemon it is, not every kernel says. */
static void
check_kernel (int fd)
{
  char path[64], text[512];
  ssize_t length;
  int info;

  snprintf (path, sizeof path, "/proc/self/fdinfo/%d", fd);
  info = open (path, O_RDONLY);
  length = read (info, text, sizeof text - 1);
  close (info);
  text[length > 0 ? length : 0] = '\0';
  if (strstr (text, "fuse_connection:") == NULL)
    skip ("this kernel does not say whose daemon it is");
}

static void
read_from_daemon (void)
{
  int fd = open ("/dev/fuse", O_RDWR | O_CLOEXEC);
  char options[64], byte;
  pid_t daemon_pid;

  snprintf (options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
  if (fd < 0 || unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("apm-wait", "/mnt", "fuse", 0, options) != 0)
    skip ("nothing may be mounted");
  check_kernel (fd);
  daemon_pid = fork ();
  if (daemon_pid == 0)
    {
      serve (fd);
      _exit (0);
    }
  close (fd);
  fd = open ("/mnt/x", O_RDONLY);
  if (fd < 0)
    skip ("there is no FUSE");
  tell_self (daemon_pid);
  if (read (fd, &byte, 1) < 0)
    perror ("read");
}

const Subject subjects_fuse[] = {
  { "fuse", read_from_daemon },
  { NULL, NULL },
};

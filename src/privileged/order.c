/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "order.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Digits and nothing else. strtoul() would take " 0", "-1" and "+7" as well. */
static int
parse_uid (const char *text,
           uid_t      *uid)
{
  unsigned long long number = 0;

  if (*text == '\0' || strlen (text) > 10)
    return 0;
  for (const char *p = text; *p; p++)
    {
      if (*p < '0' || *p > '9')
        return 0;
      number = number * 10 + (unsigned long long) (*p - '0');
    }
  *uid = (uid_t) number;

  return number < (uid_t) -1;
}

/* A socket of this machine that keeps messages apart. */
static int
is_our_kind (void)
{
  socklen_t length = sizeof (int);
  int domain = -1, type = -1;

  return getsockopt (ORDERS, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_UNIX
         && getsockopt (ORDERS, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_SEQPACKET;
}

/* The user behind the other end must be the one whom pkexec has asked about: the
 * socket might have been handed on. Without pkexec it must be ourselves. */
int
order_find_caller (Caller *caller)
{
  const char *told = getenv ("PKEXEC_UID");
  struct ucred peer;
  socklen_t length = sizeof peer;
  uid_t uid = getuid ();

  if (!is_our_kind () || getsockopt (ORDERS, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
    return 0;
  if (told != NULL && !parse_uid (told, &uid))
    return 0;
  caller->uid = peer.uid;
  caller->gid = peer.gid;

  return peer.uid == uid;
}

static int
has_ended (int pidfd)
{
  struct pollfd poll_fd = { pidfd, POLLIN, 0 };

  return poll (&poll_fd, 1, 0) != 0;
}

/* What other descriptors tell of themselves may have a line of that name too, and
 * words in it that their maker has chosen. */
static int
is_pidfd (int fd)
{
  char path[64], target[64];
  ssize_t length;

  snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  length = readlink (path, target, sizeof target - 1);
  if (length < 0)
    return 0;
  target[length] = '\0';

  return strcmp (target, "anon_inode:[pidfd]") == 0 || strncmp (target, "pidfd:[", 7) == 0;
}

/* Which process the descriptor is of: -1 if it has ended, 0 if it is no pidfd. */
static int
pid_of (int pidfd)
{
  char path[64];
  char line[128];
  int pid = 0;
  FILE *file;

  if (!is_pidfd (pidfd))
    return 0;
  snprintf (path, sizeof path, "/proc/self/fdinfo/%d", pidfd);
  file = fopen (path, "re");
  if (file == NULL)
    return 0;
  while (fgets (line, sizeof line, file))
    if (sscanf (line, "Pid: %d", &pid) == 1)
      break;
  fclose (file);

  return pid;
}

/* Once more what the library has checked. Returns: PRIVILEGED_DONE if it is who it
 * is said to be */
uint32_t
order_check_target (const PrivilegedTarget *target,
                    int                     pidfd)
{
  uint64_t start_ticks;
  int pid = pid_of (pidfd);
  int tid = target->tid != 0 ? target->tid : target->pid;
  int reason;

  if (target->pid < 1 || target->tid < 0 || target->pid == getpid () || pid == 0)
    return PRIVILEGED_BAD_ORDER;
  if (pid == -1 || has_ended (pidfd))
    return PRIVILEGED_GONE;
  if (pid != target->pid)
    return PRIVILEGED_OTHER;
  reason = act_read_start (target->pid, tid, &start_ticks);
  if (reason == ESRCH)
    return PRIVILEGED_GONE;

  return reason == 0 && start_ticks == target->start_ticks ? PRIVILEGED_DONE : PRIVILEGED_OTHER;
}

/* Takes one message that is there. Returns: its length; 0 at the end of the
 * conversation; −1: what came was not whole */
ssize_t
order_receive (void   *order,
               size_t  size,
               int    *pidfds,
               int    *n_pidfds)
{
  union {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * PRIVILEGED_MOST_TARGETS)];
  } control;
  struct iovec part = { order, size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
                            .msg_control = &control, .msg_controllen = sizeof control };
  struct cmsghdr *head;
  ssize_t length = recvmsg (ORDERS, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);

  *n_pidfds = 0;
  if (length < 0)
    return -1;
  head = CMSG_FIRSTHDR (&message);
  if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
    {
      *n_pidfds = (int) ((head->cmsg_len - CMSG_LEN (0)) / sizeof (int));
      memcpy (pidfds, CMSG_DATA (head), sizeof (int) * (size_t) *n_pidfds);
    }

  return message.msg_flags & (MSG_TRUNC | MSG_CTRUNC) ? -1 : length;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-privileged act: does one act of the list of act.h, to the processes whose
 * pidfds come with the order, and ends. Started by pkexec, which asks the user
 * or an administrator first. It opens no file that the order names, starts no
 * program and takes nothing from its environment but the user whom pkexec tells. */

#include "privileged-order.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ORDERS 0              /* the socket is our standard input */
#define ORDER_TIMEOUT_MS 10000

typedef struct {
  const PrivilegedOrder  *order;
  const PrivilegedTarget *target;
  int                     pidfd;
} Doing;

/* The user behind the other end must be the one whom pkexec has asked about: the
 * socket might have been handed on. Without pkexec it must be ourselves. */
static int
caller_is_right (void)
{
  const char *told = getenv ("PKEXEC_UID");
  struct ucred peer;
  socklen_t length = sizeof peer;
  unsigned long uid = getuid ();

  if (getsockopt (ORDERS, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
    return 0;
  if (told != NULL)
    {
      char *end;

      errno = 0;
      uid = strtoul (told, &end, 10);
      if (errno != 0 || end == told || *end != '\0')
        return 0;
    }

  return peer.uid == uid;
}

static int
has_ended (int pidfd)
{
  struct pollfd poll_fd = { pidfd, POLLIN, 0 };

  return poll (&poll_fd, 1, 0) != 0;
}

/* Which process the descriptor is of: -1 if it has ended, 0 if it is no pidfd. */
static int
pid_of (int pidfd)
{
  char path[64];
  char line[128];
  int pid = 0;
  FILE *file;

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

/* Once more what the library has checked: nothing that it says is believed. */
static int
check_target (const PrivilegedTarget *target,
              int                     pidfd)
{
  uint64_t start_ticks;
  int pid = pid_of (pidfd);
  int tid = target->tid != 0 ? target->tid : target->pid;
  int reason;

  if (target->pid <= 1 || target->tid < 0 || target->pid == getpid () || pid == 0)
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

static int
do_to_thread (int   tid,
              void *data)
{
  const Doing *doing = data;
  int reason = act_do (&doing->order->act, doing->pidfd, doing->target->pid, tid);

  return reason == ESRCH ? 0 : reason;   /* a thread that has ended */
}

static int
do_act (const Doing *doing)
{
  if (doing->order->all_threads)
    return act_for_threads (doing->target->pid, do_to_thread, (void *) doing);

  return act_do (&doing->order->act, doing->pidfd, doing->target->pid, doing->target->tid);
}

static void
do_order (const PrivilegedOrder *order,
          const int             *pidfds,
          PrivilegedAnswer      *answer)
{
  for (uint32_t i = 0; i < order->n_targets; i++)
    {
      const Doing doing = { order, &order->targets[i], pidfds[i] };
      uint32_t result = check_target (doing.target, doing.pidfd);
      int error = result == PRIVILEGED_DONE ? do_act (&doing) : 0;

      if (error == ESRCH)
        result = PRIVILEGED_GONE;
      else if (error != 0)
        result = PRIVILEGED_FAILED;
      /* A number that has passed on meanwhile is told, though it is too late. */
      else if (result == PRIVILEGED_DONE && order->act.kind != ACT_SIGNAL)
        result = check_target (doing.target, doing.pidfd);

      answer->n_done += result == PRIVILEGED_DONE;
      if (result != PRIVILEGED_DONE && answer->result == PRIVILEGED_DONE)
        {
          answer->result = result;
          answer->error = error;
          answer->pid = doing.target->pid;
        }
    }
}

static int
order_is_right (const PrivilegedOrder *order,
                ssize_t                length,
                int                    n_pidfds)
{
  return length == (ssize_t) sizeof *order
         && order->magic == PRIVILEGED_MAGIC
         && order->reserved == 0 && order->act.reserved == 0
         && order->all_threads <= 1
         && order->n_targets >= 1 && order->n_targets <= PRIVILEGED_MOST_TARGETS
         && order->n_targets == (uint32_t) n_pidfds
         && !(order->all_threads && order->act.kind == ACT_SIGNAL)
         && act_check (&order->act) == 0;
}

/* Returns: how many pidfds came, −1 if no whole order did. */
static int
receive (PrivilegedOrder *order,
         int             *pidfds)
{
  union {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * PRIVILEGED_MOST_TARGETS)];
  } control;
  struct iovec part = { order, sizeof *order };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
                            .msg_control = &control, .msg_controllen = sizeof control };
  struct pollfd poll_fd = { ORDERS, POLLIN, 0 };
  struct cmsghdr *head;
  ssize_t length;
  int n = 0;

  if (poll (&poll_fd, 1, ORDER_TIMEOUT_MS) != 1)
    return -1;
  length = recvmsg (ORDERS, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (length < 0 || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
    return -1;
  head = CMSG_FIRSTHDR (&message);
  if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
    {
      n = (int) ((head->cmsg_len - CMSG_LEN (0)) / sizeof (int));
      memcpy (pidfds, CMSG_DATA (head), sizeof (int) * (size_t) n);
    }

  return order_is_right (order, length, n) ? n : -1;
}

int
main (int    argc,
      char **argv)
{
  static PrivilegedOrder order;
  PrivilegedAnswer answer = { .magic = PRIVILEGED_MAGIC };
  int pidfds[PRIVILEGED_MOST_TARGETS];
  int n_pidfds;

  if (argc != 2 || strcmp (argv[1], "act") != 0)
    {
      fputs ("apm-privileged is started by the Advanced Process Manager\n", stderr);
      return 2;
    }

  /* Received in any case: what is left unread would swallow the answer. */
  n_pidfds = receive (&order, pidfds);
  if (!caller_is_right ())
    answer.result = PRIVILEGED_BAD_CALLER;
  else if (n_pidfds < 0)
    answer.result = PRIVILEGED_BAD_ORDER;
  else
    do_order (&order, pidfds, &answer);

  if (send (ORDERS, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t) sizeof answer)
    return 2;

  return answer.result == PRIVILEGED_DONE ? 0 : 1;
}

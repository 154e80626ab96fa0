/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-guard MARK: waits at the other end of descriptor 3 for its starter to end,
 * however it ends, and then leaves nothing of it behind: kills the process groups
 * that were registered and everything that carries the mark, removes files,
 * shared memory and queues. What programs that go on still print is read and thrown away, for
 * as long as they run: a pipe without a reader would kill them. */

#include "guard-kill.h"
#include "guard-order.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* One thing that was registered. */
typedef struct {
  GuardOrderType type;    /* the order that added it */
  int pid;
  int fds[GUARD_MAX_FDS]; /* -1: none */
  bool draining;
  char *text;
} Entry;

static Entry *entries;
static size_t n_entries;
static size_t n_allocated;

static void
entry_clear (Entry *entry)
{
  for (int i = 0; i < GUARD_MAX_FDS; i++)
    if (entry->fds[i] >= 0)
      close (entry->fds[i]);
  free (entry->text);
}

static void
add_entry (const GuardOrder *order,
           const int        *fds)
{
  Entry entry = { order->type, order->pid, { fds[0], fds[1] }, false, strdup (order->text) };

  if (n_entries == n_allocated)
    {
      size_t larger = n_allocated ? n_allocated * 2 : 64;
      Entry *moved = realloc (entries, larger * sizeof *entries);

      entries = moved ? moved : entries;
      n_allocated = moved ? larger : n_allocated;
    }

  if (entry.text && n_entries < n_allocated)
    entries[n_entries++] = entry;
  else
    entry_clear (&entry);
}

static Entry *
find_entry (GuardOrderType    type,
            const GuardOrder *order)
{
  for (size_t i = 0; i < n_entries; i++)
    if (entries[i].type == type && entries[i].pid == order->pid &&
        strcmp (entries[i].text, order->text) == 0)
      return &entries[i];

  return NULL;
}

static void
remove_entry (Entry *entry)
{
  if (!entry)
    return;
  entry_clear (entry);
  *entry = entries[--n_entries];
}

static void
obey (const GuardOrder *order,
      const int        *fds)
{
  Entry *entry;

  switch ((GuardOrderType) order->type)
    {
    case GUARD_ADD_PROCESS:
    case GUARD_ADD_FILE:
    case GUARD_ADD_SHARED_MEMORY:
    case GUARD_ADD_QUEUE:
    case GUARD_ADD_OUTPUT:
      add_entry (order, fds);
      return;
    case GUARD_REMOVE_PROCESS:
    case GUARD_REMOVE_FILE:
    case GUARD_REMOVE_SHARED_MEMORY:
    case GUARD_REMOVE_QUEUE:
    case GUARD_REMOVE_OUTPUT:
      remove_entry (find_entry (order->type - 1, order));
      break;
    case GUARD_DRAIN_OUTPUT:
      entry = find_entry (GUARD_ADD_OUTPUT, order);
      if (entry)
        entry->draining = true;
      break;
    default:
      break;
    }

  for (int i = 0; i < GUARD_MAX_FDS; i++)
    if (fds[i] >= 0)
      close (fds[i]);
}

/* Returns: false when the other end is gone. */
static bool
take_order (void)
{
  GuardOrder order;
  struct iovec part = { &order, sizeof order - 1 };
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE (GUARD_MAX_FDS * sizeof (int))];
  } control;
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
                            .msg_control = &control, .msg_controllen = sizeof control };
  struct cmsghdr *head;
  int fds[GUARD_MAX_FDS] = { -1, -1 };
  ssize_t length = recvmsg (GUARD_SOCKET_FD, &message, MSG_CMSG_CLOEXEC);

  if (length < 0 && errno == EINTR)
    return true;
  if (length <= 0)
    return false;

  head = CMSG_FIRSTHDR (&message);
  if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
    memcpy (fds, CMSG_DATA (head), head->cmsg_len - CMSG_LEN (0));
  if ((size_t) length < GUARD_ORDER_HEAD)
    order.type = 0;
  else
    ((char *) &order)[length] = '\0';
  obey (&order, fds);

  return true;
}

/* Reads and forgets. */
static void
drain (int *fd)
{
  static char nowhere[64 * 1024];
  ssize_t length = read (*fd, nowhere, sizeof nowhere);

  if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR))
    {
      close (*fd);
      *fd = -1;
    }
}

/* Waits for an order or for output that nobody reads.
 * Returns: false when there is nothing left to wait for. */
static bool
turn (bool *connected)
{
  struct pollfd *polls = calloc (n_entries * GUARD_MAX_FDS + 1, sizeof *polls);
  int **owners = calloc (n_entries * GUARD_MAX_FDS + 1, sizeof *owners);
  size_t n = 0;

  /* No memory now is no sign that our starter has ended. */
  if (!polls || !owners)
    {
      free (polls);
      free (owners);
      return poll (NULL, 0, 100) == 0;
    }

  if (*connected)
    polls[n++] = (struct pollfd) { GUARD_SOCKET_FD, POLLIN, 0 };
  for (size_t i = 0; i < n_entries; i++)
    for (int j = 0; j < GUARD_MAX_FDS && entries[i].draining; j++)
      if (entries[i].fds[j] >= 0)
        {
          owners[n] = &entries[i].fds[j];
          polls[n++] = (struct pollfd) { entries[i].fds[j], POLLIN, 0 };
        }

  if (n > 0 && poll (polls, n, -1) > 0)
    {
      for (size_t i = 0; i < n; i++)
        if (polls[i].revents && owners[i])
          drain (owners[i]);
      if (*connected && polls[0].revents)
        *connected = take_order ();
    }
  free (polls);
  free (owners);

  return n > 0;
}

static void
clean_up (const char *mark)
{
  for (size_t i = 0; i < n_entries; i++)
    if (entries[i].type == GUARD_ADD_PROCESS)
      guard_kill_group (entries[i].pid, entries[i].fds[0]);
  guard_kill_marked (mark);

  /* Twice: a folder goes once it is empty. */
  for (size_t i = 0; i < 2 * n_entries; i++)
    if (entries[i % n_entries].type == GUARD_ADD_FILE)
      remove (entries[i % n_entries].text);

  for (size_t i = 0; i < n_entries; i++)
    if (entries[i].type == GUARD_ADD_SHARED_MEMORY)
      shm_unlink (entries[i].text);
    else if (entries[i].type == GUARD_ADD_QUEUE)
      mq_unlink (entries[i].text);
    else if (entries[i].type == GUARD_ADD_OUTPUT)
      entries[i].draining = true;
}

int
main (int    argc,
      char **argv)
{
  bool connected = true;

  if (argc != 2 || fcntl (GUARD_SOCKET_FD, F_SETFD, FD_CLOEXEC) < 0)
    return 2;

  /* Its starter's end is the only thing that ends it: a terminal's ^C, or a
   * logout's SIGHUP, goes to both and would leave the work undone. */
  for (int signum = 1; signum < 32; signum++)
    signal (signum, signum == SIGCHLD || signum == SIGSEGV || signum == SIGBUS || signum == SIGABRT ||
                    signum == SIGILL || signum == SIGFPE ? SIG_DFL : SIG_IGN);

  while (connected && turn (&connected))
    continue;
  clean_up (argv[1]);
  while (turn (&connected))
    continue;

  return 0;
}

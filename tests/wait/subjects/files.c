/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static int ends[2];

static void
read_eventfd (void)
{
  int fd = eventfd (0, 0);
  pid_t child = fork_keeper (-1);

  tell_self (child);
  read_byte (fd);
}

static void
read_timerfd (void)
{
  struct itimerspec time = { .it_value.tv_sec = 3600 };
  int fd = timerfd_create (CLOCK_MONOTONIC, 0);

  timerfd_settime (fd, 0, &time, NULL);
  tell_self (0);
  read_byte (fd);
}

static void
read_signalfd (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGUSR1);
  sigprocmask (SIG_BLOCK, &set, NULL);
  tell_self (0);
  read_byte (signalfd (-1, &set, 0));
}

static void
read_inotify (void)
{
  tell_self (0);
  read_byte (inotify_init1 (0));
}

static void
poll_pipe (void)
{
  struct pollfd polled = { .events = POLLIN };
  pid_t child;

  if (pipe (ends) < 0)
    return;
  child = fork_keeper (ends[0]);
  close (ends[1]);
  polled.fd = ends[0];
  tell_self (child);
  poll (&polled, 1, -1);
}

/* One of the two can be ended by anybody. */
static void
poll_pipe_and_timer (void)
{
  struct pollfd polled[2] = { { .events = POLLIN }, { .events = POLLIN } };

  if (pipe (ends) < 0)
    return;
  polled[0].fd = ends[0];
  polled[1].fd = timerfd_create (CLOCK_MONOTONIC, 0);
  tell_self (0);
  poll (polled, 2, -1);
}

static void
poll_timed (void)
{
  struct pollfd polled = { .events = POLLIN };

  if (pipe (ends) < 0)
    return;
  polled.fd = ends[0];
  tell_self (0);
  poll (&polled, 1, 3600 * 1000);
}

static void
select_pipe (void)
{
  fd_set set;
  pid_t child;

  if (pipe (ends) < 0)
    return;
  child = fork_keeper (ends[0]);
  close (ends[1]);
  FD_ZERO (&set);
  FD_SET (ends[0], &set);
  tell_self (child);
  select (ends[0] + 1, &set, NULL, NULL, NULL);
}

static void
watch (int          epoll_fd,
       int          fd,
       unsigned int events)
{
  struct epoll_event event = { .events = events };

  if (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    skip ("there is no epoll");
}

static void
sleep_in_epoll (int epoll_fd)
{
  struct epoll_event event;

  epoll_wait (epoll_fd, &event, 1, -1);
}

static void
epoll_nothing (void)
{
  tell_self (0);
  sleep_in_epoll (epoll_create1 (0));
}

/* Any of two children can end it. */
static void
epoll_pipes (void)
{
  int fd = epoll_create1 (0);
  pid_t child = 0;

  for (int i = 0; i < 2; i++)
    {
      if (pipe (ends) < 0)
        return;
      child = fork_keeper (ends[0]);
      close (ends[1]);
      watch (fd, ends[0], EPOLLIN);
    }
  tell_self (child);
  sleep_in_epoll (fd);
}

/* As a signal handler wakes its program. */
static void
epoll_own_pipe (void)
{
  int fd = epoll_create1 (0);

  if (pipe (ends) < 0)
    return;
  watch (fd, ends[0], EPOLLIN);
  tell_self (getpid ());
  sleep_in_epoll (fd);
}

static void
epoll_listener (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = epoll_create1 (0);
  int listener = socket (AF_UNIX, SOCK_STREAM, 0);

  /* By the kernel's choice of a name. */
  if (bind (listener, (struct sockaddr *) &address, sizeof (sa_family_t)) < 0 || listen (listener, 1) < 0)
    skip ("there are no sockets");
  watch (fd, listener, EPOLLIN);
  tell_self (0);
  sleep_in_epoll (fd);
}

/* Two that talk to each other may both be idle. */
static void
epoll_sockets (void)
{
  int fd = epoll_create1 (0);
  pid_t child = 0;

  for (int i = 0; i < 2; i++)
    {
      if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return;
      child = fork_keeper (ends[0]);
      close (ends[1]);
      watch (fd, ends[0], EPOLLIN);
    }
  tell_self (child);
  sleep_in_epoll (fd);
}

/* The number of what is watched is in use for something else. */
static void
epoll_reused (void)
{
  int fd = epoll_create1 (0);
  int others[2];

  if (pipe (ends) < 0 || pipe (others) < 0)
    return;
  watch (fd, ends[0], EPOLLIN);
  if (dup (ends[0]) < 0 || dup2 (others[0], ends[0]) < 0)
    return;
  tell_self (0);
  sleep_in_epoll (fd);
}

/* Until somebody arms it again, what was watched once ends nothing. */
static void
epoll_unarmed (void)
{
  int fd = epoll_create1 (0);

  if (pipe (ends) < 0)
    return;
  watch (fd, ends[0], EPOLLONESHOT);
  tell_self (0);
  sleep_in_epoll (fd);
}

static void
read_terminal (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY);
  int terminal;

  if (master < 0 || grantpt (master) < 0 || unlockpt (master) < 0)
    skip ("there are no terminals");
  terminal = open (ptsname (master), O_RDWR | O_NOCTTY);
  tell_self (0);
  read_byte (terminal);
}

static void
receive_message (void)
{
  char name[64], bytes[8192];
  mqd_t queue;

  snprintf (name, sizeof name, "/apm-wait-%d", getpid ());
  queue = mq_open (name, O_RDWR | O_CREAT, 0600, NULL);
  if (queue < 0)
    skip ("there are no message queues");
  mq_unlink (name);
  tell_self (getpid ());
  mq_receive (queue, bytes, sizeof bytes, NULL);
}

static int
open_file (void)
{
  char name[] = "/tmp/apm-wait-lock-XXXXXX";
  int fd = mkstemp (name);
  int other;

  /* A description of its own for the second lock. */
  other = open (name, O_RDWR);
  unlink (name);
  ends[0] = fd;
  ends[1] = other;

  return fd;
}

/* The child that took it is dead, its heir has it still. */
static void
wait_flock_of_heir (void)
{
  int report[2];
  pid_t heir = 0;

  open_file ();
  if (pipe (report) < 0)
    return;
  if (fork () == 0)
    {
      flock (ends[0], LOCK_EX);
      heir = fork_keeper (ends[1]);
      if (write (report[1], &heir, sizeof heir) < 0)
        _exit (1);
      _exit (0);
    }
  close (ends[0]);
  if (read (report[0], &heir, sizeof heir) != sizeof heir)
    return;
  tell_self (heir);
  flock (ends[1], LOCK_EX);
}

static void
lock_in_child (int command)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 10 };
  int ready[2];
  char byte = 0;
  pid_t child;

  open_file ();
  if (pipe (ready) < 0)
    return;
  child = fork ();
  if (child == 0)
    {
      /* Closing any descriptor of the file would give the lock back. */
      fcntl (ends[0], command, &lock);
      if (write (ready[1], &byte, 1) == 1)
        sleep_on ();
      _exit (1);
    }
  close (ends[0]);
  if (read (ready[0], &byte, 1) != 1)
    return;
  tell_self (child);
  fcntl (ends[1], command, &lock);
}

static void
wait_posix_lock (void)
{
  lock_in_child (F_SETLKW);
}

static void
wait_ofd_lock (void)
{
  lock_in_child (F_OFD_SETLKW);
}

/* The holder is asked by a signal to give the lease back, and does not. */
static void
break_lease (void)
{
  char name[] = "/tmp/apm-wait-lease-XXXXXX";
  int fd = mkstemp (name);
  int ready[2];
  char link[64];
  char byte = 0;
  pid_t child;

  unlink (name);
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  if (pipe (ready) < 0)
    return;
  child = fork ();
  if (child == 0)
    {
      signal (SIGIO, SIG_IGN);
      /* A lease to write is only given to the only one who has it open. */
      byte = fcntl (fd, F_SETLEASE, F_WRLCK) == 0;
      if (write (ready[1], &byte, 1) == 1)
        sleep_on ();
    }
  if (read (ready[0], &byte, 1) != 1 || !byte)
    skip ("there are no leases");
  tell_self (child);
  open (link, O_WRONLY);
}

const Subject subjects_files[] = {
  { "eventfd", read_eventfd },
  { "timerfd", read_timerfd },
  { "signalfd", read_signalfd },
  { "inotify", read_inotify },
  { "poll", poll_pipe },
  { "poll-open", poll_pipe_and_timer },
  { "poll-timed", poll_timed },
  { "select", select_pipe },
  { "epoll-nothing", epoll_nothing },
  { "epoll-pipes", epoll_pipes },
  { "epoll-own-pipe", epoll_own_pipe },
  { "epoll-listener", epoll_listener },
  { "epoll-sockets", epoll_sockets },
  { "epoll-reused", epoll_reused },
  { "epoll-unarmed", epoll_unarmed },
  { "terminal", read_terminal },
  { "posix-queue", receive_message },
  { "flock-heir", wait_flock_of_heir },
  { "posix-lock", wait_posix_lock },
  { "ofd-lock", wait_ofd_lock },
  { "lease", break_lease },
  { NULL, NULL },
};

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static int ends[2];

/* A child that keeps what it has inherited. */
static pid_t
fork_keeper (int closed)
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  if (closed >= 0)
    close (closed);
  sleep_on ();

  return 0;
}

static void
tell_self (pid_t ender)
{
  tell (getpid (), own_tid (), ender, 0);
}

static void
fill (int fd)
{
  static const char bytes[4096];

  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
  while (write (fd, bytes, sizeof bytes) > 0)
    ;
  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
}

static void
read_byte (int fd)
{
  char bytes[512];

  if (read (fd, bytes, sizeof bytes) < 0)
    perror ("read");
}

static void
write_much (int fd)
{
  static const char bytes[65536];

  if (write (fd, bytes, sizeof bytes) < 0)
    perror ("write");
}

static void
read_pipe (void)
{
  pid_t child;

  if (pipe (ends) < 0)
    return;
  child = fork_keeper (ends[0]);
  close (ends[1]);
  tell_self (child);
  read_byte (ends[0]);
}

static void
write_pipe (void)
{
  pid_t child;

  if (pipe (ends) < 0)
    return;
  child = fork_keeper (ends[1]);
  close (ends[0]);
  fill (ends[1]);
  tell_self (child);
  write_much (ends[1]);
}

static void
read_own_pipe (void)
{
  if (pipe (ends) < 0)
    return;
  tell_self (getpid ());
  read_byte (ends[0]);
}

static char path[] = "/tmp/apm-wait-XXXXXX";

/* Removed by a child once we are gone, or at once where the name is not needed. */
static const char *
make_path (const char *name)
{
  static char full[128];

  if (!mkdtemp (path))
    exit (1);
  snprintf (full, sizeof full, "%s/%s", path, name);

  return full;
}

static void
clean_up_later (const char *full)
{
  pid_t parent = getpid ();

  if (fork () != 0)
    return;
  setpgid (0, 0);
  signal (SIGTERM, SIG_IGN);
  close (STDOUT_FILENO);
  while (getppid () == parent)
    usleep (20000);
  unlink (full);
  rmdir (path);
  _exit (0);
}

static void
open_fifo (void)
{
  const char *full = make_path ("fifo");

  if (mkfifo (full, 0600) < 0)
    return;
  clean_up_later (full);
  tell_self (0);
  if (open (full, O_RDONLY) < 0)
    perror ("open");
}

static void
read_fifo (void)
{
  const char *full = make_path ("fifo");
  pid_t child;
  int fd;

  if (mkfifo (full, 0600) < 0)
    return;
  child = fork ();
  if (child == 0)
    {
      if (open (full, O_WRONLY) >= 0)
        sleep_on ();
      _exit (1);
    }
  fd = open (full, O_RDONLY);
  unlink (full);
  rmdir (path);
  tell_self (child);
  read_byte (fd);
}

static void
read_unix (void)
{
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
    return;
  child = fork_keeper (ends[0]);
  close (ends[1]);
  tell_self (child);
  read_byte (ends[0]);
}

static void
write_unix (void)
{
  pid_t child;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) < 0)
    return;
  child = fork_keeper (ends[1]);
  close (ends[0]);
  fill (ends[1]);
  tell_self (child);
  write_much (ends[1]);
}

static struct sockaddr_un
make_address (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  snprintf (address.sun_path + 1, sizeof address.sun_path - 1, "apm-wait-%d", getpid ());

  return address;
}

/* Connected, and nobody has accepted. */
static void
read_not_accepted (void)
{
  struct sockaddr_un address = make_address ();
  pid_t child;
  int server = socket (AF_UNIX, SOCK_STREAM, 0);
  int client = socket (AF_UNIX, SOCK_STREAM, 0);

  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0 || listen (server, 5) < 0)
    return;
  child = fork_keeper (client);
  close (server);
  if (connect (client, (struct sockaddr *) &address, sizeof address) < 0)
    return;
  tell_self (child);
  read_byte (client);
}

static void
connect_unix (void)
{
  struct sockaddr_un address = make_address ();
  pid_t child;
  int server = socket (AF_UNIX, SOCK_STREAM, 0);
  int client = socket (AF_UNIX, SOCK_STREAM, 0);

  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0 || listen (server, 0) < 0)
    return;
  child = fork_keeper (-1);
  close (server);
  if (connect (client, (struct sockaddr *) &address, sizeof address) < 0)
    return;
  tell_self (child);
  connect (socket (AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *) &address, sizeof address);
}

static void
accept_unix (void)
{
  struct sockaddr_un address = make_address ();
  int server = socket (AF_UNIX, SOCK_STREAM, 0);

  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0 || listen (server, 5) < 0)
    return;
  tell_self (0);
  accept (server, NULL, NULL);
}

static void
read_tcp (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  pid_t child;
  int server = socket (AF_INET, SOCK_STREAM, 0);
  int client = socket (AF_INET, SOCK_STREAM, 0);
  int accepted;

  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0 || listen (server, 5) < 0
      || getsockname (server, (struct sockaddr *) &address, &length) < 0
      || connect (client, (struct sockaddr *) &address, sizeof address) < 0)
    skip ("there is no loopback");
  accepted = accept (server, NULL, NULL);
  child = fork_keeper (client);
  close (accepted);
  close (server);
  tell_self (child);
  read_byte (client);
}

static void
receive_udp (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int server = socket (AF_INET, SOCK_DGRAM, 0);
  char bytes[16];

  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0)
    skip ("there is no loopback");
  tell_self (0);
  recv (server, bytes, sizeof bytes, 0);
}

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
wait_epoll (void)
{
  struct epoll_event event = { .events = EPOLLIN };
  int fd = epoll_create1 (0);

  if (pipe (ends) < 0)
    return;
  epoll_ctl (fd, EPOLL_CTL_ADD, ends[0], &event);
  tell_self (0);
  epoll_wait (fd, &event, 1, -1);
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

const Subject subjects_files[] = {
  { "pipe-read", read_pipe },
  { "pipe-write", write_pipe },
  { "pipe-self", read_own_pipe },
  { "fifo-open", open_fifo },
  { "fifo-read", read_fifo },
  { "unix-read", read_unix },
  { "unix-write", write_unix },
  { "unix-not-accepted", read_not_accepted },
  { "connect", connect_unix },
  { "accept", accept_unix },
  { "tcp-read", read_tcp },
  { "udp", receive_udp },
  { "eventfd", read_eventfd },
  { "timerfd", read_timerfd },
  { "signalfd", read_signalfd },
  { "inotify", read_inotify },
  { "poll", poll_pipe },
  { "poll-open", poll_pipe_and_timer },
  { "poll-timed", poll_timed },
  { "select", select_pipe },
  { "epoll", wait_epoll },
  { "terminal", read_terminal },
  { "posix-queue", receive_message },
  { "flock-heir", wait_flock_of_heir },
  { "posix-lock", wait_posix_lock },
  { "ofd-lock", wait_ofd_lock },
  { NULL, NULL },
};

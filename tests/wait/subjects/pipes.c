/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int ends[2];

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

/* From an empty pipe, whose other end is with a child, to one of our own. */
static void
splice_from_empty (void)
{
  int own[2];
  pid_t child;

  if (pipe (ends) < 0 || pipe (own) < 0)
    return;
  child = fork_keeper (ends[0]);
  close (ends[1]);
  tell_self (child);
  splice (ends[0], NULL, own[1], NULL, 4096, 0);
}

/* The other way round: to one that is full. */
static void
splice_to_full (void)
{
  int own[2];
  pid_t child;

  if (pipe (ends) < 0 || pipe (own) < 0 || write (own[1], "x", 1) < 0)
    return;
  child = fork_keeper (ends[1]);
  close (ends[0]);
  fill (ends[1]);
  tell_self (child);
  splice (own[0], NULL, ends[1], NULL, 4096, 0);
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

/* Returns: -1 where there is no loopback; @pair: the client, then whom it reached */
static int
connect_tcp (int pair[2])
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int server = socket (AF_INET, SOCK_STREAM, 0);

  pair[0] = socket (AF_INET, SOCK_STREAM, 0);
  if (bind (server, (struct sockaddr *) &address, sizeof address) < 0 || listen (server, 5) < 0
      || getsockname (server, (struct sockaddr *) &address, &length) < 0
      || connect (pair[0], (struct sockaddr *) &address, sizeof address) < 0)
    return -1;
  pair[1] = accept (server, NULL, NULL);
  close (server);

  return 0;
}

/* Returns: our end; @child keeps the other one */
static int
join_by_tcp (pid_t *child)
{
  int pair[2];

  if (connect_tcp (pair) < 0)
    skip ("there is no loopback");
  *child = fork_keeper (pair[0]);
  close (pair[1]);

  return pair[0];
}

static void
read_tcp (void)
{
  pid_t child;
  int own = join_by_tcp (&child);

  tell_self (child);
  read_byte (own);
}

static void
write_tcp (void)
{
  pid_t child;
  int own = join_by_tcp (&child);

  fill (own);
  tell_self (child);
  write_much (own);
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

/* The other end was sent, and nobody has received it. */
static void
pipe_in_flight (void)
{
  union { struct cmsghdr head; char bytes[CMSG_SPACE (sizeof (int))]; } control = { 0 };
  char byte = 'x';
  struct iovec data = { &byte, 1 };
  struct msghdr message = {
    .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control,
  };
  int sockets[2];

  if (pipe (ends) != 0 || socketpair (AF_UNIX, SOCK_STREAM, 0, sockets) != 0)
    skip ("no sockets");
  control.head.cmsg_level = SOL_SOCKET;
  control.head.cmsg_type = SCM_RIGHTS;
  control.head.cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (&control.head), &ends[1], sizeof (int));
  if (sendmsg (sockets[0], &message, 0) != 1)
    skip ("descriptors cannot be sent");
  close (ends[1]);
  tell_self (0);
  read_byte (ends[0]);
}

const Subject subjects_pipes[] = {
  { "pipe-read", read_pipe },
  { "pipe-write", write_pipe },
  { "pipe-in-flight", pipe_in_flight },
  { "pipe-self", read_own_pipe },
  { "splice-from", splice_from_empty },
  { "splice-to", splice_to_full },
  { "fifo-open", open_fifo },
  { "fifo-read", read_fifo },
  { "unix-read", read_unix },
  { "unix-write", write_unix },
  { "unix-not-accepted", read_not_accepted },
  { "connect", connect_unix },
  { "accept", accept_unix },
  { "tcp-read", read_tcp },
  { "tcp-write", write_tcp },
  { "udp", receive_udp },
  { NULL, NULL },
};

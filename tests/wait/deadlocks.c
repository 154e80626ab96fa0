/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that runs into the deadlock it is told by name, and stays there. Its
 * children end with it. */

#include "deadlocks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
meet_in_memory (int n)
{
  struct shared { pthread_mutex_t locks[8]; pthread_barrier_t barrier; } *shared;
  pthread_barrierattr_t attr;

  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  init_locks (shared->locks, n, PTHREAD_MUTEX_DEFAULT, PTHREAD_PRIO_NONE, PTHREAD_MUTEX_STALLED,
              PTHREAD_PROCESS_SHARED);
  pthread_barrierattr_init (&attr);
  pthread_barrierattr_setpshared (&attr, PTHREAD_PROCESS_SHARED);
  pthread_barrier_init (&shared->barrier, &attr, (unsigned) n);
  for (int i = 0; i < n; i++)
    if (i == n - 1 || make_child () == 0)
      {
        pthread_mutex_lock (&shared->locks[i]);
        pthread_barrier_wait (&shared->barrier);
        pthread_mutex_lock (&shared->locks[(i + 1) % n]);
      }
}

static void
fill (int fd)
{
  static char bytes[65536];

  for (;;)
    if (write (fd, bytes, sizeof bytes) < 0)
      fail ("write");
}

static void
take_one (int fd)
{
  char byte;

  if (read (fd, &byte, 1) < 0)
    fail ("read");
}

static void
watch_one (int fd)
{
  struct epoll_event event = { .events = EPOLLIN };
  int epoll_fd = epoll_create1 (0);

  if (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0 || epoll_wait (epoll_fd, &event, 1, -1) < 0)
    fail ("epoll");
}

/* Two processes, a pipe each way; both do the same. */
static void
two_pipes (void (*func) (int fd),
           int    writes)
{
  int there[2], back[2];

  if (pipe (there) != 0 || pipe (back) != 0)
    fail ("pipe");
  if (make_child () == 0)
    {
      close (there[1]);
      close (back[0]);
      func (writes ? back[1] : there[0]);
    }
  close (there[0]);
  close (back[1]);
  func (writes ? there[1] : back[0]);
}

static void
two_fifos (void)
{
  char folder[] = "/tmp/apm-deadlock-XXXXXX";
  char there[64], back[64];
  int fd, own;

  if (mkdtemp (folder) == NULL)
    fail ("mkdtemp");
  snprintf (there, sizeof there, "%s/there", folder);
  snprintf (back, sizeof back, "%s/back", folder);
  if (mkfifo (there, 0600) != 0 || mkfifo (back, 0600) != 0)
    fail ("mkfifo");
  if (make_child () == 0)
    {
      fd = open (there, O_RDONLY);
      own = open (back, O_WRONLY);
      take_one (fd);
      close (own);
    }
  own = open (there, O_WRONLY);
  fd = open (back, O_RDONLY);
  unlink (there);
  unlink (back);
  rmdir (folder);
  take_one (fd);
  close (own);
}

static void
wait_for_writer (void)
{
  int fds[2];
  pid_t pid;

  if (pipe (fds) != 0)
    fail ("pipe");
  pid = make_child ();
  if (pid == 0)
    {
      close (fds[0]);
      fill (fds[1]);
    }
  close (fds[1]);
  waitpid (pid, NULL, 0);
}

static void
full_sockets (void)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, fds) != 0)
    fail ("socketpair");
  if (make_child () == 0)
    {
      close (fds[0]);
      fill (fds[1]);
    }
  close (fds[1]);
  fill (fds[0]);
}

/* The child reads what a thread would write that waits for a lock of the thread that
 * waits for the child. */
static void
mixed (void)
{
  pthread_t thread;
  int fds[2];
  pid_t pid;

  if (pipe (fds) != 0)
    fail ("pipe");
  pid = make_child ();
  if (pid == 0)
    {
      close (fds[1]);
      take_one (fds[0]);
      _exit (0);
    }
  close (fds[0]);
  pthread_mutex_lock (&locks[0]);
  pthread_create (&thread, NULL, lock_first, NULL);
  waitpid (pid, NULL, 0);
}

static int
lock_file (int         fd,
           const char *kind)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (strcmp (kind, "flock") == 0)
    return flock (fd, LOCK_EX);

  return fcntl (fd, strcmp (kind, "ofd") == 0 ? F_OFD_SETLKW : F_SETLKW, &lock);
}

static void
two_files (const char *kind)
{
  char names[2][32] = { "/tmp/apm-deadlock-XXXXXX", "/tmp/apm-deadlock-XXXXXX" };
  int fds[2], gate[2][2], self;

  for (int i = 0; i < 2; i++)
    {
      close (mkstemp (names[i]));
      if (pipe (gate[i]) != 0)
        fail ("pipe");
    }
  self = make_child () == 0;
  for (int i = 0; i < 2; i++)
    fds[i] = open (names[i], O_RDWR);
  lock_file (fds[self], kind);

  /* Both have both open and one locked before either goes on. */
  if (write (gate[1 - self][1], "", 1) != 1)
    fail ("write");
  take_one (gate[self][0]);
  unlink (names[self]);
  if (lock_file (fds[1 - self], kind) != 0 && errno == EDEADLK)
    {
      printf ("EDEADLK\n");
      fflush (stdout);
      pause ();
    }
}

static void
pipe_to_self (void)
{
  int fds[2];

  if (pipe (fds) != 0)
    fail ("pipe");
  take_one (fds[0]);
}

/* The child borrows its parent's memory and never lets go of it. */
static void
vfork_and_read (void)
{
  int fds[2];

  if (pipe (fds) != 0)
    fail ("pipe");
  if (vfork () == 0)
    {
      char byte;

      close (fds[1]);
      _exit (read (fds[0], &byte, 1) < 0);
    }
  close (fds[1]);
}

static void
run (const char *kind)
{
  if (strcmp (kind, "shared-2") == 0)
    meet_in_memory (2);
  else if (strcmp (kind, "shared-5") == 0)
    meet_in_memory (5);
  else if (strcmp (kind, "pipe-write") == 0)
    two_pipes (fill, 1);
  else if (strcmp (kind, "pipe-read") == 0)
    two_pipes (take_one, 0);
  else if (strcmp (kind, "epoll") == 0)
    two_pipes (watch_one, 0);
  else if (strcmp (kind, "fifo") == 0)
    two_fifos ();
  else if (strcmp (kind, "popen") == 0)
    wait_for_writer ();
  else if (strcmp (kind, "sockets") == 0)
    full_sockets ();
  else if (strcmp (kind, "mixed") == 0)
    mixed ();
  else if (strcmp (kind, "flock") == 0 || strcmp (kind, "posix") == 0 || strcmp (kind, "ofd") == 0)
    two_files (kind);
  else if (strcmp (kind, "pipe-self") == 0)
    pipe_to_self ();
  else if (strcmp (kind, "vfork") == 0)
    vfork_and_read ();
}

int
main (int    argc,
      char **argv)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  alarm (600);
  if (argc == 2 && !run_in_threads (argv[1]))
    run (argv[1]);

  return 1;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "subject.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t
fork_sleeper (void)
{
  pid_t child = fork ();

  if (child == 0)
    sleep_on ();

  return child;
}

static void
wait_for_child (void)
{
  pid_t child = fork_sleeper ();

  tell_self (child);
  waitpid (child, NULL, 0);
}

static void
wait_for_any (void)
{
  tell_self (fork_sleeper ());
  wait (NULL);
}

static void
wait_for_pidfd (void)
{
  pid_t child = fork_sleeper ();
  int fd = (int) syscall (SYS_pidfd_open, child, 0);
  siginfo_t info;

  if (fd < 0)
    skip ("there are no pidfds");
  tell_self (child);
  waitid (P_PIDFD, (id_t) fd, &info, WEXITED);
}

static void
wait_for_vfork (void)
{
  pid_t self = getpid ();

  /* What the child of vfork() may not do, it does by plain system calls. */
  if (vfork () == 0)
    {
      tell (self, self, (pid_t) syscall (SYS_getpid), 0);
      for (;;)
        syscall (SYS_pause);
    }
}

static void
leave_zombie (void)
{
  siginfo_t info;
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  waitid (P_PID, (id_t) child, &info, WEXITED | WNOWAIT);
  tell (child, child, getpid (), 0);
}

static void
be_stopped (void)
{
  pid_t child = fork ();

  if (child == 0)
    for (;;)
      raise (SIGSTOP);
  waitpid (child, NULL, WUNTRACED);
  tell (child, child, 0, 0);
}

static void
be_traced (void)
{
  pid_t child = fork ();

  if (child == 0)
    {
      if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) < 0)
        skip ("nobody may be traced");
      raise (SIGUSR1);
      sleep_on ();
    }
  waitpid (child, NULL, WUNTRACED);
  tell (child, child, getpid (), 0);
}

/* Removed at once where the system lets it be used on; else with the process. */
static int kept_semaphore, kept_queue;

static void
remove_kept (int number)
{
  if (kept_semaphore)
    semctl (kept_semaphore - 1, 0, IPC_RMID);
  if (kept_queue)
    msgctl (kept_queue - 1, IPC_RMID, NULL);
  _exit (number == SIGTERM ? 0 : 1);
}

static void
wait_for_semaphore (void)
{
  struct sembuf take = { .sem_op = -1 };
  struct sembuf give = { .sem_op = 1 };
  int id = semget (IPC_PRIVATE, 1, 0600);
  pid_t child;

  if (id < 0)
    skip ("there are no System V semaphores");
  kept_semaphore = id + 1;
  signal (SIGTERM, remove_kept);
  semop (id, &give, 1);
  child = fork ();
  if (child == 0)
    {
      signal (SIGTERM, SIG_DFL);
      semop (id, &take, 1);
      sleep_on ();
    }
  while (semctl (id, 0, GETVAL) != 0)
    usleep (1000);
  tell_self (child);
  semop (id, &take, 1);
}

static void
wait_for_queue (void)
{
  struct { long type; char text[8]; } message;
  int id = msgget (IPC_PRIVATE, 0600);

  if (id < 0)
    skip ("there are no System V queues");
  kept_queue = id + 1;
  signal (SIGTERM, remove_kept);
  tell_self (0);
  msgrcv (id, &message, sizeof message.text, 0, 0);
}

static void
sleep_long (void)
{
  tell_self (0);
  sleep (3600);
}

static void
sleep_until (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  time.tv_sec += 3600;
  tell_self (0);
  clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void
pause_long (void)
{
  tell_self (0);
}

static void
wait_for_signal (void)
{
  sigset_t set;
  int number;

  sigemptyset (&set);
  sigaddset (&set, SIGUSR1);
  sigprocmask (SIG_BLOCK, &set, NULL);
  tell_self (0);
  sigwait (&set, &number);
}

static void
run_on (void)
{
  tell_self (0);
  for (volatile unsigned long i = 0;; i++)
    ;
}

/* Stopped by its tracer in the middle of poll(). */
static void
be_stopped_in_poll (void)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      poll (NULL, 0, -1);
      _exit (0);
    }
  if (ptrace (PTRACE_SEIZE, child, NULL, NULL) < 0)
    skip ("nobody may be traced");
  do
    {
      usleep (20000);
      if (ptrace (PTRACE_INTERRUPT, child, NULL, NULL) < 0)
        skip ("nobody may be stopped");
    }
  while (waitpid (child, &status, __WALL) != child || !WIFSTOPPED (status));
  tell (child, child, getpid (), 0);
}

static void
wait_for_ring (void)
{
  struct io_uring_params params;
  int fd;

  memset (&params, 0, sizeof params);
  fd = (int) syscall (SYS_io_uring_setup, 1, &params);
  if (fd < 0)
    skip ("there is no io_uring");
  tell_self (0);
  syscall (SYS_io_uring_enter, fd, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0);
}

/* A futex in memory that somebody else was to fill, who does not: whoever reads it
 * sleeps until this program ends. */
static void
wait_in_memory_that_hangs (void)
{
  int fd = (int) syscall (SYS_userfaultfd, O_CLOEXEC);
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  struct uffdio_api api = { .api = UFFD_API };
  void *page = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };

  range.range.start = (unsigned long) page;
  range.range.len = size;
  if (fd < 0 || ioctl (fd, UFFDIO_API, &api) != 0 || ioctl (fd, UFFDIO_REGISTER, &range) != 0)
    skip ("there is no userfaultfd");
  tell_self (0);
  syscall (SYS_futex, page, 0, 0, NULL, NULL, 0);
}

const Subject subjects_others[] = {
  { "wait-child", wait_for_child },
  { "wait-any", wait_for_any },
  { "wait-pidfd", wait_for_pidfd },
  { "vfork", wait_for_vfork },
  { "zombie", leave_zombie },
  { "stopped", be_stopped },
  { "traced", be_traced },
  { "traced-in-poll", be_stopped_in_poll },
  { "io-uring", wait_for_ring },
  { "memory-hangs", wait_in_memory_that_hangs },
  { "sysv-semaphore", wait_for_semaphore },
  { "sysv-queue", wait_for_queue },
  { "sleep", sleep_long },
  { "sleep-until", sleep_until },
  { "pause", pause_long },
  { "signal", wait_for_signal },
  { "running", run_on },
  { NULL, NULL },
};

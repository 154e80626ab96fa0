/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-stack PID START TID: the stacks of a process's threads (TID 0: of all), as
 * lines on standard output. START is what field 22 of /proc/PID/stat must say.
 *
 *   thread TID STOPPED_NS NAME          then its frames, the innermost first:
 *   frame ADDRESS FUNCTION OFFSET MODULE SOURCE
 *   refused TID ERRNO                   of one thread, the others may go well
 *   fail ERRNO | reused                 of the process; nothing was stopped
 *
 * apm-stack --asleep … stops nobody: see asleep.c.
 *
 * The parts of a line are parted by tabs. Threads are stopped one at a time and
 * for as long as reading its frames takes: files are opened before, names looked
 * up after. If this program dies, the kernel lets the thread go on. */

#include "stack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_FRAMES   256
#define MOST_SECONDS   25            /* then the alarm ends us */
#define MOST_WAIT_NS  (500 * 1000000ll)
#define POLL_NS       20000

typedef struct {
  Dwfl *dwfl;
  int   proc_fd;                     /* /proc/PID: of that process or of none */
  Place places[MOST_FRAMES];
  int   n_places;
} Stack;

static long long
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

/* Returns: the length, -1 with errno */
static ssize_t
read_file (int         dir_fd,
           const char *name,
           char       *text,
           size_t      size)
{
  int fd = openat (dir_fd, name, O_RDONLY | O_CLOEXEC);
  ssize_t length;

  if (fd < 0)
    return -1;
  length = read (fd, text, size - 1);
  close (fd);
  if (length >= 0)
    text[length] = '\0';

  return length;
}

static int
check_start (int                proc_fd,
             unsigned long long start)
{
  char text[1024];
  char *p;

  if (read_file (proc_fd, "stat", text, sizeof text) <= 0)
    return errno;

  /* Field 22; the name, field 2, may hold anything but ends at the last ')'. */
  p = strrchr (text, ')');
  for (int field = 2; p && field < 22; field++)
    p = strchr (p + 1, ' ');

  return p && strtoull (p + 1, NULL, 10) == start ? 0 : ESTALE;
}

/* Whether it began at @start, as field 22 of its stat has it. */
bool
process_is_from (pid_t              pid,
                 unsigned long long start)
{
  char path[64];
  int fd;
  int reason;

  snprintf (path, sizeof path, "/proc/%d", pid);
  fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return false;
  reason = check_start (fd, start);
  close (fd);

  return reason == 0;
}

/* Opens what unwinding needs, while nobody is held up by it. */
static int
prepare_module (Dwfl_Module *module,
                void       **user_data,
                const char  *name,
                Dwarf_Addr   start,
                void        *arg)
{
  Dwarf_Addr bias;
  GElf_Addr elf_bias;

  if (dwfl_module_getelf (module, &elf_bias))
    {
      dwfl_module_eh_cfi (module, &bias);
      dwfl_module_dwarf_cfi (module, &bias);
    }

  return DWARF_CB_OK;
}

static int
take_frame (Dwfl_Frame *frame,
            void       *arg)
{
  Stack *self = arg;
  Place *place = &self->places[self->n_places];

  if (!dwfl_frame_pc (frame, &place->pc, &place->is_activation) || ++self->n_places == MOST_FRAMES)
    return DWARF_CB_ABORT;

  return DWARF_CB_OK;
}

/* Returns: 0, or why it did not stop in time: one that waits for a disk may not */
static int
wait_for_stop (pid_t tid,
               int  *signum)
{
  const struct timespec pause = { 0, POLL_NS };
  long long until_ns = now_ns () + MOST_WAIT_NS;
  int status;

  while (now_ns () < until_ns)
    {
      pid_t got = waitpid (tid, &status, __WALL | WNOHANG);

      if (got < 0 || (got == tid && !WIFSTOPPED (status)))
        return ESRCH;
      if (got == tid)
        {
          /* A signal that was on its way arrives later, none of ours does. */
          *signum = status >> 16 ? 0 : WSTOPSIG (status);
          return 0;
        }
      nanosleep (&pause, NULL);
    }

  return ETIMEDOUT;
}

static int
stop_and_read (Stack     *self,
               pid_t      tid,
               long long *stopped_ns)
{
  long long began_ns;
  int signum = 0;
  int reason;

  if (ptrace (PTRACE_SEIZE, tid, NULL, NULL) != 0)
    return errno;

  began_ns = now_ns ();
  if (ptrace (PTRACE_INTERRUPT, tid, NULL, NULL) != 0)
    return errno;
  reason = wait_for_stop (tid, &signum);
  if (reason != 0)
    return reason;

  self->n_places = 0;
  dwfl_getthread_frames (self->dwfl, tid, take_frame, self);
  ptrace (PTRACE_DETACH, tid, NULL, (void *) (long) signum);
  *stopped_ns = now_ns () - began_ns;

  return 0;
}

static void
print_thread (Stack *self,
              pid_t  tid)
{
  char path[64], name[64];
  long long stopped_ns = 0;
  ssize_t length;
  int reason;

  /* What carries this number now is asked of the process that was opened. */
  snprintf (path, sizeof path, "task/%d/comm", tid);
  length = read_file (self->proc_fd, path, name, sizeof name);
  reason = length > 0 ? stop_and_read (self, tid, &stopped_ns) : ESRCH;
  if (reason != 0)
    {
      printf ("refused\t%d\t%d\n", tid, reason);
      return;
    }

  name[length - 1] = '\0';
  for (char *p = name; *p; p++)
    if (*p == '\t' || *p == '\n')
      *p = '?';
  printf ("thread\t%d\t%lld\t%s\n", tid, stopped_ns, name);
  for (int i = 0; i < self->n_places; i++)
    places_print (self->dwfl, &self->places[i]);
}

static int
print_all (Stack *self)
{
  int fd = openat (self->proc_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (dir == NULL)
    return errno;
  while ((entry = readdir (dir)))
    if (entry->d_name[0] != '.')
      print_thread (self, atoi (entry->d_name));
  closedir (dir);

  return 0;
}

static int
prepare (Stack *self,
         pid_t  pid)
{
  static char *no_path;
  static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_linux_proc_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .debuginfo_path = &no_path,
  };
  int reason;

  self->dwfl = dwfl_begin (&callbacks);
  if (self->dwfl == NULL)
    return ENOMEM;
  reason = dwfl_linux_proc_report (self->dwfl, pid);
  if (reason != 0)
    return reason > 0 ? reason : EIO;
  dwfl_report_end (self->dwfl, NULL, NULL);
  /* We stop the threads ourselves: without the SIGSTOP that it would send. */
  reason = dwfl_linux_proc_attach (self->dwfl, pid, true);
  if (reason != 0)
    return reason > 0 ? reason : EIO;
  dwfl_getmodules (self->dwfl, prepare_module, NULL, 0);

  return 0;
}

static int
stop_main (int    argc,
           char **argv)
{
  Stack *self = calloc (1, sizeof *self);
  pid_t pid = argc == 4 ? atoi (argv[1]) : 0;
  char path[64];
  int reason;

  if (self == NULL || pid <= 0)
    return 2;

  alarm (MOST_SECONDS);
  snprintf (path, sizeof path, "/proc/%d", pid);
  self->proc_fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  reason = self->proc_fd < 0 ? errno : check_start (self->proc_fd, strtoull (argv[2], NULL, 10));
  if (reason == 0)
    reason = prepare (self, pid);
  /* Whatever took the number before our look, the descriptor is that process's. */
  if (reason == 0)
    reason = check_start (self->proc_fd, strtoull (argv[2], NULL, 10));

  if (reason == ESTALE)
    printf ("reused\n");
  else if (reason == 0 && atoi (argv[3]) > 0)
    print_thread (self, atoi (argv[3]));
  else if (reason == 0)
    reason = print_all (self);
  if (reason != 0 && reason != ESTALE)
    printf ("fail\t%d\n", reason);

  if (self->dwfl)
    dwfl_end (self->dwfl);
  free (self);

  return fflush (stdout) == 0 ? 0 : 1;
}

int
main (int    argc,
      char **argv)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  /* Names are looked up on this machine only. */
  unsetenv ("DEBUGINFOD_URLS");

  return argc > 1 && strcmp (argv[1], "--asleep") == 0 ? asleep_main (argc - 2, argv + 2) : stop_main (argc, argv);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-stack --asleep, then PID START TID SWITCHES for each thread: from where it
 * called what it sleeps in. Nobody is stopped: its stack pointer and program counter
 * stand in /proc/PID/task/TID/syscall, and memory does not change while it sleeps.
 * SWITCHES is how often it has left a CPU; where that is another number before or
 * after, it has moved, and nothing is said.
 *
 *   caller TID FUNCTION SOURCE          parted by tabs
 *   unknown TID
 *
 * Only frames that the compiler has described are followed: a guess by frame
 * pointers may name somebody else. */

#include "stack.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FRAMES  64
#define STACK_TOP    16384
#define MOST_SECONDS 1               /* for all of them; then the alarm ends us */

typedef struct {
  Dwfl         *dwfl;
  pid_t         pid, tid;
  uint64_t      sp, pc;
  unsigned char top[STACK_TOP];      /* of the stack, as far as it could be read */
  size_t        n_top;
  int           n_frames;
  char         *program;             /* what the process runs */
  char         *function, *source;   /* of the frame that says most so far */
  int           weight;              /* how much that is */
} Sleeper;

static Sleeper *looked_at;           /* libdw asks for files without saying for whom */

/* Returns: the length, 0 where there is nothing to read */
static size_t
read_task (const Sleeper *self,
           const char    *name,
           char          *text,
           size_t         size)
{
  char path[64];
  ssize_t length;
  int fd;

  snprintf (path, sizeof path, "/proc/%d/task/%d/%s", self->pid, self->tid, name);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  length = fd >= 0 ? read (fd, text, size - 1) : 0;
  if (fd >= 0)
    close (fd);
  text[length > 0 ? length : 0] = '\0';

  return length > 0 ? (size_t) length : 0;
}

/* How often it has left a CPU; -1: it is not known. */
static long long
read_switches (const Sleeper *self)
{
  static const char *const keys[] = { "\nvoluntary_ctxt_switches:", "\nnonvoluntary_ctxt_switches:" };
  char text[4096];
  long long sum = 0;

  read_task (self, "status", text, sizeof text);
  for (size_t i = 0; i < 2; i++)
    {
      const char *at = strstr (text, keys[i]);

      if (at == NULL)
        return -1;
      sum += strtoll (at + strlen (keys[i]), NULL, 10);
    }

  return sum;
}

/* The two last numbers of the line, if it is in a call. */
static bool
read_registers (Sleeper *self)
{
  char text[256];
  char *pc, *sp;

  if (read_task (self, "syscall", text, sizeof text) == 0 || text[0] < '0' || text[0] > '9')
    return false;
  pc = strrchr (text, ' ');
  if (pc == NULL)
    return false;
  *pc++ = '\0';
  sp = strrchr (text, ' ');
  if (sp == NULL)
    return false;
  self->sp = strtoull (sp + 1, NULL, 16);
  self->pc = strtoull (pc, NULL, 16);

  return self->pc != 0 && self->sp != 0;
}

static size_t
read_memory (pid_t     pid,
             uint64_t  address,
             void     *bytes,
             size_t    size)
{
  struct iovec here = { bytes, size };
  struct iovec there = { (void *) (uintptr_t) address, size };
  ssize_t n = process_vm_readv (pid, &here, 1, &there, 1, 0);

  return n > 0 ? (size_t) n : 0;
}

static bool
is_32_bit (const Sleeper *self)
{
  return sizeof (void *) == 8 && self->sp >> 32 == 0 && self->pc >> 32 == 0;
}

static bool
on_memory_read (Dwfl       *dwfl,
                Dwarf_Addr  address,
                Dwarf_Word *result,
                void       *arg)
{
  const Sleeper *self = arg;
  size_t size = is_32_bit (self) ? 4 : sizeof (void *);
  uint64_t offset = address - self->sp;
  union { unsigned char bytes[8]; uint32_t narrow; uint64_t wide; } word = { .wide = 0 };

  if (address >= self->sp && offset <= self->n_top && self->n_top - offset >= size)
    memcpy (word.bytes, self->top + offset, size);
  else if (read_memory (self->pid, address, word.bytes, size) != size)
    return false;
  *result = size == 4 ? word.narrow : word.wide;

  return true;
}

static pid_t
on_next_thread (Dwfl  *dwfl,
                void  *arg,
                void **thread_arg)
{
  const Sleeper *self = arg;

  if (*thread_arg != NULL)
    return 0;
  *thread_arg = arg;

  return self->tid;
}

static bool
on_get_thread (Dwfl   *dwfl,
               pid_t   tid,
               void   *arg,
               void  **thread_arg)
{
  *thread_arg = arg;

  return true;
}

/* All others are not known; whoever needs one of them cannot be told. */
static bool
on_initial_registers (Dwfl_Thread *thread,
                      void        *arg)
{
  const Sleeper *self = arg;
  Dwarf_Word sp = self->sp;
#if defined (__x86_64__)
  int number = is_32_bit (self) ? 4 : 7;
#elif defined (__aarch64__)
  int number = 31;
#else
  int number = -1;
#endif

  if (number < 0 || !dwfl_thread_state_registers (thread, number, 1, &sp))
    return false;
  dwfl_thread_state_register_pc (thread, self->pc);

  return true;
}

/* By the path that the process itself has it at: in a container that is another file.
 * The program is opened as it runs, even where its file was replaced since. */
static int
find_elf (Dwfl_Module  *module,
          void        **user_data,
          const char   *name,
          Dwarf_Addr    base,
          char        **file_name,
          Elf         **elf)
{
  const Sleeper *self = looked_at;
  bool is_program = self->program && strcmp (name, self->program) == 0;
  char *path = NULL;
  int fd;

  if (name[0] != '/')
    return dwfl_linux_proc_find_elf (module, user_data, name, base, file_name, elf);
  if (asprintf (&path, "/proc/%d/%s%s", (int) self->pid, is_program ? "exe" : "root", is_program ? "" : name) < 0)
    return -1;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd >= 0)
    *file_name = path;
  else
    free (path);

  return fd;
}

static bool
is_described (Dwfl_Module *module,
              Dwarf_Addr   pc)
{
  Dwarf_Addr bias;
  Dwarf_CFI *cfi = dwfl_module_eh_cfi (module, &bias);
  Dwarf_Frame *frame = NULL;

  if (cfi == NULL || dwarf_cfi_addrframe (cfi, pc - bias, &frame) != 0)
    {
      cfi = dwfl_module_dwarf_cfi (module, &bias);
      if (cfi == NULL || dwarf_cfi_addrframe (cfi, pc - bias, &frame) != 0)
        return false;
    }
  free (frame);

  return true;
}

static void
keep (Sleeper *self,
      char    *function,
      char    *source)
{
  free (self->function);
  free (self->source);
  self->function = function;
  self->source = source;
}

/* Of equal frames the innermost stays. */
static int
take_frame (Dwfl_Frame *frame,
            void       *arg)
{
  Sleeper *self = arg;
  Dwfl_Module *module;
  Dwarf_Addr pc;
  bool is_activation;
  const char *path;

  if (!dwfl_frame_pc (frame, &pc, &is_activation) || ++self->n_frames == MOST_FRAMES)
    return DWARF_CB_ABORT;
  pc -= is_activation ? 0 : 1;
  module = dwfl_addrmodule (self->dwfl, pc);
  path = module ? dwfl_module_info (module, NULL, NULL, NULL, NULL, NULL, NULL, NULL) : NULL;
  if (path == NULL)
    return DWARF_CB_ABORT;

  if (!worth_is_c_library (path))
    {
      char *function = places_dup_function (module, pc);
      char *source = function && !worth_is_of_system (path, self->program) ? places_dup_source (module, pc) : NULL;
      int weight;

      if (source)
        places_take_apart (module, pc, worth_is_of_language, &function, &source);
      weight = worth_weigh (worth_is_of_system (path, self->program), function, source);
      if (weight > self->weight)
        {
          keep (self, function, source);
          self->weight = weight;
        }
      else
        {
          free (function);
          free (source);
        }
    }

  return self->weight < WORTH_BEST && is_described (module, pc) ? DWARF_CB_OK : DWARF_CB_ABORT;
}

static char *
dup_program (pid_t pid)
{
  char path[64], link[PATH_MAX];
  ssize_t length;

  snprintf (path, sizeof path, "/proc/%d/exe", pid);
  length = readlink (path, link, sizeof link - 1);

  return length > 0 ? strndup (link, (size_t) length) : NULL;
}

/* Threads of one process stand together: its files are opened once. */
static bool
open_process (Sleeper *self,
              pid_t    pid)
{
  static char *no_path;
  static const Dwfl_Callbacks callbacks = {
    .find_elf = find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .debuginfo_path = &no_path,
  };
  static const Dwfl_Thread_Callbacks thread_callbacks = {
    .next_thread = on_next_thread,
    .get_thread = on_get_thread,
    .memory_read = on_memory_read,
    .set_initial_registers = on_initial_registers,
  };

  if (self->dwfl && self->pid == pid)
    return true;
  if (self->dwfl)
    dwfl_end (self->dwfl);
  free (self->program);
  self->pid = pid;
  self->program = dup_program (pid);
  self->dwfl = dwfl_begin (&callbacks);

  return self->dwfl && dwfl_linux_proc_report (self->dwfl, pid) == 0
         && dwfl_report_end (self->dwfl, NULL, NULL) == 0
         && dwfl_attach_state (self->dwfl, NULL, pid, &thread_callbacks, self);
}

static void
look_at (Sleeper   *self,
         long long  switches)
{
  bool is_same;

  self->weight = self->n_frames = 0;
  is_same = read_switches (self) == switches && read_registers (self);
  if (is_same)
    {
      self->n_top = read_memory (self->pid, self->sp, self->top, sizeof self->top);
      dwfl_getthread_frames (self->dwfl, self->tid, take_frame, self);
      is_same = read_switches (self) == switches;
    }
  if (is_same && self->function)
    printf ("caller\t%d\t%s\t%s\n", self->tid, self->function, self->source ? self->source : "");
  else
    printf ("unknown\t%d\n", self->tid);
  /* What is known is told, even if the next one takes too long. */
  fflush (stdout);
  keep (self, NULL, NULL);
}

/* The program's arguments from the first PID on. Returns: its exit status */
int
asleep_main (int    argc,
             char **argv)
{
  static const struct itimerval limit = { .it_value = { .tv_sec = MOST_SECONDS } };
  Sleeper *self = calloc (1, sizeof *self);

  if (self == NULL || argc % 4 != 0)
    return 2;

  looked_at = self;
  setitimer (ITIMER_REAL, &limit, NULL);
  for (int i = 0; i < argc; i += 4)
    {
      pid_t pid = atoi (argv[i]);
      bool is_open = pid > 0 && process_is_from (pid, strtoull (argv[i + 1], NULL, 10)) && open_process (self, pid);

      self->tid = atoi (argv[i + 2]);
      if (is_open)
        look_at (self, strtoll (argv[i + 3], NULL, 10));
      else
        printf ("unknown\t%d\n", self->tid);
    }
  if (self->dwfl)
    dwfl_end (self->dwfl);
  free (self->program);
  free (self);

  return fflush (stdout) == 0 ? 0 : 1;
}

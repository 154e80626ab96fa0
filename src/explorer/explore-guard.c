/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-guard.h"
#include "explore.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#define MOST_MEMORY (1024ull << 20)    /* addresses; what is touched is far less */
#define LOAD_SECONDS 2
#define TICK_US     (1000000 / TICKS_A_SECOND)
#define MOST_TICKS  8                  /* of CPU in one step: then it computes for ever */

volatile unsigned guard_ticks;
volatile bool guard_cancelled;

#if defined (__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define PROGRAM_COUNTER(context) ((uintptr_t) (context)->uc_mcontext.gregs[REG_RIP])
#define STACK_POINTER(context)   ((uintptr_t) (context)->uc_mcontext.gregs[REG_RSP])
#elif defined (__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#define PROGRAM_COUNTER(context) ((uintptr_t) (context)->uc_mcontext.pc)
#define STACK_POINTER(context)   ((uintptr_t) (context)->uc_mcontext.sp)
#else
#define PROGRAM_COUNTER(context) ((void) (context), (uintptr_t) 0)
#define STACK_POINTER(context)   ((void) (context), (uintptr_t) 0)
#endif

#ifdef ARCHITECTURE

#define LOAD(field)     BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, field))
#define ALLOW           BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL            BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define PERMIT(call)    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), ALLOW
#define HEAD                                                                \
  LOAD (arch), BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0), KILL, \
  LOAD (nr)

static bool
set_filter (struct sock_filter *filter,
            size_t              length)
{
  const struct sock_fprog program = { (unsigned short) length, filter };

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#define SET_FILTER(filter) set_filter (filter, sizeof filter / sizeof filter[0])

/* What loading a shared object takes: to read files, and to map them. */
bool
guard_load (void)
{
  struct sock_filter filter[] = {
    HEAD,
    PERMIT (read), PERMIT (write), PERMIT (close), PERMIT (fstat), PERMIT (newfstatat), PERMIT (lseek),
    PERMIT (mmap), PERMIT (mprotect), PERMIT (munmap), PERMIT (mremap), PERMIT (brk), PERMIT (madvise),
    PERMIT (pread64), PERMIT (readlinkat), PERMIT (futex), PERMIT (getpid), PERMIT (clock_gettime),
    PERMIT (rt_sigaction), PERMIT (rt_sigprocmask), PERMIT (rt_sigreturn), PERMIT (sigaltstack),
    PERMIT (setitimer), PERMIT (prctl), PERMIT (seccomp), PERMIT (exit_group),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4),
    LOAD (args[2]),
    BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 1, 0),
    ALLOW,
    KILL,
    KILL,
  };

  return SET_FILTER (filter);
}

/* What is left to a program that runs: memory, the clock, and our report. */
bool
guard_run (int report_fd)
{
  struct sock_filter filter[] = {
    HEAD,
    PERMIT (mmap), PERMIT (munmap), PERMIT (mremap), PERMIT (brk), PERMIT (madvise), PERMIT (futex),
    PERMIT (clock_gettime), PERMIT (rt_sigreturn), PERMIT (restart_syscall), PERMIT (exit_group),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 3),
    LOAD (args[0]),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (unsigned) report_fd, 0, 1),
    ALLOW,
    KILL,
  };

  return SET_FILTER (filter);
}

#else

bool
guard_load (void)
{
  return false;
}

bool
guard_run (int report_fd)
{
  (void) report_fd;

  return false;
}

#endif

/* The limits of the process; @seconds of CPU. Until guard_watch() it has LOAD_SECONDS: constructors
 * may have no end. */
bool
guard_limit (unsigned seconds)
{
  const struct itimerval load = { .it_value = { LOAD_SECONDS, 0 } };
  const struct rlimit none = { 0, 0 }, files = { 32, 32 };
  const struct rlimit memory = { MOST_MEMORY, MOST_MEMORY };
  const struct rlimit cpu = { seconds, seconds };

  return setrlimit (RLIMIT_CORE, &none) == 0 && setrlimit (RLIMIT_NOFILE, &files) == 0 &&
         setrlimit (RLIMIT_AS, &memory) == 0 && setrlimit (RLIMIT_CPU, &cpu) == 0 &&
         setitimer (ITIMER_PROF, &load, NULL) == 0;
}

/* Ends the running thread's execution as failed; it never returns there. */
static void
strike (FailureKind kind,
        uintptr_t   pc,
        uintptr_t   address,
        const char *text)
{
  run.failure = (Failure) { kind, run.current, pc, 0, address, "" };
  strncpy (run.failure.text, text, sizeof run.failure.text - 1);
  fiber_abandon ();
}

/* A place in the program itself, or where it has called what it is in, or its last operation's. */
static uintptr_t
place (const ucontext_t *context)
{
  uintptr_t pc = PROGRAM_COUNTER (context), sp = (STACK_POINTER (context) + 7) & ~(uintptr_t) 7;

  if (program_has_code (pc))
    return pc + 1;
  for (; fiber_has (run.current, sp); sp += sizeof sp)
    if (program_has_code (*(const uintptr_t *) sp))
      return *(const uintptr_t *) sp;

  return run.threads[run.current].op.pc;
}

static void
take_crash (int        signal_number,
            siginfo_t *info,
            void      *context)
{
  uintptr_t address = (uintptr_t) info->si_addr;
  const char *text = signal_number == SIGFPE ? "arithmetic" : signal_number == SIGILL ? "instruction" :
                     fiber_owns (address) && fiber_find (address) < 0 ? "stack" : "address";

  if (run.current < 0)
    _exit (72);
  strike (FAIL_CRASH, place (context), address, text);
}

/* A thread that computes for as long as that without an operation never ends. */
static void
take_tick (int        signal_number,
           siginfo_t *info,
           void      *context)
{
  static uint64_t last_step;
  static unsigned same;

  (void) signal_number;
  (void) info;
  guard_ticks++;
  if (run.current < 0 || last_step != run.n_resumed)
    same = 0;
  last_step = run.n_resumed;
  if (++same > MOST_TICKS && run.current >= 0)
    {
      same = 0;
      strike (FAIL_HANG, place (context), 0, "");
    }
}

static void
take_cancel (int signal_number)
{
  (void) signal_number;
  guard_cancelled = true;
}

/* Crashes and ticks come to a stack of their own. */
void
guard_watch (void)
{
  static char stack[64 * 1024];
  const stack_t alternate = { stack, 0, sizeof stack };
  const struct itimerval tick = { { 0, TICK_US }, { 0, TICK_US } };
  const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
  struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

  sigaltstack (&alternate, NULL);
  action.sa_sigaction = take_crash;
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
    sigaction (crashes[i], &action, NULL);
  action.sa_sigaction = take_tick;
  action.sa_flags |= SA_RESTART;
  sigaction (SIGPROF, &action, NULL);
  action.sa_handler = take_cancel;
  action.sa_flags &= ~SA_SIGINFO;
  sigaction (SIGTERM, &action, NULL);
  setitimer (ITIMER_PROF, &tick, NULL);
}

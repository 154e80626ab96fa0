/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* On what each thread waits, and who could end it: what an ApmWaitReader found in
 * one look at the machine (or at some processes), as plain data. A look is not a
 * moment: threads move while it is taken, so nothing here is a deadlock before
 * apm-wait-proof.h has looked again. Read by any thread, changed by none after it
 * was handed out. Read tests/wait/test-reasons.c first. */

/* Words and what they mean by nature stand in one table, apm_wait_kind_word(). */
typedef enum {
  APM_WAIT_RUNNING,        /* it does not wait; also what cannot be told from it */
  APM_WAIT_UNKNOWN,        /* it waits, @unknown says why it is not told on what */
  /* words in memory */
  APM_WAIT_MUTEX,
  APM_WAIT_CONDITION,
  APM_WAIT_SEMAPHORE,
  APM_WAIT_RWLOCK_READ,
  APM_WAIT_RWLOCK_WRITE,
  APM_WAIT_BARRIER,
  APM_WAIT_JOIN,
  APM_WAIT_ONCE,
  APM_WAIT_STDIO_LOCK,
  APM_WAIT_FUTEX,          /* a futex that records no owner: Rust, Go, libc's own locks… */
  /* descriptors */
  APM_WAIT_PIPE_READ,
  APM_WAIT_PIPE_WRITE,
  APM_WAIT_FIFO_OPEN,
  APM_WAIT_SOCKET_READ,
  APM_WAIT_SOCKET_WRITE,
  APM_WAIT_ACCEPT,
  APM_WAIT_CONNECT,
  APM_WAIT_EVENTFD,
  APM_WAIT_TIMERFD,
  APM_WAIT_SIGNALFD,
  APM_WAIT_INOTIFY,
  APM_WAIT_POLL,
  APM_WAIT_SELECT,
  APM_WAIT_EPOLL,
  APM_WAIT_TERMINAL,
  APM_WAIT_MESSAGE_QUEUE,  /* POSIX or System V */
  APM_WAIT_FILE,           /* another descriptor, or a file */
  /* locks of files */
  APM_WAIT_FLOCK,
  APM_WAIT_FILE_LOCK,      /* of fcntl(), by process */
  APM_WAIT_OFD_LOCK,       /* of fcntl(), by open file */
  APM_WAIT_LEASE,
  /* processes */
  APM_WAIT_CHILD,
  APM_WAIT_VFORK,
  APM_WAIT_REAPED,         /* it has ended: for its parent to take note */
  APM_WAIT_STOPPED,        /* by a signal; ends by SIGCONT */
  APM_WAIT_TRACED,         /* held by its tracer */
  APM_WAIT_SYSV_SEMAPHORE,
  /* time and the kernel */
  APM_WAIT_SLEEP,
  APM_WAIT_SIGNAL,
  APM_WAIT_IO_URING,
  APM_WAIT_FUSE,
  APM_WAIT_DISK,
  APM_WAIT_CALL,           /* another system call: call[0] */
  APM_WAIT_N_KINDS,
} ApmWaitKind;

/* How well the groups of enders are known. */
typedef enum {
  APM_WAIT_GRADE_UNKNOWN,  /* the groups say nothing: nobody may be called stuck for them */
  APM_WAIT_GRADE_LIKELY,   /* a guess, or some processes could not be looked at */
  APM_WAIT_GRADE_PROVEN,   /* recorded by the kernel, the C library or the file table */
} ApmWaitGrade;

/* Who is able to end a wait, save by signals and by killing. */
typedef enum {
  APM_WAIT_OPEN,           /* anybody: a person, a network, a clock, who opens it later */
  APM_WAIT_SOFT,           /* by custom the enders, in truth any thread that can write there */
  APM_WAIT_HARD,           /* nobody but the enders */
} ApmWaitNature;

typedef enum {
  APM_WAIT_TIMED       = 1 << 0,  /* ends by itself, @left_us if known */
  APM_WAIT_IDLE        = 1 << 1,  /* by design: event loop, accept, terminal, timer… */
  APM_WAIT_UNINTERRUPTIBLE = 1 << 2,
  APM_WAIT_SHARED      = 1 << 3,  /* words in memory that several processes have */
  APM_WAIT_BY_HELPER   = 1 << 4,  /* refused to us; apm-wait-helper.h was told */
} ApmWaitFlags;

/* What the reader saw at once that is more than waiting. */
typedef enum {
  APM_WAIT_NO_FINDING,
  APM_WAIT_SELF,           /* the thread (or nobody but its process) is its own ender */
  APM_WAIT_ORPHANED,       /* the owner ended without unlocking: the one group is empty */
  APM_WAIT_FORK_COPIED,    /* fork() copied it locked: the one group is empty, @owner is the parent's */
  APM_WAIT_NOBODY,         /* no process has the other end */
} ApmWaitFinding;

typedef enum {
  APM_WAIT_KNOWN,
  APM_WAIT_DENIED_MODE,    /* another user's process, or one that may not be dumped */
  APM_WAIT_DENIED_YAMA,    /* kernel.yama.ptrace_scope */
  APM_WAIT_NO_OWNER,       /* such a wait records no owner */
  APM_WAIT_WRONG_VERSION,  /* the self-test found that this C library keeps it otherwise */
  APM_WAIT_TOO_SLOW,       /* memory or files did not answer in time */
  APM_WAIT_MOVED,          /* it changed while it was looked at */
  APM_WAIT_UNREADABLE,     /* memory that cannot be read, a layout that makes no sense */
  APM_WAIT_IN_FLIGHT,      /* an end may be on its way in a socket, with nobody yet */
  APM_WAIT_N_UNKNOWNS,
} ApmWaitUnknown;

/* @tid 0: any thread of the process. */
typedef struct {
  int pid;
  int tid;
} ApmWaitEnder;

/* Any one member serves the group. */
typedef struct {
  guint    first;          /* in the pass' enders */
  guint    n;
  gboolean is_complete;    /* FALSE: there may be others, in processes that could not be seen */
} ApmWaitGroup;

/* What to look at: @tid 0: all threads of the process. */
typedef struct {
  int pid;
  int tid;
} ApmWaitTask;

/* Two that wait for the same have equal @space and @id. */
typedef struct {
  guint64     space;       /* device, or PID of the address space, 0 where @id is enough */
  guint64     id;          /* address, offset, inode, descriptor's id */
  const char *name;        /* path, address or NULL; UTF-8, one line; the pass owns it */
  int         fd;          /* in the waiter, -1: none */
} ApmWaitObject;

/* A word of 32 bits that says why; looked at again in the proof. */
typedef struct {
  guint64 address;         /* in the waiter */
  guint32 expected;
} ApmWaitWord;

/* The second count of a wait at a message queue. */
enum { APM_WAIT_RECEIVES = 1, APM_WAIT_SENDS };

#define APM_WAIT_MAX_WORDS 3
#define APM_WAIT_N_CALL 9

typedef struct {
  int            pid, tid;
  ApmWaitKind    kind;
  ApmWaitGrade   grade;
  ApmWaitNature  nature;
  guint          flags;          /* ApmWaitFlags */
  ApmWaitFinding finding;
  ApmWaitUnknown unknown;
  ApmWaitObject  object;
  int            owner;          /* TID as found, translated to our numbers; 0: none */
  gint64         left_us;        /* of TIMED, when looked at; -1: not known */
  gint64         ran_us;         /* when it last had a CPU, by the monotonic clock; 0: not
                                  * asked yet, as the notes do; -1: not told */
  guint          count[2];       /* readers and writer of an rwlock, arrived and needed at a
                                  * barrier, waiters, messages queued and which way, whether a
                                  * FIFO is opened for reading: as the kind says */
  /* the fingerprint: the same in the proof, or it moved */
  guint64        call[APM_WAIT_N_CALL];  /* number, six arguments, sp, pc; all 0 where
                                  * /proc/TID/syscall was refused */
  const char    *channel;        /* the kernel's wait channel where it was read, or NULL */
  ApmWaitWord    words[APM_WAIT_MAX_WORDS];
  guint          n_words;
  /* all groups must be served; waits for the same may have the same groups */
  guint          first_group;    /* in the pass' groups */
  guint          n_groups;
  /* processes that could end it, for all that may not be seen: a guess that proves nothing */
  guint          first_candidate; /* in the pass' enders */
  guint          n_candidates;
} ApmWait;

typedef struct {
  int            pid, ppid;
  guint64        start_ticks;
  const char    *name;           /* UTF-8, one line */
  char           state;          /* of its leader, as /proc/PID/stat has it */
  gboolean       is_kernel;      /* a kernel thread: no waits */
  ApmWaitUnknown unknown;        /* KNOWN, or why its calls were not told */
  guint          n_threads;      /* live ones; not what is left of a leader that has ended */
  guint          first_wait;     /* of those looked at, running ones too, by TID; a process
                                  * that has ended has one, to be reaped */
  guint          n_waits;
} ApmWaitProcess;

typedef struct {
  GArray       *waits;           /* of ApmWait, by process, then TID */
  GArray       *processes;       /* of ApmWaitProcess, by PID */
  GArray       *groups;          /* of ApmWaitGroup */
  GArray       *enders;          /* of ApmWaitEnder */
  GStringChunk *texts;
  gint64        taken_us;        /* g_get_monotonic_time() when it began */
  gint64        spent_us;
  guint         n_refused;       /* processes whose calls could not be read */
  guint         n_slow;
  guint         n_hidden_files;  /* processes whose descriptors could not be read; 0 where
                                  * no wait needed them */
  int           yama_scope;      /* -1: no Yama */
  guint64       distrusted;      /* a bit for each ApmWaitKind that the self-test found otherwise */
  gboolean      is_whole;        /* every process was asked for */
  gatomicrefcount ref_count;
} ApmWaitPass;

ApmWaitPass          *apm_wait_pass_ref          (ApmWaitPass       *pass);
void                  apm_wait_pass_unref        (ApmWaitPass       *pass);
const ApmWait        *apm_wait_pass_find         (const ApmWaitPass *pass,
                                                  int                pid,
                                                  int                tid);
const ApmWaitProcess *apm_wait_pass_find_process (const ApmWaitPass *pass,
                                                  int                pid);
const ApmWaitEnder   *apm_wait_pass_get_group    (const ApmWaitPass *pass,
                                                  const ApmWait     *wait,
                                                  guint              index,
                                                  guint             *n_enders);
gboolean              apm_wait_is_refused        (const ApmWait     *wait);
const char           *apm_wait_kind_word         (ApmWaitKind        kind);
const char           *apm_wait_unknown_word      (ApmWaitUnknown     unknown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitPass, apm_wait_pass_unref)

G_END_DECLS

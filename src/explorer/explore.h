/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The controlled scheduler: runs a program's threads as fibers of one thread,
 * one step at a time, in the order that a search asks for. A step begins with an
 * operation that others may notice (on memory, a lock, a thread) and ends right
 * before the next one. Between executions the program's memory is put back.
 * There is one program a process, so its state is global. Read
 * tests/explorer/test-kinds.c first. */

#define MOST_THREADS     32
#define N_PROCS          64          /* threads, and the timeout of each as somebody who acts */
#define TIMEOUT_OF(id)   ((id) + MOST_THREADS)
#define THREAD_OF(proc)  ((proc) & (MOST_THREADS - 1))
#define IS_TIMEOUT(proc) ((proc) >= MOST_THREADS)
#define BIT(proc)        (UINT64_C (1) << (proc))

typedef enum {
  OP_NONE,
  OP_READ, OP_WRITE, OP_ATOMIC_READ, OP_ATOMIC_WRITE, OP_ATOMIC_UPDATE, OP_FREE,
  OP_LOCK, OP_TRYLOCK, OP_UNLOCK, OP_SPIN_LOCK,
  OP_COND_WAIT, OP_COND_WAKE, OP_SIGNAL, OP_BROADCAST,
  OP_SEM_WAIT, OP_SEM_TRYWAIT, OP_SEM_POST, OP_SEM_VALUE,
  OP_RDLOCK, OP_WRLOCK, OP_TRYRDLOCK, OP_TRYWRLOCK, OP_RWUNLOCK,
  OP_BARRIER_ARRIVE, OP_BARRIER_LEAVE,
  OP_ONCE, OP_ONCE_DONE,
  OP_INIT, OP_DESTROY,
  OP_CREATE, OP_JOIN, OP_EXIT, OP_YIELD,
  OP_TELL,                           /* what one does, or a number, where a promise speaks of it */
  OP_TIMEOUT,                        /* of the operation that its thread waits in */
  N_OPS
} OpKind;

typedef struct {
  uintptr_t address;                 /* the first byte, or the object's */
  uintptr_t second;                  /* a condition variable's mutex, else 0 */
  uintptr_t pc;                      /* returns into the program's line */
  uint32_t  size;                    /* bytes of memory; 1 of an object */
  uint8_t   kind;
  bool      timed;                   /* may end by its timeout as well */
} Op;

/* What was there when an event happened, so what else could have. */
enum {
  BEFORE_FREE = 1,                   /* a mutex free, a semaphore above 0, nobody writing */
  BEFORE_EMPTY = 2,                  /* a read-write lock held by nobody at all */
};

typedef enum {
  FAIL_NONE,
  FAIL_DEADLOCK,
  FAIL_LIVELOCK,                     /* spins, or waits anew, for ever */
  FAIL_HANG,                         /* computes without end, touching nothing shared */
  FAIL_RACE,
  FAIL_ASSERT,
  FAIL_ABORT,
  FAIL_CRASH,
  FAIL_FREED,                        /* used after free (), or freed twice */
  FAIL_BOUNDS,                       /* beyond a block, or wild */
  FAIL_UNLOCK,                       /* not locked, or locked by somebody else */
  FAIL_OBJECT,                       /* never initialised, destroyed, or destroyed in use */
  FAIL_LEAK,                         /* a thread that ends with a lock held */
  FAIL_MISUSE,                       /* a thread joined twice, and the like */
  FAIL_INVARIANT,                    /* what a problem of the catalogue promises */
  FAIL_DIVERGED,                     /* the same choices led elsewhere: no verdict */
  N_FAILURES
} FailureKind;

typedef struct {
  FailureKind kind;
  int         thread;
  uintptr_t   pc;
  uintptr_t   other_pc;              /* a race: the other access */
  uintptr_t   address;
  char        text[160];             /* the program's own words; may be empty */
} Failure;

typedef enum {
  THREAD_NONE,
  THREAD_READY,                      /* stands before its operation */
  THREAD_PARKED,                     /* goes round a loop that only another can end */
  THREAD_ENDED,
  THREAD_FAILED,
} ThreadState;

#define N_SPINS   16
#define MOST_KEYS 32

typedef struct {
  uintptr_t place;                   /* the line, and the kind of operation */
  uint64_t  stamp, hash;
  unsigned  n_locks;
} Spin;

typedef struct {
  void       *sp;                    /* of the fiber while it does not run */
  uintptr_t   low_sp;                /* the deepest seen in this execution */
  ThreadState state;
  Op          op;
  bool        timed_out;             /* how the last wait ended */
  bool        spurious_used;
  bool        detached, joined, returned;
  int         parent, n_children;
  int         n_held;                /* mutexes */
  unsigned    n_locks;               /* taken and given back */
  uint64_t    own_writes;            /* of run.writes, by its own locking */
  uintptr_t   held_pc;
  uintptr_t   end_pc;
  unsigned    created_at;            /* the depth of its creator's step */
  bool        tired;                 /* waits with a timeout over and over: it is not asked any more */
  void     *(*body) (void *);
  void       *argument, *result;
  int         error_number;
  uint64_t    random;
  uint64_t    clock_ns;
  uint64_t    parked_stamp;
  Spin        spins[N_SPINS];
  unsigned    next_spin;
  void       *specific[MOST_KEYS];
} Thread;

typedef struct {
  bool     spurious;                 /* condition variables may wake by themselves */
  bool     ignore_races;
  bool     ignore_leaks;
  unsigned most_steps;
} RunOptions;

/* The execution that is under way. */
typedef struct {
  RunOptions options;
  Thread     threads[MOST_THREADS];
  int        n_threads;              /* ids given away, by whoever was first in any execution */
  int        current;                /* -1: the scheduler itself runs */
  void      *host_sp;
  bool       active;                 /* false: no step is counted (constructors) */
  int        n_live, n_unjoined;
  unsigned   n_keys;
  void     (*destroy[MOST_KEYS]) (void *);   /* what a thread that ends does with its own; may be NULL */
  bool       main_ended;
  int        exit_status;
  uint64_t   writes;                 /* counts what a spinning thread could notice */
  unsigned   depth;
  uint64_t   n_resumed;              /* steps of all executions */
  Failure    failure;
  bool       reads_clock;            /* the program has asked for the time */
  bool       never_parks;            /* a search that closes loops itself */
  bool       exhausted;              /* out of our memory: the execution is given up */
  bool       crowded;                /* because of its threads */
  int        argc;
  char     **argv;
} Run;

extern Run run;

/* explore-fiber.c */
bool  fiber_supported (void);
bool  fiber_open      (void);
void  fiber_make      (int id, void (*entry) (void));
void  fiber_enter     (int id);
void  fiber_leave     (void);
void  fiber_abandon   (void);
void  fiber_clean     (int id);
bool  fiber_owns      (uintptr_t address);
int   fiber_find      (uintptr_t address);
bool  fiber_has       (int id, uintptr_t address);
uintptr_t fiber_top   (int id);
uint64_t  fiber_hash  (int id);

/* explore-program.c */
typedef int (*ProgramMain) (int argc, char **argv, char **envp);
bool        program_load        (const char *path, char **error);
bool        program_keep        (void);
void        program_restore     (void);
void        program_switch_tls  (int from, int to);
bool        program_owns        (uintptr_t address, size_t size);
bool        program_is_private  (uintptr_t address);
bool        program_has_code    (uintptr_t address);
ProgramMain program_get_main    (void);
uintptr_t   program_get_base    (void);

/* explore-memory.c */
typedef struct {
  uintptr_t start, pc;
  size_t    size;
  bool      freed;
  int       thread, number;
} Block;
bool         memory_open    (void);
void         memory_reset   (void);
void        *memory_take    (size_t size, size_t align, bool zeroed, uintptr_t pc);
const Block *memory_find    (uintptr_t address);
uintptr_t    memory_get_start (void);
bool         memory_owns    (uintptr_t address);
void         memory_set_freed (const Block *block);
void         memory_check   (uintptr_t address, size_t size, bool writes, uintptr_t pc);

/* explore-run.c: for the operations, in a fiber */
#define CALLER ((uintptr_t) __builtin_return_address (0))
Thread *self         (void);
bool    run_inside   (void);
bool    run_is_alone (void);
void    step         (OpKind kind, uintptr_t address, uintptr_t pc);
void    step_timed   (OpKind kind, uintptr_t address, uintptr_t second, bool timed, uintptr_t pc);
void    step_memory  (OpKind kind, uintptr_t address, size_t size, uintptr_t pc);
void    noticed      (void);
_Noreturn void fail  (FailureKind kind, uintptr_t pc, uintptr_t address, const char *format, ...)
                      __attribute__ ((format (printf, 4, 5)));
_Noreturn void run_give_up    (void);
_Noreturn void run_end_thread (void *result, uintptr_t pc);
int     run_new_thread (void *(*body) (void *), void *argument, bool detached);

/* explore-ids.c */
void    run_share_ids  (int (*table)[MOST_THREADS], int *n);
int     run_find_child (int parent, int n);

/* explore-threads.c */
void    thread_destroy_specific (Thread *thread);

/* explore-run.c: for the searches */
enum { CHOOSE_CUT = -1, CHOOSE_NOBODY = -2 };
typedef struct {
  int  (*choose) (void);             /* a proc, or one of the above */
  void (*happen) (int proc);         /* right before its step */
  void (*finish) (void);             /* nobody can go on */
} Chooser;
typedef enum { RUN_COMPLETE, RUN_CUT, RUN_SPIN_CUT, RUN_STEPS, RUN_MEMORY, RUN_THREADS, RUN_FAILED } RunEnd;
RunEnd   run_execute   (const Chooser *chooser);
const char *run_name_thread (int id, char *name, size_t size);
int      run_find_thread (const char *name);
uint64_t run_outcome   (void);

/* explore-enabled.c */
uint64_t enabled_procs (void);
unsigned state_before  (const Op *op);
Op       op_of         (int proc);

/* explore-output.c: what the program has printed in this execution */
void        output_reset (void);
void        output_add   (const char *text, size_t length);
const char *output_get   (int id, size_t *length);
uint64_t    output_count (int id);

/* explore-spin.c */
bool spin_goes_round (Thread *thread);

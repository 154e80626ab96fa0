/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-file-locks.h"
#include "apm-peers.h"
#include "apm-small-file.h"
#include "apm-stat.h"
#include "apm-wait-call.h"
#include "apm-wait-futex.h"
#include "apm-wait-hands.h"
#include "apm-wait-reader.h"

G_BEGIN_DECLS

/* How a reader looks. Processes are looked at one after the other: their calls are
 * read, then the memory that these speak of in one go, then each wait is told by
 * what its kind of call waits for. Waits on descriptors are told last, of all
 * processes together. Private to the room. */

typedef int (*ApmCallReader) (int           dir_fd,
                              int           tid,
                              ApmCall      *call,
                              ApmCallState *state,
                              gboolean     *was_opened);

typedef void (*ApmFutexGuesser) (const ApmFutex *futex,
                                 ApmFutexGuess  *guess);

/* A call that ends some time after it began. */
typedef struct {
  gint64  key;                    /* PID and TID */
  guint64 call[APM_WAIT_N_CALL];
  gint64  since_us;
  guint   last_pass;
} ApmWaitSeen;

/* A wait as it was before the table of descriptors was asked. */
typedef struct {
  guint   wait;                   /* in the pass */
  guint   first_ask;
  ApmWait told;
} ApmWaitBefore;

/* The last look at the whole machine. */
typedef struct {
  ApmWaitPass *pass;              /* NULL: there was none */
  GArray      *clocks;            /* of gint64, CPU clocks in ns, by process */
  GArray      *asks;              /* of ApmWaitFileAsk */
  GArray      *befores;           /* of ApmWaitBefore, by wait */
} ApmWaitKept;

struct _ApmWaitReader
{
  ApmWaitKept     kept;
  gboolean        clocks_fit;     /* PIDs of this /proc are ours */
  guint           ms_a_process;
  char           *yama_path;
  ApmWaitHelper  *helper;         /* (nullable) */
  gboolean        is_quick;       /* see apm_wait_reader_set_quick() */
  ApmPeersReader *peers_reader;   /* made when first needed */
  ApmWaitPlaces  *places;         /* likewise */
  ApmWaitHands   *hands;
  guint64         distrusted;     /* kinds that the self-test found otherwise, a bit each */
  GHashTable     *seen;           /* of ApmWaitSeen */
  guint           n_passes;
  ApmFutexGuesser guess_futex;    /* apm_futex_guess(), the same */
  ApmCallReader   read_call;      /* apm_call_read(), or what a test puts there */
};

/* The last answer of apm_wait_is_mapped_elsewhere(): many wait for the same. */
typedef struct {
  guint64  space;          /* 0: it was not asked yet */
  char    *pid_space;
  gboolean is_elsewhere;
} ApmWaitMapped;

typedef struct {
  ApmWaitReader *reader;
  ApmWaitPass   *pass;
  int            proc_fd;
  int            own_tid;         /* of the thread that looks */
  gint64         delayed_ns;      /* and for how long it had waited for a CPU when it began */
  ApmPeers      *peers;           /* read when the first wait needs it */
  ApmFileLocks  *locks;
  guint          first_candidate; /* who was guessed last, in the pass' enders */
  guint          n_candidates;
  gboolean       has_asked_peers;
  gboolean       is_near;         /* it has only those that are near to who waits */
  gboolean       is_unsettled;    /* others could end the wait that is being told, too */
  gboolean       needs_all;       /* a few are not enough for one of them */
  GArray        *mappers;         /* who has memory that is shared; NULL: not asked yet */
  ApmWaitMapped  mapped;
  GArray        *no_mappers;      /* of int: PIDs of who may not be asked */
  char          *pid_space;       /* link of our own ns/pid */
  GPtrArray     *subjects;        /* of ApmWaitSubject: their calls are known, not yet what
                                   * memory says of them */
  guint          n_asks;          /* of all those */
  GArray        *file_asks;       /* of ApmWaitFileAsk, by wait when all are there */
  GArray        *befores;         /* of ApmWaitBefore */
  GArray        *clocks;          /* of gint64, by process */
  gint64         clock_ns;        /* of the process that is looked at next; -1: not known */
  const int     *pids;            /* of the whole machine */
  guint          n_pids;
} ApmWaitLook;

/* One wait, before it is told. */
typedef struct {
  guint        wait;              /* in the pass */
  ApmAbi       abi;
  ApmCallKind  kind;
  ApmCall      call;
  guint        first_window;
  guint        n_windows;
} ApmWaitAsk;

/* A process while it is looked at. */
typedef struct {
  ApmWaitLook *look;
  guint        process;           /* in the pass */
  int          pid;
  ApmStat      stat;
  int          task_fd;           /* /proc/PID/task; -1 until needed */
  GArray      *tids;              /* of int: those looked at, in order */
  ApmPatience  patience;
  GArray      *asks;              /* of ApmWaitAsk */
  GArray      *windows;           /* of ApmMemoryWindow */
  guint8      *memory;
  int          memory_refusal;    /* of apm_wait_memory_read() */
  char        *pid_space;         /* NULL: ours, or not looked at yet */
  gboolean     knows_space;
  GHashTable  *outer;             /* TIDs in its PID namespace to ours; NULL: the same */
  char        *maps;              /* NULL until needed */
  int          maps_refusal;      /* 0, or why there are none: see apm_wait_dup_maps() */
  gboolean     hides_channels;    /* wait channels are not told */
  int          own_group;         /* in the pass, of "any thread of it"; -1: not yet */
} ApmWaitSubject;

/* A wait that is on descriptors: those of a poll stand one after the other. */
typedef struct {
  guint     wait;
  int       fd;                   /* -1: known by name, or by the kernel's list of locks */
  ApmAccess access;               /* what the waiter wants to do */
  gint64    first_byte;           /* of a lock by fcntl() */
  gint64    last_byte;
  ApmObject object;               /* what the descriptor leads to; read when it is told */
  gboolean  is_known;
} ApmWaitFileAsk;

/* Who could end a wait on descriptors, gathered of all of them. */
typedef struct {
  GArray   *enders;               /* of ApmWaitEnder */
  gboolean  is_open;              /* anybody could */
  gboolean  is_complete;
  gboolean  is_likely;            /* complete but for whom we may not look at */
  gboolean  is_in_flight;         /* an end may be on its way in a socket */
  gboolean  is_doubtful;          /* and never will be: he is to be expected there */
  gboolean  is_idle;              /* one waits there by design */
  gboolean  is_soft;              /* others could, too */
} ApmWaitFar;

ApmWaitPass  *apm_wait_pass_new              (void);

/* apm-wait-subject.c */
ApmWaitSubject *
              apm_wait_subject_new           (ApmWaitLook       *look,
                                              int                pid);
void          apm_wait_subject_free          (ApmWaitSubject    *self);
void          apm_wait_subject_begin         (ApmWaitSubject    *self);
void          apm_wait_read_memory           (ApmWaitReader     *reader,
                                              ApmMemoryJob      *jobs,
                                              guint              n_jobs);
char         *apm_wait_dup_maps              (ApmWaitReader     *reader,
                                              int                pid,
                                              guint64            start_ticks,
                                              int               *reason);
int           apm_wait_open_tasks            (ApmWaitSubject    *self);
int           apm_wait_subject_read_memory   (ApmWaitSubject    *self,
                                              ApmMemoryWindow   *windows,
                                              guint              n_windows);
gboolean      apm_wait_subject_has_thread    (ApmWaitSubject    *self,
                                              int                tid);
gboolean      apm_wait_subject_is_late       (ApmWaitSubject    *self);
gboolean      apm_wait_subject_find_shared   (ApmWaitSubject    *self,
                                              guint64            address,
                                              guint64           *space,
                                              guint64           *offset);
char         *apm_wait_dup_file              (int                dir_fd,
                                              const char        *path);
char         *apm_wait_dup_link              (int                dir_fd,
                                              const char        *path);
void          apm_wait_list_numbers          (int                dir_fd,
                                              guint              n_expected,
                                              GArray            *numbers);
void          apm_wait_look_at_process       (ApmWaitLook       *look,
                                              int                pid,
                                              const int         *tids,
                                              guint              n_tids);
void          apm_wait_tell_processes        (ApmWaitLook       *look);
gint64        apm_wait_find_number           (const char        *text,
                                              const char        *key,
                                              gint64             otherwise);
int           apm_wait_find_process_of       (ApmWaitLook       *look,
                                              int                tid);
gboolean      apm_wait_maps_find             (const char        *maps,
                                              guint64            address,
                                              guint64           *space,
                                              guint64           *offset);
gboolean      apm_wait_maps_have             (const char        *maps,
                                              guint64            space);
GArray       *apm_wait_maps_list_shared      (const char        *maps);
void          apm_wait_tell_mappers          (ApmWaitLook       *look,
                                              ApmWait           *wait);
gboolean      apm_wait_is_mapped_elsewhere   (ApmWaitSubject    *self,
                                              guint64            space);

ApmWaitReader *
              apm_wait_reader_new_untried    (void);
guint64       apm_wait_selftest_run          (ApmWaitReader      *reader);
void          apm_wait_kept_note_clock       (ApmWaitLook        *look,
                                              int                 pid);
gboolean      apm_wait_kept_take             (ApmWaitLook        *look,
                                              int                 pid);
void          apm_wait_kept_renew            (ApmWaitLook        *look);
void          apm_wait_kept_clear            (ApmWaitKept        *kept);

/* PID namespaces, apm-wait-spaces.c */
int           apm_wait_subject_translate     (ApmWaitSubject    *self,
                                              int                inner);
gboolean      apm_wait_subject_counts_alike  (ApmWaitSubject    *self,
                                              int                pid);

/* groups, apm-wait-groups.c */
void          apm_wait_add_group             (ApmWaitPass        *pass,
                                              ApmWait            *wait,
                                              const ApmWaitEnder *enders,
                                              guint               n_enders,
                                              gboolean            is_complete);
void          apm_wait_add_ender             (ApmWaitPass        *pass,
                                              ApmWait            *wait,
                                              int                 pid,
                                              int                 tid);
void          apm_wait_add_own_process       (ApmWaitSubject     *subject,
                                              ApmWait            *wait);

/* What memory a call of a kind speaks of, then what it waits for. */
void          apm_wait_ask_window            (ApmWaitSubject     *subject,
                                              ApmWaitAsk         *ask,
                                              guint64             address,
                                              gsize               size);
const guint8 *apm_wait_get_window            (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask,
                                              guint               index,
                                              gsize              *n_read);
ApmWait      *apm_wait_get_asked             (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_ask                   (ApmWaitSubject     *subject,
                                              ApmWaitAsk         *ask);
void          apm_wait_tell                  (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_ask_futex             (ApmWaitSubject     *subject,
                                              ApmWaitAsk         *ask);
void          apm_wait_tell_futex            (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_tell_child            (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_tell_youngest_child   (ApmWaitSubject     *subject,
                                              ApmWait            *wait);
void          apm_wait_tell_sysv             (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_tell_time             (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask);
void          apm_wait_tell_by_channel       (ApmWaitSubject     *subject,
                                              ApmWait            *wait);
void          apm_wait_tell_state            (ApmWaitSubject     *subject,
                                              ApmWait            *wait,
                                              char                state);
void          apm_wait_tell_refused          (ApmWaitSubject     *subject,
                                              ApmWait            *wait,
                                              char                state,
                                              ApmWaitUnknown      unknown);
void          apm_wait_set_name              (ApmWaitPass        *pass,
                                              ApmWait            *wait,
                                              const char         *bytes,
                                              gsize               length);
void          apm_wait_set_address           (ApmWaitSubject     *subject,
                                              const ApmWaitAsk   *ask,
                                              ApmWait            *wait);
const char   *apm_wait_read_channel          (ApmWaitSubject     *subject,
                                              int                 tid);
void          apm_wait_tell_children         (ApmWaitSubject     *subject,
                                              ApmWait            *wait);
ApmWaitFileAsk *
              apm_wait_ask_file              (ApmWaitSubject     *subject,
                                              ApmWait            *wait,
                                              int                 fd,
                                              ApmAccess           access);
void          apm_wait_tell_files            (ApmWaitLook        *look);
GArray       *apm_wait_list_watched          (const ApmWait      *wait,
                                              int                 fd,
                                              gboolean           *is_open,
                                              gboolean           *has_unarmed);
void          apm_wait_tell_lock             (ApmWaitLook          *look,
                                              ApmWait              *wait,
                                              const ApmWaitFileAsk *ask);
void          apm_wait_tell_fifo             (ApmWait              *wait,
                                              const ApmWaitFileAsk *ask);
void          apm_wait_tell_daemon           (ApmWaitLook          *look,
                                              ApmWait              *wait,
                                              const ApmObject      *object);
void          apm_wait_add_pidfd             (const ApmWait        *wait,
                                              const ApmWaitFileAsk *ask,
                                              ApmWaitFar           *far);
void          apm_wait_add_listener          (ApmWaitLook          *look,
                                              const ApmWait        *wait,
                                              const ApmObject      *object,
                                              ApmWaitFar           *far);
void          apm_wait_set_object            (ApmWait              *wait,
                                              const ApmObject      *object);
void          apm_wait_add_candidates        (ApmWaitLook          *look,
                                              ApmWait              *wait,
                                              const ApmWaitFileAsk *asks,
                                              guint                 n_asks);
gboolean      apm_wait_may_guess             (ApmWaitKind           kind);
void          apm_wait_guess_far             (ApmWaitLook          *look,
                                              ApmWait              *wait);
gboolean      apm_wait_is_open_ended         (const ApmObject      *object);
GArray       *apm_wait_list_near             (const ApmWaitLook    *look);
gboolean      apm_wait_is_near_enough        (const ApmWaitLook    *look,
                                              const GArray         *unsettled);
const ApmPeers *
              apm_wait_get_peers             (ApmWaitLook          *look);
void          apm_wait_add_far               (ApmWaitLook          *look,
                                              const ApmWait        *wait,
                                              const ApmObject      *object,
                                              ApmAccess             access,
                                              ApmWaitFar           *far);

G_END_DECLS

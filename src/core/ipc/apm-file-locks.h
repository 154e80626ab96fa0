/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-peers.h"

G_BEGIN_DECLS

/* The locks on files of the whole machine: /proc/locks, which any user may read,
 * with its holders put right by the fdinfo of everybody who has the file open. The
 * PID of an flock is of who took it; a child that inherited the descriptor holds it
 * on when that one is dead. An OFD lock tells no PID at all. */

typedef enum {
  APM_LOCK_FLOCK,
  APM_LOCK_POSIX,
  APM_LOCK_OFD,
  APM_LOCK_LEASE,
} ApmLockKind;

/* A row: a lock and one who holds it or waits for it. */
typedef struct {
  int         pid;         /* G_MININT: not known */
  char       *process;     /* its name; NULL: not known */
  int         fd;          /* through which it is held; G_MININT: not known */
  const char *kind;        /* "flock", "posix", "ofd", "lease"; static */
  const char *mode;        /* "read", "write", of a lease also "none"; static */
  gboolean    waits;       /* FALSE: it holds it */
  gboolean    breaking;    /* of a lease: somebody waits for it to be given up */
  gint64      start_bytes;
  gint64      end_bytes;   /* last byte; G_MAXINT64: to the end, however long it grows */
  char       *file;        /* fit to show; NULL: nobody we can look at has it open */
  guint       major;
  guint       minor;
  gint64      inode;
  char       *blocked_by;  /* who it waits for, translated; NULL: it does not wait */
  int         blocker_pid; /* the first of them; G_MININT: none, or not known */
  int         taken_by;    /* the PID that /proc/locks tells, 0 or below: none */
  ApmLockKind lock;
  guint       group;       /* the number of its line: a lock and those who wait for it share it */
} ApmFileLock;

extern const ApmField apm_file_lock_fields[];

typedef struct _ApmFileLocks ApmFileLocks;

ApmFileLocks    *apm_file_locks_read         (const ApmPeers     *peers,
                                              GError            **error);
ApmFileLocks    *apm_file_locks_new_for_text (const char         *text,
                                              const ApmPeers     *peers);
void             apm_file_locks_free         (ApmFileLocks       *self);
GPtrArray       *apm_file_locks_get_rows     (ApmFileLocks       *self);
GPtrArray       *apm_file_locks_list_for     (ApmFileLocks       *self,
                                              int                 pid);
gboolean         apm_file_locks_is_complete  (const ApmFileLocks *self);
GArray          *apm_file_locks_list_flock_holders
                                             (const ApmPeers     *peers,
                                              const ApmObject    *object);
GPtrArray       *apm_file_locks_find_blockers
                                             (ApmFileLocks       *self,
                                              const ApmFileLock  *waiting);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFileLocks, apm_file_locks_free)

G_END_DECLS

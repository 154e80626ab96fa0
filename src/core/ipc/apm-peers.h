/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-descriptor.h"
#include "apm-sockets.h"

G_BEGIN_DECLS

/* Who has the other end: every process' descriptors that lead to something that
 * others can have too, by what they lead to. An ApmPeers never changes once it is
 * read and may be read by any thread; reading it (an ApmPeersReader) belongs on a
 * thread of its own, it opens much of /proc. This program's own ends are in it. */

typedef struct _ApmPeers       ApmPeers;
typedef struct _ApmPeersReader ApmPeersReader;

typedef enum {
  APM_PEERS_MEMORY  = 1 << 0,   /* shared mappings too: reads each maps, which can wait for
                                 * the target's own memory lock */
  APM_PEERS_THREADS = 1 << 1,   /* threads that have a table of descriptors of their own */
} ApmPeersFlags;

/* Why somebody may be missing, so that "nobody" is never said for "not known". */
typedef enum {
  APM_PEERS_GAP_DENIED    = 1 << 0,   /* processes whose descriptors we may not see: counted */
  APM_PEERS_GAP_HIDDEN    = 1 << 1,   /* /proc hides other users' processes */
  APM_PEERS_GAP_NAMESPACE = 1 << 2,   /* in a PID namespace: those outside cannot be seen */
  APM_PEERS_GAP_SOCKETS   = 1 << 3,   /* netlink refused: peers of Unix sockets are not told */
  APM_PEERS_GAP_IN_FLIGHT = 1 << 4,   /* descriptors are on their way in Unix sockets: counted */
  APM_PEERS_GAP_UNREAD    = 1 << 5,   /* only some were to be read */
} ApmPeersGap;

/* A descriptor of somebody, or a mapping (fd is -1). */
typedef struct {
  int       pid;
  int       tid;          /* of the thread that has its own table; else the PID */
  int       fd;
  ApmAccess access;       /* 0: unknown */
  guint64   socket;       /* inode, where it is a socket; else 0 */
} ApmHolder;

typedef enum {
  APM_FAR_NONE,           /* by its kind it has no other end */
  APM_FAR_HELD,           /* by @holders; with complete and none of them: by nobody */
  APM_FAR_NOT_ACCEPTED,   /* holders are the listener's */
  APM_FAR_OPEN,           /* anybody may come: a listener, an unconnected socket */
  APM_FAR_REMOTE,         /* on another machine, or in another namespace: see address */
  APM_FAR_CLOSED,         /* the other end of the socket is gone */
  APM_FAR_UNKNOWN,        /* a socket that is not told of: other namespace or family */
} ApmFarState;

typedef struct {
  ApmFarState state;
  gboolean    complete;   /* everybody could be looked at: these are all, for sure */
  gboolean    likely_complete;  /* nobody who cannot be looked at is to be expected to have it:
                                 * no parent that may have passed it on, nobody of the same
                                 * session; TRUE where complete is */
  gboolean    in_flight;  /* an end is to be expected on its way in a socket, with nobody yet */
  gboolean    doubtful;   /* somebody is, as long as he cannot be looked at: whoever else is
                           * found, these can never be all */
  GArray     *holders;    /* of ApmHolder, by PID and fd; the asker's own process too */
  char       *address;    /* of APM_FAR_REMOTE; else NULL */
  gint64      unread_bytes;  /* sent by us and not read by them, sockets only; -1: not known */
} ApmFarEnd;

typedef struct {
  int         pid;
  guint64     start_ticks;   /* as in /proc/PID/stat */
  const char *name;          /* comm, fit to show */
  gboolean    denied;        /* its descriptors are not known */
  guint       uid;           /* whose it is, where it is denied; else G_MAXUINT */
} ApmPeersProcess;

/* Reading. A reader keeps what it read of each process and reads it again when its
 * CPU clock has moved; it may be used by any thread, by one at a time. */
ApmPeersReader *apm_peers_reader_new    (GError        **error);
void            apm_peers_reader_free   (ApmPeersReader *self);
ApmPeers       *apm_peers_reader_read   (ApmPeersReader *self,
                                         ApmPeersFlags   flags,
                                         GError        **error);
ApmPeers       *apm_peers_reader_read_some
                                        (ApmPeersReader *self,
                                         const int      *pids,
                                         guint           n_pids);
void            apm_peers_reader_forget (ApmPeersReader *self,
                                         int             pid);

/* One reading without a reader to keep. */
ApmPeers       *apm_peers_read          (ApmPeersFlags   flags,
                                         GError        **error);
ApmPeers       *apm_peers_ref           (ApmPeers       *self);
void            apm_peers_unref         (ApmPeers       *self);

/* How much is known. */
gboolean         apm_peers_is_complete    (const ApmPeers  *self);
guint            apm_peers_get_gaps       (const ApmPeers  *self);
guint            apm_peers_get_n_denied   (const ApmPeers  *self);
guint            apm_peers_get_n_in_flight
                                          (const ApmPeers  *self);
const ApmPeersProcess *
                 apm_peers_find_process   (const ApmPeers  *self,
                                           int              pid);

/* Who. The slices belong to @self. */
gboolean         apm_peers_find_object    (const ApmPeers  *self,
                                           int              pid,
                                           int              fd,
                                           ApmObject       *object,
                                           ApmAccess       *access);
const ApmHolder *apm_peers_get_holders    (const ApmPeers  *self,
                                           const ApmObject *object,
                                           guint           *n);
ApmFarEnd       *apm_peers_find_far       (const ApmPeers  *self,
                                           const ApmObject *object,
                                           ApmAccess        wanted);
void             apm_far_end_free         (ApmFarEnd       *self);
GArray          *apm_peers_list_candidates
                                          (const ApmPeers  *self,
                                           const ApmObject *object);
GArray          *apm_peers_list_far_of    (const ApmPeers  *self,
                                           int              pid,
                                           guint            kinds,
                                           ApmAccess        wanted,
                                           ApmObject       *only,
                                           guint           *n);
const ApmSockets *
                 apm_peers_get_sockets    (const ApmPeers  *self);

/* Of one process now: its descriptors are read again, with their fdinfo. */
GPtrArray       *apm_peers_read_descriptors
                                          (const ApmPeers  *self,
                                           int              pid,
                                           GError         **error);
gboolean         apm_peers_read_object    (int              pid,
                                           int              tid,
                                           int              fd,
                                           ApmObject       *object,
                                           ApmAccess       *access,
                                           GError         **error);
char            *apm_peers_dup_process_text
                                          (const ApmPeers  *self,
                                           int              pid);
char            *apm_peers_dup_names_text
                                         (const ApmPeers  *self,
                                          const GArray    *holders,
                                          int              pid,
                                          int             *first);
char            *apm_peers_dup_peer_text  (const ApmPeers  *self,
                                           int              pid,
                                           const ApmObject *object,
                                           ApmAccess        access,
                                           int             *peer_pid);

/* A port, or a name, at which a process waits for others. */
typedef struct {
  int         pid;
  int         fd;
  const char *protocol;      /* "tcp", "udp", "unix"; static */
  char       *address;       /* "*", "127.0.0.1", "::1", or the name of a Unix socket */
  int         port;          /* G_MININT: has none */
  int         waiting;       /* connections to accept; G_MININT: not told, or UDP */
  int         backlog;       /* how many may wait; the same */
  gint64      inode;
} ApmPort;

extern const ApmField apm_port_fields[];

GPtrArray       *apm_peers_list_ports     (const ApmPeers  *self,
                                           int              pid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPeers, apm_peers_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPeersReader, apm_peers_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFarEnd, apm_far_end_free)

G_END_DECLS

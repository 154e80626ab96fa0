/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-peers.h"

G_BEGIN_DECLS

/* What the kernel adds to the name of what has none any more. */
#define APM_PEERS_DELETED " (deleted)"

/* What was read of one process; shared by the reader and by every ApmPeers that it
 * is in, and never changed. */
typedef struct {
  int       fd;           /* -1: a mapping */
  int       tid;
  ApmAccess access;       /* only told of what has ends: pipes, queues, mappings */
  ApmObject object;
} ApmPeersLink;

typedef struct {
  ApmPeersProcess process;
  gatomicrefcount refs;
  gint64          clock_ns;   /* CPU time before it was read; -1: not known */
  guint           flags;      /* it was read with */
  int             ppid;       /* -1: not known */
  int             session;
  gboolean        kernel;     /* a thread of the kernel: has no descriptors */
  GArray         *links;      /* of ApmPeersLink: descriptors, then mappings */
} ApmPeersEntry;

/* Longer chains of parents are a knot: they were read at different times. */
#define APM_PEERS_MOST_PARENTS 4096

ApmPeersEntry *apm_peers_entry_read  (int            proc_fd,
                                      int            pid,
                                      guint          flags,
                                      gint64         clock_ns);
ApmPeersEntry *apm_peers_entry_ref   (ApmPeersEntry *self);
void           apm_peers_entry_unref (ApmPeersEntry *self);
int            apm_peers_read_link   (int            dir_fd,
                                      int            fd,
                                      char          *link,
                                      gsize          size,
                                      ApmPeersLink  *found);
ApmAccess      apm_peers_read_access (int            dir_fd,
                                      const char    *name);
gboolean       apm_peers_is_deleted  (const char    *link,
                                      guint          n_links);
guint          apm_peers_find_proc_gaps
                                     (int            proc_fd);
gboolean       apm_peers_parse_mapping
                                     (const char    *line,
                                      ApmPeersLink  *link,
                                      gboolean      *shared,
                                      int           *name);

void           apm_peers_entry_read_mappings
                                     (ApmPeersEntry *self,
                                      int            proc_fd);
char          *apm_peers_dup_mapping_name
                                     (int              pid,
                                      const ApmObject *object);
void           apm_peers_ask_fd_info (ApmPeersLink  *link,
                                      int            pid);

gboolean       apm_peers_entry_has   (const ApmPeersEntry *entry,
                                      const ApmObject     *object,
                                      int                  last_fd);
GHashTable    *apm_peers_find_doubtful_kin
                                     (const ApmPeers  *self);
gboolean       apm_peers_has_doubtful_kin
                                     (const ApmPeers  *self,
                                      int              pid);
gboolean       apm_peers_is_carrier  (const ApmPeers  *self,
                                      int              pid);
gboolean       apm_peers_is_doubtful (const ApmPeers  *self,
                                      const ApmObject *object,
                                      const GArray    *holders);
gboolean       apm_peers_is_in_flight
                                     (const ApmPeers  *self,
                                      const GArray    *holders,
                                      gboolean         is_missing);

ApmPeers      *apm_peers_new         (GPtrArray     *entries,
                                      ApmSockets    *sockets,
                                      guint          gaps);
const GPtrArray *
               apm_peers_get_entries (const ApmPeers *self);
const ApmPeersEntry *
               apm_peers_find_entry  (const ApmPeers *self,
                                      int            pid);

typedef void (*ApmPeersObjectFunc) (const ApmObject *object,
                                    const ApmHolder *holders,
                                    guint            n,
                                    gpointer         data);

void           apm_peers_for_each_object
                                     (const ApmPeers *self,
                                      ApmPeersObjectFunc func,
                                      gpointer       data);

gboolean       apm_peers_for_each_number
                                     (int            dir_fd,
                                      void         (*func) (int number, gpointer data),
                                      gpointer       data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPeersEntry, apm_peers_entry_unref)

G_END_DECLS

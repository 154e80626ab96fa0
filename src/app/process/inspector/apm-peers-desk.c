/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-peers-desk.h"

#include <glib/gi18n.h>

struct _ApmPeersDesk
{
  gatomicrefcount refs;
  GMutex mutex;
  ApmPeersReader *reader;   /* under the mutex */
};

ApmPeersDesk *
apm_peers_desk_new (void)
{
  ApmPeersDesk *self = g_new0 (ApmPeersDesk, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);

  return self;
}

ApmPeersDesk *
apm_peers_desk_ref (ApmPeersDesk *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_peers_desk_unref (ApmPeersDesk *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->reader, apm_peers_reader_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * apm_peers_desk_read:
 *
 * Looks at the whole machine; not on the main thread.
 *
 * Returns: (transfer full): or %NULL with @error
 */
ApmPeers *
apm_peers_desk_read (ApmPeersDesk  *self,
                     GError       **error)
{
  ApmPeers *peers = NULL;

  g_mutex_lock (&self->mutex);
  if (self->reader == NULL)
    self->reader = apm_peers_reader_new (error);
  if (self->reader)
    peers = apm_peers_reader_read (self->reader, 0, error);
  g_mutex_unlock (&self->mutex);

  return peers;
}

/**
 * apm_peers_dup_gaps_text:
 *
 * Returns: (transfer full) (nullable): why somebody may be missing, a sentence; %NULL
 *   if nobody is
 */
char *
apm_peers_dup_gaps_text (const ApmPeers *peers)
{
  guint n = apm_peers_get_n_denied (peers);

  if (apm_peers_is_complete (peers))
    return NULL;
  if (n == 0)
    return g_strdup (_("Not all connections could be looked at: a peer may be missing."));

  return g_strdup_printf (ngettext ("%'u process of others may not be looked at: it may be a peer that is missing here.",
                                    "%'u processes of others may not be looked at: a peer may be missing here.", n), n);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-peers-private.h"

#include <string.h>

/* One object and where its holders stand. */
typedef struct {
  ApmObject object;
  guint first;
  guint n;
} Shared;

struct _ApmPeers
{
  gatomicrefcount refs;
  GPtrArray *entries;      /* of ApmPeersEntry, by PID */
  GArray *objects;         /* of Shared, in order */
  GArray *holders;         /* of ApmHolder, an object's by PID and fd */
  ApmSockets *sockets;
  GHashTable *doubtful;    /* see apm_peers_find_doubtful_kin() */
  GHashTable *carriers;    /* PIDs of who has a socket that descriptors are on their way in */
  guint gaps;
  guint n_denied;
  guint n_in_flight;
};

/* While the index is built. */
typedef struct {
  ApmObject object;
  ApmHolder holder;
} Place;

static int
compare_objects (const ApmObject *a,
                 const ApmObject *b)
{
  if (a->kind != b->kind)
    return (a->kind > b->kind) - (a->kind < b->kind);
  if (a->id != b->id)
    return (a->id > b->id) - (a->id < b->id);

  return (a->device > b->device) - (a->device < b->device);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *place_a = a;
  const Place *place_b = b;
  int order = compare_objects (&place_a->object, &place_b->object);

  if (order != 0)
    return order;
  if (place_a->holder.pid != place_b->holder.pid)
    return (place_a->holder.pid > place_b->holder.pid) - (place_a->holder.pid < place_b->holder.pid);

  return (place_a->holder.fd > place_b->holder.fd) - (place_a->holder.fd < place_b->holder.fd);
}

/* Whether others can have it too, and be found by it. */
static gboolean
is_shared (const ApmObject *object)
{
  switch (object->kind)
    {
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
    case APM_OBJECT_SOCKET:
    case APM_OBJECT_TERMINAL:
    case APM_OBJECT_MASTER:
    case APM_OBJECT_EVENTFD:
    case APM_OBJECT_QUEUE:
    case APM_OBJECT_MEMORY:
    case APM_OBJECT_FUSE:
      return object->id != 0;
    case APM_OBJECT_OTHER:
    case APM_OBJECT_FILE:
    case APM_OBJECT_DIRECTORY:
    case APM_OBJECT_DEVICE:
    case APM_OBJECT_EPOLL:
    case APM_OBJECT_TIMERFD:
    case APM_OBJECT_SIGNALFD:
    case APM_OBJECT_INOTIFY:
    case APM_OBJECT_PIDFD:
    default:
      return FALSE;
    }
}

static void
add_places (GArray              *places,
            const ApmPeersEntry *entry)
{
  for (guint i = 0; i < entry->links->len; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);
      Place place = {
        .object = link->object,
        .holder = { entry->process.pid, link->tid, link->fd, link->access,
                    link->object.kind == APM_OBJECT_SOCKET ? link->object.id : 0 },
      };

      if (is_shared (&link->object))
        g_array_append_val (places, place);
    }
}

static void
build (ApmPeers *self)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < self->entries->len; i++)
    add_places (places, self->entries->pdata[i]);
  g_array_sort (places, compare_places);

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      Shared *last = self->objects->len > 0 ? &g_array_index (self->objects, Shared, self->objects->len - 1) : NULL;

      if (!last || compare_objects (&last->object, &place->object) != 0)
        {
          Shared shared = { .object = place->object, .first = i };

          g_array_append_val (self->objects, shared);
          last = &g_array_index (self->objects, Shared, self->objects->len - 1);
        }
      last->n++;
      g_array_append_val (self->holders, place->holder);
    }
}

/* Who has an end of a socket. */
static void
add_carriers (ApmPeers *self,
              guint64   inode)
{
  ApmObject object = { APM_OBJECT_SOCKET, inode, 0 };
  guint n;
  const ApmHolder *holders = apm_peers_get_holders (self, &object, &n);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (self->carriers, GINT_TO_POINTER (holders[i].pid));
}

/* Descriptors that were sent and not received have no holder. They are behind bytes
 * that were not read. */
static void
count_in_flight (ApmPeers *self)
{
  for (guint i = 0; i < apm_sockets_get_n (self->sockets); i++)
    {
      const ApmSocket *socket = apm_sockets_get_nth (self->sockets, i);
      ApmObject object = { APM_OBJECT_SOCKET, socket->inode, 0 };
      const ApmHolder *holder;
      guint n;
      g_auto(ApmFdInfo) info;

      apm_fd_info_init (&info);
      if (socket->family != APM_SOCKET_UNIX || socket->listens || socket->unread == 0)
        continue;
      holder = apm_peers_get_holders (self, &object, &n);
      if (n == 0 || !apm_fd_info_read (&info, holder->pid, holder->tid, holder->fd, NULL) || info.in_flight <= 0)
        continue;
      self->n_in_flight += (guint) info.in_flight;
      add_carriers (self, socket->inode);
      add_carriers (self, socket->peer);
    }
  if (self->n_in_flight > 0)
    self->gaps |= APM_PEERS_GAP_IN_FLIGHT;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  int pid_a = (*(ApmPeersEntry *const *) a)->process.pid;
  int pid_b = (*(ApmPeersEntry *const *) b)->process.pid;

  return (pid_a > pid_b) - (pid_a < pid_b);
}

/**
 * apm_peers_new:
 * @entries: (transfer full): of ApmPeersEntry
 * @sockets: (transfer full):
 * @gaps: what the reader knows of
 */
ApmPeers *
apm_peers_new (GPtrArray  *entries,
               ApmSockets *sockets,
               guint       gaps)
{
  ApmPeers *self = g_new0 (ApmPeers, 1);

  g_atomic_ref_count_init (&self->refs);
  self->entries = entries;
  self->sockets = sockets;
  self->gaps = gaps;
  self->objects = g_array_new (FALSE, FALSE, sizeof (Shared));
  self->holders = g_array_new (FALSE, FALSE, sizeof (ApmHolder));
  self->carriers = g_hash_table_new (NULL, NULL);
  g_ptr_array_sort (entries, compare_entries);
  build (self);

  for (guint i = 0; i < entries->len; i++)
    self->n_denied += ((ApmPeersEntry *) entries->pdata[i])->process.denied;
  if (self->n_denied > 0)
    self->gaps |= APM_PEERS_GAP_DENIED;
  count_in_flight (self);
  self->doubtful = apm_peers_find_doubtful_kin (self);

  return self;
}

gboolean
apm_peers_has_doubtful_kin (const ApmPeers *self,
                            int             pid)
{
  return g_hash_table_contains (self->doubtful, GINT_TO_POINTER (pid));
}

/* Whether @pid sends, or is sent, a descriptor just now. */
gboolean
apm_peers_is_carrier (const ApmPeers *self,
                      int             pid)
{
  return g_hash_table_contains (self->carriers, GINT_TO_POINTER (pid));
}

ApmPeers *
apm_peers_ref (ApmPeers *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_peers_unref (ApmPeers *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_ptr_array_unref (self->entries);
  g_array_unref (self->objects);
  g_array_unref (self->holders);
  g_hash_table_unref (self->doubtful);
  g_hash_table_unref (self->carriers);
  apm_sockets_free (self->sockets);
  g_free (self);
}

/**
 * apm_peers_is_complete:
 *
 * Returns: whether everybody could be looked at, so that whom it does not name is not
 *   there: "nobody" may be said only then
 */
gboolean
apm_peers_is_complete (const ApmPeers *self)
{
  return (self->gaps & ~(guint) APM_PEERS_GAP_SOCKETS) == 0;
}

/**
 * apm_peers_get_gaps:
 *
 * Returns: bits of ApmPeersGap, 0 where nothing is missing
 */
guint
apm_peers_get_gaps (const ApmPeers *self)
{
  return self->gaps;
}

/**
 * apm_peers_get_n_denied:
 *
 * Returns: how many processes may not be looked at by this user
 */
guint
apm_peers_get_n_denied (const ApmPeers *self)
{
  return self->n_denied;
}

guint
apm_peers_get_n_in_flight (const ApmPeers *self)
{
  return self->n_in_flight;
}

const ApmSockets *
apm_peers_get_sockets (const ApmPeers *self)
{
  return self->sockets;
}

const GPtrArray *
apm_peers_get_entries (const ApmPeers *self)
{
  return self->entries;
}

const ApmPeersEntry *
apm_peers_find_entry (const ApmPeers *self,
                      int             pid)
{
  guint from = 0, to = self->entries->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;
      const ApmPeersEntry *entry = self->entries->pdata[middle];

      if (entry->process.pid == pid)
        return entry;
      if (entry->process.pid < pid)
        from = middle + 1;
      else
        to = middle;
    }

  return NULL;
}

/**
 * apm_peers_find_process:
 *
 * Returns: (nullable): %NULL where it was not there, or is hidden
 */
const ApmPeersProcess *
apm_peers_find_process (const ApmPeers *self,
                        int             pid)
{
  const ApmPeersEntry *entry = apm_peers_find_entry (self, pid);

  return entry ? &entry->process : NULL;
}

/**
 * apm_peers_find_object:
 * @object: (out): what descriptor @fd of @pid leads to
 * @access: (out) (optional): as which it is open; 0 where that is not known of its kind
 *
 * Returns: %FALSE where there is no such descriptor, or it may not be looked at
 */
gboolean
apm_peers_find_object (const ApmPeers *self,
                       int             pid,
                       int             fd,
                       ApmObject      *object,
                       ApmAccess      *access)
{
  const ApmPeersEntry *entry = apm_peers_find_entry (self, pid);

  for (guint i = 0; entry && i < entry->links->len; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);

      if (link->fd == fd && link->tid == pid)
        {
          *object = link->object;
          if (access)
            *access = link->access;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * apm_peers_get_holders:
 * @n: (out): their number
 *
 * Returns: (nullable): all who have @object itself open or mapped: of a pipe both
 *   ends, of a socket this one only
 */
const ApmHolder *
apm_peers_get_holders (const ApmPeers  *self,
                       const ApmObject *object,
                       guint           *n)
{
  guint from = 0, to = self->objects->len;

  *n = 0;
  while (from < to)
    {
      guint middle = from + (to - from) / 2;
      const Shared *shared = &g_array_index (self->objects, Shared, middle);
      int order = compare_objects (&shared->object, object);

      if (order == 0)
        {
          *n = shared->n;
          return &g_array_index (self->holders, ApmHolder, shared->first);
        }
      if (order < 0)
        from = middle + 1;
      else
        to = middle;
    }

  return NULL;
}

/**
 * apm_peers_for_each_object:
 *
 * Calls @func with each object that others can have too, in order.
 */
void
apm_peers_for_each_object (const ApmPeers    *self,
                           ApmPeersObjectFunc func,
                           gpointer           data)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      const Shared *shared = &g_array_index (self->objects, Shared, i);

      func (&shared->object, &g_array_index (self->holders, ApmHolder, shared->first), shared->n, data);
    }
}

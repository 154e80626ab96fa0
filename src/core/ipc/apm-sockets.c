/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sockets-private.h"

#include "apm-text.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

static const guint8 v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/**
 * apm_sockets_new:
 *
 * Returns: (transfer full): a table without sockets, to be filled and joined
 */
ApmSockets *
apm_sockets_new (void)
{
  ApmSockets *self = g_new0 (ApmSockets, 1);

  self->all = g_array_new (FALSE, TRUE, sizeof (ApmSocket));
  self->waiting = g_array_new (FALSE, FALSE, sizeof (ApmSocketPair));
  self->clients = g_array_new (FALSE, FALSE, sizeof (ApmSocketPair));
  self->client_inodes = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->names = g_string_chunk_new (4096);
  self->know_peers = TRUE;

  return self;
}

void
apm_sockets_free (ApmSockets *self)
{
  if (!self)
    return;

  g_array_unref (self->all);
  g_array_unref (self->waiting);
  g_array_unref (self->clients);
  g_array_unref (self->client_inodes);
  g_string_chunk_free (self->names);
  g_free (self);
}

ApmSocket *
apm_sockets_add (ApmSockets      *self,
                 ApmSocketFamily  family)
{
  ApmSocket *socket;

  g_array_set_size (self->all, self->all->len + 1);
  socket = &g_array_index (self->all, ApmSocket, self->all->len - 1);
  socket->family = family;
  socket->type = family == APM_SOCKET_UDP ? SOCK_DGRAM : SOCK_STREAM;
  socket->uid = G_MAXUINT;

  return socket;
}

void
apm_sockets_truncate (ApmSockets *self,
                      guint       n_sockets,
                      guint       n_waiting)
{
  g_array_set_size (self->all, n_sockets);
  g_array_set_size (self->waiting, n_waiting);
}

/**
 * apm_socket_dup_name:
 * @bytes: sun_path of a Unix socket's address
 * @length: how much of it the address has
 *
 * Returns: (transfer full) (nullable): the name as ApmSocket tells it
 */
char *
apm_socket_dup_name (const char *bytes,
                     gsize       length)
{
  g_autofree char *raw = NULL;

  if (length == 0)
    return NULL;
  if (bytes[0] != '\0')
    return apm_text_to_utf8 (bytes, (gssize) strnlen (bytes, length));

  raw = g_memdup2 (bytes, length);
  for (gsize i = 0; i < length; i++)
    if (raw[i] == '\0')
      raw[i] = '@';

  return apm_text_to_utf8 (raw, (gssize) length);
}

void
apm_sockets_set_name (ApmSockets *self,
                      ApmSocket  *socket,
                      const char *bytes,
                      gsize       length)
{
  g_autofree char *name = apm_socket_dup_name (bytes, length);

  socket->name = name ? g_string_chunk_insert (self->names, name) : NULL;
}

static int
compare_sockets (gconstpointer a,
                 gconstpointer b)
{
  guint64 inode_a = ((const ApmSocket *) a)->inode;
  guint64 inode_b = ((const ApmSocket *) b)->inode;

  return (inode_a > inode_b) - (inode_a < inode_b);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const ApmSocketPair *pair_a = a;
  const ApmSocketPair *pair_b = b;

  if (pair_a->from != pair_b->from)
    return (pair_a->from > pair_b->from) - (pair_a->from < pair_b->from);

  return (pair_a->to > pair_b->to) - (pair_a->to < pair_b->to);
}

static ApmSocket *
get (const ApmSockets *self,
     guint             i)
{
  return &g_array_index (self->all, ApmSocket, i);
}

static guint
hash_tuple (gconstpointer key)
{
  const ApmSocket *socket = key;
  guint hash = (guint) socket->local.port << 16 | socket->remote.port;

  for (guint i = 12; i < 16; i++)
    hash = hash * 31 + (guint) (socket->local.bytes[i] ^ socket->remote.bytes[i]);

  return hash ^ (guint) socket->family;
}

static gboolean
same_address (const ApmAddress *a,
              const ApmAddress *b)
{
  return a->port == b->port && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static gboolean
same_tuple (gconstpointer a,
            gconstpointer b)
{
  const ApmSocket *one = a;
  const ApmSocket *other = b;

  return one->family == other->family && same_address (&one->local, &other->local) &&
         same_address (&one->remote, &other->remote);
}

static gboolean
is_wildcard (const ApmAddress *address)
{
  static const guint8 zero[16];

  return memcmp (address->bytes, zero, 16) == 0 ||
         (memcmp (address->bytes, v4_prefix, 12) == 0 && memcmp (address->bytes + 12, zero, 4) == 0);
}

/* Who is bound to @address and takes what comes there: the one with the very address
 * rather than one with all. */
static ApmSocket *
find_bound (GHashTable       *bound,
            ApmSocketFamily   family,
            const ApmAddress *address)
{
  ApmSocket key = { .family = family, .local = *address };
  ApmSocket *found = g_hash_table_lookup (bound, &key);

  if (!found)
    {
      memset (key.local.bytes, 0, sizeof key.local.bytes);
      found = g_hash_table_lookup (bound, &key);
    }

  return found;
}

static void
collect (const ApmSockets *self,
         GHashTable       *tuples,
         GHashTable       *bound)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      ApmSocket *socket = get (self, i);

      if (socket->family == APM_SOCKET_UNIX)
        continue;
      if (socket->connected)
        {
          g_hash_table_add (tuples, socket);
          continue;
        }
      /* All of IPv4 and all of IPv6 are one: sockets of IPv6 take both. */
      if (is_wildcard (&socket->local))
        memset (socket->local.bytes, 0, sizeof socket->local.bytes);
      memset (socket->remote.bytes, 0, sizeof socket->remote.bytes);
      socket->remote.port = 0;
      if (socket->listens || (socket->family == APM_SOCKET_UDP && socket->local.port != 0))
        g_hash_table_add (bound, socket);
    }
}

gboolean
apm_address_is_loopback (const ApmAddress *address)
{
  static const guint8 v6[16] = { [15] = 1 };

  return memcmp (address->bytes, v6, 16) == 0 ||
         (memcmp (address->bytes, v4_prefix, 12) == 0 && address->bytes[12] == 127);
}

/* The other end has our addresses the other way round. One without an inode is in the
 * queue of its listener while it is connected. */
static void
join_internet (ApmSockets *self)
{
  g_autoptr(GHashTable) tuples = g_hash_table_new (hash_tuple, same_tuple);
  g_autoptr(GHashTable) bound = g_hash_table_new (hash_tuple, same_tuple);

  collect (self, tuples, bound);
  for (guint i = 0; i < self->all->len; i++)
    {
      ApmSocket *socket = get (self, i);
      ApmSocket key = { .family = socket->family, .local = socket->remote, .remote = socket->local };
      const ApmSocket *other, *listener;

      if (socket->family == APM_SOCKET_UNIX || !socket->connected)
        continue;
      other = g_hash_table_lookup (tuples, &key);
      if (other && other->inode != 0)
        {
          socket->peer = other->inode;
        }
      else if (other || socket->connects || socket->family == APM_SOCKET_UDP)
        {
          listener = find_bound (bound, socket->family, &socket->remote);
          if (listener && socket->family == APM_SOCKET_TCP)
            socket->listener = listener->inode;
          else if (listener && apm_address_is_loopback (&socket->remote))
            socket->peer = listener->inode;
        }
    }
}

static ApmSocket *
find (const ApmSockets *self,
      guint64           inode)
{
  ApmSocket key = { .inode = inode };

  return inode != 0 ? bsearch (&key, self->all->data, self->all->len, sizeof key, compare_sockets) : NULL;
}

/* Then they can be found by their inodes. */
void
apm_sockets_sort (ApmSockets *self)
{
  g_array_sort (self->all, compare_sockets);
}

/**
 * apm_sockets_join:
 *
 * To be called once, when all have been taken: finds which of them belong together.
 */
void
apm_sockets_join (ApmSockets *self)
{
  apm_sockets_sort (self);
  join_internet (self);

  for (guint i = 0; i < self->waiting->len; i++)
    {
      const ApmSocketPair *pair = &g_array_index (self->waiting, ApmSocketPair, i);
      ApmSocket *client = find (self, pair->from);

      if (client)
        client->listener = pair->to;
    }
  for (guint i = 0; i < self->all->len; i++)
    {
      const ApmSocket *socket = get (self, i);
      ApmSocketPair pair = { .from = socket->peer, .to = socket->inode };

      if (socket->peer != 0 && socket->inode != 0)
        g_array_append_val (self->clients, pair);
    }
  g_array_sort (self->clients, compare_pairs);
  for (guint i = 0; i < self->clients->len; i++)
    g_array_append_val (self->client_inodes, g_array_index (self->clients, ApmSocketPair, i).to);
}

/**
 * apm_sockets_know_peers:
 *
 * Returns: whether the other ends of Unix sockets are told
 */
gboolean
apm_sockets_know_peers (const ApmSockets *self)
{
  return self->know_peers;
}

guint
apm_sockets_get_n (const ApmSockets *self)
{
  return self->all->len;
}

const ApmSocket *
apm_sockets_get_nth (const ApmSockets *self,
                     guint             i)
{
  return get (self, i);
}

/**
 * apm_sockets_find:
 *
 * Returns: (nullable): the socket with @inode
 */
const ApmSocket *
apm_sockets_find (const ApmSockets *self,
                  guint64           inode)
{
  return find (self, inode);
}

/**
 * apm_sockets_find_name:
 * @name: as apm_socket_dup_name() tells it
 *
 * Returns: (nullable): the Unix socket that takes what is sent or connected to @name
 */
const ApmSocket *
apm_sockets_find_name (const ApmSockets *self,
                       const char       *name)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const ApmSocket *socket = get (self, i);

      /* Sockets that a listener has accepted have its name too. */
      if (socket->name && (socket->listens || socket->type == SOCK_DGRAM) && strcmp (socket->name, name) == 0)
        return socket;
    }

  return NULL;
}

/**
 * apm_sockets_find_clients:
 * @n: (out): their number
 *
 * Returns: (nullable): the inodes of all sockets that have @inode as their peer
 */
const guint64 *
apm_sockets_find_clients (const ApmSockets *self,
                          guint64           inode,
                          guint            *n)
{
  guint from = 0, to = self->clients->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (self->clients, ApmSocketPair, middle).from < inode)
        from = middle + 1;
      else
        to = middle;
    }
  for (to = from; to < self->clients->len && g_array_index (self->clients, ApmSocketPair, to).from == inode; to++)
    ;
  *n = to - from;

  return *n > 0 ? &g_array_index (self->client_inodes, guint64, from) : NULL;
}

/**
 * apm_address_dup_host:
 *
 * Returns: (transfer full): "127.0.0.1", "::1", "*" for all addresses
 */
char *
apm_address_dup_host (const ApmAddress *address)
{
  char text[INET6_ADDRSTRLEN] = "?";

  if (is_wildcard (address))
    return g_strdup ("*");
  if (memcmp (address->bytes, v4_prefix, sizeof v4_prefix) == 0)
    inet_ntop (AF_INET, address->bytes + 12, text, sizeof text);
  else
    inet_ntop (AF_INET6, address->bytes, text, sizeof text);

  return g_strdup (text);
}

/**
 * apm_address_dup_text:
 *
 * Returns: (transfer full): "127.0.0.1:80", "[::1]:80", "*:80"
 */
char *
apm_address_dup_text (const ApmAddress *address)
{
  g_autofree char *host = apm_address_dup_host (address);

  return g_strdup_printf (strchr (host, ':') ? "[%s]:%u" : "%s:%u", host, address->port);
}

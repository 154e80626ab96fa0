/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-links.h"

#include "apm-pipe.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

/* Named at one side before the rest is counted. */
#define MOST_NAMES 6

#define FIELD(name, type) { #name, type, G_STRUCT_OFFSET (ApmLink, name), 0, 0 }

const ApmField apm_link_fields[] = {
  FIELD (kind, APM_FIELD_STRING),
  FIELD (from, APM_FIELD_STRING),
  FIELD (to, APM_FIELD_STRING),
  FIELD (object, APM_FIELD_STRING),
  FIELD (from_pid, APM_FIELD_INT),
  FIELD (to_pid, APM_FIELD_INT),
  FIELD (unread_bytes, APM_FIELD_INT64),
  FIELD (one_way, APM_FIELD_BOOLEAN),
  { NULL }
};

static void
append_end (GString                *text,
            const ApmConnectionEnd *end)
{
  g_autofree char *name = end->name ? apm_text_escape_lines (end->name) : NULL;

  if (text->len > 0)
    g_string_append (text, ", ");
  if (end->pid == G_MININT)
    g_string_append (text, _("not permitted to know"));
  else
    g_string_append_printf (text, "%s (%d)", name ? name : "?", end->pid);
  if (end->fds && *end->fds)
    g_string_append_printf (text, " fd %s", end->fds);
}

/* Where there are no sides, the first is one and all others the other. */
static gboolean
is_at_side (const ApmConnection *connection,
            guint                i,
            guint                side)
{
  const ApmConnectionEnd *end = connection->ends->pdata[i];
  const ApmConnectionEnd *last = connection->ends->pdata[connection->ends->len - 1];

  return (last->end == 1 ? (guint) end->end : i > 0 ? 1u : 0u) == side;
}

/**
 * apm_connection_dup_side:
 * @side: 0: from where, 1: to where
 *
 * Returns: (transfer full): who is there, in words; "" if nobody
 */
char *
apm_connection_dup_side (const ApmConnection *connection,
                         guint                side)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < connection->ends->len; i++)
    if (is_at_side (connection, i, side) && n++ < MOST_NAMES)
      append_end (text, connection->ends->pdata[i]);
  if (n > MOST_NAMES)
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", n - MOST_NAMES), n - MOST_NAMES);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
link_free (gpointer data)
{
  ApmLink *link = data;

  g_free (link->kind);
  g_free (link->from);
  g_free (link->to);
  g_free (link->object);
  g_free (link);
}

static int
get_pid (const ApmConnection *connection,
         guint                side)
{
  for (guint i = 0; i < connection->ends->len; i++)
    if (is_at_side (connection, i, side))
      return ((const ApmConnectionEnd *) connection->ends->pdata[i])->pid;

  return G_MININT;
}

static gint64
count_unread (const ApmConnection *connection)
{
  gint64 sum = G_MININT64;

  for (guint i = 0; i < connection->ends->len; i++)
    {
      const ApmConnectionEnd *end = connection->ends->pdata[i];

      if (end->unread_bytes != G_MININT64)
        sum = (sum == G_MININT64 ? 0 : sum) + end->unread_bytes;
    }

  return sum;
}

/* Fowler, Noll and Vo's hash, 1a. */
static guint64
hash_bytes (guint64       hash,
            gconstpointer bytes,
            gsize         length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ ((const guint8 *) bytes)[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

/* What is the same as long as it is the same connection. */
static guint64
make_key (const ApmLink *link)
{
  const char *object = link->object ? link->object : "";
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  hash = hash_bytes (hash, link->kind, strlen (link->kind) + 1);
  hash = hash_bytes (hash, object, strlen (object) + 1);
  hash = hash_bytes (hash, &link->connection->inode, sizeof link->connection->inode);
  hash = hash_bytes (hash, &link->from_pid, sizeof link->from_pid);

  return hash_bytes (hash, &link->to_pid, sizeof link->to_pid);
}

static ApmLink *
link_new (const ApmConnection *connection)
{
  ApmLink *link = g_new0 (ApmLink, 1);

  link->connection = connection;
  link->kind = g_strdup (connection->kind);
  link->from = apm_connection_dup_side (connection, 0);
  link->to = apm_connection_dup_side (connection, 1);
  if (connection->object)
    link->object = g_strdup (connection->object);
  else if (connection->inode != G_MININT64)
    link->object = g_strdup_printf ("%" G_GINT64_FORMAT, connection->inode);
  link->from_pid = get_pid (connection, 0);
  link->to_pid = get_pid (connection, 1);
  link->unread_bytes = count_unread (connection);
  link->one_way = connection->one_way;
  link->key = make_key (link);

  return link;
}

/**
 * apm_links_new:
 *
 * Returns: (transfer full): all connections in @peers, in words
 */
ApmLinks *
apm_links_new (const ApmPeers *peers)
{
  ApmLinks *links = g_new0 (ApmLinks, 1);

  links->connections = apm_connections_list (peers);
  links->rows = g_ptr_array_new_full (links->connections->len, link_free);
  for (guint i = 0; i < links->connections->len; i++)
    g_ptr_array_add (links->rows, link_new (links->connections->pdata[i]));
  links->n_unreadable = apm_peers_get_n_denied (peers);

  return links;
}

void
apm_links_free (ApmLinks *links)
{
  g_ptr_array_unref (links->rows);
  g_ptr_array_unref (links->connections);
  g_free (links);
}

static void
neighbour_free (gpointer data)
{
  ApmNeighbour *neighbour = data;

  g_free (neighbour->name);
  g_array_unref (neighbour->joints);
  g_free (neighbour);
}

static ApmNeighbour *
find_neighbour (GPtrArray              *neighbours,
                const ApmConnectionEnd *end)
{
  ApmNeighbour *neighbour;

  for (guint i = 0; i < neighbours->len; i++)
    if (((ApmNeighbour *) neighbours->pdata[i])->pid == end->pid)
      return neighbours->pdata[i];
  neighbour = g_new0 (ApmNeighbour, 1);
  neighbour->pid = end->pid;
  neighbour->name = g_strdup (end->name);
  neighbour->joints = g_array_new (FALSE, FALSE, sizeof (ApmJoint));
  g_ptr_array_add (neighbours, neighbour);

  return neighbour;
}

/* @theirs is at the other end of @ours; two readers of one pipe do not reach each other. */
static void
take_pair (GPtrArray              *neighbours,
           const ApmConnectionEnd *ours,
           const ApmConnectionEnd *theirs)
{
  const ApmConnection *connection = ours->connection;
  gboolean apart = ours->end != theirs->end;
  ApmJoint joint = { ours, theirs };
  ApmNeighbour *neighbour;

  if (theirs->pid == ours->pid || (connection->one_way && !apart))
    return;
  neighbour = find_neighbour (neighbours, theirs);
  g_array_append_val (neighbour->joints, joint);
  neighbour->sends |= !connection->one_way || theirs->end == 0;
  neighbour->receives |= !connection->one_way || theirs->end == 1;
}

/**
 * apm_links_list_neighbours:
 * @name: (out) (transfer full) (nullable): of the process
 *
 * Returns: (transfer full) (element-type ApmNeighbour): whom the process is connected
 *   to, each once
 */
GPtrArray *
apm_links_list_neighbours (const ApmLinks *links,
                           int             pid,
                           char          **name)
{
  GPtrArray *neighbours = g_ptr_array_new_with_free_func (neighbour_free);

  *name = NULL;
  for (guint i = 0; i < links->connections->len; i++)
    {
      const ApmConnection *connection = links->connections->pdata[i];

      for (guint j = 0; j < connection->ends->len; j++)
        {
          const ApmConnectionEnd *ours = connection->ends->pdata[j];

          if (ours->pid != pid)
            continue;
          if (*name == NULL)
            *name = g_strdup (ours->name);
          for (guint k = 0; k < connection->ends->len; k++)
            take_pair (neighbours, ours, connection->ends->pdata[k]);
        }
    }

  return neighbours;
}

static gint64
ask_pipe (const ApmConnectionEnd *reader)
{
  gint64 waiting = -1, capacity;

  apm_pipe_read_fill (reader->pid, atoi (reader->fds), (guint64) reader->connection->inode, &waiting, &capacity);

  return waiting;
}

/**
 * apm_joint_read_waiting:
 *
 * Returns: the bytes that were sent and not read, both ways together; of a pipe those of
 *   now. -1: not known
 */
gint64
apm_joint_read_waiting (const ApmJoint *joint)
{
  const ApmConnection *connection = joint->ours->connection;
  const ApmConnectionEnd *reader = joint->ours->end == 1 ? joint->ours : joint->theirs;

  if (g_str_equal (connection->kind, "pipe"))
    return reader->pid != G_MININT && reader->fds && *reader->fds ? ask_pipe (reader) : -1;
  if (joint->ours->unread_bytes == G_MININT64 && joint->theirs->unread_bytes == G_MININT64)
    return -1;

  return MAX (joint->ours->unread_bytes, 0) + MAX (joint->theirs->unread_bytes, 0);
}

static void
run (GTask                      *task,
     G_GNUC_UNUSED gpointer      source,
     G_GNUC_UNUSED gpointer      data,
     G_GNUC_UNUSED GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(ApmPeers) peers = apm_peers_read (APM_PEERS_MEMORY | APM_PEERS_THREADS, &error);

  if (peers)
    g_task_return_pointer (task, apm_links_new (peers), (GDestroyNotify) apm_links_free);
  else
    g_task_return_error (task, error);
}

/**
 * apm_links_take_async:
 *
 * Looks at all processes, in a thread.
 */
void
apm_links_take_async (GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, run);
}

ApmLinks *
apm_links_finish (GAsyncResult  *result,
                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

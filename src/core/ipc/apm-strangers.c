/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-strangers.h"

#include "apm-peers.h"
#include "apm-text.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct _ApmStrangers
{
  gatomicrefcount refs;
  GMutex mutex;
  ApmPeersReader *reader;   /* NULL before the first look; by mutex */
};

typedef struct {
  ApmStrangers *strangers;
  ApmMedium medium;
  char *name;
  gboolean senders;
  int near_pid;
} Question;

ApmStrangers *
apm_strangers_new (void)
{
  ApmStrangers *self = g_new0 (ApmStrangers, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);

  return self;
}

ApmStrangers *
apm_strangers_ref (ApmStrangers *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_strangers_unref (ApmStrangers *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->reader, apm_peers_reader_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  apm_strangers_unref (question->strangers);
  g_free (question->name);
  g_free (question);
}

/* Queues and shared memory are opened: where among the files they are differs. */
static int
open_object (const Question *question,
             ApmObject      *object)
{
  switch ((guint) question->medium)
    {
    case APM_MEDIUM_FIFO:
      object->kind = APM_OBJECT_FIFO;
      return open (question->name, O_PATH | O_CLOEXEC);
    case APM_MEDIUM_QUEUE:
      object->kind = APM_OBJECT_QUEUE;
      return (int) mq_open (question->name, O_RDONLY | O_CLOEXEC);
    case APM_MEDIUM_RING:
      object->kind = APM_OBJECT_MEMORY;
      return shm_open (question->name, O_RDONLY, 0);
    default:
      return -1;
    }
}

static gboolean
find_object (const Question *question,
             ApmObject      *object)
{
  int fd = open_object (question, object);
  struct stat status;
  gboolean found = fd >= 0 && fstat (fd, &status) == 0;

  apm_clear_fd (&fd);   /* before anybody is looked at */
  if (!found)
    return FALSE;

  object->id = status.st_ino;
  object->device = status.st_dev;

  return TRUE;
}

static void
add_holders (const Question  *question,
             const ApmPeers  *peers,
             const ApmObject *object,
             ApmAccess        wanted,
             GArray          *found)
{
  guint n;
  const ApmHolder *holders = apm_peers_get_holders (peers, object, &n);

  for (guint i = 0; i < n; i++)
    if (holders[i].pid != question->near_pid && (wanted == 0 || (holders[i].access & wanted) != 0))
      g_array_append_val (found, holders[i]);
}

static gboolean
has_name (const Question  *question,
          const ApmSocket *socket)
{
  return socket != NULL && g_strcmp0 (socket->name, question->name) == 0;
}

/* Who receives has a socket of that name; who sends is joined to one, or waits to be. */
static void
add_socket_holders (const Question *question,
                    const ApmPeers *peers,
                    GArray         *found)
{
  const ApmSockets *sockets = apm_peers_get_sockets (peers);

  for (guint i = 0; i < apm_sockets_get_n (sockets); i++)
    {
      const ApmSocket *socket = apm_sockets_get_nth (sockets, i);
      const ApmSocket *other = question->senders ? apm_sockets_find (sockets, socket->peer ? socket->peer : socket->listener) : socket;

      if (has_name (question, other) && socket->inode != 0)
        add_holders (question, peers, &(ApmObject) { APM_OBJECT_SOCKET, socket->inode, 0 }, 0, found);
    }
}

static int
compare_holders (gconstpointer a,
                 gconstpointer b)
{
  int pid_a = ((const ApmHolder *) a)->pid, pid_b = ((const ApmHolder *) b)->pid;

  return (pid_a > pid_b) - (pid_a < pid_b);
}

static void
look (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  Question *question = data;
  ApmStrangers *self = question->strangers;
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (ApmHolder));
  g_autoptr(ApmPeers) peers = NULL;
  GError *error = NULL;
  ApmObject object = { 0 };
  gboolean is_socket = apm_medium_is_socket (question->medium);
  ApmAccess wanted = question->medium == APM_MEDIUM_RING ? 0 : question->senders ? APM_ACCESS_WRITE : APM_ACCESS_READ;
  int first;

  if (!is_socket && !find_object (question, &object))
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (self->reader == NULL)
    self->reader = apm_peers_reader_new (&error);
  if (self->reader != NULL)
    peers = apm_peers_reader_read (self->reader, question->medium == APM_MEDIUM_RING ? APM_PEERS_MEMORY : 0, &error);
  if (peers == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (is_socket)
    add_socket_holders (question, peers, found);
  else
    add_holders (question, peers, &object, wanted, found);
  g_array_sort (found, compare_holders);
  g_task_return_pointer (task, apm_peers_dup_names_text (peers, found, question->near_pid, &first), g_free);
}

/**
 * apm_strangers_look_async:
 * @medium: one that has a name among files, queues or shared memory
 * @name: of the channel
 * @senders: who can write into it; else who can read from it
 * @near_pid: whose end is known: he is left out
 *
 * Looks in a thread. Two looks at once wait for each other.
 */
void
apm_strangers_look_async (ApmStrangers        *self,
                          ApmMedium            medium,
                          const char          *name,
                          gboolean             senders,
                          int                  near_pid,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Question *question;

  g_return_if_fail (self != NULL && name != NULL && apm_medium_is_named (medium));

  question = g_new0 (Question, 1);
  question->strangers = apm_strangers_ref (self);
  question->medium = medium;
  question->name = g_strdup (name);
  question->senders = senders;
  question->near_pid = near_pid;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, look);
}

/**
 * apm_strangers_look_finish:
 *
 * Returns: (transfer full) (nullable): "cat (4711)", in the user's language; %NULL where
 *   nobody was seen, also without an error: who may not be looked at, or was there only
 *   for a moment, is not
 */
char *
apm_strangers_look_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

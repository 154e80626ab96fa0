/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-wait-channel.h"

#include <string.h>
#include <unistd.h>

#define SMALLEST_ID_SPACE 3      /* kinds of objects that have no device */

/**
 * apm_wait_ask_file:
 *
 * Has @wait told by what the descriptor leads to, once all processes are looked at.
 *
 * Returns: (transfer none): borrowed until the next one
 */
ApmWaitFileAsk *
apm_wait_ask_file (ApmWaitSubject *subject,
                   ApmWait        *wait,
                   int             fd,
                   ApmAccess       access)
{
  ApmWaitPass *pass = subject->look->pass;
  ApmWaitFileAsk ask = {
    .wait = (guint) (wait - &g_array_index (pass->waits, ApmWait, 0)),
    .fd = fd,
    .access = access,
  };

  g_array_append_val (subject->look->file_asks, ask);

  return &g_array_index (subject->look->file_asks, ApmWaitFileAsk, subject->look->file_asks->len - 1);
}

void
apm_wait_set_object (ApmWait         *wait,
                     const ApmObject *object)
{
  wait->object.space = object->device ? object->device : SMALLEST_ID_SPACE + (guint64) object->kind;
  wait->object.id = object->id;
}

static ApmWaitKind
choose_kind (const ApmObject *object,
             ApmAccess        access)
{
  gboolean reads = access != APM_ACCESS_WRITE;

  switch (object->kind)
    {
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
      return reads ? APM_WAIT_PIPE_READ : APM_WAIT_PIPE_WRITE;
    case APM_OBJECT_SOCKET:
      return reads ? APM_WAIT_SOCKET_READ : APM_WAIT_SOCKET_WRITE;
    case APM_OBJECT_TERMINAL:
    case APM_OBJECT_MASTER:
      return APM_WAIT_TERMINAL;
    case APM_OBJECT_EVENTFD:
      return APM_WAIT_EVENTFD;
    case APM_OBJECT_QUEUE:
      return APM_WAIT_MESSAGE_QUEUE;
    case APM_OBJECT_TIMERFD:
      return APM_WAIT_TIMERFD;
    case APM_OBJECT_SIGNALFD:
      return APM_WAIT_SIGNALFD;
    case APM_OBJECT_INOTIFY:
      return APM_WAIT_INOTIFY;
    case APM_OBJECT_FUSE:
      return APM_WAIT_FUSE;
    case APM_OBJECT_EPOLL:
      return APM_WAIT_EPOLL;
    case APM_OBJECT_OTHER:
    case APM_OBJECT_FILE:
    case APM_OBJECT_DIRECTORY:
    case APM_OBJECT_DEVICE:
    case APM_OBJECT_MEMORY:
    case APM_OBJECT_PIDFD:
    default:
      return APM_WAIT_FILE;
    }
}

static gboolean
is_own_only (const ApmWait *wait,
             const GArray  *enders)
{
  for (guint i = 0; i < enders->len; i++)
    if (g_array_index (enders, ApmWaitEnder, i).pid != wait->pid)
      return FALSE;

  return enders->len > 0;
}

/* Even root may not look at a process or two, of the system's own. Where those are the
 * only ones, and are not to be expected there, that is proof enough; what is on its way in
 * a socket can be anything. */
static ApmWaitGrade
grade_of (ApmWaitLook      *look,
          const ApmWaitFar *far)
{
  gboolean is_all_seen = look->peers && (apm_peers_get_gaps (look->peers) & APM_PEERS_GAP_IN_FLIGHT) == 0;

  if (far->is_complete || (far->is_likely && is_all_seen && geteuid () == 0))
    return APM_WAIT_GRADE_PROVEN;

  return far->is_likely ? APM_WAIT_GRADE_LIKELY : APM_WAIT_GRADE_UNKNOWN;
}

/* @asks: what it is that they could act on */
static void
take_far (ApmWaitLook          *look,
          ApmWait              *wait,
          ApmWaitFar           *far,
          const ApmWaitFileAsk *asks,
          guint                 n_asks)
{
  gboolean is_sure;

  if (look->is_near && !far->is_open && !far->is_doubtful)
    look->is_unsettled = far->is_likely = TRUE;
  is_sure = far->is_complete || far->is_likely;
  wait->grade = grade_of (look, far);
  if (far->is_idle)
    wait->flags |= APM_WAIT_IDLE;
  if (far->is_open)
    {
      wait->nature = APM_WAIT_OPEN;
      wait->grade = APM_WAIT_GRADE_PROVEN;
      return;
    }
  wait->nature = far->is_soft ? APM_WAIT_SOFT : APM_WAIT_HARD;
  if (!is_sure)
    wait->unknown = far->is_in_flight ? APM_WAIT_IN_FLIGHT : APM_WAIT_DENIED_MODE;
  if (is_own_only (wait, far->enders))
    wait->finding = APM_WAIT_SELF;
  else if (far->enders->len == 0 && is_sure)
    wait->finding = APM_WAIT_NOBODY;
  apm_wait_add_group (look->pass, wait, (const ApmWaitEnder *) (gconstpointer) far->enders->data,
                      far->enders->len, is_sure && !look->is_near);
  if (!is_sure && !far->is_in_flight)
    apm_wait_add_candidates (look, wait, asks, n_asks);
}

static void
name_socket (ApmWaitLook *look,
             ApmWait     *wait)
{
  const ApmSocket *socket = look->peers ? apm_sockets_find (apm_peers_get_sockets (look->peers), wait->object.id) : NULL;
  g_autofree char *address = NULL;

  if (!socket || wait->object.name)
    return;
  if (socket->family != APM_SOCKET_UNIX)
    address = apm_address_dup_text (socket->connected ? &socket->remote : &socket->local);
  else
    address = g_strdup (socket->name);
  if (address && *address)
    apm_wait_set_name (look->pass, wait, address, strlen (address));
}

static void
tell_timer (ApmWait              *wait,
            const ApmWaitFileAsk *ask)
{
  g_auto(ApmFdInfo) info;

  apm_fd_info_init (&info);
  if (!apm_fd_info_read (&info, wait->pid, wait->tid, ask->fd, NULL) || info.timer_left_ns < 0)
    return;
  /* One that is not set waits for somebody to set it. */
  if (info.timer_left_ns == 0)
    return;
  wait->flags |= APM_WAIT_TIMED;
  wait->left_us = info.timer_left_ns / 1000;
}

/* A file, or a device: the kernel's function tells disk and FUSE. */
static void
tell_plain_file (ApmWaitLook     *look,
                 ApmWait         *wait,
                 const ApmObject *object)
{
  ApmWaitSubject subject = { .look = look, .pid = wait->pid };
  ApmWaitKind kind;

  wait->channel = apm_wait_read_channel (&subject, wait->tid);
  kind = wait->channel ? apm_channel_get_kind (wait->channel) : APM_WAIT_UNKNOWN;
  wait->nature = APM_WAIT_OPEN;
  if (kind != APM_WAIT_UNKNOWN)
    wait->kind = kind;
  if (kind == APM_WAIT_DISK || kind == APM_WAIT_FUSE)
    wait->flags |= APM_WAIT_UNINTERRUPTIBLE;
  if (kind == APM_WAIT_FUSE)
    apm_wait_tell_daemon (look, wait, object);
}

/* The kinds whose name the call gives: connect(), accept() and queues. */
static gboolean
has_kind (const ApmWait *wait)
{
  return wait->kind != APM_WAIT_FILE;
}

static void
tell_one (ApmWaitLook          *look,
          ApmWait              *wait,
          const ApmWaitFileAsk *ask)
{
  ApmWaitFar far = { .is_complete = TRUE, .is_likely = TRUE };

  apm_wait_set_object (wait, &ask->object);
  wait->object.fd = ask->fd;
  if (!has_kind (wait))
    wait->kind = choose_kind (&ask->object, ask->access);
  if (wait->kind == APM_WAIT_FILE)
    {
      tell_plain_file (look, wait, &ask->object);
      return;
    }
  if (wait->kind == APM_WAIT_ACCEPT || wait->kind == APM_WAIT_IO_URING)
    {
      wait->nature = APM_WAIT_OPEN;
      wait->grade = APM_WAIT_GRADE_PROVEN;
      wait->flags |= APM_WAIT_IDLE;
      return;
    }
  if (wait->kind == APM_WAIT_TIMERFD)
    tell_timer (wait, ask);

  far.enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));
  if (wait->kind == APM_WAIT_CONNECT)
    apm_wait_add_listener (look, wait, &ask->object, &far);
  else
    apm_wait_add_far (look, wait, &ask->object, ask->access, &far);
  take_far (look, wait, &far, ask, 1);
  if (ask->object.kind == APM_OBJECT_SOCKET)
    name_socket (look, wait);
  g_array_unref (far.enders);
}

/* Two that serve each other's sockets may both be idle, and well. */
static gboolean
is_event_loop (const ApmWaitFileAsk *asks,
               guint                 n_asks)
{
  for (guint i = 0; i < n_asks; i++)
    if (n_asks > 1 && asks[i].object.kind == APM_OBJECT_SOCKET)
      return TRUE;

  return FALSE;
}

/* A pipe to oneself is how a signal handler, or another thread, wakes an event loop. */
static void
add_any (ApmWaitLook          *look,
         const ApmWait        *wait,
         const ApmWaitFileAsk *asks,
         guint                 n_asks,
         ApmWaitFar           *far)
{
  for (guint i = 0; i < n_asks && !far->is_open; i++)
    if (asks[i].object.kind == APM_OBJECT_PIDFD)
      apm_wait_add_pidfd (wait, &asks[i], far);
    else
      apm_wait_add_far (look, wait, &asks[i].object, asks[i].access, far);
  if (is_own_only (wait, far->enders))
    far->is_soft = far->is_idle = TRUE;
}

/* Any of them ends it. What is open to anybody is looked for first: then nobody else
 * needs to be known. */
static void
tell_many (ApmWaitLook          *look,
           ApmWait              *wait,
           const ApmWaitFileAsk *asks,
           guint                 n_asks,
           ApmWaitFar            far)
{
  wait->count[0] = n_asks;
  far.enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));
  far.is_complete = far.is_likely = TRUE;
  for (guint i = 0; i < n_asks; i++)
    if (!asks[i].is_known || apm_wait_is_open_ended (&asks[i].object))
      far.is_open = far.is_idle = TRUE;
  if (is_event_loop (asks, n_asks))
    far.is_soft = far.is_idle = TRUE;
  if (wait->flags & APM_WAIT_TIMED)
    far.is_open = TRUE;
  if (n_asks == 0)
    far.is_open = far.is_idle = TRUE;
  add_any (look, wait, asks, n_asks, &far);
  take_far (look, wait, &far, asks, n_asks);
  g_array_unref (far.enders);
}

static void
tell_polled (ApmWaitLook          *look,
             ApmWait              *wait,
             const ApmWaitFileAsk *asks,
             guint                 n_asks)
{
  if (n_asks == 1)
    apm_wait_set_object (wait, &asks[0].object);
  wait->object.fd = n_asks == 1 ? asks[0].fd : -1;
  tell_many (look, wait, asks, n_asks, (ApmWaitFar) { 0 });
}

/* Of the descriptors of an epoll instance, as of those of a poll(). */
static void
tell_epoll (ApmWaitLook          *look,
            ApmWait              *wait,
            const ApmWaitFileAsk *ask)
{
  ApmWaitFar far = { 0 };
  g_autoptr(GArray) watched = apm_wait_list_watched (wait, ask->fd, &far.is_open, &far.is_soft);

  apm_wait_set_object (wait, &ask->object);
  wait->object.fd = ask->fd;
  far.is_idle = far.is_open || far.is_soft;
  tell_many (look, wait, (const ApmWaitFileAsk *) (gconstpointer) watched->data, watched->len, far);
}

static gboolean
is_about_many (const ApmWait *wait)
{
  return wait->kind == APM_WAIT_POLL || wait->kind == APM_WAIT_SELECT;
}

/* @first: of its asks; those of a wait stand together.
 *
 * Returns: how many it has */
static guint
tell_wait (ApmWaitLook *look,
           ApmWait     *wait,
           guint        first)
{
  ApmWaitFileAsk *asks = &g_array_index (look->file_asks, ApmWaitFileAsk, first);
  guint n_asks = 1;

  while (first + n_asks < look->file_asks->len && asks[n_asks].wait == asks->wait)
    n_asks++;
  if (apm_wait_is_refused (wait) && apm_wait_may_guess (wait->kind))
    {
      apm_wait_guess_far (look, wait);
      return n_asks;
    }
  switch (wait->kind)
    {
    case APM_WAIT_FLOCK:
    case APM_WAIT_FILE_LOCK:
    case APM_WAIT_OFD_LOCK:
    case APM_WAIT_LEASE:
      apm_wait_tell_lock (look, wait, asks);
      return n_asks;
    case APM_WAIT_FIFO_OPEN:
      apm_wait_tell_fifo (wait, asks);
      return n_asks;
    /* Whatever call it was in: it waits to be continued. */
    case APM_WAIT_STOPPED:
    case APM_WAIT_TRACED:
      return n_asks;
    default:
      break;
    }

  for (guint i = 0; i < n_asks; i++)
    {
      ApmAccess access;

      asks[i].is_known = apm_peers_read_object (wait->pid, wait->tid, asks[i].fd, &asks[i].object, &access, NULL);
    }
  if (is_about_many (wait))
    tell_polled (look, wait, asks, n_asks);
  else if (wait->kind == APM_WAIT_EPOLL && asks[0].is_known)
    tell_epoll (look, wait, &asks[0]);
  else if (asks[0].is_known)
    tell_one (look, wait, &asks[0]);
  else
    wait->unknown = APM_WAIT_MOVED;

  return n_asks;
}

/* Those of one wait stay in their order. */
static int
compare_asks (gconstpointer a,
              gconstpointer b)
{
  const ApmWaitFileAsk *one = a, *other = b;

  return (one->wait > other->wait) - (one->wait < other->wait);
}

/* By what everybody has open. */
static void
tell_again (ApmWaitLook  *look,
            const GArray *befores)
{
  g_clear_pointer (&look->locks, apm_file_locks_free);
  g_clear_pointer (&look->peers, apm_peers_unref);
  look->has_asked_peers = look->is_near = FALSE;
  for (guint i = 0; i < befores->len; i++)
    {
      const ApmWaitBefore *before = &g_array_index (befores, ApmWaitBefore, i);
      ApmWait *wait = &g_array_index (look->pass->waits, ApmWait, before->wait);

      *wait = before->told;
      tell_wait (look, wait, before->first_ask);
    }
}

/**
 * apm_wait_tell_files:
 *
 * Tells all waits that are on descriptors.
 */
void
apm_wait_tell_files (ApmWaitLook *look)
{
  g_autoptr(GArray) unsettled = g_array_new (FALSE, FALSE, sizeof (ApmWaitBefore));

  g_array_sort (look->file_asks, compare_asks);
  look->is_near = look->reader->is_quick && look->pass->is_whole;
  for (guint i = 0; i < look->file_asks->len;)
    {
      guint index = g_array_index (look->file_asks, ApmWaitFileAsk, i).wait;
      ApmWait *wait = &g_array_index (look->pass->waits, ApmWait, index);
      ApmWaitBefore before = { index, i, *wait };

      g_array_append_val (look->befores, before);
      look->is_unsettled = FALSE;
      i += tell_wait (look, wait, i);
      if (look->is_unsettled)
        g_array_append_val (unsettled, before);
    }
  if (!apm_wait_is_near_enough (look, unsettled))
    tell_again (look, unsettled);
  g_clear_pointer (&look->locks, apm_file_locks_free);
  g_clear_pointer (&look->peers, apm_peers_unref);
}

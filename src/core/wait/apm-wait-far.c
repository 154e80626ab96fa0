/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

/* Who is at the other ends of what a thread waits on. */

static ApmPeers *
read_near (ApmWaitLook *look)
{
  g_autoptr(GArray) pids = apm_wait_list_near (look);

  return apm_peers_reader_read_some (look->reader->peers_reader, (const int *) (gconstpointer) pids->data, pids->len);
}

/**
 * apm_wait_get_peers:
 *
 * Returns: (nullable): the machine's table of descriptors, read once a pass; or, where
 *   the look is near, that of a few
 */
const ApmPeers *
apm_wait_get_peers (ApmWaitLook *look)
{
  ApmWaitReader *reader = look->reader;

  if (look->has_asked_peers)
    return look->peers;

  look->has_asked_peers = TRUE;
  if (!reader->peers_reader)
    reader->peers_reader = apm_peers_reader_new (NULL);
  if (reader->peers_reader && look->is_near)
    look->peers = read_near (look);
  else if (reader->peers_reader)
    look->peers = apm_peers_reader_read (reader->peers_reader, 0, NULL);
  if (look->peers)
    look->pass->n_hidden_files = apm_peers_get_n_denied (look->peers);

  return look->peers;
}

/* Who waits for one of these waits for anybody, and mostly by design. */
gboolean
apm_wait_is_open_ended (const ApmObject *object)
{
  switch (object->kind)
    {
    case APM_OBJECT_TERMINAL:
    case APM_OBJECT_MASTER:
    case APM_OBJECT_TIMERFD:
    case APM_OBJECT_SIGNALFD:
    case APM_OBJECT_INOTIFY:
    case APM_OBJECT_FUSE:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_holders (ApmWaitFar      *far,
             const ApmFarEnd *end)
{
  for (guint i = 0; i < end->holders->len; i++)
    {
      ApmWaitEnder ender = { g_array_index (end->holders, ApmHolder, i).pid, 0 };
      gboolean is_new = TRUE;

      for (guint k = 0; k < far->enders->len && is_new; k++)
        is_new = g_array_index (far->enders, ApmWaitEnder, k).pid != ender.pid;
      if (is_new)
        g_array_append_val (far->enders, ender);
    }
}

static void
add_peers (ApmWaitLook     *look,
           const ApmWait   *wait,
           const ApmObject *object,
           ApmAccess        access,
           ApmWaitFar      *far)
{
  const ApmPeers *peers = apm_wait_get_peers (look);
  g_autoptr(ApmFarEnd) end = NULL;

  if (!peers)
    {
      far->is_complete = far->is_likely = FALSE;
      return;
    }
  end = apm_peers_find_far (peers, object, access == APM_ACCESS_WRITE ? APM_ACCESS_READ : APM_ACCESS_WRITE);
  far->is_complete &= end->complete;
  far->is_likely &= end->likely_complete;
  far->is_doubtful |= end->doubtful;
  far->is_in_flight |= end->in_flight;
  switch (end->state)
    {
    case APM_FAR_HELD:
    case APM_FAR_NOT_ACCEPTED:
      add_holders (far, end);
      break;
    case APM_FAR_OPEN:
      far->is_open = TRUE;
      far->is_idle |= wait->kind != APM_WAIT_SOCKET_WRITE;
      break;
    case APM_FAR_CLOSED:
      break;
    case APM_FAR_NONE:
    case APM_FAR_REMOTE:
    case APM_FAR_UNKNOWN:
    default:
      far->is_open = TRUE;
    }
}

/**
 * apm_wait_add_far:
 * @far: (inout): who else could act on @object is added
 */
void
apm_wait_add_far (ApmWaitLook     *look,
                  const ApmWait   *wait,
                  const ApmObject *object,
                  ApmAccess        access,
                  ApmWaitFar      *far)
{
  switch (object->kind)
    {
    case APM_OBJECT_EVENTFD:
    case APM_OBJECT_QUEUE:
      far->is_soft = TRUE;
      add_peers (look, wait, object, access, far);
      break;
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
    case APM_OBJECT_SOCKET:
      add_peers (look, wait, object, access, far);
      break;
    default:
      far->is_open = TRUE;
      far->is_idle |= apm_wait_is_open_ended (object);
    }
}

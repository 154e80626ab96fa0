/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-guard.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <mqueue.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The names of channels: what is made, taken away, and taken away also if we are
 * killed. */

static gboolean
make_ring (const char  *name,
           guint        n_messages,
           guint        message_size,
           GError     **error)
{
  struct shared_ring ring;
  int problem = shared_ring_create (&ring, name, n_messages, message_size);

  shared_ring_close (&ring);
  if (problem == 0)
    return TRUE;
  apm_set_error_from_errno (error, problem, _("Could not make the ring “%s”"), name);

  return FALSE;
}

/**
 * apm_endpoint_make:
 * @n_messages: of a queue or ring: how many find room
 * @message_size: the same: bytes of the longest one
 *
 * Makes a FIFO, queue or ring, for its owner alone; apm_endpoint_unmake() takes it away.
 * A socket lives with its receiver: apm_endpoint_open() makes it.
 *
 * Returns: FALSE and %APM_ERROR_EXISTS, %APM_ERROR_INVALID, %APM_ERROR_DENIED…
 */
gboolean
apm_endpoint_make (const char  *address,
                   guint        n_messages,
                   guint        message_size,
                   GError     **error)
{
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;

  switch (medium)
    {
    case APM_MEDIUM_FIFO:
      if (mkfifo (name, 0600) == 0)
        return TRUE;
      apm_set_error_from_errno (error, errno, _("Could not make the FIFO “%s”"), name);
      return FALSE;

    case APM_MEDIUM_QUEUE:
      return apm_endpoint_make_queue (name, n_messages, message_size, error);

    case APM_MEDIUM_RING:
      return make_ring (name, n_messages, message_size, error);

    default:
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("“%s” need not be made: it is there while somebody receives from it"), address);
      return FALSE;
    }
}

static int
unlink_of (const char *path,
           mode_t      type)
{
  struct stat status;

  if (lstat (path, &status) < 0)
    return -1;
  if ((status.st_mode & S_IFMT) == type)
    return unlink (path);
  errno = EEXIST;

  return -1;
}

/**
 * apm_endpoint_unmake:
 *
 * Takes away the name that apm_endpoint_make() has made, or a receiver's socket, and nothing
 * of another kind that stands there instead by now. Who has it open keeps it.
 */
gboolean
apm_endpoint_unmake (const char  *address,
                     GError     **error)
{
  ApmMedium medium;
  const char *name;
  int done;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;

  done = medium == APM_MEDIUM_QUEUE ? mq_unlink (name) :
         medium == APM_MEDIUM_RING ? shm_unlink (name) : unlink_of (name, medium == APM_MEDIUM_FIFO ? S_IFIFO : S_IFSOCK);
  if (done == 0)
    return TRUE;
  apm_set_error_from_errno (error, errno, _("Could not remove “%s”"), name);

  return FALSE;
}

/**
 * apm_endpoint_guard:
 * @address: what was made here, or a socket that is received from here: what somebody
 *   else made is theirs
 *
 * Has its name removed also if we are killed. Main thread only.
 */
gboolean
apm_endpoint_guard (const char  *address,
                    GError     **error)
{
  g_autofree char *path = NULL;
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;
  if (medium == APM_MEDIUM_SIGNAL)
    return TRUE;
  if (medium == APM_MEDIUM_QUEUE)
    return apm_guard_add_queue (name, error);
  if (medium == APM_MEDIUM_RING)
    return apm_guard_add_shared_memory (name, error);
  path = g_canonicalize_filename (name, NULL);

  return apm_guard_add_file (path, error);
}

/**
 * apm_endpoint_unguard:
 *
 * To be called before its name is removed: it may be somebody else's afterwards.
 */
void
apm_endpoint_unguard (const char *address)
{
  g_autofree char *path = NULL;
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, NULL) || medium == APM_MEDIUM_SIGNAL)
    return;
  if (medium == APM_MEDIUM_QUEUE)
    apm_guard_remove_queue (name);
  else if (medium == APM_MEDIUM_RING)
    apm_guard_remove_shared_memory (name);
  else
    {
      path = g_canonicalize_filename (name, NULL);
      apm_guard_remove_file (path);
    }
}

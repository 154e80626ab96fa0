/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-memory.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>

#define MAX_WINDOWS_A_CALL 512
#define PAGE 4096

static gssize
read_windows (int              pid,
              ApmMemoryWindow *windows,
              guint            n_windows,
              gsize            clip)
{
  struct iovec local[MAX_WINDOWS_A_CALL];
  struct iovec remote[MAX_WINDOWS_A_CALL];

  for (guint i = 0; i < n_windows; i++)
    {
      gsize size = MIN (windows[i].size, clip);

      local[i] = (struct iovec) { windows[i].data, size };
      remote[i] = (struct iovec) { GSIZE_TO_POINTER ((gsize) windows[i].address), size };
    }

  return process_vm_readv (pid, local, n_windows, remote, n_windows, 0);
}

/* Gives each window its share of what was read of all, in order.
 *
 * Returns: how many are whole */
static guint
share_out (ApmMemoryWindow *windows,
           guint            n_windows,
           gsize            n_read)
{
  guint n_whole = 0;

  while (n_whole < n_windows)
    {
      ApmMemoryWindow *window = &windows[n_whole];

      window->n_read = MIN (window->size, n_read);
      n_read -= window->n_read;
      if (window->n_read < window->size)
        break;
      n_whole++;
    }

  return n_whole;
}

/* A window that could not be had whole may still be had up to the end of a page.
 *
 * Returns: 0, or why the process cannot be read at all */
static int
read_clipped (int              pid,
              ApmMemoryWindow *window)
{
  gsize room = PAGE - (gsize) (window->address % PAGE);
  gssize n_read;

  window->n_read = 0;
  while (room < window->size)
    {
      n_read = read_windows (pid, window, 1, room);
      if (n_read <= (gssize) window->n_read)
        break;
      window->n_read = (gsize) n_read;
      room += PAGE;
    }
  if (window->n_read == 0 && room >= window->size)
    {
      n_read = read_windows (pid, window, 1, window->size);
      window->n_read = n_read > 0 ? (gsize) n_read : 0;
    }

  return window->n_read == 0 && (errno == EPERM || errno == ESRCH) ? errno : 0;
}

/**
 * apm_wait_memory_read:
 * @windows: (inout) (array length=n_windows): what to read, and what was read
 * @patience: (nullable): of this thread. It is looked at between calls: one that hangs in
 *   the other's memory map is not ended by it: see apm-wait-hands.h
 *
 * A window that is not mapped has n_read 0 afterwards, one that ends in a hole less
 * than its size; that is no error. What was not read is 0.
 *
 * Returns: 0; EPERM or ESRCH: the process cannot be read; ETIME: it took too long,
 *   some windows were not read
 */
int
apm_wait_memory_read (int                pid,
                      ApmMemoryWindow   *windows,
                      guint              n_windows,
                      const ApmPatience *patience)
{
  for (guint i = 0; i < n_windows; i++)
    {
      windows[i].n_read = 0;
      if (windows[i].size > 0)
        memset (windows[i].data, 0, windows[i].size);
    }

  for (guint first = 0; first < n_windows;)
    {
      guint n = MIN (n_windows - first, MAX_WINDOWS_A_CALL);
      gssize n_read;
      guint n_whole = 0;
      int reason;

      if (patience && apm_patience_is_over (patience))
        return ETIME;

      n_read = read_windows (pid, windows + first, n, G_MAXSIZE);
      if (n_read < 0 && (errno == EPERM || errno == ESRCH || errno == ENOSYS))
        return errno;
      if (n_read > 0)
        n_whole = share_out (windows + first, n, (gsize) n_read);
      first += n_whole;
      if (n_whole == n)
        continue;

      /* The call stops at the first address that is not mapped. */
      reason = read_clipped (pid, &windows[first]);
      if (reason)
        return reason;
      first++;
    }

  return 0;
}

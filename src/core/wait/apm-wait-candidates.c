/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <string.h>

/* Who it could be, where that may not be seen: named as a guess, and part of no proof. */

/* Of who waits for more at once nothing narrower is guessed than everybody. */
#define MOST_ASKS 64

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  return (*(const int *) a > *(const int *) b) - (*(const int *) a < *(const int *) b);
}

/* Many waits in a row have the same. */
static void
share_candidates (ApmWaitLook *look,
                  ApmWait     *wait)
{
  GArray *enders = look->pass->enders;

  if (wait->n_candidates > 0 && wait->n_candidates == look->n_candidates
      && memcmp (&g_array_index (enders, ApmWaitEnder, wait->first_candidate),
                 &g_array_index (enders, ApmWaitEnder, look->first_candidate),
                 wait->n_candidates * sizeof (ApmWaitEnder)) == 0)
    {
      g_array_set_size (enders, wait->first_candidate);
      wait->first_candidate = look->first_candidate;
    }
  look->first_candidate = wait->first_candidate;
  look->n_candidates = wait->n_candidates;
}

static void
add_pids (ApmWaitLook *look,
          ApmWait     *wait,
          GArray      *pids)
{
  ApmWaitPass *pass = look->pass;
  int last = 0;

  g_array_sort (pids, compare_pids);
  wait->first_candidate = pass->enders->len;
  for (guint i = 0; i < pids->len; i++)
    {
      ApmWaitEnder ender = { g_array_index (pids, int, i), 0 };

      if (ender.pid != last)
        g_array_append_val (pass->enders, ender);
      last = ender.pid;
    }
  wait->n_candidates = pass->enders->len - wait->first_candidate;
  share_candidates (look, wait);
}

/* Guesses are for who asks: the looks of every few seconds have no use for them. */
static const ApmPeers *
get_peers (ApmWaitLook *look)
{
  return look->reader->is_quick ? NULL : apm_wait_get_peers (look);
}

/**
 * apm_wait_add_candidates:
 * @asks: (array length=n_asks): what it waits for: any of it ends the wait
 * @n_asks: 0: something of which nothing is known
 *
 * Tells who of those who may not be looked at could end @wait.
 */
void
apm_wait_add_candidates (ApmWaitLook          *look,
                         ApmWait              *wait,
                         const ApmWaitFileAsk *asks,
                         guint                 n_asks)
{
  const ApmPeers *peers = get_peers (look);
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));

  if (!peers)
    return;
  if (n_asks > MOST_ASKS)
    n_asks = 0;
  for (guint i = 0; i < MAX (n_asks, 1); i++)
    {
      g_autoptr(GArray) more = apm_peers_list_candidates (peers, n_asks > 0 ? &asks[i].object : NULL);

      g_array_append_vals (pids, more->data, more->len);
    }
  add_pids (look, wait, pids);
}

/* Which of its descriptors a call of this kind can be on; 0: one cannot guess. */
static guint
get_object_kinds (ApmWaitKind kind)
{
  switch ((int) kind)
    {
    case APM_WAIT_PIPE_READ:
    case APM_WAIT_PIPE_WRITE:
      return 1u << APM_OBJECT_PIPE | 1u << APM_OBJECT_FIFO;
    case APM_WAIT_SOCKET_READ:
    case APM_WAIT_SOCKET_WRITE:
      return 1u << APM_OBJECT_SOCKET;
    case APM_WAIT_EVENTFD:
      return 1u << APM_OBJECT_EVENTFD;
    default:
      return 0;
    }
}

/**
 * apm_wait_may_guess:
 *
 * Returns: whether apm_wait_guess_far() can tell something of a wait of this kind
 */
gboolean
apm_wait_may_guess (ApmWaitKind kind)
{
  return get_object_kinds (kind) != 0;
}

/**
 * apm_wait_guess_far:
 * @wait: of which the kernel's function is known, and not the descriptor
 *
 * Tells who is at the other end of any descriptor of its process that it could be; and
 * which it is, where there is but one.
 */
void
apm_wait_guess_far (ApmWaitLook *look,
                    ApmWait     *wait)
{
  const ApmPeers *peers = get_peers (look);
  gboolean writes = wait->kind == APM_WAIT_PIPE_WRITE || wait->kind == APM_WAIT_SOCKET_WRITE;
  g_autoptr(GArray) pids = NULL;
  ApmObject only;
  guint n;

  if (!peers)
    return;
  pids = apm_peers_list_far_of (peers, wait->pid, get_object_kinds (wait->kind),
                                writes ? APM_ACCESS_READ : APM_ACCESS_WRITE, &only, &n);
  if (n == 1)
    apm_wait_set_object (wait, &only);
  wait->count[0] = n;
  add_pids (look, wait, pids);
}

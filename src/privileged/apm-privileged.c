/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* apm-privileged act: does one act of the list of act.h, to the processes whose
 * pidfds come with the order, and ends. apm-privileged look, look-all: see look.h.
 * Started by pkexec, which asks the user or an administrator first. It opens no file
 * that an order names, starts no program and takes nothing from its environment but
 * the user whom pkexec tells. */

#include "look.h"
#include "order.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ORDER_TIMEOUT_MS 10000

typedef struct {
  const PrivilegedOrder  *order;
  const PrivilegedTarget *target;
  int                     pidfd;
} Doing;

static int
do_to_thread (int   tid,
              void *data)
{
  const Doing *doing = data;
  int reason = act_do (&doing->order->act, doing->pidfd, doing->target->pid, tid);

  return reason == ESRCH ? 0 : reason;   /* a thread that has ended */
}

static int
do_act (const Doing *doing)
{
  if (doing->order->all_threads)
    return act_for_threads (doing->target->pid, do_to_thread, (void *) doing);

  return act_do (&doing->order->act, doing->pidfd, doing->target->pid, doing->target->tid);
}

static void
do_order (const PrivilegedOrder *order,
          const int             *pidfds,
          PrivilegedAnswer      *answer)
{
  for (uint32_t i = 0; i < order->n_targets; i++)
    {
      const Doing doing = { order, &order->targets[i], pidfds[i] };
      uint32_t result = order_check_target (doing.target, doing.pidfd);
      int error = result == PRIVILEGED_DONE ? do_act (&doing) : 0;

      if (error == ESRCH)
        result = PRIVILEGED_GONE;
      else if (error != 0)
        result = PRIVILEGED_FAILED;
      /* A number that has passed on meanwhile is told, though it is too late. */
      else if (result == PRIVILEGED_DONE && order->act.kind != ACT_SIGNAL)
        result = order_check_target (doing.target, doing.pidfd);

      answer->n_done += result == PRIVILEGED_DONE;
      if (result != PRIVILEGED_DONE && answer->result == PRIVILEGED_DONE)
        {
          answer->result = result;
          answer->error = error;
          answer->pid = doing.target->pid;
        }
    }
}

static int
order_is_right (const PrivilegedOrder *order,
                ssize_t                length,
                int                    n_pidfds)
{
  /* Whoever ends or starves the first process takes the machine with it. */
  for (uint32_t i = 0; length == (ssize_t) sizeof *order && i < PRIVILEGED_MOST_TARGETS; i++)
    if (i < order->n_targets && order->targets[i].pid <= 1)
      return 0;

  return length == (ssize_t) sizeof *order
         && order->magic == PRIVILEGED_MAGIC
         && order->reserved == 0 && order->act.reserved == 0
         && order->all_threads <= 1
         && order->n_targets >= 1 && order->n_targets <= PRIVILEGED_MOST_TARGETS
         && order->n_targets == (uint32_t) n_pidfds
         && !(order->all_threads && order->act.kind == ACT_SIGNAL)
         && act_check (&order->act) == 0;
}

/* The one order. Returns: how many pidfds came, −1 if no whole order did. */
static int
receive (PrivilegedOrder *order,
         int             *pidfds)
{
  struct pollfd poll_fd = { ORDERS, POLLIN, 0 };
  ssize_t length;
  int n;

  if (poll (&poll_fd, 1, ORDER_TIMEOUT_MS) != 1)
    return -1;
  length = order_receive (order, sizeof *order, pidfds, &n);

  return order_is_right (order, length, n) ? n : -1;
}

static int
run_act (const Caller *caller)
{
  static PrivilegedOrder order;
  PrivilegedAnswer answer = { .magic = PRIVILEGED_MAGIC };
  int pidfds[PRIVILEGED_MOST_TARGETS];
  int n_pidfds;

  /* Received in any case: what is left unread would swallow the answer. */
  n_pidfds = receive (&order, pidfds);
  if (caller == NULL)
    answer.result = PRIVILEGED_BAD_CALLER;
  else if (n_pidfds < 0)
    answer.result = PRIVILEGED_BAD_ORDER;
  else
    do_order (&order, pidfds, &answer);

  if (send (ORDERS, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t) sizeof answer)
    return 2;

  return answer.result == PRIVILEGED_DONE ? 0 : 1;
}

int
main (int    argc,
      char **argv)
{
  Caller caller;
  int is_right = order_find_caller (&caller);

  clearenv ();
  if (argc == 2 && strcmp (argv[1], "act") == 0)
    return run_act (is_right ? &caller : NULL);
  if (argc == 2 && strcmp (argv[1], "look") == 0)
    look_run (is_right ? &caller : NULL, LOOK_AT_OWN);
  if (argc == 2 && strcmp (argv[1], "look-all") == 0)
    look_run (is_right ? &caller : NULL, LOOK_AT_ALL);

  fputs ("apm-privileged is started by the Advanced Process Manager\n", stderr);

  return 2;
}

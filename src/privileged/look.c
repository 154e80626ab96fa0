/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

#include "apm-wait-reader.h"
#include "rights.h"

#include <errno.h>
#include <linux/capability.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

/* Nobody asks any more: whoever did may have forgotten us. */
#define IDLE_MS (5 * 60 * 1000)

/* So long a target may let us wait, and so many may do so for good: reading memory
 * that a program serves itself (userfaultfd, FUSE) can take as long as it likes. */
#define TARGET_MS 1000
#define MOST_LOST 8

#define LOOK_MS_A_PROCESS 300

/* What a thread works at. Who waits for it goes away when it takes too long, so that
 * each has a share of it. */
typedef struct {
  gatomicrefcount refs;
  LookMode        mode;
  LookOrder       order;
  int             pidfds[PRIVILEGED_MOST_TARGETS];
  int             progress;     /* eventfd: a target is done */
  ApmWaitReader  *reader;       /* the thread's until all is done */

  GMutex          mutex;
  guint           next;         /* target */
  gboolean        is_lost;      /* it is done by another thread */
  GArray         *waits;        /* of LookWait */
  uint32_t        results[PRIVILEGED_MOST_TARGETS];
} Job;

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->refs))
    return;

  for (guint i = 0; i < job->order.n_targets; i++)
    close (job->pidfds[i]);
  close (job->progress);
  g_mutex_clear (&job->mutex);
  g_array_unref (job->waits);
  g_free (job);
}

/* One thread's looks, until it has done or is lost. */
static gpointer
job_main (gpointer data)
{
  Job *job = data;
  g_autoptr(GArray) waits = g_array_new (FALSE, TRUE, sizeof (LookWait));
  gboolean goes_on;

  do
    {
      guint target;
      uint32_t result;
      guint64 one = 1;

      g_mutex_lock (&job->mutex);
      target = job->next;
      g_mutex_unlock (&job->mutex);
      if (target >= job->order.n_targets)
        break;

      g_array_set_size (waits, 0);
      result = look_at_target (&job->mode, job->reader, &job->order.targets[target], job->pidfds[target], waits);

      g_mutex_lock (&job->mutex);
      goes_on = !job->is_lost && job->next == target;
      if (goes_on)
        {
          job->results[target] = result;
          if (waits->len > 0 && job->waits->len + waits->len <= LOOK_MOST_THREADS)
            g_array_append_vals (job->waits, waits->data, waits->len);
          job->next++;
        }
      g_mutex_unlock (&job->mutex);
      if (goes_on && write (job->progress, &one, sizeof one) < 0)
        goes_on = FALSE;
    }
  while (goes_on);

  /* Else it is used again. */
  g_mutex_lock (&job->mutex);
  if (job->next < job->order.n_targets)
    g_clear_pointer (&job->reader, apm_wait_reader_free);
  g_mutex_unlock (&job->mutex);
  job_unref (job);

  return NULL;
}

/* For the targets from @first on. */
static Job *
job_start (const LookMode  *mode,
           const LookOrder *order,
           const int       *pidfds,
           guint            first,
           ApmWaitReader   *reader)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->refs);
  g_atomic_ref_count_inc (&job->refs);
  job->mode = *mode;
  job->order = *order;
  job->next = first;
  job->reader = reader;
  for (guint i = 0; i < order->n_targets; i++)
    job->pidfds[i] = dup (pidfds[i]);
  job->progress = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_mutex_init (&job->mutex);
  job->waits = g_array_new (FALSE, TRUE, sizeof (LookWait));
  g_thread_unref (g_thread_new ("look", job_main, job));

  return job;
}

/* Returns: FALSE if it has been too slow, or nobody waits for it any more */
static gboolean
job_wait (Job      *job,
          gboolean *is_closed)
{
  guint last = G_MAXUINT;

  for (;;)
    {
      struct pollfd polls[] = { { ORDERS, 0, 0 }, { job->progress, POLLIN, 0 } };
      guint64 count;
      guint next;
      int n;

      g_mutex_lock (&job->mutex);
      next = job->next;
      g_mutex_unlock (&job->mutex);
      if (next >= job->order.n_targets)
        return TRUE;
      if (next == last)
        return FALSE;

      n = poll (polls, G_N_ELEMENTS (polls), TARGET_MS);
      *is_closed = n > 0 && polls[0].revents != 0;
      if (*is_closed)
        return FALSE;
      if (n > 0 && read (job->progress, &count, sizeof count) < 0)
        return FALSE;
      last = n == 0 ? next : G_MAXUINT;
    }
}

static gboolean
send_packet (LookPacket *packet)
{
  gsize size = sizeof packet->head + packet->head.n_waits * sizeof packet->waits[0];
  gssize sent;

  do
    sent = send (ORDERS, packet, size, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);

  return sent == (gssize) size;
}

static gboolean
send_waits (LookPacket   *packet,
            const GArray *waits)
{
  for (guint i = 0; i < waits->len; i++)
    {
      packet->waits[packet->head.n_waits++] = g_array_index (waits, LookWait, i);
      if (packet->head.n_waits < LOOK_WAITS_A_PACKET)
        continue;
      if (!send_packet (packet))
        return FALSE;
      packet->head.n_waits = 0;
    }

  return TRUE;
}

/* Returns: whether to go on */
static gboolean
answer (const LookMode  *mode,
        const LookOrder *order,
        const int       *pidfds)
{
  static ApmWaitReader *reader = NULL;
  static guint n_lost = 0;
  g_autofree LookPacket *packet = g_new0 (LookPacket, 1);
  gboolean is_closed = FALSE;
  guint first = 0;

  packet->head = (LookHead) { .magic = LOOK_MAGIC, .serial = order->serial };
  while (first < order->n_targets && !is_closed)
    {
      Job *job;
      gboolean was_sent = TRUE;

      if (reader == NULL)
        reader = apm_wait_reader_new ();
      apm_wait_reader_set_limit (reader, LOOK_MS_A_PROCESS);
      job = job_start (mode, order, pidfds, first, reader);
      if (!job_wait (job, &is_closed))
        n_lost++;
      g_mutex_lock (&job->mutex);
      job->is_lost = TRUE;
      memcpy (packet->head.results + first, job->results + first, (job->next - first) * sizeof (uint32_t));
      first = job->next;
      if (first < order->n_targets)
        reader = NULL;
      if (!is_closed)
        was_sent = send_waits (packet, job->waits);
      g_mutex_unlock (&job->mutex);
      job_unref (job);
      if (!was_sent)
        return FALSE;
      if (first < order->n_targets)
        packet->head.results[first++] = PRIVILEGED_TOO_SLOW;
      for (; n_lost >= MOST_LOST && first < order->n_targets; first++)
        packet->head.results[first] = PRIVILEGED_TOO_SLOW;
    }
  packet->head.is_last = 1;

  return !is_closed && send_packet (packet) && n_lost < MOST_LOST;
}

static gboolean
order_is_right (const LookOrder *order,
                gssize           length,
                int              n_pidfds)
{
  if (length != (gssize) sizeof *order || order->magic != LOOK_MAGIC || order->serial == 0 || order->reserved != 0
      || order->n_targets < 1 || order->n_targets > PRIVILEGED_MOST_TARGETS || order->n_targets != (guint) n_pidfds)
    return FALSE;
  for (guint i = 0; i < order->n_targets; i++)
    if (order->targets[i].tid != 0)
      return FALSE;

  return TRUE;
}

static gboolean
say_hello (uint32_t result)
{
  LookPacket packet = { .head = { .magic = LOOK_MAGIC, .is_last = 1, .results = { result } } };

  return send_packet (&packet);
}

/* Not by exit(): what a library does there is not ours, and threads may be stuck. */
static void G_GNUC_NORETURN
leave (int status)
{
  _exit (status);
}

void
look_run (const Caller *caller,
          LookScope     scope)
{
  const uint64_t wanted = 1ull << CAP_SYS_PTRACE | (scope == LOOK_AT_ALL ? 1ull << CAP_DAC_READ_SEARCH : 0);
  struct pollfd poll_fd = { ORDERS, POLLIN, 0 };
  LookMode mode = { .scope = scope };
  LookOrder order;
  int pidfds[PRIVILEGED_MOST_TARGETS];
  int n_pidfds;
  gssize length;

  if (caller == NULL)
    leave (say_hello (PRIVILEGED_BAD_CALLER) ? 1 : 2);
  mode.caller = *caller;
  if (rights_keep (caller, wanted) != 0 || getrandom (mode.key, sizeof mode.key, 0) != sizeof mode.key)
    leave (say_hello (PRIVILEGED_FAILED) ? 1 : 2);
  /* Where the kernel has no such filters, what was given away is gone all the same. */
  rights_filter ();
  if (!say_hello (PRIVILEGED_DONE))
    leave (2);

  while (poll (&poll_fd, 1, IDLE_MS) == 1)
    {
      gboolean goes_on;

      length = order_receive (&order, sizeof order, pidfds, &n_pidfds);
      if (length == 0)
        leave (0);
      goes_on = order_is_right (&order, length, n_pidfds) && answer (&mode, &order, pidfds);
      for (int i = 0; i < n_pidfds; i++)
        close (pidfds[i]);
      if (!goes_on)
        leave (1);
    }
  leave (0);
}

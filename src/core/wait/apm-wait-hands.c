/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-hands.h"

#include "apm-wait-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Much longer than a busy machine takes for a few pages; who only waits for a CPU all
 * the time gets so many times that. */
#define LOST_AFTER_US G_USEC_PER_SEC
#define RUNNABLE_TIMES 30

/* So many threads may hang; then nobody's memory is read until one is back. */
#define MOST_LOST 32

/* A thread and what it reads. Whoever of the two lets go last frees it: what is read
 * too late is written to memory that is its own. */
typedef struct {
  gatomicrefcount  refs;
  GMutex           mutex;
  GCond            cond;
  gboolean         must_quit;
  GArray          *jobs;         /* of ApmMemoryJob, whose windows are this one's own */
  guint            n_done;
  gint64           began_us;     /* the job that is being done */
  int              tid;          /* 0: it has not run yet */
  GArray          *windows;      /* of ApmMemoryWindow */
  GByteArray      *memory;
} Hand;

struct _ApmWaitHands
{
  Hand      *idle;               /* NULL: none yet, or it was lost */
  GPtrArray *lost;               /* of Hand */
};

static void
hand_unref (gpointer data)
{
  Hand *hand = data;

  if (!g_atomic_ref_count_dec (&hand->refs))
    return;

  g_mutex_clear (&hand->mutex);
  g_cond_clear (&hand->cond);
  g_array_unref (hand->jobs);
  g_array_unref (hand->windows);
  g_byte_array_unref (hand->memory);
  g_free (hand);
}

static gboolean
has_work (const Hand *hand)
{
  return hand->n_done < hand->jobs->len;
}

static int
read_maps (ApmMemoryJob *job)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/maps", job->pid);

  errno = 0;
  job->maps = apm_wait_dup_file (AT_FDCWD, path);

  return job->maps ? 0 : errno != 0 ? errno : ESRCH;
}

static int
do_job (ApmMemoryJob      *job,
        const ApmPatience *patience)
{
  return job->wants_maps ? read_maps (job) : apm_wait_memory_read (job->pid, job->windows, job->n_windows, patience);
}

static gpointer
hand_main (gpointer data)
{
  Hand *hand = data;
  ApmPatience patience = { 0 };

  g_mutex_lock (&hand->mutex);
  hand->tid = (int) syscall (SYS_gettid);
  while (!hand->must_quit)
    {
      ApmMemoryJob job;

      if (!has_work (hand))
        {
          g_cond_wait (&hand->cond, &hand->mutex);
          continue;
        }
      if (hand->n_done == 0)
        patience.delayed_ns = apm_patience_read_delay_ns ();
      job = g_array_index (hand->jobs, ApmMemoryJob, hand->n_done);
      hand->began_us = g_get_monotonic_time ();
      patience.deadline_us = hand->began_us + job.limit_us;
      g_mutex_unlock (&hand->mutex);
      job.reason = do_job (&job, &patience);
      g_mutex_lock (&hand->mutex);
      /* Where it stands now: who was lost has no other. */
      g_array_index (hand->jobs, ApmMemoryJob, hand->n_done) = job;
      hand->n_done++;
      if (!has_work (hand))
        g_cond_signal (&hand->cond);
    }
  g_mutex_unlock (&hand->mutex);
  hand_unref (hand);

  return NULL;
}

static void
job_clear (gpointer data)
{
  g_free (((ApmMemoryJob *) data)->maps);
}

static Hand *
hand_new (void)
{
  Hand *hand = g_new0 (Hand, 1);

  g_atomic_ref_count_init (&hand->refs);
  g_atomic_ref_count_inc (&hand->refs);
  g_mutex_init (&hand->mutex);
  g_cond_init (&hand->cond);
  hand->jobs = g_array_new (FALSE, FALSE, sizeof (ApmMemoryJob));
  g_array_set_clear_func (hand->jobs, job_clear);
  hand->windows = g_array_new (FALSE, FALSE, sizeof (ApmMemoryWindow));
  hand->memory = g_byte_array_new ();
  g_thread_unref (g_thread_new ("wait-memory", hand_main, hand));

  return hand;
}

/* It ends when it is back, if ever. */
static void
hand_let_go (gpointer data)
{
  Hand *hand = data;

  g_mutex_lock (&hand->mutex);
  hand->must_quit = TRUE;
  g_cond_signal (&hand->cond);
  g_mutex_unlock (&hand->mutex);
  hand_unref (hand);
}

ApmWaitHands *
apm_wait_hands_new (void)
{
  ApmWaitHands *self = g_new0 (ApmWaitHands, 1);

  self->lost = g_ptr_array_new_with_free_func (hand_let_go);

  return self;
}

void
apm_wait_hands_free (ApmWaitHands *self)
{
  g_clear_pointer (&self->idle, hand_let_go);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

static gboolean
is_back (Hand *hand)
{
  gboolean is_back;

  g_mutex_lock (&hand->mutex);
  is_back = !has_work (hand);
  g_mutex_unlock (&hand->mutex);

  return is_back;
}

/**
 * apm_wait_hands_get_n_lost:
 *
 * Returns: how many threads hang in somebody's memory now
 */
guint
apm_wait_hands_get_n_lost (ApmWaitHands *self)
{
  for (guint i = self->lost->len; i > 0; i--)
    if (is_back (self->lost->pdata[i - 1]))
      g_ptr_array_remove_index_fast (self->lost, i - 1);

  return self->lost->len;
}

static gboolean
is_to_be_spared (ApmWaitHands       *self,
                 const ApmMemoryJob *job)
{
  guint n_lost = apm_wait_hands_get_n_lost (self);

  for (guint i = 0; i < n_lost; i++)
    {
      const ApmMemoryJob *lost = &g_array_index (((Hand *) self->lost->pdata[i])->jobs, ApmMemoryJob, 0);

      if (lost->pid == job->pid && lost->start_ticks == job->start_ticks)
        return TRUE;
    }

  return n_lost >= MOST_LOST;
}

/* Nothing is read yet, and may never be. */
static void
clear (ApmMemoryJob *job)
{
  job->reason = ETIME;
  job->maps = NULL;
  for (guint i = 0; i < job->n_windows; i++)
    {
      job->windows[i].n_read = 0;
      if (job->windows[i].size > 0)
        memset (job->windows[i].data, 0, job->windows[i].size);
    }
}

/* In memory of the hand's own, which is sized first: then it stays where it is. */
static void
give_work (Hand               *hand,
           const ApmMemoryJob *jobs,
           guint               n_jobs)
{
  ApmMemoryWindow *window;
  guint8 *data;
  gsize size = 0;

  g_array_set_size (hand->windows, 0);
  for (guint i = 0; i < n_jobs; i++)
    g_array_append_vals (hand->windows, jobs[i].windows, jobs[i].n_windows);
  for (guint i = 0; i < hand->windows->len; i++)
    size += g_array_index (hand->windows, ApmMemoryWindow, i).size;
  g_byte_array_set_size (hand->memory, MAX ((guint) size, 1));

  data = hand->memory->data;
  window = (ApmMemoryWindow *) (gpointer) hand->windows->data;
  for (guint i = 0; i < hand->windows->len; data += window[i++].size)
    window[i].data = data;
  g_array_set_size (hand->jobs, 0);
  g_array_append_vals (hand->jobs, jobs, n_jobs);
  for (guint i = 0; i < n_jobs; window += jobs[i++].n_windows)
    g_array_index (hand->jobs, ApmMemoryJob, i).windows = window;
  hand->n_done = 0;
  hand->began_us = g_get_monotonic_time ();
  g_cond_signal (&hand->cond);
}

static void
take_result (ApmMemoryJob *done,
             ApmMemoryJob *job)
{
  job->reason = done->reason;
  job->maps = g_steal_pointer (&done->maps);
  for (guint i = 0; i < job->n_windows; i++)
    {
      if (job->windows[i].size > 0)
        memcpy (job->windows[i].data, done->windows[i].data, job->windows[i].size);
      job->windows[i].n_read = done->windows[i].n_read;
    }
}

/* Whether nothing but a CPU is missing: whoever hangs sleeps. */
static gboolean
is_runnable (const Hand *hand)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/stat", hand->tid);
  g_autofree char *text = NULL;
  const char *end;

  if (hand->tid == 0)
    return TRUE;
  end = g_file_get_contents (path, &text, NULL, NULL) ? strrchr (text, ')') : NULL;

  return end && g_str_has_prefix (end, ") R");
}

/* Returns: whether all is done; else it hangs in the job that is next */
static gboolean
wait_for (Hand *hand)
{
  guint n_times = 1;

  while (has_work (hand))
    {
      const ApmMemoryJob *job = &g_array_index (hand->jobs, ApmMemoryJob, hand->n_done);
      gint64 limit_us = MAX (job->limit_us, LOST_AFTER_US);
      guint n_done = hand->n_done;

      if (g_cond_wait_until (&hand->cond, &hand->mutex, hand->began_us + n_times * limit_us) || !has_work (hand))
        continue;
      if (hand->n_done != n_done)
        n_times = 1;
      else if (g_get_monotonic_time () < hand->began_us + n_times * limit_us)
        continue;
      else if (n_times++ >= RUNNABLE_TIMES || !is_runnable (hand))
        return FALSE;
    }

  return TRUE;
}

/* A lost one is left with the job it hangs in, and does no other after it. */
static void
lose (ApmWaitHands *self)
{
  Hand *hand = g_steal_pointer (&self->idle);

  g_array_set_size (hand->jobs, hand->n_done + 1);
  g_array_remove_range (hand->jobs, 0, hand->n_done);
  hand->n_done = 0;
  g_ptr_array_add (self->lost, hand);
}

/* Returns: how many are done, or given up */
static guint
do_jobs (ApmWaitHands *self,
         ApmMemoryJob *jobs,
         guint         n_jobs)
{
  Hand *hand;
  guint n_done;
  gboolean is_lost;

  if (self->idle == NULL)
    self->idle = hand_new ();
  hand = self->idle;
  g_mutex_lock (&hand->mutex);
  give_work (hand, jobs, n_jobs);
  is_lost = !wait_for (hand);
  n_done = hand->n_done;
  for (guint i = 0; i < n_done; i++)
    take_result (&g_array_index (hand->jobs, ApmMemoryJob, i), &jobs[i]);
  if (is_lost)
    lose (self);
  g_mutex_unlock (&hand->mutex);

  return n_done + is_lost;
}

/**
 * apm_wait_hands_read:
 * @jobs: (inout) (array length=n_jobs): processes, an own one each
 *
 * As apm_wait_memory_read() of each, but comes back within a second or so of each that
 * does not answer: ETIME then, and at once as long as it has not answered.
 */
void
apm_wait_hands_read (ApmWaitHands *self,
                     ApmMemoryJob *jobs,
                     guint         n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    clear (&jobs[i]);
  for (guint i = 0; i < n_jobs;)
    {
      guint n = 0;

      while (i + n < n_jobs && !is_to_be_spared (self, &jobs[i + n]))
        n++;
      i += n > 0 ? do_jobs (self, &jobs[i], n) : 1;
    }
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-drive.h"

#include "apm-stat.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Between looks, for how long a turn is waited for, and how long the others may take to
 * come to rest. Who spins never does, which is known by the CPU it then uses (in ticks
 * of the clock): time alone does not tell it from one that gets no CPU. */
#define LOOK_US     200
#define PATIENCE_US (5 * G_USEC_PER_SEC)
#define REST_US     (100 * 1000)
#define SPIN_TICKS  4

/* In the place of a TID: the thread has ended. */
#define OVER (-1)

typedef struct {
  ApmForcedDrive *drive;
  int *tids;               /* of each thread of the play; 0: not created yet */
  GHashTable *known;       /* all TIDs that were seen */
  int  tasks_fd;           /* /proc/PID/task */
  GHashTable *restless;    /* TIDs that did not come to rest in time, until they stand again */
  ApmLensLook looks[APM_LENS_SLOTS];
  guint n_looks;
} Driver;

static gboolean
is_off (Driver *self)
{
  return g_cancellable_is_cancelled (self->drive->cancellable) || g_atomic_int_get (self->drive->is_over);
}

static void
look (Driver *self)
{
  self->n_looks = apm_lens_get_looks (self->drive->lens, self->looks, G_N_ELEMENTS (self->looks));
}

static const ApmLensLook *
find (Driver *self,
      int     tid)
{
  for (guint i = 0; i < self->n_looks; i++)
    if (self->looks[i].tid == tid)
      return &self->looks[i];

  return NULL;
}

/* Who says that it waits may still be on its way there. */
static gboolean
is_asleep (Driver *self,
           int     tid)
{
  ApmStat stat;

  return !apm_stat_read (self->tasks_fd, tid, &stat, NULL) || stat.state == 'S';
}

/* @began: the CPU that each had used when this was asked first */
static gboolean
is_restless (Driver     *self,
             int         tid,
             GHashTable *began)
{
  gpointer key = GINT_TO_POINTER (tid);
  ApmStat stat;

  if (!apm_stat_read (self->tasks_fd, tid, &stat, NULL) || stat.state == 'S')
    return TRUE;
  if (!g_hash_table_contains (began, key))
    g_hash_table_insert (began, key, GUINT_TO_POINTER ((guint) stat.cpu_ticks));

  return (guint) stat.cpu_ticks - GPOINTER_TO_UINT (g_hash_table_lookup (began, key)) >= SPIN_TICKS;
}

/* A spin lock is given back by what a schedule takes for a write: nobody waits for
 * a turn there. */
static gboolean
passes (const ApmLensLook *at)
{
  return at->state == APM_LENS_AT_GATE && at->op == APM_LENS_OP_SPIN_UNLOCK;
}

static gboolean
rests (Driver            *self,
       const ApmLensLook *at)
{
  if (at->tokens > 0 || at->state == APM_LENS_RUNNING)
    return FALSE;
  if (passes (at))
    {
      apm_lens_step (self->drive->lens, at->tid);
      return FALSE;
    }

  return at->state == APM_LENS_AT_GATE || is_asleep (self, at->tid);
}

/* Until all stand at the gate or wait: what they read and write on their way there is
 * done then. */
static void
come_to_rest (Driver *self)
{
  g_autoptr(GHashTable) began = g_hash_table_new (NULL, NULL);
  gint64 began_us = g_get_monotonic_time (), gone_us;
  gboolean all;

  do
    {
      gone_us = g_get_monotonic_time () - began_us;
      all = TRUE;
      look (self);
      for (guint i = 0; i < self->n_looks; i++)
        {
          gpointer key = GINT_TO_POINTER (self->looks[i].tid);

          if (rests (self, &self->looks[i]))
            g_hash_table_remove (self->restless, key);
          else if (gone_us > REST_US && is_restless (self, self->looks[i].tid, began))
            g_hash_table_add (self->restless, key);
          else if (!g_hash_table_contains (self->restless, key))
            all = FALSE;
        }
      if (!all)
        g_usleep (LOOK_US);
    }
  while (!all && gone_us < PATIENCE_US && !is_off (self));
}

/* Returns: whether it is the thread's turn at @op now; @reason: why not */
static gboolean
is_ready (const ApmLensLook *at,
          guint              op,
          ApmForcedReason   *reason)
{
  if (at == NULL)
    *reason = APM_FORCED_GONE;
  else if (at->state == APM_LENS_BLOCKED)
    *reason = APM_FORCED_WAITS;
  else if (at->state != APM_LENS_AT_GATE || at->tokens > 0)
    *reason = APM_FORCED_BUSY;
  else if (op != APM_LENS_OP_NONE && at->op != op)
    *reason = APM_FORCED_ELSEWHERE;
  else
    *reason = APM_FORCED_MADE;

  return *reason == APM_FORCED_MADE;
}

static gboolean
wait_for_thread (Driver              *self,
                 const ApmForcedTurn *turn)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  ApmForcedReason reason = APM_FORCED_UNBORN;
  int tid = self->tids[turn->thread];

  while (tid != 0 && !is_off (self))
    {
      const ApmLensLook *at;

      look (self);
      at = find (self, tid);
      if (is_ready (at, turn->op, &reason))
        return TRUE;
      if (reason == APM_FORCED_ELSEWHERE && passes (at))
        apm_lens_step (self->drive->lens, tid);
      else if (reason == APM_FORCED_ELSEWHERE || reason == APM_FORCED_GONE || g_get_monotonic_time () > until_us)
        {
          self->drive->op = at ? at->op : APM_LENS_OP_NONE;
          break;
        }
      g_usleep (LOOK_US);
    }
  self->drive->reason = g_cancellable_is_cancelled (self->drive->cancellable) ? APM_FORCED_CANCELLED
                        : is_off (self) ? APM_FORCED_OVER : reason;

  return FALSE;
}

/* Returns: how many threads the kernel has of the program; 0: it has ended */
static guint
count_threads (Driver *self)
{
  struct stat status;

  return fstat (self->tasks_fd, &status) == 0 && status.st_nlink > 2 ? (guint) status.st_nlink - 2 : 0;
}

/* Returns: the thread that is there now and was not; OVER: one that needs no turn was
 * through before it could be seen */
static int
wait_for_child (Driver *self,
                int     creator)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  while (!is_off (self) && g_get_monotonic_time () < until_us)
    {
      const ApmLensLook *at;
      guint n_threads;

      look (self);
      n_threads = count_threads (self);   /* in that order: whose creator is at rest is counted */
      at = find (self, creator);
      for (guint i = 0; i < self->n_looks; i++)
        if (g_hash_table_add (self->known, GINT_TO_POINTER (self->looks[i].tid)))
          return self->looks[i].tid;
      if ((at == NULL || at->state != APM_LENS_RUNNING) && n_threads <= self->n_looks)
        return OVER;
      g_usleep (LOOK_US);
    }

  return 0;
}

/* It is called as in the schedule where it has no name of its own. */
static void
take_child (Driver *self,
            guint   child,
            int     tid)
{
  g_autofree char *title = apm_play_dup_thread_title (self->drive->play, child);

  self->tids[child] = tid;
  if (tid > 0)
    apm_lens_call_thread (self->drive->lens, tid, title);
}

/* The gate is left once the token is used, and the thread no longer where it was. */
static void
make_turn (Driver              *self,
           const ApmForcedTurn *turn)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  int tid = self->tids[turn->thread];
  gint64 came_ns = find (self, tid)->since_ns;
  const ApmLensLook *at;

  apm_lens_step (self->drive->lens, tid);
  do
    {
      g_usleep (LOOK_US);
      look (self);
      at = find (self, tid);
    }
  while (at && (at->tokens > 0 || (at->state == APM_LENS_AT_GATE && at->since_ns == came_ns)) && !is_off (self)
         && g_get_monotonic_time () < until_us);
  if (turn->op == APM_LENS_OP_CREATE)
    {
      int child_tid = wait_for_child (self, tid);

      if (turn->child >= 0)
        take_child (self, (guint) turn->child, child_tid);
    }
  come_to_rest (self);
}

static void
keep_pace (Driver *self,
           gint64  began_us)
{
  gint64 until_us = began_us + self->drive->pace_ms * 1000;

  while (g_get_monotonic_time () < until_us && !is_off (self))
    g_usleep (MIN (20 * 1000, MAX (until_us - g_get_monotonic_time (), 1)));
}

/* The first thread of all is there once it has come to the gate. */
static void
wait_for_main (Driver *self)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  while (self->tids[0] == 0 && !is_off (self) && g_get_monotonic_time () < until_us)
    {
      look (self);
      if (find (self, self->drive->pid))
        {
          self->tids[0] = self->drive->pid;
          g_hash_table_add (self->known, GINT_TO_POINTER (self->drive->pid));
        }
      g_usleep (LOOK_US);
    }
}

/**
 * apm_forced_drive:
 * @self: of a program that was started paused and in order
 *
 * Has the turns made, one after the other, and says in @self how far that went. The
 * program is held afterwards.
 */
void
apm_forced_drive (ApmForcedDrive *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", self->pid);
  Driver driver = {
    .drive = self,
    .tids = g_new0 (int, apm_play_get_n_threads (self->play) + 1),
    .tasks_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
    .known = g_hash_table_new (NULL, NULL),
    .restless = g_hash_table_new (NULL, NULL),
  };

  wait_for_main (&driver);
  for (self->n_made = 0; self->n_made < self->turns->len; self->n_made++)
    {
      const ApmForcedTurn *turn = &g_array_index (self->turns, ApmForcedTurn, self->n_made);
      gint64 began_us = g_get_monotonic_time ();

      if (!wait_for_thread (&driver, turn))
        break;
      make_turn (&driver, turn);
      self->made (self->n_made + 1, self->data);
      keep_pace (&driver, began_us);
    }
  if (self->n_made == self->turns->len)
    self->reason = APM_FORCED_MADE;

  if (driver.tasks_fd >= 0)
    close (driver.tasks_fd);
  g_hash_table_unref (driver.known);
  g_hash_table_unref (driver.restless);
  g_free (driver.tids);
}

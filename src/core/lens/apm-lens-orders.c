/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-private.h"

#include <signal.h>

/* What a watched program is told to do. Lines are found by the naming thread, since
 * that may take a second. */

typedef struct {
  char *file;                /* its base name */
  guint line;
  gboolean knocked;
} Knock;

static void
knock_free (gpointer data)
{
  Knock *knock = data;

  g_free (knock->file);
  g_free (knock);
}

GPtrArray *
apm_lens_knocks_new (void)
{
  return g_ptr_array_new_with_free_func (knock_free);
}

/**
 * apm_lens_kill:
 *
 * Ends the program and all of its process group, also where it stands at the gate
 * or in a deadlock.
 */
void
apm_lens_kill (ApmLens *self)
{
  g_return_if_fail (APM_IS_LENS (self));

  apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}

/**
 * apm_lens_set_paused:
 *
 * Holds each thread before its next operation on a lock, semaphore or thread.
 * What only computes goes on until there. Time goes on as well: timed waits end.
 */
void
apm_lens_set_paused (ApmLens *self,
                     gboolean paused)
{
  g_return_if_fail (APM_IS_LENS (self));

  apm_lens_memory_set_pause (self->memory, paused);
}

/**
 * apm_lens_set_slow_ns:
 * @ns: for how long each operation is held; 0: not at all
 */
void
apm_lens_set_slow_ns (ApmLens *self,
                      gint64   ns)
{
  g_return_if_fail (APM_IS_LENS (self));

  apm_lens_memory_set_slow (self->memory, ns);
}

/**
 * apm_lens_step:
 *
 * Lets one thread do one operation while all are paused.
 *
 * Returns: whether there is such a thread
 */
gboolean
apm_lens_step (ApmLens *self,
               int      tid)
{
  g_return_val_if_fail (APM_IS_LENS (self), FALSE);

  return apm_lens_memory_give_token (self->memory, tid);
}

/**
 * apm_lens_set_knocked:
 * @caller: as events and objects have it
 *
 * Knocks out the operation that is called there: it is taken for done, and is not.
 *
 * Returns: %FALSE if too many are already
 */
gboolean
apm_lens_set_knocked (ApmLens *self,
                      guint64  caller,
                      gboolean knocked)
{
  g_return_val_if_fail (APM_IS_LENS (self) && caller > 0, FALSE);

  return apm_lens_memory_set_knocked (self->memory, caller - 1, caller, knocked);
}

/**
 * apm_lens_knock_line:
 * @file: base name of a source file of the program
 *
 * Knocks out all operations that are called in that line, as soon as it is known
 * where that is: some ten milliseconds after the program has begun.
 */
void
apm_lens_knock_line (ApmLens    *self,
                     const char *file,
                     guint       line,
                     gboolean    knocked)
{
  Knock *knock;

  g_return_if_fail (APM_IS_LENS (self) && file != NULL);

  knock = g_new (Knock, 1);
  *knock = (Knock) { g_strdup (file), line, knocked };
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->knocks, knock);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_lens_resume_knocked:
 *
 * Ends a pause once all lines are knocked out that were ordered before, so that a
 * program that was started paused does none of those operations.
 */
void
apm_lens_resume_knocked (ApmLens *self)
{
  g_return_if_fail (APM_IS_LENS (self));

  g_mutex_lock (&self->mutex);
  self->resumes_knocked = TRUE;
  g_mutex_unlock (&self->mutex);
}

static gboolean
has_image (ApmLens *self)
{
  ApmLensModel *model = apm_lens_lock (self);
  gboolean found = apm_lens_model_get_n_images (model) > 0 && apm_lens_model_get_image (model, 0)->is_complete;

  apm_lens_unlock (self);

  return found;
}

static void
knock (ApmLens     *self,
       const Knock *one)
{
  g_autoptr(GArray) ranges = apm_lens_names_find_ranges (self->names, 0, one->file, one->line);

  for (guint i = 0; i < ranges->len; i++)
    {
      const ApmLensRange *range = &g_array_index (ranges, ApmLensRange, i);

      apm_lens_memory_set_knocked (self->memory, range->from, range->to, one->knocked);
    }
}

/* In the naming thread: does what was ordered. */
void
apm_lens_obey (ApmLens *self)
{
  g_autoptr(GPtrArray) knocks = NULL;
  gboolean resumes;

  g_mutex_lock (&self->mutex);
  if ((self->knocks->len > 0 || self->resumes_knocked) && has_image (self))
    {
      knocks = g_steal_pointer (&self->knocks);
      self->knocks = apm_lens_knocks_new ();
    }
  resumes = knocks != NULL && self->resumes_knocked;
  self->resumes_knocked &= !resumes;
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; knocks && i < knocks->len; i++)
    knock (self, knocks->pdata[i]);
  if (resumes)
    apm_lens_memory_set_pause (self->memory, FALSE);
}

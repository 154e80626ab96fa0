/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-play-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static guint
find_or_add_thread (ApmPlay    *self,
                    const char *name)
{
  int found = apm_play_find_thread (self, name);
  ApmPlayThread thread = { name, APM_PLAY_NEVER, APM_PLAY_NEVER, NULL };

  if (found >= 0)
    return found;
  thread.steps = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->threads, thread);

  return self->threads->len - 1;
}

/* The @nth thread that @parent creates: "1" of "main", "2.1" of "2". */
static gboolean
is_child (const char *name,
          const char *parent,
          guint       nth)
{
  g_autofree char *child = strcmp (parent, "main") == 0 ? g_strdup_printf ("%u", nth)
                                                        : g_strdup_printf ("%s.%u", parent, nth);

  return strcmp (name, child) == 0;
}

static void
find_births (ApmPlay *self)
{
  g_autofree guint *n_created = g_new0 (guint, self->threads->len);

  for (guint i = 0; i < self->step_threads->len; i++)
    {
      const ApmFailureStep *step = apm_play_get_step (self, i);
      guint by = apm_play_get_step_thread (self, i);

      if (strcmp (step->operation, "exit") == 0)
        apm_play_thread (self, by)->gone = i + 1;
      if (strcmp (step->operation, "create") != 0)
        continue;
      n_created[by]++;
      for (guint j = 0; j < self->threads->len; j++)
        if (is_child (apm_play_thread (self, j)->name, apm_play_thread (self, by)->name, n_created[by]))
          apm_play_thread (self, j)->born = i + 1;
    }

  /* Who is there from the beginning, and who was never seen created. */
  for (guint j = 0; j < self->threads->len; j++)
    {
      ApmPlayThread *thread = apm_play_thread (self, j);
      guint first = thread->steps->len > 0 ? g_array_index (thread->steps, guint, 0)
                                           : MIN (thread->born, self->failure->steps->len);

      if (thread->born > first)
        thread->born = strcmp (thread->name, "main") == 0 ? 0 : first;
    }
}

static int
compare_births (gconstpointer a,
                gconstpointer b)
{
  const ApmPlayThread *one = a, *other = b;
  gboolean main_first = strcmp (other->name, "main") == 0, main_last = strcmp (one->name, "main") == 0;

  if (main_first != main_last)
    return main_last ? -1 : 1;

  return (one->born > other->born) - (one->born < other->born);
}

static void
number_steps (ApmPlay *self)
{
  g_array_set_size (self->step_threads, 0);
  for (guint j = 0; j < self->threads->len; j++)
    g_array_set_size (apm_play_thread (self, j)->steps, 0);
  for (guint i = 0; i < self->failure->steps->len; i++)
    {
      guint thread = find_or_add_thread (self, apm_play_get_step (self, i)->thread);

      g_array_append_val (self->step_threads, thread);
      g_array_append_val (apm_play_thread (self, thread)->steps, i);
    }
}

static void
clear_thread (gpointer data)
{
  g_array_unref (((ApmPlayThread *) data)->steps);
}

/**
 * apm_play_new:
 * @failure: borrowed as long as this lives
 */
ApmPlay *
apm_play_new (const ApmFailure *failure)
{
  ApmPlay *self = g_new0 (ApmPlay, 1);

  self->failure = failure;
  self->threads = g_array_new (FALSE, FALSE, sizeof (ApmPlayThread));
  g_array_set_clear_func (self->threads, clear_thread);
  self->step_threads = g_array_new (FALSE, FALSE, sizeof (guint));
  self->waits = g_array_new (FALSE, FALSE, sizeof (ApmPlayWait));
  self->holds = g_array_new (FALSE, FALSE, sizeof (ApmPlayHold));

  number_steps (self);
  for (guint i = 0; i < failure->waits->len; i++)
    find_or_add_thread (self, ((ApmFailureWait *) failure->waits->pdata[i])->thread);
  find_births (self);
  g_array_sort (self->threads, compare_births);
  number_steps (self);
  apm_play_walk (self);

  return self;
}

void
apm_play_free (ApmPlay *self)
{
  g_array_unref (self->threads);
  g_array_unref (self->step_threads);
  g_array_unref (self->waits);
  g_array_unref (self->holds);
  g_free (self);
}

const ApmFailure *
apm_play_get_failure (const ApmPlay *self)
{
  return self->failure;
}

guint
apm_play_get_n_steps (const ApmPlay *self)
{
  return self->failure->steps->len;
}

/**
 * apm_play_get_step:
 * @index: from 0: the step that leads from this position to the next
 */
const ApmFailureStep *
apm_play_get_step (const ApmPlay *self,
                   guint          index)
{
  g_return_val_if_fail (index < self->failure->steps->len, NULL);

  return self->failure->steps->pdata[index];
}

guint
apm_play_get_n_threads (const ApmPlay *self)
{
  return self->threads->len;
}

const char *
apm_play_get_thread_name (const ApmPlay *self,
                          guint          thread)
{
  g_return_val_if_fail (thread < self->threads->len, NULL);

  return apm_play_thread (self, thread)->name;
}

/**
 * apm_play_find_thread:
 *
 * Returns: the thread's number, −1: there is none of that name
 */
int
apm_play_find_thread (const ApmPlay *self,
                      const char    *name)
{
  for (guint j = 0; name && j < self->threads->len; j++)
    if (strcmp (apm_play_thread (self, j)->name, name) == 0)
      return j;

  return -1;
}

guint
apm_play_get_step_thread (const ApmPlay *self,
                          guint          index)
{
  g_return_val_if_fail (index < self->step_threads->len, 0);

  return g_array_index (self->step_threads, guint, index);
}

/**
 * apm_play_get_life:
 * @born: (out): the position from which on the thread is there
 *
 * Returns: the position from which on it is not; above the last one: it stays
 */
guint
apm_play_get_life (const ApmPlay *self,
                   guint          thread,
                   guint         *born)
{
  g_return_val_if_fail (thread < self->threads->len, 0);

  *born = apm_play_thread (self, thread)->born;

  return apm_play_thread (self, thread)->gone;
}

/**
 * apm_play_get_next:
 *
 * Returns: the index of the thread's next own step from a position on; the number of
 *   steps: it makes none
 */
guint
apm_play_get_next (const ApmPlay *self,
                   guint          position,
                   guint          thread)
{
  GArray *steps = apm_play_thread (self, thread)->steps;
  guint low = 0, high = steps->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (steps, guint, middle) < position)
        low = middle + 1;
      else
        high = middle;
    }

  return low < steps->len ? g_array_index (steps, guint, low) : self->failure->steps->len;
}

static const ApmFailureWait *
find_last (const ApmPlay *self,
           guint          thread)
{
  for (guint i = 0; i < self->failure->waits->len; i++)
    {
      const ApmFailureWait *wait = self->failure->waits->pdata[i];

      if (strcmp (wait->thread, apm_play_thread (self, thread)->name) == 0)
        return wait;
    }

  return NULL;
}

ApmPlayState
apm_play_get_state (const ApmPlay *self,
                    guint          position,
                    guint          thread)
{
  const ApmPlayThread *it = apm_play_thread (self, thread);

  if (position < it->born)
    return APM_PLAY_UNBORN;
  if (position >= it->gone)
    return APM_PLAY_GONE;

  return apm_play_get_wait (self, position, thread) ? APM_PLAY_WAITS : APM_PLAY_READY;
}

/**
 * apm_play_get_place:
 *
 * Returns: (nullable): "FILE:LINE" of what the thread stands before
 */
const char *
apm_play_get_place (const ApmPlay *self,
                    guint          position,
                    guint          thread)
{
  guint next = apm_play_get_next (self, position, thread);
  const ApmFailureWait *last;

  if (position < apm_play_thread (self, thread)->born || position >= apm_play_thread (self, thread)->gone)
    return NULL;
  if (next < self->failure->steps->len)
    return apm_play_get_step (self, next)->place;
  last = find_last (self, thread);

  return last ? last->place : NULL;
}

/**
 * apm_play_get_wait:
 *
 * Returns: (nullable): what the thread waits for at this position
 */
const ApmPlayWait *
apm_play_get_wait (const ApmPlay *self,
                   guint          position,
                   guint          thread)
{
  for (guint i = 0; i < self->waits->len; i++)
    {
      const ApmPlayWait *wait = &g_array_index (self->waits, ApmPlayWait, i);

      if (wait->thread == thread && wait->from <= position &&
          (position < wait->to || (wait->to == self->failure->steps->len && position == wait->to)))
        return wait;
    }

  return NULL;
}

/* By their ends. */
const ApmPlayWait *
apm_play_get_waits (const ApmPlay *self,
                    guint         *n_waits)
{
  *n_waits = self->waits->len;

  return (const ApmPlayWait *) (gpointer) self->waits->data;
}

/* By their ends. */
const ApmPlayHold *
apm_play_get_holds (const ApmPlay *self,
                    guint         *n_holds)
{
  *n_holds = self->holds->len;

  return (const ApmPlayHold *) (gpointer) self->holds->data;
}

/**
 * apm_play_dup_thread_title:
 *
 * Returns: "main", "thread 1"
 */
char *
apm_play_dup_thread_title (const ApmPlay *self,
                           guint          thread)
{
  g_autofree char *object = g_strconcat ("t:", apm_play_get_thread_name (self, thread), NULL);

  return apm_explored_object_dup (object);
}

/**
 * apm_play_dup_reason:
 *
 * Returns: (nullable): why the thread cannot go on at this position, as a sentence
 *   without its full stop
 */
char *
apm_play_dup_reason (const ApmPlay *self,
                     guint          position,
                     guint          thread)
{
  const ApmPlayWait *wait = apm_play_get_wait (self, position, thread);
  g_autofree char *name = NULL, *object = NULL, *holder = NULL;

  if (wait == NULL)
    return NULL;
  name = apm_play_dup_thread_title (self, thread);
  object = apm_explored_object_dup (wait->object);
  if (wait->holder < 0)
    return g_strdup_printf (_("%s waits at %s"), name, object);
  holder = apm_play_dup_thread_title (self, wait->holder);
  if (wait->object && g_str_has_prefix (wait->object, "t:"))
    return g_strdup_printf (_("%s waits for the end of %s"), name, holder);
  if (wait->holder == (int) thread)
    return g_strdup_printf (_("%s waits for %s, which it holds itself"), name, object);

  return g_strdup_printf (_("%s waits for %s, which %s holds"), name, object, holder);
}

static void
take_values (GHashTable      *places,
             GPtrArray       *values,
             const GPtrArray *more)
{
  for (guint i = 0; more && i < more->len; i++)
    {
      ApmFailureValue *value = more->pdata[i];
      gpointer found;

      if (g_hash_table_lookup_extended (places, value->name, NULL, &found))
        values->pdata[GPOINTER_TO_UINT (found)] = value;
      else
        {
          g_hash_table_insert (places, value->name, GUINT_TO_POINTER (values->len));
          g_ptr_array_add (values, value);
        }
    }
}

/**
 * apm_play_get_values:
 *
 * Returns: (transfer container) (element-type ApmFailureValue): each variable as it
 *   is at this position, in the order in which they were told first
 */
GPtrArray *
apm_play_get_values (const ApmPlay *self,
                     guint          position)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *values = g_ptr_array_new ();

  take_values (places, values, self->failure->values);
  for (guint i = 0; i < position && i < self->failure->steps->len; i++)
    take_values (places, values, apm_play_get_step (self, i)->values);

  return values;
}

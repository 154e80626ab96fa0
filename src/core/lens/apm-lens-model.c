/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-model.h"

#include "apm-lens-model-private.h"
#include "apm-text.h"

#include <string.h>

static void
note_free (gpointer data)
{
  ApmLensNote *note = data;

  if (note->text)
    g_string_free (note->text, TRUE);
  g_free (note);
}

/**
 * apm_lens_model_new:
 * @most_spans: how many of the newest spans the timeline keeps
 */
ApmLensModel *
apm_lens_model_new (guint most_spans)
{
  ApmLensModel *self = g_new0 (ApmLensModel, 1);

  apm_lens_model_init_threads (self);
  apm_lens_model_init_objects (self);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->timeline = apm_lens_timeline_new (most_spans);
  self->order = apm_lens_order_new ();
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    self->rings[i].thread = self->rings[i].named_object = -1;

  return self;
}

void
apm_lens_model_free (ApmLensModel *self)
{
  g_hash_table_unref (self->object_keys);
  g_hash_table_unref (self->process_pids);
  g_hash_table_unref (self->selves);
  g_hash_table_unref (self->creations);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->processes);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->notes);
  apm_lens_timeline_free (self->timeline);
  apm_lens_order_free (self->order);
  g_free (self);
}

/**
 * apm_lens_model_set_shared:
 * @func: (nullable): %NULL: nothing is shared by processes
 */
void
apm_lens_model_set_shared (ApmLensModel      *self,
                           ApmLensSharedFunc  func,
                           gpointer           data)
{
  self->shared = func;
  self->shared_data = data;
}

static void
get_words (const struct apm_lens_event *event,
           char                         words[APM_LENS_TEXT + 1])
{
  guint64 caller = APM_LENS_EVENT_CALLER (event);

  memcpy (words, &event->object, 8);
  memcpy (words + 8, &event->result, 4);
  memcpy (words + 12, &caller, 6);
  words[APM_LENS_TEXT] = '\0';
}

static void
name_object (ApmLensModel *self,
             int           i,
             const char   *words)
{
  ApmLensObject *object = apm_lens_model_peek_object (self, i);
  g_autofree char *text = apm_text_to_utf8 (words, -1);
  g_autofree char *before = NULL;

  if (object == NULL || (object->name && strlen (object->name) > 64))
    return;
  before = g_steal_pointer (&object->name);
  object->name = g_strconcat (before ? before : "", text, NULL);
}

/* Words of the event before, in the same ring. */
static void
take_words (ApmLensModel                *self,
            const ApmLensFact           *fact,
            const struct apm_lens_event *event)
{
  ApmLensRingState *ring = &self->rings[fact->ring];
  ApmLensFact named = *fact;
  char words[APM_LENS_TEXT + 1];

  get_words (event, words);
  if (ring->text && ring->text->len < APM_LENS_MOST_TEXT)
    {
      g_string_append (ring->text, words);
    }
  else if (ring->words_of == APM_LENS_OP_NAME)
    {
      g_autofree char *name = apm_text_to_utf8 (words, -1);

      named.object = ring->named_self;
      apm_lens_model_name_thread (self, &named, name);
    }
  else if (ring->words_of == APM_LENS_OP_SEM_INIT)
    {
      name_object (self, ring->named_object, words);
    }
}

static void
take_note (ApmLensModel      *self,
           const ApmLensFact *fact)
{
  ApmLensNote *note;

  if (self->notes->len >= APM_LENS_MOST_NOTES)
    return;
  note = g_new0 (ApmLensNote, 1);
  note->time_ns = fact->time_ns;
  note->thread = fact->thread;
  note->op = fact->op;
  note->a = (gint64) fact->object;
  note->b = (gint64) ((fact->caller & G_MAXUINT32) << 32 | (guint32) fact->result);
  if (fact->op == APM_LENS_OP_NOTE)
    self->rings[fact->ring].text = note->text = g_string_new (NULL);
  g_ptr_array_add (self->notes, note);
}

static void
take_event (ApmLensModel                *self,
            const struct apm_lens_event *event)
{
  ApmLensRingState *ring = &self->rings[event->seq % APM_LENS_SLOTS];
  ApmLensFact fact = {
    .ring = event->seq % APM_LENS_SLOTS,
    .op = APM_LENS_EVENT_OP (event),
    .flags = APM_LENS_EVENT_FLAGS (event),
    .time_ns = (gint64) MIN (event->time_ns, G_MAXINT64),
    .object = event->object,
    .caller = APM_LENS_EVENT_CALLER (event),
    .result = event->result,
    .thread = ring->thread,
  };

  self->n_events++;
  if (self->first_ns == 0)
    self->first_ns = fact.time_ns;
  self->last_ns = MAX (self->last_ns, fact.time_ns);

  fact.self = apm_lens_model_peek_thread (self, fact.thread);
  /* Of a thread whose beginning was not read nothing is known. */
  if (fact.op >= APM_LENS_N_OPS || (fact.self == NULL && fact.op != APM_LENS_OP_BEGIN))
    return;
  if (fact.self)
    fact.self->n_events++;

  if (fact.op == APM_LENS_OP_TEXT)
    {
      take_words (self, &fact, event);
      return;
    }
  ring->text = NULL;
  ring->words_of = fact.op;
  if (apm_lens_model_take_lock (self, &fact) || apm_lens_model_take_thread (self, &fact))
    return;
  if (fact.op >= APM_LENS_OP_NOTE)
    take_note (self, &fact);
}

/**
 * apm_lens_model_take:
 * @events: in the order of their times; `seq` is the number of the ring
 */
void
apm_lens_model_take (ApmLensModel                *self,
                     const struct apm_lens_event *events,
                     gsize                        n)
{
  for (gsize i = 0; i < n; i++)
    take_event (self, &events[i]);
}

/**
 * apm_lens_model_lose:
 * @n: how many events of @ring are missing before the next one
 *
 * What its thread holds and waits for is not known any more.
 */
void
apm_lens_model_lose (ApmLensModel *self,
                     guint         ring,
                     guint64       n)
{
  ApmLensThread *thread;

  g_return_if_fail (ring < APM_LENS_SLOTS);

  self->n_lost += n;
  self->rings[ring].text = NULL;
  thread = apm_lens_model_peek_thread (self, self->rings[ring].thread);
  if (thread == NULL)
    return;
  if (thread->waits_for >= 0)
    apm_lens_model_end_wait (self, &(ApmLensFact) { .time_ns = self->last_ns, .thread = self->rings[ring].thread,
                                                    .self = thread }, thread->waits_for, -1);
  apm_lens_model_drop_held (self, self->rings[ring].thread, self->last_ns);
}

guint
apm_lens_model_get_n_threads (ApmLensModel *self)
{
  return self->threads->len;
}

const ApmLensThread *
apm_lens_model_get_thread (ApmLensModel *self,
                           guint         i)
{
  g_return_val_if_fail (i < self->threads->len, NULL);

  return self->threads->pdata[i];
}

guint
apm_lens_model_get_n_processes (ApmLensModel *self)
{
  return self->processes->len;
}

const ApmLensProcess *
apm_lens_model_get_process (ApmLensModel *self,
                            guint         i)
{
  g_return_val_if_fail (i < self->processes->len, NULL);

  return self->processes->pdata[i];
}

guint
apm_lens_model_get_n_images (ApmLensModel *self)
{
  return self->images->len;
}

const ApmLensImage *
apm_lens_model_get_image (ApmLensModel *self,
                          guint         i)
{
  g_return_val_if_fail (i < self->images->len, NULL);

  return self->images->pdata[i];
}

guint64
apm_lens_model_get_n_events (ApmLensModel *self)
{
  return self->n_events;
}

/**
 * apm_lens_model_get_n_lost:
 *
 * Returns: how many events are missing in what this tells
 */
guint64
apm_lens_model_get_n_lost (ApmLensModel *self)
{
  return self->n_lost;
}

/**
 * apm_lens_model_get_n_overlaps:
 *
 * Returns: how often a lock was taken that somebody seemed to hold: an unlock was
 *   lost, a lock knocked out, or a time is wrong
 */
guint64
apm_lens_model_get_n_overlaps (ApmLensModel *self)
{
  return self->n_overlaps;
}

gint64
apm_lens_model_get_first_ns (ApmLensModel *self)
{
  return self->first_ns;
}

gint64
apm_lens_model_get_last_ns (ApmLensModel *self)
{
  return self->last_ns;
}

guint
apm_lens_model_get_n_notes (ApmLensModel *self)
{
  return self->notes->len;
}

const ApmLensNote *
apm_lens_model_get_note (ApmLensModel *self,
                         guint         i)
{
  g_return_val_if_fail (i < self->notes->len, NULL);

  return self->notes->pdata[i];
}

ApmLensTimeline *
apm_lens_model_get_timeline (ApmLensModel *self)
{
  return self->timeline;
}

ApmLensOrder *
apm_lens_model_get_order (ApmLensModel *self)
{
  return self->order;
}

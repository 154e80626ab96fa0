/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-play-private.h"

#include <string.h>

/* What the steps do to locks, conditions, semaphores and threads, again, and so
 * who could not have gone on meanwhile. */

typedef enum {
  OTHER, LOCK, TRY, UNLOCK, READ_LOCK, TRY_READ, RW_UNLOCK, COND_WAIT, COND_WAKE, SIGNAL, BROADCAST,
  SEM_WAIT, JOIN, BARRIER_ARRIVE, BARRIER_LEAVE,
} Kind;

static const struct {
  const char *word;
  Kind kind;
} kinds[] = {
  { "lock", LOCK }, { "spin-lock", LOCK }, { "wrlock", LOCK }, { "trylock", TRY }, { "trywrlock", TRY },
  { "unlock", UNLOCK }, { "rdlock", READ_LOCK }, { "tryrdlock", TRY_READ }, { "rwunlock", RW_UNLOCK },
  { "cond-wait", COND_WAIT }, { "cond-wake", COND_WAKE }, { "signal", SIGNAL }, { "broadcast", BROADCAST },
  { "sem-wait", SEM_WAIT }, { "join", JOIN },
  { "barrier-arrive", BARRIER_ARRIVE }, { "barrier-leave", BARRIER_LEAVE },
};

typedef struct {
  const char *text;
  int    owner;            /* −1: nobody */
  guint  count;            /* how often the owner has taken it */
  guint  n_readers;
  guint  n_permits;        /* signals that nobody has taken yet */
  guint  n_waiting;
  gint64 value;            /* of a semaphore, −1: not known */
} Object;

/* What a thread stands before. */
typedef struct {
  Kind     kind;
  Object  *object, *mutex;
  gboolean woken;          /* by a broadcast, or a barrier that is full */
  gboolean in_group;       /* waits in a condition variable, or a barrier */
  gboolean is_last;        /* before nothing that is still made */
  int      wait;           /* the one under way, in @open; −1 */
  ApmPlayWait open;
} Before;

typedef struct {
  ApmPlay    *play;
  GHashTable *kinds;       /* word → Kind */
  GHashTable *objects;     /* text → Object */
  Before     *before;      /* of each thread */
  GArray     *open_holds;  /* of ApmPlayHold */
} Walk;

static Object *
find_object (Walk       *walk,
             const char *text)
{
  Object *object;

  if (text == NULL)
    text = "";
  object = g_hash_table_lookup (walk->objects, text);
  if (object == NULL)
    {
      object = g_new0 (Object, 1);
      object->text = text;
      object->owner = -1;
      object->value = -1;
      g_hash_table_insert (walk->objects, (gpointer) text, object);
    }

  return object;
}

static Kind
find_kind (Walk       *walk,
           const char *word)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (walk->kinds, word));
}

static void
stand_before (Walk  *walk,
              guint  thread,
              guint  position)
{
  Before *before = &walk->before[thread];
  guint next = apm_play_get_next (walk->play, position, thread);
  const ApmFailure *failure = walk->play->failure;
  const char *operation = NULL, *object = NULL, *mutex = NULL;

  if (next < failure->steps->len)
    {
      const ApmFailureStep *step = failure->steps->pdata[next];

      operation = step->operation, object = step->object, mutex = step->mutex;
    }
  for (guint i = 0; operation == NULL && i < failure->waits->len; i++)
    {
      const ApmFailureWait *wait = failure->waits->pdata[i];

      if (strcmp (wait->thread, apm_play_thread (walk->play, thread)->name) == 0)
        operation = wait->operation, object = wait->object, mutex = wait->mutex;
    }
  before->kind = operation ? find_kind (walk, operation) : OTHER;
  before->object = find_object (walk, object);
  before->mutex = mutex ? find_object (walk, mutex) : NULL;
  before->is_last = next == failure->steps->len;
}

static void
take (Walk   *walk,
      Object *object,
      guint   thread,
      guint   position)
{
  ApmPlayHold hold = { thread, position, 0, object->text };

  g_array_append_val (walk->open_holds, hold);
}

static void
give (Walk   *walk,
      Object *object,
      guint   thread,
      guint   position)
{
  for (guint i = walk->open_holds->len; i-- > 0;)
    {
      ApmPlayHold hold = g_array_index (walk->open_holds, ApmPlayHold, i);

      if (hold.thread != thread || strcmp (hold.object, object->text) != 0)
        continue;
      hold.to = position;
      g_array_append_val (walk->play->holds, hold);
      g_array_remove_index (walk->open_holds, i);
      return;
    }
}

static void
lock (Walk   *walk,
      Object *object,
      guint   thread,
      guint   position)
{
  if (object->owner >= 0 && object->owner != (int) thread)
    return;
  object->owner = thread;
  if (object->count++ == 0)
    take (walk, object, thread, position);
}

static void
unlock (Walk   *walk,
        Object *object,
        guint   thread,
        guint   position)
{
  if (object->owner != (int) thread || --object->count > 0)
    return;
  object->owner = -1;
  give (walk, object, thread, position);
}

static void
wake_all (Walk   *walk,
          Object *object)
{
  for (guint j = 0; j < walk->play->threads->len; j++)
    if (walk->before[j].in_group && walk->before[j].object == object)
      walk->before[j].woken = TRUE;
}

/* What a step does to those who come to its object's door. @position: behind it */
static void
make_step (Walk                 *walk,
           const ApmFailureStep *step,
           guint                 thread,
           guint                 position)
{
  Object *object = find_object (walk, step->object);
  Object *mutex = step->mutex ? find_object (walk, step->mutex) : NULL;
  Before *before = &walk->before[thread];
  Kind kind = find_kind (walk, step->operation);

  if (kind == LOCK || kind == TRY)
    lock (walk, object, thread, position);
  else if (kind == UNLOCK || (kind == RW_UNLOCK && object->owner == (int) thread))
    unlock (walk, object, thread, position);
  else if (kind == READ_LOCK || (kind == TRY_READ && object->owner < 0))
    object->n_readers++, take (walk, object, thread, position);
  else if (kind == RW_UNLOCK && object->n_readers > 0)
    object->n_readers--, give (walk, object, thread, position);
  else if (kind == COND_WAIT && mutex)
    unlock (walk, mutex, thread, position), before->woken = FALSE;
  else if (kind == COND_WAKE && mutex)
    {
      if (!before->woken && object->n_permits > 0)
        object->n_permits--;
      lock (walk, mutex, thread, position);
    }
  else if (kind == SIGNAL && object->n_permits < object->n_waiting)
    object->n_permits++;
  else if (kind == BROADCAST)
    wake_all (walk, object);
  if (step->value && strcmp (step->value, "pointer") != 0)   /* of a semaphore; nobody asks for others */
    object->value = g_ascii_strtoll (step->value, NULL, 16);
  before->in_group = FALSE;
}

/* Returns: whether the thread cannot go on now; @holder: who could end that, −1: any */
static gboolean
is_blocked (Walk  *walk,
            guint  thread,
            guint  position,
            int   *holder)
{
  const Before *before = &walk->before[thread];
  const Object *object = before->object;

  *holder = -1;
  switch (before->kind)
    {
    case LOCK:
      *holder = object->owner;
      return (object->owner >= 0 && (object->owner != (int) thread || before->is_last)) || object->n_readers > 0;

    case READ_LOCK:
      *holder = object->owner;
      return object->owner >= 0;

    case COND_WAKE:
      if (!before->woken && object->n_permits == 0)
        return TRUE;
      *holder = before->mutex ? before->mutex->owner : -1;
      return *holder >= 0;

    case SEM_WAIT:
      return object->value == 0;

    case JOIN:
      *holder = g_str_has_prefix (object->text, "t:") ? apm_play_find_thread (walk->play, object->text + 2) : -1;
      return *holder >= 0 && apm_play_thread (walk->play, *holder)->gone > position;

    case BARRIER_LEAVE:
      return !before->woken;

    default:
      return FALSE;
    }
}

static void
end_wait (Walk  *walk,
          guint  thread,
          guint  position)
{
  Before *before = &walk->before[thread];

  if (before->wait < 0)
    return;
  before->open.to = position;
  if (before->open.to > before->open.from || position == walk->play->failure->steps->len)
    g_array_append_val (walk->play->waits, before->open);
  before->wait = -1;
}

/* Sees who waits at this position. */
static void
look (Walk  *walk,
      guint  position)
{
  for (guint j = 0; j < walk->play->threads->len; j++)
    {
      const ApmPlayThread *thread = apm_play_thread (walk->play, j);
      Before *before = &walk->before[j];
      const char *text = before->object ? before->object->text : NULL;
      int holder;
      gboolean blocked = position >= thread->born && position < thread->gone && is_blocked (walk, j, position, &holder);

      if (blocked && before->kind == COND_WAKE && holder >= 0)
        text = before->mutex->text;
      if (before->wait >= 0 && (!blocked || before->open.holder != holder || before->open.object != text))
        end_wait (walk, j, position);
      if (blocked && before->wait < 0)
        {
          before->open = (ApmPlayWait) { j, position, 0, holder, text };
          before->wait = 0;
        }
    }
}

/* Whoever comes to a barrier and does not stand before leaving it was the last. */
static void
join_group (Walk                 *walk,
            const ApmFailureStep *step,
            guint                 thread)
{
  Before *before = &walk->before[thread];

  if (before->kind != BARRIER_LEAVE && find_kind (walk, step->operation) == BARRIER_ARRIVE)
    wake_all (walk, find_object (walk, step->object));
  if (before->kind != COND_WAKE && before->kind != BARRIER_LEAVE)
    return;
  before->in_group = TRUE;
  before->woken = FALSE;
}

static void
count_waiting (Walk *walk)
{
  for (guint j = 0; j < walk->play->threads->len; j++)
    walk->before[j].object->n_waiting = 0;
  for (guint j = 0; j < walk->play->threads->len; j++)
    if (walk->before[j].in_group && !walk->before[j].woken)
      walk->before[j].object->n_waiting++;
}

void
apm_play_walk (ApmPlay *self)
{
  Walk walk = { .play = self };
  guint n_steps = self->failure->steps->len;

  walk.kinds = g_hash_table_new (g_str_hash, g_str_equal);
  walk.objects = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  walk.before = g_new0 (Before, MAX (self->threads->len, 1));
  walk.open_holds = g_array_new (FALSE, FALSE, sizeof (ApmPlayHold));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_hash_table_insert (walk.kinds, (gpointer) kinds[i].word, GUINT_TO_POINTER (kinds[i].kind));
  for (guint j = 0; j < self->threads->len; j++)
    {
      walk.before[j].wait = -1;
      stand_before (&walk, j, 0);
    }

  look (&walk, 0);
  for (guint i = 0; i < n_steps; i++)
    {
      guint thread = apm_play_get_step_thread (self, i);
      const ApmFailureStep *step = apm_play_get_step (self, i);

      count_waiting (&walk);
      make_step (&walk, step, thread, i + 1);
      stand_before (&walk, thread, i + 1);
      join_group (&walk, step, thread);
      look (&walk, i + 1);
    }

  for (guint j = 0; j < self->threads->len; j++)
    end_wait (&walk, j, n_steps);
  while (walk.open_holds->len > 0)
    {
      ApmPlayHold hold = g_array_index (walk.open_holds, ApmPlayHold, 0);

      hold.to = n_steps;
      g_array_append_val (self->holds, hold);
      g_array_remove_index (walk.open_holds, 0);
    }
  g_hash_table_unref (walk.kinds);
  g_hash_table_unref (walk.objects);
  g_array_unref (walk.open_holds);
  g_free (walk.before);
}

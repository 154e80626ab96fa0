/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-model-private.h"

/* By what an object is told from others: its address in one process, or its place
 * in memory that processes share. */
typedef struct {
  ApmLensKind kind;
  int process;               /* -1: shared */
  guint64 key[3];            /* address; or device, inode, offset */
} ObjectKey;

static guint
key_hash (gconstpointer data)
{
  const ObjectKey *key = data;
  guint64 hash = (key->key[0] ^ key->key[1] * 31 ^ key->key[2] * 1021) * 0x9e3779b97f4a7c15ull;

  return (guint) (hash >> 32) ^ key->kind ^ (guint) key->process << 8;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const ObjectKey *x = a, *y = b;

  return x->kind == y->kind && x->process == y->process && x->key[0] == y->key[0] && x->key[1] == y->key[1] &&
         x->key[2] == y->key[2];
}

static void
object_free (gpointer data)
{
  ApmLensObject *object = data;

  g_free (object->name);
  g_free (object);
}

void
apm_lens_model_init_objects (ApmLensModel *self)
{
  self->objects = g_ptr_array_new_with_free_func (object_free);
  self->object_keys = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
}

static gboolean
can_be_shared (ApmLensKind kind)
{
  return kind != APM_LENS_THREAD && kind != APM_LENS_CHILD;
}

static ObjectKey
make_key (ApmLensModel      *self,
          const ApmLensFact *fact,
          ApmLensKind        kind)
{
  const ApmLensProcess *process = apm_lens_model_get_process (self, (guint) fact->self->process);
  ObjectKey key = { .kind = kind, .process = fact->self->process, .key = { fact->object } };
  guint64 shared[3];

  if (self->shared && can_be_shared (kind) && self->shared (process->pid, fact->object, shared, self->shared_data))
    {
      key.process = -1;
      for (guint i = 0; i < 3; i++)
        key.key[i] = shared[i];
    }

  return key;
}

static int
make_object (ApmLensModel      *self,
             const ApmLensFact *fact,
             const ObjectKey   *key)
{
  ApmLensObject *object;

  if (self->objects->len >= APM_LENS_MOST_OBJECTS)
    return -1;

  object = g_new0 (ApmLensObject, 1);
  object->kind = key->kind;
  object->process = key->process;
  object->address = fact->object;
  object->first_process = fact->self->process;
  object->first_caller = fact->caller;
  object->longest_waiter = object->longest_holder = object->holder = object->last_releaser = -1;
  g_ptr_array_add (self->objects, object);

  return (int) self->objects->len - 1;
}

/* Where a thread has used an object lately no key is made: asking whether memory
 * is shared costs more than everything else. */
int
apm_lens_model_find_object (ApmLensModel      *self,
                            const ApmLensFact *fact,
                            ApmLensKind        kind)
{
  ApmLensRingState *ring = &self->rings[fact->ring];
  guint place = (guint) (fact->object >> 3 ^ fact->object >> 9) % APM_LENS_CACHE;
  ObjectKey key;
  int object;

  if (ring->cache[place].address == fact->object && ring->cache[place].kind == kind && ring->cache[place].object >= 0)
    {
      object = ring->cache[place].object;
      if (!((ApmLensObject *) self->objects->pdata[object])->is_gone)
        return object;
    }

  key = make_key (self, fact, kind);
  object = GPOINTER_TO_INT (g_hash_table_lookup (self->object_keys, &key)) - 1;
  if (object < 0)
    {
      object = make_object (self, fact, &key);
      if (object >= 0)
        g_hash_table_insert (self->object_keys, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (object + 1));
    }
  ring->cache[place].address = fact->object;
  ring->cache[place].kind = kind;
  ring->cache[place].object = object;

  return object;
}

/* It was destroyed: what is at that address next is another one. */
void
apm_lens_model_forget_object (ApmLensModel      *self,
                              const ApmLensFact *fact,
                              ApmLensKind        kind)
{
  ObjectKey key = make_key (self, fact, kind);
  int object = GPOINTER_TO_INT (g_hash_table_lookup (self->object_keys, &key)) - 1;

  if (object < 0)
    return;
  ((ApmLensObject *) self->objects->pdata[object])->is_gone = TRUE;
  g_hash_table_remove (self->object_keys, &key);
}

guint
apm_lens_model_get_n_objects (ApmLensModel *self)
{
  return self->objects->len;
}

const ApmLensObject *
apm_lens_model_get_object (ApmLensModel *self,
                           guint         i)
{
  g_return_val_if_fail (i < self->objects->len, NULL);

  return self->objects->pdata[i];
}

void
apm_lens_model_set_object_name (ApmLensModel *self,
                                guint         i,
                                const char   *name)
{
  ApmLensObject *object;

  g_return_if_fail (i < self->objects->len);

  object = self->objects->pdata[i];
  g_free (object->name);
  object->name = g_strdup (name);
}

/**
 * apm_lens_kind_get_id:
 *
 * Returns: (transfer none): the word for programs to read: "mutex"
 */
const char *
apm_lens_kind_get_id (ApmLensKind kind)
{
  static const char *const ids[] = {
    [APM_LENS_MUTEX] = "mutex",
    [APM_LENS_COND] = "condition",
    [APM_LENS_RWLOCK] = "rwlock",
    [APM_LENS_BARRIER] = "barrier",
    [APM_LENS_SPIN] = "spinlock",
    [APM_LENS_SEMAPHORE] = "semaphore",
    [APM_LENS_THREAD] = "thread",
    [APM_LENS_CHILD] = "child",
  };

  g_return_val_if_fail (kind < APM_LENS_N_KINDS, NULL);

  return ids[kind];
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-private.h"

#include "apm-lens-spawn.h"

/* Between looks for locks that have no name yet. */
#define NAME_US 10000

enum { ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmLens, apm_lens, G_TYPE_OBJECT)

static void
order_end (ApmLens *self)
{
  g_mutex_lock (&self->mutex);
  self->must_end = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
apm_lens_finalize (GObject *object)
{
  ApmLens *self = APM_LENS (object);

  order_end (self);
  if (self->names)
    apm_lens_names_stop (self->names);
  if (self->naming)
    g_thread_join (self->naming);
  if (self->child)
    {
      g_signal_handlers_disconnect_by_data (self->child, self);
      if (!apm_child_get_ended (self->child))
        {
          /* One that goes on without us goes on at its own pace, and waits for nobody when
           * it leaves. */
          apm_lens_memory_set_most_ahead (self->memory, 0);
          apm_lens_memory_set_named (self->memory, G_MAXINT64);
          apm_lens_set_paused (self, FALSE);
          apm_lens_set_slow_ns (self, 0);
          if (apm_child_get_ends_with_us (self->child))
            apm_lens_kill (self);
        }
    }
  g_clear_pointer (&self->reader, apm_lens_reader_free);
  g_clear_pointer (&self->names, apm_lens_names_free);
  g_clear_pointer (&self->memory, apm_lens_memory_free);
  g_clear_object (&self->child);
  g_ptr_array_unref (self->knocks);
  g_hash_table_unref (self->called);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (apm_lens_parent_class)->finalize (object);
}

static void
apm_lens_class_init (ApmLensClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_lens_finalize;

  /**
   * ApmLens::ended:
   * @wait_status: as waitpid(2) tells it
   *
   * The program is over, all that it told has been read, and what can be named has
   * its name. Nothing changes any more.
   */
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_LENS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_lens_init (ApmLens *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->knocks = apm_lens_knocks_new ();
  self->called = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

typedef struct {
  guint   object;
  guint   image;
  guint64 address;
} Nameless;

static guint
get_image_of (ApmLensModel *model,
              int           process)
{
  return apm_lens_model_get_process (model, (guint) process)->image;
}

/* Collects the locks from @from on that have no name. */
static GArray *
collect_nameless (ApmLens *self,
                  guint   *from,
                  gint64  *read_ns)
{
  GArray *nameless = g_array_new (FALSE, FALSE, sizeof (Nameless));
  ApmLensModel *model = apm_lens_lock (self);

  *read_ns = apm_lens_reader_get_read_ns (self->reader);
  for (guint i = 0; i < apm_lens_model_get_n_images (model); i++)
    if (apm_lens_model_get_image (model, i)->is_complete)
      apm_lens_names_add_image (self->names, i, apm_lens_model_get_image (model, i));
  for (; *from < apm_lens_model_get_n_objects (model); ++*from)
    {
      const ApmLensObject *object = apm_lens_model_get_object (model, *from);
      Nameless one = { *from, get_image_of (model, object->first_process), object->address };

      if (object->name == NULL && object->kind != APM_LENS_THREAD && object->kind != APM_LENS_CHILD)
        g_array_append_val (nameless, one);
    }
  apm_lens_unlock (self);

  return nameless;
}

static void
name_objects (ApmLens *self,
              guint   *from)
{
  gint64 read_ns;
  g_autoptr(GArray) nameless = collect_nameless (self, from, &read_ns);

  for (guint i = 0; i < nameless->len; i++)
    {
      const Nameless *one = &g_array_index (nameless, Nameless, i);
      g_autofree char *name = apm_lens_names_dup_variable (self->names, one->image, one->address);

      if (name)
        {
          apm_lens_model_set_object_name (apm_lens_lock (self), one->object, name);
          apm_lens_unlock (self);
        }
    }
  /* Who is about to leave may do so. */
  apm_lens_memory_set_named (self->memory, read_ns);
}

static gboolean
on_all_read (gpointer data)
{
  ApmLens *self = data;

  self->ended = TRUE;
  g_signal_emit (self, signals[ENDED], 0, self->wait_status);

  return G_SOURCE_REMOVE;
}

static gpointer
naming_main (gpointer data)
{
  ApmLens *self = data;
  guint from = 0;
  gboolean must_end;

  do
    {
      gint64 until_us = g_get_monotonic_time () + NAME_US;

      name_objects (self, &from);
      apm_lens_obey (self);
      g_mutex_lock (&self->mutex);
      while (!self->must_end && g_cond_wait_until (&self->cond, &self->mutex, until_us))
        ;
      must_end = self->must_end;
      g_mutex_unlock (&self->mutex);
    }
  while (!must_end);

  return NULL;
}

/* The rest, in a thread: the reader's last look, then the last names. */
static void
finish_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  ApmLens *self = source;
  guint from = 0;

  g_thread_join (g_steal_pointer (&self->naming));
  /* Children that go on are not read any more. */
  apm_lens_memory_set_most_ahead (self->memory, 0);
  apm_lens_reader_finish (self->reader);
  while (!apm_lens_reader_has_finished (self->reader))
    g_usleep (500);
  name_objects (self, &from);
  g_task_return_boolean (task, TRUE);
}

static void
on_finished (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  on_all_read (source);
}

static void
on_child_ended (ApmChild *child,
                int       wait_status,
                gpointer  data)
{
  ApmLens *self = data;
  g_autoptr(GTask) task = g_task_new (self, NULL, on_finished, NULL);

  self->wait_status = wait_status;
  order_end (self);
  g_task_set_source_tag (task, on_child_ended);
  g_task_run_in_thread (task, finish_in_thread);
}

static gboolean
start (ApmLens          *self,
       const ApmSpawn   *spawn,
       const ApmLensTap *tap,
       GError          **error)
{
  g_autofree char *library = apm_lens_spawn_dup_library (spawn, error);

  self->memory = library ? apm_lens_memory_new (error) : NULL;
  if (self->memory == NULL)
    {
      apm_lens_spawn_give_up (spawn);
      return FALSE;
    }

  if (tap)
    {
      apm_lens_memory_set_most_ahead (self->memory, tap->most_ahead);
      apm_lens_memory_set_main_free (self->memory, tap->main_is_free);
      apm_lens_memory_set_in_order (self->memory, tap->in_order);
      apm_lens_memory_set_pause (self->memory, tap->is_paused);
    }
  self->child = apm_lens_spawn (self->memory, spawn, library, error);

  return self->child != NULL;
}

/**
 * apm_lens_start:
 * @spawn: as for apm_child_spawn()
 *
 * Starts a program under the lens. Fails before there is a process, with
 * %APM_ERROR_INVALID and the reason in a sentence, if the lens cannot see into it.
 *
 * Returns: (transfer full) (nullable): given up, it kills a program that ends with
 *   us, and lets another one go on unwatched
 */
ApmLens *
apm_lens_start (const ApmSpawn *spawn,
                GError        **error)
{
  return apm_lens_start_tapped (spawn, NULL, error);
}

/**
 * apm_lens_start_tapped:
 * @tap: (nullable): copied; its data is destroyed also where the start fails
 *
 * As apm_lens_start(), and @tap gets each event as well.
 */
ApmLens *
apm_lens_start_tapped (const ApmSpawn   *spawn,
                       const ApmLensTap *tap,
                       GError          **error)
{
  g_autoptr(ApmLens) self = g_object_new (APM_TYPE_LENS, NULL);

  g_return_val_if_fail (spawn != NULL, NULL);

  if (!start (self, spawn, tap, error))
    {
      if (tap && tap->destroy)
        tap->destroy (tap->data);
      return NULL;
    }

  self->reader = apm_lens_reader_new (self->memory, tap);
  self->names = apm_lens_names_new ();
  self->naming = g_thread_new ("lens-names", naming_main, self);
  g_signal_connect (self->child, "ended", G_CALLBACK (on_child_ended), self);

  return g_steal_pointer (&self);
}

/**
 * apm_lens_get_child:
 *
 * Returns: (transfer none): the program; connect to its output here
 */
ApmChild *
apm_lens_get_child (ApmLens *self)
{
  g_return_val_if_fail (APM_IS_LENS (self), NULL);

  return self->child;
}

gboolean
apm_lens_get_ended (ApmLens *self)
{
  g_return_val_if_fail (APM_IS_LENS (self), FALSE);

  return self->ended;
}

/**
 * apm_lens_lock:
 *
 * Returns: (transfer none): the model, unchanged until apm_lens_unlock(). Any thread.
 */
ApmLensModel *
apm_lens_lock (ApmLens *self)
{
  return apm_lens_reader_lock (self->reader);
}

void
apm_lens_unlock (ApmLens *self)
{
  apm_lens_reader_unlock (self->reader);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-model-private.h"

/* Threads, processes and the programs that these run. */

typedef struct {
  int process;
  guint64 self;              /* pthread_t */
} SelfKey;

/* Told by the thread that creates, maybe before the new one has said anything. */
typedef struct {
  int creator;
  gint64 time_ns;
  char *name;
} Creation;

static guint
self_hash (gconstpointer data)
{
  const SelfKey *key = data;

  return (guint) (key->self >> 6) ^ (guint) (key->self >> 38) ^ (guint) key->process * 31;
}

static gboolean
self_equal (gconstpointer a,
            gconstpointer b)
{
  const SelfKey *x = a, *y = b;

  return x->process == y->process && x->self == y->self;
}

static void
creation_free (gpointer data)
{
  Creation *creation = data;

  g_free (creation->name);
  g_free (creation);
}

static void
thread_free (gpointer data)
{
  ApmLensThread *thread = data;

  g_free (thread->name);
  g_array_unref (thread->held);
  g_free (thread);
}

static void
module_free (gpointer data)
{
  ApmLensModule *module = data;

  g_string_free (module->path, TRUE);
  g_free (module);
}

static void
image_free (gpointer data)
{
  ApmLensImage *image = data;

  g_ptr_array_unref (image->modules);
  g_free (image);
}

void
apm_lens_model_init_threads (ApmLensModel *self)
{
  self->threads = g_ptr_array_new_with_free_func (thread_free);
  self->processes = g_ptr_array_new_with_free_func (g_free);
  self->images = g_ptr_array_new_with_free_func (image_free);
  self->process_pids = g_hash_table_new (NULL, NULL);
  self->selves = g_hash_table_new_full (self_hash, self_equal, g_free, NULL);
  self->creations = g_hash_table_new_full (self_hash, self_equal, g_free, creation_free);
}

static guint
add_image (ApmLensModel *self,
           int           pid)
{
  ApmLensImage *image = g_new0 (ApmLensImage, 1);

  image->pid = pid;
  image->modules = g_ptr_array_new_with_free_func (module_free);
  g_ptr_array_add (self->images, image);

  return self->images->len - 1;
}

static int
find_process (ApmLensModel *self,
              int           pid)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->process_pids, GINT_TO_POINTER (pid))) - 1;
}

/* Returns: the process of that number, a new one if there is none; -1: no room */
static int
need_process (ApmLensModel *self,
              int           pid,
              int           parent_pid,
              gint64        now_ns)
{
  int i = find_process (self, pid);
  int parent = find_process (self, parent_pid);
  ApmLensProcess *process;

  if (i >= 0 || self->processes->len >= APM_LENS_MOST_PROCESSES)
    return i;

  process = g_new0 (ApmLensProcess, 1);
  process->pid = pid;
  process->parent_pid = parent >= 0 ? parent_pid : 0;
  process->began_ns = now_ns;
  process->image = parent >= 0 ? ((ApmLensProcess *) self->processes->pdata[parent])->image
                               : self->images->len > 0 ? 0 : add_image (self, pid);
  g_ptr_array_add (self->processes, process);
  g_hash_table_insert (self->process_pids, GINT_TO_POINTER (pid), GINT_TO_POINTER ((int) self->processes->len));

  return (int) self->processes->len - 1;
}

void
apm_lens_model_end_thread (ApmLensModel *self,
                           int           thread,
                           gint64        now_ns)
{
  ApmLensThread *ended = apm_lens_model_peek_thread (self, thread);

  if (ended == NULL || ended->ended_ns != 0)
    return;
  ended->ended_ns = MAX (now_ns, 1);
  if (ended->waits_for >= 0)
    apm_lens_model_end_wait (self, &(ApmLensFact) { .time_ns = now_ns, .thread = thread, .self = ended },
                             ended->waits_for, -1);
  apm_lens_model_drop_held (self, thread, now_ns);
}

/* A new thread has this ring. */
static void
begin_thread (ApmLensModel      *self,
              const ApmLensFact *fact)
{
  ApmLensRingState *ring = &self->rings[fact->ring];
  int pid = (int) (fact->object >> 32 & G_MAXINT);
  int tid = (int) (fact->object & G_MAXINT);
  int process;
  ApmLensThread *thread;

  /* Whoever had it was killed. */
  apm_lens_model_end_thread (self, ring->thread, fact->time_ns);
  ring->thread = -1;
  for (guint i = 0; i < APM_LENS_CACHE; i++)
    ring->cache[i].object = -1;

  /* A child of fork() by a number that somebody had who has ended unseen. */
  if (fact->result > 0 && find_process (self, pid) >= 0)
    apm_lens_model_end_process (self, pid, fact->time_ns);
  process = pid > 0 && tid > 0 ? need_process (self, pid, fact->result, fact->time_ns) : -1;
  if (process < 0 || self->threads->len >= APM_LENS_MOST_THREADS)
    return;

  thread = g_new0 (ApmLensThread, 1);
  thread->tid = tid;
  thread->process = process;
  thread->function = tid == pid ? 0 : fact->caller;
  thread->began_ns = fact->time_ns;
  thread->creator = thread->joiner = thread->waits_for = thread->holder = -1;
  thread->held = g_array_sized_new (FALSE, FALSE, sizeof (ApmLensHeld), 4);
  g_ptr_array_add (self->threads, thread);
  ring->thread = (int) self->threads->len - 1;
}

/**
 * apm_lens_model_adopt:
 *
 * Says whose @ring is, where its beginning may be among what was lost.
 */
void
apm_lens_model_adopt (ApmLensModel *self,
                      guint         ring,
                      int           pid,
                      int           tid)
{
  const ApmLensThread *known;

  g_return_if_fail (ring < APM_LENS_SLOTS);

  known = apm_lens_model_peek_thread (self, self->rings[ring].thread);
  if (known && known->tid == tid && known->ended_ns == 0)
    return;
  begin_thread (self, &(ApmLensFact) {
    .ring = ring,
    .time_ns = self->last_ns,
    .object = (guint64) pid << 32 | (guint) tid,
    .thread = -1,
  });
}

static SelfKey
make_self (const ApmLensFact *fact)
{
  return (SelfKey) { fact->self->process, fact->object };
}

static int
find_self (ApmLensModel      *self,
           const ApmLensFact *fact)
{
  SelfKey key = make_self (fact);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->selves, &key)) - 1;
}

/* The thread says by what number others know it. */
static void
take_self (ApmLensModel      *self,
           const ApmLensFact *fact)
{
  SelfKey key = make_self (fact);
  Creation *creation = g_hash_table_lookup (self->creations, &key);

  g_hash_table_insert (self->selves, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (fact->thread + 1));
  if (creation == NULL)
    return;
  fact->self->creator = creation->creator;
  fact->self->created_ns = creation->time_ns;
  if (creation->name && fact->self->name == NULL)
    fact->self->name = g_steal_pointer (&creation->name);
  g_hash_table_remove (self->creations, &key);
}

static void
take_creation (ApmLensModel      *self,
               const ApmLensFact *fact)
{
  SelfKey key = make_self (fact);
  ApmLensThread *thread = apm_lens_model_peek_thread (self, find_self (self, fact));
  Creation *creation;

  if (fact->result != 0)
    return;
  /* It was quicker than its creator, unless that is an earlier one of the same number. */
  if (thread && thread->creator < 0 && thread != fact->self)
    {
      thread->creator = fact->thread;
      thread->created_ns = thread->began_ns;
      return;
    }
  creation = g_new0 (Creation, 1);
  creation->creator = fact->thread;
  creation->time_ns = fact->time_ns;
  g_hash_table_insert (self->creations, g_memdup2 (&key, sizeof key), creation);
  g_hash_table_remove (self->selves, &key);
}

static void
take_join (ApmLensModel      *self,
           const ApmLensFact *fact)
{
  int number = find_self (self, fact);
  ApmLensThread *thread = apm_lens_model_peek_thread (self, number);

  if (fact->op == APM_LENS_OP_JOIN_WAIT)
    {
      apm_lens_model_begin_wait (self, fact, apm_lens_model_find_object (self, fact, APM_LENS_THREAD));
      return;
    }
  if (fact->self->waits_for >= 0)
    {
      ApmLensObject *what = apm_lens_model_peek_object (self, fact->self->waits_for);

      if (what && fact->result == 0)
        what->n_taken++;
      apm_lens_model_end_wait (self, fact, fact->self->waits_for, number);
    }
  if (fact->result != 0 || thread == NULL)
    return;
  thread->joiner = fact->thread;
  thread->joined_ns = fact->time_ns;
  apm_lens_model_forget_object (self, fact, APM_LENS_THREAD);
}

static void
take_child_wait (ApmLensModel      *self,
                 const ApmLensFact *fact)
{
  if (fact->op == APM_LENS_OP_CHILD_WAIT)
    apm_lens_model_begin_wait (self, fact, apm_lens_model_find_object (self, fact, APM_LENS_CHILD));
  else if (fact->self->waits_for >= 0)
    apm_lens_model_end_wait (self, fact, fact->self->waits_for, -1);
}

/**
 * apm_lens_model_name_thread:
 *
 * Names the thread that is known by the number in @fact, or that will be.
 */
void
apm_lens_model_name_thread (ApmLensModel      *self,
                            const ApmLensFact *fact,
                            const char        *name)
{
  SelfKey key = make_self (fact);
  ApmLensThread *thread = apm_lens_model_peek_thread (self, find_self (self, fact));
  Creation *creation = g_hash_table_lookup (self->creations, &key);
  char **place = thread ? &thread->name : creation ? &creation->name : NULL;

  if (place)
    {
      g_free (*place);
      *place = g_strdup (name);
    }
}

/* A program begins: all that this process was before is over. */
static void
begin_image (ApmLensModel      *self,
             const ApmLensFact *fact)
{
  ApmLensProcess *process = self->processes->pdata[fact->self->process];
  ApmLensImage *image = self->images->pdata[process->image];

  if (fact->result == 1)
    {
      image->is_complete = TRUE;
      return;
    }
  for (guint i = 0; i < self->threads->len; i++)
    {
      ApmLensThread *thread = self->threads->pdata[i];

      if (thread != fact->self && thread->process == fact->self->process)
        apm_lens_model_end_thread (self, (int) i, fact->time_ns);
    }
  if (image->modules->len > 0 && self->images->len < APM_LENS_MOST_PROCESSES)
    process->image = add_image (self, process->pid);
}

static void
add_module (ApmLensModel      *self,
            const ApmLensFact *fact)
{
  const ApmLensProcess *process = self->processes->pdata[fact->self->process];
  ApmLensImage *image = self->images->pdata[process->image];
  ApmLensModule *module;

  if (image->modules->len >= 1024)
    return;
  module = g_new0 (ApmLensModule, 1);
  module->bias = fact->object;
  module->path = g_string_new (NULL);
  g_ptr_array_add (image->modules, module);
  self->rings[fact->ring].text = module->path;
}

/**
 * apm_lens_model_take_thread:
 *
 * Returns: whether the operation was one on a thread or process
 */
gboolean
apm_lens_model_take_thread (ApmLensModel      *self,
                            const ApmLensFact *fact)
{
  switch (fact->op)
    {
    case APM_LENS_OP_BEGIN:
      begin_thread (self, fact);
      return TRUE;
    case APM_LENS_OP_SELF:
      take_self (self, fact);
      return TRUE;
    case APM_LENS_OP_END:
      apm_lens_model_end_thread (self, fact->thread, fact->time_ns);
      self->rings[fact->ring].thread = -1;
      return TRUE;
    case APM_LENS_OP_CREATE:
      take_creation (self, fact);
      return TRUE;
    case APM_LENS_OP_JOIN_WAIT:
    case APM_LENS_OP_JOINED:
      take_join (self, fact);
      return TRUE;
    case APM_LENS_OP_CHILD_WAIT:
    case APM_LENS_OP_CHILD_ENDED:
      take_child_wait (self, fact);
      return TRUE;
    case APM_LENS_OP_NAME:
      self->rings[fact->ring].named_self = fact->object;
      return TRUE;
    case APM_LENS_OP_IMAGE:
      begin_image (self, fact);
      return TRUE;
    case APM_LENS_OP_MODULE:
      add_module (self, fact);
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * apm_lens_model_end_process:
 *
 * Says that a process is over, by whatever death.
 */
void
apm_lens_model_end_process (ApmLensModel *self,
                            int           pid,
                            gint64        now_ns)
{
  int process = find_process (self, pid);

  if (process < 0)
    return;
  ((ApmLensProcess *) self->processes->pdata[process])->ended_ns = MAX (now_ns, 1);
  g_hash_table_remove (self->process_pids, GINT_TO_POINTER (pid));
  for (guint i = 0; i < self->threads->len; i++)
    if (((ApmLensThread *) self->threads->pdata[i])->process == process)
      apm_lens_model_end_thread (self, (int) i, now_ns);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * apm_lens_get_n_unseen:
 *
 * Returns: how many events were not written, since more threads ran than the
 *   memory has rings for
 */
guint64
apm_lens_get_n_unseen (ApmLens *self)
{
  g_return_val_if_fail (APM_IS_LENS (self), 0);

  return __atomic_load_n (&apm_lens_memory_get_header (self->memory)->unseen, __ATOMIC_RELAXED);
}

/**
 * apm_lens_get_named_us:
 *
 * Returns: what was used before that time has its name, if it has one
 */
gint64
apm_lens_get_named_us (ApmLens *self)
{
  g_return_val_if_fail (APM_IS_LENS (self), 0);

  return apm_lens_memory_get_named (self->memory) / 1000;
}

/**
 * apm_lens_dup_silence:
 *
 * Returns: (transfer full) (nullable): a sentence about a program that has ended and
 *   of which nothing at all was heard, not even that it began; else %NULL
 */
char *
apm_lens_dup_silence (ApmLens *self)
{
  const struct apm_lens_header *header;

  g_return_val_if_fail (APM_IS_LENS (self), NULL);

  header = apm_lens_memory_get_header (self->memory);
  if (!self->ended || __atomic_load_n (&header->first_pid, __ATOMIC_RELAXED) != 0)
    return NULL;

  return g_strdup (_("The program told nothing: its lens is of another version than this program, "
                     "or it does not use the C library in the usual way"));
}

/**
 * apm_lens_dup_doubt:
 *
 * Returns: (transfer full) (nullable): a sentence about what of this program the
 *   lens does not see; %NULL where nothing is known to be missing
 */
char *
apm_lens_dup_doubt (ApmLens *self)
{
  int direct = apm_lens_reader_get_direct (self->reader);
  guint64 unseen = apm_lens_get_n_unseen (self);
  char *silence = apm_lens_dup_silence (self);
  guint64 n_lost = apm_lens_model_get_n_lost (apm_lens_lock (self));

  apm_lens_unlock (self);
  if (silence)
    return silence;
  if (direct != 0)
    return g_strdup_printf (_("Thread %d waits in a futex directly: the locks of its language or library are not seen"),
                            direct);
  if (n_lost > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu event was lost: it came faster than it could be read",
                                         "%lu events were lost: they came faster than they could be read",
                                         (gulong) n_lost), (gulong) n_lost);
  if (unseen > 0)
    return g_strdup_printf (_("More than %u threads ran at a time: %lu operations were not seen"), APM_LENS_SLOTS,
                            (gulong) unseen);

  return NULL;
}

/**
 * apm_lens_look:
 * @state: (out): %APM_LENS_RUNNING, also if it is just let go; %APM_LENS_AT_GATE,
 *   %APM_LENS_BLOCKED
 * @op: (out): the operation it stands before, or waits in
 * @caller: (out): from where
 *
 * Returns: whether thread @tid is there; what it does at this moment
 */
gboolean
apm_lens_look (ApmLens *self,
               int      tid,
               guint   *state,
               guint   *op,
               guint64 *caller)
{
  ApmLensLook look;

  g_return_val_if_fail (APM_IS_LENS (self), FALSE);

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    if (apm_lens_memory_look (self->memory, i, &look) && look.tid == tid)
      {
        *state = look.tokens > 0 ? APM_LENS_RUNNING : look.state;
        *op = look.op;
        *caller = look.caller;
        return TRUE;
      }

  return FALSE;
}

/**
 * apm_lens_get_looks:
 * @looks: (out caller-allocates): what each thread does at this moment, for @most of them
 *
 * Any thread.
 *
 * Returns: how many threads there are, @most at most
 */
guint
apm_lens_get_looks (ApmLens     *self,
                    ApmLensLook *looks,
                    guint        most)
{
  guint n = 0;

  for (guint i = 0; i < APM_LENS_SLOTS && n < most; i++)
    n += apm_lens_memory_look (self->memory, i, &looks[n]);

  return n;
}

/**
 * apm_lens_find_place:
 * @image: number of the program in the model
 * @function: (out) (nullable): see apm_lens_names_find_place()
 * @source: (out) (nullable): likewise
 *
 * May take a second: not for the main thread of a window.
 */
gboolean
apm_lens_find_place (ApmLens  *self,
                     guint     image,
                     guint64   caller,
                     char    **function,
                     char    **source)
{
  return apm_lens_names_find_place (self->names, image, caller, function, source);
}

/**
 * apm_lens_dup_variables:
 *
 * See apm_lens_names_dup_variables(); may take a second.
 */
GStrv
apm_lens_dup_variables (ApmLens *self,
                        guint    image)
{
  return apm_lens_names_dup_variables (self->names, image);
}

/**
 * apm_lens_find_variable:
 *
 * See apm_lens_names_find_variable(); may take a second.
 */
gboolean
apm_lens_find_variable (ApmLens         *self,
                        guint            image,
                        const char      *name,
                        ApmLensVariable *variable)
{
  return apm_lens_names_find_variable (self->names, image, name, variable);
}

/**
 * apm_lens_dup_place:
 *
 * Returns: (transfer full): where a call came from, in short: "bank.c:41", or
 *   "transfer ()", or the address. May take a second.
 */
char *
apm_lens_dup_place (ApmLens *self,
                    guint    image,
                    guint64  caller)
{
  g_autofree char *function = NULL;
  g_autofree char *source = NULL;

  if (caller == 0)
    return g_strdup ("");
  apm_lens_find_place (self, image, caller, &function, &source);
  if (source)
    return g_path_get_basename (source);
  if (function)
    return g_strdup_printf ("%s ()", function);

  return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", caller);
}

static char *
describe_nameless (ApmLensKind  kind,
                   const char  *place)
{
  switch (kind)
    {
    case APM_LENS_MUTEX:
      return g_strdup_printf (_("mutex first used at %s"), place);
    case APM_LENS_COND:
      return g_strdup_printf (_("condition first used at %s"), place);
    case APM_LENS_RWLOCK:
      return g_strdup_printf (_("read-write lock first used at %s"), place);
    case APM_LENS_BARRIER:
      return g_strdup_printf (_("barrier first used at %s"), place);
    case APM_LENS_SPIN:
      return g_strdup_printf (_("spin lock first used at %s"), place);
    case APM_LENS_SEMAPHORE:
      return g_strdup_printf (_("semaphore first used at %s"), place);
    case APM_LENS_THREAD:
    case APM_LENS_CHILD:
    case APM_LENS_N_KINDS:
    default:
      return g_strdup (place);
    }
}

/* A thread or process that is waited for goes by its number. */
static char *
describe_awaited (ApmLensKind kind,
                  guint64     number)
{
  if (kind == APM_LENS_THREAD)
    return g_strdup (_("the end of a thread"));
  if ((gint64) number <= 0)
    return g_strdup (_("the end of a child"));

  return g_strdup_printf (_("the end of process %d"), (int) number);
}

/**
 * apm_lens_dup_object_name:
 *
 * Returns: (transfer full): what to call a lock: its variable, else where it was
 *   first used. May take a second.
 */
char *
apm_lens_dup_object_name (ApmLens *self,
                          int      object)
{
  ApmLensModel *model = apm_lens_lock (self);
  ApmLensObject copy;
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  guint image = 0;
  gboolean found = object >= 0 && (guint) object < apm_lens_model_get_n_objects (model);

  if (found)
    {
      copy = *apm_lens_model_get_object (model, (guint) object);
      name = g_strdup (copy.name);
      image = apm_lens_model_get_process (model, (guint) copy.first_process)->image;
    }
  apm_lens_unlock (self);

  if (!found)
    return g_strdup ("");
  if (name)
    return g_steal_pointer (&name);
  if (copy.kind == APM_LENS_THREAD || copy.kind == APM_LENS_CHILD)
    return describe_awaited (copy.kind, copy.address);
  place = apm_lens_dup_place (self, image, copy.first_caller);

  return describe_nameless (copy.kind, place);
}

/**
 * apm_lens_call_thread:
 * @name: what thread @tid is called while it has no name of its own
 *
 * Any thread.
 */
void
apm_lens_call_thread (ApmLens    *self,
                      int         tid,
                      const char *name)
{
  g_return_if_fail (APM_IS_LENS (self) && name != NULL);

  apm_lens_lock (self);
  g_hash_table_insert (self->called, GINT_TO_POINTER (tid), g_strdup (name));
  apm_lens_unlock (self);
}

/**
 * apm_lens_dup_thread_name:
 *
 * Returns: (transfer full): its name, else what it is called, else the function that
 *   it began in with its TID. May take a second.
 */
char *
apm_lens_dup_thread_name (ApmLens *self,
                          int      thread)
{
  ApmLensModel *model = apm_lens_lock (self);
  ApmLensThread copy;
  g_autofree char *name = NULL;
  g_autofree char *function = NULL;
  g_autofree char *source = NULL;
  int pid = 0;
  guint image = 0;
  gboolean found = thread >= 0 && (guint) thread < apm_lens_model_get_n_threads (model);

  if (found)
    {
      const ApmLensProcess *process;

      copy = *apm_lens_model_get_thread (model, (guint) thread);
      process = apm_lens_model_get_process (model, (guint) copy.process);
      name = g_strdup (copy.name && *copy.name ? copy.name : g_hash_table_lookup (self->called, GINT_TO_POINTER (copy.tid)));
      pid = process->pid;
      image = process->image;
    }
  apm_lens_unlock (self);

  if (!found)
    return g_strdup ("");
  if (name)
    return g_steal_pointer (&name);
  if (copy.tid == pid)
    return pid == apm_child_get_pid (self->child) ? g_strdup ("main") : g_strdup_printf ("main (%d)", pid);
  apm_lens_find_place (self, image, copy.function + 1, &function, &source);

  return function ? g_strdup_printf ("%s (%d)", function, copy.tid) : g_strdup_printf ("%d", copy.tid);
}

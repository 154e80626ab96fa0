/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-note.h"

struct _ApmProcessNotes
{
  gatomicrefcount refs;
  GHashTable     *by_pid;
};

static void
note_free (gpointer data)
{
  ApmProcessNote *note = data;

  g_free (note->waits_for);
  g_free (note->waits);
  g_free (note);
}

ApmProcessNotes *
apm_process_notes_new (void)
{
  ApmProcessNotes *self = g_new0 (ApmProcessNotes, 1);

  g_atomic_ref_count_init (&self->refs);
  self->by_pid = g_hash_table_new_full (NULL, NULL, NULL, note_free);

  return self;
}

ApmProcessNotes *
apm_process_notes_ref (ApmProcessNotes *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_process_notes_unref (ApmProcessNotes *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_hash_table_unref (self->by_pid);
  g_free (self);
}

/**
 * apm_process_notes_add:
 * @started_us: its process: since boot
 * @waits_for: (transfer full): a few words for a person
 * @kind: a word of the C locale
 * @waited_us: G_MININT64 if it is not known
 *
 * For notes that nobody else has yet.
 */
void
apm_process_notes_add (ApmProcessNotes *self,
                       int              pid,
                       gint64           started_us,
                       char            *waits_for,
                       const char      *kind,
                       gint64           waited_us,
                       gboolean         is_idle)
{
  ApmProcessNote *note = g_new (ApmProcessNote, 1);

  *note = (ApmProcessNote) { started_us, waits_for, g_strconcat (kind, " ", waits_for, NULL), waited_us, is_idle };
  g_hash_table_insert (self->by_pid, GINT_TO_POINTER (pid), note);
}

/**
 * apm_process_notes_find:
 * @self: (nullable)
 * @started_us: its process: since boot
 *
 * Returns: (nullable): what is known of it; nothing of another that had its number
 */
const ApmProcessNote *
apm_process_notes_find (const ApmProcessNotes *self,
                        int                    pid,
                        gint64                 started_us)
{
  const ApmProcessNote *note = self ? g_hash_table_lookup (self->by_pid, GINT_TO_POINTER (pid)) : NULL;

  return note && note->started_us == started_us ? note : NULL;
}

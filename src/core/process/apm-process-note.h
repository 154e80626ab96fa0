/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What another room knows of processes and a list of them is to show: what each
 * waits for. A set of notes is made by one thread and never changed afterwards. There
 * are such of threads too: a thread's number stands where a process' would. */

typedef struct {
  gint64    started_us;  /* its process: since boot */
  char     *waits_for;   /* a few words for a person */
  char     *waits;       /* to be searched: the kind as a word of the C locale, then the words */
  gint64    waited_us;   /* G_MININT64: not known */
  gboolean  is_idle;     /* by design: nothing to worry about */
} ApmProcessNote;

typedef struct _ApmProcessNotes ApmProcessNotes;

ApmProcessNotes      *apm_process_notes_new   (void);
ApmProcessNotes      *apm_process_notes_ref   (ApmProcessNotes       *self);
void                  apm_process_notes_unref (ApmProcessNotes       *self);
void                  apm_process_notes_add   (ApmProcessNotes       *self,
                                               int                    pid,
                                               gint64                 started_us,
                                               char                  *waits_for,
                                               const char            *kind,
                                               gint64                 waited_us,
                                               gboolean               is_idle);
const ApmProcessNote *apm_process_notes_find  (const ApmProcessNotes *self,
                                               int                    pid,
                                               gint64                 started_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmProcessNotes, apm_process_notes_unref)

G_END_DECLS

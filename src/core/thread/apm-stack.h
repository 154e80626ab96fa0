/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the threads of a process stand, on demand. A program of its own,
 * apm-stack, stops one thread at a time for as long as reading takes and goes
 * with what it has read; nothing of it runs on the main thread.
 * Read tests/thread/test-stack.c first. */

typedef struct {
  guint64     address;
  char       *function;     /* NULL where the file tells no names */
  guint64     offset;       /* in the function, else in the file */
  char       *module;       /* path of the program or library, or NULL */
  char       *source;       /* "file.c:12", or NULL */
} ApmStackFrame;

typedef struct {
  int         tid;
  char       *name;         /* UTF-8 */
  gint64      stopped_ns;   /* for how long it was */
  GPtrArray  *frames;       /* of ApmStackFrame, the innermost first */
  char       *refusal;      /* why there are none, a sentence; else NULL */
} ApmStackThread;

typedef struct {
  int         pid;
  GPtrArray  *threads;      /* of ApmStackThread */
} ApmStack;

/* Threads that stand at the same place. */
typedef struct {
  GPtrArray  *threads;      /* of ApmStackThread, those of the stack; at least one */
} ApmStackGroup;

void       apm_stack_take_async     (int                  pid,
                                     gint64               started_us,
                                     int                  tid,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
ApmStack  *apm_stack_take_finish    (GAsyncResult        *result,
                                     GError             **error);
void       apm_stack_free           (ApmStack            *self);

gint64     apm_stack_get_longest_ns (const ApmStack      *self);
GPtrArray *apm_stack_group          (const ApmStack      *self);
char      *apm_stack_frame_dup_text (const ApmStackFrame *frame);
char      *apm_stack_dup_text       (const ApmStack      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmStack, apm_stack_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "lens-abi.h"

G_BEGIN_DECLS

/* Our side of the memory shared with a watched program (lens-abi.h says what it
 * is). All that is read here was written by somebody else: nothing of it is an
 * index or a length. Any thread. Read tests/lens/test-drain.c first. */

typedef struct _ApmLensMemory ApmLensMemory;

/* A slot as it is at this moment. */
typedef struct {
  int     tid;              /* 0: nobody has it */
  int     pid;
  guint   state;            /* APM_LENS_RUNNING… */
  guint   op;
  guint64 object;
  guint64 caller;
  gint64  since_ns;
  guint   tokens;           /* operations that it may do and has not done */
} ApmLensLook;

ApmLensMemory *apm_lens_memory_new          (GError        **error);
void           apm_lens_memory_free         (ApmLensMemory  *self);
int            apm_lens_memory_get_fd       (ApmLensMemory  *self);
char          *apm_lens_memory_dup_variable (ApmLensMemory  *self,
                                             int             fd_there);
struct apm_lens_header *
               apm_lens_memory_get_header   (ApmLensMemory  *self);
struct apm_lens_slot *
               apm_lens_memory_get_slot     (ApmLensMemory  *self,
                                             guint           i);
struct apm_lens_event *
               apm_lens_memory_get_ring     (ApmLensMemory  *self,
                                             guint           i);
gboolean       apm_lens_memory_look         (ApmLensMemory  *self,
                                             guint           i,
                                             ApmLensLook    *look);
void           apm_lens_memory_release_dead (ApmLensMemory  *self,
                                             int             pid);

/* orders */
void           apm_lens_memory_beat         (ApmLensMemory  *self);
void           apm_lens_memory_set_named    (ApmLensMemory  *self,
                                             gint64          before_ns);
gint64         apm_lens_memory_get_named    (ApmLensMemory  *self);
void           apm_lens_memory_set_read     (ApmLensMemory  *self,
                                             guint           i,
                                             guint64         read);
void           apm_lens_memory_set_most_ahead
                                            (ApmLensMemory  *self,
                                             guint           most_ahead);
void           apm_lens_memory_set_pause    (ApmLensMemory  *self,
                                             gboolean        paused);
void           apm_lens_memory_set_slow     (ApmLensMemory  *self,
                                             gint64          ns);
gboolean       apm_lens_memory_give_token   (ApmLensMemory  *self,
                                             int             tid);
void           apm_lens_memory_set_main_free
                                            (ApmLensMemory  *self,
                                             gboolean        is_free);
void           apm_lens_memory_set_in_order (ApmLensMemory  *self,
                                             gboolean        in_order);
gboolean       apm_lens_memory_set_knocked  (ApmLensMemory  *self,
                                             guint64         from,
                                             guint64         to,
                                             gboolean        knocked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensMemory, apm_lens_memory_free)

G_END_DECLS

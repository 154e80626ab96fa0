/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-frame.h"

G_BEGIN_DECLS

/* The receiving end of a pipe of messages. Nothing is read unless it is asked
 * for: one message, or all that come (a subscription); until then they stay in
 * the pipe, and their sender waits when it is full. When the sender is gone what
 * is left is taken, so that no message that was wholly sent is lost. */

typedef struct _ApmInlet ApmInlet;

typedef struct {
  /* A message has arrived; several of these may come before a flush. */
  void (*arrived) (const ApmFrame *frame, gpointer user_data);
  void (*flush)   (gpointer user_data);
  /* One was asked for, but there is none. */
  void (*nothing) (gpointer user_data);
  /* No more can come; called once. May free the inlet. */
  void (*closed)  (const ApmFault *fault, gpointer user_data);
} ApmInletFuncs;

ApmInlet *apm_inlet_new            (int                  fd,
                                    const ApmInletFuncs *funcs,
                                    gpointer             user_data);
void      apm_inlet_free           (ApmInlet            *self);
void      apm_inlet_receive        (ApmInlet            *self);
void      apm_inlet_set_subscribed (ApmInlet            *self,
                                    gboolean             subscribed);
void      apm_inlet_set_held       (ApmInlet            *self,
                                    gboolean             held);
int       apm_inlet_get_fd         (ApmInlet            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmInlet, apm_inlet_free)

gint64    apm_pipe_get_waiting     (int                  fd);
gint64    apm_pipe_get_capacity    (int                  fd);

G_END_DECLS

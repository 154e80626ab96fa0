/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-endpoint.h"

G_BEGIN_DECLS

/* A thread that waits at an endpoint, and carries messages between it and the main loop.
 * It takes nothing that was not asked for, and no more than the main loop has taken from
 * it: what is left waits in the channel, and its sender with it. Whoever sends to it may
 * go and the next one come, as long as the channel has a name. Functions are called, and
 * call back, in the main thread only. Read tests/ipc/test-plan.c first. */

typedef struct _ApmPorter ApmPorter;

typedef enum {
  APM_PORTER_IDLE,       /* there is nothing to send; nobody asked for a message */
  APM_PORTER_OPENING,    /* sending: nobody is at the other end yet, or any more */
  APM_PORTER_BUSY,       /* sends, or waits for room; waits for a message */
  APM_PORTER_LEFT,       /* receiving: all who sent have closed it, the next one may come */
  APM_PORTER_N_STATES
} ApmPorterState;

typedef struct {
  ApmPorterState state;
  gint64         since_us;   /* on the monotonic clock */
  guint64        n;          /* messages that went through here */
  guint64        bytes;
  ApmFill        fill;
} ApmPorterFacts;

typedef struct {
  GBytes     *data;
  guint       priority;      /* of a queue */
  int         pid;           /* who sent it; 0: not told */
  char       *name;          /* of that process; NULL: not known */
  gint64      arrived_us;    /* on the monotonic clock */
} ApmPorted;

typedef struct {
  /* Several of these may come before a flush. */
  void (*arrived) (const ApmPorted *message, gpointer user_data);
  void (*flush)   (gpointer user_data);
  /* One was asked for, and none came in time. */
  void (*nothing) (gpointer user_data);
  /* It was taken by the channel; these two come in the order in which it was sent. */
  void (*sent)    (GBytes *data, gpointer user_data);
  /* It was not sent; or, without @data, one that came cannot be taken. It goes on. */
  void (*refused) (GBytes *data, const GError *error, gpointer user_data);
  void (*changed) (gpointer user_data);
  /* Called once, last. May free the porter. */
  void (*closed)  (const GError *error, gpointer user_data);
} ApmPorterFuncs;

ApmPorter *apm_porter_new            (const char           *address,
                                      gboolean              sends,
                                      ApmFraming            framing,
                                      const ApmPorterFuncs *funcs,
                                      gpointer              user_data,
                                      GError              **error);
ApmPorter *apm_porter_adopt          (ApmEndpoint          *endpoint,
                                      gboolean              sends,
                                      const ApmPorterFuncs *funcs,
                                      gpointer              user_data);
void       apm_porter_free           (ApmPorter            *self);
void       apm_porter_send           (ApmPorter            *self,
                                      GBytes               *data,
                                      guint                 priority);
gsize      apm_porter_get_queued     (ApmPorter            *self);
void       apm_porter_receive        (ApmPorter            *self,
                                      gint64                timeout_us);
void       apm_porter_set_subscribed (ApmPorter            *self,
                                      gboolean              subscribed);
void       apm_porter_set_held       (ApmPorter            *self,
                                      gboolean              held);
void       apm_porter_finish         (ApmPorter            *self,
                                      GError               *error);
void       apm_porter_read_facts     (ApmPorter            *self,
                                      ApmPorterFacts       *facts);
gboolean   apm_porter_set_room       (ApmPorter            *self,
                                      gint64                bytes,
                                      GError              **error);
int        apm_porter_get_fd         (ApmPorter            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPorter, apm_porter_free)

G_END_DECLS

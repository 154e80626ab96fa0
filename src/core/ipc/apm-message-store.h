/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-frame.h"
#include "apm-message.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* Keeps the messages that arrived, newest last, in bounded memory: at most a
 * million rows, 256 MiB of text and 64 MiB of payloads that are longer than their
 * text; the oldest go first. A search runs a few milliseconds at a time, so that
 * a million rows never hold up the main loop.
 * Read tests/ipc/test-message-store.c first. */

typedef struct _ApmMessageStore ApmMessageStore;

#define APM_MESSAGE_STORE_MAX 1000000

ApmMessageStore  *apm_message_store_new           (void);
void              apm_message_store_free          (ApmMessageStore *self);
const ApmMessage *apm_message_store_add           (ApmMessageStore *self,
                                                   const char      *sender,
                                                   const char      *receiver,
                                                   const ApmFrame  *frame);
void              apm_message_store_clear         (ApmMessageStore *self);
void              apm_message_store_set_search    (ApmMessageStore *self,
                                                   const char      *text);
gboolean          apm_message_store_get_searching (ApmMessageStore *self);
ApmView          *apm_message_store_get_view      (ApmMessageStore *self);
guint             apm_message_store_get_n         (ApmMessageStore *self);
guint64           apm_message_store_get_n_dropped (ApmMessageStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmMessageStore, apm_message_store_free)

G_END_DECLS

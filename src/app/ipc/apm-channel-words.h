/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel.h"
#include "apm-pipe-picture.h"

G_BEGIN_DECLS

/* What a channel says of itself, as the picture and the lists show it. */

void        apm_pipe_facts_read    (ApmPipeFacts *facts,
                                    ApmChannel   *channel);
const char *apm_words_for_party    (ApmWorker    *party);
char       *apm_words_for_state    (ApmChannel   *channel);
char       *apm_words_for_sender   (ApmChannel   *channel,
                                    gboolean      is_there);
char       *apm_words_for_receiver (ApmChannel   *channel,
                                    gboolean      is_there);

/* How fast messages come through: a difference of counts over time. */
typedef struct {
  gint64  at_us;
  guint64 messages, bytes;
  double  messages_per_s, bytes_per_s;
} ApmRate;

void        apm_rate_update        (ApmRate      *rate,
                                    gint64        now_us,
                                    guint64       messages,
                                    guint64       bytes);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-message.h"

G_BEGIN_DECLS

/* Words that must all occur in a message, in any letter case. */

typedef struct _ApmMessageFilter ApmMessageFilter;

ApmMessageFilter *apm_message_filter_new     (const char             *text);
void              apm_message_filter_free    (ApmMessageFilter       *self);
gboolean          apm_message_filter_matches (const ApmMessageFilter *self,
                                              const ApmMessage       *message);

G_END_DECLS

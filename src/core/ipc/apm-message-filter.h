/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-message.h"

G_BEGIN_DECLS

/* What is searched for among messages, as a person writes it; all parts must hold:
 *
 *   pear            a word in the text, the sender's or the receiver's name, in any case
 *   "two words"     what stands in quotes is one word
 *   from:w1 to:w2   in that name only
 *   size>100 size<4K   bytes
 *   !pear !from:w1  not
 *
 * What is no such part, as size>big, is a word. */

typedef struct _ApmMessageFilter ApmMessageFilter;

ApmMessageFilter *apm_message_filter_new     (const char             *text);
void              apm_message_filter_free    (ApmMessageFilter       *self);
gboolean          apm_message_filter_matches (const ApmMessageFilter *self,
                                              const ApmMessage       *message);

G_END_DECLS

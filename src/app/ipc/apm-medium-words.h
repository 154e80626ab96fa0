/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel.h"

G_BEGIN_DECLS

/* What the kinds of channel are called, and how a stranger joins one. */

const char *apm_words_for_medium   (ApmMedium    medium);
const char *apm_words_for_framing  (ApmFraming   framing);
const char *apm_medium_explain     (ApmMedium    medium);
char       *apm_medium_dup_name    (ApmMedium    medium,
                                    gboolean     is_receiver_far);
char       *apm_words_for_joining  (ApmChannel  *channel);

G_END_DECLS

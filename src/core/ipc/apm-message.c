/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message.h"

const ApmField apm_message_fields[] = { { NULL } };

GBytes *
apm_message_dup_data (const ApmMessage *self)
{
  return NULL;
}

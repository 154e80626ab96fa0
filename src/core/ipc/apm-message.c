/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message.h"

#include <string.h>

const ApmField apm_message_fields[] = {
  { "serial", APM_FIELD_UINT64, G_STRUCT_OFFSET (ApmMessage, serial) },
  { "real_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMessage, real_us) },
  { "latency_us", APM_FIELD_INT64, G_STRUCT_OFFSET (ApmMessage, latency_us) },
  { "sender", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMessage, sender) },
  { "receiver", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMessage, receiver) },
  { "size_bytes", APM_FIELD_UINT64, G_STRUCT_OFFSET (ApmMessage, size) },
  { "text", APM_FIELD_STRING, G_STRUCT_OFFSET (ApmMessage, text) },
  { NULL }
};

/**
 * apm_message_dup_data:
 *
 * Returns: (transfer full) (nullable): the whole payload as it arrived, %NULL
 *   where it is no longer kept
 */
GBytes *
apm_message_dup_data (const ApmMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->data)
    return g_bytes_ref (self->data);
  if (self->is_dropped)
    return NULL;

  return g_bytes_new (self->text, self->size);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-orders.h"

/**
 * apm_order_pack:
 * @value: sunk
 *
 * Returns: (transfer full): @value as the payload of a frame
 */
GBytes *
apm_order_pack (GVariant *value)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (value);

  return g_variant_get_data_as_bytes (sunk);
}

/**
 * apm_order_unpack:
 * @type: what the payload should be
 *
 * Returns: (transfer full): the payload. Whatever the bytes are, it is a value of
 *   @type; bytes that are none give the type's default.
 */
GVariant *
apm_order_unpack (const ApmFrame *frame,
                  const char     *type)
{
  g_autoptr(GBytes) bytes = apm_frame_dup_payload (frame);
  g_autoptr(GVariant) value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  return g_variant_get_normal_form (value);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-descriptor.h"

const ApmField apm_descriptor_fields[] = { { NULL } };

void
apm_descriptor_free (ApmDescriptor *self)
{
  g_free (self);
}

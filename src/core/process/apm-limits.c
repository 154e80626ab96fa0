/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

void
apm_limits_free (ApmLimits *self)
{
  g_free (self);
}

ApmLimits *
apm_limits_read (const ApmQuestion *question,
               GError           **error)
{
  g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, _("This is not read yet"));

  return NULL;
}

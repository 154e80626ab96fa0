/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"

#include <errno.h>

G_DEFINE_QUARK (apm-error-quark, apm_error)

static ApmError
code_from_errno (int saved_errno)
{
  switch (saved_errno)
    {
    case ESRCH:
      return APM_ERROR_GONE;
    case EPERM:
    case EACCES:
      return APM_ERROR_DENIED;
    case EINVAL:
    case ENOENT:
    case ENOTDIR:
    case ENOEXEC:
      return APM_ERROR_INVALID;
    case EEXIST:
      return APM_ERROR_EXISTS;
    case EPIPE:
    case ECONNRESET:
      return APM_ERROR_CLOSED;
    default:
      return APM_ERROR_FAILED;
    }
}

/**
 * apm_set_error_from_errno:
 * @saved_errno: the errno of the call that failed
 * @format: what was tried and on what, without a full stop
 *
 * Sets "<what>: <reason in the user's language>".
 */
void
apm_set_error_from_errno (GError     **error,
                          int          saved_errno,
                          const char  *format,
                          ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, APM_ERROR, code_from_errno (saved_errno),
               "%s: %s", what, g_strerror (saved_errno));
}

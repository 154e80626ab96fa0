/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ways in which the world refuses. A message says what failed, on what and
 * why, in one sentence that a person can be shown as it is. */
#define APM_ERROR (apm_error_quark ())

typedef enum {
  APM_ERROR_FAILED,      /* input or output failed, a compiler is missing */
  APM_ERROR_GONE,        /* the process or thread has already ended */
  APM_ERROR_REUSED,      /* its number belongs to another process now: nothing was done */
  APM_ERROR_DENIED,      /* not permitted */
  APM_ERROR_INVALID,     /* input that cannot be taken */
  APM_ERROR_EXISTS,      /* the name is taken */
  APM_ERROR_CLOSED,      /* the other side has closed */
  APM_ERROR_TORN,        /* a frame ended in the middle */
  APM_ERROR_LYING,       /* a frame whose head cannot be true */
} ApmError;

GQuark  apm_error_quark          (void);
void    apm_set_error_from_errno (GError     **error,
                                  int          saved_errno,
                                  const char  *format,
                                  ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "order.h"
#include "privileged-look.h"

#include <glib.h>

/* apm-privileged look: tells what processes of the caller wait for, as the caller
 * could see it if the system did not forbid to look at one's own; look-all: what any
 * process does. It answers orders until the other end of its standard input is closed.
 *
 * Before it reads a byte it becomes the caller and keeps no more than CAP_SYS_PTRACE;
 * for look-all CAP_DAC_READ_SEARCH too, without which the kernel refuses the files of
 * other users' processes, and of those that are not to be looked into. */

typedef enum {
  LOOK_AT_OWN,
  LOOK_AT_ALL,
} LookScope;

typedef struct {
  LookScope scope;
  Caller    caller;
  guint8    key[32];        /* makes addresses unknowable */
} LookMode;

void     look_run       (const Caller           *caller,
                         LookScope               scope) G_GNUC_NORETURN;
uint32_t look_at_target (const LookMode         *mode,
                         gpointer                reader,
                         const PrivilegedTarget *target,
                         int                     pidfd,
                         GArray                 *waits);

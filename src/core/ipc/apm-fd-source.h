/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A source that drains a descriptor: a budget of bytes and of time a wake-up,
 * one callback a wake-up, the end of the stream ends it. It runs behind GTK's
 * redraw. A stream that keeps coming is drained once a frame rather than at each
 * write, which spares the reader nine tenths of its work; a stream so fast that
 * it would fill its pipe meanwhile, more often; one whose writer waits for an
 * answer to each message, at once.
 * Read tests/ipc/test-fd-source.c first. */

typedef enum {
  APM_FD_OPEN,
  APM_FD_HANGUP,  /* the other side has closed, and there may be bytes left that nobody asked for */
  APM_FD_ENDED,   /* nothing will come any more */
} ApmFdState;

/* @bytes are valid during the call; with APM_FD_ENDED it is the last call. */
typedef void (*ApmFdFunc) (const guint8 *bytes,
                           gsize         length,
                           ApmFdState    state,
                           gpointer      user_data);

#define APM_FD_BUDGET (256 * 1024)

GSource *apm_fd_source_new          (int        fd,
                                     gboolean   is_socket,
                                     ApmFdFunc  func,
                                     gpointer   user_data);
void     apm_fd_source_set_appetite (GSource   *source,
                                     gsize      n_bytes);
int      apm_fd_source_take_fd      (GSource   *source);
int      apm_fd_source_get_errno    (GSource   *source);

G_END_DECLS

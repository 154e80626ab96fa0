/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A process that we started. It leads a process group of its own, its end is
 * seen and collected at once, and what it prints arrives in batches. One that
 * ends with us is killed with its whole group however we end (see apm-guard.h);
 * another goes on without us. Main thread only.
 * Read tests/process/test-child.c first. */

typedef struct {
  const char        *command;      /* as a shell would quote it; or: */
  const char *const *argv;
  const char        *name;         /* NULL: the program's base name */
  const char        *directory;    /* NULL: ours */
  const char *const *environment;  /* more "NAME=VALUE", or NULL */
  gboolean           ends_with_us;
  const int         *take_fds;     /* moved into the child, closed here whatever comes */
  const int         *as_fds;       /* and their numbers there */
  guint              n_fds;
  gboolean           no_output;    /* standard output and error stay ours */
} ApmSpawn;

#define APM_TYPE_CHILD (apm_child_get_type ())
G_DECLARE_FINAL_TYPE (ApmChild, apm_child, APM, CHILD, GObject)

ApmChild   *apm_child_spawn            (const ApmSpawn *spawn,
                                        GError        **error);
int         apm_child_get_pid          (ApmChild       *self);
const char *apm_child_get_name         (ApmChild       *self);
const char *apm_child_get_command      (ApmChild       *self);
gint64      apm_child_get_started_us   (ApmChild       *self);
gboolean    apm_child_get_ended        (ApmChild       *self);
int         apm_child_get_wait_status  (ApmChild       *self);
gint64      apm_child_get_cpu_time_us  (ApmChild       *self);
gboolean    apm_child_get_ends_with_us (ApmChild       *self);
gboolean    apm_child_signal           (ApmChild       *self,
                                        int             signum,
                                        gboolean        whole_group,
                                        GError        **error);

G_END_DECLS

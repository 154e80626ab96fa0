/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"

G_BEGIN_DECLS

/* Everything that is to be known before there is a process, and the step that
 * makes it one. Private to the room. */
typedef struct {
  char **argv;
  char *program;
  char **environment;
  int null;
  int pipes[2][2];     /* standard output, standard error */
} ApmLaunch;

#define APM_LAUNCH_INIT { .null = -1, .pipes = { { -1, -1 }, { -1, -1 } } }

gboolean apm_launch_prepare     (ApmLaunch       *self,
                                 const ApmSpawn  *spawn,
                                 GError         **error);
int      apm_launch_start       (const ApmLaunch *self,
                                 const ApmSpawn  *spawn,
                                 GError         **error);
char    *apm_launch_dup_command (const ApmLaunch *self);
void     apm_launch_clear       (ApmLaunch       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ApmLaunch, apm_launch_clear)

G_END_DECLS

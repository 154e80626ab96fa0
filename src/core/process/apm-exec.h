/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Starting a program: the one place of the library that forks. Private to the
 * room; the door is apm-child.h. */

typedef struct {
  const char        *program;      /* a path */
  const char *const *argv;
  const char *const *environment;  /* the whole of it */
  const char        *directory;    /* NULL: ours */
  const int         *fds;          /* borrowed; numbers as in the child: */
  const int         *as_fds;
  guint              n_fds;
  gboolean           dies_with_us; /* PR_SET_PDEATHSIG */
  gboolean           own_session;  /* not only a process group */
} ApmExec;

int   apm_exec_start       (const ApmExec *exec,
                            GError       **error);
char *apm_exec_dup_program (const char    *name,
                            GError       **error);

G_END_DECLS

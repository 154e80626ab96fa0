/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-problem-private.h"

G_BEGIN_DECLS

/* Reading the keys of a problem.ini. The first error sticks; what is read after
 * it is not looked at, so that a reader need not ask after every key. What is
 * returned lives as long as the problem. */
typedef struct {
  ApmProblem *problem;
  GKeyFile *file;
  char *path;
  GError *error;
  char group[64], key[64];    /* what was read last: an error is of there */
} ApmLoader;

void               apm_loader_complain    (ApmLoader  *loader,
                                           const char *format,
                                           ...) G_GNUC_PRINTF (2, 3);
const char        *apm_loader_keep        (ApmLoader  *loader,
                                           char       *text);
const char        *apm_loader_read_word   (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);
const char        *apm_loader_read_text   (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);
int                apm_loader_read_number (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);
const char *const *apm_loader_read_list   (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);
const char *const *apm_loader_read_ids    (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);
const char *const *apm_loader_read_optional (ApmLoader  *loader,
                                             const char *group,
                                             const char *key);
gboolean           apm_loader_has         (ApmLoader  *loader,
                                           const char *group,
                                           const char *key);

G_END_DECLS

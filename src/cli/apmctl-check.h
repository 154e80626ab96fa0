/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explorable.h"
#include "apmctl.h"

G_BEGIN_DECLS

/* What is said of one program. */
typedef struct {
  const char        *name;         /* as the user gave it */
  const ApmExplored *explored;
  gboolean           is_partial;   /* the program promises more than was checked */
} ApmctlCheck;

int          apmctl_check_each       (const char                  *folder,
                                      const char                  *csv,
                                      const ApmExplorationOptions *options);
gboolean     apmctl_check_add_folder (GStrvBuilder                *sources,
                                      const char                  *folder);
ApmctlStatus apmctl_check_get_status (const ApmctlCheck *check);
void         apmctl_check_to_text    (const ApmctlCheck *check,
                                      GString           *text);
void         apmctl_check_to_json    (const ApmctlCheck *check,
                                      JsonBuilder       *builder);
char        *apmctl_check_to_junit   (const ApmctlCheck *check);

/* apmctl-mutate.c */
int          apmctl_mutate           (const ApmExplorable *program,
                                      guint                seconds,
                                      gboolean             json);

G_END_DECLS

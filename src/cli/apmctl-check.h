/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apmctl.h"

G_BEGIN_DECLS

/* What apm-explore said of one program, line by line as it said it. Each line is
 * its parts; src/explorer/explore-work.h says which. */
typedef struct {
  char      *name;         /* as the user gave it */
  GPtrArray *failures;     /* of ApmctlFailure */
  GPtrArray *outcomes;     /* of char **: times, status, text */
  GPtrArray *unknown;      /* of char **: name, place */
  GHashTable *counts;      /* name → number, as text */
  char      *verdict;
  char      *bound;        /* or what else belongs to the verdict */
  gboolean   is_partial;   /* the program promises more than was checked */
} ApmctlCheck;

typedef struct {
  char     **parts;        /* kind, thread, place, other place, object, text */
  GPtrArray *steps;        /* of char **: number, thread, kind, place, object, second, size, value */
  GPtrArray *waits;        /* of char **: thread, kind, place, object, second, how */
  char      *schedule;
} ApmctlFailure;

ApmctlCheck *apmctl_check_new        (const char        *name);
void         apmctl_check_free       (ApmctlCheck       *check);
void         apmctl_check_take_line  (ApmctlCheck       *check,
                                      const char        *line);
ApmctlStatus apmctl_check_get_status (const ApmctlCheck *check);
char        *apmctl_check_dup_title  (const ApmctlCheck *check);
void         apmctl_check_to_text    (const ApmctlCheck *check,
                                      GString           *text);
void         apmctl_check_to_json    (const ApmctlCheck *check,
                                      JsonBuilder       *builder);
char        *apmctl_check_to_junit   (const ApmctlCheck *check);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmctlCheck, apmctl_check_free)

G_END_DECLS

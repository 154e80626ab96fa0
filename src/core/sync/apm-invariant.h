/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An expression that must be true all the time, as a problem.ini writes it:
 * "reads == 0 || writes == 0", "max(lap) - min(lap) <= 1". Whole numbers, the
 * operators of C in C's order, and functions of a name. What names mean is the
 * asker's matter. Immutable. Read tests/sync/test-invariant.c first. */

typedef struct _ApmInvariant ApmInvariant;

typedef enum {
  APM_INVARIANT_VALUE,      /* NAME */
  APM_INVARIANT_MIN,        /* min(NAME), over all actors */
  APM_INVARIANT_MAX,
  APM_INVARIANT_SUM,
} ApmInvariantFunction;

typedef gint64 (*ApmInvariantFunc) (const char           *name,
                                    ApmInvariantFunction  function,
                                    gpointer              user_data);

/* Returns: the letter of a name's kind */
typedef char (*ApmInvariantKindFunc) (const char *name,
                                      gpointer    user_data);

ApmInvariant *apm_invariant_new       (const char          *text,
                                       GError             **error);
void          apm_invariant_free      (ApmInvariant        *self);
const char   *apm_invariant_get_text  (const ApmInvariant  *self);
const char *const *
              apm_invariant_get_names (const ApmInvariant  *self);
char         *apm_invariant_dup_postfix (const ApmInvariant   *self,
                                         ApmInvariantKindFunc  kinds,
                                         gpointer              user_data);
gboolean      apm_invariant_holds     (const ApmInvariant  *self,
                                       ApmInvariantFunc     func,
                                       gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmInvariant, apm_invariant_free)

G_END_DECLS

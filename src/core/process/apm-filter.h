/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process.h"

G_BEGIN_DECLS

/* What is searched for among processes, as a person writes it:
 *
 *   make            a word in name, command line, user, PID, working directory
 *   "two words"     or container, in any case; what stands in quotes is one word
 *   /cc1(plus)?/    a regular expression (PCRE, in any case)
 *   !test           not
 *   name:make       in one field only; see keys[] of apm-filter-parse.c
 *   cpu>20 mem>=500M age<1m   numbers with their units
 *   under:make      what runs below a process of that name or PID
 *
 * All parts must hold. A filter never changes once it is made, and may be used by
 * any thread. Read tests/process/test-filter.c first. */

typedef struct _ApmFilter ApmFilter;

/* The parent of @process among the rows, or NULL. */
typedef const ApmProcess *(*ApmFilterParent) (const ApmProcess *process,
                                              gpointer          data);

ApmFilter  *apm_filter_parse       (const char        *text,
                                    gsize             *error_start,
                                    gsize             *error_end,
                                    GError           **error);
ApmFilter  *apm_filter_new_words   (const char        *text);
ApmFilter  *apm_filter_ref         (ApmFilter         *self);
void        apm_filter_unref       (ApmFilter         *self);
gboolean    apm_filter_is_empty    (const ApmFilter   *self);
gboolean    apm_filter_needs_parents (const ApmFilter *self);
guint       apm_filter_get_sources (const ApmFilter   *self);
gboolean    apm_filter_names_field (const ApmFilter   *self,
                                    const char        *field_id);
char       *apm_filter_dup_foreign_key
                                   (const ApmFilter   *self,
                                    const ApmField    *fields,
                                    gsize             *start,
                                    gsize             *end);
gboolean    apm_filter_matches     (const ApmFilter   *self,
                                    const ApmProcess  *process,
                                    const char        *haystack,
                                    ApmFilterParent    get_parent,
                                    gpointer           data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFilter, apm_filter_unref)

G_END_DECLS

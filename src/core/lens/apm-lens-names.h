/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-model.h"

G_BEGIN_DECLS

/* What the addresses of a watched program are called: from which function and
 * line a call came, which variable a lock is. A program of its own, apm-source,
 * reads the debugging information, so that what is broken there harms nobody; one
 * for each program that was watched. It answers for the dead as well. Any thread
 * but the main one, since an answer may take a second. */

typedef struct _ApmLensNames ApmLensNames;

/* A variable of the program, as it can be read from its memory. */
typedef struct {
  guint64 address;
  guint   size;              /* of one element, in bytes */
  guint   count;             /* 1, or elements of the array */
  char    kind;              /* 'i' signed, 'u' unsigned, 'f' floating */
} ApmLensVariable;

/* Code: behind @from, up to @to. */
typedef struct {
  guint64 from, to;
} ApmLensRange;

ApmLensNames *apm_lens_names_new           (void);
void          apm_lens_names_stop          (ApmLensNames        *self);
void          apm_lens_names_free          (ApmLensNames        *self);
void          apm_lens_names_add_image     (ApmLensNames        *self,
                                            guint                number,
                                            const ApmLensImage  *image);
gboolean      apm_lens_names_find_place    (ApmLensNames        *self,
                                            guint                image,
                                            guint64              address,
                                            char               **function,
                                            char               **source);
GArray       *apm_lens_names_find_ranges   (ApmLensNames        *self,
                                            guint                image,
                                            const char          *file,
                                            guint                line);
char         *apm_lens_names_dup_variable  (ApmLensNames        *self,
                                            guint                image,
                                            guint64              address);
GStrv         apm_lens_names_dup_variables (ApmLensNames        *self,
                                            guint                image);
gboolean      apm_lens_names_find_variable (ApmLensNames        *self,
                                            guint                image,
                                            const char          *name,
                                            ApmLensVariable     *variable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensNames, apm_lens_names_free)

G_END_DECLS

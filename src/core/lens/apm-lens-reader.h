/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-memory.h"
#include "apm-lens-model.h"
#include "apm-lens.h"

G_BEGIN_DECLS

/* The threads behind one program: one reads its rings each 16 ms, the other one
 * feeds the model with that. Private to the room. */

typedef struct _ApmLensReader ApmLensReader;

ApmLensReader *apm_lens_reader_new          (ApmLensMemory    *memory,
                                             const ApmLensTap *tap);
void           apm_lens_reader_finish       (ApmLensReader *self);
void           apm_lens_reader_free         (ApmLensReader *self);
ApmLensModel  *apm_lens_reader_lock         (ApmLensReader *self);
void           apm_lens_reader_unlock       (ApmLensReader *self);
gboolean       apm_lens_reader_has_finished (ApmLensReader *self);
gint64         apm_lens_reader_get_read_ns  (ApmLensReader *self);
int            apm_lens_reader_get_direct   (ApmLensReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensReader, apm_lens_reader_free)

G_END_DECLS

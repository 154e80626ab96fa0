/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a child prints, read without ever blocking and handed over in batches of
 * whole lines; a line that does not end is handed over after a moment. Private to
 * the room. */

typedef struct _ApmOutput ApmOutput;
typedef void (*ApmOutputFunc) (ApmOutput *output,
                               GBytes    *batch,
                               gpointer   data);

ApmOutput *apm_output_new    (int            fd,
                              ApmOutputFunc  func,
                              gpointer       data);
void       apm_output_drain  (ApmOutput     *self);
gboolean   apm_output_at_end (ApmOutput     *self);
void       apm_output_free   (ApmOutput     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmOutput, apm_output_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-report.h"
#include "lens-abi.h"

G_BEGIN_DECLS

/* Makes reports of what the lens sees: which thread is which actor, and what an
 * event means for it. Events in, reports out; it believes none of them.
 * Read tests/sync/test-interpreter.c first. */

typedef struct _ApmInterpreter ApmInterpreter;

ApmInterpreter *apm_interpreter_new  (void);
void            apm_interpreter_free (ApmInterpreter              *self);
gboolean        apm_interpreter_take (ApmInterpreter              *self,
                                      const struct apm_lens_event *event,
                                      ApmReport                   *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmInterpreter, apm_interpreter_free)

G_END_DECLS

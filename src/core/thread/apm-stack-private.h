/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-stack.h"

G_BEGIN_DECLS

ApmStack *apm_stack_parse (int          pid,
                           int          tid,
                           const char  *text,
                           GError     **error);

G_END_DECLS

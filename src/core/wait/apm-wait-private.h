/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"

G_BEGIN_DECLS

ApmWaitPass *apm_wait_pass_new (void);

G_END_DECLS

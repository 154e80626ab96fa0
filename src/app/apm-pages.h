/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-page-slot.h"

G_BEGIN_DECLS

/* Which pages the window has. */

void           apm_pages_add         (AdwViewStack *stack,
                                      ApmSession   *session,
                                      GActionMap   *window);
const ApmPage *apm_pages_get_visible (AdwViewStack *stack);
GtkWidget     *apm_pages_need_widget (AdwViewStack *stack);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The tab Threads: whose threads at the left, the threads of the process that
 * is chosen at the right. Named threads of this program and of workers can be
 * paused, resumed and terminated. Read tests/app/test_thread.py first. */

#define APM_TYPE_THREAD_PAGE (apm_thread_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmThreadPage, apm_thread_page, APM, THREAD_PAGE, AdwBin)

void apm_thread_page_install_actions (ApmThreadPage *self,
                                      GActionMap    *window);

G_END_DECLS

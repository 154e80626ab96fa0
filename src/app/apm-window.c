/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-window.h"

#include <glib/gi18n.h>

#include "apm-ipc-page.h"
#include "apm-process-page.h"
#include "apm-sync-page.h"

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"

G_BEGIN_DECLS

/* Asks for the text of a run, which somebody has copied or mailed. It stays while the
 * text is none, and says why.
 *
 * ::chosen (const ApmExplorable *program, const char *schedule)   schedule may be NULL */

#define APM_TYPE_RUN_DIALOG (apm_run_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmRunDialog, apm_run_dialog, APM, RUN_DIALOG, AdwWindow)

ApmRunDialog *apm_run_dialog_new (GtkWindow  *parent,
                                  GListModel *catalogue);

G_END_DECLS

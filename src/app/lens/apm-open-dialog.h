/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-program-shelf.h"

G_BEGIN_DECLS

/* Asks which program is to be watched, with what arguments and where. What cannot
 * be watched is said here, in a sentence, before anything is started.
 *
 * ::opened (ApmProgram *)   it is in the shelf, and not started yet */

#define APM_TYPE_OPEN_DIALOG (apm_open_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmOpenDialog, apm_open_dialog, APM, OPEN_DIALOG, AdwWindow)

ApmOpenDialog *apm_open_dialog_new (GtkWindow            *parent,
                                    ApmProgramShelf      *shelf,
                                    const ApmProgramSpec *spec);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: one instance, one window, one session. It wires them together,
 * owns the accelerators and the way out: app.quit, the window's close button,
 * SIGTERM and SIGINT all end the session first and the program then, with
 * status 0. Read tests/app/test_shell.py first. */

#define APM_TYPE_APPLICATION (apm_application_get_type ())
G_DECLARE_FINAL_TYPE (ApmApplication, apm_application, APM, APPLICATION, AdwApplication)

ApmApplication *apm_application_new (void);

G_END_DECLS

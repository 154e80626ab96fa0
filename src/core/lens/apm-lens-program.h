/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the lens can see into a program, told before it is started: it must be
 * loaded by the C library of this machine. Any thread; reads some bytes of a file.
 * Read tests/lens/test-program.c first. */

gboolean apm_lens_program_check (const char  *path,
                                 GError     **error);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Is loaded in the lens's place and tells nothing, as one of another version does. */

int silent = 1;

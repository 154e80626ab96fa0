/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

void guard_kill_group  (int         pid,
                        int         pidfd);
void guard_kill_marked (const char *mark);

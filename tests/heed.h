/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <signal.h>

/* Who starts the tests in the background, or by nohup(1), has them ignore signals, and
 * so would the subjects that are asked what they ignore. */
static inline void
test_heed_signals (void)
{
  signal (SIGHUP, SIG_DFL);
  signal (SIGINT, SIG_DFL);
  signal (SIGQUIT, SIG_DFL);
}

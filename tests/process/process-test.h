/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../counts.h"
#include "../until.h"

#define test_assert_matches(text, pattern)                                      \
  G_STMT_START {                                                                \
    if (!g_pattern_match_simple (pattern, text))                                \
      g_error ("%s:%d: \"%s\" does not match \"%s\"", __FILE__, __LINE__, text, pattern); \
  } G_STMT_END

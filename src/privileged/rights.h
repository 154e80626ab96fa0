/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "order.h"

/* Gives away for good what looking does not need, before a byte of input is read. */

int  rights_keep   (const Caller *caller,
                    uint64_t      capabilities);
int  rights_filter (void);

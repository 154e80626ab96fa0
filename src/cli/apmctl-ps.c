/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-process.h"

int
apmctl_ps (int    argc,
           char **argv)
{
  return APMCTL_DONE;
}

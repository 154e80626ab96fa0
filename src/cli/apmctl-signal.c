/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-target.h"

int
apmctl_signal (int    argc,
               char **argv)
{
  return APMCTL_DONE;
}

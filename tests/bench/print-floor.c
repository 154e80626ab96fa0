/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* print-floor N: measures the floor N times. */

#include "floor.h"

#include <stdio.h>
#include <stdlib.h>

int
main (int    argc,
      char **argv)
{
  for (int n = argc > 1 ? atoi (argv[1]) : 1; n > 0; n--)
    printf ("%.3f\n", floor_measure_ms ());

  return 0;
}

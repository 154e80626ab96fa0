/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* sleeper MS: wakes each MS milliseconds, with 0 never. One of thousands: small. */

#include <poll.h>
#include <stdlib.h>

int
main (int    argc,
      char **argv)
{
  int ms = argc > 1 ? atoi (argv[1]) : 0;

  for (;;)
    poll (NULL, 0, ms > 0 ? ms : -1);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "place.h"

void
wait_undescribed (sem_t *semaphore)
{
  volatile char room[80];

  room[0] = 0;
  while (sem_wait (semaphore) != 0)
    room[0]++;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <semaphore.h>

/* Waits, in code that the compiler was told to describe to nobody. */
void wait_undescribed (sem_t *semaphore);

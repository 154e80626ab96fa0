/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sys/types.h>

/* Copies of the test itself, with what is open in it. They end with it. */
typedef struct {
  pid_t pid;
} Child;

Child child_start (const char *name,
                   int         must_close);
void  child_end   (Child      *child);
int   child_run   (void      (*func) (gpointer data),
                   gpointer    data,
                   int         must_close);

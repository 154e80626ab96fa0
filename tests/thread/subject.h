/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* A process of the program subject.c: it ends when this is cleared. */
typedef struct {
  GSubprocess *process;
  int          pid;
  gint64       started_us;
} Subject;

gboolean subject_start (Subject *self, int n_waiting, int n_churning);
void     subject_end   (Subject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_end)

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-names.h"
#include "apm-lens-reader.h"
#include "apm-lens.h"

struct _ApmLens
{
  GObject parent_instance;

  ApmChild *child;
  ApmLensMemory *memory;
  ApmLensReader *reader;
  ApmLensNames *names;
  GThread *naming;
  GMutex mutex;
  GCond cond;
  GPtrArray *knocks;         /* with mutex: lines to be knocked out */
  GHashTable *called;        /* with the model's: TID → name */
  gboolean resumes_knocked;  /* with mutex: the pause ends when that is done */
  gboolean must_end;         /* with mutex: the child has ended, or we are given up */
  gboolean ended;
  int wait_status;
};

GPtrArray *apm_lens_knocks_new (void);
void       apm_lens_obey       (ApmLens *self);

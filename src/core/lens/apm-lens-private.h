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
  gboolean must_end;         /* with mutex: the child has ended, or we are given up */
  gboolean ended;
  int wait_status;
};

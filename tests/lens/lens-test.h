/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../until.h"

#include "apm-lens.h"

/* What the tests of real programs under the lens share. */

ApmLens      *lens_test_start         (const char *word,
                                       const char *number);
/* Returns: its exit status; less than 0: the signal that ended it */
int           lens_test_wait_for_end  (ApmLens    *lens);
/* Returns: its number; -1 if no lock has that name */
int           lens_test_find_object   (ApmLens    *lens,
                                       const char *name);
ApmLensObject lens_test_get_object    (ApmLens    *lens,
                                       const char *name);
guint64       lens_test_get_n_events  (ApmLens    *lens);
guint         lens_test_get_n_threads (ApmLens    *lens);
int           lens_test_get_tid       (ApmLens    *lens,
                                       guint       i);

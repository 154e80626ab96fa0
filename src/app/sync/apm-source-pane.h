/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-source-marks.h"

G_BEGIN_DECLS

/* The C source of the variant in view, to read or to edit, with a gutter for what is
 * marked in it. It is read from the disk without the window waiting for it; what is
 * typed is only kept here.
 *
 * ::edited ()   the text was changed by a person */

#define APM_TYPE_SOURCE_PANE (apm_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (ApmSourcePane, apm_source_pane, APM, SOURCE_PANE, AdwBin)

GtkWidget      *apm_source_pane_new       (void);
void            apm_source_pane_set_path  (ApmSourcePane *self,
                                           const char    *path);
void            apm_source_pane_set_secret (ApmSourcePane *self,
                                           gboolean       secret);
void            apm_source_pane_show_line (ApmSourcePane *self,
                                           guint          line);
void            apm_source_pane_set_editable (ApmSourcePane *self,
                                              gboolean       editable);
void            apm_source_pane_focus     (ApmSourcePane *self);
char           *apm_source_pane_dup_text  (ApmSourcePane *self);
ApmSourceMarks *apm_source_pane_get_marks (ApmSourcePane *self);

G_END_DECLS

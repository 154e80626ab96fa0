/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* A trace that was saved, opened again: its timeline. It is read in a thread.
 *
 * ::failed (const char *sentence)   the file is no trace, or cannot be read */

#define APM_TYPE_RECORD_VIEW (apm_record_view_get_type ())
G_DECLARE_FINAL_TYPE (ApmRecordView, apm_record_view, APM, RECORD_VIEW, AdwBin)

GtkWidget *apm_record_view_new  (AdwFlap       *flap);
void       apm_record_view_open (ApmRecordView *self,
                                 const char    *path);

G_END_DECLS

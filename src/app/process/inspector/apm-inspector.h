/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-subject.h"
#include "apm-transcript.h"

G_BEGIN_DECLS

/* The panel at the side of the list of processes: all about one of them, in sections
 * of which one is in view. Only that one is read, and only while the panel is seen
 * and updates are not paused. The page tells it whom; what it can do is the page's
 * actions. Main thread. Read tests/app/test_inspector.py first. */

#define APM_TYPE_INSPECTOR (apm_inspector_get_type ())
G_DECLARE_FINAL_TYPE (ApmInspector, apm_inspector, APM, INSPECTOR, GtkWidget)

void           apm_inspector_set_up          (ApmInspector     *self,
                                              ApmSession       *session,
                                              GMenuModel       *menu);
ApmSubject    *apm_inspector_get_subject     (ApmInspector     *self);
GtkMenuButton *apm_inspector_get_menu_button (ApmInspector     *self);
void           apm_inspector_show            (ApmInspector     *self,
                                              const ApmProcess *process,
                                              ApmTranscript    *transcript);
void           apm_inspector_show_output     (ApmInspector     *self);
void           apm_inspector_update          (ApmInspector     *self);

G_END_DECLS

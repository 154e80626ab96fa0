/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-crew.h"
#include "apm-experiment.h"
#include "apm-log.h"
#include "apm-post.h"
#include "apm-process-list.h"
#include "apm-thread-list.h"
#include "apm-wait-watch.h"

G_BEGIN_DECLS

/* Everything behind the window: the lists, the post, the crews, the catalogue,
 * the log and the settings. It owns them all; the pages hang off it and never
 * off each other. Main thread only, from the program's start until ::ended.
 * Read tests/app/test_shell.py first.
 *
 * ::child-created (ApmChild *)       a process was created here
 * ::crew-added (ApmCrew *)           a worker started and has a crew
 * ::experiment-added (ApmExperiment *)
 * ::toast (const char *text)         shown by the window
 * ::shutdown ()                      the pages let go of what they do
 * ::ended ()                         nothing is left that must not stay */

#define APM_TYPE_SESSION (apm_session_get_type ())
G_DECLARE_FINAL_TYPE (ApmSession, apm_session, APM, SESSION, GObject)

ApmSession     *apm_session_new              (void);
void            apm_session_start            (ApmSession      *self);
void            apm_session_shutdown         (ApmSession      *self);

GSettings      *apm_session_get_settings     (ApmSession      *self);
ApmLog         *apm_session_get_log          (ApmSession      *self);
ApmProcessList *apm_session_get_processes    (ApmSession      *self);
ApmThreadList  *apm_session_get_threads      (ApmSession      *self);
ApmWaitWatch   *apm_session_get_waits        (ApmSession      *self);
ApmPost        *apm_session_get_post         (ApmSession      *self);
ApmCrew        *apm_session_get_crew         (ApmSession      *self);
ApmCrew        *apm_session_get_crew_of      (ApmSession      *self,
                                              ApmWorker       *worker);
GListModel     *apm_session_get_catalogue    (ApmSession      *self);

ApmChild       *apm_session_create_process   (ApmSession      *self,
                                              const ApmSpawn  *spawn,
                                              GError         **error);
void            apm_session_adopt_process    (ApmSession      *self,
                                              ApmChild        *child);
ApmWorker      *apm_session_create_worker    (ApmSession      *self,
                                              const char      *name,
                                              GError         **error);
gboolean        apm_session_start_experiment (ApmSession      *self,
                                              ApmExperiment   *experiment,
                                              GError         **error);

int             apm_session_get_selected_pid (ApmSession      *self);
void            apm_session_set_selected_pid (ApmSession      *self,
                                              int              pid);
gboolean        apm_session_get_paused       (ApmSession      *self);
void            apm_session_set_paused       (ApmSession      *self,
                                              gboolean         paused);
gboolean        apm_session_get_seen         (ApmSession      *self);
void            apm_session_set_seen         (ApmSession      *self,
                                              gboolean         seen);
void            apm_session_toast            (ApmSession      *self,
                                              const char      *format,
                                              ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS

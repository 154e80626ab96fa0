/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Everything behind the window: the lists, the post, the crews, the catalogue,
 * the log and the settings. The pages hang off it and never off each other. It
 * lives on the main thread, from the program's start until ::ended. */

typedef struct _ApmChild ApmChild;
typedef struct _ApmCrew ApmCrew;
typedef struct _ApmExperiment ApmExperiment;
typedef struct _ApmLog ApmLog;
typedef struct _ApmPost ApmPost;
typedef struct _ApmProcessList ApmProcessList;
typedef struct _ApmThreadList ApmThreadList;
typedef struct _ApmWorker ApmWorker;

#define APM_TYPE_SESSION (apm_session_get_type ())
G_DECLARE_FINAL_TYPE (ApmSession, apm_session, APM, SESSION, GObject)

ApmSession     *apm_session_new              (void);
GSettings      *apm_session_get_settings     (ApmSession *self);
ApmLog         *apm_session_get_log          (ApmSession *self);
ApmProcessList *apm_session_get_processes    (ApmSession *self);
ApmThreadList  *apm_session_get_threads      (ApmSession *self);
ApmPost        *apm_session_get_post         (ApmSession *self);
ApmCrew        *apm_session_get_crew         (ApmSession *self);
ApmCrew        *apm_session_get_crew_of      (ApmSession *self,
                                              ApmWorker  *worker);
GListModel     *apm_session_get_catalogue    (ApmSession *self);
int             apm_session_get_selected_pid (ApmSession *self);
void            apm_session_set_selected_pid (ApmSession *self,
                                              int         pid);
gboolean        apm_session_get_paused       (ApmSession *self);
void            apm_session_set_paused       (ApmSession *self,
                                              gboolean    paused);
void            apm_session_toast            (ApmSession *self,
                                              const char *format,
                                              ...) G_GNUC_PRINTF (2, 3);
void            apm_session_shutdown         (ApmSession *self);

G_END_DECLS

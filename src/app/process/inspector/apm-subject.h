/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-details.h"
#include "apm-history.h"
#include "apm-peers-desk.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* Whom the inspector is about, as the list of processes told last. It stays when the
 * process has ended or is hidden by a filter, and is another one only when it is
 * told so. Beside it what the sections read with. Main thread.
 *
 * ::changed ()           it is another process, or none
 * ::go-to (int pid)      somebody wants to see that process: the page selects it */

#define APM_TYPE_SUBJECT (apm_subject_get_type ())
G_DECLARE_FINAL_TYPE (ApmSubject, apm_subject, APM, SUBJECT, GObject)

ApmSubject *apm_subject_new             (ApmSession       *session);
ApmSession *apm_subject_get_session     (ApmSubject       *self);
ApmDetails *apm_subject_get_details     (ApmSubject       *self);
ApmHistories *
            apm_subject_get_histories   (ApmSubject       *self);
ApmPeersDesk *
            apm_subject_get_peers       (ApmSubject       *self);
void        apm_subject_set             (ApmSubject       *self,
                                         const ApmProcess *process);
gboolean    apm_subject_update          (ApmSubject       *self);
int         apm_subject_get_pid         (ApmSubject       *self);
gint64      apm_subject_get_started_us  (ApmSubject       *self);
const char *apm_subject_get_name        (ApmSubject       *self);
const char *apm_subject_get_user        (ApmSubject       *self);
gboolean    apm_subject_has_ended       (ApmSubject       *self);
char       *apm_subject_dup_state_text  (ApmSubject       *self);
void        apm_subject_go_to           (ApmSubject       *self,
                                         int               pid);

G_END_DECLS

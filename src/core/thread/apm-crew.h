/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-work.h"
#include "apm-worker.h"

G_BEGIN_DECLS

/* The named threads of this program or of one worker; the face is the same for
 * both. Orders return at once, and ::changed tells what came of them. Nothing
 * here ever waits for a thread. Main thread only.
 * Read tests/thread/test-crew.c first. */

#define APM_TYPE_CREW (apm_crew_get_type ())
G_DECLARE_FINAL_TYPE (ApmCrew, apm_crew, APM, CREW, GObject)

/* One of them. An ended one is kept for 10 s, so that it can still be seen. */
typedef struct {
  const char *name;
  ApmWork     work;
  ApmPhase    phase;
  int         tid;       /* 0 until it runs */
  gint64      since_us;  /* when this phase began, on the monotonic clock */
  gint64      join_us;   /* from the order to end until it was joined; -1 before, and
                          * where it ended with its process */
} ApmMember;

typedef void (*ApmCrewFunc) (const ApmMember *member,
                             gpointer         user_data);

const char      *apm_work_get_id          (ApmWork      work);
gboolean         apm_work_from_id         (const char  *id,
                                           ApmWork     *work);
const char      *apm_work_get_label       (ApmWork      work);
const char      *apm_work_get_explanation (ApmWork      work);
const char      *apm_phase_get_id         (ApmPhase     phase);
const char      *apm_phase_get_label      (ApmPhase     phase);

ApmCrew         *apm_crew_new_here        (void);
ApmCrew         *apm_crew_new_in_worker   (ApmWorker   *worker);
ApmWorker       *apm_crew_get_worker      (ApmCrew     *self);
gboolean         apm_crew_create          (ApmCrew     *self,
                                           const char  *name,
                                           ApmWork      work,
                                           GError     **error);
gboolean         apm_crew_pause           (ApmCrew     *self,
                                           const char  *name,
                                           GError     **error);
gboolean         apm_crew_resume          (ApmCrew     *self,
                                           const char  *name,
                                           GError     **error);
gboolean         apm_crew_terminate       (ApmCrew     *self,
                                           const char  *name,
                                           GError     **error);
const ApmMember *apm_crew_find            (ApmCrew     *self,
                                           const char  *name);
void             apm_crew_foreach         (ApmCrew     *self,
                                           ApmCrewFunc  func,
                                           gpointer     user_data);
guint            apm_crew_get_n           (ApmCrew     *self);
gboolean         apm_crew_get_idle        (ApmCrew     *self);
GStrv            apm_crew_dup_silent      (ApmCrew     *self);
void             apm_crew_shutdown        (ApmCrew     *self);

G_END_DECLS

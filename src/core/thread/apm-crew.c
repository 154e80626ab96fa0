/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew.h"

struct _ApmCrew
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmCrew, apm_crew, G_TYPE_OBJECT)

enum { CHANGED, CREATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_crew_class_init (ApmCrewClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_CREW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT64);
  signals[CREATED] = g_signal_new ("created", APM_TYPE_CREW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static void
apm_crew_init (ApmCrew *self)
{
}

const char *
apm_work_get_id (ApmWork work)
{
  return NULL;
}

gboolean
apm_work_from_id (const char *id, ApmWork *work)
{
  return 0;
}

const char *
apm_work_get_label (ApmWork work)
{
  return NULL;
}

const char *
apm_work_get_explanation (ApmWork work)
{
  return NULL;
}

const char *
apm_phase_get_id (ApmPhase phase)
{
  return NULL;
}

const char *
apm_phase_get_label (ApmPhase phase)
{
  return NULL;
}

ApmCrew *
apm_crew_new_here (void)
{
  return g_object_new (APM_TYPE_CREW, NULL);
}

ApmCrew *
apm_crew_new_in_worker (ApmWorker *worker)
{
  return g_object_new (APM_TYPE_CREW, NULL);
}

ApmWorker *
apm_crew_get_worker (ApmCrew *self)
{
  return NULL;
}

gboolean
apm_crew_create (ApmCrew *self, const char *name, ApmWork work, GError **error)
{
  return 0;
}

gboolean
apm_crew_pause (ApmCrew *self, const char *name, GError **error)
{
  return 0;
}

gboolean
apm_crew_resume (ApmCrew *self, const char *name, GError **error)
{
  return 0;
}

gboolean
apm_crew_terminate (ApmCrew *self, const char *name, GError **error)
{
  return 0;
}

const ApmMember *
apm_crew_find (ApmCrew *self, const char *name)
{
  return NULL;
}

const ApmMember *
apm_crew_find_tid (ApmCrew *self, int tid)
{
  return NULL;
}

void
apm_crew_foreach (ApmCrew *self, ApmCrewFunc func, gpointer user_data)
{
}

guint
apm_crew_get_n (ApmCrew *self)
{
  return 0;
}

gboolean
apm_crew_get_idle (ApmCrew *self)
{
  return 0;
}

GStrv
apm_crew_dup_silent (ApmCrew *self)
{
  return NULL;
}

void
apm_crew_shutdown (ApmCrew *self)
{
}

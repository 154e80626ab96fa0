/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-crew.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *id;
  const char *label;
  const char *explanation;
} works[APM_N_WORKS] = {
  [APM_WORK_IDLE] = {
    "idle", NC_("kind of work", "Idle"),
    N_("Waits on a condition variable until it is told to end; takes no processor time"),
  },
  [APM_WORK_PERIODIC] = {
    "periodic", NC_("kind of work", "Periodic"),
    N_("Works a little every 100 ms and sleeps in between"),
  },
  [APM_WORK_COMPUTING] = {
    "computing", NC_("kind of work", "Computing"),
    N_("Keeps one processor busy, and looks at its flags in between"),
  },
  [APM_WORK_HOLDING] = {
    "holding", NC_("kind of work", "Holding a lock"),
    N_("Takes the lock that all such threads share and keeps it: "
       "a second one waits, and cannot answer until it gets the lock"),
  },
};

static const struct {
  const char *id;
  const char *label;
} phases[] = {
  [APM_PHASE_STARTING] = { "starting", NC_("phase of a thread", "starting") },
  [APM_PHASE_RUNNING] = { "running", NC_("phase of a thread", "running") },
  [APM_PHASE_PAUSED] = { "paused", NC_("phase of a thread", "paused") },
  [APM_PHASE_TERMINATING] = { "terminating", NC_("phase of a thread", "terminating") },
  [APM_PHASE_SILENT] = { "silent", NC_("phase of a thread", "does not answer") },
  [APM_PHASE_ENDED] = { "ended", NC_("phase of a thread", "ended") },
};

/**
 * apm_work_get_id:
 *
 * Returns: "idle", "periodic", "computing" or "holding"
 */
const char *
apm_work_get_id (ApmWork work)
{
  g_return_val_if_fail ((guint) work < APM_N_WORKS, NULL);

  return works[work].id;
}

/**
 * apm_work_from_id:
 * @work: (out): the kind of work with that id
 *
 * Returns: whether there is one
 */
gboolean
apm_work_from_id (const char *id,
                  ApmWork    *work)
{
  for (guint i = 0; i < APM_N_WORKS; i++)
    if (g_strcmp0 (works[i].id, id) == 0)
      {
        *work = i;
        return TRUE;
      }

  return FALSE;
}

const char *
apm_work_get_label (ApmWork work)
{
  g_return_val_if_fail ((guint) work < APM_N_WORKS, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "kind of work", works[work].label);
}

const char *
apm_work_get_explanation (ApmWork work)
{
  g_return_val_if_fail ((guint) work < APM_N_WORKS, NULL);

  return _(works[work].explanation);
}

/**
 * apm_phase_get_id:
 *
 * Returns: "starting", "running", "paused", "terminating", "silent" or "ended"
 */
const char *
apm_phase_get_id (ApmPhase phase)
{
  g_return_val_if_fail ((guint) phase < G_N_ELEMENTS (phases), NULL);

  return phases[phase].id;
}

const char *
apm_phase_get_label (ApmPhase phase)
{
  g_return_val_if_fail ((guint) phase < G_N_ELEMENTS (phases), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "phase of a thread", phases[phase].label);
}

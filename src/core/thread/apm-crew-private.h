/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-crew-engine.h"
#include "apm-crew.h"

G_BEGIN_DECLS

/* The inside of a crew: apm-crew.c hears what became of the threads,
 * apm-crew-orders.c tells them what to do. */

struct _ApmCrew
{
  GObject        parent_instance;
  ApmWorker     *worker;     /* NULL: this program's */
  ApmCrewEngine *engine;     /* of this program's */
  guint          events_id;
  GPtrArray     *members;    /* of ApmMember, as created; the ended ones for a while */
  GHashTable    *living;     /* name → ApmMember */
  GQueue         ended;      /* of ApmMember, in the order of their end */
  GHashTable    *ordered;    /* names of a worker's that were told to end → when, in gint64 */
  guint          watch_id;
};

void apm_crew_forget_ended (ApmCrew            *self);
void apm_crew_add_member   (ApmCrew            *self,
                            const char         *name,
                            ApmWork             work);
void apm_crew_take_event   (ApmCrew            *self,
                            const ApmCrewEvent *event);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-post.h"

G_BEGIN_DECLS

/* A process as the person chooses it from a list: this program, a worker, any
 * other process, any program, or the entry that makes a new worker. Plain facts, made anew
 * rather than changed. */

typedef enum {
  APM_PARTY_PROGRAM,
  APM_PARTY_WORKER,
  APM_PARTY_PROCESS,   /* chosen in the Processes tab */
  APM_PARTY_FOUND,     /* found by a search */
  APM_PARTY_NEW,       /* not there yet: a worker to be made */
  APM_PARTY_ANY,       /* any program that joins */
} ApmPartyKind;

#define APM_TYPE_PARTY (apm_party_get_type ())
G_DECLARE_FINAL_TYPE (ApmParty, apm_party, APM, PARTY, GObject)

ApmParty     *apm_party_new_program (void);
ApmParty     *apm_party_new_worker  (ApmWorker    *worker);
ApmParty     *apm_party_new_process (ApmPartyKind  kind,
                                     int           pid,
                                     const char   *name);
ApmPartyKind  apm_party_get_kind    (ApmParty     *self);
ApmWorker    *apm_party_get_worker  (ApmParty     *self);
int           apm_party_get_pid     (ApmParty     *self);
const char   *apm_party_get_title   (ApmParty     *self);

GListModel   *apm_parties_new       (ApmPost      *post,
                                     ApmPartyKind  last);
guint         apm_parties_find      (GListModel   *parties,
                                     ApmWorker    *worker);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-details-facts.h"

G_BEGIN_DECLS

/* What stands behind one process, a section at a time, read when somebody asks. Each
 * question has a thread of its own and a deadline: one process that does not answer
 * (its memory is locked, its disk is gone) never holds up another question, and is
 * not asked twice at once. The process is meant by (PID, start time), looked at
 * before and after. Owned by the main thread. Read tests/process/test-details.c first. */

typedef struct _ApmDetails ApmDetails;

/* One section of one process at one moment; what belongs to other sections is NULL. */
typedef struct {
  ApmSection      section;
  int             pid;
  gint64          started_us;    /* since boot */
  gint64          read_real_us;  /* when: since 1970 */
  ApmSummary     *summary;
  ApmEnvironment *environment;
  ApmLimits      *limits;
  ApmMemory      *memory;
  ApmCgroup      *cgroup;
  ApmNamespaces  *namespaces;
  ApmSignals     *signals;
  char           *nothing;       /* why it is empty, a sentence: a kernel thread has no environment; else NULL */
} ApmFacts;

typedef enum {
  APM_DETAILS_NORMAL  = 0,
  APM_DETAILS_MEASURE = 1 << 0,  /* memory: the costly numbers of each map, up to 30 s */
} ApmDetailsFlags;

ApmDetails *apm_details_new           (void);
void        apm_details_free          (ApmDetails          *self);
void        apm_details_read_async    (ApmDetails          *self,
                                       int                  pid,
                                       gint64               started_us,
                                       ApmSection           section,
                                       ApmDetailsFlags      flags,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
ApmFacts   *apm_details_read_finish   (GAsyncResult        *result,
                                       GError             **error);
void        apm_facts_free            (ApmFacts            *facts);

const char *apm_section_get_id        (ApmSection           section);
const char *apm_section_get_label     (ApmSection           section);
gboolean    apm_section_from_id       (const char          *id,
                                       ApmSection          *section);
const char *apm_facts_get_denied      (const ApmFacts      *facts);
char       *apm_facts_dup_text        (const ApmFacts      *facts,
                                       gboolean             show_secrets);
void        apm_facts_to_json         (const ApmFacts      *facts,
                                       gboolean             show_secrets,
                                       JsonBuilder         *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmDetails, apm_details_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFacts, apm_facts_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-details.h"
#include "apm-stat.h"

G_BEGIN_DECLS

/* The readers, one file a section, each on the thread of its question. Private to
 * the room; the tests put folders of their own in the place of the system's. */

#define APM_DETAILS_TRANSLATED 1   /* the tag of fields in the user's language */

/* How many tasks a user has, counted seldom enough. */
typedef struct {
  GMutex        mutex;
  gint64        uid;             /* -1: not counted yet */
  gint64        n;
  gint64        counted_us;
  gint64        took_us;
} ApmTaskCount;

typedef struct {
  char         *proc;            /* "/proc" */
  char         *cgroups;         /* "": before the mount points that mountinfo tells */
  int           proc_fd;
  int           pid;
  gint64        started_us;
  ApmSection    section;
  ApmDetailsFlags flags;
  ApmTaskCount *task_count;
  GCancellable *cancellable;     /* looked at between two reads of what is long */
  ApmStat       stat;            /* as it was before the section was read */
} ApmQuestion;

ApmDetails     *apm_details_new_at       (const char         *proc,
                                          const char         *cgroups);
void            apm_details_set_deadline (ApmDetails         *self,
                                          guint               ms);
ApmFacts       *apm_details_answer       (ApmQuestion        *question,
                                          GError            **error);

ApmSummary     *apm_summary_read         (const ApmQuestion  *question,
                                          GError            **error);
ApmEnvironment *apm_environment_read     (const ApmQuestion  *question,
                                          GError            **error);
ApmLimits      *apm_limits_read          (const ApmQuestion  *question,
                                          GError            **error);
ApmMemory      *apm_memory_read          (const ApmQuestion  *question,
                                          GError            **error);
ApmCgroup      *apm_cgroup_read          (const ApmQuestion  *question,
                                          GError            **error);
ApmNamespaces  *apm_namespaces_read      (const ApmQuestion  *question,
                                          GError            **error);
ApmSignals     *apm_signals_read         (const ApmQuestion  *question,
                                          GError            **error);
void            apm_summary_free         (ApmSummary         *self);
void            apm_environment_free     (ApmEnvironment     *self);
void            apm_limits_free          (ApmLimits          *self);
void            apm_memory_free          (ApmMemory          *self);
void            apm_cgroup_free          (ApmCgroup          *self);
void            apm_namespaces_free      (ApmNamespaces      *self);
void            apm_signals_free         (ApmSignals         *self);

/* A file of the process: "status", "task/12/status". */
char           *apm_question_read_file   (const ApmQuestion  *question,
                                          const char         *file,
                                          gsize              *length,
                                          int                *read_errno);
char           *apm_question_read_link   (const ApmQuestion  *question,
                                          const char         *file,
                                          int                *read_errno);
char           *apm_question_dup_denied  (const ApmQuestion  *question);
void            apm_question_set_error   (const ApmQuestion  *question,
                                          int                 read_errno,
                                          GError            **error);
gboolean        apm_question_is_kernel   (const ApmQuestion  *question);
gboolean        apm_question_is_zombie   (const ApmQuestion  *question);

char           *apm_capabilities_dup_names
                                         (guint64             mask);
gboolean        apm_variable_looks_secret
                                         (const char         *name,
                                          const char         *value);
char           *apm_variable_mask        (const char         *name,
                                          const char         *value);
GPtrArray      *apm_environment_parse    (char               *block,
                                          gsize               length,
                                          char               *parent,
                                          gsize               parent_length);
GPtrArray      *apm_limits_parse         (const char         *text);
GPtrArray      *apm_maps_parse           (char               *text);
GPtrArray      *apm_maps_group           (const GPtrArray    *maps);
ApmGroupPressure *
                apm_pressure_parse       (const char         *text,
                                          const char         *resource);
GPtrArray      *apm_signals_parse        (const char         *text,
                                          const guint        *blocking);

/* What stands behind "KEY:" in a text of lines. */
const char     *apm_lines_find           (const char         *text,
                                          const char         *key);
gint64          apm_lines_get_number     (const char         *text,
                                          const char         *key);
gint64          apm_lines_get_kib        (const char         *text,
                                          const char         *key);
char           *apm_lines_dup_word       (const char         *text,
                                          const char         *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSummary, apm_summary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmEnvironment, apm_environment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLimits, apm_limits_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmMemory, apm_memory_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmCgroup, apm_cgroup_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmNamespaces, apm_namespaces_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSignals, apm_signals_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-note.h"
#include "apm-record.h"

G_BEGIN_DECLS

/* One process as it was at one sample: a plain struct whose texts belong to the
 * list or array that made it. A process is meant by (PID, start time), never by
 * PID alone. Read tests/process/test-process-list.c first. */

typedef struct _ApmProcessMore ApmProcessMore;

typedef struct {
  int         pid;
  int         ppid;
  const char *name;         /* comm; for a child of ours the name it was given; of a group its title */
  const char *name_base64;  /* the raw name, NULL unless it was not UTF-8 */
  guint       uid;
  guint       threads;
  const char *user;         /* the number as text where it has no name */
  const char *state;        /* a word of the C locale, see apm_process_state_label() */
  double      cpu_percent;  /* of one core, since the sample before */
  guint64     rss_bytes;
  gint64      started_us;   /* since boot */
  gint64      age_us;       /* its lifetime, if ended */
  gint64      cpu_time_us;  /* user and system, so far */
  const char *command;      /* arguments quoted where needed; NULL for kernel threads */
  const char *parent_name;  /* where it was asked for */
  const ApmProcessMore *more;  /* the fields read only while asked for */
  const ApmProcessNote *note;  /* what it waits for, where somebody looks at that; else NULL */
  guint64     group_key;    /* of a group */
  guint       n_members;    /* of a group: how many processes it has */
  int         wait_status;  /* if ended, as waitpid(2) tells it; -1: not told to us */
  guint       depth;        /* how deep it stands in a tree or group */
  guint       created_here : 1;  /* started by this program */
  guint       ended : 1;         /* has ended and lingers for some seconds */
  guint       is_new : 1;        /* born in the last seconds, while we looked */
  guint       is_group : 1;      /* no process: the head of a group, with totals */
  guint       is_context : 1;    /* does not match the filter: the ancestor of one that does */
  guint       expandable : 1;
  guint       expanded : 1;
} ApmProcess;

/* What is read only while somebody asks for it. Once made it never changes. */
struct _ApmProcessMore
{
  gatomicrefcount refs;
  guint       denied;       /* bits of the sources that we may not read */
  int         nice;
  int         priority;     /* as the kernel counts: 20 is nice 0, below 0 is real-time */
  int         session;
  int         process_group;
  int         last_cpu;
  int         oom_score;
  int         descriptors;  /* open */
  const char *policy;       /* "normal", "batch", "idle", "fifo", "round-robin", "deadline" */
  char       *terminal;     /* "pts/3"; of the texts below each is a GRefString */
  gint64      virtual_bytes;
  gint64      children_cpu_time_us;  /* of those that have ended and were waited for */
  gint64      shared_bytes;
  gint64      swap_bytes;
  gint64      pss_bytes;
  gint64      read_bytes;   /* from disks, so far */
  gint64      written_bytes;
  double      read_bytes_per_s;
  double      written_bytes_per_s;
  double      minor_faults_per_s;
  double      major_faults_per_s;
  double      voluntary_switches_per_s;
  double      involuntary_switches_per_s;
  double      run_wait_percent;  /* ready, but no CPU was free; of all its threads */
  char       *cgroup;
  char       *unit;         /* the service, scope or application */
  char       *container;    /* "docker 3f2a…" */
  char       *cwd;
  char       *project;      /* the version-control root that cwd lies in */
  char       *exe;
  char       *wait_channel;
  /* What the rates are the differences of; -1: not read. */
  gint64      minor_faults;
  gint64      major_faults;
  gint64      voluntary_switches;
  gint64      involuntary_switches;
  gint64      run_wait_ns;
};

extern const ApmField apm_process_fields[];

guint64     apm_process_key          (const ApmProcess *process);
guint64     apm_process_pack_key     (int               pid,
                                      gint64            started_us);
int         apm_process_key_get_pid  (guint64           key);
const char *apm_process_state_word   (char              letter);
gboolean    apm_process_is_state_word
                                     (const char       *word);
const char *apm_process_state_label  (const char       *state);
char       *apm_process_dup_end_text (int               wait_status);
gboolean    apm_process_is_denied    (const ApmProcess *process,
                                      const ApmField   *field);
gboolean    apm_process_has_total    (const ApmField   *field);
gboolean    apm_process_is_partial   (const ApmProcess *process,
                                      const ApmField   *field);
const char *apm_process_look_up_user (guint             uid);
const char *apm_process_look_up_group
                                     (guint             gid);
void        apm_process_append_argument
                                     (GString          *command,
                                      const char       *argument);

GPtrArray  *apm_process_scan         (GError          **error);
GPtrArray  *apm_process_scan_for     (guint             ms,
                                      GError          **error);

G_END_DECLS

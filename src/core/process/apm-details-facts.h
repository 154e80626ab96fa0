/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* What one section of a process tells: plain structs, all texts UTF-8. As in every
 * record, what is not known is NULL, G_MININT, G_MININT64 or NaN, never 0; `denied`
 * is a sentence that says why a part of it is not there, NULL if nothing is missing.
 * Each list and each record has its table of fields, so that JSON and CSV follow. */

typedef enum {
  APM_SECTION_SUMMARY,
  APM_SECTION_ENVIRONMENT,
  APM_SECTION_LIMITS,
  APM_SECTION_MEMORY,
  APM_SECTION_CGROUP,
  APM_SECTION_NAMESPACES,
  APM_SECTION_SIGNALS,
  APM_N_SECTIONS,
} ApmSection;

typedef struct {
  int         pid;
  int         ppid;
  char       *name;
  const char *state;             /* a word, see apm_process_state_label() */
  char       *parent_name;
  gint64      parent_started_us; /* since boot */
  char       *command;           /* arguments quoted where needed; NULL: a kernel thread, a zombie */
  char       *exe;
  const char *exe_on_disk;       /* "same", "deleted", "replaced": another file has its name now */
  char       *cwd;
  gboolean    cwd_deleted;
  char       *root;              /* "/" unless it was changed */
  gint64      started_us;        /* since boot */
  gint64      started_real_us;   /* since 1970 */
  gint64      age_us;
  gint64      cpu_user_us;
  gint64      cpu_system_us;
  guint       uid;
  guint       effective_uid;
  char       *user;
  char       *effective_user;
  guint       gid;
  guint       effective_gid;
  char       *group;
  char       *effective_group;
  char       *groups;            /* the others it is in: "adm, sudo" */
  int         session;
  int         process_group;
  char       *terminal;
  guint       threads;
  int         nice;
  const char *policy;
  int         oom_score;
  int         oom_score_adjustment;
  char       *capabilities;      /* effective: names with blanks; see apm_capabilities_dup_text() */
  char       *permitted_capabilities;
  char       *inheritable_capabilities;
  char       *ambient_capabilities;
  char       *bounding_capabilities;
  const char *seccomp;           /* "none", "strict", "filter" */
  int         seccomp_filters;
  gboolean    no_new_privileges;
  const char *dumpable;          /* "yes", "no": others of the same user may not look into it */
  int         tracer_pid;        /* 0: not traced */
  gboolean    kernel_thread;
  char       *denied;            /* why exe, cwd and root are not there */
} ApmSummary;

typedef struct {
  char       *name;
  char       *value;             /* NULL: an entry without "=" */
  char       *value_base64;      /* the raw bytes, NULL unless they are not UTF-8 */
  const char *change;            /* against the parent: "same", "added", "changed", "removed"; NULL: not known */
  char       *parent_value;      /* if it is another one */
  gboolean    secret;            /* it looks like one: show apm_variable_dup_masked() */
  const char *open_value;        /* the values as anybody may see them */
  const char *open_parent_value;
  char       *masked_value;      /* what those point to where it is a secret */
  char       *masked_parent_value;
} ApmVariable;

typedef struct {
  int         ppid;
  char       *parent_name;
  GPtrArray  *variables;         /* of ApmVariable, by name; those that were removed too */
  char       *denied;            /* why the parent's is not known */
} ApmEnvironment;

typedef struct {
  int         resource;          /* RLIMIT_* */
  const char *id;                /* "nofile" */
  const char *label;             /* in the user's language */
  const char *unit;              /* "bytes", "files", "processes", "signals", "locks", "s", "us", "" */
  gint64      soft;              /* not known if unlimited */
  gint64      hard;
  gboolean    soft_unlimited;
  gboolean    hard_unlimited;
  gint64      used;
  double      used_percent;      /* of soft */
} ApmLimit;

typedef struct {
  GPtrArray  *limits;            /* of ApmLimit, as the kernel orders them */
  char       *denied;            /* why the number of open files is not known */
} ApmLimits;

/* /proc/PID/smaps_rollup and status, in bytes. */
typedef struct {
  gint64      virtual_bytes;
  gint64      virtual_peak_bytes;
  gint64      rss_bytes;
  gint64      rss_peak_bytes;
  gint64      pss_bytes;         /* what is shared, by how many share it */
  gint64      private_bytes;     /* would be free if it ended */
  gint64      private_dirty_bytes;
  gint64      shared_bytes;
  gint64      anonymous_bytes;
  gint64      swap_bytes;
  gint64      swap_pss_bytes;
  gint64      locked_bytes;
  gint64      huge_bytes;        /* in transparent huge pages */
  gint64      data_bytes;
  gint64      stack_bytes;
  gint64      page_tables_bytes;
} ApmMemoryTotals;

typedef struct {
  guint64     start;
  guint64     end;
  gint64      size_bytes;
  char        permissions[5];    /* "r-xp" */
  const char *access;            /* the same, for the fields */
  guint64     file_offset;
  char       *device;            /* "08:01" */
  guint64     inode;             /* 0: no file */
  char       *name;              /* a path, "[heap]"; NULL: anonymous */
  gboolean    deleted;
  gint64      rss_bytes;         /* these only where they were asked for */
  gint64      pss_bytes;
  gint64      private_bytes;
  gint64      swap_bytes;
} ApmMap;

/* All maps of one file, or of one kind of memory. */
typedef struct {
  const char *kind;              /* "file", "anonymous", "heap", "stack", "shared", "kernel", "device" */
  char       *name;              /* as in ApmMap; NULL for all the anonymous ones */
  char       *permissions;       /* each that occurs: "r--p r-xp rw-p" */
  guint       maps;
  gint64      size_bytes;
  gboolean    deleted;
  gint64      rss_bytes;
  gint64      pss_bytes;
  gint64      private_bytes;
  gint64      swap_bytes;
  char       *address;           /* of one map alone: "7f12a000–7f12c000"; NULL: of a group */
  GPtrArray  *parts;             /* of ApmMapGroup, each for one map, by address; NULL: it is one */
} ApmMapGroup;

typedef struct {
  ApmMemoryTotals totals;
  GPtrArray  *groups;            /* of ApmMapGroup, the largest first */
  GPtrArray  *maps;              /* of ApmMap, by address */
  gboolean    measured;          /* the costly numbers of each map are there */
  char       *denied;
} ApmMemory;

typedef struct {
  const char *resource;          /* "cpu", "memory", "io" */
  double      some_avg10;        /* percent of the time in which some task waited for it */
  double      some_avg60;
  double      some_avg300;
  gint64      some_total_us;
  double      full_avg10;        /* all tasks at once */
  double      full_avg60;
  double      full_avg300;
  gint64      full_total_us;
} ApmGroupPressure;

/* Limits that are not known are not set; the tightest of a group and its ancestors
 * counts, and `_from` is the path of the group that sets it. */
typedef struct {
  int         version;           /* 2, or 1: each controller has a hierarchy of its own */
  char       *path;
  char       *folder;            /* where the files are read, NULL: cannot be seen from here */
  char       *unit;
  char       *container;
  char       *controllers;       /* "cpu memory pids" */
  gint64      memory_bytes;
  gint64      memory_peak_bytes;
  gint64      memory_high_bytes;
  gint64      memory_max_bytes;
  char       *memory_max_from;
  gint64      swap_bytes;
  gint64      swap_max_bytes;
  gint64      memory_events_oom_kill;
  gint64      tasks;             /* processes and threads */
  gint64      tasks_max;
  char       *tasks_max_from;
  gint64      cpu_time_us;
  gint64      cpu_user_us;
  gint64      cpu_system_us;
  double      cpu_max_percent;   /* of one core */
  char       *cpu_max_from;
  gint64      cpu_weight;
  gint64      cpu_periods;
  gint64      cpu_throttled_periods;
  gint64      cpu_throttled_us;
  gboolean    frozen;
  GPtrArray  *pressures;         /* of ApmGroupPressure; empty where the kernel keeps none */
  char       *denied;
} ApmCgroup;

typedef struct {
  const char *type;              /* "mnt", "pid", … as in /proc/PID/ns */
  const char *label;             /* in the user's language: what it sets apart */
  gint64      inode;             /* which one it is */
  const char *with_us;           /* "shared" or "separate" from this program's */
  const char *with_parent;
} ApmNamespace;

typedef struct {
  GPtrArray  *namespaces;        /* of ApmNamespace */
  char       *pids;              /* its number from here inwards: "4711 12 1" */
  int         innermost_pid;
  char       *denied;            /* why some of it is not known */
} ApmNamespaces;

typedef struct {
  int         number;
  const char *name;              /* "SIGTERM" */
  const char *meaning;           /* in the user's language */
  gboolean    blocked;           /* by the first thread */
  gboolean    ignored;
  gboolean    caught;            /* a function of its own runs */
  gboolean    pending;           /* for the first thread */
  gboolean    pending_process;   /* for any of its threads */
  guint       blocking_threads;
} ApmSignalMask;

typedef struct {
  GPtrArray  *signals;           /* of ApmSignalMask: each signal of which something is to be said */
  guint       threads;           /* that were looked at */
  gint64      queued;            /* of all processes of the user */
  gint64      queue_limit;
  char       *denied;
} ApmSignals;

extern const ApmField apm_summary_fields[];
extern const ApmField apm_variable_fields[];
extern const ApmField apm_limit_fields[];
extern const ApmField apm_memory_fields[];
extern const ApmField apm_map_group_fields[];
extern const ApmField apm_map_fields[];
extern const ApmField apm_cgroup_fields[];
extern const ApmField apm_pressure_fields[];
extern const ApmField apm_namespace_fields[];
extern const ApmField apm_signal_mask_fields[];

char *apm_variable_dup_masked    (const ApmVariable *variable);
char *apm_capabilities_dup_text  (const char        *list);

G_END_DECLS

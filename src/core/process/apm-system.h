/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The machine as a whole: CPUs, memory, swap, load and pressure, from /proc and the
 * limits of our own control group. A reader keeps its files open and belongs to one
 * thread; what it fills in is a plain struct. Read tests/process/test-system.c first. */

/* Shares of the time since the sample before, 0 to 1; NAN while there is none. */
typedef struct {
  gboolean online;
  double   user;         /* with what runs nicely */
  double   system;       /* with interrupts */
  double   iowait;       /* idle, with a disk to wait for */
  double   steal;        /* taken by the host of a virtual machine */
  double   idle;
} ApmCpuUse;

typedef enum {
  APM_PRESSURE_CPU,
  APM_PRESSURE_IO,
  APM_PRESSURE_MEMORY,
  APM_N_PRESSURES
} ApmPressureKind;

/* Percent of the last ten seconds in which some or all of the tasks waited for the
 * resource (https://docs.kernel.org/accounting/psi.html); NAN: not measured. */
typedef struct {
  double some_percent;
  double full_percent;
} ApmPressure;

typedef struct {
  gint64      read_us;           /* on the monotonic clock; 0: never */
  ApmCpuUse   cpu;               /* of all CPUs together */
  guint       n_cpus;            /* the highest number seen, and one */
  guint       n_online;          /* 0: not known */
  ApmCpuUse  *cpus;
  double      cpu_limit;         /* CPUs that our control group may use; 0: all */

  guint64     memory_total_bytes;        /* 0: not known */
  guint64     memory_available_bytes;    /* without swapping */
  guint64     group_limit_bytes;         /* of our control group; 0: none */
  guint64     group_used_bytes;
  gboolean    group_is_machine;  /* its limit is that of the container that we see */

  guint64     swap_total_bytes;
  guint64     swap_free_bytes;

  double      load[3];           /* of 1, 5 and 15 minutes; negative: not known */
  guint       n_running;         /* tasks, of n_tasks */
  guint       n_tasks;
  guint64     last_pid;          /* given away last, to a process or thread; 0: not known */
  double      started_per_s;     /* processes and threads, also those that ended at once; NAN:
                                  * not known */

  ApmPressure pressure[APM_N_PRESSURES];
  int         pressure_errno;    /* why none is measured: ENOENT, EOPNOTSUPP, EACCES…; 0 */

  gint64      uptime_us;
} ApmSystem;

typedef struct _ApmSystemReader ApmSystemReader;

ApmSystemReader *apm_system_reader_new   (const char      *root);
void             apm_system_reader_free  (ApmSystemReader *self);
void             apm_system_reader_read  (ApmSystemReader *self,
                                          ApmSystem       *system);

void             apm_system_clear        (ApmSystem       *self);
void             apm_system_copy         (const ApmSystem *self,
                                          ApmSystem       *copy);
double           apm_cpu_use_get_busy    (const ApmCpuUse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSystemReader, apm_system_reader_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ApmSystem, apm_system_clear)

G_END_DECLS

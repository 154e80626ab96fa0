/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-more.h"
#include "apm-scanner.h"

#include <dirent.h>

G_BEGIN_DECLS

/* For apm-scanner.c, apm-scanner-list.c (who is there) and apm-scanner-read.c (what
 * is read of whom). */

/* In so many passes each process is read at least once, moved or not. */
#define APM_SCANNER_ROTATION 16

#define NS_PER_SEC G_GINT64_CONSTANT (1000000000)

typedef struct {
  ApmProcess process;
  ApmProcessInfo *info;    /* NULL until it is read */
  ApmProcessMore *more;
  gint64 cpu_ns;           /* its CPU clock, at_ns */
  gint64 at_ns;
  gint64 clock_ns;         /* its CPU clock in this pass, -1 if it has none */
  gint64 look_ns;          /* when that was read */
  gint64 texts_cpu_ns;     /* its CPU clock when the texts were read */
  gint64 born_ns;          /* when we first saw it; 0: it was there before us */
  gint64 ended_ns;
  guint sources;           /* what more was read for */
  guint pass;              /* the last that saw it */
  gboolean wanted;
  gboolean was_read;       /* in this pass */
} ApmScanEntry;

struct _ApmScanner
{
  DIR *proc;
  int loadavg_fd;
  gboolean clocks_fit;     /* /proc counts the processes as our clocks do */
  guint64 page_size;
  ApmMoreReader *more_reader;
  guint sources;

  guint pass;
  gint64 pass_ns;          /* when the pass before began */
  gint64 this_pass_ns;
  gint64 boot_us;          /* the boot clock in this pass */
  gint64 last_pid;         /* the last number given away; -1: not told */
  gint64 last_birth_ns;    /* when that was seen to change */
  guint n_read;

  GHashTable *entries;     /* PID to ApmScanEntry */
  GPtrArray *living;       /* of ApmScanEntry, in the order of their PIDs */
  GPtrArray *ended;        /* of ApmScanEntry, which linger; owned */
  GHashTable *orphaning;   /* set of PIDs whose children have a new parent */
};

gint64   apm_scanner_clock_ns     (clockid_t           clock);
void     apm_scan_entry_free      (ApmScanEntry       *entry);

gboolean apm_scanner_must_list    (ApmScanner         *self);
void     apm_scanner_list         (ApmScanner         *self);
void     apm_scanner_note_ended   (ApmScanner         *self,
                                   ApmScanEntry       *entry);
void     apm_scanner_forget_ended (ApmScanner         *self);

gboolean apm_scanner_read_moved   (ApmScanner         *self,
                                   const gint         *cancelled);
void     apm_scanner_read_orphans (ApmScanner         *self);

G_END_DECLS

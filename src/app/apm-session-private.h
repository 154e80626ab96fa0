/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* One object in three files: apm-session.c owns everything, -create.c starts and
 * adopts, -ending.c lets go of all that must not outlive the program. */

struct _ApmSession
{
  GObject parent_instance;
  GSettings *settings;
  ApmLog *log;
  ApmProcessList *processes;
  ApmThreadList *threads;
  ApmPost *post;
  ApmWaitWatch *waits;
  ApmCrew *crew;
  GHashTable *crews;        /* ApmWorker → ApmCrew */
  GListModel *catalogue;
  char *catalogue_trouble;  /* why there is none */
  GPtrArray *children;      /* that run */
  GPtrArray *experiments;   /* that have not ended */
  int selected_pid;
  gboolean paused;
  gboolean seen;
  gboolean listed;          /* the processes have been listed once */
  gboolean ending;
  guint patience;           /* timeout while ending */
};

enum
{
  APM_SESSION_CHILD_CREATED,
  APM_SESSION_CREW_ADDED,
  APM_SESSION_EXPERIMENT_ADDED,
  APM_SESSION_EXPLORATION_ADDED,
  APM_SESSION_TOAST,
  APM_SESSION_SHUTDOWN,
  APM_SESSION_ENDED,
  APM_SESSION_N_SIGNALS
};

extern guint apm_session_signals[APM_SESSION_N_SIGNALS];

void apm_session_watch_workers     (ApmSession *self);
void apm_session_end_if_done       (ApmSession *self);
void apm_session_apply_interval    (ApmSession *self);
void apm_session_processes_updated (ApmSession *self);

G_END_DECLS

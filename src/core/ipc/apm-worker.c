/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-worker.h"

struct _ApmWorker
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmWorker, apm_worker, G_TYPE_OBJECT)

enum { REPORTED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_worker_class_init (ApmWorkerClass *klass)
{
  signals[REPORTED] = g_signal_new ("reported", APM_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_worker_init (ApmWorker *self)
{
}

ApmWorker *
apm_worker_new (const char *name, GError **error)
{
  return NULL;
}

ApmChild *
apm_worker_get_child (ApmWorker *self)
{
  return NULL;
}

const char *
apm_worker_get_name (ApmWorker *self)
{
  return NULL;
}

int
apm_worker_get_pid (ApmWorker *self)
{
  return 0;
}

gboolean
apm_worker_get_running (ApmWorker *self)
{
  return 0;
}

void
apm_worker_ask_to_exit (ApmWorker *self)
{
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-child.h"

#include "apm-error.h"

struct _ApmChild
{
  GObject parent_instance;
};

enum { OUTPUT, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmChild, apm_child, G_TYPE_OBJECT)

static void
apm_child_class_init (ApmChildClass *klass)
{
  signals[OUTPUT] = g_signal_new ("output", APM_TYPE_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_child_init (ApmChild *self)
{
}

ApmChild *
apm_child_spawn (const ApmSpawn *spawn, GError **error)
{
  g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, "not yet");
  return NULL;
}
int apm_child_get_pid (ApmChild *self) { return 0; }
const char *apm_child_get_name (ApmChild *self) { return NULL; }
const char *apm_child_get_command (ApmChild *self) { return NULL; }
gint64 apm_child_get_started_us (ApmChild *self) { return 0; }
gboolean apm_child_get_ended (ApmChild *self) { return FALSE; }
int apm_child_get_wait_status (ApmChild *self) { return 0; }
gboolean apm_child_get_ends_with_us (ApmChild *self) { return FALSE; }
gboolean apm_child_signal (ApmChild *self, int signum, gboolean whole_group, GError **error) { return TRUE; }

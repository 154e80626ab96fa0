/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-list.h"

struct _ApmProcessList
{
  GObject parent_instance;
  ApmView *view;
};

enum { UPDATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmProcessList, apm_process_list, G_TYPE_OBJECT)

static gconstpointer get_row (gpointer o, guint i) { return NULL; }
static guint64 get_key (gpointer o, gconstpointer r) { return 0; }
static const ApmViewFuncs view_funcs = { get_row, get_key };

static void
apm_process_list_class_init (ApmProcessListClass *klass)
{
  signals[UPDATED] = g_signal_new ("updated", APM_TYPE_PROCESS_LIST, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_process_list_init (ApmProcessList *self)
{
  self->view = apm_view_new (&view_funcs, self);
}

ApmProcessList *apm_process_list_new (void) { return g_object_new (APM_TYPE_PROCESS_LIST, NULL); }
ApmView *apm_process_list_get_view (ApmProcessList *self) { return self->view; }
void apm_process_list_set_interval (ApmProcessList *self, guint ms) { }
void apm_process_list_set_paused (ApmProcessList *self, gboolean paused) { }
gboolean apm_process_list_get_paused (ApmProcessList *self) { return FALSE; }
void apm_process_list_set_sort (ApmProcessList *self, const char *field_id, gboolean descending) { }
void apm_process_list_set_search (ApmProcessList *self, const char *text) { }
void apm_process_list_set_scope (ApmProcessList *self, ApmScope scope) { }
void apm_process_list_add_child (ApmProcessList *self, ApmChild *child) { }
const ApmProcess *apm_process_list_find (ApmProcessList *self, int pid) { return NULL; }
guint apm_process_list_get_n_total (ApmProcessList *self) { return 0; }
void apm_process_list_get_cost (ApmProcessList *self, double *scan_ms, double *cpu_percent) { *scan_ms = *cpu_percent = 0; }
void apm_process_list_sample_now (ApmProcessList *self) { g_signal_emit (self, signals[UPDATED], 0); }
GPtrArray *apm_process_scan (GError **error) { return g_ptr_array_new (); }

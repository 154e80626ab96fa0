/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-list.h"

struct _ApmThreadList
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmThreadList, apm_thread_list, G_TYPE_OBJECT)

enum { UPDATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_thread_list_class_init (ApmThreadListClass *klass)
{
  signals[UPDATED] = g_signal_new ("updated", APM_TYPE_THREAD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 0);
}

static void
apm_thread_list_init (ApmThreadList *self)
{
}

ApmThreadList *
apm_thread_list_new (void)
{
  return g_object_new (APM_TYPE_THREAD_LIST, NULL);
}

ApmView *
apm_thread_list_get_view (ApmThreadList *self)
{
  static const ApmViewFuncs funcs = { (gpointer) g_direct_equal, (gpointer) g_direct_hash };
  static ApmView *view;

  if (view == NULL)
    view = apm_view_new (&funcs, self);

  return view;
}

void
apm_thread_list_set_pid (ApmThreadList *self, int pid)
{
}

int
apm_thread_list_get_pid (ApmThreadList *self)
{
  return 0;
}

void
apm_thread_list_set_crew (ApmThreadList *self, ApmCrew *crew)
{
}

void
apm_thread_list_set_interval (ApmThreadList *self, guint ms)
{
}

void
apm_thread_list_set_paused (ApmThreadList *self, gboolean paused)
{
}

gboolean
apm_thread_list_get_paused (ApmThreadList *self)
{
  return 0;
}

void
apm_thread_list_set_sort (ApmThreadList *self, const char *field_id, gboolean descending)
{
}

void
apm_thread_list_set_search (ApmThreadList *self, const char *text)
{
}

guint
apm_thread_list_get_n_total (ApmThreadList *self)
{
  return 0;
}

const char *
apm_thread_list_get_trouble (ApmThreadList *self)
{
  return NULL;
}

const ApmThread *
apm_thread_list_find (ApmThreadList *self, int tid)
{
  return NULL;
}

void
apm_thread_list_sample_now (ApmThreadList *self)
{
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread.h"

#include "apm-error.h"
#include "apm-process.h"
#include "apm-thread-reader.h"
#include "apm-thread-scanner.h"

#include <glib/gi18n-lib.h>

#define FIELD(name, kind, source) { #name, APM_FIELD_ ## kind, G_STRUCT_OFFSET (ApmThread, name), 0, source }
#define NOTE(name, kind) \
  { #name, APM_FIELD_ ## kind, G_STRUCT_OFFSET (ApmProcessNote, name), G_STRUCT_OFFSET (ApmThread, note) + 1, 0 }

/* The tag is the source that a field is read from. */
const ApmField apm_thread_fields[] = {
  FIELD (pid, INT, 0),
  FIELD (tid, INT, 0),
  FIELD (name, STRING, 0),
  FIELD (name_base64, STRING, 0),
  FIELD (state, STRING, 0),
  FIELD (cpu_percent, DOUBLE, 0),
  FIELD (started_us, INT64, 0),
  FIELD (cpu_time_us, INT64, 0),
  FIELD (process, STRING, 0),
  FIELD (age_us, INT64, 0),
  FIELD (run_wait_percent, DOUBLE, APM_THREAD_SCHEDSTAT),
  FIELD (voluntary_switches_per_s, DOUBLE, APM_THREAD_STATUS),
  FIELD (involuntary_switches_per_s, DOUBLE, APM_THREAD_STATUS),
  FIELD (last_cpu, INT, APM_THREAD_STAT),
  FIELD (policy, STRING, APM_THREAD_STAT),
  FIELD (priority, INT, APM_THREAD_STAT),
  FIELD (nice, INT, APM_THREAD_STAT),
  FIELD (wait_channel, STRING, APM_THREAD_WCHAN),
  FIELD (affinity, STRING, APM_THREAD_STATUS),
  NOTE (waits_for, STRING),
  NOTE (waits, STRING),
  NOTE (waited_us, INT64),
  FIELD (work, STRING, 0),
  FIELD (phase, STRING, 0),
  { NULL }
};

/**
 * apm_thread_key:
 *
 * Returns: (TID, start time) in one number, unique on one machine
 */
guint64
apm_thread_key (const ApmThread *self)
{
  /* A TID is a PID of the same counter. */
  return apm_process_pack_key (self->tid, self->started_us);
}

/**
 * apm_thread_is_denied:
 *
 * Returns: whether @field is not known because we may not read it
 */
gboolean
apm_thread_is_denied (const ApmThread *self,
                      const ApmField  *field)
{
  g_return_val_if_fail (self != NULL && field != NULL, FALSE);

  return (self->denied & field->tag) != 0 && !apm_field_is_known (field, self);
}

/**
 * apm_thread_filter_parse:
 * @text: as apm_filter_parse() takes it, which the rest is described at
 *
 * Returns: (transfer full) (nullable): %NULL with APM_ERROR_INVALID also where it asks
 *   for what a thread has not got
 */
ApmFilter *
apm_thread_filter_parse (const char  *text,
                         gsize       *error_start,
                         gsize       *error_end,
                         GError     **error)
{
  g_autoptr(ApmFilter) filter = apm_filter_parse (text, error_start, error_end, error);
  g_autofree char *key = filter ? apm_filter_dup_foreign_key (filter, apm_thread_fields, error_start, error_end) : NULL;

  if (key == NULL)
    return g_steal_pointer (&filter);

  /* Translators: a word of the search language that is not for threads, such as mem */
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A thread has no “%s” of its own: search for it among processes"),
               key);

  return NULL;
}

void
apm_thread_free (ApmThread *self)
{
  g_free ((char *) self->name);
  g_free ((char *) self->name_base64);
  apm_thread_set_ref_string (&self->process, NULL);
  apm_thread_set_ref_string (&self->wait_channel, NULL);
  apm_thread_set_ref_string (&self->affinity, NULL);
  g_free (self->lane);
  g_free (self);
}

/**
 * apm_thread_scan:
 * @pid: of a process, or %APM_ALL_PROCESSES
 *
 * Looks once, so that cpu_percent is 0 and no other rate is known. May be called
 * from any thread.
 *
 * Returns: (transfer full): of ApmThread; %NULL with GONE or DENIED
 */
GPtrArray *
apm_thread_scan (int      pid,
                 GError **error)
{
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();

  return apm_thread_scanner_scan (scanner, pid, APM_THREAD_ALL_SOURCES, error);
}

/**
 * apm_thread_scan_for:
 * @ms: the time between two looks, which the rates come from
 *
 * As apm_thread_scan(), but takes its time.
 */
GPtrArray *
apm_thread_scan_for (int      pid,
                     guint    ms,
                     GError **error)
{
  g_autoptr(ApmThreadScanner) scanner = apm_thread_scanner_new ();
  g_autoptr(GPtrArray) before = apm_thread_scanner_scan (scanner, pid, APM_THREAD_ALL_SOURCES, error);

  if (before == NULL)
    return NULL;
  g_usleep (ms * 1000);

  return apm_thread_scanner_scan (scanner, pid, APM_THREAD_ALL_SOURCES, error);
}

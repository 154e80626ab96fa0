/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-trace.h"

#include "apm-file-sink.h"
#include "apm-lens-timeline.h"
#include "apm-record.h"

/* Spans that are copied at a time: the reader waits meanwhile. */
#define SOME 4096

typedef struct {
  ApmLens *lens;
  ApmFileSink *sink;
  GString *text;
  gboolean is_csv;
  gboolean has_any;
  gint64 first_ns;
  GPtrArray *thread_names;
  GPtrArray *object_names;
  GArray *threads;           /* of ApmLensThread, not to be looked into */
  GArray *processes;         /* of ApmLensProcess */
  GArray *kinds;             /* of ApmLensKind */
} Trace;

static void
take_names (Trace *self)
{
  ApmLensModel *model = apm_lens_lock (self->lens);

  self->first_ns = apm_lens_model_get_first_ns (model);
  for (guint i = 0; i < apm_lens_model_get_n_threads (model); i++)
    g_array_append_vals (self->threads, apm_lens_model_get_thread (model, i), 1);
  for (guint i = 0; i < apm_lens_model_get_n_processes (model); i++)
    g_array_append_vals (self->processes, apm_lens_model_get_process (model, i), 1);
  for (guint i = 0; i < apm_lens_model_get_n_objects (model); i++)
    g_array_append_vals (self->kinds, &apm_lens_model_get_object (model, i)->kind, 1);
  apm_lens_unlock (self->lens);

  for (guint i = 0; i < self->threads->len; i++)
    g_ptr_array_add (self->thread_names, apm_lens_dup_thread_name (self->lens, (int) i));
  for (guint i = 0; i < self->kinds->len; i++)
    g_ptr_array_add (self->object_names, apm_lens_dup_object_name (self->lens, (int) i));
}

static const ApmLensThread *
get_thread (Trace *self,
            int    i)
{
  return i >= 0 && (guint) i < self->threads->len ? &g_array_index (self->threads, ApmLensThread, i) : NULL;
}

static const ApmLensProcess *
get_process (Trace               *self,
             const ApmLensThread *thread)
{
  return &g_array_index (self->processes, ApmLensProcess, thread->process);
}

static const char *
get_name (GPtrArray *names,
          int        i)
{
  return i >= 0 && (guint) i < names->len ? names->pdata[i] : "";
}

/* Microseconds since the start, as such traces have them. */
static void
append_us (GString    *text,
           const char *key,
           gint64      ns)
{
  g_string_append_printf (text, ",\"%s\":%" G_GINT64_FORMAT ".%03d", key, ns / 1000, (int) (ns % 1000));
}

static void
begin_event (Trace *self,
             int    thread)
{
  const ApmLensThread *of = get_thread (self, thread);

  g_string_append (self->text, self->has_any ? ",\n{" : "\n{");
  self->has_any = TRUE;
  g_string_append_printf (self->text, "\"pid\":%d,\"tid\":%d", get_process (self, of)->pid, of->tid);
}

static void
append_thread_name (Trace *self,
                    int    thread)
{
  begin_event (self, thread);
  g_string_append (self->text, ",\"ph\":\"M\",\"name\":\"thread_name\",\"args\":{\"name\":");
  apm_json_append_text (self->text, get_name (self->thread_names, thread));
  g_string_append (self->text, "}}");
}

static void
append_arguments (Trace             *self,
                  const ApmLensSpan *span,
                  const char        *place)
{
  g_string_append (self->text, ",\"name\":");
  apm_json_append_text (self->text, get_name (self->object_names, span->object));
  g_string_append (self->text, ",\"args\":{\"place\":");
  apm_json_append_text (self->text, place);
  g_string_append_printf (self->text, ",\"kind\":\"%s\"",
                          apm_lens_kind_get_id (g_array_index (self->kinds, ApmLensKind, span->object)));
  if (span->is_wait && get_thread (self, span->other))
    {
      g_string_append (self->text, ",\"woken_by\":");
      apm_json_append_text (self->text, get_name (self->thread_names, span->other));
    }
  g_string_append (self->text, "}}");
}

static void
append_json (Trace             *self,
             const ApmLensSpan *span,
             const char        *place,
             guint              number)
{
  begin_event (self, span->thread);
  append_us (self->text, "ts", span->start_ns - self->first_ns);
  if (span->is_wait)
    {
      append_us (self->text, "dur", span->end_ns - span->start_ns);
      g_string_append (self->text, ",\"ph\":\"X\",\"cat\":\"wait\"");
      append_arguments (self, span, place);
      return;
    }

  g_string_append_printf (self->text, ",\"ph\":\"b\",\"cat\":\"hold\",\"id\":%u", number);
  append_arguments (self, span, place);
  begin_event (self, span->thread);
  append_us (self->text, "ts", span->end_ns - self->first_ns);
  g_string_append_printf (self->text, ",\"ph\":\"e\",\"cat\":\"hold\",\"id\":%u", number);
  append_arguments (self, span, place);
}

static void
append_csv (Trace             *self,
            const ApmLensSpan *span,
            const char        *place)
{
  const ApmLensThread *thread = get_thread (self, span->thread);

  g_string_append_printf (self->text, "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%d,%d,", span->start_ns - self->first_ns,
                          span->end_ns - self->first_ns, get_process (self, thread)->pid, thread->tid);
  apm_csv_append_text (self->text, get_name (self->thread_names, span->thread));
  g_string_append_printf (self->text, ",%s,", span->is_wait ? "wait" : "hold");
  apm_csv_append_text (self->text, get_name (self->object_names, span->object));
  g_string_append_printf (self->text, ",%s,", apm_lens_kind_get_id (g_array_index (self->kinds, ApmLensKind, span->object)));
  apm_csv_append_text (self->text, place);
  g_string_append_c (self->text, ',');
  apm_csv_append_text (self->text, get_name (self->thread_names, span->other));
  g_string_append (self->text, "\r\n");
}

static gboolean
append_spans (Trace             *self,
              const ApmLensSpan *spans,
              guint              n,
              guint              number,
              GError           **error)
{
  for (guint i = 0; i < n; i++)
    {
      const ApmLensThread *thread = get_thread (self, spans[i].thread);
      g_autofree char *place = NULL;

      if (thread == NULL || (guint) spans[i].object >= self->kinds->len)
        continue;
      place = apm_lens_dup_place (self->lens, get_process (self, thread)->image, spans[i].caller);
      if (self->is_csv)
        append_csv (self, &spans[i], place);
      else
        append_json (self, &spans[i], place, number + i);
      if (!apm_file_sink_pump (self->sink, error))
        return FALSE;
    }

  return TRUE;
}

/* The newest come after the others, so a timeline that grows meanwhile harms nobody. */
static gboolean
append_timeline (Trace   *self,
                 GError **error)
{
  g_autofree ApmLensSpan *spans = g_new (ApmLensSpan, SOME);
  guint n;

  for (guint at = 0;; at += n)
    {
      ApmLensTimeline *timeline = apm_lens_model_get_timeline (apm_lens_lock (self->lens));
      guint there = apm_lens_timeline_get_n (timeline);

      n = at < there ? MIN (SOME, there - at) : 0;
      for (guint i = 0; i < n; i++)
        spans[i] = *apm_lens_timeline_get (timeline, at + i);
      apm_lens_unlock (self->lens);
      if (n == 0)
        return TRUE;
      if (!append_spans (self, spans, n, at, error))
        return FALSE;
    }
}

static gboolean
write_all (Trace   *self,
           GError **error)
{
  if (self->is_csv)
    g_string_append (self->text, "start_ns,end_ns,pid,tid,thread,what,object,kind,place,woken_by\r\n");
  else
    g_string_append (self->text, "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
  for (guint i = 0; !self->is_csv && i < self->threads->len; i++)
    append_thread_name (self, (int) i);
  if (!append_timeline (self, error))
    return FALSE;
  if (!self->is_csv)
    g_string_append (self->text, "\n]}\n");

  return apm_file_sink_finish (self->sink, error);
}

/**
 * apm_lens_trace_write:
 * @path: the file; it is there when it is complete
 *
 * Returns: %FALSE with a sentence if it cannot be written
 */
gboolean
apm_lens_trace_write (ApmLens     *lens,
                      const char  *path,
                      GError     **error)
{
  g_autoptr(ApmFileSink) sink = apm_file_sink_new (path, error);
  g_autoptr(GPtrArray) thread_names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) object_names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) threads = g_array_new (FALSE, FALSE, sizeof (ApmLensThread));
  g_autoptr(GArray) processes = g_array_new (FALSE, FALSE, sizeof (ApmLensProcess));
  g_autoptr(GArray) kinds = g_array_new (FALSE, FALSE, sizeof (ApmLensKind));
  Trace trace = {
    .lens = lens,
    .sink = sink,
    .is_csv = g_str_has_suffix (path, ".csv"),
    .thread_names = thread_names,
    .object_names = object_names,
    .threads = threads,
    .processes = processes,
    .kinds = kinds,
  };

  if (sink == NULL)
    return FALSE;
  trace.text = apm_file_sink_get_buffer (sink);
  take_names (&trace);

  return write_all (&trace, error);
}

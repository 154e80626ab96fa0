/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Traces read back: those that were written here, and what is none. */

#include "apm-lens-record.h"
#include "apm-lens-trace.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
#define HEAD "start_ns,end_ns,pid,tid,thread,what,object,kind,place,woken_by\r\n"
#define JSON "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
#define EVENT(more) "{\"pid\":1,\"tid\":2,\"ts\":3,\"name\":\"m\"," more ",\"args\":{\"place\":\"x.c:1\",\"kind\":\"mutex\"}}"

static ApmLensRecord *
parse (const char *text)
{
  return apm_lens_record_parse (text, strlen (text), NULL);
}

static const ApmSpan *
get_span (ApmLensRecord *record,
          guint          i)
{
  return &g_array_index (record->spans, ApmSpan, i);
}

static void
test_csv (void)
{
  g_autoptr(ApmLensRecord) record = parse (HEAD "10,30,1,2,alice,hold,\"a, b\",mutex,x.c:4,\r\n"
                                           "12,20,1,3,\"say \"\"bob\"\"\",wait,s,semaphore,,alice\r\n");

  g_assert_nonnull (record);
  g_assert_cmpuint (record->spans->len, ==, 2);
  g_assert_cmpint (record->first_ns, ==, 10);
  g_assert_cmpint (record->last_ns, ==, 30);
  /* In the order of their ends. */
  g_assert_cmpint (get_span (record, 0)->start, ==, 12);
  g_assert_cmpint (get_span (record, 0)->what, ==, APM_SPAN_WAIT);
  g_assert_cmpint (get_span (record, 0)->kind, ==, APM_LENS_SEMAPHORE);
  g_assert_cmpstr (record->lanes->pdata[get_span (record, 0)->lane], ==, "say \"bob\"");
  g_assert_cmpstr (record->lanes->pdata[get_span (record, 0)->other], ==, "alice");
  g_assert_cmpuint (get_span (record, 0)->caller, ==, 0);
  g_assert_cmpstr (record->objects->pdata[get_span (record, 1)->object], ==, "a, b");
  g_assert_cmpstr (record->places->pdata[get_span (record, 1)->caller - 1], ==, "x.c:4");
}

static void
test_json (void)
{
  g_autoptr(ApmLensRecord) record = parse (JSON
    "{\"pid\":1,\"tid\":2,\"ph\":\"M\",\"name\":\"thread_name\",\"args\":{\"name\":\"alice\"}},\n"
    EVENT ("\"ph\":\"X\",\"dur\":4.500") ",\n"
    EVENT ("\"ph\":\"b\",\"id\":0") ",\n"
    "{\"pid\":1,\"tid\":2,\"ts\":9,\"ph\":\"e\",\"name\":\"m\",\"args\":{\"kind\":\"mutex\"}}\n]}\n");

  g_assert_nonnull (record);
  g_assert_cmpuint (record->spans->len, ==, 2);
  g_assert_cmpint (get_span (record, 0)->end, ==, 7500);
  g_assert_cmpint (get_span (record, 1)->what, ==, APM_SPAN_HOLD);
  g_assert_cmpint (get_span (record, 1)->end, ==, 9000);
  g_assert_cmpuint (record->lanes->len, ==, 1);
  g_assert_cmpstr (record->lanes->pdata[0], ==, "alice");
}

/* None of these is a trace. */
static const char *const bad[] = {
  "",
  "\n",
  "name,pid\r\n1,2\r\n",
  HEAD "1,2,3\r\n",
  HEAD "1,2,3,4,t,wait,o,mutex,p,w,more\r\n",
  HEAD "x,2,3,4,t,wait,o,mutex,p,w\r\n",
  HEAD "-1,2,3,4,t,wait,o,mutex,p,w\r\n",
  HEAD "9,2,3,4,t,wait,o,mutex,p,w\r\n",
  HEAD "1,99999999999999999999,3,4,t,wait,o,mutex,p,w\r\n",
  HEAD "1,9223372036854775807,3,4,t,wait,o,mutex,p,w\r\n",
  HEAD "1,2,3,4,t,sleep,o,mutex,p,w\r\n",
  HEAD "1,2,3,4,t,wait,o,padlock,p,w\r\n",
  HEAD "1,2,3,4,\"t\"x,wait,o,mutex,p,w\r\n",
  HEAD "1,2,3,4,\"t,wait,o,mutex,p,w\r\n",
  HEAD "1,2,3,4,\xff,wait,o,mutex,p,w\r\n",
  "{}",
  "{\"traceEvents\":[]}",
  JSON "{\"pid\":1",
  JSON "[1,2]\n",
  JSON "12\n",
  JSON "{\"tid\":1,\"ph\":\"M\"}\n",
  JSON "{\"pid\":\"1\",\"tid\":1,\"ph\":\"M\"}\n",
  JSON "{\"pid\":1,\"tid\":1,\"ph\":\"X\",\"ts\":1}\n",
  JSON "{\"pid\":1,\"tid\":1,\"ph\":\"X\",\"ts\":-1,\"dur\":1,\"args\":{\"kind\":\"mutex\"}}\n",
  JSON "{\"pid\":1,\"tid\":1,\"ph\":\"X\",\"ts\":1e300,\"dur\":1,\"args\":{\"kind\":\"mutex\"}}\n",
  JSON EVENT ("\"ph\":\"e\"") "\n",
  JSON EVENT ("\"ph\":\"q\"") "\n",
  JSON "{\"pid\":1,\"tid\":2,\"ts\":3,\"ph\":\"X\",\"dur\":1,\"args\":7}\n",
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      ApmLensRecord *record = apm_lens_record_parse (bad[i], strlen (bad[i]), &error);

      if (record)
        g_error ("taken for a trace: %s", bad[i]);
      g_assert_nonnull (error);
    }
}

static void
test_bad_files (void)
{
  static const char *const paths[] = { "/nowhere/at/all", "/dev/zero", "/" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_lens_record_read (paths[i], &error));
      g_assert_nonnull (error);
    }
}

/* Cut anywhere it is read or refused, and nothing else. */
static void
test_cut (void)
{
  const char *whole = HEAD "10,30,1,2,\"alice \"\"b\"\"\",hold,a,mutex,x.c:4,\r\n";

  for (gsize length = 0; length <= strlen (whole); length++)
    {
      g_autoptr(ApmLensRecord) record = apm_lens_record_parse (whole, length, NULL);

      g_assert_true (record == NULL || record->spans->len <= 1);
    }
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static ApmLens *
run (void)
{
  const char *argv[] = { g_getenv ("WATCHED"), "names", NULL };
  ApmLens *lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, NULL);
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  guint tick = g_timeout_add (2, on_tick, NULL);

  g_assert_nonnull (lens);
  while (!apm_lens_get_ended (lens))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);

  return lens;
}

static void
check_there_and_back (ApmLens    *lens,
                      const char *name)
{
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr(ApmLensRecord) record = NULL;
  g_autoptr(GError) error = NULL;
  gint64 held = 0;

  g_assert_true (apm_lens_trace_write (lens, path, &error));
  g_assert_no_error (error);
  record = apm_lens_record_read (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (record);

  /* Two threads took two locks each, main three and a semaphore's post. */
  for (guint i = 0; i < record->spans->len; i++)
    held += get_span (record, i)->what == APM_SPAN_HOLD;
  g_assert_cmpint (held, ==, 7);
  g_assert_true (g_ptr_array_find_with_equal_func (record->objects, "mutex_a", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (record->lanes, "alice", g_str_equal, NULL));

  g_unlink (path);
  g_rmdir (dir);
}

static void
test_there_and_back (void)
{
  g_autoptr(ApmLens) lens = run ();

  check_there_and_back (lens, "trace.csv");
  check_there_and_back (lens, "trace.json");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens/record/csv", test_csv);
  g_test_add_func ("/lens/record/json", test_json);
  g_test_add_func ("/lens/record/bad", test_bad);
  g_test_add_func ("/lens/record/bad-files", test_bad_files);
  g_test_add_func ("/lens/record/cut", test_cut);
  g_test_add_func ("/lens/record/there-and-back", test_there_and_back);

  return g_test_run ();
}

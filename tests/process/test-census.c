/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-census-diff.h"
#include "apm-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (1024 * 1024)
#define SECOND ((gint64) G_USEC_PER_SEC)

static ApmCensusRow
row (int         pid,
     gint64      started_s,
     const char *name,
     int         rss_mib,
     int         threads,
     int         descriptors,
     int         cpu_s)
{
  return (ApmCensusRow) {
    .pid = pid, .ppid = 1, .name = name, .user = "sam", .state = "sleeping", .command = name,
    .started_us = started_s * SECOND, .cpu_time_us = cpu_s * SECOND, .rss_bytes = (gint64) rss_mib * MIB,
    .threads = threads, .descriptors = descriptors,
  };
}

static ApmCensus *
census (int                 at_s,
        const char         *boot_id,
        const ApmCensusRow *rows,
        guint               n_rows)
{
  ApmCensus *self = apm_census_new ((1000000 + at_s) * SECOND, at_s * SECOND, boot_id);

  for (guint i = 0; i < n_rows; i++)
    apm_census_add (self, &rows[i]);

  return self;
}

/* "name change rss threads descriptors cpu", a line each. */
static char *
dup_changes (const ApmChanges *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->rows->len; i++)
    {
      const ApmChange *change = changes->rows->pdata[i];

      g_string_append_printf (text, "%s %s %+d %+d ", change->name, change->change,
                              (int) (change->rss_change_bytes / MIB), change->threads_change);
      if (change->descriptors_change == G_MININT)
        g_string_append (text, "? ");
      else
        g_string_append_printf (text, "%+d ", change->descriptors_change);
      if (change->cpu_used_us == G_MININT64)
        g_string_append (text, "?\n");
      else
        g_string_append_printf (text, "%d s\n", (int) (change->cpu_used_us / SECOND));
    }

  return g_string_free (text, FALSE);
}

static void
test_compare (void)
{
  const ApmCensusRow before[] = {
    row (1, 0, "init", 10, 1, 50, 4),
    row (20, 5, "grows", 100, 4, 7, 10),
    row (21, 5, "shrinks", 100, 4, 7, 0),
    row (22, 6, "ends", 30, 2, 5, 3),
    row (23, 6, "reused", 8, 1, 3, 0),
    row (24, 6, "secret", 8, 1, G_MININT, 1),
    row (25, 6, "shell", 8, 1, 3, 1),
  };
  const ApmCensusRow after[] = {
    row (1, 0, "init", 10, 1, 50, 4),
    row (2, 90, "early", 1, 1, 3, 0),
    row (20, 5, "grows", 250, 9, 47, 35),
    row (21, 5, "shrinks", 60, 3, 6, 0),
    row (23, 95, "again", 4, 1, 3, 0),
    row (24, 6, "secret", 8, 1, 12, 2),
    row (25, 6, "make", 8, 1, 3, 1),
    row (99, 99, "late", 5, 2, 4, 1),
  };
  g_autoptr(ApmCensus) first = census (50, "boot", before, G_N_ELEMENTS (before));
  g_autoptr(ApmCensus) second = census (100, "boot", after, G_N_ELEMENTS (after));
  g_autoptr(ApmChanges) changes = apm_census_compare (first, second);
  g_autofree char *text = dup_changes (changes);
  const ApmChange *grows = changes->rows->pdata[1];

  g_assert_cmpstr (text, ==,
                   "early new +1 +1 +3 0 s\n"
                   "grows changed +150 +5 +40 25 s\n"
                   "shrinks changed -40 -1 -1 0 s\n"
                   "ends ended -30 -2 -5 ?\n"
                   "reused ended -8 -1 -3 ?\n"
                   "again new +4 +1 +3 0 s\n"
                   "secret changed +0 +0 ? 1 s\n"
                   "make changed +0 +0 +0 0 s\n"
                   "late new +5 +2 +4 1 s\n");
  g_assert_cmpfloat (grows->cpu_percent, ==, 50);
  g_assert_cmpfloat (((const ApmChange *) changes->rows->pdata[8])->cpu_percent, ==, 100);
  g_assert_true (isnan (((const ApmChange *) changes->rows->pdata[3])->cpu_percent));
  g_assert_cmpstr (((const ApmChange *) changes->rows->pdata[7])->was, ==, "shell");
  g_assert_null (grows->was);
  g_assert_cmpuint (changes->n_new, ==, 3);
  g_assert_cmpuint (changes->n_ended, ==, 2);
  g_assert_cmpuint (changes->n_changed, ==, 4);
  g_assert_cmpuint (changes->n_same, ==, 1);
  g_assert_cmpint (changes->rss_change_bytes, ==, (150 - 40 - 30 - 8 + 1 + 4 + 5) * MIB);
  g_assert_cmpint (changes->span_us, ==, 50 * SECOND);
  g_assert_false (changes->rebooted);
}

static void
test_nothing_changed (void)
{
  const ApmCensusRow rows[] = { row (1, 0, "init", 10, 1, G_MININT, 4) };
  g_autoptr(ApmCensus) first = census (50, NULL, rows, 1);
  g_autoptr(ApmCensus) second = census (50, NULL, rows, 1);
  g_autoptr(ApmCensus) nobody = census (50, NULL, rows, 0);
  g_autoptr(ApmChanges) changes = apm_census_compare (first, second);
  g_autoptr(ApmChanges) none = apm_census_compare (nobody, nobody);

  g_assert_cmpuint (changes->rows->len, ==, 0);
  g_assert_cmpuint (changes->n_same, ==, 1);
  g_assert_cmpuint (none->rows->len, ==, 0);
}

/* The same PID and start time in another run of the machine is another process. */
static void
test_rebooted (void)
{
  const ApmCensusRow rows[] = { row (1, 0, "init", 10, 1, 50, 4) };
  g_autoptr(ApmCensus) first = census (5000, "one", rows, 1);
  g_autoptr(ApmCensus) second = census (100, "another", rows, 1);
  g_autoptr(ApmChanges) changes = apm_census_compare (first, second);
  g_autofree char *text = dup_changes (changes);

  g_assert_true (changes->rebooted);
  g_assert_cmpstr (text, ==, "init ended -10 -1 -50 ?\ninit new +10 +1 +50 4 s\n");
}

static void
test_file (void)
{
  const ApmCensusRow rows[] = {
    row (1, 0, "init", 10, 1, G_MININT, 4),
    row (7, 3, "a \"b\"\n\\", 20, 2, 9, 1),
    { .pid = 8, .name = "kthread", .started_us = 1, .descriptors = 0 },
  };
  g_autofree char *dir = g_dir_make_tmp ("apm-census-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "snapshot.json", NULL);
  g_autoptr(ApmCensus) saved = census (50, "boot", rows, G_N_ELEMENTS (rows));
  g_autoptr(ApmCensus) loaded = NULL;
  g_autoptr(ApmChanges) changes = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (apm_census_save (saved, path, &error));
  loaded = apm_census_load (path, &error);
  g_assert_no_error (error);
  changes = apm_census_compare (saved, loaded);
  g_assert_cmpuint (changes->n_same, ==, 3);
  g_assert_cmpint (apm_census_get_real_us (loaded), ==, apm_census_get_real_us (saved));
  g_assert_cmpint (apm_census_get_boot_us (loaded), ==, apm_census_get_boot_us (saved));
  g_assert_cmpstr (apm_census_get (loaded, 1)->name, ==, "a \"b\"\n\\");
  g_assert_cmpint (apm_census_get (loaded, 0)->descriptors, ==, G_MININT);
  g_assert_null (apm_census_get (loaded, 2)->command);
  g_assert_null (apm_census_get (loaded, 2)->user);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* What others have written does no harm, whatever is in it. */
static void
test_bad_files (void)
{
#define HEAD "{\"schema\":1,\"real_us\":1,\"boot_us\":1,\"boot_id\":\"b\",\"processes\":["
#define GOOD "{\"pid\":5,\"ppid\":1,\"name\":\"a\",\"threads\":1,\"started_us\":1,\"cpu_time_us\":1,\"rss_bytes\":1}"
  static const char *const texts[] = {
    "",
    "{",
    "[]",
    "null",
    "{\"schema\":1}",
    "{\"schema\":2,\"real_us\":1,\"boot_us\":1,\"processes\":[]}",
    "{\"schema\":1,\"real_us\":\"1\",\"boot_us\":1,\"processes\":[]}",
    "{\"schema\":1,\"real_us\":1,\"boot_us\":1,\"processes\":{}}",
    "{\"schema\":1,\"real_us\":-5,\"boot_us\":1,\"processes\":[]}",
    HEAD "5]}",
    HEAD "{}]}",
    HEAD GOOD "," GOOD "]}",
    HEAD "{\"pid\":0,\"ppid\":1,\"name\":\"a\",\"threads\":1,\"started_us\":1,\"cpu_time_us\":1,\"rss_bytes\":1}]}",
    HEAD "{\"pid\":5,\"ppid\":1,\"name\":7,\"threads\":1,\"started_us\":1,\"cpu_time_us\":1,\"rss_bytes\":1}]}",
    HEAD "{\"pid\":5,\"ppid\":1,\"name\":\"a\",\"threads\":1,\"started_us\":1,\"cpu_time_us\":1,\"rss_bytes\":9223372036854775807}]}",
    HEAD "{\"pid\":4294967297,\"ppid\":1,\"name\":\"a\",\"threads\":1,\"started_us\":1,\"cpu_time_us\":1,\"rss_bytes\":1}]}",
  };
  g_autofree char *dir = g_dir_make_tmp ("apm-census-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "bad.json", NULL);
  g_autoptr(GError) absent = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (apm_census_load (path, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "bad.json"));
    }
  g_assert_true (g_file_set_contents (path, HEAD GOOD "]}", -1, NULL));
  apm_census_unref (apm_census_load (path, NULL));

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (apm_census_load (path, &absent));
  g_assert_error (absent, APM_ERROR, APM_ERROR_FAILED);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static const ApmChange *
find (const ApmChanges *changes,
      int               pid)
{
  for (guint i = 0; i < changes->rows->len; i++)
    if (((const ApmChange *) changes->rows->pdata[i])->pid == pid)
      return changes->rows->pdata[i];

  return NULL;
}

static int
start (void)
{
  const char *argv[] = { SUBJECT, "wait", NULL };
  GError *error = NULL;
  int pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &pid,
                 &error);
  g_assert_no_error (error);

  return pid;
}

static void
stop (int pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* On this machine: somebody comes, somebody goes. */
static void
test_take (void)
{
  int goes = start ();
  g_autoptr(ApmCensus) first = apm_census_take (NULL);
  g_autoptr(ApmCensus) second = NULL;
  g_autoptr(ApmChanges) changes = NULL;
  int comes;

  stop (goes);
  comes = start ();
  second = apm_census_take (NULL);
  changes = apm_census_compare (first, second);

  g_assert_cmpstr (find (changes, goes)->change, ==, "ended");
  g_assert_cmpstr (find (changes, comes)->change, ==, "new");
  g_assert_cmpint (find (changes, comes)->descriptors, >=, 3);
  g_assert_cmpint (find (changes, comes)->rss_bytes, >, 0);
  g_assert_cmpint (changes->span_us, >, 0);
  g_assert_false (changes->rebooted);
  stop (comes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/census/compare", test_compare);
  g_test_add_func ("/census/nothing-changed", test_nothing_changed);
  g_test_add_func ("/census/rebooted", test_rebooted);
  g_test_add_func ("/census/file", test_file);
  g_test_add_func ("/census/bad-files", test_bad_files);
  g_test_add_func ("/census/take", test_take);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files say that tell of the machine. */

#include "apm-system-parse.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define MIB (G_GUINT64_CONSTANT (1) << 20)

static void
test_stat_lines (void)
{
  static const struct {
    const char *text;
    gboolean good;
    guint n_cpus;
    const char *online;    /* a letter a CPU */
    guint64 user, system, idle;
  } cases[] = {
    { "cpu  10 5 3 80 2 1 1 4 0 0\ncpu0 10 5 3 80 2 1 1 4 0 0\nintr 7\n", TRUE, 1, "+", 15, 5, 80 },
    /* CPU 1 is offline. */
    { "cpu  1 1 1 1\ncpu0 1 1 1 1\ncpu2 1 1 1 1\nintr 7\n", TRUE, 3, "+-+", 2, 1, 1 },
    /* An old kernel has four columns, a new one may have more than we know. */
    { "cpu  1 2 3 4 5 6 7 8 9 10 11 12\n", TRUE, 0, "", 3, 16, 4 },
    /* Torn at any place. */
    { "", FALSE, 0, "" },
    { "cpu", FALSE, 0, "" },
    { "cpu  10 5 3 80 2", FALSE, 0, "" },
    { "cpu  10 5 3\n", FALSE, 0, "" },
    { "cpu  10 5 3 80 2 1\ncpu0 10 5 3 8", TRUE, 0, "", 15, 4, 80 },
    { "cpu  10 5 3 80 2 1\ncpu0 10 5\ncpu1 1 1 1 1\n", TRUE, 2, "-+", 15, 4, 80 },
    /* Lying. */
    { "cpu  1 1 1 1\ncpu99999999999 1 1 1 1\ncpux 1 1 1 1\ncpu0x 1 1 1 1\n", TRUE, 0, "", 2, 1, 1 },
    { "intr 7\ncpu  1 1 1 1\n", FALSE, 0, "" },
    { "cpu  -1 1 1 1\n", FALSE, 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) cpus = g_array_new (FALSE, TRUE, sizeof (ApmCpuTicks));
      g_autofree char *text = g_strdup (cases[i].text);
      ApmCpuTicks total = { 0 };

      g_test_message ("text %u", i);
      g_assert_cmpint (apm_system_parse_stat (text, &total, cpus), ==, cases[i].good);
      g_assert_cmpuint (cpus->len, ==, cases[i].n_cpus);
      for (guint k = 0; k < cpus->len; k++)
        g_assert_cmpint (g_array_index (cpus, ApmCpuTicks, k).online, ==, cases[i].online[k] == '+');
      if (!cases[i].good)
        continue;
      g_assert_cmpuint (total.ticks[APM_TICKS_USER], ==, cases[i].user);
      g_assert_cmpuint (total.ticks[APM_TICKS_SYSTEM], ==, cases[i].system);
      g_assert_cmpuint (total.ticks[APM_TICKS_IDLE], ==, cases[i].idle);
    }
}

static void
test_shares (void)
{
  ApmCpuTicks before = { TRUE, { 100, 100, 100, 100, 100 } };
  ApmCpuTicks now = { TRUE, { 130, 120, 90, 110, 140 } };   /* waiting for disks steps back */
  ApmCpuTicks none = { 0 };
  ApmCpuUse use;

  apm_system_use (&before, &now, &use);
  g_assert_cmpfloat_with_epsilon (use.user, 0.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (use.system, 0.2, 1e-9);
  g_assert_cmpfloat (use.iowait, ==, 0);
  g_assert_cmpfloat_with_epsilon (use.steal, 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (use.idle, 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (apm_cpu_use_get_busy (&use), 0.5, 1e-9);

  apm_system_use (&none, &now, &use);
  g_assert_true (use.online && isnan (use.user));
  apm_system_use (&now, &none, &use);
  g_assert_true (!use.online && isnan (apm_cpu_use_get_busy (&use)));
  apm_system_use (&now, &now, &use);
  g_assert_true (use.online && isnan (use.user));
}

static void
test_meminfo (void)
{
  static const struct {
    const char *text;
    gboolean good;
    guint64 total, available, swap, swap_free;   /* MiB */
  } cases[] = {
    { "MemTotal:  1024 kB\nMemFree: 512 kB\nMemAvailable:   1024 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\n",
      TRUE, 1, 1, 2, 1 },
    { "MemTotal:  4096 kB\nMemFree: 1024 kB\nBuffers: 1024 kB\nCached: 1024 kB\nSwapCached: 9999 kB\n",
      TRUE, 4, 3, 0, 0 },
    { "MemTotal:  4096 kB\nMemAvailable: 8192 kB\n", TRUE, 4, 4, 0, 0 },
    { "MemTotal:  4096 kB\nMemAvailable: 1024 kB\nSwapTotal: 10", TRUE, 4, 1, 0, 0 },
    { "", FALSE },
    { "MemTotal:", FALSE },
    { "MemTotal: 4096 kB", FALSE },
    { "MemTotal: many kB\n", FALSE },
    { "MemTotal: 0 kB\n", FALSE },
    { "\n\n\nMemFree: 512 kB\n", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmSystem system = { 0 };

      g_test_message ("text %u", i);
      g_assert_cmpint (apm_system_parse_meminfo (cases[i].text, &system), ==, cases[i].good);
      g_assert_cmpuint (system.memory_total_bytes, ==, cases[i].total * MIB);
      g_assert_cmpuint (system.memory_available_bytes, ==, cases[i].available * MIB);
      g_assert_cmpuint (system.swap_total_bytes, ==, cases[i].swap * MIB);
      g_assert_cmpuint (system.swap_free_bytes, ==, cases[i].swap_free * MIB);
    }
}

static void
test_load (void)
{
  static const char *const bad[] = {
    "", "0", "0.82", "0.82 0.60", "0.82 0.60 0.51", "0.82 0.60 0.51 2", "0.82 0.60 0.51 2/", "0.82 0.60 0.51 2/12",
    "0.82 x 0.51 2/1204 4711\n", "-0.82 0.60 0.51 2/1204 4711\n", "nan 0.60 0.51 2/1204 4711\n",
  };
  ApmSystem system = { .load = { -1, -1, -1 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (apm_system_parse_load (bad[i], &system));
      g_assert_cmpfloat (system.load[0], ==, -1);
    }

  g_assert_true (apm_system_parse_load ("0.82 10.60 120.51 2/1204 4711\n", &system));
  g_assert_cmpfloat_with_epsilon (system.load[0], 0.82, 1e-9);
  g_assert_cmpfloat_with_epsilon (system.load[1], 10.60, 1e-9);
  g_assert_cmpfloat_with_epsilon (system.load[2], 120.51, 1e-9);
  g_assert_cmpuint (system.n_running, ==, 2);
  g_assert_cmpuint (system.n_tasks, ==, 1204);
  g_assert_cmpuint (system.last_pid, ==, 4711);
}

static void
test_pressure (void)
{
  static const struct {
    const char *text;
    gboolean good;
    double some, full;
  } cases[] = {
    { "some avg10=0.40 avg60=1.00 avg300=2.00 total=7\nfull avg10=0.10 avg60=1.00 avg300=2.00 total=7\n",
      TRUE, 0.40, 0.10 },
    { "some avg10=91.29 avg60=1.00 avg300=2.00 total=7\n", TRUE, 91.29, NAN },
    { "some avg10=0.40 avg60=1.00 avg300=2.00 total=7\nfull avg10=0.", TRUE, 0.40, NAN },
    { "", FALSE, NAN, NAN },
    { "some avg10=0.40", FALSE, NAN, NAN },
    { "some avg10=much avg60\n", FALSE, NAN, NAN },
    { "full avg10=0.10 avg60=1.00\n", FALSE, NAN, 0.10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmPressure pressure;

      g_test_message ("text %u", i);
      g_assert_cmpint (apm_system_parse_pressure (cases[i].text, &pressure), ==, cases[i].good);
      g_assert_true (pressure.some_percent == cases[i].some || (isnan (cases[i].some) && isnan (pressure.some_percent)));
      g_assert_true (pressure.full_percent == cases[i].full || (isnan (cases[i].full) && isnan (pressure.full_percent)));
    }
}

static void
test_limits (void)
{
  guint64 bytes;
  double cpus;

  g_assert_true (apm_system_parse_limit ("max\n", &bytes) && bytes == G_MAXUINT64);
  g_assert_true (apm_system_parse_limit ("4096\n", &bytes) && bytes == 4096);
  g_assert_false (apm_system_parse_limit ("", &bytes));
  g_assert_false (apm_system_parse_limit ("40", &bytes));
  g_assert_false (apm_system_parse_limit ("-1\n", &bytes));
  g_assert_true (apm_system_parse_cpu_max ("max 100000\n", &cpus) && cpus == 0);
  g_assert_true (apm_system_parse_cpu_max ("150000 100000\n", &cpus) && cpus == 1.5);
  g_assert_false (apm_system_parse_cpu_max ("150000 0\n", &cpus));
  g_assert_false (apm_system_parse_cpu_max ("150000", &cpus));
  g_assert_false (apm_system_parse_cpu_max ("", &cpus));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/system-parse/stat-lines", test_stat_lines);
  g_test_add_func ("/system-parse/shares", test_shares);
  g_test_add_func ("/system-parse/meminfo", test_meminfo);
  g_test_add_func ("/system-parse/load", test_load);
  g_test_add_func ("/system-parse/pressure", test_pressure);
  g_test_add_func ("/system-parse/limits", test_limits);

  return g_test_run ();
}

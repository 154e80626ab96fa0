/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-words.h"

#include <errno.h>
#include <math.h>

#define GIB (G_GUINT64_CONSTANT (1) << 30)

typedef char *(*Words) (const ApmSystem *);

static void
assert_says (Words            words,
             const ApmSystem *system,
             const char      *expected)
{
  g_autofree char *text = words (system);

  g_assert_cmpstr (text, ==, expected);
}

/* A machine that has everything. */
static ApmCpuUse cpus[] = {
  { TRUE, 0.5, 0.25, 0.125, 0, 0.125 },
  { FALSE, NAN, NAN, NAN, NAN, NAN },
  { TRUE, NAN, NAN, NAN, NAN, NAN },
};

static const ApmSystem whole = {
  .read_us = 1,
  .cpu = { TRUE, 0.1, 0.02, 0.01, 0, 0.87 },
  .n_cpus = 3, .n_online = 2, .cpus = cpus,
  .memory_total_bytes = 16 * GIB, .memory_available_bytes = 11 * GIB,
  .swap_total_bytes = 2 * GIB, .swap_free_bytes = 1 * GIB,
  .load = { 0.82, 0.6, 0.51 }, .n_running = 2, .n_tasks = 204, .started_per_s = 12.4,
  .pressure = { { 0.4, NAN }, { 0, 0 }, { 12.3, 4.56 } },
};

/* One that tells nothing. */
static const ApmSystem nothing = {
  .cpu = { TRUE, NAN, NAN, NAN, NAN, NAN },
  .load = { -1, -1, -1 }, .started_per_s = NAN,
  .pressure = { { NAN, NAN }, { NAN, NAN }, { NAN, NAN } },
  .pressure_errno = ENOENT,
};

static void
test_whole (void)
{
  assert_says (apm_system_dup_cpu, &whole, "12 %");
  assert_says (apm_system_dup_cpus, &whole, "CPU 0: 75 %, CPU 1: offline, CPU 2: –");
  assert_says (apm_system_dup_cpu_limit, &whole, NULL);
  assert_says (apm_system_dup_memory, &whole, "5.0 GiB of 16 GiB");
  assert_says (apm_system_dup_memory_parts, &whole, "5.0 GiB of 16 GiB in use, 11 GiB available");
  g_assert_cmpfloat (apm_system_get_memory_share (&whole), ==, 5.0 / 16);
  assert_says (apm_system_dup_group, &whole, NULL);
  assert_says (apm_system_dup_swap, &whole, "1.0 GiB of 2.0 GiB");
  assert_says (apm_system_dup_load, &whole, "0.82");
  assert_says (apm_system_dup_load_parts, &whole, "0.82, 0.60, 0.51 over 1, 5, 15 minutes");
  assert_says (apm_system_dup_running, &whole, "2 of 204 run or are ready to");
  assert_says (apm_system_dup_started, &whole, "12 threads a second, short-lived ones too");
  assert_says (apm_system_dup_pressure, &whole, "cpu 0.4  io 0  mem 12");
  g_assert_null (apm_system_why_no_pressure (&whole));
}

static void
test_nothing (void)
{
  assert_says (apm_system_dup_cpu, &nothing, "–");
  assert_says (apm_system_dup_cpus, &nothing, "");
  assert_says (apm_system_dup_memory, &nothing, "not known");
  assert_says (apm_system_dup_memory_parts, &nothing, "not known");
  g_assert_true (isnan (apm_system_get_memory_share (&nothing)));
  assert_says (apm_system_dup_swap, &nothing, "not known");
  assert_says (apm_system_dup_load, &nothing, "not known");
  assert_says (apm_system_dup_load_parts, &nothing, "not known");
  assert_says (apm_system_dup_running, &nothing, NULL);
  assert_says (apm_system_dup_started, &nothing, NULL);
  assert_says (apm_system_dup_pressure, &nothing, "not measured");
}

/* Why there is no pressure is told, each reason by itself. */
static void
test_reasons (void)
{
  static const int errnos[] = { ENOENT, EOPNOTSUPP, EACCES, EIO };

  for (guint i = 0; i < G_N_ELEMENTS (errnos); i++)
    {
      ApmSystem system = nothing;

      system.pressure_errno = errnos[i];
      g_assert_nonnull (apm_system_why_no_pressure (&system));
      for (guint k = 0; k < i; k++)
        {
          ApmSystem other = nothing;

          other.pressure_errno = errnos[k];
          g_assert_cmpstr (apm_system_why_no_pressure (&system), !=, apm_system_why_no_pressure (&other));
        }
    }
}

static void
test_pressure (void)
{
  g_autofree char *cpu = apm_system_dup_pressure_of (&whole, APM_PRESSURE_CPU);
  g_autofree char *memory = apm_system_dup_pressure_of (&whole, APM_PRESSURE_MEMORY);
  g_autofree char *none = apm_system_dup_pressure_of (&nothing, APM_PRESSURE_IO);

  g_assert_cmpstr (cpu, ==, "some waited 0.4 % of the last 10 s");
  g_assert_cmpstr (memory, ==, "some waited 12.3 %, all 4.6 % of the last 10 s");
  g_assert_cmpstr (none, ==, "not measured");
}

static void
test_cpu_parts (void)
{
  ApmCpuUse stolen = { TRUE, 0.5, 0.25, 0, 0.1, 0.15 };
  g_autofree char *plain = apm_cpu_use_dup_parts (&whole.cpu);
  g_autofree char *host = apm_cpu_use_dup_parts (&stolen);
  g_autofree char *offline = apm_cpu_use_dup_parts (&cpus[1]);
  g_autofree char *unknown = apm_cpu_use_dup_parts (&cpus[2]);

  g_assert_cmpstr (plain, ==, "12 %: programs 10 %, kernel 2 %; disks 1 %");
  g_assert_cmpstr (host, ==, "75 %: programs 50 %, kernel 25 %; disks 0 %, host 10 %");
  g_assert_cmpstr (offline, ==, "offline");
  g_assert_cmpstr (unknown, ==, "not yet measured");
}

/* What counts in a container is what it may use. */
static void
test_limits (void)
{
  ApmSystem system = whole;
  ApmCpuUse many[64];

  system.group_limit_bytes = 2 * GIB;
  system.group_used_bytes = GIB / 2;
  system.cpu_limit = 1.5;
  assert_says (apm_system_dup_memory, &system, "5.0 GiB of 16 GiB");
  assert_says (apm_system_dup_group, &system, "512 MiB of 2.0 GiB in use by the control group of this program");
  assert_says (apm_system_dup_cpu_limit, &system, "This control group may use 1.5 CPUs");
  system.group_is_machine = TRUE;
  assert_says (apm_system_dup_memory, &system, "512 MiB of 2.0 GiB");
  assert_says (apm_system_dup_group, &system, "512 MiB of 2.0 GiB in use by this container");
  g_assert_cmpfloat (apm_system_get_memory_share (&system), ==, 0.25);

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = (ApmCpuUse) { TRUE, i == 40 ? 0.9 : 0.1, 0, 0, 0, 0 };
  system.n_cpus = system.n_online = G_N_ELEMENTS (many);
  system.cpus = many;
  assert_says (apm_system_dup_cpus, &system, "64 CPUs, the busiest is CPU 40 with 90 %");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/system-words/whole", test_whole);
  g_test_add_func ("/system-words/nothing", test_nothing);
  g_test_add_func ("/system-words/reasons", test_reasons);
  g_test_add_func ("/system-words/pressure", test_pressure);
  g_test_add_func ("/system-words/cpu-parts", test_cpu_parts);
  g_test_add_func ("/system-words/limits", test_limits);

  return g_test_run ();
}

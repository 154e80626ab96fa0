/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Control groups of both versions, in folders made up. */

#include "test-details.h"

#include <math.h>

#define PID 4711

/* Files by their path, in a folder that takes the place of /proc and of the mounts. */
static ApmFacts *
know (const char *const (*files)[2])
{
  g_autofree char *folder = g_dir_make_tmp ("cgroup-XXXXXX", NULL);
  g_autoptr(ApmDetails) details = apm_details_new_at (folder, folder);
  g_autoptr(GError) error = NULL;
  ApmFacts *facts;

  test_write_stat (folder, PID, 100);
  for (; (*files)[0]; files++)
    test_write (folder, (*files)[0], (*files)[1]);
  facts = test_ask (details, PID, 0, APM_SECTION_CGROUP, APM_DETAILS_NORMAL, &error);
  g_assert_no_error (error);
  test_remove_tree (folder);

  return facts;
}

static const char *const version_2[][2] = {
  { "4711/cgroup", "0::/system.slice/db.service\n" },
  { "self/mountinfo", "1 1 0:1 / / rw - ext4 /dev/vda rw\ntorn line\n"
                      "2 1 0:2 / /a\\040mount rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n" },
  { "a mount/system.slice/db.service/cgroup.controllers", "cpu io memory pids\n" },
  { "a mount/system.slice/db.service/cgroup.events", "populated 1\nfrozen 1\n" },
  { "a mount/system.slice/db.service/memory.current", "1048576\n" },
  { "a mount/system.slice/db.service/memory.high", "max\n" },
  { "a mount/system.slice/db.service/memory.max", "4194304\n" },
  { "a mount/system.slice/memory.max", "2097152\n" },
  { "a mount/system.slice/db.service/memory.events", "low 0\noom 1\noom_kill 3\n" },
  { "a mount/system.slice/db.service/memory.swap.current", "4096\n" },
  { "a mount/system.slice/db.service/pids.current", "7\n" },
  { "a mount/system.slice/db.service/pids.max", "100\n" },
  { "a mount/system.slice/pids.max", "max\n" },
  { "a mount/system.slice/db.service/cpu.stat",
    "usage_usec 5000\nuser_usec 3000\nsystem_usec 2000\nnr_periods 40\nnr_throttled 4\nthrottled_usec 900\n" },
  { "a mount/system.slice/db.service/cpu.max", "max 100000\n" },
  { "a mount/system.slice/cpu.max", "150000 100000\n" },
  { "a mount/system.slice/db.service/cpu.weight", "100\n" },
  { "a mount/system.slice/db.service/cpu.pressure", "some avg10=1.50 avg60=0.25 avg300=0.00 total=77\n" },
  { "a mount/system.slice/db.service/memory.pressure",
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.10 avg60=0.20 avg300=0.30 total=4\n" },
  { NULL }
};

static void
test_version_2 (void)
{
  g_autoptr(ApmFacts) facts = know (version_2);
  const ApmCgroup *cgroup = facts->cgroup;
  const ApmGroupPressure *cpu = cgroup->pressures->pdata[0];
  const ApmGroupPressure *memory = cgroup->pressures->pdata[1];
  g_autofree char *text = apm_facts_dup_text (facts, FALSE);

  g_assert_null (cgroup->denied);
  g_assert_cmpint (cgroup->version, ==, 2);
  g_assert_cmpstr (cgroup->path, ==, "/system.slice/db.service");
  g_assert_cmpstr (cgroup->unit, ==, "db.service");
  g_assert_cmpstr (cgroup->controllers, ==, "cpu io memory pids");
  g_assert_cmpint (cgroup->memory_bytes, ==, 1048576);
  g_assert_cmpint (cgroup->memory_high_bytes, ==, G_MININT64);
  g_assert_cmpint (cgroup->memory_max_bytes, ==, 2097152);
  g_assert_cmpstr (cgroup->memory_max_from, ==, "/system.slice");
  g_assert_cmpint (cgroup->memory_events_oom_kill, ==, 3);
  g_assert_cmpint (cgroup->swap_bytes, ==, 4096);
  g_assert_cmpint (cgroup->tasks, ==, 7);
  g_assert_cmpint (cgroup->tasks_max, ==, 100);
  g_assert_cmpstr (cgroup->tasks_max_from, ==, "/system.slice/db.service");
  g_assert_cmpint (cgroup->cpu_time_us, ==, 5000);
  g_assert_cmpint (cgroup->cpu_throttled_periods, ==, 4);
  g_assert_cmpfloat (cgroup->cpu_max_percent, ==, 150);
  g_assert_cmpstr (cgroup->cpu_max_from, ==, "/system.slice");
  g_assert_true (cgroup->frozen);
  g_assert_cmpuint (cgroup->pressures->len, ==, 2);
  g_assert_cmpfloat (cpu->some_avg10, ==, 1.5);
  g_assert_true (isnan (cpu->full_avg10));
  g_assert_cmpint (cpu->some_total_us, ==, 77);
  g_assert_cmpfloat (memory->full_avg300, ==, 0.3);
  test_assert_matches (text, "*Memory *1.0 MiB of 2.0 MiB, set by /system.slice\n*Throttled *4 of 40 periods*\n"
                             "*cpu *1.50 %*");
}

static void
test_version_1 (void)
{
  static const char *const files[][2] = {
    { "4711/cgroup", "9:name=systemd:/s\n4:memory:/box\n3:cpu,cpuacct:/box\n2:pids:/outside\n0::/\n" },
    { "self/mountinfo",
      "2 1 0:2 /box /m rw - cgroup cgroup rw,memory\n3 1 0:3 / /c rw - cgroup cgroup rw,cpu,cpuacct\n"
      "4 1 0:4 /box /p rw - cgroup cgroup rw,pids\n5 1 0:5 / /u rw - cgroup2 cgroup2 rw\n" },
    { "m/memory.usage_in_bytes", "8192\n" },
    { "m/memory.limit_in_bytes", "9223372036854771712\n" },
    { "c/box/cpuacct.usage", "7000000\n" },
    { "c/box/cpu.cfs_quota_us", "-1\n" },
    { "c/box/cpu.cfs_period_us", "100000\n" },
    { "c/cpu.cfs_quota_us", "50000\n" },
    { "c/cpu.cfs_period_us", "100000\n" },
    { "c/box/cpu.stat", "nr_periods 10\nnr_throttled 2\nthrottled_time 3000\n" },
    { "p/pids.max", "5\n" },
    { NULL }
  };
  g_autoptr(ApmFacts) facts = know (files);
  const ApmCgroup *cgroup = facts->cgroup;

  g_assert_null (cgroup->denied);
  g_assert_cmpint (cgroup->version, ==, 1);
  g_assert_cmpstr (cgroup->controllers, ==, "memory cpu cpuacct pids");
  g_assert_cmpint (cgroup->memory_bytes, ==, 8192);
  g_assert_cmpint (cgroup->memory_max_bytes, ==, G_MININT64);
  g_assert_cmpint (cgroup->cpu_time_us, ==, 7000);
  g_assert_cmpint (cgroup->cpu_throttled_us, ==, 3);
  g_assert_cmpfloat (cgroup->cpu_max_percent, ==, 50);
  g_assert_cmpstr (cgroup->cpu_max_from, ==, "/");
  /* That group is not in the part that is mounted here. */
  g_assert_cmpint (cgroup->tasks_max, ==, G_MININT64);
  g_assert_cmpuint (cgroup->pressures->len, ==, 0);
}

/* Not to be seen is told as such, and what makes no sense is not known. */
static void
test_unknown (void)
{
  static const char *const outside[][2] = {
    { "4711/cgroup", "0::/../other\n" }, { "self/mountinfo", "2 1 0:2 / /m rw - cgroup2 cgroup2 rw\n" }, { NULL }
  };
  static const char *const not_mounted[][2] = { { "4711/cgroup", "0::/a\n" }, { NULL } };
  static const char *const nonsense[][2] = {
    { "4711/cgroup", "0::/a\n" },
    { "self/mountinfo", "2 1 0:2 / /m rw - cgroup2 cgroup2 rw\n" },
    { "m/a/memory.current", "lots\n" }, { "m/a/memory.max", "" }, { "m/a/pids.max", "-3\n" },
    { "m/a/cpu.max", "100\n" }, { "m/a/cpu.stat", "usage_usec\nnr_periods x" },
    { "m/a/cpu.pressure", "some avg10=1 avg60=2\n" }, { "m/a/io.pressure", "some avg10=1 avg60=2 avg300=3 total=4" },
    { NULL }
  };
  const char *const (*cases[])[2] = { outside, not_mounted, nonsense };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmFacts) facts = know (cases[i]);
      const ApmCgroup *cgroup = facts->cgroup;

      g_assert_cmpint (cgroup->denied != NULL, ==, cases[i] != nonsense);
      g_assert_cmpint (cgroup->version, ==, 2);
      g_assert_cmpint (cgroup->memory_bytes, ==, G_MININT64);
      g_assert_cmpint (cgroup->memory_max_bytes, ==, G_MININT64);
      g_assert_cmpint (cgroup->tasks_max, ==, G_MININT64);
      g_assert_true (isnan (cgroup->cpu_max_percent));
      g_assert_cmpint (cgroup->cpu_time_us, ==, G_MININT64);
      g_assert_cmpint (cgroup->cpu_periods, ==, G_MININT64);
      g_assert_cmpuint (cgroup->pressures->len, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/cgroup-usage/version-2", test_version_2);
  g_test_add_func ("/process/cgroup-usage/version-1", test_version_1);
  g_test_add_func ("/process/cgroup-usage/unknown", test_unknown);

  return g_test_run ();
}

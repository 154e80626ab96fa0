/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-parse.h"
#include "apm-system.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define MIB (G_GUINT64_CONSTANT (1) << 20)

/* A machine made of files. */

typedef struct {
  char *root;
  ApmSystemReader *reader;
  ApmSystem system;
} Machine;

/* In place: a file that is open stays the same one. */
static void
put (Machine    *machine,
     const char *name,
     const char *text)
{
  g_autofree char *file = g_build_filename (machine->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  FILE *stream;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  stream = fopen (file, "w");
  g_assert_nonnull (stream);
  g_assert_cmpint (fputs (text, stream), >=, 0);
  g_assert_cmpint (fclose (stream), ==, 0);
}

static void
machine_set_up (Machine       *machine,
                gconstpointer  data)
{
  machine->root = g_dir_make_tmp ("apm-system-XXXXXX", NULL);
  g_assert_nonnull (machine->root);
}

static void
machine_read (Machine *machine)
{
  if (!machine->reader)
    machine->reader = apm_system_reader_new (machine->root);
  apm_system_reader_read (machine->reader, &machine->system);
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
machine_tear_down (Machine       *machine,
                   gconstpointer  data)
{
  g_clear_pointer (&machine->reader, apm_system_reader_free);
  apm_system_clear (&machine->system);
  remove_tree (machine->root);
  g_free (machine->root);
}

/* Nothing is there: nothing is claimed. */
static void
test_nothing (Machine       *machine,
              gconstpointer  data)
{
  machine_read (machine);
  g_assert_true (isnan (apm_cpu_use_get_busy (&machine->system.cpu)));
  g_assert_cmpuint (machine->system.n_cpus, ==, 0);
  g_assert_cmpuint (machine->system.memory_total_bytes, ==, 0);
  g_assert_cmpfloat (machine->system.load[0], <, 0);
  g_assert_cmpint (machine->system.pressure_errno, ==, ENOENT);
  for (guint i = 0; i < APM_N_PRESSURES; i++)
    g_assert_true (isnan (machine->system.pressure[i].some_percent));
  g_assert_cmpint (machine->system.uptime_us, >, 0);
}

static void
test_cpus (Machine       *machine,
           gconstpointer  data)
{
  put (machine, "proc/stat", "cpu  100 0 100 200\ncpu0 50 0 50 100\ncpu1 50 0 50 100\nintr 1\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.n_cpus, ==, 2);
  g_assert_cmpuint (machine->system.n_online, ==, 2);
  g_assert_true (isnan (machine->system.cpus[1].user));

  /* CPU 1 goes offline. */
  put (machine, "proc/stat", "cpu  150 0 100 250\ncpu0 100 0 50 150\nintr 1\n");
  machine_read (machine);
  g_assert_cmpfloat_with_epsilon (machine->system.cpu.user, 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (machine->system.cpus[0].user, 0.5, 1e-9);
  g_assert_cmpuint (machine->system.n_cpus, ==, 2);
  g_assert_cmpuint (machine->system.n_online, ==, 1);
  g_assert_false (machine->system.cpus[1].online);

  /* It comes back, with a third one, and has to be seen twice. */
  put (machine, "proc/stat", "cpu  150 0 100 250\ncpu0 100 0 50 150\ncpu1 50 0 50 100\ncpu2 5 5 5 5\nintr 1\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.n_cpus, ==, 3);
  g_assert_true (isnan (machine->system.cpus[1].user) && isnan (machine->system.cpus[2].user));

  put (machine, "proc/stat", "torn");
  machine_read (machine);
  g_assert_cmpuint (machine->system.n_online, ==, 0);
  g_assert_false (machine->system.cpus[0].online);
}

/* More CPUs than fit the first buffer. */
static void
test_many_cpus (Machine       *machine,
                gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("cpu  1 1 1 1 1 1 1 1 1 1\n");
  ApmSystem copy = { 0 };

  for (guint i = 0; i < 1024; i++)
    g_string_append_printf (text, "cpu%u 1000000 1000000 1000000 1000000 1000000 0 0 0 0 0\n", i);
  g_string_append (text, "intr 1 2 3\n");
  put (machine, "proc/stat", text->str);
  machine_read (machine);
  machine_read (machine);
  g_assert_cmpuint (machine->system.n_cpus, ==, 1024);
  g_assert_cmpuint (machine->system.n_online, ==, 1024);

  apm_system_copy (&machine->system, &copy);
  g_assert_cmpmem (copy.cpus, 1024 * sizeof (ApmCpuUse), machine->system.cpus, 1024 * sizeof (ApmCpuUse));
  apm_system_clear (&copy);
  apm_system_copy (&copy, &machine->system);
  g_assert_null (machine->system.cpus);
}

static void
test_container (Machine       *machine,
                gconstpointer  data)
{
  put (machine, "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n");
  put (machine, "proc/self/cgroup", "0::/\n");
  put (machine, "sys/fs/cgroup/memory.max", "1073741824\n");
  put (machine, "sys/fs/cgroup/memory.current", "536870912\n");
  put (machine, "sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 134217728\n");
  put (machine, "sys/fs/cgroup/cpu.max", "150000 100000\n");
  machine_read (machine);
  g_assert_true (machine->system.group_is_machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 1024 * MIB);
  g_assert_cmpuint (machine->system.group_used_bytes, ==, 384 * MIB);
  g_assert_cmpfloat (machine->system.cpu_limit, ==, 1.5);

  /* A limit above the whole memory is none; so is one that was lifted. */
  put (machine, "sys/fs/cgroup/memory.max", "8589934592\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 0);
  put (machine, "sys/fs/cgroup/memory.max", "max\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 0);
  g_assert_false (machine->system.group_is_machine);
}

/* On a desktop: the tightest limit on the way up, and it is not the machine's. */
static void
test_slice (Machine       *machine,
            gconstpointer  data)
{
  put (machine, "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n");
  put (machine, "proc/self/cgroup", "0::/user.slice/app.scope\n");
  put (machine, "sys/fs/cgroup/user.slice/memory.max", "1073741824\n");
  put (machine, "sys/fs/cgroup/user.slice/memory.current", "1048576\n");
  put (machine, "sys/fs/cgroup/user.slice/app.scope/memory.max", "max\n");
  put (machine, "sys/fs/cgroup/user.slice/app.scope/memory.current", "4096\n");
  put (machine, "sys/fs/cgroup/user.slice/app.scope/cpu.max", "max 100000\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 1024 * MIB);
  g_assert_cmpuint (machine->system.group_used_bytes, ==, MIB);
  g_assert_false (machine->system.group_is_machine);
  g_assert_cmpfloat (machine->system.cpu_limit, ==, 0);
}

/* Version 1, whose path in a container is one that is not there. */
static void
test_version_1 (Machine       *machine,
                gconstpointer  data)
{
  put (machine, "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n");
  put (machine, "proc/self/cgroup", "4:memory:/docker/4711\n3:cpu,cpuacct:/docker/4711\n0::/\n");
  put (machine, "sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
  put (machine, "sys/fs/cgroup/memory/memory.usage_in_bytes", "2097152\n");
  put (machine, "sys/fs/cgroup/memory/memory.stat", "cache 5\ntotal_inactive_file 1048576\n");
  put (machine, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
  put (machine, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  machine_read (machine);
  g_assert_true (machine->system.group_is_machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 1024 * MIB);
  g_assert_cmpuint (machine->system.group_used_bytes, ==, MIB);
  g_assert_cmpfloat (machine->system.cpu_limit, ==, 0.5);
}

static void
test_no_limit (Machine       *machine,
               gconstpointer  data)
{
  put (machine, "proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable: 2097152 kB\n");
  put (machine, "proc/self/cgroup", "4:memory:/../../other\nnonsense\n::\n");
  put (machine, "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  put (machine, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  machine_read (machine);
  g_assert_cmpuint (machine->system.group_limit_bytes, ==, 0);
  g_assert_cmpfloat (machine->system.cpu_limit, ==, 0);
}

/* The numbers that were given away tell also of those who live too shortly to be seen. */
static void
test_started (Machine       *machine,
              gconstpointer  data)
{
  put (machine, "proc/loadavg", "0.82 0.60 0.51 2/1204 4711\n");
  machine_read (machine);
  g_assert_true (isnan (machine->system.started_per_s));
  put (machine, "proc/loadavg", "0.82 0.60 0.51 2/1204 4811\n");
  machine_read (machine);
  g_assert_cmpfloat (machine->system.started_per_s, >, 0);
  machine_read (machine);
  g_assert_cmpfloat (machine->system.started_per_s, ==, 0);

  /* They begin anew. */
  put (machine, "proc/loadavg", "0.82 0.60 0.51 2/1204 301\n");
  machine_read (machine);
  g_assert_true (isnan (machine->system.started_per_s));
}

/* This machine: what all machines have in common. */
static void
test_real (void)
{
  g_autoptr(ApmSystemReader) reader = apm_system_reader_new (NULL);
  g_auto(ApmSystem) system = { 0 };
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  double sum;

  do
    apm_system_reader_read (reader, &system);
  while (isnan (system.cpu.user) && g_get_monotonic_time () < deadline_us);

  sum = system.cpu.user + system.cpu.system + system.cpu.iowait + system.cpu.steal + system.cpu.idle;
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
  g_assert_cmpuint (system.n_online, >=, 1);
  g_assert_cmpuint (system.n_cpus, >=, system.n_online);
  g_assert_cmpuint (system.memory_total_bytes, >, MIB);
  g_assert_cmpuint (system.memory_available_bytes, <=, system.memory_total_bytes);
  g_assert_cmpuint (system.swap_free_bytes, <=, system.swap_total_bytes);
  g_assert_cmpfloat (system.load[0], >=, 0);
  g_assert_cmpuint (system.n_tasks, >=, 1);
  g_assert_true (system.pressure_errno != 0 || system.pressure[APM_PRESSURE_CPU].some_percent >= 0);
}

int
main (int   argc,
      char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Machine *, gconstpointer);
  } machines[] = {
    { "/system/nothing", test_nothing },
    { "/system/cpus", test_cpus },
    { "/system/many-cpus", test_many_cpus },
    { "/system/container", test_container },
    { "/system/slice", test_slice },
    { "/system/version-1", test_version_1 },
    { "/system/no-limit", test_no_limit },
    { "/system/started", test_started },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    g_test_add (machines[i].path, Machine, NULL, machine_set_up, machines[i].func, machine_tear_down);
  g_test_add_func ("/system/real", test_real);

  return g_test_run ();
}

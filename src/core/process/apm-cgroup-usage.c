/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-cgroup-folders.h"
#include "apm-cgroup.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
apm_cgroup_free (ApmCgroup *self)
{
  if (!self)
    return;
  g_free (self->path);
  g_free (self->folder);
  g_free (self->unit);
  g_free (self->container);
  g_free (self->controllers);
  g_free (self->memory_max_from);
  g_free (self->tasks_max_from);
  g_free (self->cpu_max_from);
  g_clear_pointer (&self->pressures, g_ptr_array_unref);
  g_free (self->denied);
  g_free (self);
}

/* "KEY NUMBER" lines, as of cpu.stat. */
static gint64
get_flat (const char *text,
          const char *key)
{
  gsize length = strlen (key);

  for (const char *at = text; at; at = strchr (at, '\n') ? strchr (at, '\n') + 1 : NULL)
    if (strncmp (at, key, length) == 0 && at[length] == ' ' && g_ascii_isdigit (at[length + 1]))
      return g_ascii_strtoll (at + length + 1, NULL, 10);

  return G_MININT64;
}

static gint64
scale (gint64 number,
       double factor)
{
  return number == G_MININT64 ? G_MININT64 : (gint64) ((double) number * factor);
}

static gint64
to_int64 (double number)
{
  return isnan (number) ? G_MININT64 : (gint64) number;
}

static double
to_double (gint64 number)
{
  return number == G_MININT64 ? NAN : (double) number;
}

static double
read_memory_max (const ApmCgroupFolder *folder)
{
  return to_double (apm_cgroup_folder_read_number (folder, "memory.max"));
}

static double
read_memory_limit (const ApmCgroupFolder *folder)
{
  return to_double (apm_cgroup_folder_read_number (folder, "memory.limit_in_bytes"));
}

static double
read_tasks_max (const ApmCgroupFolder *folder)
{
  return to_double (apm_cgroup_folder_read_number (folder, "pids.max"));
}

/* "QUOTA PERIOD" in microseconds, the first perhaps "max". */
static double
read_cpu_max (const ApmCgroupFolder *folder)
{
  g_autofree char *text = apm_cgroup_folder_read (folder, "cpu.max");
  char *end = NULL;
  double quota = text ? g_ascii_strtod (text, &end) : NAN;
  double period = end && end > text ? g_ascii_strtod (end, NULL) : 0;

  return period > 0 ? 100 * quota / period : NAN;
}

static double
read_cpu_quota (const ApmCgroupFolder *folder)
{
  double quota = to_double (apm_cgroup_folder_read_number (folder, "cpu.cfs_quota_us"));
  double period = to_double (apm_cgroup_folder_read_number (folder, "cpu.cfs_period_us"));

  return period > 0 ? 100 * quota / period : NAN;
}

/* "some avg10=0.12 avg60=0.05 avg300=0.01 total=1234" (Documentation/accounting/psi.rst).
 * Returns: whether there is such a line, whole */
static gboolean
take_stall (const char *text,
            const char *kind,
            double      averages[3],
            gint64     *total_us)
{
  static const char *const keys[] = { " avg10=", " avg60=", " avg300=" };
  g_autofree char *line = NULL;
  const char *at = g_str_has_prefix (text, kind) ? text : NULL;
  const char *total;
  double read[3];

  if (!at)
    {
      g_autofree char *start = g_strconcat ("\n", kind, NULL);

      at = strstr (text, start);
      at = at ? at + 1 : NULL;
    }
  if (!at || !strchr (at, '\n'))
    return FALSE;
  line = g_strndup (at, strcspn (at, "\n"));
  for (guint i = 0; i < 3; i++)
    {
      const char *value = strstr (line, keys[i]);

      if (!value)
        return FALSE;
      read[i] = g_ascii_strtod (value + strlen (keys[i]), NULL);
    }
  total = strstr (line, " total=");
  if (!total)
    return FALSE;
  memcpy (averages, read, sizeof read);
  *total_us = g_ascii_strtoll (total + strlen (" total="), NULL, 10);

  return TRUE;
}

/**
 * apm_pressure_parse:
 * @text: of a file of pressure stall information
 *
 * Returns: (transfer full) (nullable): %NULL for what is none
 */
ApmGroupPressure *
apm_pressure_parse (const char *text,
                    const char *resource)
{
  double some[3] = { NAN, NAN, NAN };
  double full[3] = { NAN, NAN, NAN };
  ApmGroupPressure *self = g_new0 (ApmGroupPressure, 1);
  gboolean has_some;

  self->resource = resource;
  self->some_total_us = self->full_total_us = G_MININT64;
  has_some = take_stall (text, "some ", some, &self->some_total_us);
  (void) take_stall (text, "full ", full, &self->full_total_us);
  if (!has_some)
    {
      g_free (self);
      return NULL;
    }

  self->some_avg10 = some[0];
  self->some_avg60 = some[1];
  self->some_avg300 = some[2];
  self->full_avg10 = full[0];
  self->full_avg60 = full[1];
  self->full_avg300 = full[2];

  return self;
}

static void
read_pressures (ApmCgroup             *self,
                const ApmCgroupFolder *folder)
{
  static const char *const resources[] = { "cpu", "memory", "io" };

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++)
    {
      g_autofree char *file = g_strconcat (resources[i], ".pressure", NULL);
      g_autofree char *text = apm_cgroup_folder_read (folder, file);
      ApmGroupPressure *pressure = text ? apm_pressure_parse (text, resources[i]) : NULL;

      if (pressure)
        g_ptr_array_add (self->pressures, pressure);
    }
}

static void
read_version_2 (ApmCgroup             *self,
                const ApmCgroupFolder *folder)
{
  g_autofree char *cpu = apm_cgroup_folder_read (folder, "cpu.stat");
  g_autofree char *memory = apm_cgroup_folder_read (folder, "memory.events");
  g_autofree char *events = apm_cgroup_folder_read (folder, "cgroup.events");

  self->controllers = apm_cgroup_folder_read (folder, "cgroup.controllers");
  self->memory_bytes = apm_cgroup_folder_read_number (folder, "memory.current");
  self->memory_peak_bytes = apm_cgroup_folder_read_number (folder, "memory.peak");
  self->memory_high_bytes = apm_cgroup_folder_read_number (folder, "memory.high");
  self->memory_max_bytes = to_int64 (apm_cgroup_folder_find_tightest (folder, read_memory_max, &self->memory_max_from));
  self->swap_bytes = apm_cgroup_folder_read_number (folder, "memory.swap.current");
  self->swap_max_bytes = apm_cgroup_folder_read_number (folder, "memory.swap.max");
  self->memory_events_oom_kill = get_flat (memory, "oom_kill");
  self->tasks = apm_cgroup_folder_read_number (folder, "pids.current");
  self->tasks_max = to_int64 (apm_cgroup_folder_find_tightest (folder, read_tasks_max, &self->tasks_max_from));
  self->cpu_time_us = get_flat (cpu, "usage_usec");
  self->cpu_user_us = get_flat (cpu, "user_usec");
  self->cpu_system_us = get_flat (cpu, "system_usec");
  self->cpu_max_percent = apm_cgroup_folder_find_tightest (folder, read_cpu_max, &self->cpu_max_from);
  self->cpu_weight = apm_cgroup_folder_read_number (folder, "cpu.weight");
  self->cpu_periods = get_flat (cpu, "nr_periods");
  self->cpu_throttled_periods = get_flat (cpu, "nr_throttled");
  self->cpu_throttled_us = get_flat (cpu, "throttled_usec");
  self->frozen = get_flat (events, "frozen") == 1;
  read_pressures (self, folder);
}

/* Documentation/admin-guide/cgroup-v1 of the kernel. */
static void
read_version_1 (ApmCgroup  *self,
                const char *prefix,
                const char *mountinfo,
                const char *text)
{
  g_autoptr(ApmCgroupFolder) memory = apm_cgroup_folders_find (prefix, mountinfo, text, "memory");
  g_autoptr(ApmCgroupFolder) tasks = apm_cgroup_folders_find (prefix, mountinfo, text, "pids");
  g_autoptr(ApmCgroupFolder) cpu = apm_cgroup_folders_find (prefix, mountinfo, text, "cpu");
  g_autoptr(ApmCgroupFolder) account = apm_cgroup_folders_find (prefix, mountinfo, text, "cpuacct");
  g_autoptr(ApmCgroupFolder) freezer = apm_cgroup_folders_find (prefix, mountinfo, text, "freezer");
  g_autofree char *stat = apm_cgroup_folder_read (cpu, "cpu.stat");
  g_autofree char *times = apm_cgroup_folder_read (account, "cpuacct.stat");
  g_autofree char *oom = apm_cgroup_folder_read (memory, "memory.oom_control");
  g_autofree char *frozen = apm_cgroup_folder_read (freezer, "freezer.state");
  const double us_per_tick = (double) apm_stat_ticks_to_us (1);

  self->folder = memory ? apm_cgroup_folder_dup_name (memory) : NULL;
  self->memory_bytes = apm_cgroup_folder_read_number (memory, "memory.usage_in_bytes");
  self->memory_peak_bytes = apm_cgroup_folder_read_number (memory, "memory.max_usage_in_bytes");
  self->memory_high_bytes = apm_cgroup_folder_read_number (memory, "memory.soft_limit_in_bytes");
  self->memory_max_bytes = to_int64 (apm_cgroup_folder_find_tightest (memory, read_memory_limit, &self->memory_max_from));
  self->memory_events_oom_kill = get_flat (oom, "oom_kill");
  self->tasks = apm_cgroup_folder_read_number (tasks, "pids.current");
  self->tasks_max = to_int64 (apm_cgroup_folder_find_tightest (tasks, read_tasks_max, &self->tasks_max_from));
  self->cpu_time_us = scale (apm_cgroup_folder_read_number (account, "cpuacct.usage"), 1e-3);
  self->cpu_user_us = scale (get_flat (times, "user"), us_per_tick);
  self->cpu_system_us = scale (get_flat (times, "system"), us_per_tick);
  self->cpu_max_percent = apm_cgroup_folder_find_tightest (cpu, read_cpu_quota, &self->cpu_max_from);
  self->cpu_weight = apm_cgroup_folder_read_number (cpu, "cpu.shares");
  self->cpu_periods = get_flat (stat, "nr_periods");
  self->cpu_throttled_periods = get_flat (stat, "nr_throttled");
  self->cpu_throttled_us = scale (get_flat (stat, "throttled_time"), 1e-3);
  self->frozen = frozen && g_str_has_prefix (frozen, "FROZEN");
}

/* Returns: (transfer full): the controllers of all hierarchies of version 1, with
 * blanks; "" where there is none */
static char *
dup_controllers (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], ":", 3);

      if (g_strv_length (fields) < 3 || !*fields[1] || g_str_has_prefix (fields[1], "name="))
        continue;
      g_strdelimit (fields[1], ",", ' ');
      g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", fields[1]);
    }

  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* The name of a group may be any bytes. */
static void
make_valid (ApmCgroup *self)
{
  char **texts[] = {
    &self->folder, &self->controllers, &self->memory_max_from, &self->tasks_max_from, &self->cpu_max_from,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *valid = *texts[i] ? apm_text_to_utf8 (*texts[i], -1) : NULL;

      g_free (*texts[i]);
      *texts[i] = valid;
    }
}

ApmCgroup *
apm_cgroup_read (const ApmQuestion *question,
                 GError           **error)
{
  int reason;
  g_autofree char *bytes = apm_question_read_file (question, "cgroup", NULL, &reason);
  g_autofree char *text = bytes ? apm_text_to_utf8 (bytes, -1) : NULL;
  g_autofree char *mounts = g_strconcat (question->proc, "/self/mountinfo", NULL);
  g_autofree char *mountinfo = NULL;
  g_autoptr(ApmCgroupFolder) folder = NULL;
  ApmCgroup *self;

  if (!text)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  self = g_new0 (ApmCgroup, 1);
  self->swap_bytes = self->swap_max_bytes = G_MININT64;
  self->pressures = g_ptr_array_new_with_free_func (g_free);
  self->path = apm_cgroup_dup_path (text);
  self->unit = apm_cgroup_dup_unit (self->path);
  self->container = apm_cgroup_dup_container (self->path);
  self->controllers = dup_controllers (text);
  self->version = *self->controllers ? 1 : 2;
  if (!g_file_get_contents (mounts, &mountinfo, NULL, NULL))
    mountinfo = g_strdup ("");

  if (self->version == 1)
    {
      read_version_1 (self, question->cgroups, mountinfo, bytes);
    }
  else
    {
      g_clear_pointer (&self->controllers, g_free);
      folder = apm_cgroup_folders_find (question->cgroups, mountinfo, bytes, "");
      self->folder = folder ? apm_cgroup_folder_dup_name (folder) : NULL;
      read_version_2 (self, folder);
      if (self->controllers)
        g_strchomp (self->controllers);
    }
  if (!self->folder || !g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    self->denied = g_strdup (_("The files of this control group cannot be seen from here"));
  make_valid (self);

  return self;
}

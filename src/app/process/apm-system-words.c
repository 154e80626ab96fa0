/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-words.h"

#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>

/* More CPUs than can be listened to. */
#define MOST_CPUS_SAID 8

/**
 * apm_system_dup_percent:
 * @share: 0 to 1, or NAN
 */
char *
apm_system_dup_percent (double share)
{
  if (isnan (share))
    return g_strdup ("–");

  return g_strdup_printf (_("%.0f %%"), 100 * share);
}

/**
 * apm_system_dup_cpu:
 *
 * How much of all CPUs is in use: "12 %".
 */
char *
apm_system_dup_cpu (const ApmSystem *system)
{
  return apm_system_dup_percent (apm_cpu_use_get_busy (&system->cpu));
}

/**
 * apm_cpu_use_dup_parts:
 *
 * "12 %: programs 10 %, kernel 2 %; disks 1 %". What the host of a virtual machine
 * has taken is told only where there is some.
 */
char *
apm_cpu_use_dup_parts (const ApmCpuUse *use)
{
  double busy = apm_cpu_use_get_busy (use);

  if (!use->online)
    return g_strdup (_("offline"));
  if (isnan (busy))
    return g_strdup (_("not yet measured"));
  if (use->steal >= 0.005)
    /* Translators: the host is the machine that runs this virtual machine */
    return g_strdup_printf (_("%.0f %%: programs %.0f %%, kernel %.0f %%; disks %.0f %%, host %.0f %%"),
                            100 * busy, 100 * use->user, 100 * use->system, 100 * use->iowait, 100 * use->steal);

  /* Translators: how busy CPUs are, of it with what; and in which part they waited for disks */
  return g_strdup_printf (_("%.0f %%: programs %.0f %%, kernel %.0f %%; disks %.0f %%"),
                          100 * busy, 100 * use->user, 100 * use->system, 100 * use->iowait);
}

static char *
dup_busiest (const ApmSystem *system)
{
  guint busiest = 0;
  double highest = -1;

  for (guint i = 0; i < system->n_cpus; i++)
    if (apm_cpu_use_get_busy (&system->cpus[i]) > highest)
      {
        highest = apm_cpu_use_get_busy (&system->cpus[i]);
        busiest = i;
      }
  if (highest < 0)
    return g_strdup (_("not yet measured"));

  return g_strdup_printf (_("%u CPUs, the busiest is CPU %u with %.0f %%"), system->n_online, busiest, 100 * highest);
}

/**
 * apm_system_dup_cpus:
 *
 * Each CPU: "CPU 0: 12 %, CPU 1: offline"; of very many the busiest.
 */
char *
apm_system_dup_cpus (const ApmSystem *system)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) list = NULL;

  if (system->n_cpus > MOST_CPUS_SAID)
    return dup_busiest (system);

  for (guint i = 0; i < system->n_cpus; i++)
    {
      g_autofree char *percent = apm_system_dup_percent (apm_cpu_use_get_busy (&system->cpus[i]));
      /* Translators: the first is the number of the CPU, the second "12 %" or "offline" */
      g_autofree char *part = g_strdup_printf (_("CPU %u: %s"), i,
                                               system->cpus[i].online ? percent : _("offline"));

      g_strv_builder_add (parts, part);
    }
  list = g_strv_builder_end (parts);

  return g_strjoinv (", ", list);
}

/**
 * apm_system_dup_cpu_limit:
 *
 * Returns: (nullable): %NULL where there is none
 */
char *
apm_system_dup_cpu_limit (const ApmSystem *system)
{
  if (system->cpu_limit <= 0)
    return NULL;

  return g_strdup_printf (_("This control group may use %.3g CPUs"), system->cpu_limit);
}

/* In a container what counts is its own limit, not the memory of the host. */
static void
get_memory (const ApmSystem *system,
            guint64         *used,
            guint64         *total)
{
  if (system->group_is_machine)
    {
      *used = system->group_used_bytes;
      *total = system->group_limit_bytes;
      return;
    }

  *used = system->memory_total_bytes - system->memory_available_bytes;
  *total = system->memory_total_bytes;
}

/**
 * apm_system_get_memory_share:
 *
 * Returns: what of the memory is in use, 0 to 1; NAN where it is not known
 */
double
apm_system_get_memory_share (const ApmSystem *system)
{
  guint64 used, total;

  get_memory (system, &used, &total);

  return total > 0 ? (double) used / total : NAN;
}

/**
 * apm_system_dup_memory:
 *
 * "5.1 GiB of 16 GiB".
 */
char *
apm_system_dup_memory (const ApmSystem *system)
{
  g_autofree char *used_text = NULL;
  g_autofree char *total_text = NULL;
  guint64 used, total;

  get_memory (system, &used, &total);
  if (total == 0)
    return g_strdup (_("not known"));

  used_text = apm_text_format_bytes (used);
  total_text = apm_text_format_bytes (total);

  /* Translators: how much memory is in use, as in "5.1 GiB of 16 GiB" */
  return g_strdup_printf (_("%s of %s"), used_text, total_text);
}

/**
 * apm_system_dup_memory_parts:
 *
 * "5.1 GiB of 16 GiB in use, 10.9 GiB available".
 */
char *
apm_system_dup_memory_parts (const ApmSystem *system)
{
  g_autofree char *used = apm_text_format_bytes (system->memory_total_bytes - system->memory_available_bytes);
  g_autofree char *total = apm_text_format_bytes (system->memory_total_bytes);
  g_autofree char *available = apm_text_format_bytes (system->memory_available_bytes);

  if (system->memory_total_bytes == 0)
    return g_strdup (_("not known"));

  return g_strdup_printf (_("%s of %s in use, %s available"), used, total, available);
}

/**
 * apm_system_dup_group:
 *
 * Returns: (nullable): the limit of our control group; %NULL where there is none
 */
char *
apm_system_dup_group (const ApmSystem *system)
{
  g_autofree char *used = apm_text_format_bytes (system->group_used_bytes);
  g_autofree char *limit = apm_text_format_bytes (system->group_limit_bytes);

  if (system->group_limit_bytes == 0)
    return NULL;
  if (system->group_is_machine)
    return g_strdup_printf (_("%s of %s in use by this container"), used, limit);

  return g_strdup_printf (_("%s of %s in use by the control group of this program"), used, limit);
}

char *
apm_system_dup_swap (const ApmSystem *system)
{
  g_autofree char *used = apm_text_format_bytes (system->swap_total_bytes - system->swap_free_bytes);
  g_autofree char *total = apm_text_format_bytes (system->swap_total_bytes);

  if (system->memory_total_bytes == 0)
    return g_strdup (_("not known"));
  if (system->swap_total_bytes == 0)
    return g_strdup (_("none"));

  return g_strdup_printf (_("%s of %s"), used, total);
}

char *
apm_system_dup_load (const ApmSystem *system)
{
  return system->load[0] < 0 ? g_strdup (_("not known")) : g_strdup_printf ("%.2f", system->load[0]);
}

/**
 * apm_system_dup_load_parts:
 *
 * "0.82, 0.60, 0.51 over 1, 5, 15 minutes".
 */
char *
apm_system_dup_load_parts (const ApmSystem *system)
{
  if (system->load[0] < 0)
    return g_strdup (_("not known"));

  return g_strdup_printf (_("%.2f, %.2f, %.2f over 1, 5, 15 minutes"),
                          system->load[0], system->load[1], system->load[2]);
}

/**
 * apm_system_dup_running:
 *
 * Returns: (nullable): "2 of 1,204 run or are ready to"
 */
char *
apm_system_dup_running (const ApmSystem *system)
{
  if (system->load[0] < 0)
    return NULL;

  return g_strdup_printf (ngettext ("%'u of %'u runs or is ready to", "%'u of %'u run or are ready to",
                                    system->n_running), system->n_running, system->n_tasks);
}

/* One decimal says more than a zero, and none is enough above ten. */
static char *
dup_short (double percent)
{
  if (isnan (percent))
    return g_strdup ("–");

  return g_strdup_printf ("%.*f", percent >= 0.05 && percent < 9.95 ? 1 : 0, percent);
}

/**
 * apm_system_dup_started:
 *
 * Looking now and then at what runs misses what lives shortly: this counts it.
 *
 * Returns: (nullable): "12 threads a second, short-lived ones too"
 */
char *
apm_system_dup_started (const ApmSystem *system)
{
  g_autofree char *rate = NULL;

  if (isnan (system->started_per_s))
    return NULL;

  rate = dup_short (system->started_per_s);

  return g_strdup_printf (_("%s threads a second, short-lived ones too"), rate);
}

/**
 * apm_system_dup_pressure:
 *
 * "cpu 0.4 io 0 mem 0", or that it is not measured.
 */
char *
apm_system_dup_pressure (const ApmSystem *system)
{
  g_autofree char *cpu = dup_short (system->pressure[APM_PRESSURE_CPU].some_percent);
  g_autofree char *io = dup_short (system->pressure[APM_PRESSURE_IO].some_percent);
  g_autofree char *memory = dup_short (system->pressure[APM_PRESSURE_MEMORY].some_percent);

  if (apm_system_why_no_pressure (system))
    return g_strdup (_("not measured"));

  /* Translators: percent of the time in which tasks waited for CPUs, disks and memory: keep it short */
  return g_strdup_printf (_("cpu %s  io %s  mem %s"), cpu, io, memory);
}

/**
 * apm_system_dup_pressure_of:
 *
 * "some waited 0.4 %, all 0.1 % of the last 10 s".
 */
char *
apm_system_dup_pressure_of (const ApmSystem *system,
                            ApmPressureKind  kind)
{
  const ApmPressure *pressure = &system->pressure[kind];

  if (isnan (pressure->some_percent))
    return g_strdup (_("not measured"));
  if (isnan (pressure->full_percent))
    return g_strdup_printf (_("some waited %.1f %% of the last 10 s"), pressure->some_percent);

  return g_strdup_printf (_("some waited %.1f %%, all %.1f %% of the last 10 s"),
                          pressure->some_percent, pressure->full_percent);
}

/**
 * apm_system_why_no_pressure:
 *
 * Returns: (nullable): a sentence; %NULL where any pressure is measured
 */
const char *
apm_system_why_no_pressure (const ApmSystem *system)
{
  for (guint i = 0; i < APM_N_PRESSURES; i++)
    if (!isnan (system->pressure[i].some_percent))
      return NULL;

  switch (system->pressure_errno)
    {
    case ENOENT:
      return _("Pressure is not measured by this kernel, or was switched off when it was started (psi=1 switches it on)");
    case EOPNOTSUPP:
      return _("Pressure was switched off when this kernel was started (psi=1 switches it on)");
    case EACCES:
    case EPERM:
      return _("Pressure may not be read here: not permitted");
    default:
      return _("Pressure cannot be read here");
    }
}

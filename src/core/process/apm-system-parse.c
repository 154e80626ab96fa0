/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system-parse.h"

#include <math.h>
#include <string.h>

/* No machine has a CPU of a higher number; a lying file has. */
#define MOST_CPUS 65536

/* Where each column of /proc/stat counts. Guests are already part of user and nice. */
static const guint8 columns[] = {
  APM_TICKS_USER,     /* user */
  APM_TICKS_USER,     /* nice */
  APM_TICKS_SYSTEM,   /* system */
  APM_TICKS_IDLE,     /* idle */
  APM_TICKS_IOWAIT,   /* iowait */
  APM_TICKS_SYSTEM,   /* irq */
  APM_TICKS_SYSTEM,   /* softirq */
  APM_TICKS_STEAL,    /* steal */
};

/* Reads a number and moves on behind it. */
static gboolean
take_number (const char **text,
             guint64     *number)
{
  char *end;

  while (**text == ' ' || **text == '\t')
    (*text)++;
  if (!g_ascii_isdigit (**text))
    return FALSE;
  *number = g_ascii_strtoull (*text, &end, 10);
  *text = end;

  return TRUE;
}

/* A number with a point, as the kernel writes it whatever the locale. */
static gboolean
take_decimal (const char **text,
              double      *number)
{
  char *end;

  while (**text == ' ')
    (*text)++;
  if (!g_ascii_isdigit (**text))
    return FALSE;
  *number = g_ascii_strtod (*text, &end);
  *text = end;

  return isfinite (*number);
}

static gboolean
take_ticks (const char  *text,
            ApmCpuTicks *ticks)
{
  guint n = 0;
  guint64 number;

  *ticks = (ApmCpuTicks) { .online = TRUE };
  while (n < G_N_ELEMENTS (columns) && take_number (&text, &number))
    ticks->ticks[columns[n++]] += number;

  return n >= 4;   /* so many were there from the beginning */
}

static void
store_cpu (GArray            *cpus,
           guint              index,
           const ApmCpuTicks *ticks)
{
  if (index >= cpus->len)
    g_array_set_size (cpus, index + 1);
  g_array_index (cpus, ApmCpuTicks, index) = *ticks;
}

/**
 * apm_system_parse_stat:
 * @text: the first lines of /proc/stat
 * @cpus: (element-type ApmCpuTicks): place i is CPU i; it grows as needed. A CPU
 *   that is not in @text is offline.
 *
 * Returns: whether there was the line of all CPUs
 */
gboolean
apm_system_parse_stat (const char  *text,
                       ApmCpuTicks *total,
                       GArray      *cpus)
{
  gboolean found = FALSE;
  const char *end;

  for (guint i = 0; i < cpus->len; i++)
    g_array_index (cpus, ApmCpuTicks, i).online = FALSE;

  for (; (end = strchr (text, '\n')) && g_str_has_prefix (text, "cpu"); text = end + 1)
    {
      g_autofree char *line = g_strndup (text, end - text);
      const char *rest = line + strlen ("cpu");
      ApmCpuTicks ticks;
      guint64 index;

      if (*rest == ' ')
        found |= take_ticks (rest, total);
      else if (take_number (&rest, &index) && index < MOST_CPUS && take_ticks (rest, &ticks))
        store_cpu (cpus, index, &ticks);
    }

  return found;
}

/**
 * apm_system_use:
 *
 * What was done between two readings. The kernel's idle times may step back a little
 * (proc_stat(5)): that counts as nothing.
 */
void
apm_system_use (const ApmCpuTicks *before,
                const ApmCpuTicks *now,
                ApmCpuUse         *use)
{
  double passed[APM_N_TICKS];
  double sum = 0;

  *use = (ApmCpuUse) { now->online, NAN, NAN, NAN, NAN, NAN };
  if (!now->online || !before->online)
    return;

  for (guint i = 0; i < APM_N_TICKS; i++)
    {
      passed[i] = now->ticks[i] > before->ticks[i] ? now->ticks[i] - before->ticks[i] : 0;
      sum += passed[i];
    }
  if (sum <= 0)
    return;

  use->user = passed[APM_TICKS_USER] / sum;
  use->system = passed[APM_TICKS_SYSTEM] / sum;
  use->iowait = passed[APM_TICKS_IOWAIT] / sum;
  use->steal = passed[APM_TICKS_STEAL] / sum;
  use->idle = passed[APM_TICKS_IDLE] / sum;
}

typedef enum { TOTAL, AVAILABLE, FREE, BUFFERS, CACHED, SWAP_TOTAL, SWAP_FREE, N_AMOUNTS } Amount;

static const char *const amount_names[] = {
  [TOTAL] = "MemTotal:",
  [AVAILABLE] = "MemAvailable:",
  [FREE] = "MemFree:",
  [BUFFERS] = "Buffers:",
  [CACHED] = "Cached:",
  [SWAP_TOTAL] = "SwapTotal:",
  [SWAP_FREE] = "SwapFree:",
};

/* One line "Name:   123 kB". */
static void
take_amount (const char *line,
             guint64    *bytes,
             guint      *seen)
{
  for (guint i = 0; i < N_AMOUNTS; i++)
    {
      gsize length = strlen (amount_names[i]);
      const char *rest = line + length;
      guint64 kib;

      if (strncmp (line, amount_names[i], length) == 0 && take_number (&rest, &kib))
        {
          bytes[i] = MIN (kib, G_MAXUINT64 / 1024) * 1024;
          *seen |= 1u << i;
        }
    }
}

/**
 * apm_system_parse_meminfo:
 * @text: /proc/meminfo
 *
 * Fills in memory and swap. A kernel without an estimate of what is available has
 * it made of what is free and cached.
 *
 * Returns: whether there was as much as the total
 */
gboolean
apm_system_parse_meminfo (const char *text,
                          ApmSystem  *system)
{
  guint64 bytes[N_AMOUNTS] = { 0 };
  guint seen = 0;
  const char *end;

  for (; (end = strchr (text, '\n')); text = end + 1)
    take_amount (text, bytes, &seen);
  if (bytes[TOTAL] == 0)
    return FALSE;

  if (!(seen & 1u << AVAILABLE))
    bytes[AVAILABLE] = bytes[FREE] + bytes[BUFFERS] + bytes[CACHED];
  system->memory_total_bytes = bytes[TOTAL];
  system->memory_available_bytes = MIN (bytes[AVAILABLE], bytes[TOTAL]);
  system->swap_total_bytes = bytes[SWAP_TOTAL];
  system->swap_free_bytes = MIN (bytes[SWAP_FREE], bytes[SWAP_TOTAL]);

  return TRUE;
}

/**
 * apm_system_parse_load:
 * @text: /proc/loadavg: "0.82 0.60 0.51 2/1204 4711"
 */
gboolean
apm_system_parse_load (const char *text,
                       ApmSystem  *system)
{
  guint64 n_running, n_tasks, last_pid;
  double load[3];

  for (guint i = 0; i < 3; i++)
    if (!take_decimal (&text, &load[i]))
      return FALSE;
  if (!take_number (&text, &n_running) || *text++ != '/' || !take_number (&text, &n_tasks) ||
      *text++ != ' ')
    return FALSE;

  system->last_pid = take_number (&text, &last_pid) && *text == '\n' ? last_pid : 0;
  memcpy (system->load, load, sizeof load);
  system->n_running = MIN (n_running, G_MAXUINT);
  system->n_tasks = MIN (n_tasks, G_MAXUINT);

  return TRUE;
}

/**
 * apm_system_parse_pressure:
 * @text: a file of /proc/pressure: lines "some avg10=0.40 avg60=…", "full avg10=…"
 * @pressure: (out): what is not there is NAN; older kernels have no full for the CPU
 *
 * Returns: whether there was anything
 */
gboolean
apm_system_parse_pressure (const char  *text,
                           ApmPressure *pressure)
{
  static const char some[] = "some avg10=", full[] = "full avg10=";
  const char *end;

  *pressure = (ApmPressure) { NAN, NAN };
  for (; (end = strchr (text, '\n')); text = end + 1)
    {
      const char *rest = text + strlen (some);
      double percent;

      if (strncmp (text, some, strlen (some)) == 0 && take_decimal (&rest, &percent))
        pressure->some_percent = percent;
      else if (strncmp (text, full, strlen (full)) == 0 && take_decimal (&rest, &percent))
        pressure->full_percent = percent;
    }

  return !isnan (pressure->some_percent);
}

/**
 * apm_system_parse_limit:
 * @text: memory.max, memory.current or memory.limit_in_bytes of a control group
 * @bytes: (out): G_MAXUINT64: without limit
 */
gboolean
apm_system_parse_limit (const char *text,
                        guint64    *bytes)
{
  if (g_str_has_prefix (text, "max\n"))
    {
      *bytes = G_MAXUINT64;
      return TRUE;
    }

  return take_number (&text, bytes) && *text == '\n';
}

/**
 * apm_system_parse_cpu_max:
 * @text: cpu.max of a control group: "max 100000", "150000 100000"
 * @cpus: (out): 0: without limit
 */
gboolean
apm_system_parse_cpu_max (const char *text,
                          double     *cpus)
{
  guint64 quota, period;

  *cpus = 0;
  if (g_str_has_prefix (text, "max "))
    return TRUE;
  if (!take_number (&text, &quota) || !take_number (&text, &period) || *text != '\n' || period == 0)
    return FALSE;
  *cpus = (double) quota / period;

  return TRUE;
}

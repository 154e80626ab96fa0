/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner.h"

#include <string.h>

static void
sample_free (ApmSample *sample)
{
  apm_sample_clear (sample);
  g_free (sample);
}

/**
 * apm_process_scan_for:
 * @ms: how long to look at who uses the CPU; 0: not at all
 *
 * Lists every process once, waiting @ms between two looks. For programs that have
 * no main loop.
 *
 * Returns: (transfer full) (element-type ApmProcess): with a free function set
 */
GPtrArray *
apm_process_scan_for (guint    ms,
                      GError **error)
{
  g_autoptr(ApmScanner) scanner = apm_scanner_new (error);
  g_autoptr(GArray) samples = NULL;
  GPtrArray *processes;
  guint n_living;

  if (!scanner)
    return NULL;

  samples = apm_scanner_new_samples ();
  apm_scanner_run (scanner, samples, &n_living, NULL);
  if (ms > 0)
    {
      g_usleep (ms * 1000);
      g_array_set_size (samples, 0);
      apm_scanner_run (scanner, samples, &n_living, NULL);
    }
  g_array_set_size (samples, n_living);

  processes = g_ptr_array_new_full (samples->len, (GDestroyNotify) sample_free);
  for (guint i = 0; i < samples->len; i++)
    {
      ApmSample *sample = &g_array_index (samples, ApmSample, i);

      g_ptr_array_add (processes, g_memdup2 (sample, sizeof *sample));
      memset (sample, 0, sizeof *sample);
    }

  return processes;
}

/**
 * apm_process_scan:
 *
 * As apm_process_scan_for(), with one look: @cpu_percent is 0.
 */
GPtrArray *
apm_process_scan (GError **error)
{
  return apm_process_scan_for (0, error);
}

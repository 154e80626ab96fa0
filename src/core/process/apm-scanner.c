/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner-private.h"

#include "apm-cpu-clock.h"
#include "apm-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <time.h>
#include <unistd.h>

#define NEW_NS (3 * NS_PER_SEC)

void
apm_scan_entry_free (ApmScanEntry *entry)
{
  g_clear_pointer (&entry->info, apm_process_info_unref);
  g_clear_pointer (&entry->more, apm_process_more_unref);
  g_free (entry);
}

void
apm_sample_clear (ApmSample *sample)
{
  g_clear_pointer (&sample->info, apm_process_info_unref);
  g_clear_pointer (&sample->more, apm_process_more_unref);
}

ApmScanner *
apm_scanner_new (GError **error)
{
  g_autoptr(ApmScanner) self = g_new0 (ApmScanner, 1);

  self->page_size = sysconf (_SC_PAGESIZE);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) apm_scan_entry_free);
  self->orphaning = g_hash_table_new (NULL, NULL);
  self->living = g_ptr_array_new ();
  self->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_scan_entry_free);
  self->loadavg_fd = -1;
  self->proc = opendir ("/proc");
  if (!self->proc)
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      return NULL;
    }

  self->loadavg_fd = openat (dirfd (self->proc), "loadavg", O_RDONLY | O_CLOEXEC);
  self->clocks_fit = apm_cpu_clock_fits (dirfd (self->proc));
  self->more_reader = apm_more_reader_new (dirfd (self->proc));

  return g_steal_pointer (&self);
}

GArray *
apm_scanner_new_samples (void)
{
  GArray *samples = g_array_new (FALSE, TRUE, sizeof (ApmSample));

  g_array_set_clear_func (samples, (GDestroyNotify) apm_sample_clear);

  return samples;
}

void
apm_scanner_free (ApmScanner *self)
{
  if (!self)
    return;
  if (self->proc)
    closedir (self->proc);
  if (self->loadavg_fd >= 0)
    close (self->loadavg_fd);
  g_clear_pointer (&self->more_reader, apm_more_reader_free);
  g_ptr_array_unref (self->living);
  g_ptr_array_unref (self->ended);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->orphaning);
  g_free (self);
}

/**
 * apm_scanner_set_sources:
 * @sources: bits of ApmSource: what is read besides the usual
 */
void
apm_scanner_set_sources (ApmScanner *self,
                         guint       sources)
{
  self->sources = sources;
}

/**
 * apm_scanner_want:
 *
 * The next pass reads @pid, whether it has moved or not.
 */
void
apm_scanner_want (ApmScanner *self,
                  int         pid)
{
  ApmScanEntry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

  if (entry)
    entry->wanted = TRUE;
}

/**
 * apm_scanner_get_n_read:
 *
 * Returns: how many processes the last pass has read
 */
guint
apm_scanner_get_n_read (ApmScanner *self)
{
  return self->n_read;
}

gint64
apm_scanner_clock_ns (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) < 0)
    return -1;

  return time.tv_sec * NS_PER_SEC + time.tv_nsec;
}

/* One that is new since the pass before has had that long; of one that was there
 * before our first pass nothing is known yet. */
static void
update_cpu (ApmScanner *self,
            ApmScanEntry      *entry)
{
  gint64 now_ns = entry->look_ns;
  gint64 since_ns = entry->at_ns;

  if (since_ns == 0)
    {
      gint64 age_us = self->boot_us - entry->process.started_us;
      gboolean born = self->pass > 1 && age_us * 1000 <= now_ns - self->pass_ns + NS_PER_SEC / 100;

      since_ns = born ? self->pass_ns : now_ns;
      entry->born_ns = born ? now_ns : 0;
    }

  entry->process.cpu_percent = now_ns > since_ns && entry->clock_ns > entry->cpu_ns
                               ? 100.0 * (entry->clock_ns - entry->cpu_ns) / (now_ns - since_ns)
                               : 0;
  entry->process.cpu_time_us = entry->clock_ns / 1000;
  entry->process.age_us = MAX (self->boot_us - entry->process.started_us, 0);
  entry->process.is_new = entry->born_ns > 0 && now_ns - entry->born_ns < NEW_NS;
  entry->cpu_ns = entry->clock_ns;
  entry->at_ns = now_ns;
}

static void
drop_ended (ApmScanner *self)
{
  guint n = 0;

  for (guint i = 0; i < self->living->len; i++)
    if (self->living->pdata[i])
      self->living->pdata[n++] = self->living->pdata[i];
  g_ptr_array_set_size (self->living, n);
}

static void
add_sample (ApmScanner *self,
            GArray     *samples,
            ApmScanEntry      *entry)
{
  ApmSample sample = {
    entry->process, apm_process_info_ref (entry->info), entry->more ? apm_process_more_ref (entry->more) : NULL,
  };

  if (self->sources & APM_SOURCE_PARENT)
    {
      /* In the same snapshot, so its texts live as long. */
      const ApmScanEntry *parent = g_hash_table_lookup (self->entries, GINT_TO_POINTER (entry->process.ppid));

      sample.process.parent_name = parent && parent->info ? parent->info->name : NULL;
    }
  g_array_append_val (samples, sample);
}

static void
add_samples (ApmScanner *self,
             GArray     *samples)
{
  for (guint i = 0; i < self->living->len; i++)
    {
      ApmScanEntry *entry = self->living->pdata[i];

      update_cpu (self, entry);
      if (!entry->was_read && entry->more)
        {
          entry->more = apm_process_more_calm (entry->more);
          entry->process.more = entry->more;
        }
      entry->wanted = FALSE;
      add_sample (self, samples, entry);
    }
  for (guint i = 0; i < self->ended->len; i++)
    add_sample (self, samples, self->ended->pdata[i]);
}

/**
 * apm_scanner_run:
 * @samples: from apm_scanner_new_samples(); one is appended for each process, in the
 *   order of their PIDs, and then for those that have ended in the last seconds
 * @n_living: (out): how many of them live
 * @cancelled: (nullable): the scan ends early when another thread sets it
 *
 * Processes that vanish between two system calls, or that we may not see (hidepid),
 * are not there.
 *
 * Returns: whether the scan is complete
 */
gboolean
apm_scanner_run (ApmScanner *self,
                 GArray     *samples,
                 guint      *n_living,
                 const gint *cancelled)
{
  self->pass++;
  self->pass_ns = self->this_pass_ns;
  self->this_pass_ns = apm_scanner_clock_ns (CLOCK_MONOTONIC);
  self->boot_us = apm_scanner_clock_ns (CLOCK_BOOTTIME) / 1000;
  self->n_read = 0;
  g_hash_table_remove_all (self->orphaning);

  if (apm_scanner_must_list (self))
    apm_scanner_list (self);
  if (!apm_scanner_read_moved (self, cancelled))
    return FALSE;
  apm_scanner_read_orphans (self);
  drop_ended (self);
  apm_scanner_forget_ended (self);
  add_samples (self, samples);
  *n_living = self->living->len;

  return TRUE;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner.h"

#include "apm-error.h"
#include "apm-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* In so many passes each process is read at least once, moved or not. */
#define ROTATION 16

typedef struct {
  ApmProcess process;
  ApmProcessInfo *info;
  ApmStat stat;
  gint64 cpu_ns;
  gint64 at_ns;        /* when cpu_ns was read */
  guint pass;          /* the last pass that saw it */
} Entry;

struct _ApmScanner
{
  DIR *proc;
  gboolean with_keys;
  guint64 page_size;
  guint pass;
  gint64 pass_ns;          /* when the pass before began */
  gint64 this_pass_ns;
  GHashTable *entries;     /* PID to Entry */
  GHashTable *vanished;    /* set of PIDs that this pass misses */
  GArray *pids;
};

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->info, apm_process_info_unref);
  g_free (entry);
}

static void
sample_clear (ApmSample *sample)
{
  g_clear_pointer (&sample->info, apm_process_info_unref);
}

/**
 * apm_scanner_new:
 * @with_keys: whether what is found will be sorted and searched
 */
ApmScanner *
apm_scanner_new (gboolean   with_keys,
                 GError   **error)
{
  g_autoptr(ApmScanner) self = g_new0 (ApmScanner, 1);

  self->with_keys = with_keys;
  self->page_size = sysconf (_SC_PAGESIZE);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
  self->vanished = g_hash_table_new (NULL, NULL);
  self->pids = g_array_new (FALSE, FALSE, sizeof (int));
  self->proc = opendir ("/proc");
  if (!self->proc)
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      return NULL;
    }

  return g_steal_pointer (&self);
}

GArray *
apm_scanner_new_samples (void)
{
  GArray *samples = g_array_new (FALSE, TRUE, sizeof (ApmSample));

  g_array_set_clear_func (samples, (GDestroyNotify) sample_clear);

  return samples;
}

void
apm_scanner_free (ApmScanner *self)
{
  if (!self)
    return;
  if (self->proc)
    closedir (self->proc);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->vanished);
  g_array_unref (self->pids);
  g_free (self);
}

static gint64
clock_ns (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) < 0)
    return -1;

  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* Returns: user and system time, to the nanosecond; of others' processes too.
 * The id is what clock_getcpuclockid(3) would say, without its system call. */
static gint64
cpu_clock_ns (int pid)
{
  return clock_ns ((clockid_t) ((~(guint) pid << 3) | 2));
}

static void
list_pids (ApmScanner *self)
{
  struct dirent *dirent;

  g_array_set_size (self->pids, 0);
  rewinddir (self->proc);
  while ((dirent = readdir (self->proc)))
    if (g_ascii_isdigit (dirent->d_name[0]))
      {
        int pid = atoi (dirent->d_name);
        Entry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

        if (entry)
          entry->pass = self->pass;
        g_array_append_val (self->pids, pid);
      }
}

static void
drop_vanished (ApmScanner *self)
{
  GHashTableIter iter;
  gpointer pid, entry;

  g_hash_table_remove_all (self->vanished);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &pid, &entry))
    if (((Entry *) entry)->pass != self->pass)
      {
        g_hash_table_add (self->vanished, pid);
        g_hash_table_iter_remove (&iter);
      }
}

static gboolean
is_its_turn (ApmScanner *self,
             int         pid)
{
  return (guint) pid % ROTATION == self->pass % ROTATION;
}

static void
update_texts (ApmScanner *self,
              Entry      *entry)
{
  g_clear_pointer (&entry->info, apm_process_info_unref);
  entry->info = apm_process_info_read (dirfd (self->proc), &entry->stat, self->with_keys);
  entry->process.name = entry->info->name;
  entry->process.name_base64 = entry->info->name_base64;
  entry->process.command = entry->info->command;
  entry->process.uid = entry->info->uid;
  entry->process.user = entry->info->user;
}

/* Returns: FALSE if there is no such process any more, or none that we may see. */
static gboolean
read_entry (ApmScanner *self,
            Entry      *entry,
            int         pid)
{
  ApmStat stat;
  gboolean same;

  if (!apm_stat_read (dirfd (self->proc), pid, &stat, NULL))
    return FALSE;

  same = entry->info && stat.start_ticks == entry->stat.start_ticks;
  if (!same)
    entry->at_ns = entry->cpu_ns = 0;
  if (!same || strcmp (stat.comm, entry->stat.comm) != 0 || is_its_turn (self, pid))
    {
      entry->stat = stat;
      update_texts (self, entry);
    }
  entry->stat = stat;

  entry->process.pid = pid;
  entry->process.ppid = stat.ppid;
  entry->process.state = apm_process_state_word (stat.state);
  entry->process.threads = stat.threads;
  entry->process.rss_bytes = stat.rss_pages * self->page_size;
  entry->process.started_us = apm_stat_ticks_to_us (stat.start_ticks);

  return TRUE;
}

/* @cpu_ns was read at @now_ns. One that is new since the pass before has had that
 * long; of one that was there before our first pass nothing is known yet. */
static void
update_cpu (ApmScanner *self,
            Entry      *entry,
            gint64      cpu_ns,
            gint64      now_ns)
{
  gint64 since_ns = entry->at_ns;

  if (since_ns == 0)
    {
      gint64 age_us = clock_ns (CLOCK_BOOTTIME) / 1000 - entry->process.started_us;

      since_ns = self->pass > 1 && age_us * 1000 <= now_ns - self->pass_ns + G_USEC_PER_SEC * 10
                 ? self->pass_ns
                 : now_ns;
    }

  entry->process.cpu_percent = now_ns > since_ns && cpu_ns > entry->cpu_ns
                               ? 100.0 * (cpu_ns - entry->cpu_ns) / (now_ns - since_ns)
                               : 0;
  entry->process.cpu_time_us = cpu_ns / 1000;
  entry->cpu_ns = cpu_ns;
  entry->at_ns = now_ns;
}

/* Still since the pass before, as far as can be told without reading. The clock
 * does not tell of a new parent, nor of what others do to it: hence the turns. */
static gboolean
is_still (ApmScanner *self,
          Entry      *entry,
          int         pid,
          gint64      cpu_ns)
{
  return entry && cpu_ns >= 0 && cpu_ns == entry->cpu_ns && !is_its_turn (self, pid) &&
         !g_hash_table_contains (self->vanished, GINT_TO_POINTER (entry->process.ppid));
}

static Entry *
scan_one (ApmScanner *self,
          int         pid)
{
  Entry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));
  gint64 cpu_ns = cpu_clock_ns (pid);
  gint64 now_ns = clock_ns (CLOCK_MONOTONIC);

  if (!is_still (self, entry, pid, cpu_ns))
    {
      if (!entry)
        {
          entry = g_new0 (Entry, 1);
          g_hash_table_insert (self->entries, GINT_TO_POINTER (pid), entry);
        }
      if (!read_entry (self, entry, pid))
        {
          g_hash_table_remove (self->entries, GINT_TO_POINTER (pid));
          return NULL;
        }
      if (cpu_ns < 0)
        cpu_ns = apm_stat_ticks_to_us (entry->stat.cpu_ticks) * 1000;
      entry->pass = self->pass;
    }
  update_cpu (self, entry, cpu_ns, now_ns);

  return entry;
}

/**
 * apm_scanner_run:
 * @samples: from apm_scanner_new_samples(); one is appended for each process
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
                 const gint *cancelled)
{
  self->pass++;
  self->pass_ns = self->this_pass_ns;
  self->this_pass_ns = clock_ns (CLOCK_MONOTONIC);
  list_pids (self);
  drop_vanished (self);

  for (guint i = 0; i < self->pids->len; i++)
    {
      Entry *entry;

      if (cancelled && g_atomic_int_get (cancelled))
        return FALSE;

      entry = scan_one (self, g_array_index (self->pids, int, i));
      if (entry)
        {
          ApmSample sample = { entry->process, apm_process_info_ref (entry->info) };

          g_array_append_val (samples, sample);
        }
    }

  return TRUE;
}

static void
sample_free (ApmSample *sample)
{
  sample_clear (sample);
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
  g_autoptr(ApmScanner) scanner = apm_scanner_new (FALSE, error);
  g_autoptr(GArray) samples = NULL;
  GPtrArray *processes;

  if (!scanner)
    return NULL;

  samples = apm_scanner_new_samples ();
  apm_scanner_run (scanner, samples, NULL);
  if (ms > 0)
    {
      g_usleep (ms * 1000);
      g_array_set_size (samples, 0);
      apm_scanner_run (scanner, samples, NULL);
    }

  processes = g_ptr_array_new_full (samples->len, (GDestroyNotify) sample_free);
  for (guint i = 0; i < samples->len; i++)
    {
      ApmSample *sample = &g_array_index (samples, ApmSample, i);

      g_ptr_array_add (processes, g_memdup2 (sample, sizeof *sample));
      sample->info = NULL;
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

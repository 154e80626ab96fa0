/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner-private.h"

#include "apm-cpu-clock.h"

#include <string.h>
#include <time.h>

static void
update_texts (ApmScanner    *self,
              ApmScanEntry         *entry,
              const ApmStat *stat,
              guint          owner)
{
  g_clear_pointer (&entry->info, apm_process_info_unref);
  entry->info = apm_process_info_read (dirfd (self->proc), stat, owner);
  entry->process.name = entry->info->name;
  entry->process.name_base64 = entry->info->name_base64;
  entry->process.command = entry->info->command;
  entry->process.uid = entry->info->uid;
  entry->process.user = entry->info->user;
  entry->texts_cpu_ns = entry->clock_ns;
}

static gboolean
is_its_turn (ApmScanner  *self,
             const ApmScanEntry *entry)
{
  return (guint) entry->process.pid % APM_SCANNER_ROTATION == self->pass % APM_SCANNER_ROTATION;
}

/* A program may change its title and its owner without changing its name, but not
 * without running. */
static gboolean
texts_may_differ (ApmScanner    *self,
                  const ApmScanEntry   *entry,
                  const ApmStat *stat)
{
  if (!entry->info || strcmp (entry->info->comm, stat->comm) != 0)
    return TRUE;

  return is_its_turn (self, entry) && (entry->clock_ns < 0 || entry->clock_ns != entry->texts_cpu_ns);
}

/* The number of @entry is another process's now. */
static void
replace_process (ApmScanner *self,
                 ApmScanEntry      *entry)
{
  ApmScanEntry *gone = g_memdup2 (entry, sizeof *entry);
  ApmScanEntry fresh = { .process.pid = entry->process.pid, .clock_ns = entry->clock_ns,
                  .look_ns = entry->look_ns, .pass = entry->pass };

  *entry = fresh;
  /* It owns what the old one had; the number stays in the table. */
  g_hash_table_steal (self->entries, GINT_TO_POINTER (gone->process.pid));
  apm_scanner_note_ended (self, gone);
  g_hash_table_insert (self->entries, GINT_TO_POINTER (entry->process.pid), entry);
}

static void
read_more (ApmScanner    *self,
           ApmScanEntry         *entry,
           const ApmStat *stat)
{
  g_autoptr(ApmProcessMore) before = g_steal_pointer (&entry->more);

  if (self->sources & ~APM_SOURCE_PARENT)
    entry->more = apm_more_reader_read (self->more_reader, stat, self->sources, before,
                                        entry->at_ns > 0 ? entry->look_ns - entry->at_ns : 0);
  entry->process.more = entry->more;
  entry->sources = self->sources;
}

/* Returns: FALSE if there is no such process any more, or none that we may see. */
static gboolean
read_entry (ApmScanner *self,
            ApmScanEntry      *entry)
{
  ApmStat stat;
  guint owner;

  entry->was_read = TRUE;
  self->n_read++;
  if (!apm_stat_read_owned (dirfd (self->proc), entry->process.pid, &stat, &owner))
    return FALSE;

  if (entry->info && apm_stat_ticks_to_us (stat.start_ticks) != entry->process.started_us)
    replace_process (self, entry);
  if (texts_may_differ (self, entry, &stat) || owner != entry->info->uid)
    update_texts (self, entry, &stat, owner);
  if (entry->clock_ns < 0)
    entry->clock_ns = apm_stat_ticks_to_us (stat.cpu_ticks) * 1000;

  /* One that has ended keeps its place until its parent has asked, its children do not. */
  if (stat.state == 'Z' && g_strcmp0 (entry->process.state, apm_process_state_word ('Z')) != 0)
    g_hash_table_add (self->orphaning, GINT_TO_POINTER (stat.pid));

  entry->process.ppid = stat.ppid;
  entry->process.state = apm_process_state_word (stat.state);
  entry->process.threads = stat.threads;
  entry->process.rss_bytes = stat.rss_pages * self->page_size;
  entry->process.started_us = apm_stat_ticks_to_us (stat.start_ticks);
  read_more (self, entry, &stat);

  return TRUE;
}

/* Still since the pass before, as far as can be told without reading. */
static gboolean
is_still (ApmScanner  *self,
          const ApmScanEntry *entry)
{
  return entry->info && entry->clock_ns >= 0 && entry->clock_ns == entry->cpu_ns && !entry->wanted &&
         entry->sources == self->sources && !is_its_turn (self, entry);
}

/* Reads all that may have changed. Returns: FALSE if cancelled. */
gboolean
apm_scanner_read_moved (ApmScanner *self,
                        const gint *cancelled)
{
  for (guint i = 0; i < self->living->len; i++)
    {
      ApmScanEntry *entry = self->living->pdata[i];

      if (cancelled && g_atomic_int_get (cancelled))
        return FALSE;

      entry->clock_ns = self->clocks_fit ? apm_cpu_clock_read_ns (entry->process.pid) : -1;
      entry->look_ns = apm_scanner_clock_ns (CLOCK_MONOTONIC);
      entry->was_read = FALSE;
      if (!is_still (self, entry) && !read_entry (self, entry))
        {
          apm_scanner_note_ended (self, entry);
          self->living->pdata[i] = NULL;
        }
    }

  return TRUE;
}

/* Their clocks do not tell of the new parent. */
void
apm_scanner_read_orphans (ApmScanner *self)
{
  if (g_hash_table_size (self->orphaning) == 0)
    return;

  for (guint i = 0; i < self->living->len; i++)
    {
      ApmScanEntry *entry = self->living->pdata[i];

      if (!entry || entry->was_read || !g_hash_table_contains (self->orphaning, GINT_TO_POINTER (entry->process.ppid)))
        continue;
      if (!read_entry (self, entry))
        {
          apm_scanner_note_ended (self, entry);
          self->living->pdata[i] = NULL;
        }
    }
}

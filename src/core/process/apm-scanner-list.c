/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner-private.h"

#include <string.h>
#include <unistd.h>

#define LINGER_NS (5 * NS_PER_SEC)
#define BIRTH_NS (3 * NS_PER_SEC / 2)

/* A build may end thousands a second; nobody reads so many. */
#define MOST_ENDED 200

/* Returns: the last PID or thread ID given away, the last word of /proc/loadavg;
 * -1 if it is not told. */
static gint64
read_last_pid (ApmScanner *self)
{
  char text[128];
  gssize length = self->loadavg_fd >= 0 ? pread (self->loadavg_fd, text, sizeof text - 1, 0) : -1;
  const char *last;

  if (length <= 0)
    return -1;
  text[length] = '\0';
  last = strrchr (text, ' ');

  return last && g_ascii_isdigit (last[1]) ? g_ascii_strtoll (last + 1, NULL, 10) : -1;
}

/* Whether there may be processes that we do not know. A number is given away before
 * its process can be seen, so that for a while after one was we go on listing. Those
 * that hide from us and show themselves later are found in the rotation's time. */
gboolean
apm_scanner_must_list (ApmScanner *self)
{
  gint64 before = self->last_pid;

  self->last_pid = read_last_pid (self);
  if (self->last_pid != before)
    self->last_birth_ns = self->this_pass_ns;

  return !self->clocks_fit || self->last_pid < 0 || self->pass % APM_SCANNER_ROTATION == 0 ||
         self->this_pass_ns - self->last_birth_ns < BIRTH_NS;
}

void
apm_scanner_note_ended (ApmScanner *self,
                        ApmScanEntry      *entry)
{
  ApmProcess *process = &entry->process;

  g_hash_table_add (self->orphaning, GINT_TO_POINTER (process->pid));
  g_hash_table_steal (self->entries, GINT_TO_POINTER (process->pid));
  if (!entry->info)
    {
      apm_scan_entry_free (entry);
      return;
    }

  entry->ended_ns = self->this_pass_ns;
  process->ended = TRUE;
  process->is_new = FALSE;
  process->state = apm_process_state_word ('e');
  process->wait_status = -1;
  process->age_us = MAX (self->boot_us - process->started_us, 0);
  process->parent_name = NULL;
  process->cpu_percent = 0;
  process->rss_bytes = 0;
  process->threads = 0;
  if (entry->more)
    entry->more = apm_process_more_calm (entry->more);
  process->more = entry->more;
  g_ptr_array_add (self->ended, entry);
}

void
apm_scanner_forget_ended (ApmScanner *self)
{
  guint n = self->ended->len > MOST_ENDED ? self->ended->len - MOST_ENDED : 0;

  while (n < self->ended->len && ((ApmScanEntry *) self->ended->pdata[n])->ended_ns < self->this_pass_ns - LINGER_NS)
    n++;
  if (n > 0)
    g_ptr_array_remove_range (self->ended, 0, n);
}

void
apm_scanner_list (ApmScanner *self)
{
  struct dirent *dirent;
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->living);

  self->living = g_ptr_array_sized_new (before->len + 1);
  rewinddir (self->proc);
  while ((dirent = readdir (self->proc)))
    if (g_ascii_isdigit (dirent->d_name[0]))
      {
        int pid = atoi (dirent->d_name);
        ApmScanEntry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

        if (!entry)
          {
            entry = g_new0 (ApmScanEntry, 1);
            entry->process.pid = pid;
            g_hash_table_insert (self->entries, GINT_TO_POINTER (pid), entry);
          }
        entry->pass = self->pass;
        g_ptr_array_add (self->living, entry);
      }

  for (guint i = 0; i < before->len; i++)
    if (((ApmScanEntry *) before->pdata[i])->pass != self->pass)
      apm_scanner_note_ended (self, before->pdata[i]);
}

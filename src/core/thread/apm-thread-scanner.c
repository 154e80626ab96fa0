/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-scanner.h"

#include "apm-error.h"
#include "apm-text.h"
#include "apm-thread-known.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* Nothing stays stale for longer than so many looks. */
#define ROTATION 16

#define NS_PER_SEC G_GINT64_CONSTANT (1000000000)

typedef struct {
  gint64      clock_ns;         /* -1: not to be read */
  gint64      started_us;
  guint       sources;          /* that its rows were read with */
  guint       seen;
  gboolean    is_restless;      /* has a thread that may change without running */
  const char *name;             /* GRefString */
  GArray     *tids;
} Process;

struct _ApmThreadScanner
{
  int         proc_fd;
  gboolean    has_schedstat;
  guint       generation;
  guint       sources;          /* of this look */
  guint       n_read;           /* in this look, of threads */
  GHashTable *known;            /* TID → ApmThreadKnown */
  GHashTable *processes;        /* PID → Process */
};

static void
process_free (gpointer data)
{
  Process *process = data;

  apm_thread_set_ref_string (&process->name, NULL);
  g_array_unref (process->tids);
  g_free (process);
}

ApmThreadScanner *
apm_thread_scanner_new (void)
{
  ApmThreadScanner *self = g_new0 (ApmThreadScanner, 1);
  ApmThreadCounters counters = { 0 };
  int task_fd = open ("/proc/self/task", O_PATH | O_DIRECTORY | O_CLOEXEC);

  self->proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  self->known = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) apm_thread_known_free);
  self->processes = g_hash_table_new_full (NULL, NULL, NULL, process_free);

  /* A kernel without these statistics says "0 0 0", also of who asks. */
  self->has_schedstat = apm_thread_read_schedstat (task_fd, gettid (), &counters) &&
                        (counters.cpu_ns > 0 || counters.slices > 0);
  close (task_fd);

  return self;
}

void
apm_thread_scanner_free (ApmThreadScanner *self)
{
  close (self->proc_fd);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->processes);
  g_free (self);
}

/**
 * apm_thread_scanner_get_n_read:
 *
 * Returns: how many threads were read anew in the last look
 */
guint
apm_thread_scanner_get_n_read (ApmThreadScanner *self)
{
  return self->n_read;
}

/* What clock_getcpuclockid(3) makes of a PID; -1 if there is none such. */
static gint64
read_clock (int pid)
{
  struct timespec time;

  if (clock_gettime ((clockid_t) (~(guint) pid << 3 | 2), &time) != 0)
    return -1;

  return time.tv_sec * NS_PER_SEC + time.tv_nsec;
}

static gboolean
is_turn (ApmThreadScanner *self,
         int               number)
{
  return ((guint) number + self->generation) % ROTATION == 0;
}

static void
hand_out (ApmThreadScanner *self,
          ApmThreadKnown   *known,
          const Process    *process,
          GPtrArray        *rows)
{
  ApmThread *row;

  known->seen = self->generation;
  apm_thread_known_take_moment (known, self->sources);
  row = apm_thread_known_dup_row (known);
  row->process = process->name ? g_ref_string_acquire ((char *) process->name) : NULL;
  row->process_started_us = process->started_us;
  g_ptr_array_add (rows, row);
}

static gboolean
stands_still (ApmThreadScanner        *self,
              const Process           *process,
              const ApmThreadKnown    *known,
              const ApmThreadCounters *now)
{
  return known && self->has_schedstat && now->cpu_ns == known->counters.cpu_ns &&
         now->wait_ns == known->counters.wait_ns && now->slices == known->counters.slices &&
         !apm_thread_known_is_restless (known) && !is_turn (self, known->row.tid) && (self->sources & ~process->sources) == 0;
}

static void
look_at (ApmThreadScanner *self,
         Process          *process,
         int               task_fd,
         int               pid,
         int               tid,
         GPtrArray        *rows)
{
  ApmThreadKnown *known = g_hash_table_lookup (self->known, GINT_TO_POINTER (tid));
  ApmThreadCounters counters = { -1, -1, -1, -1, -1 };
  ApmStat stat;

  if (self->has_schedstat)
    apm_thread_read_schedstat (task_fd, tid, &counters);
  if (stands_still (self, process, known, &counters))
    {
      apm_thread_known_calm (known);
    }
  else
    {
      /* One that has gone between the two looks is no thread any more. */
      if (!apm_stat_read (task_fd, tid, &stat, NULL))
        return;
      if (known == NULL || known->row.pid != pid ||
          known->row.started_us != apm_stat_ticks_to_us (stat.start_ticks))
        {
          known = apm_thread_known_new (pid, tid);
          g_hash_table_insert (self->known, GINT_TO_POINTER (tid), known);
        }
      self->n_read++;
      apm_thread_known_read (known, task_fd, &stat, self->sources, &counters);
    }

  if (tid == pid)
    {
      apm_thread_set_ref_string (&process->name, known->row.name);
      process->started_us = known->row.started_us;
    }
  process->is_restless |= apm_thread_known_is_restless (known);
  hand_out (self, known, process, rows);
}

static Process *
get_process (ApmThreadScanner *self,
             int               pid)
{
  Process *process = g_hash_table_lookup (self->processes, GINT_TO_POINTER (pid));

  if (process == NULL)
    {
      process = g_new0 (Process, 1);
      process->clock_ns = -1;
      process->tids = g_array_new (FALSE, FALSE, sizeof (int));
      g_hash_table_insert (self->processes, GINT_TO_POINTER (pid), process);
    }

  return process;
}

static int
open_task (ApmThreadScanner *self,
           int               pid)
{
  char path[32];

  g_snprintf (path, sizeof path, "%d/task", pid);

  return openat (self->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* None of its threads has run: only those whose turn it is are read again. */
static void
keep_process (ApmThreadScanner *self,
              Process          *process,
              int               pid,
              GPtrArray        *rows)
{
  int task_fd = -1;

  for (guint i = 0; i < process->tids->len; i++)
    {
      int tid = g_array_index (process->tids, int, i);
      ApmThreadKnown *known = g_hash_table_lookup (self->known, GINT_TO_POINTER (tid));

      if (known && !is_turn (self, tid))
        {
          apm_thread_known_calm (known);
          hand_out (self, known, process, rows);
          continue;
        }
      if (task_fd < 0)
        task_fd = open_task (self, pid);
      look_at (self, process, task_fd, pid, tid, rows);
    }
  apm_clear_fd (&task_fd);
}

/* Any number that a name in /proc is, else 0. */
static int
parse_id (const char *name)
{
  gint64 id = g_ascii_isdigit (*name) ? g_ascii_strtoll (name, NULL, 10) : 0;

  return id <= G_MAXINT ? (int) id : 0;
}

/* Returns: 0 or an errno */
static int
scan_process (ApmThreadScanner *self,
              int               pid,
              GPtrArray        *rows)
{
  Process *process = get_process (self, pid);
  gint64 clock_ns = read_clock (pid);
  DIR *dir;
  int fd;
  struct dirent *entry;

  process->seen = self->generation;
  if (clock_ns >= 0 && clock_ns == process->clock_ns && !process->is_restless &&
      (self->sources & ~process->sources) == 0)
    {
      keep_process (self, process, pid, rows);
      return 0;
    }

  fd = open_task (self, pid);
  dir = fd >= 0 ? fdopendir (fd) : NULL;
  if (dir == NULL)
    return errno;

  process->clock_ns = clock_ns;
  process->is_restless = FALSE;
  g_array_set_size (process->tids, 0);
  while ((entry = readdir (dir)))
    {
      int tid = parse_id (entry->d_name);

      if (tid <= 0)
        continue;
      g_array_append_val (process->tids, tid);
      look_at (self, process, fd, pid, tid, rows);
    }
  closedir (dir);
  process->sources = self->sources;

  return 0;
}

static int
scan_all (ApmThreadScanner *self,
          GPtrArray        *rows)
{
  DIR *dir = opendir ("/proc");
  struct dirent *entry;

  if (dir == NULL)
    return errno;

  while ((entry = readdir (dir)))
    {
      int pid = parse_id (entry->d_name);

      if (pid > 0)
        scan_process (self, pid, rows);
    }
  closedir (dir);

  return 0;
}

static gboolean
is_thread_past (gpointer key,
                gpointer value,
                gpointer user_data)
{
  return ((ApmThreadKnown *) value)->seen != ((ApmThreadScanner *) user_data)->generation;
}

static gboolean
is_process_past (gpointer key,
                 gpointer value,
                 gpointer user_data)
{
  return ((Process *) value)->seen != ((ApmThreadScanner *) user_data)->generation;
}

/**
 * apm_thread_scanner_scan:
 * @pid: or %APM_ALL_PROCESSES
 * @sources: bits of ApmThreadSource
 *
 * Rates are those since the last look; there are none in the first. Errors:
 * %APM_ERROR_GONE, %APM_ERROR_DENIED.
 *
 * Returns: (transfer full): of ApmThread
 */
GPtrArray *
apm_thread_scanner_scan (ApmThreadScanner *self,
                         int               pid,
                         guint             sources,
                         GError          **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_thread_free);
  int reason;

  self->generation++;
  self->sources = sources;
  self->n_read = 0;
  reason = pid == APM_ALL_PROCESSES ? scan_all (self, rows) : scan_process (self, pid, rows);
  g_hash_table_foreach_remove (self->known, is_thread_past, self);
  g_hash_table_foreach_remove (self->processes, is_process_past, self);
  if (reason == 0 && rows->len > 0)
    return g_steal_pointer (&rows);

  if (pid == APM_ALL_PROCESSES)
    apm_set_error_from_errno (error, reason, _("The threads of the system cannot be listed"));
  else if (reason == 0 || reason == ENOENT || reason == ESRCH)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("There is no process with the number %d"), pid);
  else
    apm_set_error_from_errno (error, reason, _("The threads of process %d cannot be listed"), pid);

  return NULL;
}

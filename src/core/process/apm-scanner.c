/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scanner.h"

#include "apm-error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* In so many passes each process is read at least once, moved or not. */
#define ROTATION 16

#define NS_PER_SEC G_GINT64_CONSTANT (1000000000)
#define NEW_NS (3 * NS_PER_SEC)
#define LINGER_NS (5 * NS_PER_SEC)
#define BIRTH_NS (3 * NS_PER_SEC / 2)

/* A build may end thousands a second; nobody reads so many. */
#define MOST_ENDED 200

typedef struct {
  ApmProcess process;
  ApmProcessInfo *info;    /* NULL until it is read */
  ApmProcessMore *more;
  gint64 cpu_ns;           /* its CPU clock, at_ns */
  gint64 at_ns;
  gint64 clock_ns;         /* its CPU clock in this pass, -1 if it has none */
  gint64 look_ns;          /* when that was read */
  gint64 texts_cpu_ns;     /* its CPU clock when the texts were read */
  gint64 born_ns;          /* when we first saw it; 0: it was there before us */
  gint64 ended_ns;
  guint sources;           /* what more was read for */
  guint pass;              /* the last that saw it */
  gboolean wanted;
  gboolean was_read;       /* in this pass */
} Entry;

struct _ApmScanner
{
  DIR *proc;
  int loadavg_fd;
  gboolean clocks_fit;     /* /proc counts the processes as our clocks do */
  guint64 page_size;
  ApmMoreReader *more_reader;
  guint sources;

  guint pass;
  gint64 pass_ns;          /* when the pass before began */
  gint64 this_pass_ns;
  gint64 boot_us;          /* the boot clock in this pass */
  gint64 last_pid;         /* the last number given away; -1: not told */
  gint64 last_birth_ns;    /* when that was seen to change */
  guint n_read;

  GHashTable *entries;     /* PID to Entry */
  GPtrArray *living;       /* of Entry, in the order of their PIDs */
  GPtrArray *ended;        /* of Entry, which linger; owned */
  GHashTable *orphaning;   /* set of PIDs whose children have a new parent */
};

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->info, apm_process_info_unref);
  g_clear_pointer (&entry->more, apm_process_more_unref);
  g_free (entry);
}

static void
sample_clear (ApmSample *sample)
{
  g_clear_pointer (&sample->info, apm_process_info_unref);
  g_clear_pointer (&sample->more, apm_process_more_unref);
}

/* Seen through another PID namespace's /proc, the clocks are of other processes. */
static gboolean
is_proc_ours (int proc_fd)
{
  char self[16];
  gssize length = readlinkat (proc_fd, "self", self, sizeof self - 1);

  if (length < 0)
    return FALSE;
  self[length] = '\0';

  return atoi (self) == getpid ();
}

ApmScanner *
apm_scanner_new (GError **error)
{
  g_autoptr(ApmScanner) self = g_new0 (ApmScanner, 1);

  self->page_size = sysconf (_SC_PAGESIZE);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
  self->orphaning = g_hash_table_new (NULL, NULL);
  self->living = g_ptr_array_new ();
  self->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->loadavg_fd = -1;
  self->proc = opendir ("/proc");
  if (!self->proc)
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      return NULL;
    }

  self->loadavg_fd = openat (dirfd (self->proc), "loadavg", O_RDONLY | O_CLOEXEC);
  self->clocks_fit = is_proc_ours (dirfd (self->proc));
  self->more_reader = apm_more_reader_new (dirfd (self->proc));

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
  Entry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

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

static gint64
clock_ns (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) < 0)
    return -1;

  return time.tv_sec * NS_PER_SEC + time.tv_nsec;
}

/* Returns: user and system time, to the nanosecond; of others' processes too.
 * The id is what clock_getcpuclockid(3) would say, without its system call. */
static gint64
cpu_clock_ns (int pid)
{
  return clock_ns ((clockid_t) ((~(guint) pid << 3) | 2));
}

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
static gboolean
must_list (ApmScanner *self)
{
  gint64 before = self->last_pid;

  self->last_pid = read_last_pid (self);
  if (self->last_pid != before)
    self->last_birth_ns = self->this_pass_ns;

  return !self->clocks_fit || self->last_pid < 0 || self->pass % ROTATION == 0 ||
         self->this_pass_ns - self->last_birth_ns < BIRTH_NS;
}

static void
note_ended (ApmScanner *self,
            Entry      *entry)
{
  ApmProcess *process = &entry->process;

  g_hash_table_add (self->orphaning, GINT_TO_POINTER (process->pid));
  g_hash_table_steal (self->entries, GINT_TO_POINTER (process->pid));
  if (!entry->info)
    {
      entry_free (entry);
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

static void
forget_ended (ApmScanner *self)
{
  guint n = self->ended->len > MOST_ENDED ? self->ended->len - MOST_ENDED : 0;

  while (n < self->ended->len && ((Entry *) self->ended->pdata[n])->ended_ns < self->this_pass_ns - LINGER_NS)
    n++;
  if (n > 0)
    g_ptr_array_remove_range (self->ended, 0, n);
}

static void
list_processes (ApmScanner *self)
{
  struct dirent *dirent;
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->living);

  self->living = g_ptr_array_sized_new (before->len + 1);
  rewinddir (self->proc);
  while ((dirent = readdir (self->proc)))
    if (g_ascii_isdigit (dirent->d_name[0]))
      {
        int pid = atoi (dirent->d_name);
        Entry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

        if (!entry)
          {
            entry = g_new0 (Entry, 1);
            entry->process.pid = pid;
            g_hash_table_insert (self->entries, GINT_TO_POINTER (pid), entry);
          }
        entry->pass = self->pass;
        g_ptr_array_add (self->living, entry);
      }

  for (guint i = 0; i < before->len; i++)
    if (((Entry *) before->pdata[i])->pass != self->pass)
      note_ended (self, before->pdata[i]);
}

static void
update_texts (ApmScanner    *self,
              Entry         *entry,
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
             const Entry *entry)
{
  return (guint) entry->process.pid % ROTATION == self->pass % ROTATION;
}

/* A program may change its title and its owner without changing its name, but not
 * without running. */
static gboolean
texts_may_differ (ApmScanner    *self,
                  const Entry   *entry,
                  const ApmStat *stat)
{
  if (!entry->info || strcmp (entry->info->comm, stat->comm) != 0)
    return TRUE;

  return is_its_turn (self, entry) && (entry->clock_ns < 0 || entry->clock_ns != entry->texts_cpu_ns);
}

/* The number of @entry is another process's now. */
static void
replace_process (ApmScanner *self,
                 Entry      *entry)
{
  Entry *gone = g_memdup2 (entry, sizeof *entry);
  Entry fresh = { .process.pid = entry->process.pid, .clock_ns = entry->clock_ns,
                  .look_ns = entry->look_ns, .pass = entry->pass };

  *entry = fresh;
  /* It owns what the old one had; the number stays in the table. */
  g_hash_table_steal (self->entries, GINT_TO_POINTER (gone->process.pid));
  note_ended (self, gone);
  g_hash_table_insert (self->entries, GINT_TO_POINTER (entry->process.pid), entry);
}

static void
read_more (ApmScanner    *self,
           Entry         *entry,
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
            Entry      *entry)
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

/* One that is new since the pass before has had that long; of one that was there
 * before our first pass nothing is known yet. */
static void
update_cpu (ApmScanner *self,
            Entry      *entry)
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

/* Still since the pass before, as far as can be told without reading. */
static gboolean
is_still (ApmScanner  *self,
          const Entry *entry)
{
  return entry->info && entry->clock_ns >= 0 && entry->clock_ns == entry->cpu_ns && !entry->wanted &&
         entry->sources == self->sources && !is_its_turn (self, entry);
}

/* Reads all that may have changed. Returns: FALSE if cancelled. */
static gboolean
read_moved (ApmScanner *self,
            const gint *cancelled)
{
  for (guint i = 0; i < self->living->len; i++)
    {
      Entry *entry = self->living->pdata[i];

      if (cancelled && g_atomic_int_get (cancelled))
        return FALSE;

      entry->clock_ns = self->clocks_fit ? cpu_clock_ns (entry->process.pid) : -1;
      entry->look_ns = clock_ns (CLOCK_MONOTONIC);
      entry->was_read = FALSE;
      if (!is_still (self, entry) && !read_entry (self, entry))
        {
          note_ended (self, entry);
          self->living->pdata[i] = NULL;
        }
    }

  return TRUE;
}

/* Their clocks do not tell of the new parent. */
static void
read_orphans (ApmScanner *self)
{
  if (g_hash_table_size (self->orphaning) == 0)
    return;

  for (guint i = 0; i < self->living->len; i++)
    {
      Entry *entry = self->living->pdata[i];

      if (!entry || entry->was_read || !g_hash_table_contains (self->orphaning, GINT_TO_POINTER (entry->process.ppid)))
        continue;
      if (!read_entry (self, entry))
        {
          note_ended (self, entry);
          self->living->pdata[i] = NULL;
        }
    }
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
            Entry      *entry)
{
  ApmSample sample = {
    entry->process, apm_process_info_ref (entry->info), entry->more ? apm_process_more_ref (entry->more) : NULL,
  };

  if (self->sources & APM_SOURCE_PARENT)
    {
      /* In the same snapshot, so its texts live as long. */
      const Entry *parent = g_hash_table_lookup (self->entries, GINT_TO_POINTER (entry->process.ppid));

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
      Entry *entry = self->living->pdata[i];

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
  self->this_pass_ns = clock_ns (CLOCK_MONOTONIC);
  self->boot_us = clock_ns (CLOCK_BOOTTIME) / 1000;
  self->n_read = 0;
  g_hash_table_remove_all (self->orphaning);

  if (must_list (self))
    list_processes (self);
  if (!read_moved (self, cancelled))
    return FALSE;
  read_orphans (self);
  drop_ended (self);
  forget_ended (self);
  add_samples (self, samples);
  *n_living = self->living->len;

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

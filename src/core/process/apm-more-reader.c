/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-more.h"

#include "apm-cgroup.h"
#include "apm-projects.h"
#include "apm-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Sums over threads are not taken of a process with more of them. */
#define MOST_THREADS 512

struct _ApmMoreReader
{
  int proc_fd;
  ApmProjects *projects;
  char text[8 * 1024];
  gsize length;
};

/* One process, while it is read. */
typedef struct {
  ApmMoreReader *reader;
  const ApmStat *stat;
  ApmProcessMore *more;
  guint sources;
} Reading;

ApmMoreReader *
apm_more_reader_new (int proc_fd)
{
  ApmMoreReader *self = g_new0 (ApmMoreReader, 1);

  self->proc_fd = proc_fd;
  self->projects = apm_projects_new (proc_fd);

  return self;
}

void
apm_more_reader_free (ApmMoreReader *self)
{
  apm_projects_free (self->projects);
  g_free (self);
}

static gboolean
wants (Reading   *reading,
       ApmSource  source)
{
  return (reading->sources & source) != 0;
}

/* Returns: whether there is something to read; else, if it is refused, @source is
 * marked as such. */
static gboolean
read_text (Reading    *reading,
           const char *path,
           ApmSource   source)
{
  ApmMoreReader *self = reading->reader;
  gssize got = -1;
  int fd = openat (self->proc_fd, path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0)
    {
      got = read (fd, self->text, sizeof self->text - 1);
      if (got < 0 && errno == EACCES)
        reading->more->denied |= source;
      close (fd);
    }
  else if (errno == EACCES || errno == EPERM)
    {
      reading->more->denied |= source;
    }
  self->length = MAX (got, 0);
  self->text[self->length] = '\0';

  return got > 0;
}

static gboolean
read_file (Reading    *reading,
           const char *file,
           ApmSource   source)
{
  char path[48];

  g_snprintf (path, sizeof path, "%d/%s", reading->stat->pid, file);

  return read_text (reading, path, source);
}

/* Returns: the number behind "\nKEY" of what was read, -1 if there is none. */
static gint64
find_number (Reading    *reading,
             const char *key)
{
  const char *at = reading->reader->text;
  gsize length = strlen (key);

  for (; at && *at; at = strchr (at, '\n') ? strchr (at, '\n') + 1 : NULL)
    if (strncmp (at, key, length) == 0)
      return g_ascii_strtoll (at + length, NULL, 10);

  return -1;
}

static gint64
kib_to_bytes (gint64 kib)
{
  return kib >= 0 ? kib * 1024 : G_MININT64;
}

/* The numbers of Documentation/admin-guide/devices.txt; the kernel tells 12 bits of
 * major and 20 of minor, mixed (tty_nr in proc_pid_stat(5)). */
char *
apm_terminal_dup_name (int device)
{
  guint number = (guint) device;
  guint major = number >> 8 & 0xfff;
  guint minor = (number & 0xff) | (number >> 12 & 0xfff00);
  char name[32];

  if (device == 0)
    return NULL;
  if (major >= 136 && major <= 143)
    g_snprintf (name, sizeof name, "pts/%u", minor + (major - 136) * 256);
  else if (major == 4 && minor < 64)
    g_snprintf (name, sizeof name, "tty%u", minor);
  else if (major == 4)
    g_snprintf (name, sizeof name, "ttyS%u", minor - 64);
  else if (major == 5 && minor == 1)
    g_snprintf (name, sizeof name, "console");
  else
    g_snprintf (name, sizeof name, "%u:%u", major, minor);

  return g_strdup (name);
}

static char *
intern (char *text)
{
  g_autofree char *owned = text;
  g_autofree char *shown = owned ? apm_text_to_utf8 (owned, -1) : NULL;

  return shown ? g_ref_string_new_intern (shown) : NULL;
}

static void
take_stat (Reading *reading)
{
  const ApmStat *stat = reading->stat;
  ApmProcessMore *more = reading->more;

  more->nice = stat->nice;
  more->priority = stat->priority;
  more->session = stat->session;
  more->process_group = stat->process_group;
  more->last_cpu = stat->last_cpu >= 0 ? stat->last_cpu : G_MININT;
  more->policy = apm_stat_policy_word (stat->policy);
  more->terminal = intern (apm_terminal_dup_name (stat->terminal));
  more->virtual_bytes = (gint64) MIN (stat->virtual_bytes, (guint64) G_MAXINT64);
  more->children_cpu_time_us = apm_stat_ticks_to_us (stat->children_ticks);
  more->minor_faults = (gint64) MIN (stat->minor_faults, (guint64) G_MAXINT64);
  more->major_faults = (gint64) MIN (stat->major_faults, (guint64) G_MAXINT64);
}

static void
take_switches (Reading *reading)
{
  ApmProcessMore *more = reading->more;
  gint64 voluntary = find_number (reading, "voluntary_ctxt_switches:");
  gint64 involuntary = find_number (reading, "nonvoluntary_ctxt_switches:");

  if (voluntary >= 0)
    more->voluntary_switches = MAX (more->voluntary_switches, 0) + voluntary;
  if (involuntary >= 0)
    more->involuntary_switches = MAX (more->involuntary_switches, 0) + involuntary;
}

static void
take_run_wait (Reading *reading)
{
  char *wait;

  (void) g_ascii_strtoull (reading->reader->text, &wait, 10);
  reading->more->run_wait_ns = MAX (reading->more->run_wait_ns, 0) + g_ascii_strtoll (wait, NULL, 10);
}

/* What the kernel tells of each thread only, summed up. */
static void
read_threads (Reading *reading)
{
  char path[48];
  DIR *tasks;
  int fd;
  struct dirent *dirent;

  if (reading->stat->threads > MOST_THREADS)
    return;
  g_snprintf (path, sizeof path, "%d/task", reading->stat->pid);
  fd = openat (reading->reader->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  tasks = fd >= 0 ? fdopendir (fd) : NULL;
  while (tasks && (dirent = readdir (tasks)))
    {
      int tid = atoi (dirent->d_name);

      if (tid <= 0)
        continue;
      g_snprintf (path, sizeof path, "%d/task/%d/status", reading->stat->pid, tid);
      if (wants (reading, APM_SOURCE_SWITCHES) && read_text (reading, path, APM_SOURCE_SWITCHES))
        take_switches (reading);
      g_snprintf (path, sizeof path, "%d/task/%d/schedstat", reading->stat->pid, tid);
      if (wants (reading, APM_SOURCE_SCHEDSTAT) && read_text (reading, path, APM_SOURCE_SCHEDSTAT))
        take_run_wait (reading);
    }
  if (tasks)
    closedir (tasks);
}

static void
read_status (Reading *reading)
{
  gboolean alone = reading->stat->threads <= 1;

  if (wants (reading, APM_SOURCE_STATUS) || (alone && wants (reading, APM_SOURCE_SWITCHES)))
    {
      if (read_file (reading, "status", APM_SOURCE_STATUS | APM_SOURCE_SWITCHES))
        {
          gint64 file_kib = find_number (reading, "RssFile:");
          gint64 shmem_kib = find_number (reading, "RssShmem:");

          reading->more->swap_bytes = kib_to_bytes (find_number (reading, "VmSwap:"));
          reading->more->shared_bytes = file_kib >= 0 && shmem_kib >= 0 ? kib_to_bytes (file_kib + shmem_kib) : G_MININT64;
          if (alone)
            take_switches (reading);
        }
    }
  if (alone && wants (reading, APM_SOURCE_SCHEDSTAT) && read_file (reading, "schedstat", APM_SOURCE_SCHEDSTAT))
    take_run_wait (reading);
  if (!alone && wants (reading, APM_SOURCE_SWITCHES | APM_SOURCE_SCHEDSTAT))
    read_threads (reading);
}

static void
read_io (Reading *reading)
{
  if (!read_file (reading, "io", APM_SOURCE_IO))
    return;

  reading->more->read_bytes = MAX (find_number (reading, "read_bytes:"), 0);
  reading->more->written_bytes = MAX (find_number (reading, "write_bytes:"), 0);
}

static void
read_cgroup (Reading *reading)
{
  g_autofree char *path = NULL;

  if (!read_file (reading, "cgroup", APM_SOURCE_CGROUP))
    return;

  path = apm_cgroup_dup_path (reading->reader->text);
  reading->more->unit = intern (apm_cgroup_dup_unit (path));
  reading->more->container = intern (apm_cgroup_dup_container (path));
  reading->more->cgroup = intern (g_steal_pointer (&path));
}

static char *
read_link (Reading    *reading,
           const char *file,
           ApmSource   source)
{
  ApmMoreReader *self = reading->reader;
  char path[48];
  gssize length;

  g_snprintf (path, sizeof path, "%d/%s", reading->stat->pid, file);
  length = readlinkat (self->proc_fd, path, self->text, sizeof self->text - 1);
  if (length < 0)
    {
      if (errno == EACCES || errno == EPERM)
        reading->more->denied |= source;
      return NULL;
    }
  self->text[length] = '\0';

  return self->text;
}

static void
read_cwd (Reading *reading)
{
  const char *cwd = read_link (reading, "cwd", APM_SOURCE_CWD | APM_SOURCE_PROJECT);
  const char *project;

  if (!cwd)
    return;

  if (wants (reading, APM_SOURCE_PROJECT))
    {
      project = apm_projects_find (reading->reader->projects, reading->stat->pid, cwd);
      reading->more->project = intern (g_strdup (project));
    }
  reading->more->cwd = intern (g_strdup (cwd));
}

/* Whoever may not know reads "0", as of one that does not wait. */
static void
read_wait_channel (Reading *reading)
{
  if (!read_file (reading, "wchan", APM_SOURCE_WCHAN))
    return;

  if (strcmp (reading->reader->text, "0") != 0)
    reading->more->wait_channel = intern (g_strdup (reading->reader->text));
  else if (reading->stat->state != 'R' && reading->stat->state != 'Z' && geteuid () != 0)
    reading->more->denied |= APM_SOURCE_WCHAN;
}

static int
count_entries (int fd)
{
  DIR *dir = fdopendir (fd);
  struct dirent *dirent;
  int n = 0;

  while (dir && (dirent = readdir (dir)))
    n += dirent->d_name[0] != '.';
  if (dir)
    closedir (dir);

  return n;
}

/* Since Linux 6.2 the size of the folder is the number; before, it is 0. */
static void
read_descriptors (Reading *reading)
{
  struct stat status;
  char path[48];
  int fd;

  g_snprintf (path, sizeof path, "%d/fd", reading->stat->pid);
  if (fstatat (reading->reader->proc_fd, path, &status, 0) == 0 && status.st_size > 0)
    {
      reading->more->descriptors = (int) status.st_size;
      return;
    }

  fd = openat (reading->reader->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    reading->more->descriptors = count_entries (fd);
  else if (errno == EACCES || errno == EPERM)
    reading->more->denied |= APM_SOURCE_FDS;
}

/**
 * apm_more_reader_read:
 * @stat: just read
 * @before: (nullable): what was read of the same process @elapsed_ns ago
 *
 * Returns: (transfer full): what could be read of @sources
 */
ApmProcessMore *
apm_more_reader_read (ApmMoreReader        *self,
                      const ApmStat        *stat,
                      guint                 sources,
                      const ApmProcessMore *before,
                      gint64                elapsed_ns)
{
  Reading reading = { self, stat, apm_process_more_new (), sources };

  take_stat (&reading);
  read_status (&reading);
  if (wants (&reading, APM_SOURCE_PSS) && read_file (&reading, "smaps_rollup", APM_SOURCE_PSS))
    reading.more->pss_bytes = kib_to_bytes (find_number (&reading, "Pss:"));
  if (wants (&reading, APM_SOURCE_IO))
    read_io (&reading);
  if (wants (&reading, APM_SOURCE_CGROUP))
    read_cgroup (&reading);
  if (wants (&reading, APM_SOURCE_CWD | APM_SOURCE_PROJECT))
    read_cwd (&reading);
  if (wants (&reading, APM_SOURCE_EXE))
    reading.more->exe = intern (g_strdup (read_link (&reading, "exe", APM_SOURCE_EXE)));
  if (wants (&reading, APM_SOURCE_OOM) && read_file (&reading, "oom_score", APM_SOURCE_OOM))
    reading.more->oom_score = atoi (self->text);
  if (wants (&reading, APM_SOURCE_WCHAN))
    read_wait_channel (&reading);
  if (wants (&reading, APM_SOURCE_FDS))
    read_descriptors (&reading);
  apm_process_more_set_rates (reading.more, before, elapsed_ns);

  return reading.more;
}

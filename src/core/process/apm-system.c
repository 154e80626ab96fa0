/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-system.h"

#include "apm-clock.h"
#include "apm-system-group.h"
#include "apm-system-parse.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* A file that is longer lies; 4,096 CPUs take 400 KiB. */
#define MOST_TEXT (4 * 1024 * 1024)

typedef enum { FILE_STAT, FILE_MEMINFO, FILE_LOAD, FILE_CPU, FILE_IO, FILE_MEMORY, N_FILES } File;

static const char *const file_names[] = {
  [FILE_STAT] = "proc/stat",
  [FILE_MEMINFO] = "proc/meminfo",
  [FILE_LOAD] = "proc/loadavg",
  [FILE_CPU] = "proc/pressure/cpu",
  [FILE_IO] = "proc/pressure/io",
  [FILE_MEMORY] = "proc/pressure/memory",
};

struct _ApmSystemReader
{
  int fds[N_FILES];
  int errnos[N_FILES];     /* of the last attempt */
  char *text;
  gsize room;

  ApmSystemGroup *group;
  ApmCpuTicks total;       /* of the reading before */
  GArray *cpus;            /* of ApmCpuTicks, likewise */
  GArray *now;
  guint64 last_pid;        /* at the reading before, 0: there is none */
  gint64 last_pid_us;
};

/**
 * apm_system_reader_new:
 * @root: (nullable): a folder that stands for "/", for tests
 *
 * Opens the files that there are. What is missing is not measured.
 */
ApmSystemReader *
apm_system_reader_new (const char *root)
{
  ApmSystemReader *self = g_new0 (ApmSystemReader, 1);

  self->room = 4 * 1024;
  self->text = g_malloc (self->room);
  self->cpus = g_array_new (FALSE, TRUE, sizeof (ApmCpuTicks));
  self->now = g_array_new (FALSE, TRUE, sizeof (ApmCpuTicks));
  self->group = apm_system_group_new (root ? root : "/");
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_build_filename (root ? root : "/", file_names[i], NULL);

      self->fds[i] = open (name, O_RDONLY | O_CLOEXEC);
      self->errnos[i] = self->fds[i] < 0 ? errno : 0;
    }

  return self;
}

void
apm_system_reader_free (ApmSystemReader *self)
{
  for (guint i = 0; i < N_FILES; i++)
    apm_clear_fd (&self->fds[i]);
  apm_system_group_free (self->group);
  g_array_unref (self->cpus);
  g_array_unref (self->now);
  g_free (self->text);
  g_free (self);
}

/* Reads a file from its beginning; of /proc/stat only the CPUs are wanted, and the
 * interrupts behind them are many. */
static const char *
read_text (ApmSystemReader *self,
           File             file)
{
  gsize length = 0;

  while (self->fds[file] >= 0 && self->room <= MOST_TEXT)
    {
      gssize n = pread (self->fds[file], self->text + length, self->room - length - 1, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          self->errnos[file] = errno;
          return NULL;
        }
      length += n;
      self->text[length] = '\0';
      if (n == 0 || (file == FILE_STAT && strstr (self->text, "\nintr")))
        {
          self->errnos[file] = 0;
          return self->text;
        }
      if (length + 1 == self->room)
        self->text = g_realloc (self->text, self->room *= 2);
    }

  return NULL;
}

static void
read_cpus (ApmSystemReader *self,
           ApmSystem       *system)
{
  const char *text = read_text (self, FILE_STAT);
  ApmCpuTicks none = { 0 }, total = { 0 };

  system->n_online = 0;
  if (!text || !apm_system_parse_stat (text, &total, self->now))
    {
      apm_system_use (&none, &none, &system->cpu);
      for (guint i = 0; i < system->n_cpus; i++)
        apm_system_use (&none, &none, &system->cpus[i]);
      return;
    }

  if (system->n_cpus != self->now->len)
    {
      system->cpus = g_renew (ApmCpuUse, system->cpus, self->now->len);
      system->n_cpus = self->now->len;
    }
  apm_system_use (&self->total, &total, &system->cpu);
  for (guint i = 0; i < self->now->len; i++)
    {
      const ApmCpuTicks *now = &g_array_index (self->now, ApmCpuTicks, i);

      apm_system_use (i < self->cpus->len ? &g_array_index (self->cpus, ApmCpuTicks, i) : &none, now,
                      &system->cpus[i]);
      system->n_online += now->online;
    }

  self->total = total;
  g_array_set_size (self->cpus, 0);
  g_array_append_vals (self->cpus, self->now->data, self->now->len);
}

static void
read_pressure (ApmSystemReader *self,
               ApmSystem       *system)
{
  G_STATIC_ASSERT (FILE_MEMORY - FILE_CPU == (int) APM_PRESSURE_MEMORY);

  system->pressure_errno = 0;
  for (guint i = 0; i < APM_N_PRESSURES; i++)
    {
      const char *text = read_text (self, FILE_CPU + i);

      system->pressure[i] = (ApmPressure) { NAN, NAN };
      if (text && !apm_system_parse_pressure (text, &system->pressure[i]))
        self->errnos[FILE_CPU + i] = EPROTO;
      if (system->pressure_errno == 0)
        system->pressure_errno = self->errnos[FILE_CPU + i];
    }
}

/* Each has a number of its own, and these are given away in order; where they begin
 * anew nothing is known. */
static void
take_started (ApmSystemReader *self,
              ApmSystem       *system)
{
  gint64 us = system->read_us - self->last_pid_us;

  system->started_per_s = NAN;
  if (self->last_pid > 0 && system->last_pid >= self->last_pid && us > 0)
    system->started_per_s = (double) (system->last_pid - self->last_pid) * G_USEC_PER_SEC / us;
  self->last_pid = system->last_pid;
  self->last_pid_us = system->read_us;
}

/**
 * apm_system_reader_read:
 * @system: (inout): zeroed, or filled in before: its memory is used again
 *
 * Eight files that are already open, a few dozen microseconds. CPU shares are of the
 * time since the reading before.
 */
void
apm_system_reader_read (ApmSystemReader *self,
                        ApmSystem       *system)
{
  const char *text;

  system->read_us = g_get_monotonic_time ();
  read_cpus (self, system);

  system->memory_total_bytes = system->memory_available_bytes = 0;
  system->swap_total_bytes = system->swap_free_bytes = 0;
  text = read_text (self, FILE_MEMINFO);
  if (text)
    apm_system_parse_meminfo (text, system);
  apm_system_group_read (self->group, system);

  system->load[0] = system->load[1] = system->load[2] = -1;
  system->n_running = system->n_tasks = 0;
  system->last_pid = 0;
  text = read_text (self, FILE_LOAD);
  if (text)
    apm_system_parse_load (text, system);
  take_started (self, system);

  read_pressure (self, system);
  system->uptime_us = apm_clock_since_boot_us ();
}

/**
 * apm_system_clear:
 *
 * Frees what it holds; it may be filled in again.
 */
void
apm_system_clear (ApmSystem *self)
{
  g_free (self->cpus);
  *self = (ApmSystem) { 0 };
}

/**
 * apm_system_copy:
 * @copy: (inout): zeroed, or filled in before
 */
void
apm_system_copy (const ApmSystem *self,
                 ApmSystem       *copy)
{
  ApmCpuUse *cpus = copy->cpus;

  if (copy->n_cpus != self->n_cpus)
    cpus = g_renew (ApmCpuUse, cpus, self->n_cpus);
  *copy = *self;
  copy->cpus = cpus;
  if (self->n_cpus > 0)
    memcpy (copy->cpus, self->cpus, self->n_cpus * sizeof (ApmCpuUse));
}

/**
 * apm_cpu_use_get_busy:
 *
 * Returns: the share in which it computed for us, 0 to 1; NAN where there is none.
 *   Waiting for a disk is no work, and what the host took was not ours.
 */
double
apm_cpu_use_get_busy (const ApmCpuUse *self)
{
  return self->user + self->system;
}

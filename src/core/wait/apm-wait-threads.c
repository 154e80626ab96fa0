/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Of so many processes, or of so many of their threads, memory is read together:
 * to wake up the one who reads it costs as much as to read it, and who is looked at
 * later has moved on. */
#define MOST_SUBJECTS 32
#define MOST_ASKS 256

/**
 * apm_wait_list_numbers:
 * @dir_fd: /proc, or a task folder, not read yet
 * @n_expected: once so many are there, no more are asked for; 0: not known
 * @numbers: (element-type int): what is named by a number, in order
 */
void
apm_wait_list_numbers (int     dir_fd,
                       guint   n_expected,
                       GArray *numbers)
{
  char buffer[32768] __attribute__ ((aligned (8)));
  gssize length;

  while ((n_expected == 0 || numbers->len < n_expected)
         && (length = getdents64 (dir_fd, buffer, sizeof buffer)) > 0)
    for (gssize at = 0; at < length;)
      {
        const struct dirent64 *entry = (const struct dirent64 *) (gconstpointer) (buffer + at);
        int number = 0;

        for (const char *p = entry->d_name; g_ascii_isdigit (*p) && number < G_MAXINT / 10 - 1; p++)
          number = number * 10 + (*p - '0');
        if (number > 0)
          g_array_append_val (numbers, number);
        at += entry->d_reclen;
      }
}

static ApmWait *
add_wait (ApmWaitSubject *self,
          int             tid)
{
  GArray *waits = self->look->pass->waits;
  ApmWait *wait;

  g_array_set_size (waits, waits->len + 1);
  wait = &g_array_index (waits, ApmWait, waits->len - 1);
  memset (wait, 0, sizeof *wait);
  wait->pid = self->pid;
  wait->tid = tid;
  wait->object.fd = -1;
  wait->left_us = -1;
  wait->call[0] = (guint64) -1;

  return wait;
}

static void
take_call (ApmWait       *wait,
           const ApmCall *call)
{
  wait->call[0] = (guint64) (gint64) call->number;
  memcpy (&wait->call[1], call->args, sizeof call->args);
  wait->call[7] = call->sp;
  wait->call[8] = call->pc;
}

static void
add_ask (ApmWaitSubject *self,
         const ApmCall  *call)
{
  ApmWaitAsk ask = {
    .wait = self->look->pass->waits->len - 1,
    .abi = apm_call_guess_abi (call),
    .call = *call,
  };

  ask.kind = apm_call_get_kind (ask.abi, call->number);
  apm_wait_ask (self, &ask);
  g_array_append_val (self->asks, ask);
}

static ApmWaitUnknown
reason_of (int      refusal,
           gboolean was_opened)
{
  return refusal == EPERM && was_opened ? APM_WAIT_DENIED_YAMA : APM_WAIT_DENIED_MODE;
}

/* A thread whose call may not be read: its state and its wait channel remain. */
static gboolean
look_at_refused (ApmWaitSubject *self,
                 int             tid,
                 ApmWaitUnknown  unknown)
{
  ApmStat stat;
  char path[48], text[1024];
  gssize length;

  g_snprintf (path, sizeof path, "%d/task/%d/stat", self->pid, tid);
  length = apm_small_file_read (self->look->proc_fd, path, text, sizeof text);
  if (length <= 0 || !apm_stat_parse (text, (gsize) length, &stat) || strchr ("ZXx", stat.state))
    return FALSE;
  apm_wait_tell_refused (self, add_wait (self, tid), stat.state, unknown);

  return TRUE;
}

/* Returns: whether it is a live thread of the program */
static gboolean
look_at_thread (ApmWaitSubject *self,
                int             tid,
                ApmWaitUnknown *unknown)
{
  ApmCallReader read_call = self->look->reader->read_call;
  ApmCallState state;
  ApmCall call;
  gboolean was_opened;
  int refusal;

  /* We see ourselves read, but that is no waiting. */
  if (tid == self->look->own_tid)
    {
      add_wait (self, tid);
      return TRUE;
    }
  if (*unknown != APM_WAIT_KNOWN)
    return look_at_refused (self, tid, *unknown);

  refusal = read_call (self->task_fd >= 0 ? self->task_fd : self->look->proc_fd, tid, &call, &state, &was_opened);
  if (refusal == ENOENT || refusal == ESRCH)
    return FALSE;
  if (refusal != 0)
    {
      *unknown = reason_of (refusal, was_opened);
      return look_at_refused (self, tid, *unknown);
    }
  if (state == APM_CALL_KERNEL || state == APM_CALL_NONSENSE)
    return FALSE;

  take_call (add_wait (self, tid), &call);
  if (state == APM_CALL_BLOCKED)
    add_ask (self, &call);

  return TRUE;
}

/**
 * apm_wait_open_tasks:
 *
 * Returns: /proc/PID/task, which belongs to @self; -1 if it has vanished
 */
int
apm_wait_open_tasks (ApmWaitSubject *self)
{
  char path[32];

  g_snprintf (path, sizeof path, "%d/task", self->pid);
  if (self->task_fd < 0)
    self->task_fd = openat (self->look->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  return self->task_fd;
}

static void
list_threads (ApmWaitSubject *self)
{
  if (self->tids->len > 0)
    return;
  if (self->stat.threads == 1)
    {
      g_array_append_val (self->tids, self->pid);
      return;
    }
  if (apm_wait_open_tasks (self) >= 0)
    apm_wait_list_numbers (self->task_fd, self->stat.threads, self->tids);
}

/* Where the memory goes that the calls speak of. */
static ApmMemoryJob
make_job (ApmWaitSubject *self)
{
  ApmMemoryWindow *windows = (ApmMemoryWindow *) (gpointer) self->windows->data;
  gsize size = 0;

  for (guint i = 0; i < self->windows->len; i++)
    size += windows[i].size;
  self->memory = g_malloc (MAX (size, 1));
  size = 0;
  for (guint i = 0; i < self->windows->len; i++)
    {
      windows[i].data = self->memory + size;
      size += windows[i].size;
    }

  return (ApmMemoryJob) {
    .pid = self->pid,
    .start_ticks = self->stat.start_ticks,
    .windows = windows,
    .n_windows = self->windows->len,
    .limit_us = self->look->reader->ms_a_process * G_GINT64_CONSTANT (1000),
  };
}

/* Each by its kind. */
static void
tell_all (ApmWaitSubject *self)
{
  ApmWaitPass *pass = self->look->pass;
  ApmWaitProcess *process = &g_array_index (pass->processes, ApmWaitProcess, self->process);

  apm_wait_subject_begin (self);
  for (guint i = 0; i < self->asks->len; i++)
    {
      const ApmWaitAsk *ask = &g_array_index (self->asks, ApmWaitAsk, i);

      apm_wait_tell (self, ask);
      if (self->memory_refusal == ETIME && ask->n_windows > 0)
        apm_wait_get_asked (self, ask)->unknown = APM_WAIT_TOO_SLOW;
    }
  if (self->memory_refusal == ETIME && process->unknown != APM_WAIT_TOO_SLOW)
    {
      process->unknown = APM_WAIT_TOO_SLOW;
      pass->n_slow++;
    }
  for (guint i = 0; i < process->n_waits && strchr ("Tt", self->stat.state); i++)
    apm_wait_tell_state (self, &g_array_index (pass->waits, ApmWait, process->first_wait + i), self->stat.state);
}

/**
 * apm_wait_tell_processes:
 *
 * Tells the processes that were looked at since the last time, with one read of the
 * memory of all of them.
 */
void
apm_wait_tell_processes (ApmWaitLook *look)
{
  g_autoptr(GArray) jobs = g_array_new (FALSE, FALSE, sizeof (ApmMemoryJob));
  guint n_done = 0;

  for (guint i = 0; i < look->subjects->len; i++)
    {
      ApmMemoryJob job = make_job (look->subjects->pdata[i]);

      if (job.n_windows > 0)
        g_array_append_val (jobs, job);
    }
  if (jobs->len > 0)
    apm_wait_read_memory (look->reader, (ApmMemoryJob *) (gpointer) jobs->data, jobs->len);
  for (guint i = 0; i < look->subjects->len; i++)
    {
      ApmWaitSubject *subject = look->subjects->pdata[i];

      if (subject->windows->len > 0)
        subject->memory_refusal = g_array_index (jobs, ApmMemoryJob, n_done++).reason;
      tell_all (subject);
    }
  g_ptr_array_set_size (look->subjects, 0);
  look->n_asks = 0;
}

static void
add_ended (ApmWaitSubject *self)
{
  ApmWait *wait = add_wait (self, self->pid);

  wait->kind = APM_WAIT_REAPED;
  wait->grade = APM_WAIT_GRADE_PROVEN;
  wait->nature = APM_WAIT_HARD;
  apm_wait_add_ender (self->look->pass, wait, self->stat.ppid, 0);
}

static void
look_at_threads (ApmWaitSubject *self,
                 ApmWaitProcess *process)
{
  gboolean are_some = self->tids->len > 0;

  list_threads (self);
  for (guint i = 0; i < self->tids->len; i++)
    {
      if (apm_wait_subject_is_late (self))
        {
          process->unknown = APM_WAIT_TOO_SLOW;
          break;
        }
      if (look_at_thread (self, g_array_index (self->tids, int, i), &process->unknown))
        process->n_threads++;
    }
  if (are_some || process->unknown == APM_WAIT_TOO_SLOW)
    process->n_threads = self->stat.threads;
  apm_clear_fd (&self->task_fd);
}

/* What it was seen in is told together with the others. */
static void
put_off (ApmWaitSubject *self)
{
  ApmWaitLook *look = self->look;

  g_ptr_array_add (look->subjects, self);
  look->n_asks += self->asks->len;
  if (look->n_asks >= MOST_ASKS || look->subjects->len >= MOST_SUBJECTS)
    apm_wait_tell_processes (look);
}

/**
 * apm_wait_look_at_process:
 * @tids: (nullable) (array length=n_tids): in order; %NULL: all threads
 *
 * Adds it and its threads to the pass; nothing if it has vanished.
 */
void
apm_wait_look_at_process (ApmWaitLook *look,
                          int          pid,
                          const int   *tids,
                          guint        n_tids)
{
  ApmWaitPass *pass = look->pass;
  ApmWaitProcess process = { .pid = pid, .first_wait = pass->waits->len };
  ApmWaitSubject *subject = NULL;
  g_autofree char *name = NULL;
  g_autofree char *line = NULL;
  ApmStat stat;

  if (!apm_stat_read (look->proc_fd, pid, &stat, NULL))
    return;

  name = apm_text_to_utf8 (stat.comm, -1);
  line = apm_text_escape_lines (name);
  process.ppid = stat.ppid;
  process.start_ticks = stat.start_ticks;
  process.name = g_string_chunk_insert_const (pass->texts, line);
  process.state = stat.state;
  process.is_kernel = (stat.flags & APM_STAT_KERNEL_THREAD) != 0;
  if (!process.is_kernel)
    {
      subject = apm_wait_subject_new (look, pid);
      subject->stat = stat;
      subject->process = pass->processes->len;
      if (n_tids > 0)
        g_array_append_vals (subject->tids, tids, n_tids);
      if (stat.state == 'Z' && stat.threads <= 1)
        add_ended (subject);
      else
        look_at_threads (subject, &process);
    }
  process.n_waits = pass->waits->len - process.first_wait;
  pass->n_refused += process.unknown == APM_WAIT_DENIED_MODE || process.unknown == APM_WAIT_DENIED_YAMA;
  pass->n_slow += process.unknown == APM_WAIT_TOO_SLOW;
  g_array_append_val (pass->processes, process);
  if (subject)
    put_off (subject);
}

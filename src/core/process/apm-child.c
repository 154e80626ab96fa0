/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-child.h"

#include "apm-clock.h"
#include "apm-error.h"
#include "apm-guard-private.h"
#include "apm-launch.h"
#include "apm-output.h"
#include "apm-signal.h"
#include "apm-stat.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct _ApmChild
{
  GObject parent_instance;

  int pid;
  int pidfd;
  char *name;
  char *command;
  gint64 started_us;
  gboolean ends_with_us;
  gboolean ended;
  int wait_status;
  gint64 cpu_time_us;

  guint exit_watch;          /* holds a reference: a child is always waited for */
  ApmOutput *outputs[2];     /* standard output, standard error; NULL: not ours */
  gboolean output_guarded;
};

enum { OUTPUT, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmChild, apm_child, G_TYPE_OBJECT)

static gboolean
outputs_at_end (ApmChild *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->outputs); i++)
    if (self->outputs[i] && !apm_output_at_end (self->outputs[i]))
      return FALSE;

  return TRUE;
}

static void
release_guarded_output (ApmChild *self)
{
  if (!self->output_guarded)
    return;

  self->output_guarded = FALSE;
  if (outputs_at_end (self))
    apm_guard_remove_output (self->pid);
  else
    apm_guard_drain_output (self->pid);
}

static void
apm_child_finalize (GObject *object)
{
  ApmChild *self = APM_CHILD (object);

  release_guarded_output (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->outputs); i++)
    g_clear_pointer (&self->outputs[i], apm_output_free);
  apm_clear_fd (&self->pidfd);
  g_free (self->name);
  g_free (self->command);

  G_OBJECT_CLASS (apm_child_parent_class)->finalize (object);
}

static void
apm_child_class_init (ApmChildClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_child_finalize;

  /**
   * ApmChild::output:
   * @is_stderr: which of the two it was
   * @batch: whole lines, or a piece of one that is long or does not end
   *
   * At most once a turn of the main loop for each stream.
   */
  signals[OUTPUT] = g_signal_new ("output", APM_TYPE_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
  /**
   * ApmChild::ended:
   * @wait_status: as waitpid(2) tells it
   *
   * It has been waited for, and what it had printed has been told.
   */
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_CHILD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
apm_child_init (ApmChild *self)
{
  self->pidfd = -1;
}

static void
on_output (ApmOutput *output,
           GBytes    *batch,
           gpointer   data)
{
  ApmChild *self = data;

  g_signal_emit (self, signals[OUTPUT], 0, output == self->outputs[1], batch);
}

static gboolean
on_ended (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  ApmChild *self = data;
  struct rusage usage = { 0 };

  /* The zombie still holds the number of its group: nobody else can be hit. */
  if (self->ends_with_us)
    kill (-self->pid, SIGKILL);
  wait4 (self->pid, &self->wait_status, 0, &usage);
  self->cpu_time_us = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
                      usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  self->ended = TRUE;
  self->exit_watch = 0;
  apm_clear_fd (&self->pidfd);
  if (self->ends_with_us)
    apm_guard_remove_process (self->pid);

  for (guint i = 0; i < G_N_ELEMENTS (self->outputs); i++)
    if (self->outputs[i])
      apm_output_drain (self->outputs[i]);
  if (outputs_at_end (self))
    release_guarded_output (self);

  g_signal_emit (self, signals[ENDED], 0, self->wait_status);

  return G_SOURCE_REMOVE;
}

static gint64
read_start (int pid)
{
  ApmStat stat;
  int proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  gboolean known = apm_stat_read (proc_fd, pid, &stat, NULL);

  apm_clear_fd (&proc_fd);

  return known ? apm_stat_ticks_to_us (stat.start_ticks) : apm_clock_since_boot_us ();
}

static gboolean
guard_child (ApmChild        *self,
             const ApmLaunch *launch,
             GError         **error)
{
  const int ends[] = { launch->pipes[0][0], launch->pipes[1][0] };

  if (self->ends_with_us)
    return apm_guard_add_process (self->pid, error);

  self->output_guarded = ends[0] >= 0 && apm_guard_add_output (self->pid, ends, G_N_ELEMENTS (ends), error);

  return self->output_guarded || ends[0] < 0;
}

/* Puts a started child under watch. Where that fails it is killed and waited for,
 * so that nothing is left. */
static gboolean
watch (ApmChild   *self,
       ApmLaunch  *launch,
       GError    **error)
{
  self->pidfd = pidfd_open (self->pid, 0);
  if (self->pidfd < 0)
    apm_set_error_from_errno (error, errno, _("Cannot take hold of process %d"), self->pid);
  if (self->pidfd < 0 || !guard_child (self, launch, error))
    {
      kill (-self->pid, SIGKILL);
      waitpid (self->pid, NULL, 0);
      return FALSE;
    }

  self->exit_watch = g_unix_fd_add_full (G_PRIORITY_DEFAULT, self->pidfd, G_IO_IN, on_ended,
                                         g_object_ref (self), g_object_unref);
  for (guint i = 0; i < 2; i++)
    if (launch->pipes[i][0] >= 0)
      {
        self->outputs[i] = apm_output_new (launch->pipes[i][0], on_output, self);
        launch->pipes[i][0] = -1;
      }

  return TRUE;
}

static void
close_taken (const ApmSpawn *spawn)
{
  for (guint i = 0; i < spawn->n_fds; i++)
    close (spawn->take_fds[i]);
}

/**
 * apm_child_spawn:
 *
 * Starts a program, without a shell. What stands in its way (no such program or
 * folder, no permission, an open quote) is told at once and leaves nothing behind:
 * %APM_ERROR_INVALID, %APM_ERROR_DENIED or %APM_ERROR_FAILED with a sentence.
 * A program that is to end with us must be started from the main thread.
 *
 * Returns: (transfer full): it is waited for whether or not the reference is kept,
 *   but its output is told only while it is
 */
ApmChild *
apm_child_spawn (const ApmSpawn *spawn,
                 GError        **error)
{
  g_auto(ApmLaunch) launch = APM_LAUNCH_INIT;
  g_autoptr(ApmChild) self = g_object_new (APM_TYPE_CHILD, NULL);
  gboolean prepared;

  g_return_val_if_fail (spawn != NULL && (spawn->argv != NULL || spawn->command != NULL), NULL);

  prepared = apm_launch_prepare (&launch, spawn, error);
  self->pid = prepared ? apm_launch_start (&launch, spawn, error) : -1;
  close_taken (spawn);
  if (self->pid < 0)
    return NULL;

  self->ends_with_us = spawn->ends_with_us;
  self->name = spawn->name && *spawn->name ? g_strdup (spawn->name)
                                           : g_filename_display_basename (launch.argv[0]);
  self->command = apm_launch_dup_command (&launch);
  self->started_us = read_start (self->pid);

  return watch (self, &launch, error) ? g_steal_pointer (&self) : NULL;
}

int
apm_child_get_pid (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), 0);

  return self->pid;
}

const char *
apm_child_get_name (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), NULL);

  return self->name;
}

/**
 * apm_child_get_command:
 *
 * Returns: (transfer none): its arguments on one line, quoted where needed
 */
const char *
apm_child_get_command (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), NULL);

  return self->command;
}

/**
 * apm_child_get_started_us:
 *
 * Returns: since boot; with the PID it says which process is meant
 */
gint64
apm_child_get_started_us (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), 0);

  return self->started_us;
}

gboolean
apm_child_get_ended (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), FALSE);

  return self->ended;
}

/**
 * apm_child_get_wait_status:
 *
 * Returns: as waitpid(2) tells it; 0 while it runs
 */
int
apm_child_get_wait_status (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), 0);

  return self->wait_status;
}

/**
 * apm_child_get_cpu_time_us:
 *
 * Returns: what it and the children it waited for have used in all; 0 while it runs
 */
gint64
apm_child_get_cpu_time_us (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), 0);

  return self->cpu_time_us;
}

gboolean
apm_child_get_ends_with_us (ApmChild *self)
{
  g_return_val_if_fail (APM_IS_CHILD (self), FALSE);

  return self->ends_with_us;
}

/**
 * apm_child_signal:
 * @whole_group: all of the process group that it leads
 *
 * Errors: %APM_ERROR_GONE after it has been waited for, %APM_ERROR_DENIED for a
 * program that has taken other rights, %APM_ERROR_INVALID for no signal.
 */
gboolean
apm_child_signal (ApmChild *self,
                  int       signum,
                  gboolean  whole_group,
                  GError  **error)
{
  const char *name = apm_signal_get_name (signum);
  int result;

  g_return_val_if_fail (APM_IS_CHILD (self), FALSE);

  if (!name)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("%d is not the number of a signal"), signum);
      return FALSE;
    }
  if (self->ended)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), self->pid);
      return FALSE;
    }

  /* Not yet waited for, so both numbers are still its own. */
  result = whole_group ? kill (-self->pid, signum) : pidfd_send_signal (self->pidfd, signum, NULL, 0);
  if (result < 0)
    apm_set_error_from_errno (error, errno, _("Cannot send %s to process %d"), name, self->pid);

  return result == 0;
}

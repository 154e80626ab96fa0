/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-private.h"

#include "apm-stuck.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Between looks whether the program can ever go on once its threads are free again, and
 * how many there are: then it goes on. */
#define LOOK_MS  100
#define MOST_LOOKS 12

/* Of what the program says. */
#define MOST_SAID 400

struct _ApmForced
{
  GObject parent_instance;

  ApmExplorable *program;
  ApmExploration *found_by;    /* keeps the failure */
  const ApmFailure *failure;
  ApmPlay *play;
  GArray *turns;               /* of ApmForcedTurn */
  ApmExploration *compiler;
  char *directory, *path;      /* of the program */
  ApmLens *lens;
  GString *said;
  GCancellable *cancellable;
  ApmForcedState state;
  ApmForcedEnd end;
  char *sentence;
  guint pace_ms;
  guint n_looks;
  guint looking;               /* timer */
  int wait_status;
  gint n_made;                 /* atomic */
  gint is_over;                /* atomic: the program has ended */
  gint telling;                /* atomic: ::changed is on its way */
  gboolean hangs;
};

enum { CHANGED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmForced, apm_forced, G_TYPE_OBJECT)

/* Folders with programs that are there now: whoever exits lets go of nothing. */
static GSList *directories;

static void
remove_directory (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "program", NULL);

  g_unlink (path);
  g_rmdir (directory);
}

static void
remove_directories (void)
{
  for (GSList *l = directories; l; l = l->next)
    remove_directory (l->data);
}

static void
keep_directory (const char *directory)
{
  static gboolean known;

  if (!known)
    atexit (remove_directories);
  known = TRUE;
  directories = g_slist_prepend (directories, (gpointer) directory);
}

static void
kill_program (ApmForced *self)
{
  if (self->lens && !g_atomic_int_get (&self->is_over))
    apm_lens_kill (self->lens);
}

static void
apm_forced_dispose (GObject *object)
{
  ApmForced *self = APM_FORCED (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->looking, g_source_remove);
  kill_program (self);
  if (self->lens)
    {
      g_signal_handlers_disconnect_by_data (apm_lens_get_child (self->lens), self);
      g_signal_handlers_disconnect_by_data (self->lens, self);
    }
  if (self->compiler)
    g_signal_handlers_disconnect_by_data (self->compiler, self);
  g_clear_object (&self->compiler);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (apm_forced_parent_class)->dispose (object);
}

static void
apm_forced_finalize (GObject *object)
{
  ApmForced *self = APM_FORCED (object);

  directories = g_slist_remove (directories, self->directory);
  if (self->directory)
    remove_directory (self->directory);
  g_free (self->path);
  g_free (self->directory);
  g_free (self->sentence);
  g_string_free (self->said, TRUE);
  g_array_unref (self->turns);
  apm_play_free (self->play);
  apm_explorable_free (self->program);
  g_object_unref (self->found_by);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (apm_forced_parent_class)->finalize (object);
}

static void
apm_forced_class_init (ApmForcedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_forced_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_forced_finalize;

  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_FORCED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_FORCED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_forced_init (ApmForced *self)
{
  self->cancellable = g_cancellable_new ();
  self->said = g_string_new (NULL);
}

/**
 * apm_forced_new:
 * @exploration: has found @failure, and is kept as long
 */
ApmForced *
apm_forced_new (const ApmExplorable *program,
                ApmExploration      *exploration,
                const ApmFailure    *failure)
{
  ApmForced *self = g_object_new (APM_TYPE_FORCED, NULL);

  self->program = apm_explorable_copy (program);
  self->found_by = g_object_ref (exploration);
  self->failure = failure;
  self->play = apm_play_new (failure);
  self->turns = apm_forced_plan_new (self->play);

  return self;
}

/**
 * apm_forced_set_pace_ms:
 * @pace_ms: from one operation to the next, so that somebody can watch; 0: at once
 */
void
apm_forced_set_pace_ms (ApmForced *self,
                        guint      pace_ms)
{
  g_return_if_fail (APM_IS_FORCED (self) && self->state == APM_FORCED_READY);

  self->pace_ms = pace_ms;
}

static void
set_state (ApmForced      *self,
           ApmForcedState  state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* @sentence: taken */
static void
end (ApmForced    *self,
     ApmForcedEnd  how,
     char         *sentence)
{
  G_GNUC_UNUSED g_autoptr(ApmForced) keep = g_object_ref (self);   /* who hears of it may let go of us */

  if (self->state == APM_FORCED_ENDED)
    {
      g_free (sentence);
      return;
    }
  g_clear_handle_id (&self->looking, g_source_remove);
  self->end = how;
  self->sentence = sentence;
  if (!self->hangs)
    kill_program (self);
  set_state (self, APM_FORCED_ENDED);
  g_signal_emit (self, signals[ENDED], 0);
}

/* Behind the last turn */

static void
conclude_death (ApmForced *self)
{
  gboolean fails = apm_forced_expects_death (self->failure, self->wait_status);

  end (self, fails ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
       apm_forced_dup_died (self->failure, self->wait_status, g_strstrip (self->said->str)));
}

static void look_again (ApmForced *self);

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmForced) self = user_data;
  g_autoptr(ApmStuck) stuck = apm_stuck_look_finish (result);

  if (self->state != APM_FORCED_LOOKS || g_atomic_int_get (&self->is_over))
    return;
  if (stuck->tids->len > 0)
    {
      self->hangs = TRUE;
      end (self, apm_forced_expects_hang (self->failure) ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
           apm_forced_dup_hung (self->failure, stuck->tids->len, stuck->is_deadlock));
    }
  else if (++self->n_looks < MOST_LOOKS)
    look_again (self);
  else
    end (self, apm_forced_expects_loop (self->failure) ? APM_FORCED_FAILS : APM_FORCED_FOLLOWED,
         apm_forced_dup_survived (self->failure, TRUE));
}

static void
on_time_to_look (gpointer data)
{
  ApmForced *self = data;

  self->looking = 0;
  apm_stuck_look_async (apm_child_get_pid (apm_lens_get_child (self->lens)), on_looked, g_object_ref (self));
}

static void
look_again (ApmForced *self)
{
  self->looking = g_timeout_add_once (LOOK_MS, on_time_to_look, self);
}

/* The turns */

static gboolean
tell_changed (gpointer data)
{
  ApmForced *self = data;

  g_atomic_int_set (&self->telling, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* In the driving thread. */
static void
on_made (guint    n_made,
         gpointer data)
{
  ApmForced *self = data;

  g_atomic_int_set (&self->n_made, (gint) n_made);
  if (g_atomic_int_compare_and_exchange (&self->telling, FALSE, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT, tell_changed, g_object_ref (self), g_object_unref);
}

static void
drive (GTask        *task,
       gpointer      source,
       gpointer      task_data,
       GCancellable *cancellable)
{
  apm_forced_drive (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
on_driven (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmForced) self = user_data;   /* here, never in the driving thread, it may go */
  ApmForcedDrive *done = g_task_get_task_data (G_TASK (result));

  if (self->state != APM_FORCED_RUNS)
    return;
  if (done->reason == APM_FORCED_MADE)
    {
      apm_lens_set_paused (self->lens, FALSE);
      set_state (self, APM_FORCED_LOOKS);
      if (apm_lens_get_ended (self->lens))
        conclude_death (self);
      else
        look_again (self);
    }
  else if (done->reason == APM_FORCED_OVER && !apm_lens_get_ended (self->lens))
    set_state (self, APM_FORCED_LOOKS);    /* until all is known of its end */
  else if (done->reason == APM_FORCED_OVER && apm_forced_expects_death (self->failure, self->wait_status))
    conclude_death (self);
  else
    end (self, APM_FORCED_DIVERGED, apm_forced_dup_divergence (self->play, done));
}

static void
on_child_ended (ApmForced *self,
                int        wait_status,
                ApmChild  *child)
{
  self->wait_status = wait_status;
  g_atomic_int_set (&self->is_over, TRUE);
}

static void
on_lens_ended (ApmForced *self,
               int        wait_status,
               ApmLens   *lens)
{
  self->wait_status = wait_status;
  if (self->state == APM_FORCED_LOOKS)
    conclude_death (self);
  else if (self->state == APM_FORCED_ENDED && self->hangs)
    {
      self->hangs = FALSE;
      g_signal_emit (self, signals[CHANGED], 0);
    }
}

static void
on_output (ApmForced *self,
           gboolean   is_stderr,
           GBytes    *lines,
           ApmChild  *child)
{
  gsize length;
  const char *text = g_bytes_get_data (lines, &length);

  if (is_stderr && self->said->len < MOST_SAID)
    g_string_append_len (self->said, text, (gssize) MIN (length, MOST_SAID - self->said->len));
}

static gboolean
start_program (ApmForced *self,
               GError   **error)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  ApmLensTap tap = { .is_paused = TRUE, .in_order = TRUE };
  ApmSpawn how = { .name = self->program->name, .ends_with_us = TRUE };

  g_strv_builder_add (words, self->path);
  if (self->program->variant && self->program->variant->explores)
    g_strv_builder_addv (words, (const char **) self->program->variant->explores);
  g_strv_builder_addv (words, (const char **) self->program->arguments);
  argv = g_strv_builder_end (words);
  how.argv = (const char *const *) argv;
  self->lens = apm_lens_start_tapped (&how, &tap, error);
  if (self->lens == NULL)
    return FALSE;

  g_signal_connect_object (self->lens, "ended", G_CALLBACK (on_lens_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_lens_get_child (self->lens), "ended", G_CALLBACK (on_child_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_lens_get_child (self->lens), "output", G_CALLBACK (on_output), self, G_CONNECT_SWAPPED);

  return TRUE;
}

static void
start_driving (ApmForced *self)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, on_driven, g_object_ref (self));
  ApmForcedDrive *order = g_new0 (ApmForcedDrive, 1);

  *order = (ApmForcedDrive) {
    .lens = self->lens,
    .pid = apm_child_get_pid (apm_lens_get_child (self->lens)),
    .turns = self->turns,
    .n_threads = apm_play_get_n_threads (self->play),
    .pace_ms = self->pace_ms,
    .cancellable = self->cancellable,
    .is_over = &self->is_over,
    .made = on_made,
    .data = self,
  };
  g_task_set_source_tag (task, start_driving);
  g_task_set_task_data (task, order, g_free);
  g_task_run_in_thread (task, drive);
}

static void
on_compiled (ApmForced *self)
{
  const ApmExplored *result = apm_exploration_get_result (self->compiler);
  g_autoptr(GError) error = NULL;

  if (self->state != APM_FORCED_COMPILES)
    return;
  if (apm_explored_get_verdict (result) != APM_EXPLORED_COMPLETE)
    {
      end (self, APM_FORCED_BROKEN, apm_explored_dup_title (result));
      return;
    }
  if (!start_program (self, &error))
    {
      end (self, APM_FORCED_BROKEN, g_strdup (error->message));
      return;
    }
  set_state (self, APM_FORCED_RUNS);
  start_driving (self);
}

/**
 * apm_forced_start:
 *
 * Compiles the program and runs it. ::ended follows, whatever comes of it.
 */
void
apm_forced_start (ApmForced *self)
{
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autoptr(GError) error = NULL;
  g_autofree char *native = NULL;
  const char *more[] = { NULL, NULL };

  g_return_if_fail (APM_IS_FORCED (self) && self->state == APM_FORCED_READY);

  self->directory = g_dir_make_tmp ("apm-forced-XXXXXX", &error);
  if (self->directory == NULL)
    {
      end (self, APM_FORCED_BROKEN, g_strdup (error->message));
      return;
    }
  keep_directory (self->directory);
  self->path = g_build_filename (self->directory, "program", NULL);
  more[0] = native = g_strconcat ("--native=", self->path, NULL);
  options.more = more;
  self->compiler = apm_explorable_explore (self->program, options);
  g_signal_connect_object (self->compiler, "ended", G_CALLBACK (on_compiled), self, G_CONNECT_SWAPPED);
  if (apm_exploration_start (self->compiler, &error))
    set_state (self, APM_FORCED_COMPILES);
  else
    end (self, APM_FORCED_BROKEN, g_strdup (error->message));
}

/**
 * apm_forced_stop:
 *
 * Ends the program, also one that hangs; ::ended comes at once where it had not.
 */
void
apm_forced_stop (ApmForced *self)
{
  g_return_if_fail (APM_IS_FORCED (self));

  g_cancellable_cancel (self->cancellable);
  if (self->compiler)
    apm_exploration_cancel (self->compiler);
  if (self->state == APM_FORCED_ENDED)
    kill_program (self);
  else
    end (self, APM_FORCED_STOPPED, g_strdup (_("The run was stopped.")));
}

ApmForcedState
apm_forced_get_state (ApmForced *self)
{
  g_return_val_if_fail (APM_IS_FORCED (self), APM_FORCED_READY);

  return self->state;
}

ApmForcedEnd
apm_forced_get_end (ApmForced *self)
{
  g_return_val_if_fail (APM_IS_FORCED (self), APM_FORCED_NOTHING);

  return self->end;
}

/**
 * apm_forced_get_sentence:
 *
 * Returns: (nullable): what came of it, once it has ended
 */
const char *
apm_forced_get_sentence (ApmForced *self)
{
  g_return_val_if_fail (APM_IS_FORCED (self), NULL);

  return self->sentence;
}

/**
 * apm_forced_get_position:
 *
 * Returns: how many steps of the schedule have been made
 */
guint
apm_forced_get_position (ApmForced *self)
{
  guint n_made;

  g_return_val_if_fail (APM_IS_FORCED (self), 0);

  n_made = (guint) g_atomic_int_get (&self->n_made);

  return n_made < self->turns->len ? g_array_index (self->turns, ApmForcedTurn, n_made).step
                                   : apm_play_get_n_steps (self->play);
}

/**
 * apm_forced_get_hangs:
 *
 * Returns: whether its program is there, and can never go on
 */
gboolean
apm_forced_get_hangs (ApmForced *self)
{
  g_return_val_if_fail (APM_IS_FORCED (self), FALSE);

  return self->hangs;
}

/**
 * apm_forced_get_lens:
 *
 * Returns: (transfer none) (nullable): what is seen of it, from %APM_FORCED_RUNS on
 */
ApmLens *
apm_forced_get_lens (ApmForced *self)
{
  g_return_val_if_fail (APM_IS_FORCED (self), NULL);

  return self->lens;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-forced-private.h"

#include <glib/gi18n-lib.h>

enum { CHANGED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmForced, apm_forced, G_TYPE_OBJECT)

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

  apm_forced_remove_place (self);
  g_free (self->sentence);
  g_free (self->parting);
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

void
apm_forced_set_state (ApmForced      *self,
                      ApmForcedState  state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* @sentence: taken */
void
apm_forced_end (ApmForced    *self,
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
  apm_forced_set_state (self, APM_FORCED_ENDED);
  g_signal_emit (self, signals[ENDED], 0);
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
      apm_forced_set_state (self, APM_FORCED_LOOKS);
      if (apm_lens_get_ended (self->lens))
        apm_forced_conclude_death (self);
      else
        apm_forced_look_again (self);
    }
  else if (done->reason == APM_FORCED_OVER)
    {
      self->parting = apm_forced_dup_divergence (self->play, done);
      if (apm_lens_get_ended (self->lens))
        apm_forced_conclude_death (self);
      else
        apm_forced_set_state (self, APM_FORCED_LOOKS);    /* until all is known of its end */
    }
  else
    apm_forced_end (self, APM_FORCED_DIVERGED, apm_forced_dup_divergence (self->play, done));
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
    apm_forced_conclude_death (self);
  else if (self->state == APM_FORCED_ENDED && self->hangs)
    {
      self->hangs = FALSE;
      g_signal_emit (self, signals[CHANGED], 0);
    }
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
    .play = self->play,
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
      apm_forced_end (self, APM_FORCED_BROKEN, apm_explored_dup_title (result));
      return;
    }
  if (!apm_forced_start_program (self, &error))
    {
      apm_forced_end (self, APM_FORCED_BROKEN, g_strdup (error->message));
      return;
    }
  g_signal_connect_object (self->lens, "ended", G_CALLBACK (on_lens_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (apm_lens_get_child (self->lens), "ended", G_CALLBACK (on_child_ended), self, G_CONNECT_SWAPPED);
  apm_forced_set_state (self, APM_FORCED_RUNS);
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

  if (!apm_forced_make_place (self, &error))
    {
      apm_forced_end (self, APM_FORCED_BROKEN, g_strdup (error->message));
      return;
    }
  more[0] = native = g_strconcat ("--native=", self->path, NULL);
  options.more = more;
  self->compiler = apm_explorable_explore (self->program, options);
  g_signal_connect_object (self->compiler, "ended", G_CALLBACK (on_compiled), self, G_CONNECT_SWAPPED);
  if (apm_exploration_start (self->compiler, &error))
    apm_forced_set_state (self, APM_FORCED_COMPILES);
  else
    apm_forced_end (self, APM_FORCED_BROKEN, g_strdup (error->message));
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
    apm_forced_end (self, APM_FORCED_STOPPED, g_strdup (_("The run was stopped.")));
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

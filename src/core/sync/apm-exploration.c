/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-exploration-private.h"

#include "apm-child.h"
#include "apm-error.h"
#include "apm-invariant.h"
#include "apm-paths.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

/* What a helper that was asked to end gets for it, and the most that a compiler's
 * complaints may take. */
#define ENDING_MS       90
#define MOST_COMPLAINTS (64 * 1024)

struct _ApmExploration
{
  GObject parent_instance;

  char *name;
  GStrv argv;
  ApmChild *child;           /* from its start on */
  GString *pending;          /* a line that is not whole yet */
  GString *complaints;
  ApmExplored *result;
  ApmExploredProgress progress;
  GError *mistake;           /* in what was asked */
  gboolean cancelled, ended;
  guint ending;
};

enum { PROGRESS, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmExploration, apm_exploration, G_TYPE_OBJECT)

static void
apm_exploration_dispose (GObject *object)
{
  ApmExploration *self = APM_EXPLORATION (object);

  g_clear_handle_id (&self->ending, g_source_remove);
  if (self->child && !apm_child_get_ended (self->child))
    apm_child_signal (self->child, SIGTERM, FALSE, NULL);
  if (self->child)
    g_signal_handlers_disconnect_by_data (self->child, self);
  g_clear_object (&self->child);

  G_OBJECT_CLASS (apm_exploration_parent_class)->dispose (object);
}

static void
apm_exploration_finalize (GObject *object)
{
  ApmExploration *self = APM_EXPLORATION (object);

  g_clear_error (&self->mistake);
  g_free (self->name);
  g_strfreev (self->argv);
  g_string_free (self->pending, TRUE);
  g_string_free (self->complaints, TRUE);
  apm_explored_free (self->result);

  G_OBJECT_CLASS (apm_exploration_parent_class)->finalize (object);
}

static void
apm_exploration_class_init (ApmExplorationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_exploration_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_exploration_finalize;

  signals[PROGRESS] = g_signal_new ("progress", APM_TYPE_EXPLORATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_EXPLORATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
apm_exploration_init (ApmExploration *self)
{
  self->pending = g_string_new (NULL);
  self->complaints = g_string_new (NULL);
  self->result = apm_explored_new ();
  self->progress.waiting = -1;
}

static void
add_word (GStrvBuilder *words,
          const char   *prefix,
          const char   *value)
{
  g_autofree char *word = g_strconcat (prefix, value, NULL);

  if (value)
    g_strv_builder_add (words, word);
}

static void
add_number (GStrvBuilder *words,
            const char   *prefix,
            guint64       value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  add_word (words, prefix, value > 0 ? number : NULL);
}

static void
add_options (GStrvBuilder                *words,
             const ApmExplorationOptions *options)
{
  g_autofree char *preemptions = g_strdup_printf ("%d", options->preemptions);

  add_word (words, "--mode=", options->mode);
  add_word (words, "--schedule=", options->schedule);
  add_word (words, "--driver=", options->driver);
  add_word (words, "--stdin=", options->input);
  add_word (words, "-std=", options->standard);
  for (guint i = 0; options->includes && options->includes[i]; i++)
    add_word (words, "-I", options->includes[i]);
  for (guint i = 0; options->defines && options->defines[i]; i++)
    add_word (words, "-D", options->defines[i]);
  add_word (words, "--preemptions=", options->preemptions >= 0 ? preemptions : NULL);
  add_number (words, "--seconds=", options->seconds);
  add_number (words, "--executions=", options->executions);
  add_number (words, "--seed=", options->seed);
  if (options->all)
    g_strv_builder_add (words, "--all");
  if (options->spurious)
    g_strv_builder_add (words, "--spurious");
  if (options->ignore_races)
    g_strv_builder_add (words, "--ignore-races");
  if (options->more)
    g_strv_builder_addv (words, (const char **) options->more);
}

static char
kind_of_variable (const char *name,
                  gpointer    user_data)
{
  return 'v';
}

/* The first that cannot be understood is told at the start. */
static void
add_invariants (ApmExploration    *self,
                GStrvBuilder      *words,
                const char *const *invariants)
{
  for (guint i = 0; invariants && invariants[i] && self->mistake == NULL; i++)
    {
      g_autoptr(ApmInvariant) invariant = apm_invariant_new (invariants[i], &self->mistake);
      g_autofree char *postfix = invariant ? apm_invariant_dup_postfix (invariant, kind_of_variable, NULL) : NULL;
      g_autofree char *word = g_strconcat ("--promise=", postfix, ";", invariants[i], NULL);

      if (invariant)
        g_strv_builder_add (words, word);
    }
}

static void
check_input (ApmExploration *self,
             const char     *path)
{
  if (path && self->mistake == NULL && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_set_error (&self->mistake, APM_ERROR, APM_ERROR_INVALID, _("There is no file “%s”"), path);
}

/* @words: what comes before the options; it is used up. @arguments: (nullable): what
 * comes before the user's */
static ApmExploration *
make (const char                  *name,
      GStrvBuilder                *words,
      const ApmExplorationOptions *options,
      const char *const           *arguments)
{
  ApmExploration *self = g_object_new (APM_TYPE_EXPLORATION, NULL);

  add_options (words, options);
  add_invariants (self, words, options->invariants);
  check_input (self, options->input);
  g_strv_builder_add (words, "--");
  if (arguments)
    g_strv_builder_addv (words, (const char **) arguments);
  if (options->arguments)
    g_strv_builder_addv (words, (const char **) options->arguments);
  self->name = g_strdup (name);
  self->argv = g_strv_builder_end (words);

  return self;
}

static GStrvBuilder *
begin_words (void)
{
  g_autofree char *helper = apm_paths_dup_helper ("apm-explore");
  GStrvBuilder *words = g_strv_builder_new ();

  g_strv_builder_add (words, helper);

  return words;
}

/**
 * apm_exploration_new:
 * @name: as the user knows the program
 * @sources: paths of C files that are one program
 *
 * Returns: (transfer full): an exploration that has not begun
 */
ApmExploration *
apm_exploration_new (const char                  *name,
                     const char *const           *sources,
                     const ApmExplorationOptions *options)
{
  g_autoptr(GStrvBuilder) words = begin_words ();

  for (guint i = 0; sources[i]; i++)
    {
      /* What begins with a dash is a file, not an option. */
      g_autofree char *path = g_canonicalize_filename (sources[i], NULL);

      g_strv_builder_add (words, path);
    }

  return make (name, words, options, NULL);
}

/**
 * apm_exploration_new_for_variant:
 *
 * Of a program of the catalogue, with few of everything unless the options'
 * arguments ("NAME=NUMBER") say otherwise.
 *
 * Returns: (transfer full): an exploration that has not begun
 */
ApmExploration *
apm_exploration_new_for_variant (ApmProblem                  *problem,
                                 const ApmVariant            *variant,
                                 const ApmExplorationOptions *options)
{
  g_autoptr(GStrvBuilder) words = begin_words ();
  g_autofree char *name = g_strdup_printf ("%s:%s", apm_problem_get_id (problem), variant->id);

  g_strv_builder_add_many (words, "--problem", variant->source_path, NULL);
  add_word (words, "-I", variant->folder);
  apm_exploration_add_promises (words, problem, variant);

  return make (name, words, options, variant->explores);
}

static void
take_lines (ApmExploration *self)
{
  const char *line = self->pending->str, *end;
  gboolean is_progress = FALSE;

  for (; (end = strchr (line, '\n')); line = end + 1)
    {
      g_autofree char *one = apm_text_to_utf8 (line, end - line);   /* what the program prints is in it */

      is_progress |= apm_explored_take_line (self->result, one, &self->progress);
    }
  g_string_erase (self->pending, 0, line - self->pending->str);
  if (is_progress && !self->ended)
    g_signal_emit (self, signals[PROGRESS], 0);
}

static void
on_output (ApmExploration *self,
           gboolean        is_stderr,
           GBytes         *batch,
           ApmChild       *child)
{
  GString *into = is_stderr ? self->complaints : self->pending;
  gsize length;
  const char *text = g_bytes_get_data (batch, &length);

  if (is_stderr)
    length = MIN (length, MOST_COMPLAINTS - MIN (into->len, MOST_COMPLAINTS));
  g_string_append_len (into, text, (gssize) length);
  if (!is_stderr)
    take_lines (self);
}

/* Who had no time left to say how far it was has said so before. */
static void
finish_cancelled (ApmExploration *self)
{
  g_autofree char *count = g_strdup_printf ("count\texecutions\t%" G_GUINT64_FORMAT, self->progress.executions);

  if (self->result->verdict == NULL)
    apm_explored_take_line (self->result, "verdict\tbounded\tcancelled", &self->progress);
  if (apm_explored_get_count (self->result, "executions") == 0)
    apm_explored_take_line (self->result, count, &self->progress);
}

static void
on_ended (ApmExploration *self,
          int             wait_status,
          ApmChild       *child)
{
  g_autofree char *complaints = apm_text_to_utf8 (self->complaints->str, (gssize) self->complaints->len);

  g_string_assign (self->complaints, complaints);   /* they quote the source */
  g_clear_handle_id (&self->ending, g_source_remove);
  self->ended = TRUE;
  if (self->cancelled)
    finish_cancelled (self);
  g_signal_emit (self, signals[ENDED], 0);
}

/**
 * apm_exploration_start:
 *
 * Returns: %FALSE with a sentence where it cannot be started, which can be only once;
 *   APM_ERROR_INVALID where an invariant cannot be understood
 */
gboolean
apm_exploration_start (ApmExploration *self,
                       GError        **error)
{
  ApmSpawn how = { .argv = (const char *const *) self->argv, .name = self->name, .ends_with_us = TRUE };

  g_return_val_if_fail (APM_IS_EXPLORATION (self) && self->child == NULL, FALSE);

  if (self->mistake)
    {
      g_propagate_error (error, g_error_copy (self->mistake));
      return FALSE;
    }
  self->child = apm_child_spawn (&how, error);
  if (self->child == NULL)
    return FALSE;
  g_signal_connect_object (self->child, "output", G_CALLBACK (on_output), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);

  return TRUE;
}

static void
on_ending_over (gpointer data)
{
  ApmExploration *self = data;

  self->ending = 0;
  apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}

/**
 * apm_exploration_cancel:
 *
 * Asks it to end with what it has found so far: ::ended follows within 0.1 s.
 * Nothing happens where it does not run.
 */
void
apm_exploration_cancel (ApmExploration *self)
{
  g_return_if_fail (APM_IS_EXPLORATION (self));

  if (!apm_exploration_is_running (self) || self->cancelled)
    return;
  self->cancelled = TRUE;
  apm_child_signal (self->child, SIGTERM, FALSE, NULL);
  self->ending = g_timeout_add_once (ENDING_MS, on_ending_over, self);
}

const char *
apm_exploration_get_name (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), NULL);

  return self->name;
}

gboolean
apm_exploration_is_running (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), FALSE);

  return self->child && !self->ended;
}

gboolean
apm_exploration_is_ended (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), FALSE);

  return self->ended;
}

/**
 * apm_exploration_get_progress:
 *
 * Returns: (transfer none): the newest; while it compiles all zeros
 */
const ApmExploredProgress *
apm_exploration_get_progress (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), NULL);

  return &self->progress;
}

/**
 * apm_exploration_get_result:
 *
 * Returns: (transfer none): complete once it has ended
 */
const ApmExplored *
apm_exploration_get_result (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), NULL);

  return self->result;
}

/**
 * apm_exploration_get_complaints:
 *
 * Returns: (transfer none): what the compiler printed
 */
const char *
apm_exploration_get_complaints (ApmExploration *self)
{
  g_return_val_if_fail (APM_IS_EXPLORATION (self), NULL);

  return self->complaints->str;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include "apm-compiler.h"
#include "apm-record.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

/* A class's submissions: each file, or folder of files, is a program of its own.
 * As many are explored at once as there are processors, and what is wrong with one
 * is its row and nobody else's matter. */

typedef struct {
  char *name;
  GStrv sources;
  ApmExploration *exploration;   /* while it runs */
  gint64 started_us;
  ApmctlStatus status;
  char *row;                     /* of CSV, once it has ended */
} Submission;

typedef struct {
  GPtrArray *submissions;
  const ApmExplorationOptions *options;
  GMainLoop *loop;
  guint next, n_running;
  gboolean cancelled;
} Each;

static void
free_submission (gpointer data)
{
  Submission *submission = data;

  g_free (submission->name);
  g_strfreev (submission->sources);
  g_clear_object (&submission->exploration);
  g_free (submission->row);
  g_free (submission);
}

static int
compare_submissions (gconstpointer a,
                     gconstpointer b)
{
  const Submission *const *one = a, *const *other = b;

  return strcmp ((*one)->name, (*other)->name);
}

static GPtrArray *
find_submissions (const char *folder)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (free_submission);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr(GStrvBuilder) sources = g_strv_builder_new ();
      Submission *submission;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? !apmctl_check_add_folder (sources, path) :
          !g_str_has_suffix (name, ".c"))
        continue;
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        g_strv_builder_add (sources, path);
      submission = g_new0 (Submission, 1);
      submission->name = g_filename_display_name (name);
      submission->sources = g_strv_builder_end (sources);
      g_ptr_array_add (found, submission);
    }
  g_ptr_array_sort (found, compare_submissions);

  return g_steal_pointer (&found);
}

/* Where it fails, or does not compile, and how. */
static char *
dup_place (const ApmExplored *result,
           const char        *complaints,
           char             **sentence)
{
  const ApmFailure *failure = result->failures->len > 0 ? g_ptr_array_index (result->failures, 0) : NULL;
  const ApmExploredCall *call = result->unknown->len > 0 ? g_ptr_array_index (result->unknown, 0) : NULL;
  g_autoptr(GPtrArray) diagnostics = apm_compiler_parse (complaints);

  *sentence = apm_explored_dup_title (result);
  if (failure && failure->kind)
    return g_strdup (failure->place);
  if (call && strcmp (call->name, "main") != 0)
    {
      g_free (*sentence);
      *sentence = g_strdup_printf (_("The program calls what cannot be explored: %s()"), call->name);
    }
  if (call)
    return g_strdup (call->place);
  for (guint i = 0; apm_explored_get_verdict (result) == APM_EXPLORED_NO_PROGRAM && i < diagnostics->len; i++)
    {
      const ApmDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (!diagnostic->is_error)
        continue;
      g_free (*sentence);
      *sentence = g_strdup_printf (_("The program does not compile: %s"), diagnostic->text);
      return g_strdup_printf ("%s:%u", diagnostic->file, diagnostic->line);
    }

  return NULL;
}

static void
add_cell (GString    *row,
          const char *text)
{
  if (row->len > 0)
    g_string_append_c (row, ',');
  apm_csv_append_text (row, text ? text : "");
}

static void
finish_row (Submission *submission)
{
  const ApmExplored *result = apm_exploration_get_result (submission->exploration);
  const ApmFailure *failure = result->failures->len > 0 ? g_ptr_array_index (result->failures, 0) : NULL;
  ApmctlCheck check = { .explored = result };
  g_autofree char *seconds = g_strdup_printf ("%.3f", (double) (g_get_monotonic_time () - submission->started_us) / 1e6);
  g_autofree char *sentence = NULL;
  g_autofree char *place = dup_place (result, apm_exploration_get_complaints (submission->exploration), &sentence);
  g_autoptr(GString) row = g_string_new (NULL);

  submission->status = apmctl_check_get_status (&check);
  add_cell (row, submission->name);
  add_cell (row, result->verdict ? result->verdict : "none");
  add_cell (row, result->bound);
  add_cell (row, failure ? failure->kind : NULL);
  add_cell (row, place);
  add_cell (row, sentence);
  add_cell (row, failure ? failure->schedule : NULL);
  add_cell (row, seconds);
  submission->row = g_string_free (g_steal_pointer (&row), FALSE);
}

static void start_more (Each *each);

static void
on_ended (ApmExploration *exploration,
          Each           *each)
{
  for (guint i = 0; i < each->submissions->len; i++)
    {
      Submission *submission = g_ptr_array_index (each->submissions, i);

      if (submission->exploration == exploration)
        finish_row (submission);
    }
  each->n_running--;
  start_more (each);
}

static void
start_one (Each       *each,
           Submission *submission)
{
  g_autoptr(GError) error = NULL;

  submission->exploration = apm_exploration_new (submission->name, (const char *const *) submission->sources, each->options);
  submission->started_us = g_get_monotonic_time ();
  g_signal_connect (submission->exploration, "ended", G_CALLBACK (on_ended), each);
  if (!each->cancelled && apm_exploration_start (submission->exploration, &error))
    each->n_running++;
  else
    finish_row (submission);
  if (error)
    g_printerr ("%s: %s\n", submission->name, error->message);
}

static void
start_more (Each *each)
{
  while (each->next < each->submissions->len && each->n_running < g_get_num_processors ())
    start_one (each, g_ptr_array_index (each->submissions, each->next++));
  if (each->n_running == 0)
    g_main_loop_quit (each->loop);
}

static gboolean
on_stop (gpointer user_data)
{
  Each *each = user_data;

  each->cancelled = TRUE;
  for (guint i = 0; i < each->next; i++)
    apm_exploration_cancel (((Submission *) g_ptr_array_index (each->submissions, i))->exploration);

  return G_SOURCE_CONTINUE;
}

static int
write_rows (const Each *each,
            const char *csv)
{
  g_autoptr(GString) text = g_string_new ("name,verdict,bound,failure,place,sentence,schedule,seconds\r\n");
  ApmctlStatus worst = APMCTL_DONE, printed = APMCTL_DONE;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < each->submissions->len; i++)
    {
      const Submission *submission = g_ptr_array_index (each->submissions, i);

      g_string_append_printf (text, "%s\r\n", submission->row);
      if (submission->status == APMCTL_FINDING)
        worst = APMCTL_FINDING;
      else if (submission->status != APMCTL_DONE && worst != APMCTL_FINDING)
        worst = APMCTL_DENIED;
    }
  if (csv == NULL)
    printed = apmctl_print (text);
  else if (!g_file_set_contents (csv, text->str, (gssize) text->len, &error))
    printed = apmctl_fail (APMCTL_FAILED, "%s", error->message);

  return printed != APMCTL_DONE ? printed : worst;
}

/**
 * apmctl_check_each:
 * @csv: (nullable): where the rows go, else to standard output
 *
 * Returns: APMCTL_FINDING where some program fails, APMCTL_DENIED where nothing can be
 *   said of some
 */
int
apmctl_check_each (const char                  *folder,
                   const char                  *csv,
                   const ApmExplorationOptions *options)
{
  g_autoptr(GPtrArray) submissions = find_submissions (folder);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  const char *const alone[] = { "--jobs=1", NULL };   /* the processors have enough to do */
  ApmExplorationOptions own = *options;
  Each each = { .submissions = submissions, .options = &own, .loop = loop };
  guint sources[] = { g_unix_signal_add (SIGINT, on_stop, &each), g_unix_signal_add (SIGTERM, on_stop, &each) };

  own.more = alone;
  if (submissions->len > 0)
    {
      start_more (&each);
      if (each.n_running > 0)
        g_main_loop_run (loop);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  if (submissions->len == 0)
    return apmctl_fail (APMCTL_USAGE, _("There is no C file in “%s”"), folder);

  return write_rows (&each, csv);
}

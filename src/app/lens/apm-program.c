/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-private.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

G_DEFINE_FINAL_TYPE (ApmProgram, apm_program, G_TYPE_OBJECT)

guint apm_program_signals[APM_PROGRAM_N_SIGNALS];

static void
set_state (ApmProgram      *self,
           ApmProgramState  state)
{
  self->state = state;
  g_signal_emit (self, apm_program_signals[APM_PROGRAM_CHANGED], 0);
}

/* Running */

static char *
dup_end (int wait_status)
{
  if (WIFSIGNALED (wait_status))
    return g_strdup_printf (_("Ended by signal %d: %s"), WTERMSIG (wait_status), strsignal (WTERMSIG (wait_status)));

  return g_strdup_printf (_("Ended with status %d"), WEXITSTATUS (wait_status));
}

static void
on_ended (ApmProgram *self,
          int         wait_status,
          ApmLens    *lens)
{
  if (lens != self->lens)
    return;

  g_free (self->sentence);
  self->sentence = self->state == APM_PROGRAM_STOPPING ? g_strdup (_("Stopped")) : dup_end (wait_status);
  set_state (self, APM_PROGRAM_ENDED);
  apm_program_look (self);
}

void
apm_program_refuse (ApmProgram *self,
                    const char *sentence)
{
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_ERROR, "sync", "%s: %s", self->name, sentence);
  set_state (self, APM_PROGRAM_REFUSED);
}

static GStrv
dup_argv (ApmProgram  *self,
          GError     **error)
{
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) arguments = NULL;

  if (*self->arguments && !g_shell_parse_argv (self->arguments, NULL, &arguments, error))
    return NULL;

  g_strv_builder_add (argv, self->program);
  if (arguments)
    g_strv_builder_addv (argv, (const char **) arguments);

  return g_strv_builder_end (argv);
}

/**
 * apm_program_launch:
 *
 * Starts what is there, compiled if need be, under the lens.
 */
void
apm_program_launch (ApmProgram *self)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = dup_argv (self, &error);
  ApmSpawn how = {
    .argv = (const char *const *) argv,
    .name = self->name,
    .directory = self->directory,
    .environment = (const char *const *) self->environment,
    .ends_with_us = TRUE,
  };

  g_clear_object (&self->lens);
  self->lens = argv ? apm_program_start_lens (self, &how, &error) : NULL;
  if (self->lens == NULL)
    {
      apm_program_refuse (self, error->message);
      return;
    }

  self->transcript = apm_transcript_new (apm_lens_get_child (self->lens));
  apm_session_adopt_process (self->session, apm_lens_get_child (self->lens));
  g_signal_connect_object (self->lens, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  apm_lens_set_slow_ns (self->lens, self->slow_ns);
  set_state (self, APM_PROGRAM_RUNNING);
  apm_program_look_soon (self);
}

/**
 * apm_program_run:
 *
 * Runs it from the beginning; compiles it before where it is source. It tells by its
 * state whether that worked.
 */
void
apm_program_run (ApmProgram *self)
{
  g_autoptr(GError) error = NULL;

  g_return_if_fail (APM_IS_PROGRAM (self));

  if (apm_program_is_active (self))
    return;

  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->report, apm_lens_report_unref);
  g_clear_object (&self->transcript);
  g_clear_object (&self->lens);
  g_ptr_array_set_size (self->diagnostics, 0);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->sources, g_strfreev);
  self->program = apm_program_dup_target (self);
  g_signal_emit (self, apm_program_signals[APM_PROGRAM_SEEN], 0);
  if (apm_program_get_sources (self)[0] == NULL)
    apm_program_launch (self);
  else if (apm_program_compile (self, &error))
    set_state (self, APM_PROGRAM_COMPILING);
  else
    apm_program_refuse (self, error->message);
}

/**
 * apm_program_set_paused:
 *
 * Holds each thread before its next operation, or lets all go on.
 */
void
apm_program_set_paused (ApmProgram *self,
                        gboolean    paused)
{
  g_return_if_fail (APM_IS_PROGRAM (self));

  if (self->state != (paused ? APM_PROGRAM_RUNNING : APM_PROGRAM_PAUSED))
    return;

  apm_lens_set_paused (self->lens, paused);
  set_state (self, paused ? APM_PROGRAM_PAUSED : APM_PROGRAM_RUNNING);
}

/**
 * apm_program_set_slow_ns:
 * @ns: for how long each operation is held, of this run and the next; 0: not at all
 */
void
apm_program_set_slow_ns (ApmProgram *self,
                         gint64      ns)
{
  g_return_if_fail (APM_IS_PROGRAM (self));

  self->slow_ns = ns;
  if (self->lens)
    apm_lens_set_slow_ns (self->lens, ns);
}

gint64
apm_program_get_slow_ns (ApmProgram *self)
{
  return self->slow_ns;
}

/**
 * apm_program_step:
 *
 * Pauses it if need be, and lets thread @tid do one operation.
 *
 * Returns: whether there is such a thread
 */
gboolean
apm_program_step (ApmProgram *self,
                  int         tid)
{
  g_return_val_if_fail (APM_IS_PROGRAM (self), FALSE);

  apm_program_set_paused (self, TRUE);

  return self->state == APM_PROGRAM_PAUSED && apm_lens_step (self->lens, tid);
}

/**
 * apm_program_stop:
 *
 * Ends it with all that it started, also where it hangs or is paused.
 */
void
apm_program_stop (ApmProgram *self)
{
  g_return_if_fail (APM_IS_PROGRAM (self));

  if (!apm_program_is_active (self) || self->state == APM_PROGRAM_STOPPING)
    return;

  if (self->compiler)
    apm_child_signal (self->compiler, SIGKILL, TRUE, NULL);
  else
    apm_lens_kill (self->lens);
  set_state (self, APM_PROGRAM_STOPPING);
}

/* Facts */

const char *
apm_program_get_path (ApmProgram *self)
{
  return self->path;
}

const char *
apm_program_get_arguments (ApmProgram *self)
{
  return self->arguments;
}

const char *
apm_program_get_directory (ApmProgram *self)
{
  return self->directory;
}

/* What it gets besides ours; NULL: nothing. */
const char *const *
apm_program_get_environment (ApmProgram *self)
{
  return (const char *const *) self->environment;
}

/* What to call it: its file's name. */
const char *
apm_program_get_name (ApmProgram *self)
{
  return self->name;
}

/* Its C files, as they were when they were needed first or it was run last; none: it
 * was compiled by somebody else. */
const char *const *
apm_program_get_sources (ApmProgram *self)
{
  if (self->sources == NULL)
    self->sources = apm_program_find_sources (self->path);

  return (const char *const *) self->sources;
}

ApmProgramState
apm_program_get_state (ApmProgram *self)
{
  return self->state;
}

/* Whether a process of it is there. */
gboolean
apm_program_is_active (ApmProgram *self)
{
  return self->state == APM_PROGRAM_COMPILING || self->state == APM_PROGRAM_RUNNING ||
         self->state == APM_PROGRAM_PAUSED || self->state == APM_PROGRAM_STOPPING;
}

/**
 * apm_program_get_sentence:
 *
 * Returns: (nullable): how the newest run ended, or why there was none
 */
const char *
apm_program_get_sentence (ApmProgram *self)
{
  return self->sentence;
}

/**
 * apm_program_get_diagnostics:
 *
 * Returns: (transfer none): of #ApmDiagnostic: what the compiler said
 */
GPtrArray *
apm_program_get_diagnostics (ApmProgram *self)
{
  return self->diagnostics;
}

/**
 * apm_program_get_lens:
 *
 * Returns: (transfer none) (nullable): of the newest run
 */
ApmLens *
apm_program_get_lens (ApmProgram *self)
{
  return self->lens;
}

/**
 * apm_program_get_report:
 *
 * Returns: (transfer none) (nullable): the newest look
 */
ApmLensReport *
apm_program_get_report (ApmProgram *self)
{
  return self->report;
}

/**
 * apm_program_get_transcript:
 *
 * Returns: (transfer none) (nullable): what it printed
 */
ApmTranscript *
apm_program_get_transcript (ApmProgram *self)
{
  return self->transcript;
}

/**
 * apm_program_get_variables:
 *
 * Returns: (transfer none): a #GtkStringList: the variables that are to be watched
 */
GListModel *
apm_program_get_variables (ApmProgram *self)
{
  return G_LIST_MODEL (self->variables);
}

/**
 * apm_program_is:
 *
 * Whether @spec means the same program, started in the same way.
 */
gboolean
apm_program_is (ApmProgram           *self,
                const ApmProgramSpec *spec)
{
  g_autofree char *directory = g_path_get_dirname (spec->path);

  return g_str_equal (self->path, spec->path) && g_str_equal (self->arguments, spec->arguments ? spec->arguments : "") &&
         g_str_equal (self->directory, spec->directory ? spec->directory : directory);
}

/* The object */

static void
apm_program_dispose (GObject *object)
{
  ApmProgram *self = APM_PROGRAM (object);

  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->compiler && !apm_child_get_ended (self->compiler))
    apm_child_signal (self->compiler, SIGKILL, TRUE, NULL);
  g_clear_object (&self->compiler);
  g_clear_object (&self->lens);
  g_clear_object (&self->transcript);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_program_parent_class)->dispose (object);
}

static void
apm_program_finalize (GObject *object)
{
  ApmProgram *self = APM_PROGRAM (object);

  g_free (self->path);
  g_free (self->arguments);
  g_free (self->directory);
  g_strfreev (self->environment);
  g_free (self->name);
  g_strfreev (self->sources);
  g_free (self->sentence);
  g_free (self->program);
  g_ptr_array_unref (self->diagnostics);
  g_string_free (self->compiler_output, TRUE);
  g_object_unref (self->variables);
  g_ptr_array_unref (self->knocks);
  g_clear_pointer (&self->report, apm_lens_report_unref);

  G_OBJECT_CLASS (apm_program_parent_class)->finalize (object);
}

static void
apm_program_class_init (ApmProgramClass *klass)
{
  static const char *const names[] = { [APM_PROGRAM_CHANGED] = "changed", [APM_PROGRAM_SEEN] = "seen" };

  G_OBJECT_CLASS (klass)->dispose = apm_program_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_program_finalize;

  for (guint i = 0; i < APM_PROGRAM_N_SIGNALS; i++)
    apm_program_signals[i] = g_signal_new (names[i], APM_TYPE_PROGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
apm_program_init (ApmProgram *self)
{
  self->diagnostics = g_ptr_array_new ();
  self->compiler_output = g_string_new (NULL);
  self->variables = gtk_string_list_new (NULL);
  self->knocks = apm_program_knocks_new ();
}

/**
 * apm_program_new:
 *
 * Nothing is started or looked at yet.
 */
ApmProgram *
apm_program_new (ApmSession           *session,
                 const ApmProgramSpec *spec)
{
  ApmProgram *self;

  g_return_val_if_fail (APM_IS_SESSION (session) && spec != NULL && spec->path != NULL, NULL);

  self = g_object_new (APM_TYPE_PROGRAM, NULL);
  self->session = g_object_ref (session);
  self->path = g_strdup (spec->path);
  self->arguments = g_strdup (spec->arguments ? spec->arguments : "");
  self->directory = spec->directory ? g_strdup (spec->directory) : g_path_get_dirname (spec->path);
  self->environment = g_strdupv ((GStrv) spec->environment);
  self->name = g_path_get_basename (spec->path);
  if (g_str_has_suffix (self->name, ".c"))
    self->name[strlen (self->name) - 2] = '\0';

  return self;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explored.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What an exploration found, for a person. */

typedef struct {
  const char *word, *sentence;
} Words;

/* The failure's text may say more closely what it is. */
static const struct {
  const char *kind, *text, *sentence;
} failures[] = {
  { "deadlock", NULL, N_("Deadlock: nobody who is left can ever go on") },
  { "livelock", NULL, N_("A thread goes round in a loop for ever, and nobody is left who could end it") },
  { "hang", NULL, N_("A thread computes for ever and never comes to its next operation") },
  { "race", NULL, N_("Data race: two threads use the same memory at the same time, and one of them writes") },
  { "assertion", NULL, N_("An assertion fails") },
  { "abort", NULL, N_("The program calls abort()") },
  { "crash", "arithmetic", N_("Crash: a division by zero, or another impossible computation") },
  { "crash", "stack", N_("Crash: a thread has used up its stack; it may call itself for ever") },
  { "crash", NULL, N_("Crash: the program uses memory that is not there") },
  { "freed", "free", N_("Memory is freed twice") },
  { "freed", NULL, N_("Memory is used after it was freed") },
  { "bounds", "free", N_("What is freed was never allocated") },
  { "bounds", NULL, N_("Memory is used that does not belong to the program") },
  { "unlock", "not locked", N_("A lock is released that nobody holds") },
  { "unlock", NULL, N_("A lock is released by a thread that does not hold it") },
  { "object", "destroyed", N_("A lock, semaphore or condition variable is used after it was destroyed") },
  { "object", "destroyed in use", N_("A lock, semaphore or condition variable is destroyed while it is in use") },
  { "object", "initialised in use", N_("A lock is initialised while it is in use") },
  { "object", NULL, N_("A lock, semaphore or condition variable is used that was never initialised") },
  { "leak", NULL, N_("A thread ends and still holds a lock") },
  { "misuse", "joined twice", N_("A thread is joined twice") },
  { "misuse", "joins a detached thread", N_("A thread is joined that was detached") },
  { "misuse", "detached twice", N_("A thread is detached that was joined or detached before") },
  { "misuse", NULL, N_("A thread is named that there is not") },
  { "invariant", NULL, N_("What must hold does not") },
};

static const Words verdicts[] = {
  { "complete", N_("No failure in any schedule") },
  { "failed", N_("A schedule fails") },
  { "diverged", N_("The same schedule does not lead to the same run twice, so nothing can be said") },
  { "source", N_("The program does not compile") },
  { "unknown", N_("The program calls what cannot be explored") },
  { "unsupported", N_("Programs cannot be explored on this machine") },
  { "compiler", N_("gcc or objcopy is missing") },
  { "killed", N_("The exploration itself was ended: the program did what it must not, or took too much memory") },
};

/* Each with its limit, which most have. */
static const Words bounds[] = {
  { "time", N_("No failure was found, but the time (%lu s) was over before every schedule was tried") },
  { "executions", N_("No failure was found in as many runs as were allowed (%lu); there are more schedules") },
  { "steps", N_("No failure was found, but some schedules are longer than was allowed (%lu steps)") },
  { "memory", N_("No failure was found, but some schedules need more memory than there is") },
  { "threads", N_("No failure was found, but the program makes more threads than can be explored (%lu)") },
  { "preemptions", N_("No failure with so few preemptions (%lu); other schedules were not tried") },
  { "schedule", N_("The schedule ends here, and nothing has failed") },
  { "cancelled", N_("No failure was found before it was cancelled; other schedules were not tried") },
};

static const Words mistakes[] = {
  { "schedule", N_("That is no schedule of this program") },
  { "without", N_("There is no such call on that line") },
};

static const Words operations[] = {
  { "read", N_("reads") }, { "write", N_("writes") }, { "atomic-read", N_("reads at once") },
  { "atomic-write", N_("writes at once") }, { "atomic-update", N_("changes at once") }, { "free", N_("frees") },
  { "lock", N_("locks") }, { "trylock", N_("tries to lock") }, { "unlock", N_("unlocks") },
  { "spin-lock", N_("locks") }, { "cond-wait", N_("begins to wait for") }, { "cond-wake", N_("wakes from") },
  { "signal", N_("signals") }, { "broadcast", N_("wakes all who wait for") }, { "sem-wait", N_("takes from") },
  { "sem-trywait", N_("tries to take from") }, { "sem-post", N_("posts to") }, { "sem-value", N_("looks at") },
  { "rdlock", N_("locks for reading") }, { "wrlock", N_("locks for writing") },
  { "tryrdlock", N_("tries to lock for reading") }, { "trywrlock", N_("tries to lock for writing") },
  { "rwunlock", N_("unlocks") }, { "barrier-arrive", N_("arrives at") }, { "barrier-leave", N_("leaves") },
  { "once", N_("comes to") }, { "once-done", N_("has done") }, { "init", N_("initialises") },
  { "destroy", N_("destroys") }, { "create", N_("creates a thread") }, { "join", N_("joins") },
  { "exit", N_("ends") }, { "tell", N_("says what it does") }, { "timeout", N_("stops waiting for") },
};

static const char *
find_words (const Words *words,
            guint        n,
            const char  *word)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (words[i].word, word) == 0)
      return _(words[i].sentence);

  return word;
}

/**
 * apm_failure_dup_title:
 *
 * Returns: (transfer full): what failed, one sentence without its full stop
 */
char *
apm_failure_dup_title (const ApmFailure *failure)
{
  for (guint i = 0; failure->kind && i < G_N_ELEMENTS (failures); i++)
    if (strcmp (failures[i].kind, failure->kind) == 0 &&
        (failures[i].text == NULL || strcmp (failures[i].text, failure->text) == 0))
      return g_strdup (_(failures[i].sentence));

  return g_strdup (failure->kind);
}

/* What is neither the schedule nor a call is a name in an expression. */
static char *
dup_mistake (const char *word)
{
  const char *sentence = find_words (mistakes, G_N_ELEMENTS (mistakes), word);

  return sentence != word ? g_strdup (sentence) : g_strdup_printf (_("The program has no global variable “%s”"), word);
}

static char *
dup_bound (const ApmExplored *self)
{
  const char *word = self->bound ? self->bound : "", *sentence = find_words (bounds, G_N_ELEMENTS (bounds), word);

  if (sentence == word)
    return g_strdup (word);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (sentence, (gulong) apm_explored_get_count (self, "limit"));
#pragma GCC diagnostic pop
}

/* Nothing else keeps it from being explored. */
static gboolean
lacks_main (const ApmExplored *self)
{
  return self->unknown->len == 1 && strcmp (((ApmExploredCall *) self->unknown->pdata[0])->name, "main") == 0;
}

/**
 * apm_explored_dup_title:
 *
 * Returns: (transfer full): the verdict as one sentence without its full stop
 */
char *
apm_explored_dup_title (const ApmExplored *self)
{
  const ApmFailure *failure = self->failures->len > 0 ? g_ptr_array_index (self->failures, 0) : NULL;

  if (failure && failure->kind)
    return apm_failure_dup_title (failure);
  if (self->verdict == NULL)
    return g_strdup (_("The exploration gave no verdict"));
  if (strcmp (self->verdict, "bounded") == 0)
    return dup_bound (self);

  if (strcmp (self->verdict, "invalid") == 0)
    return dup_mistake (self->bound ? self->bound : "");
  if (strcmp (self->verdict, "unloadable") == 0)
    return g_strdup_printf (_("The program cannot be loaded: %s"), self->bound ? self->bound : "");
  if (lacks_main (self))
    return g_strdup (_("The program has no main()"));

  return g_strdup (find_words (verdicts, G_N_ELEMENTS (verdicts), self->verdict));
}

/**
 * apm_explored_object_dup:
 * @object: (nullable): as the lines have it
 *
 * Returns: (transfer full): it in words: "left", "a local variable of 1"; "" of none
 */
char *
apm_explored_object_dup (const char *object)
{
  g_auto(GStrv) parts = g_strsplit (object ? object : "", ":", 5);
  guint n = g_strv_length (parts);

  if (n == 2 && strcmp (parts[0], "t") == 0)
    return strcmp (parts[1], "main") == 0 ? g_strdup ("main") : g_strdup_printf (_("thread %s"), parts[1]);
  if (n == 3 && strcmp (parts[0], "s") == 0)
    return g_strdup_printf (_("a local variable of %s"), parts[1]);
  if (n == 5 && strcmp (parts[0], "h") == 0)
    return g_strdup_printf (_("byte %s of the memory allocated at %s"), parts[3], parts[4]);
  if (n == 2 && strcmp (parts[0], "a") == 0)
    return g_strdup_printf (_("address 0x%s"), parts[1]);

  return g_strdup (object ? object : "");
}

/**
 * apm_failure_place_dup:
 * @place: (nullable): "FILE:LINE"
 * @line: (out) (nullable): its number; 0 where it is not known
 *
 * Returns: (transfer full) (nullable): the path of the file
 */
char *
apm_failure_place_dup (const char *place,
                       guint      *line)
{
  const char *colon = place ? strrchr (place, ':') : NULL;

  if (line)
    *line = colon ? (guint) g_ascii_strtoull (colon + 1, NULL, 10) : 0;

  return colon ? g_strndup (place, colon - place) : NULL;
}

static char *
dup_base_name (const char *place)
{
  return place ? g_path_get_basename (place) : g_strdup ("");
}

/**
 * apm_failure_step_dup_text:
 *
 * Returns: (transfer full): what the thread does: "locks left", "writes count = 3"
 */
char *
apm_failure_step_dup_text (const ApmFailureStep *step)
{
  static const char *const alone[] = { "create", "exit", "tell", NULL };   /* what they are about has no name */
  g_autofree char *object = apm_explored_object_dup (g_strv_contains (alone, step->operation) ? NULL : step->object);
  g_autoptr(GString) text = g_string_new (find_words (operations, G_N_ELEMENTS (operations), step->operation));

  if (*object)
    g_string_append_printf (text, " %s", object);
  if (step->value && strcmp (step->value, "pointer") == 0)
    g_string_append (text, _(" = a pointer"));
  else if (step->value)
    {
      guint64 value = g_ascii_strtoull (step->value, NULL, 16);

      g_string_append_printf (text, " = %" G_GINT64_FORMAT, step->size_bytes == 4 ? (gint64) (gint32) value : (gint64) value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_failure_wait_dup_text:
 *
 * Returns: (transfer full): what the thread stands before: "1 stands before: locks left"
 */
char *
apm_failure_wait_dup_text (const ApmFailureWait *wait)
{
  g_autofree char *object = apm_explored_object_dup (wait->object);
  const char *operation = find_words (operations, G_N_ELEMENTS (operations), wait->operation);

  if (strcmp (wait->operation, "none") == 0)
    return g_strdup_printf (_("%s computes"), wait->thread);

  return wait->spins ? g_strdup_printf (_("%s goes round: %s %s"), wait->thread, operation, object) :
                       g_strdup_printf (_("%s stands before: %s %s"), wait->thread, operation, object);
}

/**
 * apm_failure_dup_where:
 *
 * Returns: (transfer full): whose it is, where, and of what: "thread 1 at FILE:LINE: left"
 */
char *
apm_failure_dup_where (const ApmFailure *failure)
{
  g_autofree char *object = apm_explored_object_dup (failure->object);
  g_autoptr(GString) text = g_string_new (NULL);
  const char *place = failure->place ? failure->place : "-";

  if (failure->kind == NULL)
    return g_strdup ("");
  if (failure->other_place)
    g_string_append_printf (text, _("thread %s at %s and another at %s"), failure->thread, place, failure->other_place);
  else
    g_string_append_printf (text, _("thread %s at %s"), failure->thread, place);
  if (*object)
    g_string_append_printf (text, ": %s", object);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_steps (const ApmFailure *failure,
              GString          *text)
{
  for (guint i = 0; i < failure->steps->len; i++)
    {
      const ApmFailureStep *step = g_ptr_array_index (failure->steps, i);
      g_autofree char *what = apm_failure_step_dup_text (step), *place = dup_base_name (step->place);

      g_string_append_printf (text, "  %4u  %-8s %s%s%s\n", step->number, step->thread, what, *place ? "  " : "", place);
    }
  for (guint i = 0; i < failure->waits->len; i++)
    {
      const ApmFailureWait *wait = g_ptr_array_index (failure->waits, i);
      g_autofree char *what = apm_failure_wait_dup_text (wait), *place = dup_base_name (wait->place);

      g_string_append_printf (text, "  %s%s%s\n", what, *place ? "  " : "", place);
    }
}

/**
 * apm_failure_append:
 *
 * Appends lines: what failed, how it came to that, and the schedule.
 */
void
apm_failure_append (const ApmFailure *failure,
                    GString          *text)
{
  g_autofree char *title = apm_failure_dup_title (failure), *where = apm_failure_dup_where (failure);

  if (failure->kind)
    {
      g_string_append_printf (text, "%s.\n", title);
      if (strcmp (failure->kind, "assertion") == 0 || strcmp (failure->kind, "invariant") == 0)
        g_string_append_printf (text, "  %s\n", failure->text);
      g_string_append_printf (text, "  %s\n", where);
    }
  append_steps (failure, text);
  if (failure->schedule && *failure->schedule)
    {
      g_string_append_printf (text, _("Schedule: %s"), failure->schedule);
      g_string_append_c (text, '\n');
    }
}

/**
 * apm_explored_call_reads:
 *
 * Returns: whether it is explored where standard input is given
 */
gboolean
apm_explored_call_reads (const ApmExploredCall *call)
{
  static const char *const names[] = { "getchar", "getc", "fgetc", "getchar_unlocked", "fgets", "fread", "feof", "scanf",
                                       "fscanf", NULL };

  return g_strv_contains (names, call->name);
}

/* What kept it from being explored, and the ends it came to. */
static void
append_others (const ApmExplored *self,
               GString           *text)
{
  for (guint i = 0; i < self->unknown->len; i++)
    {
      const ApmExploredCall *call = g_ptr_array_index (self->unknown, i);

      if (lacks_main (self))
        break;
      if (strcmp (call->name, "main") == 0)
        g_string_append (text, _("  there is no main()"));
      else if (apm_explored_call_reads (call))
        g_string_append_printf (text, _("  %s() is called at %s: give what it reads with --stdin FILE"), call->name,
                                call->place ? call->place : "-");
      else
        g_string_append_printf (text, _("  %s() is called at %s"), call->name, call->place ? call->place : "-");
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; self->failures->len == 0 && i < self->ends->len && i < 20; i++)
    {
      const ApmExploredEnd *end = g_ptr_array_index (self->ends, i);
      g_autofree char *status = g_strdup_printf ("%d", end->status);

      if (*end->text || self->ends->len > 1)
        g_string_append_printf (text, _("  prints “%s” and ends with %s"), end->text, status),
        g_string_append_c (text, '\n');
    }
}

/* What is left at the end is no failure, but worth a line. */
static void
append_left (const ApmExplored *self,
             GString           *text)
{
  gulong threads = (gulong) apm_explored_get_count (self, "left_threads");
  gulong locks = (gulong) apm_explored_get_count (self, "left_locks");

  if (threads > 0)
    {
      g_string_append_printf (text, ngettext ("At the end there may be %lu thread that nobody has joined.",
                                              "At the end there may be %lu threads that nobody has joined.", threads),
                              threads);
      g_string_append_c (text, '\n');
    }
  if (locks > 0)
    {
      g_string_append_printf (text, ngettext ("At the end %lu lock may still be held.",
                                              "At the end %lu locks may still be held.", locks), locks);
      g_string_append_c (text, '\n');
    }
}

static void
append_counts (const ApmExplored *self,
               GString           *text)
{
  gulong runs = (gulong) apm_explored_get_count (self, "executions");
  gulong states = (gulong) apm_explored_get_count (self, "states");

  if (runs == 0)
    return;
  if (states > 0)
    g_string_append_printf (text, _("Runs: %lu; different states where another thread may go on: %lu. "
                                    "Memory is taken to be sequentially consistent."), runs, states);
  else
    g_string_append_printf (text, _("Runs: %lu; different in what came before what: %lu. "
                                    "Memory is taken to be sequentially consistent."),
                            runs, (gulong) apm_explored_get_count (self, "complete"));
  g_string_append_c (text, '\n');
}

/**
 * apm_explored_append:
 *
 * Appends lines: the verdict with all that belongs to it.
 */
void
apm_explored_append (const ApmExplored *self,
                     GString           *text)
{
  g_autofree char *title = apm_explored_dup_title (self);

  if (self->failures->len == 0 || ((ApmFailure *) g_ptr_array_index (self->failures, 0))->kind == NULL)
    g_string_append_printf (text, "%s.\n", title);
  for (guint i = 0; i < self->failures->len; i++)
    apm_failure_append (g_ptr_array_index (self->failures, i), text);
  append_others (self, text);
  append_left (self, text);
  append_counts (self, text);
}

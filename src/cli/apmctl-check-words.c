/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include <glib/gi18n.h>
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
  { "misuse", NULL, N_("A thread is named that there is not") },
  { "invariant", NULL, N_("What must hold does not") },
};

static const Words verdicts[] = {
  { "complete", N_("No failure in any schedule") },
  { "failed", N_("A schedule fails") },
  { "diverged", N_("The same schedule does not lead to the same run twice, so nothing can be said") },
  { "source", N_("The program does not compile") },
  { "unknown", N_("The program calls what cannot be explored") },
  { "unloadable", N_("The program cannot be loaded") },
  { "invalid", N_("That is no schedule of this program") },
  { "unsupported", N_("Programs cannot be explored on this machine") },
  { "compiler", N_("gcc or objcopy is missing") },
  { "killed", N_("The exploration itself was ended: the program did what it must not, or took too much memory") },
};

static const Words bounds[] = {
  { "time", N_("No failure was found, but the time was over before every schedule was tried") },
  { "executions", N_("No failure was found in as many runs as were allowed; there are more schedules") },
  { "steps", N_("No failure was found, but some schedules are longer than was allowed") },
  { "memory", N_("No failure was found, but some schedules need more memory than there is") },
  { "preemptions", N_("No failure with so few preemptions; other schedules were not tried") },
  { "schedule", N_("The schedule ends here, and nothing has failed") },
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
  { "exit", N_("ends") }, { "timeout", N_("stops waiting for") },
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

static const char *
failure_title (char **parts)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (strcmp (failures[i].kind, parts[0]) == 0 &&
        (failures[i].text == NULL || strcmp (failures[i].text, parts[5]) == 0))
      return _(failures[i].sentence);

  return parts[0];
}

/**
 * apmctl_check_dup_title:
 *
 * Returns: (transfer full): the verdict as one sentence without its full stop
 */
char *
apmctl_check_dup_title (const ApmctlCheck *check)
{
  if (check->failures->len > 0)
    {
      const ApmctlFailure *failure = g_ptr_array_index (check->failures, 0);

      if (failure->parts)
        return g_strdup (failure_title (failure->parts));
    }
  if (check->verdict == NULL)
    return g_strdup (_("The exploration gave no verdict"));
  if (strcmp (check->verdict, "bounded") == 0)
    return g_strdup (find_words (bounds, G_N_ELEMENTS (bounds), check->bound));

  return g_strdup (find_words (verdicts, G_N_ELEMENTS (verdicts), check->verdict));
}

/* An object as the lines have it, in words. */
static char *
dup_object (const char *object)
{
  g_auto(GStrv) parts = g_strsplit (object, ":", 5);
  guint n = g_strv_length (parts);

  if (strcmp (object, "-") == 0)
    return g_strdup ("");
  if (n == 2 && strcmp (parts[0], "t") == 0)
    return strcmp (parts[1], "main") == 0 ? g_strdup ("main") : g_strdup_printf (_("thread %s"), parts[1]);
  if (n == 3 && strcmp (parts[0], "s") == 0)
    return g_strdup_printf (_("a local variable of %s"), parts[1]);
  if (n == 5 && strcmp (parts[0], "h") == 0)
    return g_strdup_printf (_("byte %s of the memory allocated at %s"), parts[3], parts[4]);
  if (n == 2 && strcmp (parts[0], "a") == 0)
    return g_strdup_printf (_("address 0x%s"), parts[1]);

  return g_strdup (object);
}

static char *
dup_base_name (const char *place)
{
  return strcmp (place, "-") == 0 ? g_strdup ("") : g_path_get_basename (place);
}

static void
append_step (GString  *text,
             char    **parts)
{
  g_autofree char *object = strcmp (parts[2], "create") == 0 || strcmp (parts[2], "exit") == 0 ?
                            g_strdup ("") : dup_object (parts[4]);
  g_autofree char *place = dup_base_name (parts[3]);
  const char *operation = find_words (operations, G_N_ELEMENTS (operations), parts[2]);

  g_string_append_printf (text, "  %4s  %-8s %s", parts[0], parts[1], operation);
  if (*object)
    g_string_append_printf (text, " %s", object);
  if (strcmp (parts[7], "pointer") == 0)
    g_string_append (text, _(" = a pointer"));
  else if (strcmp (parts[7], "-") != 0)
    g_string_append_printf (text, " = %" G_GINT64_FORMAT,
                            strcmp (parts[6], "4") == 0 ?
                            (gint64) (gint32) g_ascii_strtoull (parts[7], NULL, 16) :
                            (gint64) g_ascii_strtoull (parts[7], NULL, 16));
  g_string_append_printf (text, "  %s\n", place);
}

static void
append_wait (GString  *text,
             char    **parts)
{
  g_autofree char *object = dup_object (parts[3]);
  g_autofree char *place = dup_base_name (parts[2]);
  const char *operation = find_words (operations, G_N_ELEMENTS (operations), parts[1]);

  if (strcmp (parts[5], "spins") == 0)
    g_string_append_printf (text, _("  %s goes round: %s %s  %s"), parts[0], operation, object, place);
  else
    g_string_append_printf (text, _("  %s stands before: %s %s  %s"), parts[0], operation, object, place);
  g_string_append_c (text, '\n');
}

static void
append_failure (const ApmctlFailure *failure,
                GString             *text)
{
  if (failure->parts)
    {
      char **parts = failure->parts;

      g_string_append_printf (text, "%s.\n", failure_title (parts));
      if (strcmp (parts[0], "assertion") == 0 || strcmp (parts[0], "invariant") == 0)
        g_string_append_printf (text, "  %s\n", parts[5]);
      if (strcmp (parts[3], "-") != 0)
        g_string_append_printf (text, _("  thread %s at %s and another at %s"), parts[1], parts[2], parts[3]);
      else
        g_string_append_printf (text, _("  thread %s at %s"), parts[1], parts[2]);
      if (strcmp (parts[4], "-") != 0)
        {
          g_autofree char *object = dup_object (parts[4]);

          g_string_append_printf (text, ": %s", object);
        }
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < failure->steps->len; i++)
    append_step (text, g_ptr_array_index (failure->steps, i));
  for (guint i = 0; i < failure->waits->len; i++)
    append_wait (text, g_ptr_array_index (failure->waits, i));
  if (failure->schedule)
    {
      g_string_append_printf (text, _("Schedule: %s"), failure->schedule);
      g_string_append_c (text, '\n');
    }
}

static guint64
get_count (const ApmctlCheck *check,
           const char        *name)
{
  const char *value = g_hash_table_lookup (check->counts, name);

  return value ? g_ascii_strtoull (value, NULL, 10) : 0;
}

/**
 * apmctl_check_to_text:
 *
 * Appends lines.
 */
void
apmctl_check_to_text (const ApmctlCheck *check,
                      GString           *text)
{
  g_autofree char *title = apmctl_check_dup_title (check);

  g_string_append_printf (text, "%s: ", check->name);
  if (check->failures->len == 0 || !((ApmctlFailure *) g_ptr_array_index (check->failures, 0))->parts)
    g_string_append_printf (text, "%s.\n", title);
  for (guint i = 0; i < check->failures->len; i++)
    append_failure (g_ptr_array_index (check->failures, i), text);
  for (guint i = 0; i < check->unknown->len; i++)
    {
      char **parts = g_ptr_array_index (check->unknown, i);

      if (strcmp (parts[0], "main") == 0)
        g_string_append (text, _("  there is no main()"));
      else
        g_string_append_printf (text, _("  %s() is called at %s"), parts[0], parts[1]);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; check->failures->len == 0 && i < check->outcomes->len && i < 20; i++)
    {
      char **parts = g_ptr_array_index (check->outcomes, i);

      if (*parts[2] || check->outcomes->len > 1)
        g_string_append_printf (text, _("  prints “%s” and ends with %s"), parts[2], parts[1]),
        g_string_append_c (text, '\n');
    }
  if (check->is_partial && check->failures->len == 0 && check->unknown->len == 0)
    {
      g_string_append (text, _("Looked for deadlocks, races, crashes and endless loops; what else this problem promises "
                               "was not checked. “apmctl lab run” checks it in real runs."));
      g_string_append_c (text, '\n');
    }
  if (get_count (check, "executions") > 0)
    {
      g_string_append_printf (text, _("Runs: %lu; different in what came before what: %lu. "
                                      "Memory is taken to be sequentially consistent."),
                              (gulong) get_count (check, "executions"), (gulong) get_count (check, "complete"));
      g_string_append_c (text, '\n');
    }
}

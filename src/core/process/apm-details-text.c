/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-text.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <string.h>

/* Returns: (transfer full) (nullable): %NULL for what is not known */
char *
apm_facts_dup_bytes (gint64 bytes)
{
  return bytes < 0 ? NULL : apm_text_format_bytes ((guint64) bytes);
}

char *
apm_facts_dup_number (gint64 number)
{
  return number == G_MININT64 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
add_heads (ApmSheet          *sheet,
           const char *const *heads)
{
  for (; *heads; heads++)
    apm_sheet_add (sheet, _(*heads));
}

/* A mark against the parent, then the variable as a shell would take it. */
static void
append_environment (const ApmEnvironment *environment,
                    gboolean              show_secrets,
                    GString              *text)
{
  static const struct { const char *change; char mark; } marks[] = {
    { "same", ' ' }, { "added", '+' }, { "changed", '~' }, { "removed", '-' },
  };

  if (!environment->denied)
    g_string_append_printf (text, _("Against its parent %s (%d): + added, ~ changed, - removed"),
                            environment->parent_name, environment->ppid);
  g_string_append (text, environment->denied ? "" : "\n");
  for (guint i = 0; i < environment->variables->len; i++)
    {
      const ApmVariable *variable = environment->variables->pdata[i];
      g_autofree char *name = apm_text_escape_lines (variable->name);
      g_autofree char *value = show_secrets ? g_strdup (variable->value) : apm_variable_dup_masked (variable);
      g_autofree char *line = value ? apm_text_escape_lines (value) : NULL;
      char mark = ' ';

      for (guint m = 0; variable->change && m < G_N_ELEMENTS (marks); m++)
        if (strcmp (marks[m].change, variable->change) == 0)
          mark = marks[m].mark;
      g_string_append_printf (text, "%c %s%s%s\n", mark, name, variable->value ? "=" : "", line ? line : "");
    }
}

static char *
dup_limit (const ApmLimit *limit,
           gint64          number)
{
  if (strcmp (limit->unit, "bytes") == 0)
    return apm_facts_dup_bytes (number);

  return apm_facts_dup_number (number);
}

static void
append_limits (const ApmLimits *limits,
               GString         *text)
{
  static const char *const heads[] = { N_("Limit"), N_("Used"), N_("%"), N_("Soft"), N_("Hard"), NULL };
  ApmSheet *sheet = apm_sheet_new ("lrrrr");

  add_heads (sheet, heads);
  for (guint i = 0; i < limits->limits->len; i++)
    {
      const ApmLimit *limit = limits->limits->pdata[i];

      apm_sheet_add (sheet, limit->label);
      apm_sheet_take (sheet, dup_limit (limit, limit->used));
      apm_sheet_take (sheet, isnan (limit->used_percent) ? NULL : g_strdup_printf ("%.0f", limit->used_percent));
      apm_sheet_take (sheet, limit->soft_unlimited ? g_strdup (_("unlimited")) : dup_limit (limit, limit->soft));
      apm_sheet_take (sheet, limit->hard_unlimited ? g_strdup (_("unlimited")) : dup_limit (limit, limit->hard));
    }
  apm_sheet_append_to (sheet, text);
}

static void
append_totals (const ApmMemoryTotals *totals,
               GString               *text)
{
  const struct { const char *label; gint64 bytes; } lines[] = {
    { _("In memory"), totals->rss_bytes },
    { _("In memory, at most so far"), totals->rss_peak_bytes },
    { _("Its share of it"), totals->pss_bytes },
    { _("Private"), totals->private_bytes },
    { _("Shared"), totals->shared_bytes },
    { _("Swapped out"), totals->swap_bytes },
    { _("Locked"), totals->locked_bytes },
    { _("Data"), totals->data_bytes },
    { _("Stack"), totals->stack_bytes },
    { _("Page tables"), totals->page_tables_bytes },
    { _("Address space"), totals->virtual_bytes },
  };
  ApmSheet *sheet = apm_sheet_new ("lr");

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    apm_sheet_take_pair (sheet, lines[i].label, apm_facts_dup_bytes (lines[i].bytes));
  apm_sheet_append_to (sheet, text);
}

/* What is in memory stands there only where it was measured. */
static void
append_memory (const ApmMemory *memory,
               GString         *text)
{
  static const char *const heads[] = { N_("Maps"), N_("Permissions"), N_("Mapped"), NULL };
  static const char *const measured_heads[] = { N_("In memory"), N_("Private"), NULL };
  ApmSheet *sheet;

  append_totals (&memory->totals, text);
  if (memory->groups->len == 0)
    return;
  g_string_append_c (text, '\n');
  sheet = apm_sheet_new (memory->measured ? "rrrrll" : "rrll");
  apm_sheet_add (sheet, _("Size"));
  if (memory->measured)
    add_heads (sheet, measured_heads);
  add_heads (sheet, heads);
  for (guint i = 0; i < memory->groups->len; i++)
    {
      const ApmMapGroup *group = memory->groups->pdata[i];
      const char *name = group->name ? group->name : _("anonymous memory");

      apm_sheet_take (sheet, apm_facts_dup_bytes (group->size_bytes));
      if (memory->measured)
        {
          apm_sheet_take (sheet, apm_facts_dup_bytes (group->rss_bytes));
          apm_sheet_take (sheet, apm_facts_dup_bytes (group->private_bytes));
        }
      apm_sheet_take (sheet, g_strdup_printf ("%u", group->maps));
      apm_sheet_add (sheet, group->permissions);
      apm_sheet_take (sheet, group->deleted ? g_strdup_printf (_("%s (deleted)"), name) : g_strdup (name));
    }
  apm_sheet_append_to (sheet, text);
}

static const char *
get_sharing (const char *word)
{
  if (!word)
    return "?";

  return strcmp (word, "shared") == 0 ? _("shared") : _("separate");
}

static void
append_namespaces (const ApmNamespaces *namespaces,
                   GString             *text)
{
  static const char *const heads[] = {
    N_("Namespace"), N_("Number"), N_("With this program"), N_("With its parent"), N_("Sets apart"), NULL
  };
  ApmSheet *sheet;

  if (namespaces->namespaces->len == 0)
    return;

  sheet = apm_sheet_new ("lrlll");
  add_heads (sheet, heads);
  for (guint i = 0; i < namespaces->namespaces->len; i++)
    {
      const ApmNamespace *namespace = namespaces->namespaces->pdata[i];

      apm_sheet_add (sheet, namespace->type);
      apm_sheet_take (sheet, apm_facts_dup_number (namespace->inode));
      apm_sheet_add (sheet, get_sharing (namespace->with_us));
      apm_sheet_add (sheet, get_sharing (namespace->with_parent));
      apm_sheet_add (sheet, namespace->label);
    }
  apm_sheet_append_to (sheet, text);
  if (namespaces->pids && strchr (namespaces->pids, ' '))
    g_string_append_printf (text, _("PID, from here inwards: %s\n"), namespaces->pids);
}

static gboolean
is_equal_mask (const ApmSignalMask *a,
               const ApmSignalMask *b)
{
  return a->blocked == b->blocked && a->ignored == b->ignored && a->caught == b->caught && a->pending == b->pending &&
         a->pending_process == b->pending_process && a->blocking_threads == b->blocking_threads;
}

/* Real-time signals are many and mostly alike: those that follow each other are one line.
 * Returns: the place of the last of them */
static guint
find_last_alike (const GPtrArray *signals,
                 guint            first)
{
  const ApmSignalMask *mask = signals->pdata[first];
  guint last = first;

  while (mask->number >= SIGRTMIN && last + 1 < signals->len)
    {
      const ApmSignalMask *next = signals->pdata[last + 1];

      if (next->number != mask->number + (int) (last + 1 - first) || !is_equal_mask (mask, next))
        break;
      last++;
    }

  return last;
}

static void
add_signal (ApmSheet            *sheet,
            const ApmSignalMask *mask,
            guint                threads)
{
  if (mask->blocking_threads > 0 && threads > 1)
    apm_sheet_take (sheet, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u thread", "%u of %u threads", threads),
                                            mask->blocking_threads, threads));
  else
    apm_sheet_add (sheet, mask->blocked ? _("yes") : "");
  apm_sheet_add (sheet, mask->ignored ? _("yes") : "");
  apm_sheet_add (sheet, mask->caught ? _("yes") : "");
  apm_sheet_add (sheet, mask->pending_process ? _("process") : mask->pending ? _("thread") : "");
  apm_sheet_add (sheet, mask->meaning);
}

static void
append_signals (const ApmSignals *masks,
                GString          *text)
{
  static const char *const heads[] = {
    N_("Signal"), N_("Blocked"), N_("Ignored"), N_("Caught"), N_("Pending"), N_("Means"), NULL
  };
  ApmSheet *sheet;

  if (masks->signals->len == 0)
    {
      g_string_append_printf (text, "%s\n", _("No signal is blocked, ignored, caught or pending"));
      return;
    }

  sheet = apm_sheet_new ("llllll");
  add_heads (sheet, heads);
  for (guint i = 0; i < masks->signals->len; i++)
    {
      const ApmSignalMask *mask = masks->signals->pdata[i];
      const guint last = find_last_alike (masks->signals, i);
      const ApmSignalMask *end = masks->signals->pdata[last];

      if (last > i)
        apm_sheet_take (sheet, g_strdup_printf ("%s … %s", mask->name, end->name));
      else
        apm_sheet_add (sheet, mask->name);
      add_signal (sheet, mask, masks->threads);
      i = last;
    }
  apm_sheet_append_to (sheet, text);
}

/**
 * apm_facts_get_denied:
 *
 * Returns: (transfer none) (nullable): why a part of the section is missing
 */
const char *
apm_facts_get_denied (const ApmFacts *facts)
{
  const char *sentences[] = {
    facts->summary ? facts->summary->denied : NULL,
    facts->environment ? facts->environment->denied : NULL,
    facts->limits ? facts->limits->denied : NULL,
    facts->memory ? facts->memory->denied : NULL,
    facts->cgroup ? facts->cgroup->denied : NULL,
    facts->namespaces ? facts->namespaces->denied : NULL,
    facts->signals ? facts->signals->denied : NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i])
      return sentences[i];

  return NULL;
}

/**
 * apm_facts_dup_text:
 * @show_secrets: else they are masked
 *
 * Returns: (transfer full): all that the section says, lines for a person
 */
char *
apm_facts_dup_text (const ApmFacts *facts,
                    gboolean        show_secrets)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (facts != NULL, NULL);

  if (facts->summary)
    apm_summary_append (facts->summary, text);
  if (facts->environment)
    append_environment (facts->environment, show_secrets, text);
  if (facts->limits)
    append_limits (facts->limits, text);
  if (facts->memory)
    append_memory (facts->memory, text);
  if (facts->cgroup)
    apm_cgroup_append (facts->cgroup, text);
  if (facts->namespaces)
    append_namespaces (facts->namespaces, text);
  if (facts->signals)
    append_signals (facts->signals, text);
  if (facts->nothing)
    g_string_append_printf (text, "%s\n", facts->nothing);
  if (apm_facts_get_denied (facts) && !facts->summary)
    g_string_append_printf (text, "%s\n", apm_facts_get_denied (facts));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

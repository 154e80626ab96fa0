/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-words.h"

#include "apm-text.h"
#include "apm-wait-words-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#define MAX_NAMED 3
#define MAX_PLACES 8

/* Who runs for less than this does not wait "for so long". */
#define WORTH_TELLING_US (G_USEC_PER_SEC / 2)

/**
 * apm_wait_words_fill:
 * @template: text with places in braces
 * @...: pairs of a place's name without braces and what stands there, then %NULL
 *
 * A place that is not given, and a brace that is no place, stays as it is.
 */
char *
apm_wait_words_fill (const char *template,
                     ...)
{
  GString *text = g_string_new (NULL);
  const char *names[MAX_PLACES], *values[MAX_PLACES];
  guint n = 0;
  va_list args;

  va_start (args, template);
  while (n < MAX_PLACES && (names[n] = va_arg (args, const char *)))
    values[n++] = va_arg (args, const char *);
  va_end (args);

  for (const char *p = template; *p;)
    {
      guint i;

      for (i = 0; *p == '{' && i < n; i++)
        if (g_str_has_prefix (p + 1, names[i]) && p[1 + strlen (names[i])] == '}')
          break;
      if (*p != '{' || i == n)
        {
          g_string_append_c (text, *p++);
          continue;
        }
      g_string_append (text, values[i]);
      p += strlen (names[i]) + 2;
    }

  return g_string_free (text, FALSE);
}

/* @inner: 0 if it is the same there */
static char *
dup_number (int number,
            int inner)
{
  if (inner == 0)
    return g_strdup_printf ("%d", number);

  /* Translators: the number of a process, and the one that it has in the container that it runs in. */
  return g_strdup_printf (_("%d, in its container %d"), number, inner);
}

static char *
dup_name (const ApmWaitNode *node,
          gboolean           is_process)
{
  g_autofree char *pid = dup_number (node->pid, node->inner_pid);
  g_autofree char *tid = g_strdup_printf ("%d", node->tid);
  const char *template;

  if (node->n_threads <= 1 || node->tid == 0 || is_process)
    template = _("{process} ({pid})");
  else if (node->tid == node->pid)
    template = _("the main thread of {process} ({pid})");
  else if (node->thread_name == NULL || strcmp (node->thread_name, node->process_name) == 0)
    template = _("thread {tid} of {process} ({pid})");
  else
    template = _("thread “{thread}” ({tid}) of {process} ({pid})");

  return apm_wait_words_fill (template, "process", node->process_name, "pid", pid, "tid", tid,
                              "thread", node->thread_name ? node->thread_name : "", NULL);
}

/**
 * apm_wait_words_name:
 *
 * Returns: "tee (4122)", "thread “worker” (5123) of bank (5120)"
 */
char *
apm_wait_words_name (const ApmWaitNode *node)
{
  return dup_name (node, FALSE);
}

/* "a", "a or b", "a, b, c or 5 others"; NULL for nobody. */
static char *
join_names (const GPtrArray *names,
            guint            n_others)
{
  GString *text;

  if (names->len == 0)
    return NULL;

  text = g_string_new (names->pdata[0]);
  for (guint i = 1; i < names->len; i++)
    {
      gboolean is_last = i == names->len - 1 && n_others == 0;
      g_autofree char *before = g_string_free (text, FALSE);

      text = g_string_new (NULL);
      g_string_append_printf (text, is_last ? _("%s or %s") : _("%s, %s"), before, (const char *) names->pdata[i]);
    }
  if (n_others > 0)
    g_string_append_printf (text, ngettext (" or %u other", " or %u others", n_others), n_others);

  return g_string_free (text, FALSE);
}

static char *
dup_enders (const ApmWaitChain *chain,
            guint               index)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_others = apm_wait_chain_get_node (chain, index)->n_left_out;

  for (guint i = 0; i < chain->hops->len; i++)
    {
      const ApmWaitHop *hop = &g_array_index (chain->hops, ApmWaitHop, i);

      if (hop->from != index || hop->is_candidate)
        continue;
      if (names->len < MAX_NAMED && hop->to == index && !hop->is_process)
        g_ptr_array_add (names, g_strdup (_("itself")));
      else if (names->len < MAX_NAMED)
        g_ptr_array_add (names, dup_name (apm_wait_chain_get_node (chain, hop->to), hop->is_process));
      else
        n_others++;
    }

  return join_names (names, n_others);
}

/* "88231", "88231 (64 KiB)" */
static char *
dup_object (const ApmWaitNode *node)
{
  g_autofree char *object = apm_wait_words_dup_object (node->wait);
  g_autofree char *size = NULL;

  if (node->capacity_bytes <= 0)
    return g_steal_pointer (&object);

  size = apm_text_format_bytes ((guint64) node->capacity_bytes);

  return g_strdup_printf ("%s (%s)", object, size);
}

static char *
fill_sentence (const char         *template,
               const ApmWaitChain *chain,
               guint               index,
               const char         *enders)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *who = apm_wait_words_name (node);
  g_autofree char *time = node->waited_us >= 0 ? apm_text_format_span (node->waited_us) : g_strdup ("?");
  g_autofree char *object = dup_object (node);
  g_autofree char *count = g_strdup_printf ("%u", node->wait->count[0]);
  g_autofree char *all = g_strdup_printf ("%u", node->wait->count[1]);

  return apm_wait_words_fill (template, "who", who, "time", time, "object", object, "count", count, "all", all,
                              "enders", enders ? enders : "?", NULL);
}

/* A sentence begins with a capital, but the name of a program is written as it is. */
char *
apm_wait_words_begin (const ApmWaitNode *node,
                      char              *text)
{
  g_autofree char *old = text;
  char upper[8];
  int n;

  if (g_str_has_prefix (old, node->process_name))
    return g_steal_pointer (&old);

  n = g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (old)), upper);

  return g_strdup_printf ("%.*s%s", n, upper, g_utf8_next_char (old));
}

/**
 * apm_wait_words_place:
 *
 * Returns: (nullable): "in transfer() at bank.c:41", as much of it as is known
 */
char *
apm_wait_words_place (const ApmWaitNode *node)
{
  g_autofree char *function = NULL;
  g_autofree char *source = NULL;

  if (node->function == NULL)
    return NULL;

  /* A name of C++ has its arguments with it. */
  function = strchr (node->function, '(') ? g_strdup (node->function) : g_strconcat (node->function, "()", NULL);
  source = node->source ? g_path_get_basename (node->source) : NULL;

  return apm_wait_words_fill (source ? _("in {function} at {source}") : _("in {function}"), "function", function,
                              "source", source ? source : "", NULL);
}

/* Whom nobody may look at, or of whom it is not known which of them. */
static char *
dup_candidates (const ApmWaitChain *chain,
                guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *count = g_strdup_printf ("%u", node->wait->n_candidates);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint i = 0; i < chain->hops->len; i++)
    {
      const ApmWaitHop *hop = &g_array_index (chain->hops, ApmWaitHop, i);

      if (hop->from == index && hop->is_candidate)
        g_ptr_array_add (names, dup_name (apm_wait_chain_get_node (chain, hop->to), TRUE));
    }
  all = join_names (names, 0);

  return apm_wait_words_fill (apm_wait_sentence_get_candidates (node, names->len), "count", count,
                              "names", all ? all : "", "user", node->candidates_user ? node->candidates_user : "", NULL);
}

/* What is missing in @sentence since not all may be seen, and who that could be. */
static char *
add_refusal (const ApmWaitChain *chain,
             guint               index,
             const char         *enders,
             char               *sentence)
{
  const ApmWait *wait = apm_wait_chain_get_node (chain, index)->wait;
  g_autofree char *bare = sentence;
  g_autofree char *candidates = wait->n_candidates > 0 ? dup_candidates (chain, index) : NULL;
  const char *template = apm_wait_sentence_get_refusal (wait, enders != NULL, candidates != NULL);

  if (template == NULL)
    return g_steal_pointer (&bare);

  return apm_wait_words_fill (template, "sentence", bare, "enders", enders ? enders : "", "candidates",
                              candidates ? candidates : "", NULL);
}

/* Without where it is. */
static char *
dup_bare_sentence (const ApmWaitChain *chain,
                   guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *enders = dup_enders (chain, index);
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;
  const ApmWaitSentence *sentence = apm_wait_sentence_get (node->wait);
  /* "Only" is not said where there may be others. */
  gboolean are_all = enders && apm_wait_sentence_get_refusal (node->wait, TRUE, FALSE) == NULL;

  if (are_all && sentence->timed && node->waited_us >= WORTH_TELLING_US)
    return fill_sentence (_(sentence->timed), chain, index, enders);
  if (are_all && sentence->with)
    return fill_sentence (_(sentence->with), chain, index, enders);

  text = fill_sentence (_(sentence->alone), chain, index, NULL);
  if (node->waited_us >= WORTH_TELLING_US && node->wait->kind != APM_WAIT_RUNNING)
    {
      g_autofree char *bare = g_steal_pointer (&text);

      /* Translators: {sentence} is one of the sentences about who waits for what. */
      time = apm_text_format_span (node->waited_us);
      text = apm_wait_words_fill (_("{sentence}, for {time} so far"), "sentence", bare, "time", time, NULL);
    }

  return add_refusal (chain, index, enders, g_steal_pointer (&text));
}

/**
 * apm_wait_words_node:
 * @index: of one of the chain's nodes
 *
 * Returns: why it waits, for whom, and where: a sentence without its full stop
 */
char *
apm_wait_words_node (const ApmWaitChain *chain,
                     guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *who = apm_wait_words_name (node);
  g_autofree char *place = apm_wait_words_place (node);
  g_autofree char *text = NULL;

  if (node->wait == NULL)
    return apm_wait_words_fill (_("{who} was not looked at"), "who", who, NULL);
  if (apm_wait_sentence_get_unknown (node->wait) && node->wait->n_groups == 0)
    return apm_wait_words_begin (node, apm_wait_words_fill (apm_wait_sentence_get_unknown (node->wait), "who", who,
                                                      NULL));

  text = dup_bare_sentence (chain, index);
  /* Translators: {sentence} is one of the sentences about who waits for what, {place} is
   * "in transfer() at bank.c:41". */
  if (place)
    return apm_wait_words_begin (node, apm_wait_words_fill (_("{sentence}; it waits {place}"), "sentence", text,
                                                      "place", place, NULL));

  return apm_wait_words_begin (node, g_steal_pointer (&text));
}

/* In a line of its own, or (@indent below 0) behind what stands there. */
static void
append_sentence (GString *text,
                 int      indent,
                 char    *sentence)
{
  if (sentence == NULL)
    return;
  if (indent < 0)
    g_string_append_printf (text, "%s%s.", text->len > 0 ? " " : "", sentence);
  else
    g_string_append_printf (text, "%*s%s.\n", indent, "", sentence);
  g_free (sentence);
}

static char *
dup_all (const ApmWaitChain *chain,
         gboolean            in_lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < chain->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);
      int indent = in_lines ? 2 * (int) MIN (node->depth, 20) : -1;

      append_sentence (text, indent, apm_wait_words_node (chain, i));
      if (node->is_root)
        append_sentence (text, in_lines ? indent + 2 : -1, apm_wait_words_root (chain, i));
    }
  append_sentence (text, in_lines ? 0 : -1, apm_wait_words_verdict (chain));

  return g_string_free (text, FALSE);
}

/**
 * apm_wait_words_all:
 *
 * Returns: the chain as text: a line a node, then its root cause, then the verdict
 */
char *
apm_wait_words_all (const ApmWaitChain *chain)
{
  return dup_all (chain, TRUE);
}

/**
 * apm_wait_words_line:
 *
 * Returns: the same in one line, for a log
 */
char *
apm_wait_words_line (const ApmWaitChain *chain)
{
  return dup_all (chain, FALSE);
}

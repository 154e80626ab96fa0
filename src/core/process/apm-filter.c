/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-filter-private.h"

#include "apm-process-info.h"

#include <math.h>
#include <string.h>

void
apm_term_clear (ApmTerm *term)
{
  g_free (term->text);
  g_clear_pointer (&term->regex, g_regex_unref);
}

ApmFilter *
apm_filter_new (void)
{
  ApmFilter *self = g_new0 (ApmFilter, 1);

  g_atomic_ref_count_init (&self->refs);
  self->terms = g_array_new (FALSE, TRUE, sizeof (ApmTerm));
  g_array_set_clear_func (self->terms, (GDestroyNotify) apm_term_clear);

  return self;
}

/**
 * apm_filter_new_words:
 * @text: words between blanks, which are taken as they are
 *
 * Returns: (transfer full): what has all of them
 */
ApmFilter *
apm_filter_new_words (const char *text)
{
  ApmFilter *self = apm_filter_new ();
  g_auto(GStrv) words = g_strsplit_set (text, " \t\n", -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        ApmTerm term = { .key = apm_filter_find_key (""), .text = g_utf8_casefold (words[i], -1) };

        g_array_append_val (self->terms, term);
      }

  return self;
}

ApmFilter *
apm_filter_ref (ApmFilter *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_filter_unref (ApmFilter *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_array_unref (self->terms);
  g_free (self);
}

/**
 * apm_filter_is_empty:
 *
 * Returns: whether it lets everything through
 */
gboolean
apm_filter_is_empty (const ApmFilter *self)
{
  return self->terms->len == 0;
}

/**
 * apm_filter_needs_parents:
 *
 * Returns: whether apm_filter_matches() will ask for them
 */
gboolean
apm_filter_needs_parents (const ApmFilter *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (g_array_index (self->terms, ApmTerm, i).key->kind == APM_KEY_UNDER)
      return TRUE;

  return FALSE;
}

/**
 * apm_filter_get_sources:
 *
 * Returns: bits of ApmSource: what has to be read to answer it
 */
guint
apm_filter_get_sources (const ApmFilter *self)
{
  guint sources = 0;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const ApmTerm *term = &g_array_index (self->terms, ApmTerm, i);

      sources |= term->key->field ? apm_process_get_sources ((const char *[]) { term->key->field, NULL })
                                  : APM_SOURCE_CWD | APM_SOURCE_CGROUP;
    }

  return sources;
}

/**
 * apm_filter_names_field:
 * @field_id: of apm_process_fields
 *
 * Returns: whether a part of it is about this field
 */
gboolean
apm_filter_names_field (const ApmFilter *self,
                        const char      *field_id)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (g_strcmp0 (g_array_index (self->terms, ApmTerm, i).key->field, field_id) == 0)
      return TRUE;

  return FALSE;
}

/**
 * apm_filter_dup_foreign_key:
 * @fields: that rows have which are no processes
 * @start: (out) (optional): where its first part begins that such rows cannot answer,
 *   in bytes
 * @end: (out) (optional): behind its key
 *
 * Returns: (transfer full) (nullable): that key; %NULL if they can answer all
 */
char *
apm_filter_dup_foreign_key (const ApmFilter *self,
                            const ApmField  *fields,
                            gsize           *start,
                            gsize           *end)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const ApmTerm *term = &g_array_index (self->terms, ApmTerm, i);
      const char *field = term->key->field;

      if (term->key->kind == APM_KEY_ANYWHERE ||
          (term->key->kind != APM_KEY_UNDER && apm_field_find (fields, field)))
        continue;
      if (start)
        *start = term->start;
      if (end)
        *end = term->end;
      return g_strdup (term->key->name);
    }

  return NULL;
}

static gboolean
find_text (const ApmTerm *term,
           const char    *text)
{
  g_autofree char *folded = NULL;

  if (!text)
    return FALSE;
  if (term->regex)
    return g_regex_match (term->regex, text, 0, NULL);

  folded = g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : g_utf8_casefold (text, -1);

  return term->key->kind == APM_KEY_WORD ? strcmp (folded, term->text) == 0 : strstr (folded, term->text) != NULL;
}

static gboolean
find_anywhere (const ApmTerm    *term,
               const ApmProcess *process,
               const char       *haystack)
{
  const ApmProcessMore *more = process->more;

  if (term->regex)
    return find_text (term, process->name) || find_text (term, process->command) || find_text (term, process->user) ||
           (more && (find_text (term, more->cwd) || find_text (term, more->container)));

  return strstr (haystack, term->text) != NULL ||
         (more && (find_text (term, more->cwd) || find_text (term, more->container)));
}

static gboolean
compare (const ApmTerm *term,
         double         number)
{
  if (isnan (number))
    return FALSE;

  switch (term->relation)
    {
    case APM_RELATION_BELOW:
      return number < term->number;
    case APM_RELATION_AT_MOST:
      return number <= term->number;
    case APM_RELATION_ABOVE:
      return number > term->number;
    case APM_RELATION_AT_LEAST:
      return number >= term->number;
    case APM_RELATION_EQUAL:
    default:
      return number == term->number;
    }
}

static gboolean
names (const ApmTerm    *term,
       const ApmProcess *process)
{
  g_autofree char *pid = NULL;

  if (find_text (term, process->name))
    return TRUE;
  if (term->regex)
    return FALSE;
  pid = g_strdup_printf ("%d", process->pid);

  return strcmp (pid, term->text) == 0;
}

static gboolean
is_under (const ApmTerm    *term,
          const ApmProcess *process,
          ApmFilterParent   get_parent,
          gpointer          data)
{
  const ApmProcess *ancestor = process;

  /* No way up is as long; rows read at different times might be each other's parent. */
  for (guint i = 0; get_parent && i < 4096; i++)
    {
      ancestor = get_parent (ancestor, data);
      if (!ancestor)
        return FALSE;
      if (names (term, ancestor))
        return TRUE;
    }

  return FALSE;
}

static gboolean
holds (const ApmTerm    *term,
       const ApmProcess *process,
       const char       *haystack,
       ApmFilterParent   get_parent,
       gpointer          data)
{
  const ApmField *field = term->key->field ? apm_field_find (apm_process_fields, term->key->field) : NULL;

  switch (term->key->kind)
    {
    case APM_KEY_ANYWHERE:
      return find_anywhere (term, process, haystack);
    case APM_KEY_TEXT:
    case APM_KEY_WORD:
      return find_text (term, apm_field_get_text (field, process));
    case APM_KEY_STATE:
      return find_text (term, process->state);
    case APM_KEY_UNDER:
      return is_under (term, process, get_parent, data);
    case APM_KEY_NUMBER:
    case APM_KEY_BYTES:
    case APM_KEY_SPAN:
      return compare (term, apm_field_get_number (field, process));
    default:
      g_assert_not_reached ();
    }
}

/**
 * apm_filter_matches:
 * @haystack: (nullable): the row's apm_process_dup_haystack(); made if %NULL
 * @get_parent: (nullable): needed where apm_filter_needs_parents()
 *
 * What is not known of @process matches no term and every denied one.
 */
gboolean
apm_filter_matches (const ApmFilter  *self,
                    const ApmProcess *process,
                    const char       *haystack,
                    ApmFilterParent   get_parent,
                    gpointer          data)
{
  g_autofree char *made = NULL;

  if (!haystack && self->terms->len > 0)
    haystack = made = apm_process_dup_haystack (process->name, process->command, process->user, process->pid);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const ApmTerm *term = &g_array_index (self->terms, ApmTerm, i);

      if (holds (term, process, haystack, get_parent, data) == term->denied)
        return FALSE;
    }

  return TRUE;
}

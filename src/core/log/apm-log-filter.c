/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-filter.h"

#include <string.h>

struct _ApmLogFilter
{
  gatomicrefcount ref_count;
  GStrv words;            /* folded */
  const char *source;     /* interned, NULL for all */
  ApmLevel least;
};

/* Folded and composed alike, so that é is é however it was typed. */
static char *
fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

static GStrv
split_words (const char *search)
{
  g_autofree char *valid = g_utf8_make_valid (search, -1);
  g_autofree char *folded = fold (valid);
  g_auto(GStrv) parts = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*parts[i])
      g_strv_builder_add (words, parts[i]);

  return g_strv_builder_end (words);
}

/**
 * apm_log_filter_new:
 * @search: words that must all occur
 * @source: (nullable): the only source wanted
 * @least: the least level wanted
 */
ApmLogFilter *
apm_log_filter_new (const char *search,
                    const char *source,
                    ApmLevel    least)
{
  ApmLogFilter *self = g_new0 (ApmLogFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->words = split_words (search ? search : "");
  self->source = g_intern_string (source);
  self->least = least;

  return self;
}

ApmLogFilter *
apm_log_filter_ref (ApmLogFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
apm_log_filter_unref (ApmLogFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_strfreev (self->words);
  g_free (self);
}

gboolean
apm_log_filter_get_takes_all (const ApmLogFilter *self)
{
  return !self->words[0] && !self->source && self->least == APM_LEVEL_INFO;
}

/* ASCII words are looked for as they stand. Only others need folding, which
 * allocates, and only in text that can hold them at all. */
static gboolean
text_has_word (const char  *text,
               char       **folded,
               const char  *word)
{
  if (g_str_is_ascii (word))
    return strcasestr (text, word) != NULL;
  if (g_str_is_ascii (text))
    return FALSE;
  if (!*folded)
    *folded = fold (text);

  return strstr (*folded, word) != NULL;
}

gboolean
apm_log_filter_matches (const ApmLogFilter *self,
                        const ApmLogEntry  *entry)
{
  g_autofree char *folded = NULL;

  if (entry->level < self->least)
    return FALSE;
  if (self->source && self->source != entry->source)
    return FALSE;

  for (guint i = 0; self->words[i]; i++)
    if (!text_has_word (entry->text, &folded, self->words[i]) &&
        !strcasestr (entry->source, self->words[i]) &&
        !strcasestr (apm_level_get_word (entry->level), self->words[i]))
      return FALSE;

  return TRUE;
}

/**
 * apm_log_filter_run:
 * @snapshot: handed out from its beginning to its end
 *
 * Returns: (transfer full) (nullable) (element-type ApmLogEntry): the entries
 *   that match, in order, borrowed from @snapshot; %NULL when cancelled
 */
GPtrArray *
apm_log_filter_run (const ApmLogFilter *self,
                    ApmLogSnapshot     *snapshot,
                    GCancellable       *cancellable)
{
  g_autoptr(GPtrArray) matches = g_ptr_array_new ();
  const ApmLogEntry *entries;
  guint n;

  while (apm_log_snapshot_next_run (snapshot, &entries, &n))
    {
      if (g_cancellable_is_cancelled (cancellable))
        return NULL;

      for (guint i = 0; i < n; i++)
        if (apm_log_filter_matches (self, &entries[i]))
          g_ptr_array_add (matches, (gpointer) &entries[i]);
    }

  return g_steal_pointer (&matches);
}

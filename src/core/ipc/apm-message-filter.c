/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-filter.h"

#include <string.h>

typedef enum { ANYWHERE, SENDER, RECEIVER, LARGER, SMALLER } Where;

typedef struct {
  Where    where;
  gboolean is_not;
  gboolean is_ascii;  /* then the C library's search does, at a tenth of the time */
  char    *word;      /* casefolded */
  guint64  size;
} Part;

struct _ApmMessageFilter
{
  GArray *parts;      /* of Part */
};

static const struct { const char *key; Where where; } keys[] = {
  { "from:", SENDER },
  { "to:", RECEIVER },
  { "size>", LARGER },
  { "size<", SMALLER },
};

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->word);
}

static gboolean
parse_size (const char *text,
            guint64    *size)
{
  static const char units[] = "bkmg";
  char *end;
  const char *unit;

  *size = g_ascii_strtoull (text, &end, 10);
  unit = *end ? strchr (units, g_ascii_tolower (*end)) : units;
  if (!g_ascii_isdigit (*text) || unit == NULL || (*end && end[1]))
    return FALSE;

  *size <<= 10 * (unit - units);

  return TRUE;
}

/* Returns whether @word says where to look; a key without a value, as while it is being
 * typed, asks for nothing. */
static gboolean
parse_key (Part       *part,
           const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = word + strlen (keys[i].key);

      if (!g_str_has_prefix (word, keys[i].key))
        continue;
      if ((keys[i].where == LARGER || keys[i].where == SMALLER) && *value && !parse_size (value, &part->size))
        return FALSE;

      part->where = keys[i].where;
      part->word = g_strdup (value);
      return TRUE;
    }

  return FALSE;
}

static void
add_word (ApmMessageFilter *self,
          const char       *word,
          gboolean          is_quoted)
{
  gboolean is_not = !is_quoted && word[0] == '!' && word[1];
  Part part = { .is_not = is_not };

  if (is_quoted || !parse_key (&part, word + is_not))
    part.word = g_strdup (word + is_not);
  part.is_ascii = g_str_is_ascii (part.word);
  if (*part.word)
    g_array_append_val (self->parts, part);
  else
    clear_part (&part);
}

/* Returns: where the next word begins */
static const char *
take_word (ApmMessageFilter *self,
           const char       *text)
{
  gboolean is_quoted = *text == '"';
  const char *start = text + is_quoted;
  gsize length = strcspn (start, is_quoted ? "\"" : " \t\n");
  g_autofree char *word = g_strndup (start, length);

  add_word (self, word, is_quoted);

  return start[length] ? start + length + 1 : start + length;
}

/**
 * apm_message_filter_new:
 * @text: (nullable): as it was typed
 *
 * Returns: (nullable): %NULL where nothing is asked for, which matches all
 */
ApmMessageFilter *
apm_message_filter_new (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text ? text : "", -1);
  ApmMessageFilter *self = g_new0 (ApmMessageFilter, 1);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  for (const char *at = folded; *at;)
    at = take_word (self, at);
  if (self->parts->len == 0)
    g_clear_pointer (&self, apm_message_filter_free);

  return self;
}

void
apm_message_filter_free (ApmMessageFilter *self)
{
  g_array_unref (self->parts);
  g_free (self);
}

static gboolean
contains (const Part *part,
          const char *text)
{
  g_autofree char *folded = NULL;

  if (part->is_ascii)
    return strcasestr (text, part->word) != NULL;

  folded = g_utf8_casefold (text, -1);

  return strstr (folded, part->word) != NULL;
}

static gboolean
matches (const Part       *part,
         const ApmMessage *message)
{
  switch (part->where)
    {
    case SENDER:
      return contains (part, message->sender);
    case RECEIVER:
      return contains (part, message->receiver);
    case LARGER:
      return message->size > part->size;
    case SMALLER:
      return message->size < part->size;
    case ANYWHERE:
    default:
      return contains (part, message->text) || contains (part, message->sender) || contains (part, message->receiver);
    }
}

gboolean
apm_message_filter_matches (const ApmMessageFilter *self,
                            const ApmMessage       *message)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);

      if (matches (part, message) == part->is_not)
        return FALSE;
    }

  return TRUE;
}

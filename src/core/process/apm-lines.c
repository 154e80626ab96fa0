/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include <string.h>

/* Returns: (nullable): where the value of the line "KEY:  value" begins */
const char *
apm_lines_find (const char *text,
                const char *key)
{
  gsize length = strlen (key);

  for (const char *at = text; at; at = strchr (at, '\n') ? strchr (at, '\n') + 1 : NULL)
    if (strncmp (at, key, length) == 0 && at[length] == ':')
      {
        at += length + 1;
        return at + strspn (at, " \t");
      }

  return NULL;
}

/* Returns: G_MININT64 if there is none */
gint64
apm_lines_get_number (const char *text,
                      const char *key)
{
  const char *at = apm_lines_find (text, key);
  char *end = NULL;
  gint64 number = at ? g_ascii_strtoll (at, &end, 10) : 0;

  return at && end > at ? number : G_MININT64;
}

/* Returns: bytes, G_MININT64 if there is no such line */
gint64
apm_lines_get_kib (const char *text,
                   const char *key)
{
  gint64 kib = apm_lines_get_number (text, key);

  return kib >= 0 && kib <= G_MAXINT64 / 1024 ? kib * 1024 : G_MININT64;
}

/* Returns: (transfer full) (nullable): the rest of the line */
char *
apm_lines_dup_word (const char *text,
                    const char *key)
{
  const char *at = apm_lines_find (text, key);

  return at ? g_strchomp (g_strndup (at, strcspn (at, "\n"))) : NULL;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-variables.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer names are not compared letter by letter. */
#define MOST_LETTERS 64
/* Parts of a variable that are told. */
#define MOST_PARTS 3

/* Of an array of structures the first stands for all. */
static gboolean
is_further_element (const char *name)
{
  for (const char *at = strchr (name, '['); at; at = strchr (at + 1, '['))
    if (at[1] != '0' || at[2] != ']')
      return TRUE;

  return FALSE;
}

/**
 * apm_lens_variables_match:
 * @typed: so far
 *
 * Returns: whether @name is offered: it has @typed in it, in capitals or not. The
 *   second element of an array and so on only once a bracket was typed
 */
gboolean
apm_lens_variables_match (const char *name,
                          const char *typed)
{
  g_autofree char *folded_name = g_utf8_casefold (name, -1);
  g_autofree char *folded = g_utf8_casefold (typed, -1);

  return strstr (folded_name, folded) != NULL && (strchr (typed, '[') || !is_further_element (name));
}

/* How many letters must be put in, taken out or changed to come from one to the other. */
static guint
get_distance (const char *a,
              const char *b)
{
  guint row[MOST_LETTERS + 1];
  guint n = (guint) strlen (b);

  if (n > MOST_LETTERS)
    return G_MAXUINT;
  for (guint i = 0; i <= n; i++)
    row[i] = i;
  for (; *a; a++)
    {
      guint before = row[0]++;

      for (guint i = 1; i <= n; i++)
        {
          guint changed = before + (g_ascii_tolower (*a) != g_ascii_tolower (b[i - 1]));

          before = row[i];
          row[i] = MIN (changed, MIN (row[i], row[i - 1]) + 1);
        }
    }

  return row[n];
}

static const char *
find_nearest (const char *const *names,
              const char        *wrong)
{
  guint least = MAX ((guint) strlen (wrong) / 3, 1) + 1;
  const char *nearest = NULL;

  for (guint i = 0; names[i]; i++)
    {
      const char *last = strrchr (names[i], '.');
      guint distance = get_distance (names[i], wrong);

      /* Who names a member may have left out of what. */
      if (last && g_str_equal (last + 1, wrong) && !is_further_element (names[i]))
        distance = 0;
      if (distance < least)
        {
          least = distance;
          nearest = names[i];
        }
    }

  return nearest;
}

static char *
dup_parts (const char *const *names,
           const char        *whole)
{
  GString *parts = g_string_new (NULL);
  gsize length = strlen (whole);
  guint n = 0;

  for (guint i = 0; names[i] && n <= MOST_PARTS; i++)
    if (g_str_has_prefix (names[i], whole) && (names[i][length] == '.' || names[i][length] == '['))
      {
        g_string_append_printf (parts, "%s%s", n == 0 ? "" : ", ", n < MOST_PARTS ? names[i] : "…");
        n++;
      }

  return g_string_free (parts, FALSE);
}

/**
 * apm_lens_variables_dup_advice:
 * @names: (array zero-terminated=1): those that there are
 * @wrong: one that cannot be watched
 *
 * Returns: (transfer full): why not, in a sentence, and what can be instead
 */
char *
apm_lens_variables_dup_advice (const char *const *names,
                               const char        *wrong)
{
  g_autofree char *parts = dup_parts (names, wrong);
  const char *nearest = find_nearest (names, wrong);

  if (names[0] == NULL)
    return g_strdup (_("The program does not tell of its variables: compile it with -g"));
  if (*parts)
    /* Translators: names of variables, as "bank.total, bank.count" */
    return g_strdup_printf (_("It is no number itself; it has %s"), parts);
  if (nearest)
    return g_strdup_printf (_("There is no such global number or array; there is %s"), nearest);

  return g_strdup (_("There is no such global number or array"));
}

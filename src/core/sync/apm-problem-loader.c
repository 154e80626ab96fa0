/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-loader.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether @line of the file is what was read last; of a file that is no key file
 * nothing was read, and the line that is to blame has neither = nor brackets. */
static gboolean
is_place (const ApmLoader *loader,
          const char      *line,
          gboolean         in_group)
{
  gsize length = strlen (loader->key);

  if (length == 0)
    return *line != '\0' && *line != '#' && *line != '[' && strchr (line, '=') == NULL;

  return in_group && g_str_has_prefix (line, loader->key) && strchr ("= \t", line[length]) != NULL;
}

/* Where the group begins if the key is not there, the first line if it is not. */
static guint
find_line (const ApmLoader *loader)
{
  g_autofree char *head = g_strdup_printf ("[%s]", loader->group);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  gboolean in_group = FALSE;
  guint found = 1;

  if (!g_file_get_contents (loader->path, &text, NULL, NULL))
    return 1;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_strstrip (lines[i]);
      if (is_place (loader, lines[i], in_group))
        return i + 1;
      if (lines[i][0] == '[')
        in_group = g_str_equal (lines[i], head);
      if (lines[i][0] == '[' && in_group)
        found = i + 1;
    }

  return found;
}

static void
remember (ApmLoader  *loader,
          const char *group,
          const char *key)
{
  g_strlcpy (loader->group, group, sizeof loader->group);
  g_strlcpy (loader->key, key, sizeof loader->key);
}

/* A sentence with the file and the line that was read last. */
void
apm_loader_complain (ApmLoader  *loader,
                     const char *format,
                     ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  if (loader->error)
    return;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (&loader->error, APM_ERROR, APM_ERROR_INVALID, "%s:%u: %s",
               loader->path, find_line (loader), sentence);
}

const char *
apm_loader_keep (ApmLoader *loader,
                 char   *text)
{
  const char *kept = g_string_chunk_insert (loader->problem->strings, text ? text : "");

  g_free (text);
  return kept;
}

const char *
apm_loader_read_word (ApmLoader  *loader,
                      const char *group,
                      const char *key)
{
  g_autoptr(GError) error = NULL;
  char *word = g_key_file_get_string (loader->file, group, key, &error);

  remember (loader, group, key);
  if (error)
    apm_loader_complain (loader, "%s", error->message);

  return apm_loader_keep (loader, word);
}

/* A text for people: translated in the file itself (title[de]=…), as a teacher
 * may do, else by our own catalogues. */
const char *
apm_loader_read_text (ApmLoader  *loader,
                      const char *group,
                      const char *key)
{
  const char *plain = apm_loader_read_word (loader, group, key);
  g_autofree char *local = g_key_file_get_locale_string (loader->file, group, key, NULL, NULL);

  if (*plain == '\0')
    apm_loader_complain (loader, _("[%s] has no “%s”"), group, key);
  if (local && !g_str_equal (local, plain))
    return apm_loader_keep (loader, g_steal_pointer (&local));

  return *plain ? _(plain) : plain;
}

int
apm_loader_read_number (ApmLoader  *loader,
                        const char *group,
                        const char *key)
{
  g_autoptr(GError) error = NULL;
  int number = g_key_file_get_integer (loader->file, group, key, &error);

  remember (loader, group, key);
  if (error)
    apm_loader_complain (loader, "%s", error->message);

  return number;
}

/* Ids name files and options, so they are plain. */
static gboolean
is_id (const char *id)
{
  return *id && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen (id);
}

const char *const *
apm_loader_read_list (ApmLoader  *loader,
                      const char *group,
                      const char *key)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) list = g_key_file_get_string_list (loader->file, group, key, NULL, &error);
  guint n = list ? g_strv_length (list) : 0;
  const char **kept = g_new0 (const char *, n + 1);

  remember (loader, group, key);
  if (error)
    apm_loader_complain (loader, "%s", error->message);
  for (guint i = 0; i < n; i++)
    kept[i] = g_string_chunk_insert (loader->problem->strings, list[i]);

  g_ptr_array_add (loader->problem->lists, kept);
  return kept;
}

const char *const *
apm_loader_read_ids (ApmLoader  *loader,
                     const char *group,
                     const char *key)
{
  const char *const *ids = apm_loader_read_list (loader, group, key);

  for (guint i = 0; ids[i]; i++)
    if (!is_id (ids[i]))
      apm_loader_complain (loader, _("“%s” in “%s” is not a plain name"), ids[i], key);

  return ids;
}

/* Nothing where the key is missing. */
const char *const *
apm_loader_read_optional (ApmLoader  *loader,
                          const char *group,
                          const char *key)
{
  static const char *const none[] = { NULL };

  return apm_loader_has (loader, group, key) ? apm_loader_read_ids (loader, group, key) : none;
}

gboolean
apm_loader_has (ApmLoader  *loader,
                const char *group,
                const char *key)
{
  return g_key_file_has_key (loader->file, group, key, NULL);
}

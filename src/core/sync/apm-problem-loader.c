/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-loader.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

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

  g_set_error (&loader->error, APM_ERROR, APM_ERROR_INVALID, "%s: %s",
               loader->path, sentence);
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

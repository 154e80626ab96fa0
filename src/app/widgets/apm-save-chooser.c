/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-save-chooser.h"

#include "apm-error.h"

#include <glib/gi18n.h>
#include <string.h>

static const ApmFileFormat *
find_chosen (GtkFileChooser      *chooser,
             const ApmFileFormat *formats)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (chooser);

  for (const ApmFileFormat *format = formats; format->title; format++)
    if (filter && g_strcmp0 (gtk_file_filter_get_name (filter), _(format->title)) == 0)
      return format;

  return formats;
}

/**
 * apm_save_chooser_new:
 * @name: that is offered
 * @formats: of which one can be chosen below the name
 *
 * Returns: (transfer full): modal, and not yet shown
 */
GtkFileChooserNative *
apm_save_chooser_new (GtkWindow           *parent,
                      const char          *title,
                      const char          *accept_label,
                      const char          *name,
                      const ApmFileFormat *formats)
{
  GtkFileChooserNative *chooser;

  g_return_val_if_fail (formats != NULL, NULL);

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, accept_label, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  for (const ApmFileFormat *format = formats; format->title; format++)
    {
      g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _(format->title));
      gtk_file_filter_add_suffix (filter, format->suffix);
      if (format->other_suffix)
        gtk_file_filter_add_suffix (filter, format->other_suffix);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }

  return chooser;
}

static gboolean
has_suffix (const char          *name,
            const ApmFileFormat *format)
{
  const char *dot = strrchr (name, '.');

  return dot && (g_str_equal (dot + 1, format->suffix) || g_strcmp0 (dot + 1, format->other_suffix) == 0);
}

/* A name without a suffix gets that of the format chosen below it; one with the
 * suffix of another format, too, where a format was chosen and not just offered. */
static char *
complete_path (GtkFileChooser      *chooser,
               const char          *path,
               const ApmFileFormat *formats)
{
  g_autofree char *name = g_path_get_basename (path);
  const ApmFileFormat *chosen = find_chosen (chooser, formats);
  gsize length = strlen (path);

  if (strchr (name, '.') && (chosen == formats || has_suffix (name, chosen)))
    return g_strdup (path);

  for (const ApmFileFormat *format = formats; format->title; format++)
    if (has_suffix (name, format))
      length = strrchr (path, '.') - path;
  if (strchr (name, '.') && length == strlen (path))
    return g_strdup (path);

  return g_strdup_printf ("%.*s.%s", (int) length, path, chosen->suffix);
}

/**
 * apm_save_chooser_dup_path:
 * @chooser: was answered
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence for what is no file
 *   of this computer, or would replace one that the person was not asked about
 */
char *
apm_save_chooser_dup_path (GtkFileChooserNative  *chooser,
                           const ApmFileFormat   *formats,
                           GError               **error)
{
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *complete = NULL;

  g_return_val_if_fail (GTK_IS_FILE_CHOOSER_NATIVE (chooser) && formats != NULL, NULL);

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file ? g_file_get_path (file) : NULL;
  if (path == NULL)
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("This can only be written to a file of this computer"));
      return NULL;
    }

  /* The chooser has asked about the name that was typed, not about this one. */
  complete = complete_path (GTK_FILE_CHOOSER (chooser), path, formats);
  if (strcmp (path, complete) != 0 && g_file_test (complete, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_EXISTS,
                   _("“%s” is there already: choose it if it is to be replaced"), complete);
      return NULL;
    }

  return g_steal_pointer (&complete);
}

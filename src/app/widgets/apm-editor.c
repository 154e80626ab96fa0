/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-editor.h"

#include <gio/gdesktopappinfo.h>

/* How editors are told a line: what stands before the path and behind it. */
static const struct {
  const char *program;
  const char *before, *behind;   /* %u: the line */
} editors[] = {
  { "code", "-g ", ":%u" },
  { "codium", "-g ", ":%u" },
  { "emacs", "+%u ", "" },
  { "emacsclient", "+%u ", "" },
  { "geany", "+%u ", "" },
  { "gedit", "+%u ", "" },
  { "gnome-text-editor", "+%u ", "" },
  { "gvim", "+%u ", "" },
  { "kate", "-l %u ", "" },
  { "kwrite", "-l %u ", "" },
  { "micro", "+%u ", "" },
  { "mousepad", "-l %u ", "" },
  { "nano", "+%u ", "" },
  { "nvim", "+%u ", "" },
  { "pluma", "+%u ", "" },
  { "subl", "", ":%u" },
  { "vi", "+%u ", "" },
  { "vim", "+%u ", "" },
  { "xed", "+%u ", "" },
};

static void
append_line (GString    *command,
             const char *format,
             guint       line)
{
  g_auto(GStrv) parts = g_strsplit (format, "%u", 2);

  g_string_append (command, parts[0] ? parts[0] : "");
  if (parts[0] && parts[1])
    g_string_append_printf (command, "%u%s", line, parts[1]);
}

/**
 * apm_editor_dup_command:
 * @executable: of a program
 *
 * Returns: (transfer full) (nullable): the command line, as desktop files have it, that
 *   opens the file at the line; %NULL if the program is not known to take one
 */
char *
apm_editor_dup_command (const char *executable,
                        const char *path,
                        guint       line)
{
  g_autofree char *name = g_path_get_basename (executable);
  g_autofree char *program = g_shell_quote (executable);
  g_autofree char *file = g_shell_quote (path);
  g_autoptr(GString) command = g_string_new (program);

  for (guint i = 0; i < G_N_ELEMENTS (editors); i++)
    if (g_str_equal (editors[i].program, name))
      {
        g_string_append_c (command, ' ');
        append_line (command, editors[i].before, line);
        g_string_append (command, file);
        append_line (command, editors[i].behind, line);
        /* A field code is two characters, a plain one is written twice. */
        g_string_replace (command, "%", "%%", 0);
        return g_string_free (g_steal_pointer (&command), FALSE);
      }

  return NULL;
}

typedef struct {
  GtkWindow *parent;         /* NULL: it has gone */
  GFile *file;
  guint line;
} Opening;

static gboolean
launch_at_line (GAppInfo      *app,
                const Opening *opening)
{
  const char *executable = g_app_info_get_executable (app);
  g_autofree char *command = executable ? apm_editor_dup_command (executable, g_file_peek_path (opening->file), opening->line)
                                        : NULL;
  gboolean in_terminal = G_IS_DESKTOP_APP_INFO (app) &&
                         g_desktop_app_info_get_boolean (G_DESKTOP_APP_INFO (app), G_KEY_FILE_DESKTOP_KEY_TERMINAL);
  g_autoptr(GdkAppLaunchContext) context = NULL;
  g_autoptr(GAppInfo) at_line = NULL;

  if (command == NULL)
    return FALSE;
  at_line = g_app_info_create_from_commandline (command, g_app_info_get_name (app),
                                                in_terminal ? G_APP_INFO_CREATE_NEEDS_TERMINAL : G_APP_INFO_CREATE_NONE, NULL);
  context = gdk_display_get_app_launch_context (gdk_display_get_default ());

  return at_line && g_app_info_launch (at_line, NULL, G_APP_LAUNCH_CONTEXT (context), NULL);
}

static void
on_app_found (GObject      *file,
              GAsyncResult *result,
              gpointer      data)
{
  Opening *opening = data;
  g_autoptr(GAppInfo) app = g_file_query_default_handler_finish (G_FILE (file), result, NULL);

  if (app == NULL || !launch_at_line (app, opening))
    {
      g_autofree char *uri = g_file_get_uri (opening->file);

      gtk_show_uri (opening->parent, uri, GDK_CURRENT_TIME);
    }
  g_clear_weak_pointer (&opening->parent);
  g_object_unref (opening->file);
  g_free (opening);
}

/**
 * apm_editor_open:
 * @line: from 1
 */
void
apm_editor_open (GtkWindow  *parent,
                 const char *path,
                 guint       line)
{
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->parent, parent);
  opening->file = g_file_new_for_path (path);
  opening->line = line;
  g_file_query_default_handler_async (opening->file, G_PRIORITY_DEFAULT, NULL, on_app_found, opening);
}

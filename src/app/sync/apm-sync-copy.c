/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "apm-compiler.h"
#include "apm-error.h"
#include "apm-say.h"
#include "apm-text.h"

/* A copy of the source, edited in place: it lies in the user's data folder, is saved
 * a moment after the last key, and is what runs and is explored from then on. */

#define SAVE_MS 400

static gboolean
has_copy (ApmSyncPage *self)
{
  return self->problem && apm_problem_is_copy (self->problem);
}

static void
show (ApmSyncPage *self)
{
  gboolean copy = has_copy (self);

  gtk_widget_set_visible (self->edit_button, !copy);
  gtk_widget_set_visible (self->copy_bar, copy);
  gtk_widget_remove_css_class (GTK_WIDGET (self->copy_words), "error");
  apm_say (GTK_WIDGET (self->copy_words), copy ? _("Your copy") : "");
  if (self->restore_action)
    g_simple_action_set_enabled (self->restore_action, copy);
}

/* Runs of the old text are over: a source that has changed is another variant. */
static void
use (ApmSyncPage *self,
     const char  *path)
{
  g_autoptr(ApmProblem) problem = path ? apm_problem_dup_with_source (self->chosen_problem, self->chosen->id, path)
                                       : g_object_ref (self->chosen_problem);

  self->variant = apm_problem_find_variant (problem, self->chosen->id);
  g_set_object (&self->problem, problem);
  apm_source_pane_set_path (self->source_pane, self->variant->source_path);
  apm_sync_page_renew (self);
  show (self);
}

/**
 * apm_sync_page_use_source:
 *
 * A variant was chosen: takes its source, or the copy that there is of it.
 */
void
apm_sync_page_use_source (ApmSyncPage *self)
{
  g_autofree char *path = apm_problem_dup_copy_path (self->chosen_problem, self->chosen);

  g_clear_pointer (&self->order, g_free);   /* that was given of the one before */
  use (self, g_file_test (path, G_FILE_TEST_IS_REGULAR) ? path : NULL);
}

/* What the compiler said is marked in the text that it was said of. */
static const ApmDiagnostic *
mark (ApmSyncPage *self,
      GPtrArray   *diagnostics)
{
  g_autoptr(GArray) marks = g_array_new (FALSE, FALSE, sizeof (ApmSourceMark));
  const ApmDiagnostic *first = NULL;

  for (guint i = 0; diagnostics && i < diagnostics->len; i++)
    {
      const ApmDiagnostic *one = diagnostics->pdata[i];
      ApmSourceMark mark = { one->line, one->is_error ? APM_SOURCE_ERROR : APM_SOURCE_WARNING, 0, one->text };

      if (g_strcmp0 (one->file, self->variant->source_path) != 0)
        continue;
      g_array_append_val (marks, mark);
      if (first == NULL && one->is_error)
        first = one;
    }
  apm_source_marks_set (apm_source_pane_get_marks (self->source_pane),
                        (const ApmSourceMark *) (gpointer) marks->data, marks->len);

  return first;
}

/**
 * apm_sync_page_show_diagnostics:
 *
 * The run of the page has ended, perhaps because it could not be compiled.
 */
void
apm_sync_page_show_diagnostics (ApmSyncPage *self)
{
  g_autoptr(GPtrArray) diagnostics = has_copy (self) ? apm_experiment_dup_diagnostics (self->experiment) : NULL;
  const ApmDiagnostic *first = mark (self, diagnostics);
  g_autofree char *text = NULL;

  if (first == NULL)
    return;

  text = g_strdup_printf (_("Line %u: %s"), first->line, first->text);
  gtk_widget_add_css_class (GTK_WIDGET (self->copy_words), "error");
  apm_say (GTK_WIDGET (self->copy_words), text);
  apm_source_pane_show_line (self->source_pane, first->line);
}

/* Saving */

static void
restore (ApmSyncPage *self)
{
  g_autofree char *path = g_steal_pointer (&self->doomed);

  if (g_unlink (path) < 0 && errno != ENOENT)
    {
      apm_session_toast (self->session, _("Your copy cannot be deleted: %s"), g_strerror (errno));
    }
  else if (has_copy (self) && g_str_equal (self->variant->source_path, path))
    {
      g_clear_handle_id (&self->save_source, g_source_remove);
      use (self, NULL);
      apm_sync_page_show_secrets (self);
    }
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmSyncPage) self = user_data;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autofree char *order = g_steal_pointer (&self->order);
  g_autoptr(GError) error = NULL;

  self->n_saving--;
  if (self->session == NULL)
    return;
  if (self->doomed)
    {
      if (self->n_saving == 0)
        restore (self);
      return;
    }
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      apm_session_toast (self->session, _("Your copy cannot be saved: %s"), error->message);
      return;
    }
  if (has_copy (self) && g_strcmp0 (path, self->variant->source_path) == 0)
    use (self, path);
  if (order)
    gtk_widget_activate_action (GTK_WIDGET (self), order, NULL);
}

static void
save_to (ApmSyncPage *self,
         const char  *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = apm_source_pane_dup_text (self->source_pane);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  self->n_saving++;
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_saved,
                                       g_object_ref (self));
}

static void
on_save (gpointer user_data)
{
  ApmSyncPage *self = user_data;

  /* One after the other: else an older text may come last. */
  if (self->n_saving > 0)
    {
      self->save_source = g_timeout_add_once (SAVE_MS, on_save, self);
      return;
    }
  self->save_source = 0;
  save_to (self, self->variant->source_path);
}

static void
on_edited (ApmSyncPage *self)
{
  mark (self, NULL);
  show (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add_once (SAVE_MS, on_save, self);
}

/**
 * apm_sync_page_save:
 *
 * What was typed last is not waited for any longer.
 */
void
apm_sync_page_save (ApmSyncPage *self)
{
  if (self->save_source == 0)
    return;

  g_clear_handle_id (&self->save_source, g_source_remove);
  save_to (self, self->variant->source_path);
}

/**
 * apm_sync_page_is_saved:
 * @order: an action of the window
 *
 * Returns: %FALSE where the copy must be saved first; @order is given when it is
 */
gboolean
apm_sync_page_is_saved (ApmSyncPage *self,
                        const char  *order)
{
  if (self->save_source == 0 && self->n_saving == 0)
    return TRUE;

  apm_set_str (&self->order, order);
  if (self->n_saving == 0)
    apm_sync_page_save (self);

  return FALSE;
}

/* Actions */

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ApmSyncPage) self = user_data;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autoptr(GError) error = NULL;

  if (self->session == NULL)
    return;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    apm_session_toast (self->session, _("Your copy cannot be saved: %s"), error->message);
  else
    {
      g_autofree char *wanted = apm_problem_dup_copy_path (self->chosen_problem, self->chosen);

      if (g_strcmp0 (wanted, path) == 0)
        {
          use (self, path);
          apm_sync_page_show_secrets (self);
        }
    }
}

static void
on_edit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  g_autofree char *path = self->chosen ? apm_problem_dup_copy_path (self->chosen_problem, self->chosen) : NULL;
  g_autofree char *dir = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *text = apm_source_pane_dup_text (self->source_pane);

  g_object_set (self, "pane", "source", "side", "source", NULL);
  apm_source_pane_focus (self->source_pane);
  if (path == NULL || has_copy (self) || text == NULL)
    return;

  if (g_mkdir_with_parents (dir, 0700) < 0)
    apm_session_toast (self->session, _("Cannot make the folder “%s”: %s"), dir, g_strerror (errno));
  else
    {
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_copied,
                                           g_object_ref (self));
    }
}

/* A save that is under way would bring it back: then it goes after that. */
static void
on_restore_response (ApmSyncPage *self,
                     const char  *response)
{
  if (g_strcmp0 (response, "restore") != 0 || !has_copy (self))
    return;

  g_clear_handle_id (&self->save_source, g_source_remove);
  apm_set_str (&self->doomed, self->variant->source_path);
  if (self->n_saving == 0)
    restore (self);
}

static void
on_restore (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmSyncPage *self = user_data;
  AdwMessageDialog *dialog;

  if (!has_copy (self))
    return;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                       _("Restore the original?"),
                                                       _("Your copy of this source will be deleted.")));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "restore", _("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "restore", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_restore_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
apm_sync_page_install_copy (ApmSyncPage *self,
                            GActionMap  *window)
{
  static const GActionEntry entries[] = {
    { "lab-edit", on_edit },
    { "lab-restore", on_restore },
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  self->restore_action = G_SIMPLE_ACTION (g_action_map_lookup_action (window, "lab-restore"));
  show (self);
}

/**
 * apm_sync_page_update_copy:
 *
 * What runs is not edited.
 */
void
apm_sync_page_update_copy (ApmSyncPage *self)
{
  apm_source_pane_set_editable (self->source_pane,
                                has_copy (self) && !apm_run_state_is_active (apm_sync_page_get_state (self)));
}

void
apm_sync_page_init_copy (ApmSyncPage *self)
{
  g_signal_connect_object (self->source_pane, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
}

/* What was typed last is not lost; nobody would finish what is begun now. */
void
apm_sync_page_dispose_copy (ApmSyncPage *self)
{
  gboolean unsaved = self->doomed == NULL && (self->save_source || (self->n_saving > 0 && has_copy (self)));
  g_autofree char *text = unsaved ? apm_source_pane_dup_text (self->source_pane) : NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (text)
    g_file_set_contents (self->variant->source_path, text, -1, NULL);
  g_clear_object (&self->chosen_problem);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->doomed, g_free);
}

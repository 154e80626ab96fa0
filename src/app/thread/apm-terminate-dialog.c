/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-terminate-dialog.h"

#include <glib/gi18n.h>

#include "apm-thread-target.h"

typedef struct {
  ApmSession *session;
  ApmCrew *crew;
  GtkDropDown *names;
} Question;

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->session);
  g_object_unref (question->crew);
  g_object_unref (question->names);
  g_free (question);
}

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  GtkStringObject *name = gtk_drop_down_get_selected_item (question->names);
  g_autoptr(GError) error = NULL;

  if (name == NULL || !g_str_equal (response, "terminate"))
    return;

  if (!apm_crew_terminate (question->crew, gtk_string_object_get_string (name), &error))
    apm_thread_target_complain (question->session, error);
}

static void
collect_living (const ApmMember *member,
                gpointer         user_data)
{
  if (member->phase < APM_PHASE_TERMINATING)
    gtk_string_list_append (user_data, member->name);
}

static Question *
ask (ApmSession    *session,
     ApmCrew       *crew,
     GtkStringList *names)
{
  Question *question = g_new0 (Question, 1);
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (names)), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Thread"), -1);
  question->session = g_object_ref (session);
  question->crew = g_object_ref (crew);
  question->names = GTK_DROP_DOWN (g_object_ref_sink (choice));

  return question;
}

/**
 * apm_terminate_dialog_present:
 *
 * Where no named thread lives, says so instead of asking.
 */
void
apm_terminate_dialog_present (GtkWindow  *parent,
                              ApmSession *session,
                              ApmCrew    *crew)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  Question *question;
  AdwMessageDialog *dialog;

  apm_crew_foreach (crew, collect_living, names);
  if (g_list_model_get_n_items (G_LIST_MODEL (names)) == 0)
    {
      apm_session_toast (session, _("No named thread runs here: create one first"));
      return;
    }

  question = ask (session, crew, names);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Terminate a Thread"),
                                                       _("It is told to end and is then joined.")));
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (question->names));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "terminate", _("_Terminate"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "terminate", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

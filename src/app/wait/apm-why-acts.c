/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-acts.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <unistd.h>

#include "apm-order.h"
#include "apm-save-chooser.h"
#include "apm-signal-dialog.h"
#include "apm-stack-window.h"
#include "apm-wait-export.h"
#include "apm-wait-words.h"

static gint64
get_started_us (const ApmWaitChain *chain,
                int                 pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (chain->pass, pid);

  return process ? (gint64) process->start_ticks * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK) : 0;
}

/* Says why not. */
static ApmTarget *
open_target (ApmSession         *session,
             const ApmWaitChain *chain,
             const ApmWaitNode  *node)
{
  g_autoptr(GError) error = NULL;
  ApmTarget *target = apm_target_open (node->pid, get_started_us (chain, node->pid), &error);

  if (target == NULL)
    apm_session_toast (session, "%s", error->message);

  return target;
}

void
apm_why_act_continue (GtkWidget          *widget,
                      ApmSession         *session,
                      const ApmWaitChain *chain,
                      guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  ApmTarget *target = open_target (session, chain, node);
  g_autoptr(ApmOrder) order = NULL;

  if (target == NULL)
    return;

  order = apm_order_new (widget, session, node->process_name, apm_target_set_take (target));
  apm_order_send (order, SIGCONT);
}

void
apm_why_act_signal (GtkWidget          *widget,
                    ApmSession         *session,
                    const ApmWaitChain *chain,
                    guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  ApmTarget *target = open_target (session, chain, node);

  if (target)
    gtk_window_present (apm_signal_dialog_new (widget, session, node->process_name, target));
}

void
apm_why_act_show_stack (GtkWidget          *widget,
                        ApmSession         *session,
                        const ApmWaitChain *chain,
                        guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  ApmThread thread = {
    .pid = node->pid,
    .tid = node->tid ? node->tid : node->pid,
    .name = node->thread_name ? node->thread_name : node->process_name,
    .process = node->process_name,
    .process_started_us = get_started_us (chain, node->pid),
  };
  ApmStackWindow *window = apm_stack_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), session, &thread,
                                                 node->is_any || node->tid == 0);

  gtk_window_present (GTK_WINDOW (window));
}

static const ApmFileFormat formats[] = {
  { N_("Text"), "txt", NULL },
  { N_("Picture (SVG)"), "svg", NULL },
  { N_("JSON"), "json", NULL },
  { N_("Graphviz (DOT)"), "dot", "gv" },
  { NULL },
};

typedef struct {
  ApmSession *session;
  GtkFileChooserNative *chooser;
  char *text, *json, *dot;
  GBytes *svg;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->chooser);
  g_object_unref (saving->session);
  g_free (saving->text);
  g_free (saving->json);
  g_free (saving->dot);
  g_clear_pointer (&saving->svg, g_bytes_unref);
  g_free (saving);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmSession) session = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_parse_name (G_FILE (source));

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    apm_session_toast (session, _("Saved to “%s”"), name);
  else
    apm_session_toast (session, _("Not saved to “%s”: %s"), name, error->message);
}

static void
on_response (Saving *saving,
             int     response)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    path = apm_save_chooser_dup_path (saving->chooser, formats, &error);
  if (error)
    apm_session_toast (saving->session, "%s", error->message);
  if (path)
    {
      g_autoptr(GFile) file = g_file_new_for_path (path);
      g_autoptr(GBytes) bytes = NULL;

      if (g_str_has_suffix (path, ".svg"))
        bytes = g_bytes_ref (saving->svg);
      else if (g_str_has_suffix (path, ".json"))
        bytes = g_bytes_new (saving->json, strlen (saving->json));
      else if (g_str_has_suffix (path, ".txt"))
        bytes = g_bytes_new (saving->text, strlen (saving->text));
      else
        bytes = g_bytes_new (saving->dot, strlen (saving->dot));
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_saved,
                                           g_object_ref (saving->session));
    }

  saving_free (saving);
}

static char *
dup_json (const ApmWaitChain *chain)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "why");
  apm_wait_chain_to_json (chain, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

/**
 * apm_why_save:
 * @svg: the picture
 *
 * Asks where to; what is saved is what is seen now, whatever the chain becomes while a person looks for a name.
 */
void
apm_why_save (GtkWidget          *widget,
              ApmSession         *session,
              const ApmWaitChain *chain,
              GBytes             *svg)
{
  Saving *saving = g_new0 (Saving, 1);
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, 0);
  g_autofree char *name = g_strdup_printf ("why-%d.txt", node->pid);

  saving->session = g_object_ref (session);
  saving->text = apm_wait_words_all (chain);
  saving->json = dup_json (chain);
  saving->dot = apm_wait_chain_to_dot (chain);
  saving->svg = g_bytes_ref (svg);
  saving->chooser = apm_save_chooser_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Save Why"), _("_Save"), name,
                                          formats);
  g_signal_connect_swapped (saving->chooser, "response", G_CALLBACK (on_response), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}

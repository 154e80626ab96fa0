/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-mistakes-window.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "apm-output-view.h"
#include "apm-why-window.h"

typedef struct {
  const char *problem;   /* of the catalogue */
  const char *wrong;     /* variants */
  const char *right;
  const char *title;
  const char *what;
  const char *why;
  const char *cure;
  const char *sign;      /* what it prints when it has happened; NULL: it stands still */
} Mistake;

static const Mistake mistakes[] = {
  { "pipe-full", "both-write", "take-turns", N_("Both sides write first"),
    N_("Two processes send each other more than a pipe holds, and both stand still."),
    N_("A write into a full pipe waits until somebody reads. Both wait for the other to read, and neither comes to it."),
    N_("Agree who reads first, or never write what may not fit without reading in between.") },
  { "pipe-close", "forgotten", "closed", N_("The forgotten close"),
    N_("A reader waits for an end of file that never comes."),
    N_("A pipe ends when nobody has its writing end open. After fork () the reader has it too: it waits for itself."),
    N_("Close every end that you do not use, in each process, as soon as it is there.") },
  { "pipe-own", "one-pipe", "two-pipes", N_("Reading one’s own pipe"),
    N_("A client reads its own request and takes it for the answer: the output says “own = 1”."),
    N_("A pipe does not know who wrote what is in it. With one pipe for both directions whoever comes first reads."),
    N_("Use a pipe for each direction, or a socket pair, which has two."), "own = 1" },
  { "pipe-torn", "trusting", "counted", N_("A torn message"),
    N_("A writer is killed in the middle of a message, and half of it is taken for a whole one: “half = 1”."),
    N_("A stream can end anywhere. read () then returns less than was announced, and nobody looked."),
    N_("Count what came, and leave out what is not whole."), "half = 1" },
  { "pipe-buf", "long", "short", N_("Long writes mix"),
    N_("Two processes write records into one pipe, and one record has bytes of both: “mixed = 1”."),
    N_("Only a write of at most PIPE_BUF bytes (4 KiB) is one piece. A longer one can be interrupted when the pipe is full."),
    N_("Write at most PIPE_BUF bytes at once, give each writer a pipe of its own, or take a lock."), "mixed = 1" },
  { "queue-unread", "when-all-sent", "as-they-come", N_("A queue nobody reads"),
    N_("A sender stands still in mq_send (), and its receiver waits for the sender to end."),
    N_("A queue has room for so many messages. When it is full its sender waits for a reader, who waits for the sender."),
    N_("Take messages as they come; never wait for all of them to be there.") },
  { "sigpipe", "default", "ignored", N_("SIGPIPE"),
    N_("A process that writes when nobody reads any more is killed without a word: “killed = 1”."),
    N_("The kernel sends SIGPIPE, and who has said nothing about that signal ends at once."),
    N_("Ignore SIGPIPE and look at what write () returns: EPIPE."), "killed = 1" },
};

struct _ApmMistakesWindow
{
  AdwWindow parent_instance;
  GtkListBox *list;
  GtkLabel *title;
  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *cure;
  GtkLabel *state;
  ApmOutputView *output;

  ApmSession *session;
  const Mistake *mistake;
  ApmChild *child;        /* (nullable): what was run last */
  gulong output_id, ended_id;
  guint64 n_signs;        /* how often the mistake was seen in its output */
};

G_DEFINE_FINAL_TYPE (ApmMistakesWindow, apm_mistakes_window, ADW_TYPE_WINDOW)

static gboolean
is_running (ApmMistakesWindow *self)
{
  return self->child != NULL && !apm_child_get_ended (self->child);
}

/* Of a flood of lines those that count may be gone before they are seen. */
static char *
dup_signs (ApmMistakesWindow *self)
{
  return g_strdup_printf (ngettext ("“%s” was printed %'lu time.", "“%s” was printed %'lu times.", (gulong) self->n_signs),
                          self->mistake->sign, (gulong) self->n_signs);
}

/* How it ended stands below its output. */
static void
show_state (ApmMistakesWindow *self)
{
  gboolean running = is_running (self);
  g_autofree char *text = NULL;

  if (self->child != NULL && self->mistake->sign != NULL)
    text = dup_signs (self);
  else if (running)
    text = g_strdup_printf (_("Runs as process %d. Ask why it waits."), apm_child_get_pid (self->child));
  gtk_label_set_label (self->state, text ? text : _("An ordinary program, without the laboratory around it"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mistake.why", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "mistake.end", running);
}

static void
on_output (ApmMistakesWindow *self,
           gboolean           is_stderr,
           GBytes            *lines)
{
  const char *sign = self->mistake->sign;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (lines, &n_bytes);
  const char *end = bytes + n_bytes;

  if (sign == NULL)
    return;

  for (const char *at = bytes; (at = g_strstr_len (at, end - at, sign)); at += strlen (sign))
    self->n_signs++;
  show_state (self);
}

static void
let_go (ApmMistakesWindow *self)
{
  if (self->child == NULL)
    return;

  g_clear_signal_handler (&self->output_id, self->child);
  g_clear_signal_handler (&self->ended_id, self->child);
  if (is_running (self))
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
  g_clear_object (&self->child);
}

static void
on_row_selected (ApmMistakesWindow *self,
                 GtkListBoxRow     *row)
{
  if (row == NULL || self->session == NULL)
    return;

  let_go (self);
  self->mistake = &mistakes[gtk_list_box_row_get_index (row)];
  gtk_label_set_label (self->title, _(self->mistake->title));
  gtk_label_set_label (self->what, _(self->mistake->what));
  gtk_label_set_label (self->why, _(self->mistake->why));
  gtk_label_set_label (self->cure, _(self->mistake->cure));
  apm_output_view_set_transcript (self->output, NULL);
  show_state (self);
}

static char **
dup_argv (const ApmVariant *variant)
{
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();

  g_strv_builder_add (argv, variant->program_path);
  for (guint i = 0; variant->shows && variant->shows[i]; i++)
    g_strv_builder_add (argv, variant->shows[i]);

  return g_strv_builder_end (argv);
}

/* Orphans of one that is killed would go on: its actors are in its process group. */
static void
run (ApmMistakesWindow *self,
     const char        *id)
{
  ApmProblem *problem = apm_catalogue_find (apm_session_get_catalogue (self->session), self->mistake->problem);
  const ApmVariant *variant = problem ? apm_problem_find_variant (problem, id) : NULL;
  g_autofree char *name = g_strdup_printf ("%s:%s", self->mistake->problem, id);
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTranscript) transcript = NULL;
  g_auto(GStrv) argv = NULL;
  ApmSpawn spawn = { .name = name, .ends_with_us = TRUE };

  if (variant == NULL)
    {
      apm_session_toast (self->session, _("“%s” is not in the catalogue"), name);
      return;
    }

  let_go (self);
  argv = dup_argv (variant);
  spawn.argv = (const char *const *) argv;
  self->child = apm_session_create_process (self->session, &spawn, &error);
  if (self->child == NULL)
    {
      apm_session_toast (self->session, "%s", error->message);
      return;
    }

  g_object_ref (self->child);
  self->n_signs = 0;
  self->output_id = g_signal_connect_swapped (self->child, "output", G_CALLBACK (on_output), self);
  self->ended_id = g_signal_connect_swapped (self->child, "ended", G_CALLBACK (show_state), self);
  transcript = apm_transcript_new (self->child);
  apm_output_view_set_transcript (self->output, transcript);
  show_state (self);
}

static void
wrong_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (widget);

  run (self, self->mistake->wrong);
}

static void
right_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (widget);

  run (self, self->mistake->right);
}

static void
end_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (widget);

  if (is_running (self))
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}

static void
why_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (widget);

  apm_why_window_present (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), self->session,
                          apm_child_get_name (self->child), apm_child_get_pid (self->child), 0);
}

static void
lab_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (widget);
  GtkWindow *main_window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = g_strdup_printf ("%s:%s", self->mistake->problem, self->mistake->wrong);

  gtk_widget_activate_action (GTK_WIDGET (main_window), "win.lab-select", "s", name);
  gtk_window_present (main_window);
}

static void
apm_mistakes_window_dispose (GObject *object)
{
  ApmMistakesWindow *self = APM_MISTAKES_WINDOW (object);

  let_go (self);
  g_clear_object (&self->session);   /* a row that goes meanwhile selects nothing */
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MISTAKES_WINDOW);

  G_OBJECT_CLASS (apm_mistakes_window_parent_class)->dispose (object);
}

static void
apm_mistakes_window_class_init (ApmMistakesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_mistakes_window_dispose;
  g_type_ensure (APM_TYPE_OUTPUT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-mistakes-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, list);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, what);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, why);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, cure);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, state);
  gtk_widget_class_bind_template_child (widget_class, ApmMistakesWindow, output);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_install_action (widget_class, "mistake.wrong", NULL, wrong_action);
  gtk_widget_class_install_action (widget_class, "mistake.right", NULL, right_action);
  gtk_widget_class_install_action (widget_class, "mistake.end", NULL, end_action);
  gtk_widget_class_install_action (widget_class, "mistake.why", NULL, why_action);
  gtk_widget_class_install_action (widget_class, "mistake.lab", NULL, lab_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_mistakes_window_init (ApmMistakesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      GtkWidget *label = gtk_label_new (_(mistakes[i].title));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_append (self->list, label);
    }
}

/**
 * apm_mistakes_window_present:
 * @parent: the main window
 *
 * Opens the list; what is run in it ends with it.
 */
void
apm_mistakes_window_present (GtkWindow  *parent,
                             ApmSession *session)
{
  ApmMistakesWindow *self = g_object_new (APM_TYPE_MISTAKES_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  on_row_selected (self, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_window_present (GTK_WINDOW (self));
}

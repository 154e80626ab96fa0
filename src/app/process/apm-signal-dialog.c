/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-signal-dialog.h"

#include <glib/gi18n.h>
#include <signal.h>

#include "apm-focus.h"
#include "apm-signal-care.h"
#include "apm-stat.h"

/* So many members are called by name. */
#define NAMED 4

struct _ApmSignalDialog
{
  AdwWindow parent_instance;
  GtkWidget *page;            /* weak */
  ApmSession *session;
  char *name;

  AdwComboRow *reach;
  GtkEditable *search;
  GtkListBox *signals;
  GtkLabel *care;
  AdwWindowTitle *heading;
  GtkWidget *send;
  GtkWidget *copy;

  GCancellable *cancellable;
  ApmTargetSet *sets[APM_N_REACHES];
  char *troubles[APM_N_REACHES];
};

G_DEFINE_FINAL_TYPE (ApmSignalDialog, apm_signal_dialog, ADW_TYPE_WINDOW)

/* These come first, the others by their number. */
static const int usual[] = { SIGTERM, SIGKILL, SIGSTOP, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2 };

static const char *const reaches[] = {
  [APM_REACH_PROCESS] = N_("The process alone"),
  [APM_REACH_TREE] = N_("The process, its children, theirs…"),
  [APM_REACH_GROUP] = N_("Its process group"),
  [APM_REACH_SESSION] = N_("Its session"),
  [APM_REACH_CGROUP] = N_("Its control group"),
};

static int
get_signum (ApmSignalDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->signals);

  return row ? GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "apm-signal")) : 0;
}

static ApmTargetSet *
get_set (ApmSignalDialog *self)
{
  guint reach = adw_combo_row_get_selected (self->reach);

  return reach < APM_N_REACHES ? self->sets[reach] : NULL;
}

/* Returns: "6 processes: make, sh, cc1plus, …" */
static char *
dup_members (ApmSignalDialog *self,
             ApmTargetSet    *set)
{
  guint n = apm_target_set_get_n (set);
  g_autoptr(GString) names = g_string_new (NULL);

  if (apm_target_get_tid (apm_target_set_get (set, 0)) != 0)
    return g_strdup_printf (_("Thread %d of “%s”"), apm_target_get_tid (apm_target_set_get (set, 0)), self->name);

  for (guint i = 0; i < n && i < NAMED; i++)
    {
      int pid = apm_target_get_pid (apm_target_set_get (set, i));
      const ApmProcess *process = apm_process_list_find (apm_session_get_processes (self->session), pid);

      g_string_append_printf (names, i > 0 ? ", %s (%d)" : "%s (%d)", process ? process->name : "?", pid);
    }

  if (n > NAMED)
    /* Translators: how many, and the names of the first of them */
    return g_strdup_printf (ngettext ("%u process: %s and more", "%u processes: %s and more", n), n, names->str);

  return g_strdup_printf (ngettext ("%u process: %s", "%u processes: %s", n), n, names->str);
}

static void
update (ApmSignalDialog *self)
{
  ApmTargetSet *set;
  int signum;
  guint reach;
  const char *trouble;
  g_autofree char *members = NULL;
  g_autofree char *care = NULL;

  if (self->session == NULL)
    return;   /* the window goes */

  set = get_set (self);
  signum = get_signum (self);
  reach = adw_combo_row_get_selected (self->reach);
  trouble = reach < APM_N_REACHES ? self->troubles[reach] : NULL;
  members = set ? dup_members (self, set) : NULL;

  adw_window_title_set_title (self->heading, gtk_window_get_title (GTK_WINDOW (self)));
  adw_window_title_set_subtitle (self->heading, signum > 0 ? apm_signal_get_name (signum) : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->reach), members ? members : trouble ? trouble : _("looking…"));
  gtk_widget_set_sensitive (self->send, set != NULL && signum > 0);
  gtk_widget_set_sensitive (self->copy, set != NULL && signum > 0);

  if (set && signum > 0)
    {
      int pid = apm_target_get_pid (apm_target_set_get (set, 0));

      care = apm_signal_care_dup_text (apm_signal_get_care (pid, signum), signum, self->name);
    }
  gtk_label_set_text (self->care, care ? care : "");
  gtk_widget_set_visible (GTK_WIDGET (self->care), care != NULL);
}

typedef struct {
  int pid;
  gint64 started_us;
  ApmReach reach;
} Question;

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Question *question = data;
  GError *error = NULL;
  ApmTargetSet *set = apm_target_set_open (question->pid, question->started_us, question->reach, &error);

  if (set)
    g_task_return_pointer (task, set, (GDestroyNotify) apm_target_set_free);
  else
    g_task_return_error (task, error);
}

static void
on_opened (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  ApmSignalDialog *self = APM_SIGNAL_DIALOG (object);
  const Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  ApmTargetSet *set = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->sets[question->reach] = set;
  self->troubles[question->reach] = error ? g_strdup (error->message) : NULL;
  update (self);
}

/* Whoever belongs to it is found off the main thread, for each reach. */
static void
open_sets (ApmSignalDialog *self,
           ApmTarget       *target)
{
  for (ApmReach reach = APM_REACH_TREE; reach < APM_N_REACHES; reach++)
    {
      g_autoptr(GTask) task = g_task_new (self, self->cancellable, on_opened, NULL);
      Question *question = g_new0 (Question, 1);

      question->pid = apm_target_get_pid (target);
      question->started_us = apm_stat_ticks_to_us (apm_target_get_start_ticks (target));
      question->reach = reach;
      g_task_set_task_data (task, question, g_free);
      g_task_run_in_thread (task, open_in_thread);
    }
}

static GtkWidget *
create_row (int signum)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *number = gtk_label_new (NULL);
  g_autofree char *text = g_strdup_printf ("%d", signum);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), apm_signal_get_name (signum));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), apm_signal_get_meaning (signum));
  gtk_label_set_text (GTK_LABEL (number), text);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_object_set_data (G_OBJECT (row), "apm-signal", GINT_TO_POINTER (signum));

  return row;
}

static gboolean
matches (GtkListBoxRow *row,
         gpointer       data)
{
  ApmSignalDialog *self = data;
  const char *text = gtk_editable_get_text (self->search);
  g_autofree char *line = g_strdup_printf ("%s %s %d", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                           adw_action_row_get_subtitle (ADW_ACTION_ROW (row)),
                                           GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "apm-signal")));
  g_autofree char *folded_text = g_utf8_casefold (text, -1);
  g_autofree char *folded_line = g_utf8_casefold (line, -1);

  return strstr (folded_line, folded_text) != NULL;
}

/* The first that is found is chosen. */
static void
on_search_changed (ApmSignalDialog *self)
{
  GtkListBoxRow *row;

  gtk_list_box_invalidate_filter (self->signals);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->signals, i)); i++)
    if (matches (row, self))
      {
        gtk_list_box_select_row (self->signals, row);
        return;
      }
  gtk_list_box_unselect_all (self->signals);
}

static void
on_send (ApmSignalDialog *self)
{
  ApmTargetSet *set = get_set (self);
  int signum = get_signum (self);
  g_autoptr(ApmOrder) order = NULL;

  if (set == NULL || signum == 0 || self->page == NULL)
    return;

  self->sets[adw_combo_row_get_selected (self->reach)] = NULL;
  order = apm_order_new (self->page, self->session, self->name, set);
  apm_order_send (order, signum);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_copy (ApmSignalDialog *self)
{
  g_autofree char *command = apm_target_set_dup_command (get_set (self), get_signum (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  apm_session_toast (self->session, _("Copied: %s"), command);
}

static gboolean
is_usual (int signum)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (usual[i] == signum)
      return TRUE;

  return FALSE;
}

static void
fill (ApmSignalDialog *self,
      gboolean         is_thread)
{
  g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; i < (is_thread ? 1 : APM_N_REACHES); i++)
    gtk_string_list_append (model, is_thread ? _("The thread alone") : _(reaches[i]));
  adw_combo_row_set_model (self->reach, G_LIST_MODEL (model));

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    gtk_list_box_append (self->signals, create_row (usual[i]));
  for (int signum = 1; signum <= SIGRTMAX; signum++)
    if (apm_signal_get_name (signum) && !is_usual (signum))
      gtk_list_box_append (self->signals, create_row (signum));
  gtk_list_box_set_filter_func (self->signals, matches, self, NULL);
  gtk_list_box_select_row (self->signals, gtk_list_box_get_row_at_index (self->signals, 0));
}

/**
 * apm_signal_dialog_new:
 * @page: where it was asked for; toasts are shown there
 * @name: of the process
 * @target: (transfer full): the process or thread that is meant
 */
GtkWindow *
apm_signal_dialog_new (GtkWidget  *page,
                       ApmSession *session,
                       const char *name,
                       ApmTarget  *target)
{
  ApmSignalDialog *self;
  g_autofree char *title = g_strdup_printf (_("Signal to “%s”"), name);
  gboolean is_thread = apm_target_get_tid (target) != 0;

  self = g_object_new (APM_TYPE_SIGNAL_DIALOG,
                       "transient-for", gtk_widget_get_root (page),
                       "title", title,
                       NULL);
  g_set_weak_pointer (&self->page, page);
  self->session = g_object_ref (session);
  self->name = g_strdup (name);
  self->sets[APM_REACH_PROCESS] = apm_target_set_take (target);
  fill (self, is_thread);
  if (!is_thread)
    open_sets (self, target);
  update (self);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (self->search));

  return GTK_WINDOW (self);
}

static void
apm_signal_dialog_dispose (GObject *object)
{
  ApmSignalDialog *self = APM_SIGNAL_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->page);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_signal_dialog_parent_class)->dispose (object);
}

static void
apm_signal_dialog_finalize (GObject *object)
{
  ApmSignalDialog *self = APM_SIGNAL_DIALOG (object);

  for (guint i = 0; i < APM_N_REACHES; i++)
    {
      g_clear_pointer (&self->sets[i], apm_target_set_free);
      g_free (self->troubles[i]);
    }
  g_clear_object (&self->cancellable);
  g_free (self->name);

  G_OBJECT_CLASS (apm_signal_dialog_parent_class)->finalize (object);
}

static void
apm_signal_dialog_class_init (ApmSignalDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_signal_dialog_dispose;
  object_class->finalize = apm_signal_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-signal-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, reach);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, search);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, signals);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, care);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, send);
  gtk_widget_class_bind_template_child (widget_class, ApmSignalDialog, copy);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_signal_dialog_init (ApmSignalDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

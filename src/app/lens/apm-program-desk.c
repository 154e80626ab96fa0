/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-desk.h"

#include <glib/gi18n.h>

#include "apm-open-dialog.h"
#include "apm-program-list.h"
#include "apm-program-view.h"
#include "apm-record-view.h"
#include "apm-rerun.h"

struct _ApmProgramDesk
{
  GObject parent_instance;
  ApmSession *session;
  ApmProgramShelf *shelf;
  AdwFlap *flap;             /* the page's, as all widgets here are */
  GtkStack *stack;
  ApmProgramList *list;
  ApmProgramView *view;      /* NULL: no program was in view yet */
  ApmRecordView *record;     /* NULL: no trace was opened yet */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (ApmProgramDesk, apm_program_desk, G_TYPE_OBJECT)

enum { SHOWN_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void show_program (ApmProgramDesk *self, ApmProgram *program);

static void
on_opened (ApmProgramDesk *self,
           ApmProgram     *program)
{
  show_program (self, program);
  apm_program_run (program);
}

static void
open_program (ApmProgramDesk       *self,
              const ApmProgramSpec *spec)
{
  GtkWidget *widget = GTK_WIDGET (self->flap);
  ApmOpenDialog *dialog = apm_open_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->shelf, spec);

  gtk_widget_activate_action (widget, "win.show-page", "s", "synchronization");
  g_signal_connect_object (dialog, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* With other arguments. */
static void
on_change (ApmProgramDesk *self,
           ApmProgram     *program)
{
  ApmProgramSpec spec = { apm_program_get_path (program), apm_program_get_arguments (program),
                          apm_program_get_directory (program), apm_program_get_environment (program) };

  open_program (self, &spec);
}

static void
show_child (ApmProgramDesk *self,
            GtkWidget      *child,
            ApmProgram     *program)
{
  apm_program_list_select (self->list, program);
  if (gtk_stack_get_visible_child (self->stack) == child)
    return;

  gtk_stack_set_visible_child (self->stack, child);
  g_signal_emit (self, signals[SHOWN_CHANGED], 0);
}

static void
show_program (ApmProgramDesk *self,
              ApmProgram     *program)
{
  if (self->view == NULL)
    {
      self->view = APM_PROGRAM_VIEW (apm_program_view_new (self->session, self->shelf, self->flap));
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->view), "program");
      g_signal_connect_object (self->view, "change", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
    }
  apm_program_view_set_program (self->view, program);
  show_child (self, GTK_WIDGET (self->view), program);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/**
 * apm_program_desk_leave:
 *
 * Shows the laboratory again; programs that run go on.
 */
void
apm_program_desk_leave (ApmProgramDesk *self)
{
  g_return_if_fail (APM_IS_PROGRAM_DESK (self));

  show_child (self, gtk_stack_get_child_by_name (self->stack, "laboratory"), NULL);
}

gboolean
apm_program_desk_is_shown (ApmProgramDesk *self)
{
  g_return_val_if_fail (APM_IS_PROGRAM_DESK (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "laboratory") != 0;
}

/* One that was removed is not shown any more. */
static void
on_programs_changed (ApmProgramDesk *self,
                     guint           position,
                     guint           n_removed,
                     guint           n_added,
                     GListModel     *programs)
{
  ApmProgram *shown = self->view ? apm_program_view_get_program (self->view) : NULL;
  gboolean found = FALSE;

  for (guint i = 0; shown && !found && i < g_list_model_get_n_items (programs); i++)
    {
      g_autoptr(ApmProgram) program = g_list_model_get_item (programs, i);

      found = program == shown;
    }
  if (shown && !found)
    {
      apm_program_desk_leave (self);
      apm_program_view_set_program (self->view, NULL);
    }
}

/* Actions */

static void
on_open (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  ApmProgramSpec spec = { .path = g_variant_get_string (parameter, NULL) };

  open_program (user_data, *spec.path ? &spec : NULL);
}

/* How a process was started stands in the dialog, since it is started anew. */
static void
on_rerun (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(ApmProgramDesk) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmRerun) rerun = apm_rerun_read_finish (result, &error);

  if (self->session == NULL)
    return;
  if (rerun)
    open_program (self, &(ApmProgramSpec) { rerun->path, rerun->arguments, rerun->directory,
                                            (const char *const *) rerun->environment });
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
on_run_again (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gint64 started_us;
  int pid;

  g_variant_get (parameter, "(ix)", &pid, &started_us);
  apm_rerun_read_async (pid, started_us, NULL, on_rerun, g_object_ref (user_data));
}

/* Traces */

static void
on_trace_failed (ApmProgramDesk *self,
                 const char     *sentence)
{
  apm_session_toast (self->session, "%s", sentence);
}

static void
open_trace (ApmProgramDesk *self,
            const char     *path)
{
  if (self->record == NULL)
    {
      self->record = APM_RECORD_VIEW (apm_record_view_new (self->flap));
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->record), "record");
      g_signal_connect_object (self->record, "failed", G_CALLBACK (on_trace_failed), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_activate_action (GTK_WIDGET (self->flap), "win.show-page", "s", "synchronization");
  apm_record_view_open (self->record, path);
  show_child (self, GTK_WIDGET (self->record), NULL);
}

static void
on_trace_chosen (ApmProgramDesk *self,
                 int             response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file && g_file_peek_path (file))
    open_trace (self, g_file_peek_path (file));
}

static void
on_open_trace (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ApmProgramDesk *self = user_data;

  if (*g_variant_get_string (parameter, NULL))
    {
      open_trace (self, g_variant_get_string (parameter, NULL));
      return;
    }

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Open Trace"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->flap))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_trace_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * apm_program_desk_install_actions:
 * @window: gets win.open-program('PATH'), win.open-trace('PATH') and
 *   win.run-again((PID, STARTED_US)); the desk outlives their use
 */
void
apm_program_desk_install_actions (ApmProgramDesk *self,
                                  GActionMap     *window)
{
  static const GActionEntry entries[] = {
    { "open-program", on_open, "s", NULL, NULL },
    { "open-trace", on_open_trace, "s", NULL, NULL },
    { "run-again", on_run_again, "(ix)", NULL, NULL },
  };

  g_return_if_fail (APM_IS_PROGRAM_DESK (self));

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

/* A file or folder that is dropped anywhere on the page. */
static gboolean
on_drop (ApmProgramDesk *self,
         const GValue   *value)
{
  GFile *file = g_value_get_object (value);
  ApmProgramSpec spec = { .path = file ? g_file_peek_path (file) : NULL };

  if (spec.path)
    open_program (self, &spec);

  return spec.path != NULL;
}

/* The object */

static void
apm_program_desk_dispose (GObject *object)
{
  ApmProgramDesk *self = APM_PROGRAM_DESK (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->shelf);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_program_desk_parent_class)->dispose (object);
}

static void
apm_program_desk_class_init (ApmProgramDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_program_desk_dispose;

  signals[SHOWN_CHANGED] = g_signal_new ("shown-changed", APM_TYPE_PROGRAM_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
apm_program_desk_init (ApmProgramDesk *self)
{
}

/* The problems' list, and ours below it. */
static void
extend_flap (ApmProgramDesk *self)
{
  g_autoptr(GtkWidget) problems = g_object_ref (adw_flap_get_flap (self->flap));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->list = APM_PROGRAM_LIST (apm_program_list_new (apm_program_shelf_get_programs (self->shelf)));
  g_signal_connect_object (self->list, "chosen", G_CALLBACK (show_program), self, G_CONNECT_SWAPPED);
  adw_flap_set_flap (self->flap, NULL);
  gtk_widget_set_vexpand (problems, TRUE);
  gtk_widget_add_css_class (box, "background");
  gtk_box_append (GTK_BOX (box), problems);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_flap_set_flap (self->flap, box);
}

/* The laboratory becomes one of two that can be in view. */
static void
extend_content (ApmProgramDesk *self)
{
  g_autoptr(GtkWidget) laboratory = g_object_ref (adw_flap_get_content (self->flap));
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  adw_flap_set_content (self->flap, NULL);
  gtk_stack_add_named (self->stack, laboratory, "laboratory");
  adw_flap_set_content (self->flap, GTK_WIDGET (self->stack));

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->flap), GTK_EVENT_CONTROLLER (target));
}

/**
 * apm_program_desk_new:
 * @flap: with the problems in its flap and the laboratory as its content; it outlives
 *   the desk
 */
ApmProgramDesk *
apm_program_desk_new (ApmSession *session,
                      AdwFlap    *flap)
{
  ApmProgramDesk *self;

  g_return_val_if_fail (APM_IS_SESSION (session) && ADW_IS_FLAP (flap), NULL);

  self = g_object_new (APM_TYPE_PROGRAM_DESK, NULL);
  self->session = g_object_ref (session);
  self->flap = flap;
  self->shelf = apm_program_shelf_new (session);
  extend_flap (self);
  extend_content (self);
  g_signal_connect_object (apm_program_shelf_get_programs (self->shelf), "items-changed",
                           G_CALLBACK (on_programs_changed), self, G_CONNECT_SWAPPED);

  return self;
}

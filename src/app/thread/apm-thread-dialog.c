/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-dialog.h"

#include <glib/gi18n.h>

#include "apm-focus.h"
#include "apm-party.h"

struct _ApmThreadDialog
{
  AdwWindow parent_instance;
  AdwEntryRow *name;
  AdwComboRow *process;
  AdwPreferencesGroup *work_group;
  GtkLabel *problem;
  GtkWidget *create;

  ApmSession *session;
  GListModel *parties;
  GtkCheckButton *works[APM_N_WORKS];
};

G_DEFINE_FINAL_TYPE (ApmThreadDialog, apm_thread_dialog, ADW_TYPE_WINDOW)

enum { CREATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static ApmCrew *
get_crew (ApmThreadDialog *self)
{
  ApmParty *party = adw_combo_row_get_selected_item (self->process);
  ApmWorker *worker = party ? apm_party_get_worker (party) : NULL;

  return worker ? apm_session_get_crew_of (self->session, worker)
                : apm_session_get_crew (self->session);
}

static gboolean
is_taken (ApmCrew    *crew,
          const char *name)
{
  const ApmMember *member = apm_crew_find (crew, name);

  return member != NULL && member->phase != APM_PHASE_ENDED;
}

static char *
dup_free_name (ApmCrew *crew)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf (_("thread-%u"), i);

      if (!is_taken (crew, name))
        return g_steal_pointer (&name);
    }
}

static void
set_problem (ApmThreadDialog *self,
             const char      *problem)
{
  gtk_label_set_label (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);

  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "error");
}

/* As it is typed: the name must be there, and be free in the chosen process. */
static void
check (ApmThreadDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  ApmCrew *crew = get_crew (self);
  gboolean taken = crew != NULL && is_taken (crew, name);

  set_problem (self, taken ? _("A thread of this name runs there already.") : NULL);
  gtk_widget_set_sensitive (self->create, crew != NULL && !taken && *name != '\0');
}

static ApmWork
get_work (ApmThreadDialog *self)
{
  for (ApmWork work = 0; work < APM_N_WORKS; work++)
    if (gtk_check_button_get_active (self->works[work]))
      return work;

  return APM_WORK_IDLE;
}

static void
on_create (ApmThreadDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autoptr(GError) error = NULL;
  ApmCrew *crew = get_crew (self);

  if (!gtk_widget_get_sensitive (self->create))
    return;

  if (!apm_crew_create (crew, name, get_work (self), &error))
    {
      set_problem (self, error->message);
      return;
    }

  g_signal_emit (self, signals[CREATED], 0, crew, name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_work (ApmThreadDialog *self,
          ApmWork          work)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check_button = gtk_check_button_new ();

  gtk_widget_set_valign (check_button, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check_button), self->works[0]);
  self->works[work] = GTK_CHECK_BUTTON (check_button);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), apm_work_get_label (work));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), apm_work_get_explanation (work));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check_button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check_button);
  adw_preferences_group_add (self->work_group, row);
}

/**
 * apm_thread_dialog_new:
 * @worker: (nullable): the worker proposed; %NULL for this program
 */
ApmThreadDialog *
apm_thread_dialog_new (GtkWindow  *parent,
                       ApmSession *session,
                       ApmWorker  *worker)
{
  ApmThreadDialog *self = g_object_new (APM_TYPE_THREAD_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = NULL;
  guint place;

  self->session = g_object_ref (session);
  self->parties = apm_parties_new (apm_session_get_post (session), APM_PARTY_PROGRAM);
  adw_combo_row_set_model (self->process, self->parties);

  place = apm_parties_find (self->parties, worker);
  adw_combo_row_set_selected (self->process, place != GTK_INVALID_LIST_POSITION ? place : 0);

  name = dup_free_name (get_crew (self));
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (self->name));
  check (self);

  return self;
}

static void
apm_thread_dialog_dispose (GObject *object)
{
  ApmThreadDialog *self = APM_THREAD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_THREAD_DIALOG);
  g_clear_object (&self->parties);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_thread_dialog_parent_class)->dispose (object);
}

static void
apm_thread_dialog_class_init (ApmThreadDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_thread_dialog_dispose;

  signals[CREATED] = g_signal_new ("created", APM_TYPE_THREAD_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, APM_TYPE_CREW, G_TYPE_STRING);

  g_type_ensure (APM_TYPE_PARTY);
  gtk_widget_class_set_template_from_resource (widget_class,
    "/io/github/AdvancedProcessManager/ui/apm-thread-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmThreadDialog, name);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadDialog, process);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadDialog, work_group);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, ApmThreadDialog, create);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, on_create);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_thread_dialog_init (ApmThreadDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (ApmWork work = 0; work < APM_N_WORKS; work++)
    add_work (self, work);
  gtk_check_button_set_active (self->works[APM_WORK_IDLE], TRUE);
}

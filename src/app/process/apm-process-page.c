/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <signal.h>

#include "apm-create-dialog.h"
#include "apm-filter-control.h"
#include "apm-order-hold.h"
#include "apm-output-view.h"
#include "apm-process-columns.h"
#include "apm-process-order.h"
#include "apm-signal-dialog.h"
#include "apm-table.h"
#include "apm-transcripts.h"
#include "apm-tune-dialog.h"

struct _ApmProcessPage
{
  GtkWidget parent_instance;
  ApmSession *session;

  GtkWidget *box;
  GtkEditable *search;
  GtkMenuButton *kept;
  GtkDropDown *grouping;
  GtkMenuButton *columns;
  GtkLabel *trouble;
  AdwFlap *flap;
  ApmTable *table;
  ApmOutputView *output;
  GtkLabel *count;
  GtkLabel *held;
  GtkLabel *cost;
  GMenuModel *menu;

  ApmFilterControl *filter;
  gboolean following;
  ApmScope scope;
  ApmTranscripts *transcripts;
  ApmTarget *target;       /* whom the menu that opened last is about */
  guint64 target_key;
  guint64 pending_key;     /* created, and not yet in the list */
  gboolean pending;
};

G_DEFINE_FINAL_TYPE (ApmProcessPage, apm_process_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SESSION, PROP_SCOPE, PROP_FOLLOWING, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *const scopes[] = {
  [APM_SCOPE_ALL] = "all",
  [APM_SCOPE_MINE] = "mine",
  [APM_SCOPE_CREATED] = "created",
};

/* As kept in the settings, in the order of the choice. */
static const char *const groupings[] = {
  [APM_GROUPING_FLAT] = "flat",
  [APM_GROUPING_TREE] = "tree",
  [APM_GROUPING_UNIT] = "unit",
  [APM_GROUPING_SESSION] = "session",
  [APM_GROUPING_USER] = "user",
  [APM_GROUPING_PROJECT] = "project",
};

static ApmProcessList *
get_list (ApmProcessPage *self)
{
  return apm_session_get_processes (self->session);
}

static void
update_orders (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  gboolean alive = process && !process->ended && !process->is_group;
  gboolean stopped = alive && g_strcmp0 (process->state, "stopped") == 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "process.end", alive);
  gtk_widget_action_set_enabled (widget, "process.kill", alive);
  gtk_widget_action_set_enabled (widget, "process.stop", alive && !stopped);
  gtk_widget_action_set_enabled (widget, "process.continue", stopped);
  gtk_widget_action_set_enabled (widget, "process.send-signal", alive);
  gtk_widget_action_set_enabled (widget, "process.tune", alive);
  gtk_widget_action_set_enabled (widget, "process.show-threads", alive);
}

/* How many rows are processes that live, and how many are of those that have ended. */
static void
count_rows (ApmProcessPage *self,
            guint          *n_living,
            guint          *n_ended)
{
  ApmView *view = apm_process_list_get_view (get_list (self));
  guint n_rows = apm_view_get_n_rows (view);

  *n_living = *n_ended = 0;
  for (guint i = 0; i < n_rows; i++)
    {
      const ApmProcess *process = apm_view_get_row (view, i);

      if (process->ended)
        (*n_ended)++;
      else if (!process->is_group && !process->is_context)
        (*n_living)++;
    }
}

/* What keeps the rows from moving as they would. */
static gboolean
update_held (gpointer data)
{
  ApmProcessPage *self = data;
  const ApmProcess *process = self->following ? apm_table_get_selected_row (self->table) : NULL;
  g_autofree char *text = NULL;

  if (process)
    /* Translators: %s is the name of a process that is kept in sight */
    text = g_strdup_printf (_("following “%s”"), process->name);
  else if (apm_process_list_get_order_held (get_list (self)))
    text = g_strdup (_("order held"));
  gtk_label_set_text (self->held, text ? text : "");

  return G_SOURCE_REMOVE;
}

static void
update_status (ApmProcessPage *self)
{
  guint n_total = apm_process_list_get_n_total (get_list (self));
  guint n_shown, n_ended;
  g_autofree char *count = NULL;
  g_autofree char *cost = NULL;
  double scan_ms, cpu_percent;

  count_rows (self, &n_shown, &n_ended);
  if (n_shown == n_total && n_ended > 0)
    /* Translators: processes that live, and processes that ended a moment ago */
    count = g_strdup_printf (ngettext ("%'u process, %'u ended", "%'u processes, %'u ended", n_total),
                             n_total, n_ended);
  else if (n_shown == n_total)
    count = g_strdup_printf (ngettext ("%'u process", "%'u processes", n_total), n_total);
  else
    count = g_strdup_printf (ngettext ("%'u process, %'u shown", "%'u processes, %'u shown", n_total),
                             n_total, n_shown);
  gtk_label_set_text (self->count, count);

  apm_process_list_get_cost (get_list (self), &scan_ms, &cpu_percent);
  if (apm_process_list_get_paused (get_list (self)))
    cost = g_strdup (_("updates are paused"));
  else
    cost = g_strdup_printf (_("sampled in %.*f ms, %.1f %% CPU"), scan_ms < 9.95 ? 1 : 0, scan_ms, cpu_percent);
  gtk_label_set_text (self->cost, cost);
}

static void
update_empty (ApmProcessPage *self)
{
  if (*gtk_editable_get_text (self->search))
    apm_table_set_empty (self->table, "edit-find-symbolic", _("No Process Found"),
                         _("All parts of the filter must hold for it."), NULL, NULL);
  else if (self->scope == APM_SCOPE_CREATED)
    apm_table_set_empty (self->table, "apm-processes-symbolic", _("Nothing Created Yet"),
                         _("Processes that you start here are listed with what they print and how they end."),
                         _("New Process…"), "win.create-process('')");
  else
    apm_table_set_empty (self->table, "apm-processes-symbolic", _("No Processes"), NULL, NULL, NULL);
}

static void
on_updated (ApmProcessList *list,
            ApmProcessPage *self)
{
  g_autofree guint64 *visible = NULL;
  guint n_visible;

  if (self->following)
    apm_table_select_key (self->table, apm_table_get_selected (self->table, NULL));
  visible = apm_table_dup_visible_keys (self->table, &n_visible);
  apm_process_list_set_visible (list, visible, n_visible);

  if (self->pending && apm_table_select_key (self->table, self->pending_key))
    self->pending = FALSE;
  update_status (self);
  update_held (self);
  update_orders (self);
}

static void
search_changed_cb (ApmProcessPage *self)
{
  if (self->filter)
    apm_filter_control_apply (self->filter);
  update_empty (self);
}

/* What was typed elsewhere came here; the focus comes after it. */
static void
search_started_cb (ApmProcessPage *self)
{
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (self->search)));
}

static void
stop_search_cb (ApmProcessPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* Return in the search leads to the first row found. */
static void
search_activated_cb (ApmProcessPage *self)
{
  ApmView *view = apm_table_get_view (self->table);

  if (apm_view_get_n_rows (view) == 0)
    return;

  apm_table_select_key (self->table, apm_view_get_key (view, 0));
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
sort_changed_cb (ApmProcessPage *self,
                 const char     *column_id,
                 gboolean        descending)
{
  apm_process_list_set_sort (get_list (self), column_id, descending);
}

static void
grouping_changed_cb (ApmProcessPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->grouping);

  if (self->filter == NULL || selected >= G_N_ELEMENTS (groupings))
    return;   /* not yet set up */

  apm_process_list_set_grouping (get_list (self), (ApmGrouping) selected);
  g_settings_set_string (apm_session_get_settings (self->session), "process-grouping", groupings[selected]);
}

/* What is not shown is not read. */
static void
columns_changed_cb (ApmProcessPage *self)
{
  g_auto(GStrv) ids = apm_table_dup_columns (self->table);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) wanted = NULL;

  for (guint i = 0; ids[i]; i++)
    {
      g_strv_builder_add (builder, ids[i]);
      if (g_str_equal (ids[i], "ppid"))
        g_strv_builder_add (builder, "parent_name");   /* it stands in the same cell */
    }
  wanted = g_strv_builder_end (builder);
  apm_process_list_set_columns (get_list (self), (const char *const *) wanted);
}

/* Left on a row that is closed already leads to its parent. */
static void
select_parent (ApmProcessPage *self,
               guint           index,
               guint           depth)
{
  ApmView *view = apm_table_get_view (self->table);

  while (index-- > 0)
    if (((const ApmProcess *) apm_view_get_row (view, index))->depth < depth)
      {
        apm_table_select_key (self->table, apm_view_get_key (view, index));
        return;
      }
}

static gboolean
expand_cb (ApmProcessPage *self,
           guint64         key,
           gboolean        expanded)
{
  ApmView *view = apm_table_get_view (self->table);
  const ApmProcess *process;
  guint index;

  if (apm_process_list_get_grouping (get_list (self)) == APM_GROUPING_FLAT || !apm_view_find_key (view, key, &index))
    return FALSE;

  process = apm_view_get_row (view, index);
  if (process->expandable && process->expanded != !!expanded)
    apm_process_list_set_expanded (get_list (self), key, expanded);
  else if (!expanded)
    select_parent (self, index, process->depth);

  return TRUE;
}

static void
selection_changed_cb (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  ApmTranscript *transcript;

  update_orders (self);
  if (process == NULL)
    return;   /* what an ended process has printed stays in view */

  if (!process->ended && !process->is_group)
    apm_session_set_selected_pid (self->session, process->pid);
  transcript = apm_transcripts_find (self->transcripts, apm_process_key (process));
  apm_output_view_set_transcript (self->output, transcript);
}

static void
show_threads (ApmProcessPage *self)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  if (process == NULL || process->ended || process->is_group)
    return;

  apm_session_set_selected_pid (self->session, process->pid);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "threads");
}

static void
activated_cb (ApmProcessPage *self,
              guint64         key)
{
  if (apm_transcripts_find (self->transcripts, key))
    adw_flap_set_reveal_flap (self->flap, TRUE);
  else
    show_threads (self);
}

/* From here on it is this process that is meant, or nobody. */
static void
menu_cb (ApmProcessPage *self,
         guint64         key,
         double          x,
         double          y)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);

  g_clear_pointer (&self->target, apm_target_free);
  if (process && !process->ended && !process->is_group)
    self->target = apm_target_open (process->pid, process->started_us, NULL);
  self->target_key = key;

  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
order (ApmProcessPage *self,
       int             signum)
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  ApmTarget *target = NULL;

  if (process == NULL || process->is_group)
    return;

  if (self->target_key == apm_process_key (process))
    target = g_steal_pointer (&self->target);
  apm_process_order (GTK_WIDGET (self), self->session, process, target, signum);
}

/* Signal or priority: the dialog takes over whom the menu was about. */
static void
present_order (ApmProcessPage *self,
               GtkWindow     *(*dialog_new) (GtkWidget *, ApmSession *, const char *, ApmTarget *))
{
  const ApmProcess *process = apm_table_get_selected_row (self->table);
  g_autoptr(GError) error = NULL;
  ApmTarget *target = NULL;

  if (process == NULL || process->is_group)
    return;

  if (self->target_key == apm_process_key (process))
    target = g_steal_pointer (&self->target);
  if (target == NULL)
    target = apm_target_open (process->pid, process->started_us, &error);

  if (target)
    gtk_window_present (dialog_new (GTK_WIDGET (self), self->session, process->name, target));
  else
    apm_session_toast (self->session, "%s", error->message);
}

static void
send_signal_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  present_order (APM_PROCESS_PAGE (widget), apm_signal_dialog_new);
}

static void
tune_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  present_order (APM_PROCESS_PAGE (widget), apm_tune_dialog_new);
}

static void
end_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGTERM);
}

static void
kill_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGKILL);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGSTOP);
}

static void
continue_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  order (APM_PROCESS_PAGE (widget), SIGCONT);
}

static void
show_threads_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  show_threads (APM_PROCESS_PAGE (widget));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
inspector_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
on_child_created (ApmSession     *session,
                  ApmChild       *child,
                  ApmProcessPage *self)
{
  apm_output_view_set_transcript (self->output, apm_transcripts_add (self->transcripts, child));
  if (!adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, TRUE);   /* over the list only when asked for */
  self->pending_key = apm_process_pack_key (apm_child_get_pid (child), apm_child_get_started_us (child));
  self->pending = !apm_table_select_key (self->table, self->pending_key);
}

static void
on_worker_started (ApmPost        *post,
                   ApmWorker      *worker,
                   ApmProcessPage *self)
{
  on_child_created (self->session, apm_worker_get_child (worker), self);
}

/* The actions of the window. */

static void
present_dialog (ApmProcessPage *self,
                gboolean        worker)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (apm_create_dialog_new (window, self->session, worker));
}

static void
create_process (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  g_autoptr(GError) error = NULL;
  ApmSpawn spawn = { .command = g_variant_get_string (parameter, NULL) };

  if (*spawn.command == '\0')
    present_dialog (self, FALSE);
  else if (!apm_session_create_process (self->session, &spawn, &error))
    apm_session_toast (self->session, "%s", error->message);
}

static void
create_worker (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  ApmProcessPage *self = user_data;
  g_autoptr(GError) error = NULL;
  const char *name = g_variant_get_string (parameter, NULL);

  if (*name == '\0')
    present_dialog (self, TRUE);
  else if (!apm_session_create_worker (self->session, name, &error))
    apm_session_toast (self->session, "%s", error->message);
}

/**
 * apm_process_page_install_actions:
 *
 * Adds win.create-process and win.create-worker.
 */
void
apm_process_page_install_actions (ApmProcessPage *self,
                                  GActionMap     *window)
{
  static const GActionEntry entries[] = {
    { "create-process", create_process, "s", NULL, NULL },
    { "create-worker", create_worker, "s", NULL, NULL },
  };

  g_return_if_fail (APM_IS_PROCESS_PAGE (self));

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

static void
set_scope (ApmProcessPage *self,
           const char     *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (g_strcmp0 (scopes[i], name) == 0)
      self->scope = i;

  apm_process_list_set_scope (get_list (self), self->scope);
  update_empty (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPE]);
}

static void
restore_grouping (ApmProcessPage *self)
{
  g_autofree char *name = g_settings_get_string (apm_session_get_settings (self->session), "process-grouping");

  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    if (g_str_equal (groupings[i], name))
      gtk_drop_down_set_selected (self->grouping, i);
}

static void
set_following (ApmProcessPage *self,
               gboolean        following)
{
  self->following = following && apm_table_get_selected_row (self->table) != NULL;
  update_held (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

static void
apm_process_page_constructed (GObject *object)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  G_OBJECT_CLASS (apm_process_page_parent_class)->constructed (object);

  apm_table_set_columns (self->table, apm_process_columns);
  apm_table_set_title (self->table, _("Processes"));
  apm_table_set_cell_data (self->table, get_list (self));
  apm_table_set_columns_button (self->table, self->columns);
  apm_table_set_view (self->table, apm_process_list_get_view (get_list (self)));
  apm_table_set_sort (self->table, "cpu_percent", TRUE);
  apm_table_set_state (self->table, apm_session_get_settings (self->session), "processes");
  columns_changed_cb (self);
  self->filter = apm_filter_control_new (self->search, self->trouble, self->kept, get_list (self),
                                         apm_session_get_settings (self->session));
  restore_grouping (self);
  apm_order_hold_attach (self->table, get_list (self), update_held, self);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));

  g_signal_connect_object (get_list (self), "updated", G_CALLBACK (on_updated), self, 0);
  g_signal_connect_object (self->session, "child-created", G_CALLBACK (on_child_created), self, 0);
  g_signal_connect_object (apm_session_get_post (self->session), "worker-started",
                           G_CALLBACK (on_worker_started), self, 0);
  g_signal_connect_object (self->session, "notify::paused", G_CALLBACK (update_status), self, G_CONNECT_SWAPPED);
  update_empty (self);
  update_orders (self);
  update_status (self);
}

static void
apm_process_page_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SCOPE:
      g_value_set_string (value, scopes[self->scope]);
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->following);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_process_page_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_SCOPE:
      set_scope (self, g_value_get_string (value));
      break;
    case PROP_FOLLOWING:
      set_following (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_process_page_dispose (GObject *object)
{
  ApmProcessPage *self = APM_PROCESS_PAGE (object);

  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_PROCESS_PAGE);
  g_clear_pointer (&self->transcripts, apm_transcripts_free);
  g_clear_pointer (&self->target, apm_target_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_process_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-process-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, box);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, search);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, kept);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, grouping);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, held);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, columns);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, table);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, output);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, count);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, cost);
  gtk_widget_class_bind_template_child (widget_class, ApmProcessPage, menu);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, grouping_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, columns_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, expand_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
}

static void
apm_process_page_class_init (ApmProcessPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = apm_process_page_constructed;
  object_class->get_property = apm_process_page_get_property;
  object_class->set_property = apm_process_page_set_property;
  object_class->dispose = apm_process_page_dispose;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, APM_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * ApmProcessPage:scope:
   *
   * Which processes are listed: "all", "mine" or "created".
   */
  properties[PROP_SCOPE] =
    g_param_spec_string ("scope", NULL, NULL, "all",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * ApmProcessPage:following:
   *
   * Whether the selected row is kept in sight.
   */
  properties[PROP_FOLLOWING] =
    g_param_spec_boolean ("following", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (APM_TYPE_TABLE);
  g_type_ensure (APM_TYPE_OUTPUT_VIEW);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_property_action (widget_class, "process.scope", "scope");
  gtk_widget_class_install_action (widget_class, "process.end", NULL, end_action);
  gtk_widget_class_install_action (widget_class, "process.kill", NULL, kill_action);
  gtk_widget_class_install_action (widget_class, "process.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "process.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "process.send-signal", NULL, send_signal_action);
  gtk_widget_class_install_action (widget_class, "process.tune", NULL, tune_action);
  gtk_widget_class_install_action (widget_class, "process.show-threads", NULL, show_threads_action);
  gtk_widget_class_install_property_action (widget_class, "page.follow", "following");
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.inspector", NULL, inspector_action);
}

static void
apm_process_page_init (ApmProcessPage *self)
{
  self->transcripts = apm_transcripts_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

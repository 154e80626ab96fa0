/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune-dialog.h"

#include <glib/gi18n.h>
#include <sched.h>
#include <sys/resource.h>

#include "apm-cpu-chooser.h"
#include "apm-focus.h"
#include "apm-limit-row.h"
#include "apm-tune-order.h"

/* The acts of the dialog: one of each kind, then the limits. */
enum { FIRST_KIND = ACT_NICE, FIRST_LIMIT = ACT_LIMIT, N_ACTS = FIRST_LIMIT + RLIMIT_NLIMITS };

struct _ApmTuneDialog
{
  AdwWindow parent_instance;
  ApmSession *session;
  ApmOrder *order;

  AdwComboRow *scope;
  GtkSpinButton *nice;
  AdwComboRow *policy;
  GtkSpinButton *priority;
  AdwComboRow *io_class;
  GtkSpinButton *io_level;
  AdwExpanderRow *cpus_row;
  ApmCpuChooser *cpus;
  GtkSpinButton *oom_score;
  AdwExpanderRow *limits_row;
  GtkWidget *limits[RLIMIT_NLIMITS];
  GtkLabel *warning;
  GtkLabel *trouble;
  GtkWidget *apply;
  GtkWidget *copy;
  GtkWidget *ask;

  Act now[N_ACTS];
  gboolean known[N_ACTS];
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ApmTuneDialog, apm_tune_dialog, ADW_TYPE_WINDOW)

/* In the order of the rows of the dialog. */
static const int policies[] = { SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR };

static ApmTarget *
get_target (ApmTuneDialog *self)
{
  return apm_order_get_target (self->order);
}

static ApmTuneScope
get_scope (ApmTuneDialog *self)
{
  gboolean is_thread = apm_target_get_tid (get_target (self)) != 0;

  return is_thread || adw_combo_row_get_selected (self->scope) == 1 ? APM_TUNE_ONE : APM_TUNE_ALL_THREADS;
}

static Act
act_of (guint index)
{
  Act act = { .kind = MIN (index, FIRST_LIMIT) };

  if (index >= FIRST_LIMIT)
    act.value = (int) (index - FIRST_LIMIT);

  return act;
}

static void
show_policy (ApmTuneDialog *self,
             const Act     *act)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (policies[i] == (act->value & ~SCHED_RESET_ON_FORK))
      adw_combo_row_set_selected (self->policy, i);
  gtk_spin_button_set_value (self->priority, act->level);
}

/* From what is set to the widgets. */
static void
show_act (ApmTuneDialog *self,
          guint          index)
{
  const Act *act = &self->now[index];

  switch (act->kind)
    {
    case ACT_NICE:
      gtk_spin_button_set_value (self->nice, act->value);
      break;
    case ACT_POLICY:
      show_policy (self, act);
      break;
    case ACT_IO:
      adw_combo_row_set_selected (self->io_class, (guint) act->value);
      gtk_spin_button_set_value (self->io_level, act->level);
      break;
    case ACT_AFFINITY:
      apm_cpu_chooser_set_cpus (self->cpus, act->cpus);
      break;
    case ACT_OOM_SCORE:
      gtk_spin_button_set_value (self->oom_score, act->value);
      break;
    case ACT_LIMIT:
      apm_limit_row_set_act (APM_LIMIT_ROW (self->limits[act->value]), act);
      break;
    default:
      break;
    }
}

/* From the widgets to what is wanted. Returns: whether it can be taken */
static gboolean
want_act (ApmTuneDialog *self,
          guint          index,
          Act           *act)
{
  guint policy = adw_combo_row_get_selected (self->policy);

  *act = act_of (index);
  switch (act->kind)
    {
    case ACT_NICE:
      act->value = gtk_spin_button_get_value_as_int (self->nice);
      return TRUE;
    case ACT_POLICY:
      act->value = policies[MIN (policy, G_N_ELEMENTS (policies) - 1)]
                   | (self->now[ACT_POLICY].value & SCHED_RESET_ON_FORK);
      act->level = gtk_widget_get_sensitive (GTK_WIDGET (self->priority))
                   ? gtk_spin_button_get_value_as_int (self->priority) : 0;
      return TRUE;
    case ACT_IO:
      act->value = (int) adw_combo_row_get_selected (self->io_class);
      act->level = gtk_widget_get_sensitive (GTK_WIDGET (self->io_level))
                   ? gtk_spin_button_get_value_as_int (self->io_level) : self->now[ACT_IO].level;
      return TRUE;
    case ACT_AFFINITY:
      apm_cpu_chooser_get_cpus (self->cpus, act->cpus);
      return apm_cpus_count (act->cpus) > 0;
    case ACT_OOM_SCORE:
      act->value = gtk_spin_button_get_value_as_int (self->oom_score);
      return TRUE;
    default:
      return apm_limit_row_get_act (APM_LIMIT_ROW (self->limits[index - FIRST_LIMIT]), act);
    }
}

/* Returns: (element-type Act): what differs from what is set; @trouble is the first
 * that cannot be taken */
static GArray *
list_changes (ApmTuneDialog *self,
              GError       **trouble)
{
  GArray *acts = g_array_new (FALSE, FALSE, sizeof (Act));

  for (guint i = FIRST_KIND; i < N_ACTS; i++)
    {
      Act act;

      if (!self->known[i])
        continue;
      if (!want_act (self, i, &act))
        {
          if (trouble && !*trouble && apm_tune_check (&act, trouble))
            *trouble = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                                            _("A limit is a number or “unlimited”"));
          continue;
        }
      if (!apm_tune_equal (&act, &self->now[i]))
        g_array_append_val (acts, act);
    }

  return acts;
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
update_sensitive (ApmTuneDialog *self)
{
  guint policy = adw_combo_row_get_selected (self->policy);
  guint io_class = adw_combo_row_get_selected (self->io_class);
  gboolean real_time = policy < G_N_ELEMENTS (policies)
                       && (policies[policy] == SCHED_FIFO || policies[policy] == SCHED_RR);
  guint64 cpus[ACT_CPU_WORDS];
  g_autofree char *list = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->priority), real_time);
  if (real_time && gtk_spin_button_get_value_as_int (self->priority) == 0)
    gtk_spin_button_set_value (self->priority, 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->io_level), io_class == ACT_IO_REALTIME || io_class == ACT_IO_BEST_EFFORT);

  apm_cpu_chooser_get_cpus (self->cpus, cpus);
  list = apm_cpus_dup_list (cpus);
  adw_expander_row_set_subtitle (self->cpus_row, self->known[ACT_AFFINITY] ? list : _("not permitted"));
}

/* What was changed, and where it could not be taken back. */
static void
update (ApmTuneDialog *self)
{
  g_autoptr(GArray) acts = NULL;
  g_autoptr(GError) trouble = NULL;
  g_autoptr(GString) warnings = g_string_new (NULL);

  if (self->filling || self->order == NULL)
    return;

  update_sensitive (self);
  acts = list_changes (self, &trouble);
  for (guint i = 0; i < acts->len; i++)
    {
      const Act *act = &g_array_index (acts, Act, i);
      guint index = act->kind == ACT_LIMIT ? FIRST_LIMIT + (guint) act->value : act->kind;
      g_autofree char *warning = apm_tune_dup_warning (get_target (self), &self->now[index], act);

      if (warning)
        g_string_append_printf (warnings, warnings->len ? "\n%s" : "%s", warning);
    }
  show_text (self->warning, warnings->str);
  show_text (self->trouble, trouble ? trouble->message : NULL);
  gtk_widget_set_sensitive (self->apply, acts->len > 0 && trouble == NULL);
  gtk_widget_set_sensitive (self->copy, acts->len > 0 && trouble == NULL);
  gtk_widget_set_visible (self->ask, FALSE);
}

/* What may not be read cannot be changed with sense. */
static GtkWidget *
row_of (ApmTuneDialog *self,
        guint          index)
{
  switch (index)
    {
    case ACT_NICE:
      return GTK_WIDGET (self->nice);
    case ACT_POLICY:
      return GTK_WIDGET (self->policy);
    case ACT_IO:
      return GTK_WIDGET (self->io_class);
    case ACT_AFFINITY:
      return GTK_WIDGET (self->cpus);
    case ACT_OOM_SCORE:
      return GTK_WIDGET (self->oom_score);
    default:
      return self->limits[index - FIRST_LIMIT];
    }
}

static void
fill (ApmTuneDialog *self)
{
  g_autoptr(GError) first = NULL;

  self->filling = TRUE;
  for (guint i = FIRST_KIND; i < N_ACTS; i++)
    {
      GError *error = NULL;

      self->now[i] = act_of (i);
      self->known[i] = apm_tune_read (get_target (self), &self->now[i], &error);
      gtk_widget_set_sensitive (row_of (self, i), self->known[i]);
      if (self->known[i])
        show_act (self, i);
      if (error && !first)
        first = g_steal_pointer (&error);
      g_clear_error (&error);
    }
  self->filling = FALSE;
  update (self);
  if (first)
    show_text (self->trouble, first->message);
}

static void
fail (ApmTuneDialog *self,
      const GError  *error)
{
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;
  gboolean may_ask = apm_order_may_ask (error, &reason);

  apm_order_refuse (self->order, error);
  text = g_strjoin ("\n", error->message, reason, NULL);
  show_text (self->trouble, text);
  gtk_widget_set_visible (self->ask, may_ask);
}

static void
on_apply (ApmTuneDialog *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) acts = list_changes (self, &error);

  if (error == NULL && apm_tune_order_apply (self->order, acts, get_scope (self), &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  /* What was done is what is set now; the rest stays as it was typed. */
  for (guint i = FIRST_KIND; i < N_ACTS; i++)
    if (self->known[i])
      apm_tune_read (get_target (self), &self->now[i], NULL);
  fail (self, error);
}

static void
on_ask (ApmTuneDialog *self)
{
  g_autoptr(GArray) acts = list_changes (self, NULL);

  apm_tune_order_apply_privileged (self->order, acts, get_scope (self));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_copy (ApmTuneDialog *self)
{
  g_autoptr(GArray) acts = list_changes (self, NULL);
  g_autoptr(GString) commands = g_string_new (NULL);

  for (guint i = 0; i < acts->len; i++)
    {
      g_autofree char *command = apm_tune_dup_command (get_target (self), &g_array_index (acts, Act, i), get_scope (self));

      g_string_append_printf (commands, commands->len ? "\n%s" : "%s", command);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), commands->str);
  apm_session_toast (self->session, _("Copied: %s"), commands->str);
}

static void
add_limits (ApmTuneDialog *self)
{
  for (int resource = 0; resource < RLIMIT_NLIMITS; resource++)
    {
      self->limits[resource] = apm_limit_row_new (resource);
      g_signal_connect_swapped (self->limits[resource], "changed", G_CALLBACK (update), self);
      adw_expander_row_add_row (self->limits_row, self->limits[resource]);
    }
}

/**
 * apm_tune_dialog_new:
 * @page: where it was asked for; toasts are shown there
 * @name: of the process
 * @target: (transfer full): the process or thread that is meant
 */
GtkWindow *
apm_tune_dialog_new (GtkWidget  *page,
                     ApmSession *session,
                     const char *name,
                     ApmTarget  *target)
{
  ApmTuneDialog *self;
  gboolean is_thread = apm_target_get_tid (target) != 0;
  g_autofree char *title = is_thread
    ? g_strdup_printf (_("Thread %d of “%s”"), apm_target_get_tid (target), name)
    : g_strdup_printf (_("Priority of “%s”"), name);

  self = g_object_new (APM_TYPE_TUNE_DIALOG,
                       "transient-for", gtk_widget_get_root (page),
                       "title", title,
                       NULL);
  self->session = g_object_ref (session);
  self->order = apm_order_new (page, session, name, apm_target_set_take (target));
  gtk_widget_set_visible (GTK_WIDGET (self->scope), !is_thread);
  fill (self);
  apm_focus_first (GTK_WINDOW (self), GTK_WIDGET (self->nice));

  return GTK_WINDOW (self);
}

static void
apm_tune_dialog_dispose (GObject *object)
{
  ApmTuneDialog *self = APM_TUNE_DIALOG (object);

  g_clear_pointer (&self->order, apm_order_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_tune_dialog_parent_class)->dispose (object);
}

static void
apm_tune_dialog_class_init (ApmTuneDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_tune_dialog_dispose;

  g_type_ensure (APM_TYPE_CPU_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-tune-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, scope);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, nice);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, policy);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, priority);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, io_class);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, io_level);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, cpus_row);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, cpus);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, oom_score);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, limits_row);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, ApmTuneDialog, ask);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_tune_dialog_init (ApmTuneDialog *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_limits (self);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-mutation-page.h"

#include <glib/gi18n.h>

#include "apm-list-export.h"
#include "apm-mutation.h"
#include "apm-rows.h"
#include "apm-say.h"

/* Of CPU, for each call. */
#define SECONDS 5

struct _ApmMutationPage
{
  AdwBin parent_instance;
  GtkLabel *summary;
  GtkSpinner *spinner;
  AdwButtonContent *start_content;
  ApmTable *table;

  ApmSession *session;
  ApmExplorable *program;
  ApmMutation *mutation;     /* the newest; NULL: none yet */
  GSignalGroup *signals;     /* its */
  ApmRows *rows;
};

G_DEFINE_FINAL_TYPE (ApmMutationPage, apm_mutation_page, ADW_TYPE_BIN)

static const ApmListing listing = {
  .key = "calls",
  .title = N_("Export Calls"),
  .fields = apm_mutant_fields,
};

static void
format_call (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmMutant *mutant = row;

  g_string_assign (cell->text, *mutant->call ? mutant->call : _("nothing is left out"));
  if (*mutant->call == '\0')
    cell->css_class = "dim-label";
}

static void
format_place (gconstpointer  row,
              ApmCell       *cell)
{
  g_autofree char *base = g_path_get_basename (((const ApmMutant *) row)->place);

  g_string_assign (cell->text, base);
}

static const struct {
  const char *text, *icon_name, *css_class;
} states[] = {
  [APM_MUTANT_WAITS] = { N_("waiting"), NULL, "dim-label" },
  [APM_MUTANT_RUNS] = { N_("exploring"), "system-search-symbolic", NULL },
  [APM_MUTANT_FAILS] = { N_("needed"), "object-select-symbolic", "success" },
  [APM_MUTANT_HOLDS] = { N_("nobody needs it"), "dialog-warning-symbolic", "warning" },
  [APM_MUTANT_UNKNOWN] = { N_("not known"), "dialog-question-symbolic", NULL },
};

/* Of the program as it is, too: that is right, or it is not. */
static void
format_verdict (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmMutant *mutant = row;

  if (*mutant->call == '\0' && mutant->state >= APM_MUTANT_FAILS)
    {
      g_string_assign (cell->text, mutant->state == APM_MUTANT_HOLDS ? _("right") :
                                   mutant->state == APM_MUTANT_FAILS ? _("fails") : _("not known"));
      return;
    }
  g_string_assign (cell->text, _(states[mutant->state].text));
  cell->icon_name = states[mutant->state].icon_name;
  cell->css_class = states[mutant->state].css_class;
}

static void
format_outcome (gconstpointer  row,
                ApmCell       *cell)
{
  const char *outcome = ((const ApmMutant *) row)->outcome;

  g_string_assign (cell->text, outcome ? outcome : "");
}

static void
format_steps (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmMutant *mutant = row;

  if (mutant->n_steps > 0)
    g_string_append_printf (cell->text, "%u", mutant->n_steps);
}

static const ApmColumn columns[] = {
  { "call", N_("Left Out"), 190, APM_COLUMN_TEXT, format_call },
  { "place", N_("Line"), 130, APM_COLUMN_TEXT, format_place },
  { "verdict", N_("Verdict"), 140, APM_COLUMN_TEXT, format_verdict },
  { "outcome", N_("What Then Happens"), 280, APM_COLUMN_EXPAND, format_outcome },
  { "steps", N_("In Steps"), 80, APM_COLUMN_NUMERIC, format_steps },
  { NULL, NULL, 0, APM_COLUMN_TEXT, NULL }
};

static guint64
get_key (gconstpointer row)
{
  return ((const ApmMutant *) row)->number;
}

static void
on_changed (ApmMutationPage *self)
{
  gboolean running = self->mutation && apm_mutation_is_running (self->mutation);
  g_autofree char *summary = self->mutation ? apm_mutation_dup_summary (self->mutation) : NULL;

  /* Rows change where they stand: the list is another one for those who look at it. */
  if (self->mutation)
    {
      g_autoptr(GPtrArray) rows = g_ptr_array_copy (apm_mutation_get_mutants (self->mutation), NULL, NULL);

      g_ptr_array_set_free_func (rows, NULL);
      apm_rows_set (self->rows, rows);
    }
  else
    apm_rows_set (self->rows, NULL);
  apm_say (GTK_WIDGET (self->summary), summary ? summary
           : _("Each call that locks, unlocks, waits or wakes is left out in turn, and the rest explored."));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_spinner_set_spinning (self->spinner, running);
  adw_button_content_set_label (self->start_content, running ? _("Cancel") : _("Leave Each Call Out"));
  adw_button_content_set_icon_name (self->start_content, running ? "media-playback-stop-symbolic"
                                                                 : "media-playback-start-symbolic");
}

static void
on_ended (ApmMutationPage *self)
{
  g_autofree char *summary = apm_mutation_dup_summary (self->mutation);
  g_autofree char *title = apm_explorable_dup_title (self->program);

  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "sync", "%s: %s", title, summary);
  on_changed (self);
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMutationPage *self = APM_MUTATION_PAGE (widget);
  g_autofree char *title = NULL;

  if (self->mutation && apm_mutation_is_running (self->mutation))
    {
      apm_mutation_cancel (self->mutation);
      return;
    }

  apm_rows_set (self->rows, NULL);
  g_clear_object (&self->mutation);
  self->mutation = apm_mutation_new (self->program, SECONDS);
  g_signal_group_set_target (self->signals, self->mutation);
  g_signal_connect_object (self->session, "shutdown", G_CALLBACK (apm_mutation_cancel), self->mutation,
                           G_CONNECT_SWAPPED);
  title = apm_explorable_dup_title (self->program);
  apm_log_add (apm_session_get_log (self->session), APM_LEVEL_INFO, "sync", _("Leaving out each call of %s in turn"),
               title);
  apm_mutation_start (self->mutation);
}

static void
forget (ApmMutationPage *self)
{
  if (self->mutation == NULL)
    return;
  g_signal_group_set_target (self->signals, NULL);
  apm_rows_set (self->rows, NULL);
  apm_mutation_cancel (self->mutation);
  g_clear_object (&self->mutation);
}

/**
 * apm_mutation_page_set_program:
 *
 * What is known of another program is forgotten.
 */
void
apm_mutation_page_set_program (ApmMutationPage     *self,
                               ApmSession          *session,
                               const ApmExplorable *program)
{
  g_return_if_fail (APM_IS_MUTATION_PAGE (self));

  g_set_object (&self->session, session);
  if (apm_explorable_is_same (program, self->program))
    return;
  forget (self);
  g_clear_pointer (&self->program, apm_explorable_free);
  self->program = apm_explorable_copy (program);
  on_changed (self);
}

/**
 * apm_mutation_page_export:
 * @path: of a file; "": the user is asked
 */
void
apm_mutation_page_export (ApmMutationPage *self,
                          const char      *path)
{
  apm_list_export (self->table, self->session, &listing, path);
}

static void
on_sort_changed (ApmMutationPage *self,
                 const char      *column_id,
                 gboolean         descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

static void
apm_mutation_page_dispose (GObject *object)
{
  ApmMutationPage *self = APM_MUTATION_PAGE (object);

  if (self->rows)
    forget (self);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MUTATION_PAGE);
  g_clear_object (&self->rows);
  g_clear_object (&self->session);
  g_clear_pointer (&self->program, apm_explorable_free);

  G_OBJECT_CLASS (apm_mutation_page_parent_class)->dispose (object);
}

static void
apm_mutation_page_class_init (ApmMutationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_mutation_page_dispose;
  g_type_ensure (APM_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-mutation-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMutationPage, summary);
  gtk_widget_class_bind_template_child (widget_class, ApmMutationPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ApmMutationPage, start_content);
  gtk_widget_class_bind_template_child (widget_class, ApmMutationPage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_install_action (widget_class, "mutation.start", NULL, start_action);
}

static void
apm_mutation_page_init (ApmMutationPage *self)
{
  self->signals = g_signal_group_new (APM_TYPE_MUTATION);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (on_changed), self);
  g_signal_group_connect_swapped (self->signals, "ended", G_CALLBACK (on_ended), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = apm_rows_new (apm_mutant_fields, get_key);
  apm_table_set_columns (self->table, columns);
  apm_table_set_title (self->table, _("Calls that are left out"));
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  apm_table_set_empty (self->table, "edit-cut-symbolic", _("What Needs Which Lock?"),
                       _("A call without which nothing ever fails is one that nobody needs."), NULL, NULL);
  on_changed (self);
}

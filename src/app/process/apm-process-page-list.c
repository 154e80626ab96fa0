/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-page-private.h"

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

static void
set_filter (gpointer   list,
            ApmFilter *filter)
{
  apm_process_list_set_filter (list, filter);
}

static const char *const examples[] = {
  "state:R", "cpu>20", "mem>500M", "age<1m", "under:make", "waits:mutex", "/^(cc1|ld)/ !user:root", NULL,
};

static const ApmFilterUse filter_use = { apm_filter_parse, set_filter, "process-filters", examples };

static void
on_search_changed (ApmProcessPage *self)
{
  if (self->filter)
    apm_filter_control_apply (self->filter);
  apm_process_page_update_empty (self);
}

/* What was typed elsewhere came here; the focus comes after it. */
static void
on_search_started (ApmProcessPage *self)
{
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (self->search)));
}

static void
on_stop_search (ApmProcessPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* Return in the search leads to the first row found. */
static void
on_search_activated (ApmProcessPage *self)
{
  ApmView *view = apm_table_get_view (self->table);

  if (apm_view_get_n_rows (view) == 0)
    return;

  apm_table_select_key (self->table, apm_view_get_key (view, 0));
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
on_sort_changed (ApmProcessPage *self,
                 const char     *column_id,
                 gboolean        descending)
{
  apm_process_list_set_sort (apm_process_page_get_list (self), column_id, descending);
}

static void
on_grouping_changed (ApmProcessPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->grouping);

  if (self->filter == NULL || selected >= G_N_ELEMENTS (groupings))
    return;   /* not yet set up */

  apm_process_list_set_grouping (apm_process_page_get_list (self), (ApmGrouping) selected);
  g_settings_set_string (apm_session_get_settings (self->session), "process-grouping", groupings[selected]);
}

/* What is not shown is not read. */
static void
on_columns_changed (ApmProcessPage *self)
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
  apm_process_list_set_columns (apm_process_page_get_list (self), (const char *const *) wanted);
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
on_expand (ApmProcessPage *self,
           guint64         key,
           gboolean        expanded)
{
  ApmProcessList *list = apm_process_page_get_list (self);
  ApmView *view = apm_table_get_view (self->table);
  const ApmProcess *process;
  guint index;

  if (apm_process_list_get_grouping (list) == APM_GROUPING_FLAT || !apm_view_find_key (view, key, &index))
    return FALSE;

  process = apm_view_get_row (view, index);
  if (process->expandable && process->expanded != !!expanded)
    apm_process_list_set_expanded (list, key, expanded);
  else if (!expanded)
    select_parent (self, index, process->depth);

  return TRUE;
}

void
apm_process_page_set_scope (ApmProcessPage *self,
                            const char     *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (g_strcmp0 (scopes[i], name) == 0)
      self->scope = i;

  apm_process_list_set_scope (apm_process_page_get_list (self), self->scope);
  apm_process_page_update_empty (self);
}

const char *
apm_process_page_get_scope (ApmProcessPage *self)
{
  return scopes[self->scope];
}

void
apm_process_page_restore_list (ApmProcessPage *self)
{
  GSettings *settings = apm_session_get_settings (self->session);
  g_autofree char *name = g_settings_get_string (settings, "process-grouping");

  on_columns_changed (self);
  self->filter = apm_filter_control_new (&filter_use, self->search, self->trouble, self->kept,
                                         apm_process_page_get_list (self), settings);
  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    if (g_str_equal (groupings[i], name))
      gtk_drop_down_set_selected (self->grouping, i);
}

void
apm_process_page_install_list (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_grouping_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_columns_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_expand);
}

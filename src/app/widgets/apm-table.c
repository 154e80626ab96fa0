/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table.h"

struct _ApmTable
{
  GtkWidget parent_instance;
  ApmView *view;
};

G_DEFINE_FINAL_TYPE (ApmTable, apm_table, GTK_TYPE_WIDGET)

enum { SORT_CHANGED, SELECTION_CHANGED, ACTIVATED, MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_table_class_init (ApmTableClass *klass)
{
  signals[SORT_CHANGED] = g_signal_new ("sort-changed", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[MENU] = g_signal_new ("menu", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void apm_table_init (ApmTable *self) { }

GtkWidget *apm_table_new (void) { return g_object_new (APM_TYPE_TABLE, NULL); }
void apm_table_set_columns (ApmTable *self, const ApmColumn *columns) { }
void apm_table_set_cell_data (ApmTable *self, gpointer user_data) { }
void apm_table_set_view (ApmTable *self, ApmView *view) { self->view = view; }
ApmView *apm_table_get_view (ApmTable *self) { return self->view; }
void apm_table_set_title (ApmTable *self, const char *title) { }
void apm_table_set_empty (ApmTable *self, const char *icon_name, const char *title, const char *text,
                          const char *action_label, const char *action_name) { }
void apm_table_set_sort (ApmTable *self, const char *column_id, gboolean descending) { }
const char *apm_table_get_sort (ApmTable *self, gboolean *descending) { return NULL; }
void apm_table_set_state (ApmTable *self, GSettings *settings, const char *name) { }
void apm_table_set_columns_button (ApmTable *self, GtkMenuButton *button) { }
GMenuModel *apm_table_get_columns_menu (ApmTable *self) { return NULL; }
guint64 apm_table_get_selected (ApmTable *self, gboolean *any) { if (any) *any = FALSE; return 0; }
gconstpointer apm_table_get_selected_row (ApmTable *self) { return NULL; }
gboolean apm_table_select_key (ApmTable *self, guint64 key) { return FALSE; }
void apm_table_unselect (ApmTable *self) { }
char *apm_table_dup_selected_text (ApmTable *self) { return NULL; }
gboolean apm_table_get_follow_tail (ApmTable *self) { return FALSE; }
void apm_table_set_follow_tail (ApmTable *self, gboolean follow_tail) { }
void apm_table_popup_menu (ApmTable *self, GMenuModel *menu, double x, double y) { }

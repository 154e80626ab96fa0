/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-inspector-private.h"

#include <glib/gi18n.h>

#include "apm-late-menu.h"
#include "apm-output-section.h"
#include "apm-panel-edge.h"
#include "apm-sections.h"

#define SEEN_MS   1000   /* between two moments of the history */
#define UNSEEN_MS 5000

G_DEFINE_FINAL_TYPE (ApmInspector, apm_inspector, GTK_TYPE_WIDGET)

static guint
find_section (const char *id)
{
  for (guint i = 0; apm_section_entries[i].id; i++)
    if (g_str_equal (apm_section_entries[i].id, id))
      return i;

  return 0;
}

static void
update_head (ApmInspector *self)
{
  gboolean somebody = apm_subject_get_pid (self->subject) != 0;
  g_autofree char *state = apm_subject_dup_state_text (self->subject);
  const char *user = apm_subject_get_user (self->subject);
  g_autofree char *about = NULL;

  /* Translators: of a process: its PID, user and state; of one that was created a moment ago the user is not known yet */
  about = user ? g_strdup_printf (_("PID %d · %s · %s"), apm_subject_get_pid (self->subject), user, state)
               : g_strdup_printf (_("PID %d · %s"), apm_subject_get_pid (self->subject), state);
  gtk_label_set_text (self->name, somebody ? apm_subject_get_name (self->subject) : _("Inspector"));
  gtk_label_set_text (self->about, about);
  gtk_widget_set_visible (GTK_WIDGET (self->about), somebody);
  gtk_widget_set_visible (GTK_WIDGET (self->button), somebody);
  gtk_stack_set_visible_child_name (self->body, somebody ? "somebody" : "nobody");
  apm_inspector_update_leave (self);
}

static void
update_as_of (ApmInspector *self)
{
  ApmSectionView *view = self->views->pdata[self->place];
  g_autofree char *text = view ? apm_section_view_dup_as_of_text (view) : NULL;

  gtk_label_set_text (self->as_of, text ? text : "");
}

/* A history is kept of whom somebody looks at; that it is in sight makes it finer. */
static void
update_sampling (ApmInspector *self)
{
  gboolean seen = gtk_widget_get_mapped (GTK_WIDGET (self)) && apm_session_get_seen (self->session);
  guint ms = seen ? SEEN_MS : UNSEEN_MS;

  apm_histories_set_interval (apm_subject_get_histories (self->subject),
                              apm_session_get_paused (self->session) ? 0 : ms);
}

static void
look (ApmInspector *self)
{
  ApmSectionView *view = self->views->pdata[self->place];

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || apm_subject_get_pid (self->subject) == 0)
    return;

  apm_histories_follow (apm_subject_get_histories (self->subject), apm_subject_get_pid (self->subject),
                        apm_subject_get_started_us (self->subject));
  if (view)
    apm_section_view_look (view);
}

static void
on_told (ApmInspector *self)
{
  update_as_of (self);
  apm_inspector_update_leave (self);
  if (self->copying)
    apm_inspector_copy_if_told (self);
}

/* Sections are made when they are first asked for. */
ApmSectionView *
apm_inspector_ensure_view (ApmInspector *self,
                           guint         place)
{
  const ApmSectionEntry *entry = &apm_section_entries[place];
  GtkWidget *view = self->views->pdata[place];

  if (view)
    return APM_SECTION_VIEW (view);

  view = entry->kind ? apm_table_section_new (self->subject, entry->kind) : entry->create (self->subject);
  self->views->pdata[place] = view;
  g_signal_connect_object (view, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->sections, view, entry->id);
  apm_inspector_watch_list (self, APM_SECTION_VIEW (view));
  if (APM_IS_OUTPUT_SECTION (view))
    apm_output_section_set_transcript (APM_OUTPUT_SECTION (view), self->transcript);

  return APM_SECTION_VIEW (view);
}

static void
show_section (ApmInspector *self,
              guint         place)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->place = place;
  gtk_stack_set_visible_child (self->sections, GTK_WIDGET (apm_inspector_ensure_view (self, place)));
  self->choosing = TRUE;
  gtk_drop_down_set_selected (self->chooser, place);
  self->choosing = FALSE;
  gtk_widget_action_set_enabled (widget, "inspector.previous", place > 0);
  gtk_widget_action_set_enabled (widget, "inspector.next", place + 1 < self->views->len);
  update_as_of (self);
  apm_inspector_update_leave (self);
  look (self);
}

static void
choose_section (ApmInspector *self,
                guint         place)
{
  if (place >= self->views->len)
    return;

  self->chosen = place;
  show_section (self, place);
  g_settings_set_string (apm_session_get_settings (self->session), "inspector-section",
                         apm_section_entries[place].id);
}

static void
on_chosen (ApmInspector *self)
{
  if (self->session && !self->choosing)
    choose_section (self, gtk_drop_down_get_selected (self->chooser));
}

static void
on_subject_changed (ApmInspector *self)
{
  self->copying = FALSE;
  for (guint i = 0; i < self->views->len; i++)
    if (self->views->pdata[i])
      apm_section_view_forget (self->views->pdata[i]);
  update_head (self);
  update_as_of (self);
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);

  if (self->place > 0)
    choose_section (self, self->place - 1);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);

  choose_section (self, self->place + 1);
}

static gboolean
on_key (ApmInspector    *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_activate_action (GTK_WIDGET (self), "page.inspector", NULL);

  return GDK_EVENT_STOP;
}

static void
apm_inspector_map (GtkWidget *widget)
{
  ApmInspector *self = APM_INSPECTOR (widget);

  GTK_WIDGET_CLASS (apm_inspector_parent_class)->map (widget);

  update_sampling (self);
  apm_subject_update (self->subject);
  update_head (self);
  show_section (self, self->place);
}

static void
apm_inspector_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (apm_inspector_parent_class)->unmap (widget);

  update_sampling (APM_INSPECTOR (widget));
}

static void
apm_inspector_dispose (GObject *object)
{
  ApmInspector *self = APM_INSPECTOR (object);

  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_INSPECTOR);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->transcript);
  g_clear_object (&self->subject);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_inspector_parent_class)->dispose (object);
}

static void
apm_inspector_class_init (ApmInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_inspector_dispose;
  widget_class->map = apm_inspector_map;
  widget_class->unmap = apm_inspector_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/AdvancedProcessManager/ui/apm-inspector.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, overlay);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, name);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, about);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, button);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, body);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, chooser);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, sections);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, as_of);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, handle);
  gtk_widget_class_bind_template_child (widget_class, ApmInspector, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);

  gtk_widget_class_install_action (widget_class, "inspector.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "inspector.next", NULL, next_action);
  apm_inspector_install_leave (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_ALT_MASK, "inspector.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_ALT_MASK, "inspector.next", NULL);
}

static void
apm_inspector_init (ApmInspector *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr(GtkStringList) titles = gtk_string_list_new (NULL);

  self->views = g_ptr_array_new ();
  for (guint i = 0; apm_section_entries[i].id; i++)
    {
      gtk_string_list_append (titles, _(apm_section_entries[i].title));
      g_ptr_array_add (self->views, NULL);
    }

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->chooser, G_LIST_MODEL (titles));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * apm_inspector_set_up:
 * @menu: what can be done to the process: actions of the page
 *
 * To be called once, before it is seen.
 */
void
apm_inspector_set_up (ApmInspector *self,
                      ApmSession   *session,
                      GMenuModel   *menu)
{
  GSettings *settings = apm_session_get_settings (session);
  g_autofree char *section = g_settings_get_string (settings, "inspector-section");

  g_return_if_fail (APM_IS_INSPECTOR (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->subject = apm_subject_new (session);
  g_signal_connect_object (self->subject, "changed", G_CALLBACK (on_subject_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (session, "notify::paused", G_CALLBACK (update_sampling), self);
  g_signal_connect_swapped (session, "notify::seen", G_CALLBACK (update_sampling), self);
  apm_late_menu_set (self->button, menu);
  apm_panel_edge_attach (GTK_WIDGET (self), self->handle, settings, "inspector-width");
  self->place = self->chosen = find_section (section);
  update_head (self);
}

ApmSubject *
apm_inspector_get_subject (ApmInspector *self)
{
  g_return_val_if_fail (APM_IS_INSPECTOR (self), NULL);

  return self->subject;
}

/* Returns: (transfer none): opens the menu of orders */
GtkMenuButton *
apm_inspector_get_menu_button (ApmInspector *self)
{
  g_return_val_if_fail (APM_IS_INSPECTOR (self), NULL);

  return self->button;
}

/**
 * apm_inspector_show:
 * @process: (nullable): whom it is about from now on; %NULL: nobody
 * @transcript: (nullable): what it has printed; %NULL: it was not created here
 */
void
apm_inspector_show (ApmInspector     *self,
                    const ApmProcess *process,
                    ApmTranscript    *transcript)
{
  ApmSectionView *output;

  g_return_if_fail (APM_IS_INSPECTOR (self) && self->session != NULL);

  g_set_object (&self->transcript, transcript);
  apm_subject_set (self->subject, process);
  update_head (self);
  output = self->views->pdata[find_section ("output")];
  if (output)
    apm_output_section_set_transcript (APM_OUTPUT_SECTION (output), transcript);

  /* That a process was created has shown the output: of another one it says nothing. */
  if (transcript == NULL && self->place != self->chosen)
    show_section (self, self->chosen);
  else
    look (self);
}

/* Until somebody chooses another section, or a process that has no output is shown. */
void
apm_inspector_show_output (ApmInspector *self)
{
  g_return_if_fail (APM_IS_INSPECTOR (self) && self->session != NULL);

  show_section (self, find_section ("output"));
}

/* The list of processes was looked at anew. */
void
apm_inspector_update (ApmInspector *self)
{
  g_return_if_fail (APM_IS_INSPECTOR (self) && self->session != NULL);

  if (apm_subject_update (self->subject))
    update_head (self);
  look (self);
}

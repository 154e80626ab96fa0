/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-application.h"

#include <glib/gi18n.h>
#include <glib-unix.h>

#include "apm-preferences.h"
#include "apm-recorder.h"
#include "apm-session.h"
#include "apm-window.h"

struct _ApmApplication
{
  AdwApplication parent_instance;
  ApmSession *session;
  ApmWindow *window;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (ApmApplication, apm_application, ADW_TYPE_APPLICATION)

static const struct {
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.show-page('processes')", { "<Alt>1" } },
  { "win.show-page('threads')", { "<Alt>2" } },
  { "win.show-page('ipc')", { "<Alt>3" } },
  { "win.show-page('synchronization')", { "<Alt>4" } },
  { "win.toggle-log", { "<Control>l" } },
  { "win.follow", { "<Control><Shift>f" } },
  { "win.pause", { "<Control>p" } },
  { "win.search", { "<Control>f" } },
  { "win.inspector", { "F9" } },
  { "win.why", { "<Control>y" } },
  { "win.find-deadlocks", { "<Control><Shift>y" } },
  { "win.export-list('')", { "<Control><Shift>e" } },
  { "win.take-snapshot", { "<Control><Shift>s" } },
  { "win.compare-snapshot", { "<Control>d" } },
  { "win.new", { "<Control>n" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
  { "win.find-files('')", { "<Control><Shift>o" } },
  { "win.open-program('')", { "<Control>o" } },
  { "win.lab-run", { "<Control>r" } },
  { "win.lab-explore", { "<Control><Shift>r" } },
  { "win.lab-pause", { "<Control><Shift>p" } },
  { "win.lab-step", { "<Control>period" } },
  { "win.lab-edit", { "<Control>e" } },
  { "win.lab-undo", { "<Control><Shift>comma", "<Control>less" } },
  { "win.lab-stop", { "<Control><Shift>period", "<Control>greater" } },
  { "win.lab-present", { "F11" } },
  { "win.lab-larger", { "<Control>plus", "<Control>equal" } },
  { "win.lab-smaller", { "<Control>minus" } },
  { "win.lab-normal-size", { "<Control>0" } },
  { "window.close", { "<Control>w" } },
};

/* Asks the session to end; the program ends when it says ::ended. Asked twice,
 * it ends at once. */
static void
apm_application_leave (ApmApplication *self)
{
  if (self->quitting)
    {
      g_application_quit (G_APPLICATION (self));
      return;
    }

  self->quitting = TRUE;
  apm_session_shutdown (self->session);
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  apm_application_leave (user_data);
}

static gboolean
on_close_request (ApmApplication *self)
{
  apm_application_leave (self);

  return GDK_EVENT_STOP;
}

static gboolean
on_signal (gpointer user_data)
{
  apm_application_leave (user_data);

  return G_SOURCE_CONTINUE;
}

static void
preferences (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ApmApplication *self = user_data;

  gtk_window_present (GTK_WINDOW (apm_preferences_new (GTK_WINDOW (self->window), self->session)));
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  ApmApplication *self = user_data;

  adw_show_about_window (GTK_WINDOW (self->window),
                         "application-icon", g_application_get_application_id (G_APPLICATION (self)),
                         "application-name", _("Advanced Process Manager"),
                         "developer-name", _("The Advanced Process Manager authors"),
                         "version", APM_VERSION,
                         "comments", _("Processes, threads, messages and synchronization, for people who write or teach concurrent programs"),
                         "copyright", "© 2026 The Advanced Process Manager authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: put your names here, one a line; they are shown in the about window */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit, NULL, NULL, NULL },
  { "about", about, NULL, NULL, NULL },
  { "preferences", preferences, NULL, NULL, NULL },
};

/* GApplication's own answer to a file is a warning. */
static int
apm_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("advanced-process-manager %s\n", APM_VERSION);
      return EXIT_SUCCESS;
    }
  if (g_variant_dict_contains (options, G_OPTION_REMAINING))
    {
      g_printerr ("advanced-process-manager: %s.\n", _("This program takes nothing but options"));
      return EXIT_FAILURE;
    }

  return -1;   /* go on */
}

static void
apm_application_startup (GApplication *application)
{
  ApmApplication *self = APM_APPLICATION (application);

  /* Looks at the processes while GTK starts. */
  self->session = apm_session_new ();

  G_APPLICATION_CLASS (apm_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char *const *) accels[i].accels);

  g_unix_signal_add (SIGTERM, on_signal, self);
  g_unix_signal_add (SIGINT, on_signal, self);

  apm_recorder_attach (self->session);
  g_signal_connect_object (self->session, "ended",
                           G_CALLBACK (g_application_quit), self, G_CONNECT_SWAPPED);
}

static void
apm_application_activate (GApplication *application)
{
  ApmApplication *self = APM_APPLICATION (application);

  if (self->window == NULL)
    {
      self->window = apm_window_new (GTK_APPLICATION (self), self->session);
      g_signal_connect_object (self->window, "close-request",
                               G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
      apm_session_start (self->session);
    }

  gtk_window_present (GTK_WINDOW (self->window));
}

static void
apm_application_shutdown (GApplication *application)
{
  ApmApplication *self = APM_APPLICATION (application);

  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));

  G_APPLICATION_CLASS (apm_application_parent_class)->shutdown (application);

  g_clear_object (&self->session);
}

ApmApplication *
apm_application_new (void)
{
  const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, _("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, NULL },
    { NULL }
  };
  ApmApplication *self = g_object_new (APM_TYPE_APPLICATION,
                                       "application-id", "io.github.AdvancedProcessManager",
                                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                                       NULL);

  g_application_add_main_option_entries (G_APPLICATION (self), options);

  return self;
}

static void
apm_application_class_init (ApmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->handle_local_options = apm_application_handle_local_options;
  application_class->startup = apm_application_startup;
  application_class->activate = apm_application_activate;
  application_class->shutdown = apm_application_shutdown;
}

static void
apm_application_init (ApmApplication *self)
{
}

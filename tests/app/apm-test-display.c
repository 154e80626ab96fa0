/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-test-display.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static GSubprocess *server;

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/**
 * apm_test_display_start:
 *
 * To be called before gtk_init(): starts Xvfb and points DISPLAY at it, draws with
 * cairo, without portals and screen readers.
 *
 * Returns: %FALSE if there is no Xvfb
 */
gboolean
apm_test_display_start (void)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *display = NULL;
  g_autoptr(GString) line = g_string_new (NULL);
  int fds[2];
  char c;

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, NULL))
    return FALSE;

  g_subprocess_launcher_take_fd (launcher, fds[1], 3);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  server = g_subprocess_launcher_spawn (launcher, NULL, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24",
                                        "-dpi", "96", "-nolisten", "tcp", "-noreset", NULL);
  g_clear_object (&launcher);
  while (server && read (fds[0], &c, 1) == 1 && c != '\n')
    g_string_append_c (line, c);
  close (fds[0]);
  if (server == NULL || line->len == 0)
    return FALSE;

  display = g_strconcat (":", line->str, NULL);
  g_setenv ("DISPLAY", display, TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GTK_USE_PORTAL", "0", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);

  return TRUE;
}

void
apm_test_display_stop (void)
{
  if (server == NULL)
    return;

  g_subprocess_send_signal (server, SIGTERM);
  g_subprocess_wait (server, NULL, NULL);
  g_clear_object (&server);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
apm_test_wait (gboolean (*condition) (gpointer),
               gpointer   data,
               double     seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, on_tick, NULL);
  gboolean held;

  while (!(held = condition (data)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);

  return held;
}

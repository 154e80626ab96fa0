/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-target.h"

#include <glib/gi18n.h>

static int
send_signal (int    pid,
             int    signum,
             gint64 started_us)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmTarget) target = apm_target_open (pid, started_us, &error);

  if (!target || !apm_target_send (target, signum, &error))
    return apmctl_fail_error (error);

  return APMCTL_DONE;
}

int
apmctl_signal (int    argc,
               char **argv)
{
  gint64 started_us = 0;
  const GOptionEntry entries[] = {
    { "start-time", 0, 0, G_OPTION_ARG_INT64, &started_us,
      N_("Only the process that started then: started_us of “apmctl ps --json”"), N_("MICROSECONDS") },
    { NULL }
  };
  guint64 pid;
  int signum;
  int status;

  if (!apmctl_parse (_("PID SIGNAL"), _("Send a signal to a process"), entries, &argc, &argv, &status))
    return status;
  if (argc != 3)
    return apmctl_fail (APMCTL_USAGE, _("A PID and a signal are needed, as in “apmctl signal 4711 TERM”"));
  if (!g_ascii_string_to_unsigned (argv[1], 10, 1, G_MAXINT, &pid, NULL))
    return apmctl_fail (APMCTL_USAGE, _("“%s” is not the number of a process"), argv[1]);
  signum = apm_signal_from_name (argv[2]);
  if (signum == 0)
    return apmctl_fail (APMCTL_USAGE, _("There is no signal “%s”"), argv[2]);
  if (started_us < 0)
    return apmctl_fail (APMCTL_USAGE, _("A start time is not negative"));

  return send_signal ((int) pid, signum, started_us);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-target-set.h"

#include <signal.h>
#include <string.h>

/**
 * apm_target_set_dup_command:
 *
 * Returns: (transfer full): what one would type in a shell to send @signum to those
 *   of the set that are alive; a shell cannot check whose the numbers are
 */
char *
apm_target_set_dup_command (ApmTargetSet *self,
                            int           signum)
{
  GString *command;
  const char *name = apm_signal_get_name (signum);

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  command = g_string_new ("kill -s ");
  if (signum >= SIGRTMIN && signum <= SIGRTMAX)
    {
      /* Not every shell knows "RTMIN+1". */
      g_string_assign (command, "kill -");
      g_string_append_printf (command, "%d", signum);
    }
  else
    {
      g_string_append (command, name + strlen ("SIG"));
    }
  g_string_append (command, " --");
  for (guint i = 0; i < apm_target_set_get_n (self); i++)
    {
      ApmTarget *target = apm_target_set_get (self, i);

      if (!apm_target_has_ended (target))
        g_string_append_printf (command, " %d", apm_target_get_pid (target));
    }

  return g_string_free (command, FALSE);
}

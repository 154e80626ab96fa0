/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-signal.h"

#include <signal.h>
#include <string.h>

/**
 * apm_signal_get_name:
 *
 * Returns: (transfer none) (nullable): "SIGTERM", %NULL for what is no signal
 */
const char *
apm_signal_get_name (int signum)
{
  static const char *names[NSIG];
  const char *abbreviation;

  if (signum <= 0 || signum >= NSIG)
    return NULL;
  if (names[signum])
    return names[signum];

  abbreviation = sigabbrev_np (signum);
  if (abbreviation)
    {
      g_autofree char *name = g_strconcat ("SIG", abbreviation, NULL);
      names[signum] = g_intern_string (name);
    }
  else if (signum >= SIGRTMIN && signum <= SIGRTMAX)
    {
      g_autofree char *name = g_strdup_printf ("SIGRTMIN+%d", signum - SIGRTMIN);
      names[signum] = g_intern_string (name);
    }

  return names[signum];
}

/**
 * apm_signal_from_name:
 * @name: "TERM", "SIGTERM" or "15", in any case
 *
 * Returns: the signal's number, 0 if there is none called so
 */
int
apm_signal_from_name (const char *name)
{
  guint64 number;

  g_return_val_if_fail (name != NULL, 0);

  if (g_ascii_string_to_unsigned (name, 10, 1, NSIG - 1, &number, NULL))
    return apm_signal_get_name ((int) number) ? (int) number : 0;

  if (g_ascii_strncasecmp (name, "SIG", 3) == 0)
    name += 3;
  for (int signum = 1; signum < NSIG; signum++)
    {
      const char *known = apm_signal_get_name (signum);

      if (known && g_ascii_strcasecmp (known + strlen ("SIG"), name) == 0)
        return signum;
    }

  return 0;
}

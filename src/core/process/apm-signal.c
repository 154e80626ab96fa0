/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-signal.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

/**
 * apm_signal_get_name:
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): "SIGTERM", %NULL for what is no signal
 */
const char *
apm_signal_get_name (int signum)
{
  static const char *names[NSIG];
  g_autofree char *made = NULL;
  const char *abbreviation;
  const char *name;

  if (signum <= 0 || signum >= NSIG)
    return NULL;
  /* Any thread may ask first; all find the same. */
  name = g_atomic_pointer_get (&names[signum]);
  if (name)
    return name;

  abbreviation = sigabbrev_np (signum);
  if (abbreviation)
    made = g_strconcat ("SIG", abbreviation, NULL);
  else if (signum >= SIGRTMIN && signum <= SIGRTMAX)
    made = g_strdup_printf ("SIGRTMIN+%d", signum - SIGRTMIN);
  else
    return NULL;
  name = g_intern_string (made);
  g_atomic_pointer_set (&names[signum], name);

  return name;
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

static const char *const meanings[] = {
  [SIGHUP] = N_("its terminal has hung up; services read their settings again"),
  [SIGINT] = N_("interrupt, as Ctrl+C in a terminal"),
  [SIGQUIT] = N_("quit with a core dump, as Ctrl+\\ in a terminal"),
  [SIGILL] = N_("an instruction that does not exist"),
  [SIGTRAP] = N_("a breakpoint of a debugger"),
  [SIGABRT] = N_("abort, with a core dump"),
  [SIGBUS] = N_("memory that is not there behind an address"),
  [SIGFPE] = N_("arithmetic that has no result"),
  [SIGKILL] = N_("end at once; cannot be refused, nothing is saved"),
  [SIGUSR1] = N_("whatever the program means by it"),
  [SIGSEGV] = N_("an address that is not its own"),
  [SIGUSR2] = N_("whatever the program means by it"),
  [SIGPIPE] = N_("nobody reads from the pipe any more"),
  [SIGALRM] = N_("an alarm that was set has come"),
  [SIGTERM] = N_("please end; it may save its work first"),
  [SIGSTKFLT] = N_("stack fault of a coprocessor; unused"),
  [SIGCHLD] = N_("one of its children has ended or stopped"),
  [SIGCONT] = N_("go on after a stop"),
  [SIGSTOP] = N_("stand still; cannot be refused"),
  [SIGTSTP] = N_("stand still, as Ctrl+Z in a terminal"),
  [SIGTTIN] = N_("read from the terminal while in the background"),
  [SIGTTOU] = N_("wrote to the terminal while in the background"),
  [SIGURG] = N_("urgent data on a socket"),
  [SIGXCPU] = N_("its CPU time is used up"),
  [SIGXFSZ] = N_("a file has become too large"),
  [SIGVTALRM] = N_("an alarm in its own CPU time"),
  [SIGPROF] = N_("a profiler's alarm"),
  [SIGWINCH] = N_("its terminal has another size"),
  [SIGIO] = N_("a descriptor is ready"),
  [SIGPWR] = N_("the power fails"),
  [SIGSYS] = N_("a system call that it must not make"),
};

/**
 * apm_signal_get_meaning:
 *
 * Returns: (transfer none) (nullable): one line in the user's language, %NULL for
 *   what is no signal
 */
const char *
apm_signal_get_meaning (int signum)
{
  if (signum > 0 && signum < (int) G_N_ELEMENTS (meanings) && meanings[signum])
    return _(meanings[signum]);

  return apm_signal_get_name (signum) ? _("real-time signal: whatever the program means by it, each one queued") : NULL;
}

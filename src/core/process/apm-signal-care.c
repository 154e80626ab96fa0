/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-signal-care.h"

#include "apm-signal.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

/* Of many thousands of threads it is enough to have asked these. */
#define MOST_THREADS 256

static const char *
find_field (const char *status,
            const char *field)
{
  g_autofree char *start = g_strdup_printf ("\n%s:\t", field);
  const char *at = strstr (status, start);

  return at ? at + strlen (start) : NULL;
}

static gboolean
has_bit (const char *status,
         const char *field,
         int         signum)
{
  const char *mask = find_field (status, field);

  return mask && (g_ascii_strtoull (mask, NULL, 16) >> (signum - 1) & 1);
}

static gboolean
all_threads_block (int pid,
                   int signum)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  for (guint i = 0; dir && i < MOST_THREADS && (name = g_dir_read_name (dir)); i++)
    {
      g_autofree char *file = g_build_filename (path, name, "status", NULL);
      g_autofree char *status = NULL;

      if (g_file_get_contents (file, &status, NULL, NULL) && !has_bit (status, "SigBlk", signum))
        return FALSE;
    }

  return TRUE;
}

/**
 * apm_signal_get_care:
 *
 * Any thread. See signal(7): SIGKILL and SIGSTOP cannot be refused, and only SIGKILL
 * and SIGCONT reach a process that stands still.
 */
ApmSignalCare
apm_signal_get_care (int pid,
                     int signum)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *status = NULL;
  const char *state;

  g_return_val_if_fail (apm_signal_get_name (signum) != NULL, APM_CARE_UNKNOWN);

  if (!g_file_get_contents (path, &status, NULL, NULL))
    return APM_CARE_UNKNOWN;
  state = find_field (status, "State");
  if (!state || *state == 'Z' || *state == 'X')
    return APM_CARE_UNKNOWN;
  if (find_field (status, "Kthread") ? *find_field (status, "Kthread") == '1' : !find_field (status, "VmSize"))
    return APM_CARE_KERNEL;
  if (signum == SIGKILL || signum == SIGSTOP)
    return APM_CARE_DEFAULT;
  if (has_bit (status, "SigIgn", signum))
    return APM_CARE_IGNORES;
  if (has_bit (status, "SigBlk", signum) && all_threads_block (pid, signum))
    return APM_CARE_BLOCKS;
  if ((*state == 'T' || *state == 't') && signum != SIGCONT)
    return APM_CARE_STOPPED;

  return has_bit (status, "SigCgt", signum) ? APM_CARE_HANDLES : APM_CARE_DEFAULT;
}

/**
 * apm_signal_care_dup_text:
 * @name: of the process
 *
 * Returns: (transfer full) (nullable): a sentence for whoever is about to send it;
 *   %NULL if nothing is to be said
 */
char *
apm_signal_care_dup_text (ApmSignalCare  care,
                          int            signum,
                          const char    *name)
{
  const char *signal_name = apm_signal_get_name (signum);

  switch (care)
    {
    case APM_CARE_IGNORES:
      /* Translators: the name of a process, and of a signal such as SIGTERM */
      return g_strdup_printf (_("“%s” ignores %s"), name, signal_name);
    case APM_CARE_BLOCKS:
      return g_strdup_printf (_("“%s” blocks %s: it waits until the process takes it"), name, signal_name);
    case APM_CARE_STOPPED:
      return g_strdup_printf (_("“%s” is stopped: %s waits until it is continued"), name, signal_name);
    case APM_CARE_HANDLES:
      return g_strdup_printf (_("“%s” handles %s itself"), name, signal_name);
    case APM_CARE_KERNEL:
      return g_strdup_printf (_("“%s” is a part of the kernel and takes no signals"), name);
    case APM_CARE_DEFAULT:
    case APM_CARE_UNKNOWN:
    default:
      return NULL;
    }
}

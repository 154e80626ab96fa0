/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-outcome.h"

#include "apm-signal.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <sys/wait.h>

static char *
dup_rounds (const ApmScene   *scene,
            const ApmVariant *variant)
{
  if (variant->right)
    return g_strdup_printf (ngettext ("%u round, and it ended with the right sum.",
                                      "%u rounds, and all ended with the right sum.",
                                      scene->rounds_right), scene->rounds_right);

  return g_strdup_printf (ngettext ("No wrong sum was seen in %u round.",
                                    "No wrong sum was seen in %u rounds.",
                                    scene->rounds_right), scene->rounds_right);
}

/**
 * apm_outcome_dup_done:
 *
 * The program ended by itself and every check held.
 *
 * Returns: (transfer full): a sentence
 */
char *
apm_outcome_dup_done (const ApmScene   *scene,
                      const ApmVariant *variant)
{
  unsigned long items = (unsigned long) scene->consumed;

  switch (scene->kind)
    {
    case APM_SCENE_COUNTER:
      return dup_rounds (scene, variant);
    case APM_SCENE_BUFFER:
      return g_strdup_printf (ngettext ("%lu item was put and got; every check held.",
                                        "%lu items were put and got; every check held.", items), items);
    case APM_SCENE_ACTORS:
    default:
      return g_strdup (_("The program ended as it should, and every check held."));
    }
}

/**
 * apm_outcome_dup_stopped:
 *
 * We stopped it, and every check had held.
 *
 * Returns: (transfer full): a sentence
 */
char *
apm_outcome_dup_stopped (const ApmScene   *scene,
                         const ApmVariant *variant,
                         gint64            now_us)
{
  g_autofree char *span = apm_text_format_span (now_us - scene->started_us);

  if (variant->right)
    return g_strdup_printf (_("Stopped after %s; every check held."), span);

  return g_strdup_printf (_("Stopped after %s; nothing wrong was seen."), span);
}

/**
 * apm_outcome_dup_crashed:
 * @wait_status: as waitpid(2) has it
 *
 * Returns: (transfer full): a sentence
 */
char *
apm_outcome_dup_crashed (int wait_status)
{
  if (WIFSIGNALED (wait_status))
    return g_strdup_printf (_("The program was killed by %s."),
                            apm_signal_get_name (WTERMSIG (wait_status)));
  if (WEXITSTATUS (wait_status) != 0)
    return g_strdup_printf (_("The program ended with status %d."), WEXITSTATUS (wait_status));

  return g_strdup (_("The program ended before it was done."));
}

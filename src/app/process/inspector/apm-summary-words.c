/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-summary-words.h"

#include <glib/gi18n.h>

#include "apm-text.h"

static char *
dup_text (const char *text)
{
  return text && *text ? g_strdup (text) : NULL;
}

static char *
dup_number (gint64 number)
{
  return number == G_MININT || number == G_MININT64 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
dup_command (const ApmSummary *summary)
{
  if (summary->kernel_thread)
    return g_strdup (_("a thread of the kernel"));

  return dup_text (summary->command);
}

static gboolean
is_exe_odd (const ApmSummary *summary)
{
  return summary->exe_on_disk && !g_str_equal (summary->exe_on_disk, "same");
}

static char *
dup_exe (const ApmSummary *summary)
{
  if (summary->exe == NULL)
    return NULL;
  if (g_strcmp0 (summary->exe_on_disk, "deleted") == 0)
    return g_strdup_printf (_("%s — deleted on disk"), summary->exe);
  if (g_strcmp0 (summary->exe_on_disk, "replaced") == 0)
    return g_strdup_printf (_("%s — replaced on disk: another file has its name now"), summary->exe);

  return g_strdup (summary->exe);
}

static gboolean
is_cwd_odd (const ApmSummary *summary)
{
  return summary->cwd && summary->cwd_deleted;
}

static char *
dup_cwd (const ApmSummary *summary)
{
  if (is_cwd_odd (summary))
    return g_strdup_printf (_("%s — deleted on disk"), summary->cwd);

  return dup_text (summary->cwd);
}

static char *
dup_root (const ApmSummary *summary)
{
  return g_strcmp0 (summary->root, "/") == 0 ? NULL : dup_text (summary->root);
}

static char *
dup_started (const ApmSummary *summary)
{
  g_autoptr(GDateTime) time = NULL;

  if (summary->started_real_us <= 0)
    return NULL;

  time = g_date_time_new_from_unix_local (summary->started_real_us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, "%x %X") : NULL;
}

static char *
dup_age (const ApmSummary *summary)
{
  return summary->age_us < 0 ? NULL : apm_text_format_span (summary->age_us);
}

static char *
dup_cpu_time (const ApmSummary *summary)
{
  g_autofree char *user = NULL;
  g_autofree char *system = NULL;

  if (summary->cpu_user_us < 0 || summary->cpu_system_us < 0)
    return NULL;

  user = apm_text_format_span (summary->cpu_user_us);
  system = apm_text_format_span (summary->cpu_system_us);

  /* Translators: CPU time of a process, in its own code and in the kernel for it */
  return g_strdup_printf (_("user %s, system %s"), user, system);
}

static char *
dup_parent (const ApmSummary *summary)
{
  if (summary->ppid <= 0)
    return NULL;
  if (summary->parent_name == NULL)
    return g_strdup_printf ("%d", summary->ppid);

  return g_strdup_printf (_("%s (%d)"), summary->parent_name, summary->ppid);
}

/* "sam", or "sam (1000), acts as root (0)" */
static char *
dup_identity (const char *name,
              guint       id,
              const char *effective_name,
              guint       effective_id)
{
  if (id == effective_id)
    return g_strdup_printf (_("%s (%u)"), name ? name : "?", id);

  /* Translators: name and number of a user or group, and of the one whose rights a process has */
  return g_strdup_printf (_("%s (%u), acts as %s (%u)"), name ? name : "?", id,
                          effective_name ? effective_name : "?", effective_id);
}

static char *
dup_user (const ApmSummary *summary)
{
  return dup_identity (summary->user, summary->uid, summary->effective_user, summary->effective_uid);
}

static gboolean
is_user_odd (const ApmSummary *summary)
{
  return summary->uid != summary->effective_uid;
}

static char *
dup_group (const ApmSummary *summary)
{
  return dup_identity (summary->group, summary->gid, summary->effective_group, summary->effective_gid);
}

static char *
dup_groups (const ApmSummary *summary)
{
  return dup_text (summary->groups);
}

static char *
dup_session (const ApmSummary *summary)
{
  if (summary->session == G_MININT)
    return NULL;
  if (summary->terminal == NULL || *summary->terminal == '\0')
    return g_strdup_printf ("%d", summary->session);

  /* Translators: number of a session, and its terminal */
  return g_strdup_printf (_("%d at %s"), summary->session, summary->terminal);
}

static char *
dup_process_group (const ApmSummary *summary)
{
  return dup_number (summary->process_group);
}

static char *
dup_priority (const ApmSummary *summary)
{
  if (summary->nice == G_MININT)
    return NULL;

  /* Translators: a nice value and a scheduling policy */
  return g_strdup_printf (_("nice %d, policy %s"), summary->nice, summary->policy ? summary->policy : "?");
}

static char *
dup_oom (const ApmSummary *summary)
{
  if (summary->oom_score == G_MININT)
    return NULL;
  if (summary->oom_score_adjustment == G_MININT || summary->oom_score_adjustment == 0)
    return dup_number (summary->oom_score);

  return g_strdup_printf (_("%d, adjusted by %d"), summary->oom_score, summary->oom_score_adjustment);
}

static char *
dup_capabilities (const ApmSummary *summary)
{
  return summary->capabilities ? apm_capabilities_dup_text (summary->capabilities) : NULL;
}

static char *
dup_seccomp (const ApmSummary *summary)
{
  if (summary->seccomp == NULL || g_str_equal (summary->seccomp, "none"))
    return NULL;
  if (summary->seccomp_filters > 0)
    return g_strdup_printf (ngettext ("%s, %d filter", "%s, %d filters", (gulong) summary->seccomp_filters),
                            summary->seccomp, summary->seccomp_filters);

  return g_strdup (summary->seccomp);
}

static char *
dup_no_new_privileges (const ApmSummary *summary)
{
  return summary->no_new_privileges ? g_strdup (_("can gain no privileges by starting programs")) : NULL;
}

static char *
dup_tracer (const ApmSummary *summary)
{
  return summary->tracer_pid > 0 ? g_strdup_printf (_("PID %d"), summary->tracer_pid) : NULL;
}

static gboolean
is_tracer_odd (const ApmSummary *summary)
{
  return summary->tracer_pid > 0;
}

const ApmSummaryLine apm_summary_lines[] = {
  { N_("Command"), dup_command, NULL, FALSE },
  { N_("Program"), dup_exe, is_exe_odd, FALSE },
  { N_("Folder"), dup_cwd, is_cwd_odd, FALSE },
  { N_("Root folder"), dup_root, NULL, FALSE },
  { N_("Parent"), dup_parent, NULL, TRUE },
  { N_("Started"), dup_started, NULL, FALSE },
  { N_("Running for"), dup_age, NULL, FALSE },
  { N_("CPU time"), dup_cpu_time, NULL, FALSE },
  { N_("User"), dup_user, is_user_odd, FALSE },
  { N_("Group"), dup_group, NULL, FALSE },
  { N_("Also in"), dup_groups, NULL, FALSE },
  { N_("Session"), dup_session, NULL, FALSE },
  { N_("Process group"), dup_process_group, NULL, FALSE },
  { N_("Priority"), dup_priority, NULL, FALSE },
  { N_("OOM score"), dup_oom, NULL, FALSE },
  { N_("Capabilities"), dup_capabilities, NULL, FALSE },
  { N_("Seccomp"), dup_seccomp, NULL, FALSE },
  { N_("Privileges"), dup_no_new_privileges, NULL, FALSE },
  { N_("Traced by"), dup_tracer, is_tracer_odd, FALSE },
  { NULL, NULL, NULL, FALSE }
};

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-text.h"

#include "apm-process.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static char *
dup_numbered (const char *name,
              int         number)
{
  return name ? g_strdup_printf ("%s (%d)", name, number) : g_strdup_printf ("%d", number);
}

static char *
dup_time (gint64 real_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (real_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%Y-%m-%d %H:%M:%S");
}

static char *
dup_started (const ApmSummary *summary)
{
  g_autofree char *time = dup_time (summary->started_real_us);
  g_autofree char *age = apm_text_format_span (summary->age_us);

  /* Translators: a date with time, and how long that is ago: "3 min 12 s" */
  return g_strdup_printf (_("%s, %s ago"), time, age);
}

static char *
dup_cpu_time (const ApmSummary *summary)
{
  g_autofree char *user = apm_text_format_span (summary->cpu_user_us);
  g_autofree char *system = apm_text_format_span (summary->cpu_system_us);

  /* Translators: two lengths of time: in the program, and in the kernel for it */
  return g_strdup_printf (_("%s user, %s system"), user, system);
}

static char *
dup_exe (const ApmSummary *summary)
{
  if (g_strcmp0 (summary->exe_on_disk, "deleted") == 0)
    return g_strdup_printf (_("%s (deleted on disk since)"), summary->exe);
  if (g_strcmp0 (summary->exe_on_disk, "replaced") == 0)
    return g_strdup_printf (_("%s (replaced on disk since)"), summary->exe);

  return g_strdup (summary->exe);
}

static char *
dup_identity (const char *real,
              guint       real_id,
              const char *effective,
              guint       effective_id)
{
  if (real_id == effective_id)
    return g_strdup_printf ("%s (%u)", real, real_id);

  /* Translators: a user or group and its number, then the one whose rights are used */
  return g_strdup_printf (_("%s (%u), with the rights of %s (%u)"), real, real_id, effective, effective_id);
}

static char *
dup_out_of_memory (const ApmSummary *summary)
{
  if (summary->oom_score == G_MININT)
    return NULL;
  if (summary->oom_score_adjustment == G_MININT || summary->oom_score_adjustment == 0)
    return g_strdup_printf ("%d", summary->oom_score);

  return g_strdup_printf (_("%d, adjusted by %+d"), summary->oom_score, summary->oom_score_adjustment);
}

static char *
dup_seccomp (const ApmSummary *summary)
{
  if (!summary->seccomp)
    return NULL;
  if (strcmp (summary->seccomp, "none") == 0)
    return g_strdup (_("none"));
  if (strcmp (summary->seccomp, "strict") == 0)
    return g_strdup (_("strict: only read, write, exit and return from signals"));
  if (summary->seccomp_filters > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d filter", "%d filters", (gulong) summary->seccomp_filters),
                            summary->seccomp_filters);

  return g_strdup (_("filtered"));
}

static const char *
get_yes_no (gboolean yes)
{
  return yes ? _("yes") : _("no");
}

static void
add_rights (const ApmSummary *summary,
            ApmSheet         *sheet)
{
  apm_sheet_take_pair (sheet, _("User"), dup_identity (summary->user, summary->uid, summary->effective_user,
                                                       summary->effective_uid));
  apm_sheet_take_pair (sheet, _("Group"), dup_identity (summary->group, summary->gid, summary->effective_group,
                                                        summary->effective_gid));
  if (*summary->groups)
    apm_sheet_pair (sheet, _("Other groups"), summary->groups);
  if (summary->capabilities)
    apm_sheet_take_pair (sheet, _("Capabilities"), apm_capabilities_dup_text (summary->capabilities));
  apm_sheet_take_pair (sheet, _("System call filter"), dup_seccomp (summary));
  apm_sheet_pair (sheet, _("May gain no new rights"), get_yes_no (summary->no_new_privileges));
  if (summary->dumpable)
    apm_sheet_pair (sheet, _("May be looked into"), get_yes_no (strcmp (summary->dumpable, "yes") == 0));
  if (summary->tracer_pid > 0)
    apm_sheet_take_pair (sheet, _("Traced by"), g_strdup_printf ("%d", summary->tracer_pid));
}

void
apm_summary_append (const ApmSummary *summary,
                    GString          *text)
{
  ApmSheet *sheet = apm_sheet_new ("ll");

  apm_sheet_take_pair (sheet, _("Name"), dup_numbered (summary->name, summary->pid));
  apm_sheet_pair (sheet, _("State"), apm_process_state_label (summary->state));
  if (summary->ppid > 0)
    apm_sheet_take_pair (sheet, _("Parent"), dup_numbered (summary->parent_name, summary->ppid));
  apm_sheet_take_pair (sheet, _("Started"), dup_started (summary));
  apm_sheet_take_pair (sheet, _("CPU time"), dup_cpu_time (summary));
  apm_sheet_take_pair (sheet, _("Threads"), g_strdup_printf ("%u", summary->threads));
  apm_sheet_take_pair (sheet, _("Program"), summary->exe ? dup_exe (summary) : g_strdup (summary->denied));
  apm_sheet_pair (sheet, _("Command"), summary->command);
  if (summary->cwd && summary->cwd_deleted)
    apm_sheet_take_pair (sheet, _("Working directory"), g_strdup_printf (_("%s (deleted)"), summary->cwd));
  else
    apm_sheet_pair (sheet, _("Working directory"), summary->cwd ? summary->cwd : summary->denied);
  if (g_strcmp0 (summary->root, "/") != 0)
    apm_sheet_pair (sheet, _("Root directory"), summary->root);
  add_rights (summary, sheet);
  apm_sheet_take_pair (sheet, _("Session"), g_strdup_printf ("%d", summary->session));
  apm_sheet_take_pair (sheet, _("Process group"), g_strdup_printf ("%d", summary->process_group));
  apm_sheet_pair (sheet, _("Terminal"), summary->terminal);
  apm_sheet_take_pair (sheet, _("Nice value"), g_strdup_printf ("%d", summary->nice));
  apm_sheet_pair (sheet, _("Scheduling policy"), summary->policy);
  apm_sheet_take_pair (sheet, _("Out-of-memory score"), dup_out_of_memory (summary));
  apm_sheet_append_to (sheet, text);
}

/* "12 MiB of 1.0 GiB, set by /system.slice"; @used and @most are taken, perhaps %NULL. */
static char *
dup_of (char       *used,
        char       *most,
        const char *from)
{
  char *text;

  if (!most)
    return used;

  text = from ? g_strdup_printf (_("%s of %s, set by %s"), used ? used : "?", most, from)
              : g_strdup_printf (_("%s of %s"), used ? used : "?", most);
  g_free (used);
  g_free (most);

  return text;
}

static char *
dup_throttled (const ApmCgroup *cgroup)
{
  g_autofree char *span = NULL;

  if (cgroup->cpu_throttled_us == G_MININT64 || cgroup->cpu_periods <= 0)
    return NULL;
  span = apm_text_format_span (cgroup->cpu_throttled_us);

  /* Translators: how often of how often, and for how long in all */
  return g_strdup_printf (_("%lld of %lld periods, %s in all"), (long long) cgroup->cpu_throttled_periods,
                          (long long) cgroup->cpu_periods, span);
}

static void
append_pressures (const ApmCgroup *cgroup,
                  GString         *text)
{
  ApmSheet *sheet;

  if (cgroup->pressures->len == 0)
    return;

  sheet = apm_sheet_new ("lrrrrrr");
  apm_sheet_add (sheet, _("Pressure"));
  for (guint i = 0; i < 2; i++)
    {
      apm_sheet_add (sheet, i == 0 ? _("some 10 s") : _("all 10 s"));
      apm_sheet_add (sheet, "60 s");
      apm_sheet_add (sheet, "300 s");
    }
  for (guint i = 0; i < cgroup->pressures->len; i++)
    {
      const ApmGroupPressure *pressure = cgroup->pressures->pdata[i];
      const double averages[] = {
        pressure->some_avg10, pressure->some_avg60, pressure->some_avg300,
        pressure->full_avg10, pressure->full_avg60, pressure->full_avg300,
      };

      apm_sheet_add (sheet, pressure->resource);
      for (guint a = 0; a < G_N_ELEMENTS (averages); a++)
        apm_sheet_take (sheet, isnan (averages[a]) ? NULL : g_strdup_printf ("%.2f %%", averages[a]));
    }
  g_string_append_c (text, '\n');
  apm_sheet_append_to (sheet, text);
}

void
apm_cgroup_append (const ApmCgroup *cgroup,
                   GString         *text)
{
  ApmSheet *sheet = apm_sheet_new ("ll");
  const char *version = cgroup->version == 1 ? _("1: a hierarchy for each controller") : "2";

  apm_sheet_pair (sheet, _("Path"), cgroup->path);
  apm_sheet_pair (sheet, _("Unit"), cgroup->unit);
  apm_sheet_pair (sheet, _("Container"), cgroup->container);
  apm_sheet_pair (sheet, _("Version"), version);
  apm_sheet_pair (sheet, _("Controllers"), cgroup->controllers);
  apm_sheet_take_pair (sheet, _("Memory"), dup_of (apm_facts_dup_bytes (cgroup->memory_bytes),
                                                   apm_facts_dup_bytes (cgroup->memory_max_bytes),
                                                   cgroup->memory_max_from));
  apm_sheet_take_pair (sheet, _("Slowed down above"), apm_facts_dup_bytes (cgroup->memory_high_bytes));
  apm_sheet_take_pair (sheet, _("Memory at most"), apm_facts_dup_bytes (cgroup->memory_peak_bytes));
  apm_sheet_take_pair (sheet, _("Swap"), dup_of (apm_facts_dup_bytes (cgroup->swap_bytes),
                                                 apm_facts_dup_bytes (cgroup->swap_max_bytes), NULL));
  apm_sheet_take_pair (sheet, _("Killed for lack of memory"), apm_facts_dup_number (cgroup->memory_events_oom_kill));
  apm_sheet_take_pair (sheet, _("Processes and threads"), dup_of (apm_facts_dup_number (cgroup->tasks),
                                                                  apm_facts_dup_number (cgroup->tasks_max),
                                                                  cgroup->tasks_max_from));
  if (cgroup->cpu_time_us != G_MININT64)
    apm_sheet_take_pair (sheet, _("CPU time"), apm_text_format_span (cgroup->cpu_time_us));
  if (!isnan (cgroup->cpu_max_percent))
    apm_sheet_take_pair (sheet, _("CPU at most"),
                         g_strdup_printf (_("%.0f %% of one core, set by %s"), cgroup->cpu_max_percent,
                                          cgroup->cpu_max_from));
  apm_sheet_take_pair (sheet, _("Throttled"), dup_throttled (cgroup));
  if (cgroup->frozen)
    apm_sheet_pair (sheet, _("Frozen"), _("yes"));
  apm_sheet_append_to (sheet, text);
  append_pressures (cgroup, text);
}

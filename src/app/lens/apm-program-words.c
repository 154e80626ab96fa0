/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-program-words.h"

#include <glib/gi18n.h>

static const struct { const char *label; const char *icon; } states[] = {
  [APM_PROGRAM_READY] = { NC_("a program", "not started"), "media-playback-start-symbolic" },
  [APM_PROGRAM_COMPILING] = { NC_("a program", "is compiled"), "emblem-system-symbolic" },
  [APM_PROGRAM_REFUSED] = { NC_("a program", "could not start"), "dialog-warning-symbolic" },
  [APM_PROGRAM_RUNNING] = { NC_("a program", "runs"), "media-record-symbolic" },
  [APM_PROGRAM_PAUSED] = { NC_("a program", "paused"), "media-playback-pause-symbolic" },
  [APM_PROGRAM_STOPPING] = { NC_("a program", "is stopped"), "media-playback-stop-symbolic" },
  [APM_PROGRAM_ENDED] = { NC_("a program", "ended"), "media-playback-stop-symbolic" },
};

static const struct { const char *id; const char *label; } kinds[] = {
  { "mutex", NC_("a lock", "mutex") },
  { "condition", NC_("a lock", "condition") },
  { "rwlock", NC_("a lock", "read-write lock") },
  { "barrier", NC_("a lock", "barrier") },
  { "spinlock", NC_("a lock", "spin lock") },
  { "semaphore", NC_("a lock", "semaphore") },
  { "thread", NC_("a lock", "end of a thread") },
  { "child", NC_("a lock", "end of a process") },
};

static const struct { const char *id; const char *label; } thread_states[] = {
  { "running", NC_("a thread", "running") },
  { "waiting", NC_("a thread", "waiting") },
  { "held", NC_("a thread", "held before its next operation") },
  { "ended", NC_("a thread", "ended") },
};

const char *
apm_program_state_get_label (ApmProgramState state)
{
  return g_dpgettext2 (NULL, "a program", states[state].label);
}

const char *
apm_program_state_get_icon (ApmProgramState state)
{
  return states[state].icon;
}

/**
 * apm_program_dup_state_text:
 *
 * Returns: (transfer full): "runs", or how its newest run ended
 */
char *
apm_program_dup_state_text (ApmProgram *program)
{
  const char *sentence = apm_program_get_sentence (program);
  ApmLens *lens = apm_program_get_lens (program);

  if (sentence && !apm_program_is_active (program))
    return g_strdup (sentence);
  if (lens && apm_program_is_active (program))
    /* Translators: a program's state and number: "runs · PID 4711" */
    return g_strdup_printf (_("%s · PID %d"), apm_program_state_get_label (apm_program_get_state (program)),
                            apm_child_get_pid (apm_lens_get_child (lens)));

  return g_strdup (apm_program_state_get_label (apm_program_get_state (program)));
}

/**
 * apm_program_dup_seen_text:
 *
 * Returns: (transfer full): "12,480 events · 4 threads · 3 locks · 1.2 s"
 */
char *
apm_program_dup_seen_text (ApmProgram *program)
{
  ApmLensReport *report = apm_program_get_report (program);
  g_autofree char *elapsed = NULL;
  GString *text;

  if (report == NULL)
    return g_strdup ("");

  elapsed = apm_lens_dup_span_text (report->elapsed_ns);
  text = g_string_new (NULL);
  g_string_append_printf (text, ngettext ("%'lu event", "%'lu events", (gulong) report->n_events),
                          (gulong) report->n_events);
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%'u thread", "%'u threads", report->threads->len), report->threads->len);
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%'u lock", "%'u locks", report->locks->len), report->locks->len);
  g_string_append_printf (text, " · %s", elapsed);

  return g_string_free (text, FALSE);
}

/* In words, of apm_lens_kind_get_id(). */
const char *
apm_lens_kind_get_label (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, kind))
      return g_dpgettext2 (NULL, "a lock", kinds[i].label);

  return kind;
}

/* In words, of ApmLensThreadRow.state. */
const char *
apm_lens_state_get_label (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (thread_states); i++)
    if (g_str_equal (thread_states[i].id, state))
      return g_dpgettext2 (NULL, "a thread", thread_states[i].label);

  return state;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-columns.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-text.h"

const ApmLogChoice apm_log_sources[] = {
  { NULL, N_("All Sources") },
  { "process", N_("Process") },
  { "thread", N_("Thread") },
  { "ipc", N_("IPC") },
  { "sync", N_("Synchronization") },
  { "wait", N_("Waits") },
  { "log", N_("Log") },
  { "window", N_("Window") },
  { NULL, NULL },
};

const ApmLogChoice apm_log_levels[] = {
  { "INFO", N_("All Levels") },
  { "WARNING", N_("Warnings and Errors") },
  { "ERROR", N_("Errors") },
  { NULL, NULL },
};

static const struct {
  const char *word;
  const char *icon_name;
  const char *css_class;
} level_looks[APM_N_LEVELS] = {
  { N_("Info"), "dialog-information-symbolic", NULL },
  { N_("Warning"), "dialog-warning-symbolic", "warning" },
  { N_("Error"), "dialog-error-symbolic", "error" },
};

/**
 * apm_log_find_source:
 *
 * Returns: its place in apm_log_sources, 0 (all) for one that is not there
 */
guint
apm_log_find_source (const char *source)
{
  for (guint i = 1; apm_log_sources[i].title; i++)
    if (strcmp (apm_log_sources[i].id, source) == 0)
      return i;

  return 0;
}

static void
format_time (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmLogEntry *entry = row;
  g_autofree char *text = apm_text_format_time (entry->real_us);

  g_string_append (cell->text, text);
}

static void
format_level (gconstpointer  row,
              ApmCell       *cell)
{
  const ApmLogEntry *entry = row;

  g_string_append (cell->text, _(level_looks[entry->level].word));
  cell->icon_name = level_looks[entry->level].icon_name;
  cell->css_class = level_looks[entry->level].css_class;
}

static void
format_source (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmLogEntry *entry = row;
  guint i = apm_log_find_source (entry->source);

  g_string_append (cell->text, i > 0 ? _(apm_log_sources[i].title) : entry->source);
}

static void
format_text (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmLogEntry *entry = row;

  g_string_append (cell->text, entry->text);
}

const ApmColumn apm_log_columns[] = {
  { "time", N_("Time"), 110, APM_COLUMN_FIXED, format_time },
  { "level", N_("Level"), 110, APM_COLUMN_FIXED, format_level },
  { "source", N_("Source"), 130, APM_COLUMN_FIXED | APM_COLUMN_MINOR, format_source },
  { "text", N_("Text"), 320, APM_COLUMN_FIXED | APM_COLUMN_EXPAND, format_text },
  { NULL },
};

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-log.h"

#include <glib/gi18n.h>

int
apmctl_log (int    argc,
            char **argv)
{
  g_autofree char *export_path = NULL;
  gboolean as_json = FALSE;
  gboolean as_csv = FALSE;
  const GOptionEntry entries[] = {
    { "export", 0, 0, G_OPTION_ARG_FILENAME, &export_path,
      N_("Write to FILE; its suffix chooses: .log or .txt, .csv, .json, .jsonl"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &as_csv, N_("Print comma-separated values"), NULL },
    { NULL }
  };
  g_autofree char *log_path = apm_log_file_dup_path ();
  g_autoptr(GError) error = NULL;
  ApmLogFormat format;
  int status;

  if (!apmctl_parse (NULL, _("Prints the log, the oldest first, or exports it."), entries, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return apmctl_fail (APMCTL_USAGE, _("“log” takes nothing but options"));
  if ((export_path != NULL) + as_json + as_csv > 1)
    return apmctl_fail (APMCTL_USAGE, _("Only one of --export, --json and --csv can be had"));

  format = as_json ? APM_LOG_JSON : as_csv ? APM_LOG_CSV : APM_LOG_TEXT;
  if (export_path && !apm_log_format_from_path (export_path, &format, &error))
    return apmctl_fail_error (error);
  if (!apm_log_file_export (log_path, export_path ? export_path : "-", format, &error))
    return apmctl_fail_error (error);

  return APMCTL_DONE;
}

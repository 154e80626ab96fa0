/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n.h>
#include <locale.h>

#include "apm-application.h"
#include "apm-endpoint.h"
#include "apm-paths.h"

int
main (int    argc,
      char **argv)
{
  g_autofree char *locale_dir = apm_paths_dup_locale ();
  g_autoptr(ApmApplication) application = NULL;

  apm_endpoint_keep_signals ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name (_("Advanced Process Manager"));
  application = apm_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}

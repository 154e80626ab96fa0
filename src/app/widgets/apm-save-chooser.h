/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where a file of ours goes to; its suffix is its format. */

/* A table of formats ends with { NULL }; the first is offered. */
typedef struct {
  const char *title;         /* N_() */
  const char *suffix;
  const char *other_suffix;  /* or NULL */
} ApmFileFormat;

GtkFileChooserNative *apm_save_chooser_new      (GtkWindow            *parent,
                                                 const char           *title,
                                                 const char           *accept_label,
                                                 const char           *name,
                                                 const ApmFileFormat  *formats);
char                 *apm_save_chooser_dup_path (GtkFileChooserNative *chooser,
                                                 const ApmFileFormat  *formats,
                                                 GError              **error);

G_END_DECLS

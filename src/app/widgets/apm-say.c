/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-say.h"

void
apm_say (GtkWidget  *label_or_inscription,
         const char *text)
{
  text = text ? text : "";

  if (GTK_IS_LABEL (label_or_inscription))
    {
      if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label_or_inscription)), text) != 0)
        gtk_label_set_label (GTK_LABEL (label_or_inscription), text);
      return;
    }

  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (label_or_inscription)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (label_or_inscription), text);
}

void
apm_say_tooltip (GtkWidget  *widget,
                 const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}

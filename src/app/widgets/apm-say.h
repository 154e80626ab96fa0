/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Texts that may change each second. One that is equal is not set again: GTK would
 * measure the whole window anew, or look for the pointer. NULL is no text. */

void apm_say         (GtkWidget  *label_or_inscription,
                      const char *text);
void apm_say_tooltip (GtkWidget  *widget,
                      const char *text);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*ApmOfferFunc) (gpointer data);

void apm_offer (GtkWidget      *widget,
                const char     *text,
                const char     *label,
                ApmOfferFunc    func,
                gpointer        data,
                GDestroyNotify  destroy);

G_END_DECLS

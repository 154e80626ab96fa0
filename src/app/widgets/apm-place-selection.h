/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-view.h"

G_BEGIN_DECLS

/* The selection of one row of an ApmView, by the row's key: when rows move, it
 * moves with its row; when the row goes, nothing is selected. (GtkSingleSelection
 * would stay at the place.) A list that comes all at once is told to GTK a few rows
 * at a turn of the main loop, until the rest costs nothing. Main thread only. */

#define APM_TYPE_PLACE_SELECTION (apm_place_selection_get_type ())
G_DECLARE_FINAL_TYPE (ApmPlaceSelection, apm_place_selection, APM, PLACE_SELECTION, GObject)

ApmPlaceSelection *apm_place_selection_new        (ApmView           *view);
ApmView           *apm_place_selection_get_view   (ApmPlaceSelection *self);
gboolean           apm_place_selection_get        (ApmPlaceSelection *self,
                                                   guint64           *key,
                                                   guint             *index);
gboolean           apm_place_selection_select_key (ApmPlaceSelection *self,
                                                   guint64            key);
void               apm_place_selection_clear      (ApmPlaceSelection *self);
void               apm_place_selection_tell_all   (ApmPlaceSelection *self);
void               apm_place_selection_set_pinned (ApmPlaceSelection *self,
                                                   gboolean           pinned);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-system.h"

G_BEGIN_DECLS

/* All about the machine, each CPU with its last minute: what is in the strip's popover.
 * It remembers while it is not seen, and is filled in when it is. */

#define APM_TYPE_SYSTEM_DETAILS (apm_system_details_get_type ())
G_DECLARE_FINAL_TYPE (ApmSystemDetails, apm_system_details, APM, SYSTEM_DETAILS, GtkWidget)

GtkWidget *apm_system_details_new (void);
void       apm_system_details_add (ApmSystemDetails *self,
                                   const ApmSystem  *system,
                                   guint             n_times);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* How often a failure is seen: run freely, at random, explored; three figures side by
 * side. */

#define APM_TYPE_METER_PAGE (apm_meter_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmMeterPage, apm_meter_page, APM, METER_PAGE, AdwBin)

void apm_meter_page_set_program (ApmMeterPage        *self,
                                 ApmSession          *session,
                                 const ApmExplorable *program);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-palette.h"
#include "apm-wait-chain.h"
#include "apm-why-geometry.h"

G_BEGIN_DECLS

/* The lines of a drawn chain of waits: whole where a hop is proven, dashed where it is
 * likely, dotted where it is not known; those of a deadlock in the error colour. */

void apm_why_lines_draw       (cairo_t            *cr,
                               const ApmWhyLayout *layout,
                               const ApmWaitChain *chain,
                               const ApmInk       *ink);
void apm_why_lines_draw_route (cairo_t            *cr,
                               const ApmWhyRoute  *route);

G_END_DECLS

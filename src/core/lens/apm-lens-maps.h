/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which memory of a process others have as well: /proc/PID/maps, kept while it
 * lives, so that an object has one identity in all of them. One thread. */

typedef struct _ApmLensMaps ApmLensMaps;

ApmLensMaps *apm_lens_maps_new         (void);
void         apm_lens_maps_free        (ApmLensMaps *self);
gboolean     apm_lens_maps_find_shared (ApmLensMaps *self,
                                        int          pid,
                                        guint64      address,
                                        guint64      key[3]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLensMaps, apm_lens_maps_free)

G_END_DECLS

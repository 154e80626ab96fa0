/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most one call every so often: the first at once, then one when the time has
 * come, for as long as there was something new. Embedded in its owner. */

typedef struct {
  guint    interval_ms;
  void   (*func) (gpointer user_data);
  gpointer user_data;
  guint    timeout_id;
  gboolean is_due;
} ApmPace;

void apm_pace_init  (ApmPace  *self,
                     guint     interval_ms,
                     void    (*func) (gpointer user_data),
                     gpointer  user_data);
void apm_pace_touch (ApmPace  *self);
void apm_pace_clear (ApmPace  *self);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-privilege.h"
#include "apm-session.h"
#include "apm-target-set.h"

G_BEGIN_DECLS

/* Something that is done to a process, a thread or several processes, and told in a
 * toast and in the log: what came of it, and what can be done next. It keeps hold of
 * whom it is about. Main thread only. */

typedef struct _ApmOrder ApmOrder;

ApmOrder   *apm_order_new         (GtkWidget     *page,
                                   ApmSession    *session,
                                   const char    *name,
                                   ApmTargetSet  *set);
ApmOrder   *apm_order_ref         (ApmOrder      *self);
void        apm_order_unref       (ApmOrder      *self);
ApmTarget  *apm_order_get_target  (ApmOrder      *self);
const char *apm_order_get_name    (ApmOrder      *self);

void        apm_order_send        (ApmOrder      *self,
                                   int            signum);

/* For other orders: */
void        apm_order_tell        (ApmOrder      *self,
                                   const char    *text);
void        apm_order_offer       (ApmOrder      *self,
                                   const char    *text,
                                   const char    *label,
                                   void         (*func) (gpointer data),
                                   gpointer       data,
                                   GDestroyNotify destroy);
void        apm_order_refuse      (ApmOrder      *self,
                                   const GError  *error);
gboolean    apm_order_may_ask     (const GError  *refusal,
                                   char         **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmOrder, apm_order_unref)

G_END_DECLS

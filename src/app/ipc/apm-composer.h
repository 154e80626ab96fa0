/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Writes a message: from whom, to whom, what, and how often; takes one from the
 * channel of these two, or subscribes to all. ::pair-changed (gboolean
 * has_ended) tells that another two are chosen, by the person or since one of
 * them has ended. */

#define APM_TYPE_COMPOSER (apm_composer_get_type ())
G_DECLARE_FINAL_TYPE (ApmComposer, apm_composer, APM, COMPOSER, AdwBin)

void        apm_composer_set_session  (ApmComposer *self,
                                       ApmSession  *session);
void        apm_composer_set_pair     (ApmComposer *self,
                                       ApmWorker   *sender,
                                       ApmWorker   *receiver);
ApmWorker  *apm_composer_get_sender   (ApmComposer *self);
ApmWorker  *apm_composer_get_receiver (ApmComposer *self);
ApmChannel *apm_composer_find_channel (ApmComposer *self);
void        apm_composer_set_channel  (ApmComposer *self,
                                       ApmChannel  *channel);
void        apm_composer_send         (ApmComposer *self,
                                       const char  *text);
void        apm_composer_focus        (ApmComposer *self);

G_END_DECLS

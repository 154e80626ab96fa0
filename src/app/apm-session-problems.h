/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* Folders of problems that somebody has added to the catalogue: kept in the settings. */

void  apm_session_add_problems_async  (ApmSession         *self,
                                       const char         *path,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
GStrv apm_session_add_problems_finish (ApmSession         *self,
                                       GAsyncResult       *result);
void  apm_session_remove_problems     (ApmSession         *self,
                                       const char         *path);
GStrv apm_session_dup_folders         (ApmSession         *self);
void  apm_session_load_problems       (ApmSession         *self);

G_END_DECLS

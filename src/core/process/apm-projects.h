/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which version-control root a folder lies in; asked of the disk once a minute for
 * each folder. Private to the room. */

typedef struct _ApmProjects ApmProjects;

ApmProjects *apm_projects_new  (int          proc_fd);
void         apm_projects_free (ApmProjects *self);
const char  *apm_projects_find (ApmProjects *self,
                                int          pid,
                                const char  *cwd);
GStrv        apm_projects_dup_far_mounts
                               (const char  *mountinfo);

G_END_DECLS

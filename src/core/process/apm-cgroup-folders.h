/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* Where the files of a control group are: version 2 has one hierarchy, version 1 one
 * for each controller. Private to the room. */

typedef struct {
  char *base;      /* where the hierarchy is mounted */
  char *hidden;    /* what of the path is above that: "" where all can be seen */
  char *below;     /* the rest: "" at the top, else "/a/b" */
} ApmCgroupFolder;

ApmCgroupFolder *apm_cgroup_folders_find          (const char            *prefix,
                                                   const char            *mountinfo,
                                                   const char            *text,
                                                   const char            *controller);
void             apm_cgroup_folder_free           (ApmCgroupFolder       *self);
char            *apm_cgroup_dup_path_of           (const char            *text,
                                                   const char            *controller);
char            *apm_cgroup_folder_dup_name       (const ApmCgroupFolder *self);
char            *apm_cgroup_folder_read           (const ApmCgroupFolder *self,
                                                   const char            *file);
gint64           apm_cgroup_folder_read_number    (const ApmCgroupFolder *self,
                                                   const char            *file);
double           apm_cgroup_folder_find_tightest  (const ApmCgroupFolder *self,
                                                   double               (*read) (const ApmCgroupFolder *folder),
                                                   char                 **from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmCgroupFolder, apm_cgroup_folder_free)

G_END_DECLS

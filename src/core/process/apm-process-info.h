/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-more.h"

G_BEGIN_DECLS

/* The texts of a process: what seldom changes and is dear to find out. Shared by
 * the snapshots of one process, so it is counted atomically and never changed, but
 * for the keys, which are made when they are first needed. Private to the room. */

typedef struct {
  gatomicrefcount refs;
  guint       uid;
  int         pid;
  char       *comm;         /* as the kernel has it, any bytes */
  char       *name;
  char       *name_base64;
  char       *command;
  const char *user;         /* interned */
  char       *haystack;     /* the keys: atomic pointers */
  char       *name_key;
  char       *command_key;
} ApmProcessInfo;

/* One process in one snapshot. */
typedef struct {
  ApmProcess      process;  /* first: a view's row is the process */
  ApmProcessInfo *info;     /* owns the texts; NULL for a child that has ended and a group */
  ApmProcessMore *more;     /* owns process.more */
} ApmSample;

ApmProcessInfo *apm_process_info_read     (int              proc_fd,
                                           const ApmStat   *stat,
                                           guint            owner);
ApmProcessInfo *apm_process_info_ref      (ApmProcessInfo  *self);
void            apm_process_info_unref    (ApmProcessInfo  *self);
const char     *apm_process_info_get_haystack
                                          (ApmProcessInfo  *self);
const char     *apm_process_info_get_name_key
                                          (ApmProcessInfo  *self);
const char     *apm_process_info_get_command_key
                                          (ApmProcessInfo  *self);
char           *apm_process_dup_haystack  (const char      *name,
                                           const char      *command,
                                           const char      *user,
                                           int              pid);
char           *apm_process_dup_name      (const char      *comm,
                                           const char      *bytes,
                                           gsize            length);
char           *apm_process_dup_command   (const char      *bytes,
                                           gsize            length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmProcessInfo, apm_process_info_unref)

G_END_DECLS

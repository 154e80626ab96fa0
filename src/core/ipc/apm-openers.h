/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who has a file open, on the whole machine: by a descriptor, mapped into memory, as
 * working directory, as root or as the program that runs. A search is run once, by a
 * thread; how far it is may be asked by any. Read tests/ipc/test-openers.c first. */

typedef struct _ApmOpenersSearch ApmOpenersSearch;

/* What is looked for, as it turned out. */
typedef enum {
  APM_OPENERS_PART,      /* all whose path has the text in it, whatever its case */
  APM_OPENERS_FILE,      /* one file, whatever it is called where it is open */
  APM_OPENERS_FOLDER,    /* a folder and everything below it */
} ApmOpenersMatch;

/* A row: one process that has one file open in one way. */
typedef struct {
  guint64     key;
  int         pid;
  gint64      started_us;    /* since boot */
  char       *name;          /* comm, fit to show */
  const char *user;          /* static; NULL: not told */
  const char *way;           /* "descriptor", "mapped", "working-directory", "root", "program"; static */
  int         fd;            /* G_MININT: it is no descriptor */
  const char *access;        /* "read", "write", "read-write"; NULL: neither; static */
  char       *path;          /* as it is called there, fit to show */
  char       *path_base64;   /* where the bytes are no UTF-8; else NULL */
  gboolean    deleted;       /* the name is gone */
  gint64      size_bytes;    /* of a file; G_MININT64: unknown, or it has none */
} ApmOpener;

typedef struct {
  GPtrArray      *rows;           /* of ApmOpener */
  ApmOpenersMatch match;
  char           *what;           /* that was looked for: a path without links in it, or the part */
  guint           n_unreadable;   /* processes that may not be looked at */
  gboolean        hidden;         /* there are processes of which not even the number may be seen: those of
                                   * others, or those outside of this container */
  gboolean        is_cut;         /* there are more rows than one can look through: the first are here */
} ApmOpeners;

extern const ApmField apm_opener_fields[];

ApmOpenersSearch *apm_openers_search_new      (const char           *what,
                                               gboolean              only_deleted);
ApmOpenersSearch *apm_openers_search_ref      (ApmOpenersSearch     *self);
void              apm_openers_search_unref    (ApmOpenersSearch     *self);
void              apm_openers_search_get_progress
                                              (ApmOpenersSearch     *self,
                                               guint                *n_done,
                                               guint                *n_total);
ApmOpeners       *apm_openers_search_run      (ApmOpenersSearch     *self,
                                               GCancellable         *cancellable,
                                               GError              **error);
void              apm_openers_search_run_async
                                              (ApmOpenersSearch     *self,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
ApmOpeners       *apm_openers_search_finish   (GAsyncResult         *result,
                                               GError              **error);
char             *apm_openers_dup_gaps_text   (const ApmOpeners     *openers);
void              apm_openers_free            (ApmOpeners           *openers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmOpenersSearch, apm_openers_search_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmOpeners, apm_openers_free)

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-program.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One object in four files: apm-program.c has the states, apm-program-look.c the
 * looks, apm-program-build.c what is compiled and how, apm-program-knocks.c what is
 * left out. */

struct _ApmProgram
{
  GObject parent_instance;

  ApmSession *session;
  char *path;
  char *arguments;
  char *directory;
  GStrv environment;
  char *name;
  GStrv sources;             /* C files it is made of; empty: it is a program */

  ApmProgramState state;
  char *sentence;            /* how the run ended, or why there was none */
  GPtrArray *diagnostics;    /* of ApmDiagnostic */
  GString *compiler_output;
  ApmChild *compiler;        /* that runs */
  char *program;             /* what it makes, or @path */

  ApmLens *lens;             /* of the newest run */
  ApmTranscript *transcript;
  ApmLensReport *report;     /* newest; NULL: none yet */
  GPtrArray *knocks;         /* lines that are left out */
  GtkStringList *variables;  /* names that are watched */
  gint64 slow_ns;
  gboolean watched;
  gboolean looking;
  gint64 looked_us;          /* what the newest look took */
  guint look_source;
};

enum { APM_PROGRAM_CHANGED, APM_PROGRAM_SEEN, APM_PROGRAM_N_SIGNALS };
extern guint apm_program_signals[APM_PROGRAM_N_SIGNALS];

GStrv     apm_program_find_sources (const char  *path);
char     *apm_program_dup_target   (ApmProgram  *self);
gboolean  apm_program_compile      (ApmProgram  *self,
                                    GError     **error);
void      apm_program_launch       (ApmProgram  *self);
void      apm_program_refuse       (ApmProgram  *self,
                                    const char  *sentence);
GPtrArray *apm_program_knocks_new  (void);
ApmLens  *apm_program_start_lens   (ApmProgram  *self,
                                    const ApmSpawn *spawn,
                                    GError     **error);
void      apm_program_look         (ApmProgram  *self);
void      apm_program_look_soon    (ApmProgram  *self);

G_END_DECLS

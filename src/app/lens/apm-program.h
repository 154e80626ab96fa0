/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-report.h"
#include "apm-session.h"
#include "apm-transcript.h"

G_BEGIN_DECLS

/* Somebody's own program that is watched through the lens: compiled where it is
 * source, started, paused, slowed, stepped and stopped, as often as wanted; each run
 * is a new process that ends with us. It holds what was seen of the newest run.
 * Main thread; names are found in others.
 * Read tests/app/test_program.py first.
 *
 * ::changed ()    its state, or who steps next
 * ::seen ()       there is a newer report */

typedef enum {
  APM_PROGRAM_READY,
  APM_PROGRAM_COMPILING,
  APM_PROGRAM_REFUSED,       /* it does not compile, or cannot be watched: see the sentence */
  APM_PROGRAM_RUNNING,
  APM_PROGRAM_PAUSED,
  APM_PROGRAM_STOPPING,
  APM_PROGRAM_ENDED,
} ApmProgramState;

/* What is started. */
typedef struct {
  const char        *path;         /* a program, a C file, or a folder of C files */
  const char        *arguments;    /* as a shell would quote them; "" or NULL: none */
  const char        *directory;    /* NULL: the one that @path is in */
  const char *const *environment;  /* more "NAME=VALUE", or NULL */
} ApmProgramSpec;

#define APM_TYPE_PROGRAM (apm_program_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgram, apm_program, APM, PROGRAM, GObject)

ApmProgram      *apm_program_new             (ApmSession            *session,
                                              const ApmProgramSpec  *spec);
const char      *apm_program_get_path        (ApmProgram            *self);
const char      *apm_program_get_arguments   (ApmProgram            *self);
const char      *apm_program_get_directory   (ApmProgram            *self);
const char *const *apm_program_get_environment (ApmProgram          *self);
const char      *apm_program_get_name        (ApmProgram            *self);
gboolean         apm_program_is              (ApmProgram            *self,
                                              const ApmProgramSpec  *spec);
const char *const *apm_program_get_sources   (ApmProgram            *self);

void             apm_program_run             (ApmProgram            *self);
void             apm_program_set_paused      (ApmProgram            *self,
                                              gboolean               paused);
void             apm_program_set_slow_ns     (ApmProgram            *self,
                                              gint64                 ns);
gint64           apm_program_get_slow_ns     (ApmProgram            *self);
gboolean         apm_program_step            (ApmProgram            *self,
                                              int                    tid);
void             apm_program_set_knocked     (ApmProgram            *self,
                                              const char            *path,
                                              guint                  line,
                                              gboolean               knocked);
gboolean         apm_program_is_knocked      (ApmProgram            *self,
                                              const char            *path,
                                              guint                  line);
void             apm_program_stop            (ApmProgram            *self);
void             apm_program_set_watched     (ApmProgram            *self,
                                              gboolean               watched);

ApmProgramState  apm_program_get_state       (ApmProgram            *self);
gboolean         apm_program_is_active       (ApmProgram            *self);
const char      *apm_program_get_sentence    (ApmProgram            *self);
GPtrArray       *apm_program_get_diagnostics (ApmProgram            *self);
ApmLens         *apm_program_get_lens        (ApmProgram            *self);
ApmLensReport   *apm_program_get_report      (ApmProgram            *self);
ApmTranscript   *apm_program_get_transcript  (ApmProgram            *self);
GListModel      *apm_program_get_variables   (ApmProgram            *self);

G_END_DECLS

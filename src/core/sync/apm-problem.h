/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-scene.h"

G_BEGIN_DECLS

/* One problem of the catalogue: a folder with problem.ini and, for each
 * variant, its C source and perhaps the program, which else is compiled when it
 * is run. Immutable; all strings are UTF-8, translated where a person reads
 * them, and live as long as the problem. A teacher adds a problem by adding a
 * folder; src/problems/README.md says what is in it. Read
 * tests/sync/test-catalogue.c first. */

#define APM_TYPE_PROBLEM (apm_problem_get_type ())
G_DECLARE_FINAL_TYPE (ApmProblem, apm_problem, APM, PROBLEM, GObject)

typedef struct {
  const char        *id;             /* "producers" */
  const char        *title;          /* "Producers" */
  const char        *unit;           /* "ms", or NULL */
  int                minimum, maximum;
  int                value;          /* the default; of a choice: its place */
  const char *const *choices;        /* NULL: a number; else ids: "threads", "processes" */
  const char *const *choice_titles;  /* as many, translated; NULL where choices is */
} ApmParameter;

typedef struct {
  const char        *id;             /* "classic" */
  const char        *title;          /* "Classic" */
  const char *const *values;         /* "producers=2", … */
} ApmPreset;

/* What a variant comes to; the key `expected`. */
typedef enum {
  APM_EXPECTED_CORRECT,              /* "correct": nothing ever breaks */
  APM_EXPECTED_LOSES,                /* "loses": an item or an update is lost, or comes twice */
  APM_EXPECTED_VIOLATES,             /* "violates": something that must hold does not */
  APM_EXPECTED_DEADLOCK,             /* "deadlock": each waits for what another holds */
  APM_EXPECTED_ASLEEP,               /* "asleep": all sleep, and nobody is left to wake them */
  APM_EXPECTED_STARVES,              /* "starves": somebody is overtaken again and again */
} ApmExpectation;

typedef struct {
  const char *id;                    /* "semaphores" */
  const char *title;
  ApmExpectation expected;
  gboolean    right;                 /* FALSE: wrong on purpose */
  const char *const *breaks;         /* checks of which one breaks; NULL of a right one */
  const char *const *shows;          /* "slots=1", …: with these it is soon seen; or NULL */
  const char *const *explores;       /* "slots=1", …: what is explored, where the fewest will not do; or NULL */
  const char *expectation;           /* what should be seen, a sentence */
  const char *folder;                /* the problem's: what its source includes is looked for there */
  const char *source_path;           /* the C file */
  const char *program_path;          /* what runs */
  const char *const *checks;         /* what must hold: ids as in ApmCheck */
} ApmVariant;

const char         *apm_problem_get_id         (ApmProblem *self);
const char         *apm_problem_get_title      (ApmProblem *self);
const char         *apm_problem_get_group      (ApmProblem *self);
const char         *apm_problem_get_text       (ApmProblem *self);
ApmSceneKind        apm_problem_get_kind       (ApmProblem *self);
const ApmParameter *apm_problem_get_parameters (ApmProblem *self,
                                                guint      *n);
const ApmPreset    *apm_problem_get_presets    (ApmProblem *self,
                                                guint      *n);
const ApmVariant   *apm_problem_get_variants   (ApmProblem *self,
                                                guint      *n);
const ApmParameter *apm_problem_find_parameter (ApmProblem *self,
                                                const char *id);
const ApmVariant   *apm_problem_find_variant   (ApmProblem *self,
                                                const char *id);
const char         *apm_expectation_get_id     (ApmExpectation expectation);
const char         *apm_expectation_get_label  (ApmExpectation expectation);
gboolean            apm_parameter_check        (const ApmParameter *self,
                                                const char         *value,
                                                GError            **error);

ApmProblem         *apm_problem_load           (const char *dir,
                                                GError    **error);
char               *apm_problem_dup_copy_path  (ApmProblem       *self,
                                                const ApmVariant *variant);
ApmProblem         *apm_problem_dup_with_source (ApmProblem *self,
                                                 const char *variant,
                                                 const char *source_path);
gboolean            apm_problem_is_copy        (ApmProblem *self);
GListModel         *apm_catalogue_load         (const char *dir,
                                                GError    **error);
const char *const  *apm_catalogue_get_complaints (GListModel *catalogue);
void                apm_catalogue_add_async    (GListModel         *catalogue,
                                                const char         *path,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
GStrv               apm_catalogue_add_finish   (GListModel         *catalogue,
                                                GAsyncResult       *result);
void                apm_catalogue_remove       (GListModel *catalogue,
                                                const char *path);
guint               apm_catalogue_count        (GListModel *catalogue,
                                                const char *path);
ApmProblem         *apm_catalogue_find         (GListModel *catalogue,
                                                const char *id);
gboolean            apm_catalogue_find_variant (GListModel        *catalogue,
                                                const char        *name,
                                                ApmProblem       **problem,
                                                const ApmVariant **variant,
                                                GError           **error);

G_END_DECLS

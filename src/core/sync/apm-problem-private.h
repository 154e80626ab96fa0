/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-problem.h"
#include "apm-referee.h"

G_BEGIN_DECLS

struct _ApmProblem
{
  GObject parent_instance;

  ApmProblem *original;       /* of a copy: owns what both have */
  GStringChunk *strings;      /* owns every string below */
  GPtrArray *lists;           /* owns every list of strings below */

  const char *id, *title, *group, *text;
  const char *group_id;       /* not translated: the order of the catalogue */
  ApmSceneKind kind;
  GArray *parameters;         /* of ApmParameter */
  GArray *presets;            /* of ApmPreset */
  GArray *variants;           /* of ApmVariant */
  GArray *activities;         /* of ApmActivity */
  GArray *own_checks;         /* of ApmOwnCheck */
  const char *const *numbers; /* names of what its programs show */
  const char *const *actors;  /* "P:producers", … */
};

gboolean apm_expectation_parse     (const char     *word,
                                    ApmExpectation *expectation);
char    *apm_expectation_dup_words (void);

gboolean apm_parameter_parse_pair (ApmProblem          *problem,
                                   const char          *pair,
                                   const ApmParameter **parameter,
                                   const char         **value,
                                   GError             **error);

G_END_DECLS

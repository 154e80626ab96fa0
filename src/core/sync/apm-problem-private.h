/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-problem.h"

G_BEGIN_DECLS

struct _ApmProblem
{
  GObject parent_instance;

  GStringChunk *strings;      /* owns every string below */
  GPtrArray *lists;           /* owns every list of strings below */

  const char *id, *title, *group, *text;
  const char *group_id;       /* not translated: the order of the catalogue */
  ApmSceneKind kind;
  GArray *parameters;         /* of ApmParameter */
  GArray *presets;            /* of ApmPreset */
  GArray *variants;           /* of ApmVariant */
};

gboolean apm_parameter_parse_pair (ApmProblem          *problem,
                                   const char          *pair,
                                   const ApmParameter **parameter,
                                   const char         **value,
                                   GError             **error);

G_END_DECLS

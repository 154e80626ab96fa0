/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-section.h"

G_BEGIN_DECLS

/* The sections of the inspector, as they are listed: a line each. One of them is made
 * when it is first looked at, by one of the two. */
typedef struct {
  const char         *id;       /* in the settings */
  const char         *title;    /* N_() */
  GtkWidget        *(*create) (ApmSubject *subject);
  const ApmTableKind *kind;
} ApmSectionEntry;

/* Ends with { NULL }. */
extern const ApmSectionEntry apm_section_entries[];

G_END_DECLS

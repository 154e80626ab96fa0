/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-rows.h"
#include "apm-table-section.h"

G_BEGIN_DECLS

/* One widget in two files: apm-table-section.c is what is seen, -look.c how it is read. */

struct _ApmTableSection
{
  ApmSectionView parent_instance;
  const ApmTableKind *kind;
  ApmRows *rows;
  GtkLabel *head;
  GtkLabel *note;
  GtkEditable *search;       /* NULL where there is none */
  GtkToggleButton *toggle;   /* the same */
  ApmTable *table;
  GCancellable *cancellable; /* of the look under way */
  char *text;                /* of the last look, to be copied */
  char *nothing;
  gboolean asked_switched;   /* how the look under way was asked */
  gboolean measured;         /* what is shown cost much, and stays */
};

void     apm_table_section_update_empty (ApmTableSection *self);
gboolean apm_table_section_look         (ApmSectionView  *view);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apmctl.h"

G_BEGIN_DECLS

/* What other rooms than core/process know of one process, as further sections of
 * "apmctl inspect". A section says itself why it is not there. */

typedef struct {
  int          pid;
  gint64       started_us;
  GString     *text;       /* one of the two */
  JsonBuilder *builder;
  gpointer     peers;      /* ApmPeers: read once, when a section asks for it */
} Inspected;

typedef struct {
  const char *id;
  const char *label;
  void      (*print) (Inspected *inspected);
} InspectSection;

extern const InspectSection inspect_sections[];

void inspected_add_sentence (Inspected  *inspected,
                             const char *key,
                             const char *sentence);
void inspected_clear        (Inspected  *inspected);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-filter.h"

G_BEGIN_DECLS

/* A filter as it is kept: apm-filter-parse.c makes it, apm-filter.c asks it. */

typedef enum {
  APM_KEY_ANYWHERE,
  APM_KEY_TEXT,      /* a part of the field */
  APM_KEY_WORD,      /* the whole field */
  APM_KEY_STATE,
  APM_KEY_UNDER,
  APM_KEY_NUMBER,
  APM_KEY_BYTES,
  APM_KEY_SPAN,      /* the field counts microseconds */
} ApmKeyKind;

typedef struct {
  const char *name;   /* as it is written before the colon */
  ApmKeyKind  kind;
  const char *field;  /* of apm_process_fields, or NULL */
} ApmFilterKey;

typedef enum {
  APM_RELATION_EQUAL,
  APM_RELATION_BELOW,
  APM_RELATION_AT_MOST,
  APM_RELATION_ABOVE,
  APM_RELATION_AT_LEAST,
} ApmRelation;

typedef struct {
  const ApmFilterKey *key;
  gboolean    denied;
  char       *text;      /* case folded */
  GRegex     *regex;
  ApmRelation relation;
  double      number;
  gsize       start;     /* where its key stands in what was written, in bytes */
  gsize       end;
} ApmTerm;

struct _ApmFilter
{
  gatomicrefcount refs;
  GArray *terms;         /* of ApmTerm */
};

ApmFilter          *apm_filter_new      (void);
void                apm_term_clear      (ApmTerm    *term);
const ApmFilterKey *apm_filter_find_key (const char *name);

G_END_DECLS

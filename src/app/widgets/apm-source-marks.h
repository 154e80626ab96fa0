/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* What is marked in a source: the lines that threads are at, by colour, pattern and
 * name; what the compiler said of a line; and operations that can be left out, each
 * with a switch. A gutter of any GtkSourceView; the view's description says the same
 * in words, and Ctrl+K toggles the switch of the cursor's line.
 *
 * ::toggled (guint line)   the switch of that line (from 1) was pressed; it changes
 *                          when it is set anew */

typedef enum {
  APM_SOURCE_THREAD,
  APM_SOURCE_WARNING,
  APM_SOURCE_ERROR,
} ApmSourceMarkKind;

typedef struct {
  guint             line;    /* from 1 */
  ApmSourceMarkKind kind;
  guint             tone;    /* of a thread: its number in apm-palette.h */
  const char       *text;    /* the thread's name; what the compiler said */
} ApmSourceMark;

typedef struct {
  guint    line;
  gboolean out;              /* its operation is left out */
} ApmSourceSwitch;

#define APM_TYPE_SOURCE_MARKS (apm_source_marks_get_type ())
G_DECLARE_FINAL_TYPE (ApmSourceMarks, apm_source_marks, APM, SOURCE_MARKS, GtkSourceGutterRenderer)

ApmSourceMarks *apm_source_marks_new          (GtkSourceView         *view);
void            apm_source_marks_set          (ApmSourceMarks        *self,
                                               const ApmSourceMark   *marks,
                                               guint                  n);
void            apm_source_marks_set_switches (ApmSourceMarks        *self,
                                               const ApmSourceSwitch *switches,
                                               guint                  n);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-graph.h"

/* Passes and what is found in them as short texts.
 *
 * A pass: one thread a line or after a comma, "PID.TID" which runs, or followed by
 *   -> enders     waits hard      ~> likely      ?> soft      @> anybody may come
 * Enders: "2.1" a thread, "2" a process; any of "2.1 3"; all of "2.1 & 3"; "!" a group
 * that is empty since its owner is gone. "=>" is "->" of a wait that ends by itself.
 *
 * A graph: "{1.1 1.2}" a knot, "~{…}" a likely one, "!{1.1}" an orphan; "1.3<2" stuck
 * behind at distance 2, "~1.3<2" likely so; "1.4?" softly stuck; the others are left out. */

ApmWaitPass *web_pass_from_text (const char         *text);
char        *web_text_from_graph (const ApmWaitGraph *graph);

/* For passes made by number: waits must come in order of PID and TID. */
void         web_pass_add_wait  (ApmWaitPass        *pass,
                                 int                 pid,
                                 int                 tid);
void         web_pass_add_group (ApmWaitPass        *pass);
void         web_pass_add_ender (ApmWaitPass        *pass,
                                 int                 pid,
                                 int                 tid);

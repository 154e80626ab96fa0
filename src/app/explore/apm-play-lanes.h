/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-play.h"
#include "apm-timeline-source.h"

G_BEGIN_DECLS

/* A failing schedule as a timeline: its time are steps, so a position is a time, and
 * one more step behind the last shows who then stands where. */

ApmTimelineSource *apm_play_lanes_new (const ApmPlay *play);

G_END_DECLS

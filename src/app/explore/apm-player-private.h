/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-player.h"

#include "apm-play.h"
#include "apm-rows.h"
#include "apm-source-pane.h"
#include "apm-table.h"
#include "apm-timeline.h"

G_BEGIN_DECLS

/* One widget in two files: apm-player.c shows a position, apm-player-moves.c goes from
 * one to another, by buttons, keys and the clock. */

/* A failure that is being made ready, in a thread: it may be of 20,000 steps. */
typedef struct {
  ApmExploration *exploration;   /* keeps the failure */
  const ApmFailure *failure;
  ApmPlay *play;
  GPtrArray *rows;
} ApmPrepared;

struct _ApmPlayer
{
  AdwBin parent_instance;
  GtkDropDown *failures;
  ApmTimeline *lanes;
  ApmTable *steps;
  ApmSourcePane *source;
  ApmTable *threads;
  ApmTable *values;
  GtkLabel *where;
  GtkButton *play_button;
  GtkDropDown *speed;

  ApmExploration *exploration;   /* keeps the failures */
  ApmPrepared *preparing;        /* the newest; others are forgotten when they are ready */
  ApmPlay *play;                 /* NULL: nothing to play */
  guint position;
  guint timer;                   /* plays */
  guint scrolling;               /* once the new rows have their places */
  GtkEventController *keys;      /* the window's: whatever has the focus, even nothing */
  gboolean following;            /* the table's row is set by us */
  ApmLens *real;                 /* whose threads the lanes show; NULL: the schedule's */
  ApmRows *step_rows;
  ApmRows *thread_rows;
  ApmRows *value_rows;
};

/* apm-player-moves.c */
void apm_player_install_moves (GtkWidgetClass *widget_class);
void apm_player_stop          (ApmPlayer      *self);
void apm_player_show_playing  (ApmPlayer      *self);
void apm_player_speed_changed (ApmPlayer      *self);
void apm_player_take_keys     (ApmPlayer      *self);
void apm_player_leave_keys    (ApmPlayer      *self);

G_END_DECLS

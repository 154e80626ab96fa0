/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../counts.h"
#include "../until.h"

#include "apm-error.h"
#include "apm-post.h"

/* A post with an ear for all that it tells. */
typedef struct {
  ApmPost    *post;
  GPtrArray  *arrived;    /* of GBytes */
  GPtrArray  *sentences;  /* of char *: why channels closed */
  GPtrArray  *reports;    /* of char * */
  GPtrArray  *refused;    /* of char * */
  guint       n_nothing;
  guint       n_sent;
  guint       n_ended;
  guint       n_batches;
  const char *sender;
  const char *receiver;
  gint64      latency_us;
} Fixture;

void fixture_set_up    (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

GBytes  *make_bytes           (gsize size, guint seed);
guint    count_children       (void);

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

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

/* Iterates the main context until @condition holds, at most for a minute. */
#define wait_until(condition) G_STMT_START { \
    gint64 wait_deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; \
    guint wait_id = g_timeout_add (100, fixture_keep_turning, NULL); \
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, wait_deadline); \
        g_main_context_iteration (NULL, TRUE); \
      } \
    g_source_remove (wait_id); \
  } G_STMT_END

gboolean fixture_keep_turning (gpointer data);
GBytes  *make_bytes           (gsize size, guint seed);
guint    count_descriptors    (void);
guint    count_children       (void);

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-mail.h"

#include <string.h>
#include <unistd.h>

GBytes *
text_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

ApmWorker *
create (Fixture    *fixture,
        const char *name)
{
  g_autoptr(GError) error = NULL;
  ApmWorker *worker = apm_post_create_worker (fixture->post, name, &error);

  g_assert_no_error (error);
  g_assert_nonnull (worker);

  return worker;
}

ApmChannel *
get_channel (Fixture   *fixture,
             ApmWorker *sender,
             ApmWorker *receiver)
{
  g_autoptr(GError) error = NULL;
  ApmChannel *channel = apm_post_get_channel (fixture->post, sender, receiver, &error);

  g_assert_no_error (error);

  return channel;
}

void
send_bytes (Fixture   *fixture,
            ApmWorker *sender,
            ApmWorker *receiver,
            GBytes    *data)
{
  g_autoptr(GError) error = NULL;
  gboolean sent = apm_post_send (fixture->post, sender, receiver, data, &error);

  g_assert_no_error (error);
  g_assert_true (sent);
}

void
send_text (Fixture    *fixture,
           ApmWorker  *sender,
           ApmWorker  *receiver,
           const char *text)
{
  g_autoptr(GBytes) data = text_bytes (text);

  send_bytes (fixture, sender, receiver, data);
}

void
assert_arrived (Fixture    *fixture,
                guint       index,
                const char *text)
{
  g_autoptr(GBytes) expected = text_bytes (text);

  g_assert_cmpuint (fixture->arrived->len, >, index);
  g_assert_true (g_bytes_equal (fixture->arrived->pdata[index], expected));
}

/* A name that nobody has yet. */
char *
dup_name (ApmMedium medium)
{
  gboolean is_file = medium != APM_MEDIUM_QUEUE && medium != APM_MEDIUM_RING;
  static int n;

  return g_strdup_printf ("%s/apm-plan-%d-%d", is_file ? g_get_tmp_dir () : "", getpid (), n++);
}

ApmChannel *
open_plan (Fixture              *fixture,
           const ApmChannelPlan *plan)
{
  g_autoptr(GError) error = NULL;
  ApmChannel *channel = apm_post_open_channel (fixture->post, plan, &error);

  g_assert_no_error (error);

  return channel;
}

void
say (Fixture    *fixture,
     ApmChannel *channel,
     const char *text)
{
  g_autoptr(GBytes) data = text_bytes (text);
  g_autoptr(GError) error = NULL;

  apm_post_send_through (fixture->post, channel, data, 0, &error);
  g_assert_no_error (error);
}

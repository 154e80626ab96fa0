/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-ipc-hello.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-channel-words.h"

static gboolean
say (ApmPost    *post,
     ApmWorker  *sender,
     ApmWorker  *receiver,
     GError    **error)
{
  g_autofree char *text = g_strdup_printf (_("Hello, %s!"), apm_words_for_party (receiver));
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  ApmChannel *channel = apm_post_get_channel (post, sender, receiver, error);

  if (channel == NULL)
    return FALSE;

  apm_channel_set_subscribed (channel, TRUE);

  return apm_post_send (post, sender, receiver, data, error);
}

/**
 * apm_ipc_hello:
 * @first: (out) (transfer none)
 * @second: (out) (transfer none)
 *
 * Creates two workers, which greet each other and this program.
 */
gboolean
apm_ipc_hello (ApmSession  *session,
               ApmWorker  **first,
               ApmWorker  **second,
               GError     **error)
{
  ApmPost *post = apm_session_get_post (session);

  *first = apm_session_create_worker (session, NULL, error);
  *second = *first ? apm_session_create_worker (session, NULL, error) : NULL;

  return *second != NULL && say (post, *first, *second, error) && say (post, *second, *first, error) &&
         say (post, *second, NULL, error);
}

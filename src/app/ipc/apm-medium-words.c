/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-medium-words.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char *title;
  const char *explanation;
} media[APM_N_MEDIA] = {
  [APM_MEDIUM_FIFO] = { N_("Named pipe (FIFO)"),
    N_("A pipe with a name among the files: who opens it writes into it or reads from it.") },
  [APM_MEDIUM_STREAM] = { N_("Unix socket, stream"),
    N_("Its receiver listens at a name; each sender has a connection of his own, for bytes.") },
  [APM_MEDIUM_SEQPACKET] = { N_("Unix socket, sequenced packets"),
    N_("A connection that keeps messages apart and in order.") },
  [APM_MEDIUM_DATAGRAM] = { N_("Unix socket, datagrams"),
    N_("Messages to a name, without a connection.") },
  [APM_MEDIUM_QUEUE] = { N_("Message queue"),
    N_("A POSIX queue in the kernel: the highest priority comes out first, and it stays when nobody has it open.") },
  [APM_MEDIUM_RING] = { N_("Shared memory ring"),
    N_("Memory that both sides see, with semaphores that count its free and full slots: no kernel copies anything.") },
  [APM_MEDIUM_SIGNAL] = { N_("Signal with a number"),
    N_("A signal that waits in the kernel and carries one number.") },
  [APM_MEDIUM_PIPE] = { N_("Pipe"),
    N_("Plain bytes from one to the other, and no name: only whom we give an end has it.") },
  [APM_MEDIUM_PAIR] = { N_("Unix socket pair"),
    N_("Two connected sockets without a name.") },
  [APM_MEDIUM_EVENTFD] = { N_("eventfd"),
    N_("A number in the kernel: who sends adds to it, who receives takes all of it.") },
};

static const char *const framings[APM_N_FRAMINGS] = {
  [APM_FRAMING_LINES] = N_("Lines"),
  [APM_FRAMING_NUL] = N_("Zero bytes"),
  [APM_FRAMING_LENGTH] = N_("4-byte length"),
  [APM_FRAMING_RAW] = N_("Raw: what comes at once"),
};

const char *
apm_words_for_medium (ApmMedium medium)
{
  g_return_val_if_fail (medium < APM_N_MEDIA, NULL);

  return _(media[medium].title);
}

/**
 * apm_medium_explain:
 *
 * Returns: a sentence for who has never seen one
 */
const char *
apm_medium_explain (ApmMedium medium)
{
  g_return_val_if_fail (medium < APM_N_MEDIA, NULL);

  return _(media[medium].explanation);
}

const char *
apm_words_for_framing (ApmFraming framing)
{
  g_return_val_if_fail (framing < APM_N_FRAMINGS, NULL);

  return _(framings[framing]);
}

/* Where the names of a medium can be looked at. */
static char *
dup_path (ApmMedium   medium,
          const char *name)
{
  if (medium == APM_MEDIUM_QUEUE)
    return g_strconcat ("/dev/mqueue", name, NULL);

  return medium == APM_MEDIUM_RING ? g_strconcat ("/dev/shm", name, NULL) : g_strdup (name);
}

/**
 * apm_medium_dup_name:
 *
 * Returns: (transfer full): a name that nobody has, to begin with
 */
char *
apm_medium_dup_name (ApmMedium medium,
                     gboolean  is_receiver_far)
{
  const char *id = apm_medium_get_id (medium);

  if (medium == APM_MEDIUM_SIGNAL)
    return g_strdup (is_receiver_far ? "" : "SIGRTMIN+1");

  for (guint i = 1;; i++)
    {
      g_autofree char *base = g_strdup_printf ("apm-%s-%u", id, i);
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      if (!apm_medium_is_named (medium))
        return g_strdup (id);
      name = medium == APM_MEDIUM_QUEUE || medium == APM_MEDIUM_RING ? g_strconcat ("/", base, NULL) :
             g_build_filename (g_get_user_runtime_dir (), base, NULL);
      path = dup_path (medium, name);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

static const char *
get_socat_type (ApmMedium medium)
{
  return medium == APM_MEDIUM_SEQPACKET ? ",type=5" : "";
}

static char *
dup_socket_line (ApmChannel *channel,
                 const char *quoted)
{
  ApmMedium medium = apm_channel_get_medium (channel);

  if (medium == APM_MEDIUM_DATAGRAM)
    return apm_channel_is_sender_far (channel) ? g_strdup_printf ("socat - UNIX-SENDTO:%s", quoted) :
           g_strdup_printf ("socat -u UNIX-RECV:%s -", quoted);

  return g_strdup_printf (apm_channel_is_sender_far (channel) ? "socat -u - UNIX-CONNECT:%s%s" : "socat -u UNIX-LISTEN:%s%s -",
                          quoted, get_socat_type (medium));
}

/**
 * apm_words_for_joining:
 *
 * Returns: (transfer full) (nullable): what a stranger types in a shell to be the other side;
 *   %NULL if there is none
 */
char *
apm_words_for_joining (ApmChannel *channel)
{
  gboolean is_sender = apm_channel_is_sender_far (channel);
  const char *address = apm_channel_get_address (channel);
  ApmWorker *receiver = apm_channel_get_receiver (channel);
  ApmFraming framing = apm_channel_get_framing (channel);
  g_autofree char *quoted = NULL;
  gboolean is_plain;

  if (!is_sender && !apm_channel_is_receiver_far (channel))
    return NULL;
  is_plain = !apm_medium_is_stream (apm_channel_get_medium (channel)) || framing == APM_FRAMING_LINES || framing == APM_FRAMING_RAW;

  /* The program: what shells have built in under that name knows no -q. */
  if (apm_channel_get_medium (channel) == APM_MEDIUM_SIGNAL)
    return is_sender ? g_strdup_printf ("env kill -q 42 -s %s %d", apm_channel_get_name (channel) + strlen ("SIG"),
                                        receiver ? apm_worker_get_pid (receiver) : getpid ()) : NULL;

  quoted = g_shell_quote (is_plain ? apm_channel_get_name (channel) : address);
  if (is_plain && apm_channel_get_medium (channel) == APM_MEDIUM_FIFO)
    return g_strdup_printf (is_sender ? "cat > %s" : "cat %s", quoted);
  if (is_plain && apm_medium_is_socket (apm_channel_get_medium (channel)))
    return dup_socket_line (channel, quoted);

  g_free (quoted);
  quoted = g_shell_quote (address);
  if (!is_plain)
    return g_strdup_printf ("apmctl channel %s --framing=%s %s", is_sender ? "send" : "receive", apm_framing_get_id (framing), quoted);

  return g_strdup_printf ("apmctl channel %s %s", is_sender ? "send" : "receive", quoted);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-channel.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char *name;
  const char *summary;
  int       (*run) (int argc, char **argv);
} orders[] = {
  { "bench", N_("Measure what a message costs, by kind of channel"), apmctl_channel_bench },
  { "create", N_("Make a FIFO, queue or ring, and remove it at the end"), apmctl_channel_create },
  { "send", N_("Send messages"), apmctl_channel_send },
  { "receive", N_("Print the messages that come"), apmctl_channel_receive },
};

/* What waits now; a signal of the terminal ends the waiting. */
static ApmEndpoint *waiting;

static void
on_signal (G_GNUC_UNUSED int signum)
{
  if (waiting)
    apm_endpoint_interrupt (waiting);
}

/**
 * apmctl_channel_heed:
 * @endpoint: (nullable): whose waiting SIGINT and SIGTERM end from now on
 */
void
apmctl_channel_heed (ApmEndpoint *endpoint)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  const struct sigaction heed = { .sa_handler = on_signal };

  waiting = endpoint;
  for (guint i = 0; endpoint && i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &heed, NULL);
}

gboolean
apmctl_channel_find_framing (const char *id,
                             ApmFraming *framing)
{
  *framing = APM_FRAMING_LINES;
  if (id == NULL || apm_framing_find (id, framing))
    return TRUE;
  apmctl_fail (APMCTL_USAGE, _("There is no framing “%s”: lines, nul, length or raw"), id);

  return FALSE;
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static int
keep_until_ended (const char *address)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], quit, loop);
  g_print ("%s\n", address);
  g_main_loop_run (loop);
  apm_endpoint_unguard (address);
  if (!apm_endpoint_unmake (address, &error))
    return apmctl_fail_error (error);

  return APMCTL_DONE;
}

int
apmctl_channel_create (int    argc,
                       char **argv)
{
  int n_messages = 10, message_size = 8192;
  const GOptionEntry entries[] = {
    { "messages", 0, 0, G_OPTION_ARG_INT, &n_messages, N_("How many find room in a queue or ring (10)"), N_("N") },
    { "size", 0, 0, G_OPTION_ARG_INT, &message_size, N_("Bytes of their longest message (8192)"), N_("BYTES") },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  int status;

  if (!apmctl_parse (_("ADDRESS"), _("Make a channel that any program can use, until Ctrl+C: fifo:PATH, queue:/NAME or ring:/NAME"), entries,
                     &argc, &argv, &status))
    return status;
  if (argc != 2)
    return apmctl_fail (APMCTL_USAGE, _("One address is needed, as in “apmctl channel create fifo:/tmp/orders”"));
  if (n_messages < 1 || message_size < 1)
    return apmctl_fail (APMCTL_USAGE, _("A channel has room for one message of one byte at least"));

  if (!apm_endpoint_make (argv[1], (guint) n_messages, (guint) message_size, &error))
    return apmctl_fail_error (error);
  if (!apm_endpoint_guard (argv[1], &error))
    {
      apm_endpoint_unmake (argv[1], NULL);
      return apmctl_fail_error (error);
    }

  return keep_until_ended (argv[1]);
}

static int
print_help (void)
{
  g_autoptr(GString) text = g_string_new (_("Usage: apmctl channel ORDER [ARGUMENT…]"));

  g_string_append_printf (text, "\n\n%s\n", _("Orders:"));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_string_append_printf (text, "  %-8s %s\n", orders[i].name, _(orders[i].summary));
  g_string_append_printf (text, "\n%s\n%s",
                          _("Addresses:"),
                          _("  fifo:PATH       a named pipe\n"
                            "  stream:PATH     a Unix socket, which its receiver makes\n"
                            "  seqpacket:PATH  the same, where messages stay apart\n"
                            "  datagram:PATH   the same, without a connection\n"
                            "  queue:/NAME     a POSIX message queue, with priorities\n"
                            "  ring:/NAME      a ring of messages in shared memory, with semaphores\n"
                            "  signal:PID      a signal that carries a number (send); signal:SIGRTMIN+1 (receive)\n"));
  g_string_append_printf (text, "\n%s\n", _("“apmctl channel ORDER --help” tells what an order takes."));

  return apmctl_print (text);
}

int
apmctl_channel (int    argc,
                char **argv)
{
  if (argc < 2)
    return apmctl_fail (APMCTL_USAGE, _("Which order? “apmctl channel --help” lists them"));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return print_help ();
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (strcmp (orders[i].name, argv[1]) == 0)
      {
        g_autofree char *name = g_strconcat ("channel ", argv[1], NULL);
        int status;

        argv[1] = name;
        status = orders[i].run (argc - 1, argv + 1);
        return status;
      }

  return apmctl_fail (APMCTL_USAGE, _("There is no order “%s”: “apmctl channel --help” lists them"), argv[1]);
}

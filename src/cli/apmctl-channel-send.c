/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-channel.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* What of a file travels at once where its bytes are a stream. */
#define CHUNK 65536

typedef struct {
  char  *framing;
  char  *file;
  int    random;       /* bytes; 0: none */
  int    count;
  double rate;         /* messages a second; 0: as fast as they go */
  double timeout;      /* seconds; negative: for ever */
  int    priority;
} Options;

typedef struct {
  const Options *options;
  ApmEndpoint   *endpoint;
  gint64         began_us;
  guint64        n;
} Sending;

/* The next one is due a step after the first, so a late one does not make all late. */
static void
keep_pace (Sending *sending)
{
  gint64 due, now = g_get_monotonic_time ();

  if (sending->options->rate <= 0)
    return;
  due = sending->began_us + (gint64) (sending->n * G_USEC_PER_SEC / sending->options->rate);
  if (due > now)
    g_usleep ((gulong) (due - now));
}

static gboolean
send_one (Sending       *sending,
          const guint8  *bytes,
          gsize          length,
          GError       **error)
{
  const Options *options = sending->options;
  gint64 timeout_us = options->timeout < 0 ? -1 : (gint64) (options->timeout * G_USEC_PER_SEC);

  keep_pace (sending);
  if (!apm_endpoint_send (sending->endpoint, bytes, length, (guint) options->priority, timeout_us, error))
    return FALSE;
  sending->n++;

  return TRUE;
}

static gboolean
send_words (Sending  *sending,
            char    **words,
            GError  **error)
{
  for (int round = 0; round < sending->options->count; round++)
    for (char **word = words; *word; word++)
      if (!send_one (sending, (const guint8 *) *word, strlen (*word), error))
        return FALSE;

  return TRUE;
}

static gboolean
send_random (Sending  *sending,
             GError  **error)
{
  gsize length = (gsize) sending->options->random;
  g_autofree guint8 *bytes = g_malloc (length);

  for (int round = 0; round < sending->options->count; round++)
    {
      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) g_random_int ();
      if (!send_one (sending, bytes, length, error))
        return FALSE;
    }

  return TRUE;
}

/* One message, but for a stream whose bytes need no framing. */
static gboolean
send_file (Sending     *sending,
           const char  *path,
           gboolean     as_bytes,
           GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree guint8 *bytes = g_malloc (as_bytes ? CHUNK : APM_FRAMING_MOST + 1);
  gsize n;

  if (!stream)
    return FALSE;
  do
    {
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, as_bytes ? CHUNK : APM_FRAMING_MOST + 1, &n, NULL, error) ||
          ((n > 0 || !as_bytes) && !send_one (sending, bytes, n, error)))
        return FALSE;
    }
  while (as_bytes && n > 0);

  return TRUE;
}

/* Each line of our input is a message. */
static gboolean
send_input (Sending  *sending,
            GError  **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (input);

  for (;;)
    {
      gsize length;
      GError *local = NULL;
      g_autofree char *line = g_data_input_stream_read_line (lines, &length, NULL, &local);

      if (!line)
        {
          if (local)
            g_propagate_error (error, local);
          return local == NULL;
        }
      if (!send_one (sending, (const guint8 *) line, length, error))
        return FALSE;
    }
}

static gboolean
send_all (Sending     *sending,
          const char  *address,
          ApmFraming   framing,
          char       **words,
          GError     **error)
{
  const Options *options = sending->options;
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;
  if (options->random > 0)
    return send_random (sending, error);
  if (options->file)
    return send_file (sending, options->file, apm_medium_is_stream (medium) && framing == APM_FRAMING_RAW, error);

  return *words ? send_words (sending, words, error) : send_input (sending, error);
}

/* GLib leaves "--" where it is if what follows begins with a dash. */
static char **
get_words (char **argv)
{
  return argv[2] && strcmp (argv[2], "--") == 0 ? argv + 3 : argv + 2;
}

static int
check (const Options *options,
       int            argc)
{
  if (argc < 2)
    return apmctl_fail (APMCTL_USAGE, _("An address is needed, as in “apmctl channel send fifo:/tmp/orders hello”"));
  if (options->random < 0 || options->random > APM_FRAMING_MOST)
    return apmctl_fail (APMCTL_USAGE, _("--random takes a size from 1 to %d bytes"), APM_FRAMING_MOST);
  if (options->count < 1 || options->rate < 0 || options->priority < 0)
    return apmctl_fail (APMCTL_USAGE, _("--count is at least 1; --rate and --priority are not negative"));
  if ((argc > 2) + (options->file != NULL) + (options->random > 0) > 1)
    return apmctl_fail (APMCTL_USAGE, _("Only one of words, --file and --random"));

  return APMCTL_DONE;
}

static int
run (const Options  *options,
     char          **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmEndpoint) endpoint = NULL;
  Sending sending = { options, NULL, g_get_monotonic_time (), 0 };
  ApmFraming framing;
  gint64 timeout_us = options->timeout < 0 ? -1 : (gint64) (options->timeout * G_USEC_PER_SEC);
  int status = APMCTL_DONE;

  if (!apmctl_channel_find_framing (options->framing, &framing))
    return APMCTL_USAGE;
  endpoint = apm_endpoint_open (argv[1], TRUE, framing, timeout_us, &error);
  if (!endpoint)
    return apmctl_fail_error (error);

  sending.endpoint = endpoint;
  apmctl_channel_heed (endpoint);
  if (!send_all (&sending, argv[1], framing, get_words (argv), &error))
    status = apmctl_fail_error (error);
  apmctl_channel_heed (NULL);

  return status;
}

int
apmctl_channel_send (int    argc,
                     char **argv)
{
  Options options = { .count = 1, .timeout = -1 };
  const GOptionEntry entries[] = {
    { "framing", 0, 0, G_OPTION_ARG_STRING, &options.framing,
      N_("How messages are told apart in a FIFO or stream: lines (if not said), nul, length, raw"), N_("HOW") },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &options.file, N_("Send what is in a file"), N_("FILE") },
    { "random", 0, 0, G_OPTION_ARG_INT, &options.random, N_("Send so many random bytes"), N_("BYTES") },
    { "count", 0, 0, G_OPTION_ARG_INT, &options.count, N_("Send it so often"), N_("N") },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options.rate, N_("So many messages a second"), N_("N") },
    { "priority", 0, 0, G_OPTION_ARG_INT, &options.priority, N_("Of a message in a queue: the highest comes out first"), N_("N") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.timeout, N_("Wait so long for a receiver and for room, 0: not at all"), N_("SECONDS") },
    { NULL }
  };
  int status;

  if (apmctl_parse (_("ADDRESS [MESSAGE…]"), _("Send messages: each word, else each line of the input"), entries, &argc, &argv, &status))
    {
      status = check (&options, argc);
      if (status == APMCTL_DONE)
        status = run (&options, argv);
    }
  g_free (options.framing);
  g_free (options.file);

  return status;
}

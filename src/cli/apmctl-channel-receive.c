/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-channel.h"

#include "apm-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  char     *framing;
  int       count;          /* 0: until the end */
  double    timeout;        /* seconds; negative: for ever */
  gboolean  json;
  gboolean  hex;
} Options;

static void
append_hex (GString                  *text,
            const ApmReceivedMessage *message)
{
  for (gsize at = 0; at < message->length || at == 0; at += 16)
    {
      g_string_append_printf (text, "%08" G_GSIZE_MODIFIER "x ", at);
      for (gsize i = at; i < at + 16; i++)
        g_string_append_printf (text, i < message->length ? " %02x" : "   ", i < message->length ? message->bytes[i] : 0);
      g_string_append (text, "  ");
      for (gsize i = at; i < at + 16 && i < message->length; i++)
        g_string_append_c (text, g_ascii_isprint (message->bytes[i]) ? (char) message->bytes[i] : '.');
      g_string_append_c (text, '\n');
    }
}

/* Text as text; what is none as base64. */
static int
print_json (const ApmReceivedMessage *message)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean is_text = g_utf8_validate_len ((const char *) message->bytes, message->length, NULL);
  g_autofree char *words = is_text ? g_strndup ((const char *) message->bytes, message->length) :
                           g_base64_encode (message->bytes, message->length);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "received_us");
  json_builder_add_int_value (builder, g_get_real_time ());
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, (gint64) message->length);
  if (message->pid > 0)
    {
      json_builder_set_member_name (builder, "pid");
      json_builder_add_int_value (builder, message->pid);
    }
  json_builder_set_member_name (builder, "priority");
  json_builder_add_int_value (builder, message->priority);
  json_builder_set_member_name (builder, is_text ? "text" : "base64");
  json_builder_add_string_value (builder, words);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  line = json_generator_to_data (generator, NULL);
  g_string_append_printf (text, "%s\n", line);

  return apmctl_print (text);
}

static int
print_message (const Options            *options,
               ApmFraming                framing,
               const ApmReceivedMessage *message)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (options->json)
    return print_json (message);
  if (options->hex)
    append_hex (text, message);
  else
    g_string_append_len (text, (const char *) message->bytes, (gssize) message->length);
  if (!options->hex && framing != APM_FRAMING_RAW)
    g_string_append_c (text, framing == APM_FRAMING_NUL ? '\0' : '\n');

  return apmctl_print (text);
}

static int
receive (const Options *options,
         ApmFraming     framing,
         ApmEndpoint   *endpoint)
{
  gint64 timeout_us = options->timeout < 0 ? -1 : (gint64) (options->timeout * G_USEC_PER_SEC);
  int n = 0;

  while (options->count == 0 || n < options->count)
    {
      g_autoptr(GError) error = NULL;
      ApmReceivedMessage message;
      int status;

      switch (apm_endpoint_receive (endpoint, timeout_us, &message, &error))
        {
        case APM_RECEIVED_MESSAGE:
          status = print_message (options, framing, &message);
          if (status != APMCTL_DONE)
            return status;
          n++;
          break;
        case APM_RECEIVED_NOTHING:
          return timeout_us < 0 ? APMCTL_DONE : APMCTL_DENIED;
        case APM_RECEIVED_END:
          return APMCTL_DONE;
        case APM_RECEIVED_ERROR:
        default:
          return apmctl_fail_error (error);
        }
    }

  return APMCTL_DONE;
}

static int
run (const Options *options,
     const char    *address)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmEndpoint) endpoint = NULL;
  ApmFraming framing;
  ApmMedium medium;
  const char *name;
  gboolean guarded;
  int status;

  if (!apmctl_channel_find_framing (options->framing, &framing))
    return APMCTL_USAGE;
  if (!apm_endpoint_parse (address, &medium, &name, &error))
    return apmctl_fail_error (error);
  endpoint = apm_endpoint_open (address, FALSE, framing, -1, &error);
  if (!endpoint)
    return apmctl_fail_error (error);
  guarded = apm_medium_is_socket (medium);
  if (guarded && !apm_endpoint_guard (address, &error))
    return apmctl_fail_error (error);

  apmctl_channel_heed (endpoint);
  status = receive (options, framing, endpoint);
  apmctl_channel_heed (NULL);
  if (guarded)
    apm_endpoint_unguard (address);

  return status;
}

int
apmctl_channel_receive (int    argc,
                        char **argv)
{
  Options options = { .timeout = -1 };
  gboolean non_blocking = FALSE;
  const GOptionEntry entries[] = {
    { "framing", 0, 0, G_OPTION_ARG_STRING, &options.framing,
      N_("How messages are told apart in a FIFO or stream: lines (if not said), nul, length, raw"), N_("HOW") },
    { "count", 0, 0, G_OPTION_ARG_INT, &options.count, N_("End after so many"), N_("N") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.timeout, N_("End with status 3 if nothing comes for so long"), N_("SECONDS") },
    { "non-blocking", 0, 0, G_OPTION_ARG_NONE, &non_blocking, N_("Take what is there, and wait for nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print a JSON document a line"), NULL },
    { "hex", 0, 0, G_OPTION_ARG_NONE, &options.hex, N_("Print the bytes as numbers"), NULL },
    { NULL }
  };
  int status;

  if (apmctl_parse (_("ADDRESS"), _("Print the messages that come, until the last sender has closed or Ctrl+C"), entries, &argc, &argv, &status))
    {
      if (non_blocking)
        options.timeout = 0;
      if (argc != 2)
        status = apmctl_fail (APMCTL_USAGE, _("One address is needed, as in “apmctl channel receive fifo:/tmp/orders”"));
      else if (options.count < 0)
        status = apmctl_fail (APMCTL_USAGE, _("--count is not negative"));
      else if (options.json && options.hex)
        status = apmctl_fail (APMCTL_USAGE, _("Only one of --json and --hex"));
      else
        status = run (&options, argv[1]);
    }
  g_free (options.framing);

  return status;
}

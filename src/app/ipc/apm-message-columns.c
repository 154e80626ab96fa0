/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-columns.h"

#include <glib/gi18n.h>
#include <string.h>

#include "apm-message.h"
#include "apm-text.h"

/* As much of a message as a line of the widest screen shows. */
#define LINE 400
#define LINE_BYTES 64

static void
format_time (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmMessage *message = row;
  g_autofree char *time = apm_text_format_time (message->real_us);

  g_string_append (cell->text, time);
}

static void
format_sender (gconstpointer  row,
               ApmCell       *cell)
{
  const ApmMessage *message = row;

  g_string_append (cell->text, message->sender);
}

static void
format_receiver (gconstpointer  row,
                 ApmCell       *cell)
{
  const ApmMessage *message = row;

  g_string_append (cell->text, message->receiver);
}

static void
format_size (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmMessage *message = row;
  g_autofree char *size = apm_text_format_bytes (message->size);

  g_string_append (cell->text, size);
  if (message->size == 0)
    cell->css_class = "dim-label";
}

static void
format_latency (gconstpointer  row,
                ApmCell       *cell)
{
  const ApmMessage *message = row;
  g_autofree char *span = message->latency_us != G_MININT64 ? apm_text_format_span (message->latency_us) : NULL;

  g_string_append (cell->text, span ? span : "–");
  if (span == NULL)
    cell->css_class = "dim-label";
}

static void
format_text (gconstpointer  row,
             ApmCell       *cell)
{
  const ApmMessage *message = row;
  const char *end = message->text;
  g_autofree char *start = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < LINE && *end != '\0'; i++)
    end = g_utf8_next_char (end);

  start = g_strndup (message->text, end - message->text);
  line = apm_text_escape_lines (start);
  g_string_append (cell->text, line);
  if (*end != '\0' || message->size > strlen (message->text))
    g_string_append (cell->text, "…");
}

/* What is no longer kept as it arrived has no bytes to show. */
static void
format_hex (gconstpointer  row,
            ApmCell       *cell)
{
  g_autoptr(GBytes) data = apm_message_dup_data (row);
  gsize size = 0;
  const guint8 *bytes = data ? g_bytes_get_data (data, &size) : NULL;

  for (gsize i = 0; i < MIN (size, LINE_BYTES); i++)
    g_string_append_printf (cell->text, i > 0 ? " %02x" : "%02x", bytes[i]);
  if (data == NULL || size > LINE_BYTES)
    g_string_append (cell->text, "…");
}

/* Messages stand in the order in which they arrived. */
const ApmColumn apm_message_columns[] = {
  { "real_us", N_("Time"), 118, APM_COLUMN_FIXED, format_time },
  { "sender", N_("Sender"), 104, APM_COLUMN_FIXED, format_sender },
  { "receiver", N_("Receiver"), 104, APM_COLUMN_FIXED, format_receiver },
  { "size_bytes", N_("Size"), 76, APM_COLUMN_NUMERIC | APM_COLUMN_FIXED, format_size },
  { "latency_us", N_("Latency"), 80, APM_COLUMN_NUMERIC | APM_COLUMN_FIXED | APM_COLUMN_MINOR, format_latency },
  { "text", N_("Text"), 200, APM_COLUMN_EXPAND | APM_COLUMN_FIXED, format_text },
  { "hex", N_("Hexadecimal"), 200, APM_COLUMN_HIDDEN | APM_COLUMN_FIXED, format_hex },
  { NULL }
};

const ApmListing apm_message_listing = {
  "messages", N_("Export Messages"), apm_message_fields, NULL, NULL, TRUE, NULL
};

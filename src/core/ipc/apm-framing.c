/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-framing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *id;
  int         end;      /* the byte behind each message; -1: none */
} framings[APM_N_FRAMINGS] = {
  [APM_FRAMING_LINES] = { "lines", '\n' },
  [APM_FRAMING_NUL] = { "nul", '\0' },
  [APM_FRAMING_LENGTH] = { "length", -1 },
  [APM_FRAMING_RAW] = { "raw", -1 },
};

struct _ApmUnframer
{
  ApmFraming framing;
  GByteArray *kept;       /* the beginning of a message */
};

const char *
apm_framing_get_id (ApmFraming framing)
{
  g_return_val_if_fail (framing < APM_N_FRAMINGS, NULL);

  return framings[framing].id;
}

/**
 * apm_framing_find:
 *
 * Returns: FALSE if there is no framing of that name
 */
gboolean
apm_framing_find (const char *id,
                  ApmFraming *framing)
{
  for (guint i = 0; i < APM_N_FRAMINGS; i++)
    if (strcmp (framings[i].id, id) == 0)
      {
        *framing = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * apm_framing_append:
 * @stream: where the message is to stand behind what is there
 *
 * Returns: FALSE and %APM_ERROR_INVALID, and nothing is appended, if the message is too
 *   long or has in it the byte that would end it
 */
gboolean
apm_framing_append (ApmFraming     framing,
                    GByteArray    *stream,
                    const guint8  *message,
                    gsize          length,
                    GError       **error)
{
  int end = framings[framing].end;
  guint32 head = GUINT32_TO_BE ((guint32) length);
  guint8 byte = (guint8) end;

  if (length > APM_FRAMING_MOST)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message of %zu bytes is too long: at most %d"),
                   length, APM_FRAMING_MOST);
      return FALSE;
    }
  if (end >= 0 && length > 0 && memchr (message, end, length))
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID,
                           end == 0 ? _("The message has a zero byte in it, which would end it: choose another framing") :
                           _("The message has a line feed in it, which would end it: choose another framing"));
      return FALSE;
    }

  if (framing == APM_FRAMING_LENGTH)
    g_byte_array_append (stream, (const guint8 *) &head, sizeof head);
  if (length > 0)
    g_byte_array_append (stream, message, length);
  if (end >= 0)
    g_byte_array_append (stream, &byte, 1);

  return TRUE;
}

ApmUnframer *
apm_unframer_new (ApmFraming framing)
{
  ApmUnframer *self = g_new0 (ApmUnframer, 1);

  self->framing = framing;
  self->kept = g_byte_array_new ();

  return self;
}

void
apm_unframer_free (ApmUnframer *self)
{
  g_byte_array_unref (self->kept);
  g_free (self);
}

/* A length that the first four bytes tell, or 0 and FALSE. */
static gboolean
check_length (const guint8  *bytes,
              gsize          length,
              gsize         *want,
              GError       **error)
{
  guint32 head;

  memcpy (&head, bytes, sizeof head);
  *want = GUINT32_FROM_BE (head);
  if (*want <= APM_FRAMING_MOST)
    return TRUE;
  g_set_error (error, APM_ERROR, APM_ERROR_LYING,
               _("A message says that it is %zu bytes long, which cannot be: is the other side’s framing another?"), *want);

  return FALSE;
}

/* One message from the front of @bytes. Returns: how many bytes it was; 0: it is not
 * whole yet; -1 and @error: it cannot be */
static gssize
take_message (ApmUnframer     *self,
              const guint8    *bytes,
              gsize            length,
              ApmFramingFunc   func,
              gpointer         user_data,
              GError         **error)
{
  int end = framings[self->framing].end;
  const guint8 *found;
  gsize want;

  if (end >= 0)
    {
      found = memchr (bytes, end, length);
      if (!found)
        return 0;
      func (bytes, (gsize) (found - bytes), user_data);
      return found - bytes + 1;
    }
  if (self->framing == APM_FRAMING_RAW)
    {
      func (bytes, length, user_data);
      return (gssize) length;
    }
  if (length < 4)
    return 0;
  if (!check_length (bytes, length, &want, error))
    return -1;
  if (length - 4 < want)
    return 0;
  func (bytes + 4, want, user_data);

  return (gssize) want + 4;
}

/* Returns: how many bytes were whole messages; -1 and @error */
static gssize
take_messages (ApmUnframer     *self,
               const guint8    *bytes,
               gsize            length,
               ApmFramingFunc   func,
               gpointer         user_data,
               GError         **error)
{
  gsize at = 0;

  while (at < length)
    {
      gssize n = take_message (self, bytes + at, length - at, func, user_data, error);

      if (n < 0)
        return -1;
      if (n == 0)
        break;
      at += (gsize) n;
    }

  return (gssize) at;
}

/**
 * apm_unframer_feed:
 * @func: called for each message that is whole now; it is valid during the call
 *
 * Returns: FALSE if the stream cannot be read on: %APM_ERROR_LYING
 */
gboolean
apm_unframer_feed (ApmUnframer     *self,
                   const guint8    *bytes,
                   gsize            length,
                   ApmFramingFunc   func,
                   gpointer         user_data,
                   GError         **error)
{
  GByteArray *kept = self->kept;
  gssize n;

  if (length == 0)
    return TRUE;
  if (kept->len == 0)
    {
      n = take_messages (self, bytes, length, func, user_data, error);
      if (n >= 0 && (gsize) n < length)
        g_byte_array_append (kept, bytes + n, length - (gsize) n);
    }
  else
    {
      gboolean ends = framings[self->framing].end < 0 || memchr (bytes, framings[self->framing].end, length);

      g_byte_array_append (kept, bytes, length);
      n = ends ? take_messages (self, kept->data, kept->len, func, user_data, error) : 0;
      if (n > 0)
        g_byte_array_remove_range (kept, 0, n);
    }

  if (n >= 0 && kept->len > APM_FRAMING_MOST + 4)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_LYING, _("A message of more than %d bytes: is the other side’s framing another?"),
                   APM_FRAMING_MOST);
      return FALSE;
    }

  return n >= 0;
}

/**
 * apm_unframer_finish:
 *
 * The stream has ended: what was begun and needs no end is a message.
 *
 * Returns: FALSE and %APM_ERROR_TORN if it ended in the middle of one
 */
gboolean
apm_unframer_finish (ApmUnframer     *self,
                     ApmFramingFunc   func,
                     gpointer         user_data,
                     GError         **error)
{
  GByteArray *kept = self->kept;
  gsize have = kept->len, want = 0;

  if (have == 0)
    return TRUE;
  if (self->framing != APM_FRAMING_LENGTH)
    {
      func (kept->data, have, user_data);
      g_byte_array_set_size (kept, 0);
      return TRUE;
    }
  if (have < 4)
    g_set_error (error, APM_ERROR, APM_ERROR_TORN, _("It ended in the middle of a length: %zu of 4 bytes"), have);
  else if (check_length (kept->data, have, &want, error))
    g_set_error (error, APM_ERROR, APM_ERROR_TORN,
                 _("It ended in the middle of a message: %zu of %zu bytes"), have - 4, want);

  return FALSE;
}

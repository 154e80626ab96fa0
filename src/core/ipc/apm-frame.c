/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-frame.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const guint8 magic[4] = { 'A', 'P', 'M', 'F' };

static void
put_le (guint8  *bytes,
        guint    size,
        guint64  value)
{
  for (guint i = 0; i < size; i++)
    bytes[i] = value >> (8 * i);
}

static guint32
get_le32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT32_FROM_LE (value);
}

static guint64
get_le64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT64_FROM_LE (value);
}

/**
 * apm_frame_head_pack:
 * @bytes: (out): room for APM_FRAME_HEAD_SIZE bytes
 */
void
apm_frame_head_pack (const ApmFrameHead *head,
                     guint8             *bytes)
{
  memcpy (bytes, magic, sizeof magic);
  bytes[4] = APM_FRAME_VERSION;
  bytes[5] = head->type;
  bytes[6] = head->n_fds;
  bytes[7] = 0;
  put_le (bytes + 8, 4, head->length);
  put_le (bytes + 12, 4, head->id);
  put_le (bytes + 16, 8, head->sent_us);
  put_le (bytes + 24, 8, head->arrived_us);
}

/* Inline, for it is done a message at a time. */
static inline gboolean
unpack_head (const guint8 *bytes,
             ApmFrameHead *head,
             ApmFault     *fault)
{
  head->type = bytes[5];
  head->n_fds = bytes[6];
  head->length = get_le32 (bytes + 8);
  head->id = get_le32 (bytes + 12);
  head->sent_us = get_le64 (bytes + 16);
  head->arrived_us = get_le64 (bytes + 24);

  if (memcmp (bytes, magic, sizeof magic) != 0)
    *fault = (ApmFault) { APM_FAULT_MAGIC };
  else if (bytes[4] != APM_FRAME_VERSION)
    *fault = (ApmFault) { APM_FAULT_VERSION, bytes[4], APM_FRAME_VERSION };
  else if (head->length > APM_FRAME_MAX)
    *fault = (ApmFault) { APM_FAULT_LENGTH, head->length, APM_FRAME_MAX };
  else
    return TRUE;

  return FALSE;
}

/**
 * apm_frame_head_unpack:
 * @bytes: APM_FRAME_HEAD_SIZE bytes
 * @head: (out): what they say
 * @fault: (out): why they cannot be a head
 *
 * Returns: whether they can; then the length is one that may be allocated
 */
gboolean
apm_frame_head_unpack (const guint8 *bytes,
                       ApmFrameHead *head,
                       ApmFault     *fault)
{
  return unpack_head (bytes, head, fault);
}

/**
 * apm_frame_dup_payload:
 *
 * Returns: (transfer full): the payload to keep: shared where it was collected,
 *   else copied
 */
GBytes *
apm_frame_dup_payload (const ApmFrame *frame)
{
  if (frame->bytes)
    return g_bytes_ref (frame->bytes);

  return g_bytes_new (frame->payload, frame->head.length);
}

static char *
describe_magic (const ApmFault *fault,
                const char     *sender)
{
  return g_strdup_printf (_("%s sent bytes that are no message"), sender);
}

static char *
describe_version (const ApmFault *fault,
                  const char     *sender)
{
  return g_strdup_printf (_("%s sent a message of version %d; this program knows version %d"),
                          sender, (int) fault->have, (int) fault->want);
}

static char *
describe_length (const ApmFault *fault,
                 const char     *sender)
{
  g_autofree char *have = apm_text_format_bytes (fault->have);
  g_autofree char *want = apm_text_format_bytes (fault->want);

  return g_strdup_printf (_("%s announced a message of %s; no message is longer than %s"), sender, have, want);
}

static char *
describe_torn (const ApmFault *fault,
               const char     *sender)
{
  g_autofree char *have = g_strdup_printf ("%" G_GUINT64_FORMAT, fault->have);
  g_autofree char *want = g_strdup_printf ("%" G_GUINT64_FORMAT, fault->want);

  /* Translators: who, how many bytes, of how many. */
  return g_strdup_printf (_("%s ended in the middle of a message: %s of %s bytes had arrived"), sender, have, want);
}

static char *
describe_torn_head (const ApmFault *fault,
                    const char     *sender)
{
  return g_strdup_printf (_("%s ended in the middle of a message: %d of the %d bytes of its head had arrived"),
                          sender, (int) fault->have, (int) fault->want);
}

static char *
describe_failed (const ApmFault *fault,
                 const char     *sender)
{
  return g_strdup_printf (_("The pipe from %s failed: %s"), sender, g_strerror (fault->have));
}

static char *
describe_ended (const ApmFault *fault,
                const char     *sender)
{
  return g_strdup_printf (_("%s has ended"), sender);
}

static const struct {
  ApmError code;
  char  *(*describe) (const ApmFault *fault, const char *sender);
} faults[APM_N_FAULTS] = {
  [APM_FAULT_NONE] = { APM_ERROR_CLOSED, describe_ended },
  [APM_FAULT_ENDED] = { APM_ERROR_CLOSED, describe_ended },
  [APM_FAULT_TORN_HEAD] = { APM_ERROR_TORN, describe_torn_head },
  [APM_FAULT_TORN] = { APM_ERROR_TORN, describe_torn },
  [APM_FAULT_MAGIC] = { APM_ERROR_LYING, describe_magic },
  [APM_FAULT_VERSION] = { APM_ERROR_LYING, describe_version },
  [APM_FAULT_LENGTH] = { APM_ERROR_LYING, describe_length },
  [APM_FAULT_FAILED] = { APM_ERROR_FAILED, describe_failed },
};

/**
 * apm_fault_dup_sentence:
 * @sender: the name of who wrote the stream
 *
 * Returns: (transfer full): why the stream ended, in one translated sentence
 */
char *
apm_fault_dup_sentence (const ApmFault *fault,
                        const char     *sender)
{
  g_return_val_if_fail (fault->kind < APM_N_FAULTS, NULL);

  return faults[fault->kind].describe (fault, sender);
}

/**
 * apm_fault_set_error:
 *
 * The same sentence as an error: CLOSED, TORN, LYING or FAILED.
 */
void
apm_fault_set_error (const ApmFault  *fault,
                     const char      *sender,
                     GError         **error)
{
  g_autofree char *sentence = apm_fault_dup_sentence (fault, sender);

  g_set_error_literal (error, APM_ERROR, faults[fault->kind].code, sentence);
}

struct _ApmFrameReader
{
  guint8       head_bytes[APM_FRAME_HEAD_SIZE];
  gsize        n_head;
  ApmFrameHead head;
  guint8      *payload;
  gsize        n_payload;
};

/**
 * apm_frame_reader_new:
 *
 * Cuts a stream of bytes into frames. Frames that lie whole in what it is fed are
 * handed out in place; one that does not is collected in a block of its own.
 */
ApmFrameReader *
apm_frame_reader_new (void)
{
  return g_new0 (ApmFrameReader, 1);
}

void
apm_frame_reader_free (ApmFrameReader *self)
{
  g_free (self->payload);
  g_free (self);
}

static void
emit_collected (ApmFrameReader *self,
                ApmFrameFunc    func,
                gpointer        user_data)
{
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_steal_pointer (&self->payload), self->head.length);
  const ApmFrame frame = { self->head, g_bytes_get_data (bytes, NULL), bytes };

  self->n_head = 0;
  self->n_payload = 0;
  func (&frame, user_data);
}

/* Takes what it can of a frame that began before or does not end here. */
static gsize
collect (ApmFrameReader *self,
         const guint8   *bytes,
         gsize           length,
         ApmFrameFunc    func,
         gpointer        user_data,
         ApmFault       *fault)
{
  gsize n = MIN (length, apm_frame_reader_get_wanted (self));

  if (self->n_head < APM_FRAME_HEAD_SIZE)
    {
      memcpy (self->head_bytes + self->n_head, bytes, n);
      self->n_head += n;
      if (self->n_head < APM_FRAME_HEAD_SIZE)
        return n;

      if (!unpack_head (self->head_bytes, &self->head, fault))
        return 0;

      self->payload = g_malloc (self->head.length);
    }
  else
    {
      memcpy (self->payload + self->n_payload, bytes, n);
      self->n_payload += n;
    }

  if (self->n_payload == self->head.length)
    emit_collected (self, func, user_data);

  return n;
}

/**
 * apm_frame_reader_feed:
 * @bytes: what has just been read
 * @func: called for each frame that is whole now, in order; what it is given is
 *   valid during the call
 * @fault: (out): why the stream cannot be followed any further
 *
 * Returns: %FALSE on a head that cannot be true; the reader is of no use then
 */
gboolean
apm_frame_reader_feed (ApmFrameReader *self,
                       const guint8   *bytes,
                       gsize           length,
                       ApmFrameFunc    func,
                       gpointer        user_data,
                       ApmFault       *fault)
{
  const guint8 *end = bytes + length;
  ApmFrame frame = { .bytes = NULL };

  while (bytes < end)
    {
      gsize n;

      if (self->n_head == 0 && (gsize) (end - bytes) >= APM_FRAME_HEAD_SIZE)
        {
          frame.payload = bytes + APM_FRAME_HEAD_SIZE;
          if (!unpack_head (bytes, &frame.head, fault))
            return FALSE;

          if ((gsize) (end - frame.payload) >= frame.head.length)
            {
              bytes = frame.payload + frame.head.length;
              func (&frame, user_data);
              continue;
            }
        }

      n = collect (self, bytes, end - bytes, func, user_data, fault);
      if (n == 0)
        return FALSE;

      bytes += n;
    }

  return TRUE;
}

/**
 * apm_frame_reader_get_wanted:
 *
 * Returns: how many bytes it takes to come to the end of the head or payload that
 *   comes next: reading no more than that leaves the next message in the pipe
 */
gsize
apm_frame_reader_get_wanted (ApmFrameReader *self)
{
  if (self->n_head < APM_FRAME_HEAD_SIZE)
    return APM_FRAME_HEAD_SIZE - self->n_head;

  return self->head.length - self->n_payload;
}

gboolean
apm_frame_reader_is_inside (ApmFrameReader *self)
{
  return self->n_head > 0;
}

/**
 * apm_frame_reader_finish:
 * @fault: (out): ENDED, TORN_HEAD or TORN
 *
 * The stream has come to its end: tells whether it did so between two frames.
 */
void
apm_frame_reader_finish (ApmFrameReader *self,
                         ApmFault       *fault)
{
  if (self->n_head == 0)
    *fault = (ApmFault) { APM_FAULT_ENDED };
  else if (self->n_head < APM_FRAME_HEAD_SIZE)
    *fault = (ApmFault) { APM_FAULT_TORN_HEAD, self->n_head, APM_FRAME_HEAD_SIZE };
  else
    *fault = (ApmFault) { APM_FAULT_TORN, self->n_payload, self->head.length };
}

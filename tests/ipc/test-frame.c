/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-frame.h"

#include <string.h>

static const ApmFrameHead golden_head = {
  .type = 1, .n_fds = 2, .length = 5, .id = 0x01020304, .sent_us = 0x1122334455667788, .arrived_us = -1
};

/* Old captures and other programs rest on these bytes: a change is a new version. */
static const guint8 golden[] = {
  'A', 'P', 'M', 'F', 1, 1, 2, 0,
  5, 0, 0, 0, 4, 3, 2, 1,
  0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

static void
test_golden (void)
{
  guint8 bytes[APM_FRAME_HEAD_SIZE];
  ApmFrameHead head;
  ApmFault fault;

  G_STATIC_ASSERT (sizeof golden == APM_FRAME_HEAD_SIZE);
  apm_frame_head_pack (&golden_head, bytes);
  g_assert_cmpmem (bytes, sizeof bytes, golden, sizeof golden);

  g_assert_true (apm_frame_head_unpack (golden, &head, &fault));
  g_assert_cmpint (head.type, ==, 1);
  g_assert_cmpint (head.n_fds, ==, 2);
  g_assert_cmpuint (head.length, ==, 5);
  g_assert_cmpuint (head.id, ==, 0x01020304);
  g_assert_cmpint (head.sent_us, ==, 0x1122334455667788);
  g_assert_cmpint (head.arrived_us, ==, -1);
}

static void
collect (const ApmFrame *frame,
         gpointer        user_data)
{
  g_ptr_array_add (user_data, apm_frame_dup_payload (frame));
}

static void
append_frame (GByteArray *stream,
              gsize       size,
              guint8      fill)
{
  const ApmFrameHead head = { .type = 1, .length = size };
  guint8 bytes[APM_FRAME_HEAD_SIZE];
  guint start;

  apm_frame_head_pack (&head, bytes);
  g_byte_array_append (stream, bytes, sizeof bytes);
  start = stream->len;
  g_byte_array_set_size (stream, start + size);
  memset (stream->data + start, fill, size);
}

/* However the stream is cut, the same frames come out. */
static void
test_cuts (void)
{
  static const gsize sizes[] = { 0, 1, 31, 32, 33, 0, 4096, 100000, 2 };
  static const gsize cuts[] = { 1, 2, 31, 32, 33, 63, 64, 65, 1000, 65536, G_MAXUINT32 };
  g_autoptr(GByteArray) stream = g_byte_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    append_frame (stream, sizes[i], i);

  for (guint c = 0; c < G_N_ELEMENTS (cuts); c++)
    {
      g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
      g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      ApmFault fault;

      for (gsize at = 0; at < stream->len; at += cuts[c])
        g_assert_true (apm_frame_reader_feed (reader, stream->data + at, MIN (cuts[c], stream->len - at),
                                              collect, frames, &fault));

      g_assert_cmpuint (frames->len, ==, G_N_ELEMENTS (sizes));
      for (guint i = 0; i < frames->len; i++)
        {
          gsize size;
          const guint8 *data = g_bytes_get_data (frames->pdata[i], &size);

          g_assert_cmpuint (size, ==, sizes[i]);
          for (gsize k = 0; k < size; k++)
            g_assert_cmpint (data[k], ==, i);
        }

      g_assert_false (apm_frame_reader_is_inside (reader));
      apm_frame_reader_finish (reader, &fault);
      g_assert_cmpint (fault.kind, ==, APM_FAULT_ENDED);
    }
}

/* Who reads no more than is wanted leaves the next frame where it is. */
static void
test_wanted (void)
{
  g_autoptr(GByteArray) stream = g_byte_array_new ();
  g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
  g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  ApmFault fault;
  gsize at = 0;

  append_frame (stream, 100, 1);
  append_frame (stream, 200, 2);

  while (frames->len == 0)
    {
      gsize n = apm_frame_reader_get_wanted (reader);

      g_assert_true (apm_frame_reader_feed (reader, stream->data + at, n, collect, frames, &fault));
      at += n;
    }
  g_assert_cmpuint (at, ==, APM_FRAME_HEAD_SIZE + 100);
  g_assert_cmpuint (apm_frame_reader_get_wanted (reader), ==, APM_FRAME_HEAD_SIZE);
}

static void
test_torn (void)
{
  static const struct { gsize n; ApmError code; const char *sentence; } cases[] = {
    { 0, APM_ERROR_CLOSED, "w1 has ended" },
    { 1, APM_ERROR_TORN, "w1 ended in the middle of a message: 1 of the 32 bytes of its head had arrived" },
    { 31, APM_ERROR_TORN, "w1 ended in the middle of a message: 31 of the 32 bytes of its head had arrived" },
    { 32, APM_ERROR_TORN, "w1 ended in the middle of a message: 0 of 100 bytes had arrived" },
    { 44, APM_ERROR_TORN, "w1 ended in the middle of a message: 12 of 100 bytes had arrived" },
    { 131, APM_ERROR_TORN, "w1 ended in the middle of a message: 99 of 100 bytes had arrived" },
    { 132, APM_ERROR_CLOSED, "w1 has ended" },
  };
  g_autoptr(GByteArray) stream = g_byte_array_new ();

  append_frame (stream, 100, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
      g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_autoptr(GError) error = NULL;
      ApmFault fault;

      g_assert_true (apm_frame_reader_feed (reader, stream->data, cases[i].n, collect, frames, &fault));
      apm_frame_reader_finish (reader, &fault);
      apm_fault_set_error (&fault, "w1", &error);
      g_assert_error (error, APM_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].sentence);
    }
}

static void
test_lying (void)
{
  static const struct { guint at; guint8 byte; const char *sentence; } cases[] = {
    { 0, 'B', "w1 sent bytes that are no message" },
    { 3, 0, "w1 sent bytes that are no message" },
    { 4, 2, "w1 sent a message of version 2; this program knows version 1" },
    { 4, 0, "w1 sent a message of version 0; this program knows version 1" },
    { 11, 1, "w1 announced a message of 16 MiB; no message is longer than 16 MiB" },
    { 11, 0x80, "w1 announced a message of 2.0 GiB; no message is longer than 16 MiB" },
    { 11, 0xff, "w1 announced a message of 4.0 GiB; no message is longer than 16 MiB" },
  };
  static const gsize cuts[] = { 1, 7, 32, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint c = 0; c < G_N_ELEMENTS (cuts); c++)
      {
        g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
        g_autoptr(GByteArray) stream = g_byte_array_new ();
        g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
        g_autoptr(GError) error = NULL;
        ApmFault fault = { APM_FAULT_NONE };
        gboolean is_true = TRUE;

        /* A good one comes before: it is not lost. */
        append_frame (stream, 3, 'x');
        append_frame (stream, 3, 'y');
        stream->data[APM_FRAME_HEAD_SIZE + 3 + cases[i].at] = cases[i].byte;

        for (gsize at = 0; is_true && at < stream->len; at += cuts[c])
          is_true = apm_frame_reader_feed (reader, stream->data + at, MIN (cuts[c], stream->len - at),
                                           collect, frames, &fault);

        g_assert_false (is_true);
        g_assert_cmpuint (frames->len, ==, 1);
        apm_fault_set_error (&fault, "w1", &error);
        g_assert_error (error, APM_ERROR, APM_ERROR_LYING);
        g_assert_cmpstr (error->message, ==, cases[i].sentence);
      }
}

/* The longest length that may be is taken, and nothing is touched for it before
 * bytes come. */
static void
test_longest (void)
{
  const ApmFrameHead head = { .type = 1, .length = APM_FRAME_MAX };
  g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
  guint8 bytes[APM_FRAME_HEAD_SIZE];
  ApmFault fault;

  apm_frame_head_pack (&head, bytes);
  g_assert_true (apm_frame_reader_feed (reader, bytes, sizeof bytes, collect, NULL, &fault));
  g_assert_cmpuint (apm_frame_reader_get_wanted (reader), ==, APM_FRAME_MAX);
}

/* Any bytes at all: frames or a fault, never anything else. */
static void
test_noise (void)
{
  for (guint seed = 0; seed < 2000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(ApmFrameReader) reader = apm_frame_reader_new ();
      g_autoptr(GByteArray) stream = g_byte_array_new ();
      g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      ApmFault fault;

      for (guint i = 0; i < 4; i++)
        append_frame (stream, g_rand_int_range (rand, 0, 100), i);
      for (guint i = 0; i < 3; i++)
        stream->data[g_rand_int_range (rand, 0, stream->len)] = g_rand_int (rand);

      if (apm_frame_reader_feed (reader, stream->data, stream->len, collect, frames, &fault))
        apm_frame_reader_finish (reader, &fault);
      g_assert_cmpint (fault.kind, >, APM_FAULT_NONE);
      g_assert_cmpint (fault.kind, <, APM_FAULT_FAILED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frame/golden", test_golden);
  g_test_add_func ("/frame/cuts", test_cuts);
  g_test_add_func ("/frame/wanted", test_wanted);
  g_test_add_func ("/frame/torn", test_torn);
  g_test_add_func ("/frame/lying", test_lying);
  g_test_add_func ("/frame/longest", test_longest);
  g_test_add_func ("/frame/noise", test_noise);

  return g_test_run ();
}

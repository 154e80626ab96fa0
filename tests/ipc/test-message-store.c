/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-message-store.h"

#include "post-fixture.h"

#include <string.h>

static const ApmMessage *
add_bytes (ApmMessageStore *store,
           gconstpointer    bytes,
           gsize            length)
{
  const ApmFrame frame = {
    { .type = 1, .length = length, .sent_us = g_get_monotonic_time () - 250, .arrived_us = g_get_monotonic_time () },
    bytes, NULL
  };

  return apm_message_store_add (store, g_intern_string ("w1"), g_intern_string ("Über"), &frame);
}

static const ApmMessage *
add_text (ApmMessageStore *store,
          const char      *text)
{
  return add_bytes (store, text, strlen (text));
}

static char *
dup_texts (ApmMessageStore *store)
{
  ApmView *view = apm_message_store_get_view (store);
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < apm_view_get_n_rows (view); i++)
    g_string_append_printf (texts, " %s", ((const ApmMessage *) apm_view_get_row (view, i))->text);

  return g_string_free (texts, FALSE);
}

static void
on_over (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;
}

/* The view is told a frame later at most. */
static void
settle (ApmMessageStore *store)
{
  gboolean is_over = FALSE;

  test_until (!apm_message_store_get_searching (store));
  g_timeout_add_once (40, on_over, &is_over);
  test_until (is_over);
}

static void
test_text (void)
{
  static const struct { const char *bytes; gsize length; const char *text; gboolean is_whole; } cases[] = {
    { "", 0, "", TRUE },
    { "hello", 5, "hello", TRUE },
    { "Grüße\n", 8, "Grüße\n", TRUE },
    { "a\0b", 3, "a\357\277\275b", FALSE },
    { "\xff", 1, "\357\277\275", FALSE },
    { "\xc3", 1, "\357\277\275", FALSE },
  };
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ApmMessage *row = add_bytes (store, cases[i].bytes, cases[i].length);
      g_autoptr(GBytes) data = apm_message_dup_data (row);

      g_assert_cmpuint (row->serial, ==, i + 1);
      g_assert_cmpuint (row->size, ==, cases[i].length);
      g_assert_cmpstr (row->text, ==, cases[i].text);
      g_assert_cmpint (row->latency_us, >=, 250);
      g_assert_true ((row->data == NULL) == cases[i].is_whole);
      g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), cases[i].bytes, cases[i].length);
    }
}

/* The preview ends between two characters. */
static void
test_preview (void)
{
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();

  for (gsize length = APM_MESSAGE_PREVIEW - 4; length < APM_MESSAGE_PREVIEW + 4; length++)
    {
      g_autofree char *text = g_malloc (length + 4);
      g_autoptr(GBytes) data = NULL;
      const ApmMessage *row;

      memset (text, 'x', length);
      memcpy (text + length, "€", 4);
      row = add_text (store, text);
      g_assert_true (g_utf8_validate (row->text, -1, NULL));
      g_assert_cmpuint (strlen (row->text), <=, APM_MESSAGE_PREVIEW);
      g_assert_cmpuint (strlen (row->text), >, APM_MESSAGE_PREVIEW - 5);
      data = apm_message_dup_data (row);
      g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), text, length + 3);
    }
}

static void
test_payloads_dropped (void)
{
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();
  g_autofree char *big = g_malloc0 (16 * 1024 * 1024);
  const ApmMessage *rows[6];

  for (guint i = 0; i < 6; i++)
    rows[i] = add_bytes (store, big, 16 * 1024 * 1024);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(GBytes) data = apm_message_dup_data (rows[i]);

      g_assert_true (rows[i]->is_dropped == (i < 2));
      g_assert_true ((data == NULL) == (i < 2));
    }
}

static void
test_search (void)
{
  static const struct { const char *text; const char *expected; } cases[] = {
    { "apple", " apple Apple pie" },
    { "PIE app", " Apple pie" },
    { "über", " apple banana Apple pie ÄPFEL" },
    { "äpfel", " ÄPFEL" },
    { "w1 nan", " banana" },
    { "cherry", "" },
    { "from:w1 apple", " apple Apple pie" },
    { "from:über", "" },
    { "to:ÜBER !apple", " banana ÄPFEL" },
    { "!from:w1", "" },
    { "from: apple", " apple Apple pie" },
    { "\"apple pie\"", " Apple pie" },
    { "\"e p", " Apple pie" },
    { "\"!apple\"", "" },
    { "size>6", " Apple pie" },
    { "size<0k", "" },
    { "size<1K !size<6", " banana Apple pie ÄPFEL" },
    { "size>big", "" },
    { "! apple", "" },
    { "\"\"", " apple banana Apple pie ÄPFEL" },
    { "  ", " apple banana Apple pie ÄPFEL" },
    { NULL, " apple banana Apple pie ÄPFEL" },
  };
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();

  add_text (store, "apple");
  add_text (store, "banana");
  add_text (store, "Apple pie");
  add_text (store, "ÄPFEL");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *texts = NULL;

      apm_message_store_set_search (store, cases[i].text);
      settle (store);
      texts = dup_texts (store);
      g_assert_cmpstr (texts, ==, cases[i].expected);
    }
}

/* What arrives while a search is on is found or not, like the rest. */
static void
test_search_goes_on (void)
{
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();
  g_autofree char *texts = NULL;

  add_text (store, "a1");
  apm_message_store_set_search (store, "a");
  add_text (store, "a2");
  settle (store);
  add_text (store, "b3");
  add_text (store, "a4");
  settle (store);
  texts = dup_texts (store);
  g_assert_cmpstr (texts, ==, " a1 a2 a4");

  apm_message_store_clear (store);
  add_text (store, "a5");
  settle (store);
  g_free (texts);
  texts = dup_texts (store);
  g_assert_cmpstr (texts, ==, " a5");
  g_assert_cmpuint (apm_message_store_get_n (store), ==, 1);
}

static void
test_million (void)
{
  g_autoptr(ApmMessageStore) store = apm_message_store_new ();
  ApmView *view = apm_message_store_get_view (store);
  gint64 began_us = g_get_monotonic_time ();
  char text[65];

  for (guint i = 0; i < APM_MESSAGE_STORE_MAX + 5000; i++)
    {
      g_snprintf (text, sizeof text, "%064u", i);
      add_text (store, text);
    }
  g_test_message ("%.0f ns to keep a message", (g_get_monotonic_time () - began_us) * 1000.0 / APM_MESSAGE_STORE_MAX);

  settle (store);
  g_assert_cmpuint (apm_view_get_n_rows (view), <=, APM_MESSAGE_STORE_MAX);
  g_assert_cmpuint (apm_view_get_n_rows (view), >, APM_MESSAGE_STORE_MAX - 3000);
  g_assert_cmpuint (apm_view_get_n_rows (view) + apm_message_store_get_n_dropped (store), ==,
                    APM_MESSAGE_STORE_MAX + 5000);
  for (guint i = 0; i < apm_view_get_n_rows (view); i += 777)
    g_assert_cmpuint (apm_view_get_key (view, i), ==, apm_message_store_get_n_dropped (store) + i + 1);

  began_us = g_get_monotonic_time ();
  apm_message_store_set_search (store, "99999 w1");
  test_until (!apm_message_store_get_searching (store));
  g_test_message ("%.0f ms to search all", (g_get_monotonic_time () - began_us) / 1000.0);
  settle (store);
  g_assert_cmpuint (apm_view_get_n_rows (view), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-store/text", test_text);
  g_test_add_func ("/message-store/preview", test_preview);
  g_test_add_func ("/message-store/payloads-dropped", test_payloads_dropped);
  g_test_add_func ("/message-store/search", test_search);
  g_test_add_func ("/message-store/search-goes-on", test_search_goes_on);
  g_test_add_func ("/message-store/million", test_million);

  return g_test_run ();
}

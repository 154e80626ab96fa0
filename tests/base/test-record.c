/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-record.h"

typedef struct { int number; double share; gint64 big; gboolean yes; const char *text; } Row;

static const ApmField fields[] = {
  { "number", APM_FIELD_INT, G_STRUCT_OFFSET (Row, number) },
  { "share_percent", APM_FIELD_DOUBLE, G_STRUCT_OFFSET (Row, share) },
  { "big_us", APM_FIELD_INT64, G_STRUCT_OFFSET (Row, big) },
  { "yes", APM_FIELD_BOOLEAN, G_STRUCT_OFFSET (Row, yes) },
  { "text", APM_FIELD_STRING, G_STRUCT_OFFSET (Row, text) },
  { NULL },
};

static const Row a = { -4, 12.5, 5000000000, TRUE, "say \"hi\",\nnow" };
static const Row b = { 3, 12.25, 5000000001, FALSE, NULL };

static void
test_compare (void)
{
  static const struct { const char *id; int sign; } cases[] = {
    { "number", -1 }, { "share_percent", 1 }, { "big_us", -1 }, { "yes", 1 }, { "text", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ApmField *field = apm_field_find (fields, cases[i].id);

      g_assert_cmpint (apm_field_compare (field, &a, &b) * cases[i].sign, >, 0);
      g_assert_cmpint (apm_field_compare (field, &b, &a) * cases[i].sign, <, 0);
      g_assert_cmpint (apm_field_compare (field, &a, &a), ==, 0);
    }

  g_assert_null (apm_field_find (fields, "none"));
}

static void
test_csv (void)
{
  g_autoptr(GString) csv = g_string_new (NULL);

  apm_record_csv_head (fields, csv);
  apm_record_csv_row (fields, &a, csv);
  apm_record_csv_row (fields, &b, csv);

  g_assert_cmpstr (csv->str, ==,
                   "number,share_percent,big_us,yes,text\n"
                   "-4,12.5,5000000000,true,\"say \"\"hi\"\",\\nnow\"\n"
                   "3,12.25,5000000001,false,\n");
}

static void
test_json (void)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_begin_object (builder);
  apm_record_to_json (fields, &a, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json = json_generator_to_data (generator, NULL);

  g_assert_cmpstr (json, ==,
                   "{\"number\":-4,\"share_percent\":12.5,\"big_us\":5000000000,\"yes\":true,"
                   "\"text\":\"say \\\"hi\\\",\\nnow\"}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/compare", test_compare);
  g_test_add_func ("/record/csv", test_csv);
  g_test_add_func ("/record/json", test_json);

  return g_test_run ();
}

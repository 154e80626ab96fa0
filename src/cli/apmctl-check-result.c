/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include <glib/gi18n.h>
#include <string.h>

/* Takes what apm-explore says apart, and judges it. */

static void
free_failure (gpointer data)
{
  ApmctlFailure *failure = data;

  g_strfreev (failure->parts);
  g_ptr_array_unref (failure->steps);
  g_ptr_array_unref (failure->waits);
  g_free (failure->schedule);
  g_free (failure);
}

static GPtrArray *
new_lines (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

ApmctlCheck *
apmctl_check_new (const char *name)
{
  ApmctlCheck *check = g_new0 (ApmctlCheck, 1);

  check->name = g_strdup (name);
  check->failures = g_ptr_array_new_with_free_func (free_failure);
  check->outcomes = new_lines ();
  check->unknown = new_lines ();
  check->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return check;
}

void
apmctl_check_free (ApmctlCheck *check)
{
  g_free (check->name);
  g_ptr_array_unref (check->failures);
  g_ptr_array_unref (check->outcomes);
  g_ptr_array_unref (check->unknown);
  g_hash_table_unref (check->counts);
  g_free (check->verdict);
  g_free (check->bound);
  g_free (check);
}

static ApmctlFailure *
last_failure (ApmctlCheck *check)
{
  if (check->failures->len == 0)
    {
      ApmctlFailure *failure = g_new0 (ApmctlFailure, 1);

      failure->steps = new_lines ();
      failure->waits = new_lines ();
      g_ptr_array_add (check->failures, failure);
    }

  return g_ptr_array_index (check->failures, check->failures->len - 1);
}

static void
take_failure (ApmctlCheck  *check,
              char        **parts)
{
  ApmctlFailure *failure = g_new0 (ApmctlFailure, 1);

  failure->parts = parts;
  failure->steps = new_lines ();
  failure->waits = new_lines ();
  g_ptr_array_add (check->failures, failure);
}

/**
 * apmctl_check_take_line:
 * @line: one of apm-explore's; one that is too short or not known is left out
 */
void
apmctl_check_take_line (ApmctlCheck *check,
                        const char  *line)
{
  g_autofree char *utf8 = g_utf8_make_valid (line, -1);
  g_auto(GStrv) words = g_strsplit (utf8, "\t", 0);
  guint n = g_strv_length (words);
  char **parts = n > 0 ? words + 1 : words;

  if (n >= 7 && strcmp (words[0], "failure") == 0)
    take_failure (check, g_strdupv (parts));
  else if (n >= 9 && strcmp (words[0], "step") == 0)
    g_ptr_array_add (last_failure (check)->steps, g_strdupv (parts));
  else if (n >= 7 && strcmp (words[0], "waits") == 0)
    g_ptr_array_add (last_failure (check)->waits, g_strdupv (parts));
  else if (n >= 2 && strcmp (words[0], "schedule") == 0)
    {
      g_free (last_failure (check)->schedule);
      last_failure (check)->schedule = g_strdup (words[1]);
    }
  else if (n >= 4 && strcmp (words[0], "outcome") == 0)
    g_ptr_array_add (check->outcomes, g_strdupv (parts));
  else if (n >= 3 && strcmp (words[0], "unknown") == 0)
    g_ptr_array_add (check->unknown, g_strdupv (parts));
  else if (n >= 3 && strcmp (words[0], "count") == 0)
    g_hash_table_insert (check->counts, g_strdup (words[1]), g_strdup (words[2]));
  else if (n >= 3 && strcmp (words[0], "verdict") == 0)
    {
      g_free (check->verdict);
      g_free (check->bound);
      check->verdict = g_strdup (words[1]);
      check->bound = g_strdup (words[2]);
    }
}

static const struct {
  const char *verdict;
  ApmctlStatus status;
} statuses[] = {
  { "complete", APMCTL_DONE },
  { "failed", APMCTL_FINDING },
  { "source", APMCTL_USAGE },
  { "unknown", APMCTL_USAGE },
  { "unloadable", APMCTL_USAGE },
  { "invalid", APMCTL_USAGE },
  { "bounded", APMCTL_DENIED },
  { "diverged", APMCTL_DENIED },
  { "unsupported", APMCTL_DENIED },
  { "compiler", APMCTL_FAILED },
  { "killed", APMCTL_FAILED },
};

/**
 * apmctl_check_get_status:
 *
 * Returns: the exit status that belongs to the verdict; no failure of a program that
 *   promises more than was checked proves nothing
 */
ApmctlStatus
apmctl_check_get_status (const ApmctlCheck *check)
{
  if (check->is_partial && g_strcmp0 (check->verdict, "complete") == 0)
    return APMCTL_DENIED;

  for (guint i = 0; check->verdict && i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (check->verdict, statuses[i].verdict) == 0)
      return statuses[i].status;

  return APMCTL_FAILED;
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value && strcmp (value, "-") != 0)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_lines (JsonBuilder       *builder,
           const char        *name,
           const GPtrArray   *lines,
           const char *const *keys)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    {
      char **parts = g_ptr_array_index (lines, i);

      json_builder_begin_object (builder);
      for (guint j = 0; keys[j] && parts[j]; j++)
        if (g_str_has_suffix (keys[j], "_bytes") || strcmp (keys[j], "times") == 0 || strcmp (keys[j], "status") == 0)
          {
            json_builder_set_member_name (builder, keys[j]);
            json_builder_add_int_value (builder, g_ascii_strtoll (parts[j], NULL, 10));
          }
        else if (*keys[j])
          add_string (builder, keys[j], parts[j]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_failures (const ApmctlCheck *check,
              JsonBuilder       *builder)
{
  static const char *const step_keys[] =
    { "", "thread", "operation", "place", "object", "mutex", "size_bytes", "value_hex", NULL };
  static const char *const wait_keys[] = { "thread", "operation", "place", "object", "mutex", "how", NULL };
  static const char *const keys[] = { "kind", "thread", "place", "other_place", "object", "text" };

  json_builder_set_member_name (builder, "failures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->failures->len; i++)
    {
      const ApmctlFailure *failure = g_ptr_array_index (check->failures, i);

      json_builder_begin_object (builder);
      for (guint j = 0; failure->parts && j < G_N_ELEMENTS (keys); j++)
        add_string (builder, keys[j], failure->parts[j]);
      add_string (builder, "schedule", failure->schedule);
      add_lines (builder, "steps", failure->steps, step_keys);
      add_lines (builder, "waits", failure->waits, wait_keys);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * apmctl_check_to_json:
 *
 * Adds one object.
 */
void
apmctl_check_to_json (const ApmctlCheck *check,
                      JsonBuilder       *builder)
{
  static const char *const outcome_keys[] = { "times", "status", "text", NULL };
  static const char *const unknown_keys[] = { "name", "place", NULL };
  GHashTableIter iter;
  gpointer name, value;

  json_builder_begin_object (builder);
  add_string (builder, "name", check->name);
  add_string (builder, "verdict", check->verdict);
  add_string (builder, "bound", check->bound);
  add_string (builder, "memory_model", "sequential consistency");
  json_builder_set_member_name (builder, "partial");
  json_builder_add_boolean_value (builder, check->is_partial);
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, check->counts);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_int_value (builder, g_ascii_strtoll (value, NULL, 10));
    }
  json_builder_end_object (builder);
  add_failures (check, builder);
  add_lines (builder, "outcomes", check->outcomes, outcome_keys);
  add_lines (builder, "unknown_calls", check->unknown, unknown_keys);
  json_builder_end_object (builder);
}

/**
 * apmctl_check_to_junit:
 *
 * Returns: (transfer full): a document that test runners read
 */
char *
apmctl_check_to_junit (const ApmctlCheck *check)
{
  ApmctlStatus status = apmctl_check_get_status (check);
  g_autofree char *name = g_markup_escape_text (check->name, -1);
  g_autofree char *title = apmctl_check_dup_title (check);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  const char *element = status == APMCTL_FINDING ? "failure" : status == APMCTL_DENIED ? "skipped" : "error";

  apmctl_check_to_text (check, text);
  body = g_markup_escape_text (text->str, -1);
  g_string_printf (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<testsuite name=\"apmctl check\" tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n"
                   "  <testcase classname=\"apmctl.check\" name=\"%s\">",
                   status == APMCTL_FINDING, status == APMCTL_USAGE || status == APMCTL_FAILED,
                   status == APMCTL_DENIED, name);
  if (status != APMCTL_DONE)
    g_string_append_printf (text, "<%s message=\"%s\">%s</%s>", element, escaped, body, element);
  g_string_append (text, "</testcase>\n</testsuite>\n");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

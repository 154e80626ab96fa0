/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-invariant.h"

/* one = 1, two = 2, three = 3; of anything else 0. A function adds ten times its number. */
static gint64
get_value (const char           *name,
           ApmInvariantFunction  function,
           gpointer              user_data)
{
  static const char *const names[] = { "zero", "one", "two", "three" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return i + 10 * (gint64) function;

  return 0;
}

static const struct { const char *text; gboolean holds; } cases[] = {
  { "1", TRUE }, { "0", FALSE }, { " one ", TRUE }, { "zero", FALSE }, { "!zero", TRUE }, { "!!one", TRUE },
  { "one<two", TRUE }, { "one <= one", TRUE }, { "two <= one", FALSE }, { "two > one", TRUE }, { "one >= two", FALSE },
  { "one == 1", TRUE }, { "one != 1", FALSE }, { "-one == 0 - 1", TRUE }, { "one - 2 - 3 == -4", TRUE },
  { "1 + 2 * 3 == 7", TRUE }, { "(1 + 2) * 3 == 9", TRUE }, { "7 / 2 == three", TRUE }, { "7 % 2 == one", TRUE },
  { "zero == 0 || 1 / 0", TRUE }, { "7 / 0 == 0", TRUE }, { "7 % 0 == 0", TRUE },
  { "one && zero || one", TRUE }, { "one || zero && zero", TRUE }, { "(one || zero) && zero", FALSE },
  { "one == 1 && two == 2", TRUE }, { "one < two == 1", TRUE },
  { "min(one) == 11", TRUE }, { "max( two ) == 22", TRUE }, { "sum(three)==33", TRUE }, { "minimum == 0", TRUE },
};

static void
test_holds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmInvariant) invariant = apm_invariant_new (cases[i].text, &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].text);
      g_assert_true (apm_invariant_holds (invariant, get_value, NULL) == cases[i].holds);
      g_assert_cmpstr (apm_invariant_get_text (invariant), ==, cases[i].text);
    }
}

static char
get_kind (const char *name,
          gpointer    user_data)
{
  return *name;
}

/* For who has no parser. */
static void
test_postfix (void)
{
  static const struct { const char *text, *steps; } postfix[] = {
    { "1", "1" }, { "reads == 0 || writes == 0", "r=reads 0 == w=writes 0 == ||" },
    { "max(lap) - min(lap) <= 1", "l>lap l<lap - 1 <=" }, { "!-a % 2", "a=a neg ! 2 %" }, { "sum(b) != c * 2 / 3", "b+b c=c 2 * 3 / !=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (postfix); i++)
    {
      g_autoptr(ApmInvariant) invariant = apm_invariant_new (postfix[i].text, NULL);
      g_autofree char *steps = apm_invariant_dup_postfix (invariant, get_kind, NULL);

      g_assert_cmpstr (steps, ==, postfix[i].steps);
    }
}

static const struct { const char *text, *says; } mistakes[] = {
  { "", "at its end" }, { "one <", "at its end" }, { "one two", "at “two”" }, { "(one", "at its end" },
  { "one)", "at “)”" }, { "one = 1", "at “= 1”" }, { "most(one)", "at “one)”" }, { "min(1)", "at “)”" }, { "min()", "at “)”" },
  { "&& one", "at “&& one”" }, { "99999999999", "at its end" }, { "one $ two", "at “$ two”" },
};

static void
test_mistakes (void)
{
  g_autoptr(GString) deep = g_string_new (NULL);
  g_autoptr(GError) deep_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_invariant_new (mistakes[i].text, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, mistakes[i].says));
    }

  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "(-");
  g_assert_null (apm_invariant_new (deep->str, &deep_error));
  g_assert_error (deep_error, APM_ERROR, APM_ERROR_INVALID);
}

static void
test_names (void)
{
  g_autoptr(ApmInvariant) invariant = apm_invariant_new ("reads == 0 || max(writes) <= slots", NULL);
  const char *const *names = apm_invariant_get_names (invariant);

  g_assert_cmpstr (names[0], ==, "reads");
  g_assert_cmpstr (names[1], ==, "writes");
  g_assert_cmpstr (names[2], ==, "slots");
  g_assert_null (names[3]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/invariant/postfix", test_postfix);
  g_test_add_func ("/invariant/holds", test_holds);
  g_test_add_func ("/invariant/mistakes", test_mistakes);
  g_test_add_func ("/invariant/names", test_names);

  return g_test_run ();
}

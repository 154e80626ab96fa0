/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-child.h"
#include "apm-compiler.h"

#include <string.h>

/* What compilers print, and what is made of it: "file:line:column:E text" or W. */
static const struct { const char *line; const char *meaning; } cases[] = {
  { "bank.c:41:7: error: 'x' undeclared", "bank.c:41:7:E 'x' undeclared" },
  { "/a b/c:d.c:3:1: warning: unused", "/a b/c:d.c:3:1:W unused" },
  { "x.c:9: error: no column", "x.c:9:0:E no column" },
  { "x.c:1:10: fatal error: nothing.h: No such file", "x.c:1:10:E nothing.h: No such file" },
  { "x.c:0:1: error: no such line", NULL },
  { "x.c:5:1: note: declared here", NULL },
  { "x.c: In function 'main':", NULL },
  { "   41 |   x = 1;", NULL },
  { "/usr/bin/ld: x.o: undefined reference to `f'", NULL },
  { "cc: fatal error: no input files", NULL },
  { "x.c:99999999999999999999:1: error: far", "x.c:2147483647:1:E far" },
  { "", NULL },
};

static char *
describe (GPtrArray *diagnostics)
{
  const ApmDiagnostic *one;

  if (diagnostics->len == 0)
    return NULL;
  g_assert_cmpuint (diagnostics->len, ==, 1);
  one = diagnostics->pdata[0];

  return g_strdup_printf ("%s:%u:%u:%s %s", one->file, one->line, one->column, one->is_error ? "E" : "W", one->text);
}

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) diagnostics = apm_compiler_parse (cases[i].line);
      g_autofree char *meaning = describe (diagnostics);

      g_assert_cmpstr (meaning, ==, cases[i].meaning);
    }
}

static void
test_in_order (void)
{
  g_autoptr(GPtrArray) diagnostics = apm_compiler_parse ("a.c:2:1: warning: one\n  text\nb.c:1:1: error: two\n");

  g_assert_cmpuint (diagnostics->len, ==, 2);
  g_assert_cmpstr (((ApmDiagnostic *) diagnostics->pdata[0])->file, ==, "a.c");
  g_assert_cmpstr (((ApmDiagnostic *) diagnostics->pdata[1])->file, ==, "b.c");
}

static void
test_command (void)
{
  static const char *const sources[] = { "/x/a.c", "/x/b.c", NULL };
  g_auto(GStrv) argv = apm_compiler_dup_plain_argv (sources, "/y/out");

  g_assert_cmpstr (argv[0], ==, "cc");
  g_assert_true (g_strv_contains ((const char *const *) argv, "-g"));
  g_assert_true (g_strv_contains ((const char *const *) argv, "/y/out"));
  g_assert_true (g_strv_contains ((const char *const *) argv, "/x/a.c"));
  g_assert_true (g_strv_contains ((const char *const *) argv, "/x/b.c"));
}

/* Where there is no compiler, the sentence names it. */
static void
test_missing (void)
{
  static const char *const sources[] = { "/x/a.c", NULL };
  g_auto(GStrv) argv = apm_compiler_dup_plain_argv (sources, "/y/out");
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmChild) child = NULL;

  g_assert_true (g_setenv ("PATH", "/nowhere", TRUE));
  child = apm_child_spawn (&(ApmSpawn) { .argv = (const char *const *) argv, .ends_with_us = TRUE }, &error);
  g_assert_null (child);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "“cc”"));
  g_assert_true (g_setenv ("PATH", path ? path : "/usr/bin:/bin", TRUE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/compiler/lines", test_lines);
  g_test_add_func ("/sync/compiler/in-order", test_in_order);
  g_test_add_func ("/sync/compiler/command", test_command);
  g_test_add_func ("/sync/compiler/missing", test_missing);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

#include <string.h>

/* Calls that are left out: which there are, and what then happens. */

static const char guarded[] =
  "#include <pthread.h>\n"
  "#include <semaphore.h>\n"
  "static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
  "static sem_t s;\n"
  "static int x;\n"
  "static void *go (void *v)\n"
  "{\n"
  "  pthread_mutex_lock (&m); x++; pthread_mutex_unlock (&m);\n"
  "  sem_post (&s);\n"
  "  return v;\n"
  "}\n"
  "int main (void)\n"
  "{\n"
  "  pthread_t i;\n"
  "  sem_init (&s, 0, 0);\n"
  "  pthread_create (&i, 0, go, 0);\n"
  "  pthread_mutex_lock (&m);\n"
  "  x++;\n"
  "  pthread_mutex_unlock (&m);\n"
  "  pthread_join (i, 0);\n"
  "  sem_wait (&s);\n"
  "  return 0;\n"
  "}\n";

static void
test_all (void)
{
  const char *options[] = { "--sites", NULL };
  g_autoptr(Explored) explored = NULL;
  g_autoptr(GString) sites = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;

  if (!explored_is_here ())
    return;
  explored = explored_run_source (guarded, options);
  lines = g_strsplit (explored->lines, "\n", 0);
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "site\t"))
      {
        g_auto(GStrv) parts = g_strsplit (lines[i], "\t", 0);

        g_assert_cmpuint (g_strv_length (parts), ==, 4);
        g_string_append_printf (sites, "%s%s:%s ", parts[1], strrchr (parts[2], ':'), parts[3]);
      }
  g_assert_cmpstr (sites->str, ==, "pthread_mutex_lock:8:1 pthread_mutex_unlock:8:2 sem_post:9:1 "
                   "pthread_mutex_lock:17:1 pthread_mutex_unlock:19:1 sem_wait:21:1 ");
  g_assert_cmpstr (explored->verdict, ==, "complete\t-");
}

static const struct {
  const char *place, *verdict, *failure;
} calls[] = {
  { "program.c:8", "failed\t-", "race" },            /* both of the line */
  { "program.c:8:1", "failed\t-", "race" },
  { "program.c:8:2", "failed\t-", "leak" },
  { "program.c:9", "failed\t-", "deadlock" },
  { "program.c:17:1", "failed\t-", "unlock" },
  { "program.c:19", "failed\t-", "deadlock" },
  { "program.c:21", "complete\t-", NULL },           /* the join has waited already */
  { "program.c:8:3", "invalid\twithout", NULL },
  { "program.c:18", "invalid\twithout", NULL },
  { "gram.c:21", "invalid\twithout", NULL },
  { "", "invalid\twithout", NULL },
};

static void
test_one (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *option = g_strconcat ("--without=", calls[i].place, NULL);
  const char *options[] = { option, NULL };
  g_autoptr(Explored) explored = NULL;

  if (!explored_is_here ())
    return;
  explored = explored_run_source (guarded, options);
  g_assert_cmpstr (explored->verdict, ==, calls[i].verdict);
  if (calls[i].failure)
    {
      g_autofree char *kind = explored_dup_part (explored, "failure", 1);

      g_assert_cmpstr (kind, ==, calls[i].failure);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explorer/sites/all", test_all);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explorer/sites/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_one);
    }

  return g_test_run ();
}

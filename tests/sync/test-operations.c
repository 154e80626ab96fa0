/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-operations.h"

static const struct { const char *source, *found; } cases[] = {
  { "", "" },
  { "sem_wait (&empty);", "1 sem_wait (&empty)\n" },
  { "int a;\n\n  sem_post(&full);\n", "3 sem_post(&full)\n" },
  { "pthread_cond_wait (&b->c,\n                   &b->m);", "1 pthread_cond_wait (&b->c, &b->m)\n" },
  { "/* sem_wait (&a);\n */ sem_wait (&b);", "2 sem_wait (&b)\n" },
  { "// sem_wait (&a);\nsem_wait (&b);", "2 sem_wait (&b)\n" },
  { "puts (\"sem_wait (x) \\\" sem_post (y)\"); sem_post (&z);", "1 sem_post (&z)\n" },
  { "char c = '\"'; sem_wait (&a);", "1 sem_wait (&a)\n" },
  { "my_sem_wait (&a); sem_waiting (&b); sem_init (&c, 0, 1);", "" },
  { "sem_wait", "" },
  { "sem_wait (&a", "" },
  { "/* never ends", "" },
  { "\"never ends\\", "" },
  { "if (pthread_mutex_trylock (&f[(i + 1) % n]) == 0) pthread_mutex_unlock (&g);",
    "1 pthread_mutex_trylock (&f[(i + 1) % n])\n1 pthread_mutex_unlock (&g)\n" },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GArray) found = apm_operations_find (cases[i].source);
      g_autoptr(GString) text = g_string_new (NULL);

      for (guint j = 0; j < found->len; j++)
        {
          const ApmOperation *operation = &g_array_index (found, ApmOperation, j);

          g_string_append_printf (text, "%u %s\n", operation->line, operation->text);
        }
      g_assert_cmpstr (text->str, ==, cases[i].found);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/operations/find", test_find);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-operations.h"

#include <string.h>

static const char *const calls[] = {
  "pthread_mutex_lock", "pthread_mutex_trylock", "pthread_mutex_timedlock", "pthread_mutex_unlock",
  "pthread_cond_wait", "pthread_cond_timedwait", "pthread_cond_signal", "pthread_cond_broadcast",
  "pthread_rwlock_rdlock", "pthread_rwlock_tryrdlock", "pthread_rwlock_wrlock", "pthread_rwlock_trywrlock",
  "pthread_rwlock_unlock", "pthread_barrier_wait", "pthread_spin_lock", "pthread_spin_trylock", "pthread_spin_unlock",
  "sem_wait", "sem_trywait", "sem_timedwait", "sem_post",
  "mtx_lock", "mtx_trylock", "mtx_timedlock", "mtx_unlock", "cnd_wait", "cnd_timedwait", "cnd_signal", "cnd_broadcast",
  NULL
};

static void
operation_clear (gpointer data)
{
  g_free (((ApmOperation *) data)->text);
}

/* Past a comment or what stands in quotes, if one begins here. */
static const char *
skip (const char *c)
{
  const char *end = NULL;
  char quote = *c;

  if (g_str_has_prefix (c, "/*"))
    end = strstr (c + 2, "*/");
  else if (g_str_has_prefix (c, "//"))
    return c + strcspn (c, "\n");
  else if (quote != '"' && quote != '\'')
    return c;
  else
    for (c++; *c && *c != quote; c++)
      c += *c == '\\' && c[1];

  if (end)
    return end + 2;

  return *c == quote && (quote == '"' || quote == '\'') ? c + 1 : c + strlen (c);
}

/* Returns: behind the parenthesis that closes the one at @c; NULL: there is none */
static const char *
find_close (const char *c)
{
  int depth = 0;

  for (; *c; c++)
    {
      depth += *c == '(';
      depth -= *c == ')';
      if (depth == 0)
        return c + 1;
    }

  return NULL;
}

static char *
dup_call (const char *name,
          gsize       length)
{
  const char *open = name + length + strspn (name + length, " \t\n");
  const char *end = *open == '(' ? find_close (open) : NULL;
  g_autofree char *word = g_strndup (name, length);
  g_auto(GStrv) words = NULL;
  g_autofree char *call = NULL;

  if (end == NULL || !g_strv_contains (calls, word))
    return NULL;

  /* In one line, however it is written. */
  call = g_strndup (name, (gsize) (end - name));
  words = g_strsplit_set (call, " \t\n", -1);
  g_clear_pointer (&call, g_free);
  for (guint i = 0; words[i]; i++)
    if (*words[i])
      {
        g_autofree char *before = call;

        call = before ? g_strconcat (before, " ", words[i], NULL) : g_strdup (words[i]);
      }

  return g_steal_pointer (&call);
}

/**
 * apm_operations_find:
 * @source: C, UTF-8
 *
 * Returns: (transfer full): of ApmOperation, in the order of their lines
 */
GArray *
apm_operations_find (const char *source)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (ApmOperation));
  const char *counted = source;
  guint line = 1;

  g_array_set_clear_func (found, operation_clear);
  for (const char *c = source; *c;)
    {
      const char *after = skip (c);
      gsize length = 0;
      ApmOperation operation;

      if (after != c)
        {
          c = after;
          continue;
        }
      while (g_ascii_isalnum (c[length]) || c[length] == '_')
        length++;
      if (length == 0)
        {
          c++;
          continue;
        }
      operation.text = dup_call (c, length);
      for (; operation.text && counted < c; counted++)
        line += *counted == '\n';
      operation.line = line;
      if (operation.text)
        g_array_append_val (found, operation);
      c += length;
    }

  return found;
}

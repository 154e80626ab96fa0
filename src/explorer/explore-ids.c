/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Which thread is which, whatever the order in which they are made. */

static int own_ids[MOST_THREADS][MOST_THREADS], n_own_ids = 1;
static int (*ids)[MOST_THREADS] = own_ids;    /* of a parent's n-th child; 0: none yet */
static int *n_ids = &n_own_ids;

/* Several processes give the same threads the same ids. */
void
run_share_ids (int (*table)[MOST_THREADS],
               int  *n)
{
  ids = table;
  n_ids = n;
}

/* Returns: the id of a parent's n-th child, which is the same in each execution, whoever
 * else makes threads; −1: there are too many */
int
run_find_child (int parent,
                int n)
{
  int id = ids[parent][n];

  if (id > 0 && id < run.n_threads)
    return id;
  share_lock ();
  if (ids[parent][n] == 0 && *n_ids < MOST_THREADS)
    ids[parent][n] = (*n_ids)++;
  id = ids[parent][n] ? ids[parent][n] : -1;
  share_unlock ();
  if (run.n_threads <= id)
    run.n_threads = id + 1;

  return id;
}

/* "main", "1", "2.1": the first child of the second child of main */
const char *
run_name_thread (int    id,
                 char  *name,
                 size_t size)
{
  char parent[64] = "";

  if (id == 0)
    {
      snprintf (name, size, "main");
      return name;
    }
  for (int i = 0; i < MOST_THREADS; i++)
    for (int n = 0; n < MOST_THREADS; n++)
      if (ids[i][n] == id)
        {
          if (i > 0)
            run_name_thread (i, parent, sizeof parent);
          snprintf (name, size, "%s%s%d", parent, i > 0 ? "." : "", n + 1);
        }

  return name;
}

/* Returns: the id of the thread named so, which need not exist yet; −1: no name */
int
run_find_thread (const char *name)
{
  int id = 0;

  if (strcmp (name, "main") == 0)
    return 0;
  while (*name)
    {
      char *end;
      long n = strtol (name, &end, 10);

      if (end == name || n < 1 || n > MOST_THREADS || (*end != '\0' && *end != '.'))
        return -1;
      id = run_find_child (id, (int) n - 1);
      if (id < 0)
        return -1;
      name = *end ? end + 1 : end;
    }

  return id > 0 ? id : -1;
}

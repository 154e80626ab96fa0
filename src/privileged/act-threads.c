/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "act.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Threads that make threads are followed so many times; each inherits what its
 * maker has been given, so there is an end. */
#define MOST_PASSES 64

typedef struct {
  int   *ids;
  size_t n;
  size_t size;
} Ids;

static int
compare_ids (const void *a,
             const void *b)
{
  int left = *(const int *) a;
  int right = *(const int *) b;

  return (left > right) - (left < right);
}

static int
add_id (Ids *ids,
        int  id)
{
  if (ids->n == ids->size)
    {
      size_t size = ids->size ? 2 * ids->size : 64;
      int *larger = realloc (ids->ids, size * sizeof (int));

      if (larger == NULL)
        return ENOMEM;
      ids->ids = larger;
      ids->size = size;
    }
  ids->ids[ids->n++] = id;

  return 0;
}

/* Adds those that are not among the first @n_sorted. */
static int
list_new (int  pid,
          Ids *ids)
{
  size_t n_sorted = ids->n;
  struct dirent *entry;
  char path[32];
  DIR *dir;
  int reason = 0;

  snprintf (path, sizeof path, "/proc/%d/task", pid);
  dir = opendir (path);
  if (dir == NULL)
    return errno == ENOENT ? ESRCH : errno;
  while (reason == 0 && (entry = readdir (dir)) != NULL)
    {
      int id = atoi (entry->d_name);

      if (id > 0 && (n_sorted == 0 || !bsearch (&id, ids->ids, n_sorted, sizeof id, compare_ids)))
        reason = add_id (ids, id);
    }
  closedir (dir);

  return reason;
}

int
act_for_threads (int   pid,
                 int (*func) (int tid, void *data),
                 void *data)
{
  Ids ids = { 0 };
  int reason = 0;

  for (int pass = 0; reason == 0; pass++)
    {
      size_t n_done = ids.n;

      reason = list_new (pid, &ids);
      if (reason == 0 && ids.n == n_done)
        break;
      /* It makes them faster than they can be counted: not done, and not said to be. */
      if (reason == 0 && pass == MOST_PASSES)
        reason = EAGAIN;
      for (size_t i = n_done; reason == 0 && i < ids.n; i++)
        reason = func (ids.ids[i], data);
      if (ids.n > 0)
        qsort (ids.ids, ids.n, sizeof (int), compare_ids);
    }
  free (ids.ids);

  return reason;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-maps.h"

#include <stdio.h>

/* A line of the file, only of what may be written. */
typedef struct {
  guint64 start, end;
  guint64 device, inode, offset;
  gboolean is_shared;
} Range;

struct _ApmLensMaps
{
  GHashTable *processes;     /* PID → GArray of Range */
};

ApmLensMaps *
apm_lens_maps_new (void)
{
  ApmLensMaps *self = g_new0 (ApmLensMaps, 1);

  self->processes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  return self;
}

void
apm_lens_maps_free (ApmLensMaps *self)
{
  g_hash_table_unref (self->processes);
  g_free (self);
}

static GArray *
read_ranges (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/maps", pid);
  g_autoptr(GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  FILE *file = fopen (path, "re");
  char line[8192];

  while (file && fgets (line, sizeof line, file))
    {
      unsigned long start, end, offset, inode;
      unsigned major, minor;
      char rights[5];
      Range range;

      if (sscanf (line, "%lx-%lx %4s %lx %x:%x %lu", &start, &end, rights, &offset, &major, &minor, &inode) != 7 ||
          rights[1] != 'w')
        continue;
      range = (Range) { start, end, (guint64) major << 32 | minor, inode, offset, rights[3] == 's' };
      g_array_append_val (ranges, range);
    }
  if (file)
    fclose (file);

  return ranges->len > 0 ? g_steal_pointer (&ranges) : NULL;
}

static const Range *
find_range (const GArray *ranges,
            guint64       address)
{
  guint low = 0, high = ranges ? ranges->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Range *range = &g_array_index (ranges, Range, middle);

      if (address < range->start)
        high = middle;
      else if (address >= range->end)
        low = middle + 1;
      else
        return range;
    }

  return NULL;
}

/* Of a process that is gone already nothing can be read: if it came of fork() it
 * had the memory of the one it came of. */
static GArray *
find_parents (ApmLensMaps *self,
              guint64      address)
{
  GHashTableIter iter;
  gpointer ranges;

  g_hash_table_iter_init (&iter, self->processes);
  while (g_hash_table_iter_next (&iter, NULL, &ranges))
    {
      const Range *range = find_range (ranges, address);

      if (range && range->is_shared)
        return g_array_ref (ranges);
    }

  return NULL;
}

/**
 * apm_lens_maps_find_shared:
 * @key: (out): device, inode and offset, where it is shared
 *
 * Returns: whether @address lies in memory that is shared with other processes
 */
gboolean
apm_lens_maps_find_shared (ApmLensMaps *self,
                           int          pid,
                           guint64      address,
                           guint64      key[3])
{
  GArray *ranges = g_hash_table_lookup (self->processes, GINT_TO_POINTER (pid));
  const Range *range = find_range (ranges, address);

  /* It may have mapped more since. */
  if (range == NULL)
    {
      ranges = read_ranges (pid);
      if (ranges == NULL)
        ranges = find_parents (self, address);
      if (ranges)
        g_hash_table_insert (self->processes, GINT_TO_POINTER (pid), ranges);
      range = find_range (ranges, address);
    }
  if (range == NULL || !range->is_shared)
    return FALSE;

  key[0] = range->device;
  key[1] = range->inode;
  key[2] = address - range->start + range->offset;

  return TRUE;
}

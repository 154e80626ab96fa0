/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define DELETED " (deleted)"

static void
map_free (gpointer data)
{
  ApmMap *map = data;

  g_free (map->device);
  g_free (map->name);
  g_free (map);
}

static void
group_free (gpointer data)
{
  ApmMapGroup *group = data;

  g_free (group->name);
  g_free (group->permissions);
  g_free (group->address);
  g_clear_pointer (&group->parts, g_ptr_array_unref);
  g_free (group);
}

void
apm_memory_free (ApmMemory *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->maps, g_ptr_array_unref);
  g_free (self->denied);
  g_free (self);
}

/* In a name a line feed is told as \012, and nothing else is escaped. */
static char *
dup_name (const char *bytes)
{
  g_autoptr(GString) name = g_string_new (bytes);

  g_string_replace (name, "\\012", "\n", 0);

  return apm_text_to_utf8 (name->str, -1);
}

/* A file may really end with what the kernel appends. */
static gboolean
take_deleted (const char *bytes,
              guint64     inode,
              char       *name)
{
  struct stat status;

  if (!g_str_has_suffix (name, DELETED) || (stat (bytes, &status) == 0 && status.st_ino == inode))
    return FALSE;
  name[strlen (name) - strlen (DELETED)] = '\0';

  return TRUE;
}

/* "START-END rwxp OFFSET MAJOR:MINOR INODE      NAME" (proc_pid_maps(5)).
 * Returns: (nullable): %NULL for what is no such line, or not all of one */
static ApmMap *
parse_map (const char *line)
{
  ApmMap map = { .rss_bytes = G_MININT64, .pss_bytes = G_MININT64, .private_bytes = G_MININT64, .swap_bytes = G_MININT64 };
  char *at;
  gsize device_length;
  ApmMap *copy;

  map.start = g_ascii_strtoull (line, &at, 16);
  if (at == line || *at != '-')
    return NULL;
  map.end = g_ascii_strtoull (at + 1, &at, 16);
  if (*at != ' ' || map.end < map.start || strnlen (at + 1, 5) < 5 || at[5] != ' ')
    return NULL;
  map.size_bytes = (gint64) MIN (map.end - map.start, (guint64) G_MAXINT64);
  memcpy (map.permissions, at + 1, 4);
  if (!g_utf8_validate (map.permissions, 4, NULL))
    return NULL;
  map.file_offset = g_ascii_strtoull (at + 6, &at, 16);
  if (*at != ' ')
    return NULL;
  device_length = strcspn (++at, " ");
  if (at[device_length] != ' ' || !g_utf8_validate (at, (gssize) device_length, NULL))
    return NULL;
  map.device = g_strndup (at, device_length);
  map.inode = g_ascii_strtoull (at + device_length + 1, &at, 10);
  at += strspn (at, " ");

  copy = g_memdup2 (&map, sizeof map);
  copy->access = copy->permissions;
  copy->name = *at ? dup_name (at) : NULL;
  copy->deleted = copy->name && take_deleted (at, copy->inode, copy->name);

  return copy;
}

static void
add_kib (gint64     *bytes,
         const char *value)
{
  gint64 kib = g_ascii_strtoll (value, NULL, 10);

  if (kib >= 0 && kib <= G_MAXINT64 / 4096)
    *bytes = MAX (*bytes, 0) + kib * 1024;
}

/* A line of smaps behind the map it is about. */
static void
take_measure (ApmMap     *map,
              const char *line)
{
  static const struct { const char *key; gsize offset; } measures[] = {
    { "Rss:", G_STRUCT_OFFSET (ApmMap, rss_bytes) },
    { "Pss:", G_STRUCT_OFFSET (ApmMap, pss_bytes) },
    { "Private_Clean:", G_STRUCT_OFFSET (ApmMap, private_bytes) },
    { "Private_Dirty:", G_STRUCT_OFFSET (ApmMap, private_bytes) },
    { "Private_Hugetlb:", G_STRUCT_OFFSET (ApmMap, private_bytes) },
    { "Swap:", G_STRUCT_OFFSET (ApmMap, swap_bytes) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    if (g_str_has_prefix (line, measures[i].key))
      add_kib (&G_STRUCT_MEMBER (gint64, map, measures[i].offset), line + strlen (measures[i].key));
}

/**
 * apm_maps_parse:
 * @text: as /proc/PID/maps or smaps has it; it is written to
 *
 * Returns: (transfer full): of ApmMap; lines that are not whole are left out
 */
GPtrArray *
apm_maps_parse (char *text)
{
  GPtrArray *maps = g_ptr_array_new_with_free_func (map_free);
  char *line = text;

  while (*line)
    {
      char *end = strchr (line, '\n');
      ApmMap *map;

      if (end)
        *end = '\0';
      /* Addresses are in small letters, the names of measures begin with a capital. */
      map = g_ascii_isupper (*line) ? NULL : parse_map (line);
      if (map)
        g_ptr_array_add (maps, map);
      else if (maps->len > 0)
        take_measure (maps->pdata[maps->len - 1], line);
      if (!end)
        break;
      line = end + 1;
    }

  return maps;
}

static const char *
find_kind (const ApmMap *map)
{
  static const struct { const char *prefix, *kind; } kinds[] = {
    { "[heap]", "heap" }, { "[stack", "stack" }, { "[anon:", "anonymous" }, { "[anon_shmem:", "shared" },
    { "[", "kernel" }, { "/dev/shm/", "shared" }, { "/memfd:", "shared" }, { "/SYSV", "shared" },
    { "/dev/zero", "shared" }, { "/dev/", "device" }, { "/", "file" }, { "", "device" },
  };

  for (guint i = 0; map->name && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (map->name, kinds[i].prefix))
      return kinds[i].kind;

  return "anonymous";
}

static void
add_known (gint64 *sum,
           gint64  number)
{
  if (number != G_MININT64)
    *sum = MAX (*sum, 0) + number;
}

static ApmMapGroup *
group_new (const ApmMap *map)
{
  ApmMapGroup *group = g_new0 (ApmMapGroup, 1);

  group->kind = find_kind (map);
  group->name = g_strdup (map->name);
  group->permissions = g_strdup ("");
  group->deleted = map->deleted;
  group->rss_bytes = group->pss_bytes = group->private_bytes = group->swap_bytes = G_MININT64;

  return group;
}

static void
add_numbers (ApmMapGroup  *group,
             const ApmMap *map)
{
  group->maps++;
  group->size_bytes += map->size_bytes;
  add_known (&group->rss_bytes, map->rss_bytes);
  add_known (&group->pss_bytes, map->pss_bytes);
  add_known (&group->private_bytes, map->private_bytes);
  add_known (&group->swap_bytes, map->swap_bytes);
  if (!strstr (group->permissions, map->permissions))
    {
      char *all = *group->permissions ? g_strconcat (group->permissions, " ", map->permissions, NULL)
                                      : g_strdup (map->permissions);

      g_free (group->permissions);
      group->permissions = all;
    }
}

static void
add_to_group (ApmMapGroup  *group,
              const ApmMap *map)
{
  ApmMapGroup *part = group_new (map);

  part->address = g_strdup_printf ("%" G_GINT64_MODIFIER "x–%" G_GINT64_MODIFIER "x", map->start, map->end);
  add_numbers (part, map);
  add_numbers (group, map);
  g_ptr_array_add (group->parts, part);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const ApmMapGroup *group_a = *(ApmMapGroup *const *) a;
  const ApmMapGroup *group_b = *(ApmMapGroup *const *) b;

  if (group_a->rss_bytes != group_b->rss_bytes)
    return group_a->rss_bytes < group_b->rss_bytes ? 1 : -1;
  if (group_a->size_bytes != group_b->size_bytes)
    return group_a->size_bytes < group_b->size_bytes ? 1 : -1;

  return g_strcmp0 (group_a->name, group_b->name);
}

/**
 * apm_maps_group:
 *
 * Returns: (transfer full): of ApmMapGroup; the largest first, by what is in memory
 *   where that was measured
 */
GPtrArray *
apm_maps_group (const GPtrArray *maps)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr(GHashTable) by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < maps->len; i++)
    {
      const ApmMap *map = maps->pdata[i];
      g_autofree char *key = g_strdup_printf ("%d%s", map->deleted, map->name ? map->name : "");
      ApmMapGroup *group = g_hash_table_lookup (by_name, key);

      if (!group)
        {
          group = group_new (map);
          group->parts = g_ptr_array_new_with_free_func (group_free);
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_name, g_steal_pointer (&key), group);
        }
      add_to_group (group, map);
    }
  g_ptr_array_sort (groups, compare_groups);

  return groups;
}

static gint64
add_kibs (const char        *text,
          const char *const *keys)
{
  gint64 sum = G_MININT64;

  for (; *keys; keys++)
    add_known (&sum, apm_lines_get_kib (text, *keys));

  return sum;
}

static void
take_rollup (ApmMemoryTotals *totals,
             const char      *text)
{
  static const char *const private_keys[] = { "Private_Clean", "Private_Dirty", "Private_Hugetlb", NULL };
  static const char *const shared_keys[] = { "Shared_Clean", "Shared_Dirty", "Shared_Hugetlb", NULL };
  static const char *const huge_keys[] = { "AnonHugePages", "ShmemPmdMapped", "FilePmdMapped", NULL };

  totals->pss_bytes = apm_lines_get_kib (text, "Pss");
  totals->private_bytes = add_kibs (text, private_keys);
  totals->private_dirty_bytes = apm_lines_get_kib (text, "Private_Dirty");
  totals->shared_bytes = add_kibs (text, shared_keys);
  totals->anonymous_bytes = apm_lines_get_kib (text, "Anonymous");
  totals->swap_pss_bytes = apm_lines_get_kib (text, "SwapPss");
  totals->huge_bytes = add_kibs (text, huge_keys);
}

static void
take_status (ApmMemoryTotals *totals,
             const char      *text)
{
  totals->virtual_bytes = apm_lines_get_kib (text, "VmSize");
  totals->virtual_peak_bytes = apm_lines_get_kib (text, "VmPeak");
  totals->rss_bytes = apm_lines_get_kib (text, "VmRSS");
  totals->rss_peak_bytes = apm_lines_get_kib (text, "VmHWM");
  totals->swap_bytes = apm_lines_get_kib (text, "VmSwap");
  totals->locked_bytes = apm_lines_get_kib (text, "VmLck");
  totals->data_bytes = apm_lines_get_kib (text, "VmData");
  totals->stack_bytes = apm_lines_get_kib (text, "VmStk");
  totals->page_tables_bytes = apm_lines_get_kib (text, "VmPTE");
}

/* Who may not see the maps is still told the totals that anybody may see. */
ApmMemory *
apm_memory_read (const ApmQuestion *question,
                 GError           **error)
{
  g_autoptr(ApmMemory) self = g_new0 (ApmMemory, 1);
  g_autofree char *status = NULL;
  g_autofree char *rollup = NULL;
  g_autofree char *maps = NULL;
  int reason;

  self->measured = (question->flags & APM_DETAILS_MEASURE) != 0;
  status = apm_question_read_file (question, "status", NULL, &reason);
  if (status)
    maps = apm_question_read_file (question, self->measured ? "smaps" : "maps", NULL, &reason);
  if (status && !maps && (reason == EACCES || reason == EPERM))
    {
      self->denied = apm_question_dup_denied (question);
      maps = g_strdup ("");
    }
  if (!maps)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  rollup = self->denied ? NULL : apm_question_read_file (question, "smaps_rollup", NULL, NULL);
  take_status (&self->totals, status);
  take_rollup (&self->totals, rollup ? rollup : "");
  self->maps = apm_maps_parse (maps);
  self->groups = apm_maps_group (self->maps);

  return g_steal_pointer (&self);
}

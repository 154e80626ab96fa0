/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-snapshot.h"

#include <math.h>
#include <string.h>

#define NOWHERE G_MAXUINT

/* What is compared, taken out of the rows once: a number or a text by bytes. */
typedef struct {
  double number;
  const char *text;
  int pid;
  guint index;
} Key;

/* The rows as a forest: whatever is shown hangs below its parent or group. */
typedef struct {
  ApmSnapshot *snapshot;
  guint8 *shown;
  guint *parent;          /* NOWHERE: a root */
  guint *first_child;
  guint *last_child;
  guint *next;            /* among its siblings */
  guint first_root;
  guint last_root;
} Forest;

static ApmProcess *
process_at (ApmSnapshot *self,
            guint        index)
{
  return &g_array_index (self->samples, ApmSample, index).process;
}

static const char *
get_name_key (ApmSnapshot     *self,
              const ApmSample *sample)
{
  if (sample->info && !sample->process.created_here)
    return apm_process_info_get_name_key (sample->info);

  for (guint i = 0; i < self->query->children->len; i++)
    {
      const ApmChildRecord *record = &g_array_index (self->query->children, ApmChildRecord, i);

      if (record->name == sample->process.name)
        return record->name_key;
    }

  return sample->process.name;
}

static const char *
get_text (ApmSnapshot     *self,
          const ApmSample *sample)
{
  const ApmField *sort = self->query->sort;

  /* Groups that have no total of it stand by their names. */
  if (sample->process.is_group)
    return sample->process.name;
  if (sort->type != APM_FIELD_STRING)
    return NULL;
  if (sort->via == 0 && sort->offset == G_STRUCT_OFFSET (ApmProcess, name))
    return get_name_key (self, sample);
  if (sort->via == 0 && sort->offset == G_STRUCT_OFFSET (ApmProcess, command) && sample->info)
    return apm_process_info_get_command_key (sample->info);
  return apm_field_get_text (sort, sample);
}

static Key
get_key (ApmSnapshot *self,
         guint        index)
{
  const ApmSample *sample = &g_array_index (self->samples, ApmSample, index);
  Key key = { -HUGE_VAL, get_text (self, sample), sample->process.pid, index };
  double number = apm_field_get_number (self->query->sort, sample);

  /* What reads the same is the same: rows that take 0.01 % one second and 0.02 % the
   * next stay where they are. */
  if (self->query->sort->type == APM_FIELD_DOUBLE)
    number = round (number * 10) / 10;
  if (!isnan (number))
    key.number = number;

  return key;
}

/* @data: 1, or -1 for the reverse. Equal rows stand in the order of their PIDs
 * either way, so that nothing jumps without a reason. */
static int
compare_keys (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const Key *one = a;
  const Key *other = b;
  int sign = GPOINTER_TO_INT (data);
  int order = (one->number > other->number) - (one->number < other->number);

  if (order == 0)
    order = g_strcmp0 (one->text, other->text);
  if (order != 0)
    return order > 0 ? sign : -sign;

  return (one->pid > other->pid) - (one->pid < other->pid);
}

/* Rows that had a place keep it, new ones follow in their order. */
static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const guint *places = data;
  guint one = places[((const Key *) a)->index];
  guint other = places[((const Key *) b)->index];

  return (one > other) - (one < other);
}

static void
sort_held (ApmSnapshot *self,
           GArray      *keys)
{
  g_autofree guint *places = g_new0 (guint, self->samples->len + 1);

  for (guint i = 0; i < keys->len; i++)
    {
      guint index = g_array_index (keys, Key, i).index;
      guint64 key = apm_process_key (process_at (self, index));
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->query->held, &key));

      places[index] = place > 0 ? place : G_MAXUINT / 2 + i;
    }
  g_array_sort_with_data (keys, compare_places, places);
}

/* Returns: (transfer full): all that is shown, each in the order of the query. */
static GArray *
sort (ApmSnapshot  *self,
      const guint8 *shown)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (Key), self->samples->len + 1);

  for (guint i = 0; i < self->samples->len; i++)
    if (shown[i])
      {
        Key key = get_key (self, i);

        g_array_append_val (keys, key);
      }
  g_array_sort_with_data (keys, compare_keys, GINT_TO_POINTER (self->query->descending ? -1 : 1));
  if (self->query->held)
    sort_held (self, keys);

  return keys;
}

static void
clear_place (ApmProcess *process)
{
  process->depth = 0;
  process->is_context = process->expandable = process->expanded = FALSE;
}

static void
arrange_flat (ApmSnapshot  *self,
              const guint8 *shown)
{
  g_autoptr(GArray) keys = sort (self, shown);

  g_array_set_size (self->order, keys->len);
  for (guint i = 0; i < keys->len; i++)
    g_array_index (self->order, guint, i) = g_array_index (keys, Key, i).index;
}

/* A number may have been used again since it was a parent's; and nobody is its own
 * ancestor, even where rows were read at different times. */
static gboolean
is_older (const ApmProcess *parent,
          const ApmProcess *process)
{
  return parent->started_us < process->started_us ||
         (parent->started_us == process->started_us && parent->pid < process->pid);
}

/* Who is the parent of whom; ancestors of what matches are shown with it. */
static void
plant_tree (Forest *forest)
{
  ApmSnapshot *self = forest->snapshot;

  for (guint i = 0; i < self->samples->len; i++)
    {
      ApmProcess *process = process_at (self, i);
      ApmSample *parent = process->ppid > 0 ? apm_snapshot_find (self, process->ppid) : NULL;

      forest->parent[i] = parent && is_older (&parent->process, process)
                          ? (guint) (parent - &g_array_index (self->samples, ApmSample, 0))
                          : NOWHERE;
    }

  for (guint i = 0; i < self->samples->len; i++)
    {
      if (!forest->shown[i] || process_at (self, i)->is_context)
        continue;
      for (guint up = forest->parent[i]; up != NOWHERE && !forest->shown[up]; up = forest->parent[up])
        {
          forest->shown[up] = TRUE;
          process_at (self, up)->is_context = TRUE;
        }
    }
}

static void
link_row (Forest *forest,
          guint   index)
{
  guint parent = forest->parent[index];
  guint *first = parent == NOWHERE ? &forest->first_root : &forest->first_child[parent];
  guint *last = parent == NOWHERE ? &forest->last_root : &forest->last_child[parent];

  if (*first == NOWHERE)
    *first = index;
  else
    forest->next[*last] = index;
  *last = index;
  forest->next[index] = NOWHERE;
}

/* Places @root and what hangs below it. No stack of calls: it may be very deep. */
static void
place_branch (Forest *forest,
              guint   root)
{
  ApmSnapshot *self = forest->snapshot;
  guint at = root;
  guint depth = 0;

  for (;;)
    {
      ApmProcess *process = process_at (self, at);
      guint64 key = apm_process_key (process);

      process->depth = depth;
      process->expandable = forest->first_child[at] != NOWHERE;
      process->expanded = process->expandable && !g_hash_table_contains (self->query->collapsed, &key);
      g_array_append_val (self->order, at);

      if (process->expanded)
        {
          at = forest->first_child[at];
          depth++;
          continue;
        }
      while (at != root && forest->next[at] == NOWHERE)
        {
          at = forest->parent[at];
          depth--;
        }
      if (at == root)
        return;
      at = forest->next[at];
    }
}

static void
arrange_forest (ApmSnapshot  *self,
                const guint8 *matches)
{
  gboolean grouped = self->query->grouping != APM_GROUPING_TREE;
  guint n_rows = self->samples->len;
  guint n = grouped ? 2 * n_rows : n_rows;    /* at most a group a row */
  g_autofree guint8 *shown = g_new0 (guint8, n + 1);
  g_autofree guint *parent = g_new (guint, n + 1);
  g_autofree guint *links = g_new (guint, 3 * (gsize) n + 1);
  Forest forest = { self, shown, parent, links, links + n, links + 2 * (gsize) n, NOWHERE, NOWHERE };
  g_autoptr(GArray) keys = NULL;

  memcpy (shown, matches, n_rows);
  for (guint i = 0; i < n; i++)
    parent[i] = forest.first_child[i] = NOWHERE;
  if (grouped)
    {
      apm_snapshot_add_groups (self, matches, parent);
      memset (shown + n_rows, TRUE, self->samples->len - n_rows);
    }
  else
    {
      plant_tree (&forest);
    }

  keys = sort (self, shown);
  for (guint i = 0; i < keys->len; i++)
    link_row (&forest, g_array_index (keys, Key, i).index);

  g_array_set_size (self->order, 0);
  for (guint at = forest.first_root; at != NOWHERE; at = forest.next[at])
    place_branch (&forest, at);
}

/**
 * apm_snapshot_arrange:
 * @matches: for each sample, whether scope and filter let it through
 *
 * Fills the order: flat, as a tree, or in groups with totals.
 */
void
apm_snapshot_arrange (ApmSnapshot  *self,
                      const guint8 *matches)
{
  for (guint i = 0; i < self->samples->len; i++)
    clear_place (process_at (self, i));

  if (self->query->grouping == APM_GROUPING_FLAT)
    arrange_flat (self, matches);
  else
    arrange_forest (self, matches);
}

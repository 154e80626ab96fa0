/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-query.h"

#include "apm-scanner.h"

#include <string.h>
#include <unistd.h>

static void
child_record_clear (ApmChildRecord *record)
{
  g_free (record->name);
  g_free (record->name_key);
  g_free (record->command);
}

ApmQuery *
apm_query_new (void)
{
  ApmQuery *self = g_new0 (ApmQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  self->sort = apm_field_find (apm_process_fields, "pid");
  self->words = g_new0 (char *, 1);
  self->uid = getuid ();
  self->children = g_array_new (FALSE, TRUE, sizeof (ApmChildRecord));
  g_array_set_clear_func (self->children, (GDestroyNotify) child_record_clear);

  return self;
}

/**
 * apm_query_copy:
 *
 * Returns: (transfer full): the same, free to be changed until it is shared
 */
ApmQuery *
apm_query_copy (const ApmQuery *self)
{
  ApmQuery *copy = apm_query_new ();

  copy->sort = self->sort;
  copy->descending = self->descending;
  copy->scope = self->scope;
  g_strfreev (copy->words);
  copy->words = g_strdupv (self->words);
  for (guint i = 0; i < self->children->len; i++)
    {
      ApmChildRecord record = g_array_index (self->children, ApmChildRecord, i);

      record.name = g_strdup (record.name);
      record.name_key = g_strdup (record.name_key);
      record.command = g_strdup (record.command);
      g_array_append_val (copy->children, record);
    }

  return copy;
}

ApmQuery *
apm_query_ref (ApmQuery *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_query_unref (ApmQuery *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  g_strfreev (self->words);
  g_array_unref (self->children);
  g_free (self);
}

/**
 * apm_query_set_search:
 * @text: words that must all be found
 */
void
apm_query_set_search (ApmQuery   *self,
                      const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto(GStrv) pieces = g_strsplit_set (folded, " \t\n", -1);
  guint n = 0;

  g_strfreev (self->words);
  self->words = g_new0 (char *, g_strv_length (pieces) + 1);
  for (guint i = 0; pieces[i]; i++)
    if (*pieces[i])
      self->words[n++] = g_strdup (pieces[i]);
}

ApmSnapshot *
apm_snapshot_new (void)
{
  ApmSnapshot *self = g_new0 (ApmSnapshot, 1);

  self->samples = apm_scanner_new_samples ();
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
apm_snapshot_free (ApmSnapshot *self)
{
  if (!self)
    return;
  g_array_unref (self->samples);
  g_array_unref (self->order);
  apm_query_unref (self->query);
  g_free (self);
}

/**
 * apm_snapshot_reset:
 *
 * Empties it for the next scan; the memory stays.
 */
void
apm_snapshot_reset (ApmSnapshot *self)
{
  g_array_set_size (self->samples, 0);
  g_array_set_size (self->order, 0);
  g_clear_pointer (&self->query, apm_query_unref);
}

static ApmSample *
find_sample (ApmSnapshot *self,
             int          pid,
             gint64       started_us)
{
  /* From the end, where the young ones are. */
  for (guint i = self->samples->len; i > 0; i--)
    {
      ApmSample *sample = &g_array_index (self->samples, ApmSample, i - 1);

      if (sample->process.pid == pid && sample->process.started_us == started_us)
        return sample;
    }

  return NULL;
}

/* The row of a child that has ended, made from what we know of it. */
static ApmSample *
add_ended (ApmSnapshot          *self,
           const ApmChildRecord *record,
           const ApmQuery       *query)
{
  ApmSample sample = {
    .process = {
      .pid = record->pid,
      .ppid = getpid (),
      .uid = query->uid,
      .user = apm_process_look_up_user (query->uid),
      .started_us = record->started_us,
      .command = record->command,
    },
  };

  g_array_append_val (self->samples, sample);

  return &g_array_index (self->samples, ApmSample, self->samples->len - 1);
}

/* What an earlier query has added: its texts go with it. */
static void
unmark_children (ApmSnapshot *self)
{
  guint n = self->samples->len;

  while (n > 0 && !g_array_index (self->samples, ApmSample, n - 1).info)
    n--;
  g_array_set_size (self->samples, n);

  for (guint i = 0; i < n; i++)
    {
      ApmSample *sample = &g_array_index (self->samples, ApmSample, i);

      if (sample->process.created_here)
        {
          sample->process.created_here = FALSE;
          sample->process.name = sample->info->name;
          sample->process.name_base64 = sample->info->name_base64;
        }
    }
}

static void
mark_child (ApmSnapshot          *self,
            const ApmChildRecord *record,
            const ApmQuery       *query)
{
  ApmSample *sample = find_sample (self, record->pid, record->started_us);

  if (!sample && record->ended)
    sample = add_ended (self, record, query);
  if (!sample)
    return;

  sample->process.created_here = TRUE;
  sample->process.name = record->name;
  sample->process.name_base64 = NULL;
  if (record->ended)
    {
      sample->process.ended = TRUE;
      sample->process.state = apm_process_state_word ('e');
      sample->process.wait_status = record->wait_status;
      sample->process.cpu_time_us = record->cpu_time_us;
      sample->process.cpu_percent = 0;
      sample->process.rss_bytes = 0;
      sample->process.threads = 0;
    }
}

static gboolean
contains_all (const char  *haystack,
              char       **words)
{
  for (; *words; words++)
    if (!strstr (haystack, *words))
      return FALSE;

  return TRUE;
}

static gboolean
matches (const ApmSample *sample,
         const ApmQuery  *query)
{
  const ApmProcess *process = &sample->process;
  g_autofree char *haystack = NULL;

  if (query->scope == APM_SCOPE_MINE && process->uid != query->uid)
    return FALSE;
  if (query->scope == APM_SCOPE_CREATED && !process->created_here)
    return FALSE;
  if (!query->words[0])
    return TRUE;
  if (sample->info && sample->info->haystack && !process->created_here)
    return contains_all (sample->info->haystack, query->words);

  haystack = apm_process_dup_haystack (process->name, process->command, process->user, process->pid);
  return contains_all (haystack, query->words);
}

/* What is compared, taken out of the rows once: a number or a text by bytes. */
typedef struct {
  double number;
  const char *text;
  int pid;
  guint index;
} Key;

static double
get_number (const ApmField  *field,
            const ApmSample *sample)
{
  const char *member = (const char *) sample + field->offset;

  switch (field->type)
    {
    case APM_FIELD_INT:
    case APM_FIELD_BOOLEAN:
      return *(const int *) (const void *) member;
    case APM_FIELD_UINT:
      return *(const guint *) (const void *) member;
    case APM_FIELD_INT64:
      return (double) *(const gint64 *) (const void *) member;
    case APM_FIELD_UINT64:
      return (double) *(const guint64 *) (const void *) member;
    case APM_FIELD_DOUBLE:
      return *(const double *) (const void *) member;
    case APM_FIELD_STRING:
    default:
      return 0;
    }
}

static const char *
get_text (const ApmField  *field,
          const ApmSample *sample,
          const ApmQuery  *query)
{
  const ApmProcessInfo *info = sample->info;

  if (field->type != APM_FIELD_STRING)
    return NULL;

  if (field->offset == G_STRUCT_OFFSET (ApmProcess, name))
    {
      for (guint i = 0; sample->process.created_here && i < query->children->len; i++)
        {
          const ApmChildRecord *record = &g_array_index (query->children, ApmChildRecord, i);

          if (record->name == sample->process.name)
            return record->name_key;
        }
      return info ? info->name_key : NULL;
    }
  if (info && field->offset == G_STRUCT_OFFSET (ApmProcess, command))
    return info->command_key;
  if (info && field->offset == G_STRUCT_OFFSET (ApmProcess, user))
    return info->user_key;

  return *(const char *const *) (const void *) ((const char *) sample + field->offset);
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

/**
 * apm_snapshot_apply:
 *
 * Marks the children of @query and orders what matches it: some milliseconds for
 * ten thousand rows.
 */
void
apm_snapshot_apply (ApmSnapshot *self,
                    ApmQuery    *query)
{
  g_autoptr(ApmQuery) before = self->query;
  g_autoptr(GArray) keys = g_array_sized_new (FALSE, FALSE, sizeof (Key), self->samples->len + 1);

  self->query = apm_query_ref (query);
  if (before)
    unmark_children (self);
  for (guint i = 0; i < query->children->len; i++)
    mark_child (self, &g_array_index (query->children, ApmChildRecord, i), query);

  for (guint i = 0; i < self->samples->len; i++)
    {
      const ApmSample *sample = &g_array_index (self->samples, ApmSample, i);

      if (matches (sample, query))
        {
          Key key = { get_number (query->sort, sample), get_text (query->sort, sample, query),
                      sample->process.pid, i };

          g_array_append_val (keys, key);
        }
    }

  g_array_sort_with_data (keys, compare_keys, GINT_TO_POINTER (query->descending ? -1 : 1));
  g_array_set_size (self->order, keys->len);
  for (guint i = 0; i < keys->len; i++)
    g_array_index (self->order, guint, i) = g_array_index (keys, Key, i).index;
}

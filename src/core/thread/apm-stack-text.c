/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stack.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>

/* A group names so many of its threads. */
#define MOST_NAMED 8

/**
 * apm_stack_get_longest_ns:
 *
 * Returns: for how long the thread that was stopped longest was
 */
gint64
apm_stack_get_longest_ns (const ApmStack *self)
{
  gint64 longest_ns = 0;

  for (guint i = 0; i < self->threads->len; i++)
    longest_ns = MAX (longest_ns, ((ApmStackThread *) self->threads->pdata[i])->stopped_ns);

  return longest_ns;
}

/**
 * apm_stack_frame_dup_text:
 *
 * Returns: (transfer full): "read_all+12 in libx.so.1 (read.c:40)", as much of it
 *   as is known
 */
char *
apm_stack_frame_dup_text (const ApmStackFrame *frame)
{
  GString *text = g_string_new (NULL);

  if (frame->function)
    g_string_append_printf (text, "%s+%" G_GUINT64_FORMAT, frame->function, frame->offset);
  else if (frame->module)
    g_string_append_printf (text, "+0x%" G_GINT64_MODIFIER "x", frame->offset);
  else
    g_string_append_printf (text, "0x%" G_GINT64_MODIFIER "x", frame->address);
  if (frame->module)
    {
      g_autofree char *name = g_path_get_basename (frame->module);

      g_string_append_printf (text, " in %s", name);
    }
  if (frame->source)
    g_string_append_printf (text, " (%s)", frame->source);

  return g_string_free (text, FALSE);
}

/* What makes two stacks equal: functions and lines, not the byte they stand at. */
static char *
dup_sameness (const ApmStackThread *thread)
{
  GString *text = g_string_new (thread->refusal);

  for (guint i = 0; i < thread->frames->len; i++)
    {
      const ApmStackFrame *frame = thread->frames->pdata[i];

      if (frame->function)
        g_string_append_printf (text, "\n%s\t%s\t%s", frame->function, frame->module ? frame->module : "",
                                frame->source ? frame->source : "");
      else
        g_string_append_printf (text, "\n%" G_GINT64_MODIFIER "x", frame->address);
    }

  return g_string_free (text, FALSE);
}

static void
group_free (gpointer data)
{
  ApmStackGroup *group = data;

  g_ptr_array_unref (group->threads);
  g_free (group);
}

static int
get_first_tid (const ApmStackGroup *group)
{
  return ((const ApmStackThread *) group->threads->pdata[0])->tid;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const ApmStackGroup *group_a = *(ApmStackGroup *const *) a;
  const ApmStackGroup *group_b = *(ApmStackGroup *const *) b;
  int order = (group_a->threads->len < group_b->threads->len) - (group_a->threads->len > group_b->threads->len);

  if (order != 0)
    return order;

  return (get_first_tid (group_a) > get_first_tid (group_b)) - (get_first_tid (group_a) < get_first_tid (group_b));
}

/**
 * apm_stack_group:
 *
 * Returns: (transfer full): of ApmStackGroup, those with most threads first;
 *   they borrow from @self
 */
GPtrArray *
apm_stack_group (const ApmStack *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr(GHashTable) by_sameness = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->threads->len; i++)
    {
      char *sameness = dup_sameness (self->threads->pdata[i]);
      ApmStackGroup *group = g_hash_table_lookup (by_sameness, sameness);

      if (group == NULL)
        {
          group = g_new0 (ApmStackGroup, 1);
          group->threads = g_ptr_array_new ();
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_sameness, sameness, group);
        }
      else
        {
          g_free (sameness);
        }
      g_ptr_array_add (group->threads, self->threads->pdata[i]);
    }
  g_ptr_array_sort (groups, compare_groups);

  return groups;
}

static char *
dup_names (const ApmStackGroup *group)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < group->threads->len && i < MOST_NAMED; i++)
    {
      const ApmStackThread *thread = group->threads->pdata[i];

      g_string_append_printf (names, "%s%d", i > 0 ? ", " : "", thread->tid);
      if (thread->name)
        g_string_append_printf (names, " '%s'", thread->name);
    }
  if (group->threads->len > MOST_NAMED)
    g_string_append (names, ", …");

  return g_string_free (names, FALSE);
}

static void
append_group (GString             *text,
              const ApmStackGroup *group)
{
  const ApmStackThread *first = group->threads->pdata[0];
  g_autofree char *names = dup_names (group);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: how many threads have the same stack, and which */
  g_string_append_printf (text, ngettext ("%u thread: %s", "%u threads: %s", group->threads->len),
                          group->threads->len, names);
  g_string_append_c (text, '\n');
  if (first->refusal)
    g_string_append_printf (text, "  %s\n", first->refusal);

  for (guint i = 0; i < first->frames->len; i++)
    {
      g_autofree char *frame = apm_stack_frame_dup_text (first->frames->pdata[i]);

      g_string_append_printf (text, "  #%-3u %s\n", i, frame);
    }
}

/**
 * apm_stack_dup_text:
 *
 * Returns: (transfer full): all groups, and for how long threads were stopped
 */
char *
apm_stack_dup_text (const ApmStack *self)
{
  g_autoptr(GPtrArray) groups = apm_stack_group (self);
  g_autofree char *longest = apm_text_format_span (apm_stack_get_longest_ns (self) / 1000);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    append_group (text, groups->pdata[i]);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, ngettext ("The thread was stopped for %s.",
                                          "Each thread was stopped for %s at most.", self->threads->len), longest);
  g_string_append_c (text, '\n');

  return g_string_free (text, FALSE);
}

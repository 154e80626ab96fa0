/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "web-text.h"

#include "apm-wait-private.h"

#include <stdlib.h>
#include <string.h>

static ApmWait *
last_wait (ApmWaitPass *pass)
{
  return &g_array_index (pass->waits, ApmWait, pass->waits->len - 1);
}

void
web_pass_add_wait (ApmWaitPass *pass,
                   int          pid,
                   int          tid)
{
  ApmWait wait = { .pid = pid, .tid = tid, .kind = APM_WAIT_RUNNING, .first_group = pass->groups->len };
  ApmWaitProcess process = { .pid = pid, .name = "p", .first_wait = pass->waits->len };

  if (apm_wait_pass_find_process (pass, pid) == NULL)
    g_array_append_val (pass->processes, process);
  g_array_index (pass->processes, ApmWaitProcess, pass->processes->len - 1).n_waits++;
  g_array_append_val (pass->waits, wait);
}

void
web_pass_add_group (ApmWaitPass *pass)
{
  ApmWaitGroup group = { pass->enders->len, 0 };

  g_array_append_val (pass->groups, group);
  last_wait (pass)->n_groups++;
}

void
web_pass_add_ender (ApmWaitPass *pass,
                    int          pid,
                    int          tid)
{
  ApmWaitEnder ender = { pid, tid };

  g_array_append_val (pass->enders, ender);
  g_array_index (pass->groups, ApmWaitGroup, pass->groups->len - 1).n++;
}

static void
set_arrow (ApmWait    *wait,
           const char *arrow)
{
  wait->kind = APM_WAIT_MUTEX;
  wait->grade = arrow[0] == '~' ? APM_WAIT_GRADE_LIKELY : APM_WAIT_GRADE_PROVEN;
  wait->nature = arrow[0] == '?' ? APM_WAIT_SOFT : arrow[0] == '@' ? APM_WAIT_OPEN : APM_WAIT_HARD;
  wait->flags = arrow[0] == '=' ? APM_WAIT_TIMED : 0;
}

static void
add_line (ApmWaitPass *pass,
          const char  *line)
{
  g_auto(GStrv) words = g_strsplit_set (g_strstrip ((char *) line), " ", -1);
  char *dot = strchr (words[0], '.');

  web_pass_add_wait (pass, atoi (words[0]), atoi (dot + 1));
  if (words[1] == NULL)
    return;

  set_arrow (last_wait (pass), words[1]);
  web_pass_add_group (pass);
  for (guint i = 2; words[i]; i++)
    {
      char *point = strchr (words[i], '.');

      if (words[i][0] == '&')
        web_pass_add_group (pass);
      else if (words[i][0] == '!')
        last_wait (pass)->finding = APM_WAIT_ORPHANED;
      else
        web_pass_add_ender (pass, atoi (words[i]), point ? atoi (point + 1) : 0);
    }
}

ApmWaitPass *
web_pass_from_text (const char *text)
{
  g_auto(GStrv) lines = g_strsplit_set (text, ",\n", -1);
  ApmWaitPass *pass = apm_wait_pass_new ();

  for (guint i = 0; lines[i]; i++)
    add_line (pass, lines[i]);

  return pass;
}

static void
append_name (GString            *text,
             const ApmWaitGraph *graph,
             guint               wait)
{
  const ApmWait *self = &g_array_index (graph->pass->waits, ApmWait, wait);

  g_string_append_printf (text, "%d.%d", self->pid, self->tid);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
web_text_from_graph (const ApmWaitGraph *graph)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < graph->knots->len; i++)
    {
      const ApmWaitKnot *knot = graph->knots->pdata[i];
      GString *word = g_string_new (knot->rank == APM_WAIT_STUCK ? "" : "~");

      g_string_append (word, knot->is_cycle ? "{" : "!{");
      for (guint m = 0; m < knot->members->len; m++)
        {
          if (m > 0)
            g_string_append_c (word, ' ');
          append_name (word, graph, g_array_index (knot->members, guint, m));
        }
      g_string_append_c (word, '}');
      g_ptr_array_add (words, g_string_free (word, FALSE));
    }
  for (guint i = 0; i < graph->pass->waits->len; i++)
    {
      const ApmWaitFate *fate = &graph->fates[i];
      GString *word;

      if (fate->rank == APM_WAIT_MOVES || (fate->knot != APM_WAIT_NO_KNOT && fate->distance == 0))
        continue;
      word = g_string_new (fate->rank == APM_WAIT_STUCK_LIKELY ? "~" : "");
      append_name (word, graph, i);
      if (fate->rank == APM_WAIT_STUCK_SOFT)
        g_string_append_c (word, '?');
      else
        g_string_append_printf (word, "<%u", fate->distance);
      g_ptr_array_add (words, g_string_free (word, FALSE));
    }
  g_ptr_array_sort (words, compare_texts);
  g_ptr_array_add (words, NULL);

  return g_strjoinv (" ", (char **) words->pdata);
}

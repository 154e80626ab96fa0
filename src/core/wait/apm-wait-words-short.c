/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-words-private.h"

#include <glib/gi18n-lib.h>

/* A wait in a few words, for a column and for a line of a picture. */

/* What the kind's words name: a path, an address, a number. */
char *
apm_wait_words_dup_object (const ApmWait *wait)
{
  if (wait->kind != APM_WAIT_PIPE_READ && wait->kind != APM_WAIT_PIPE_WRITE && wait->object.name)
    return g_strdup (wait->object.name);
  if (wait->object.id == 0 && wait->object.name == NULL)
    return g_strdup (_("something"));
  if (wait->object.id == 0)
    return g_strdup (wait->object.name);

  return g_strdup_printf ("%" G_GUINT64_FORMAT, wait->object.id);
}

/* The first who could end it, and how many more. */
static char *
dup_short_enders (const ApmWaitPass *pass,
                  const ApmWait     *wait)
{
  const ApmWaitEnder *enders = NULL;
  const ApmWaitProcess *process;
  gboolean is_complete = FALSE;
  guint n = 0;

  for (guint g = 0; g < wait->n_groups && n == 0; g++)
    {
      enders = apm_wait_pass_get_group (pass, wait, g, &n);
      is_complete = g_array_index (pass->groups, ApmWaitGroup, wait->first_group + g).is_complete;
    }
  if (n == 0)
    return NULL;
  if (n > 1 && !is_complete)
    return g_strdup_printf (ngettext ("%u process or more", "%u processes or more", n), n);
  if (n > 1)
    return g_strdup_printf (ngettext ("%u process", "%u processes", n), n);
  if (enders->pid == wait->pid && enders->tid == wait->tid)
    return g_strdup (_("itself"));
  if (enders->pid == wait->pid && enders->tid != 0)
    return g_strdup_printf (_("thread %d"), enders->tid);

  process = apm_wait_pass_find_process (pass, enders->pid);

  return process && process->name ? g_strdup (process->name) : g_strdup_printf ("%d", enders->pid);
}

static char *
fill_short (const ApmWait *wait,
            const char    *enders)
{
  g_autofree char *object = apm_wait_words_dup_object (wait);
  g_autofree char *count = g_strdup_printf ("%u", wait->count[0]);
  g_autofree char *all = g_strdup_printf ("%u", wait->count[1]);

  return apm_wait_words_fill (apm_wait_sentence_get_short (wait, enders != NULL), "object", object,
                              "enders", enders ? enders : "", "count", count, "all", all, NULL);
}

/**
 * apm_wait_words_object:
 *
 * Returns: a few words about what it waits for, without whom; "" for who does not wait
 */
char *
apm_wait_words_object (const ApmWait *wait)
{
  return fill_short (wait, NULL);
}

/**
 * apm_wait_words_short:
 *
 * Returns: a few words for a column, "" for who does not wait
 */
char *
apm_wait_words_short (const ApmWaitGraph *graph,
                      const ApmWait      *wait)
{
  g_autofree char *enders = NULL;

  if (wait->unknown == APM_WAIT_DENIED_MODE || wait->unknown == APM_WAIT_DENIED_YAMA)
    {
      if (wait->kind == APM_WAIT_UNKNOWN)
        return g_strdup (_("not permitted to know"));
    }
  if (wait->flags & APM_WAIT_IDLE && wait->nature == APM_WAIT_OPEN
      && (wait->kind == APM_WAIT_POLL || wait->kind == APM_WAIT_EPOLL || wait->kind == APM_WAIT_SELECT))
    return g_strdup (_("idle: event loop"));

  enders = dup_short_enders (graph->pass, wait);

  return fill_short (wait, enders);
}

/**
 * apm_wait_words_distrusted:
 *
 * Returns: (nullable): a whole sentence about the kinds of waits that are not told, since
 *   the self-test found that the C library keeps them otherwise than is known
 */
char *
apm_wait_words_distrusted (const ApmWaitPass *pass)
{
  g_autoptr(GString) kinds = g_string_new (NULL);

  for (int kind = 0; kind < APM_WAIT_N_KINDS; kind++)
    {
      ApmWait wait = { .kind = (ApmWaitKind) kind };
      g_autofree char *name = NULL;

      if ((pass->distrusted & G_GUINT64_CONSTANT (1) << kind) == 0)
        continue;
      name = apm_wait_words_object (&wait);
      g_string_append_printf (kinds, "%s%s", kinds->len > 0 ? ", " : "", name);
    }
  if (kinds->len == 0)
    return NULL;

  return apm_wait_words_fill (_("The C library of this system keeps some locks otherwise than is known. Who could end a "
                                "wait of these kinds is not told, and no deadlock of them is found: {kinds}."),
                              "kinds", kinds->str, NULL);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "process-list-fixture.h"

#include "process-test.h"

#include <signal.h>

ApmChild *
start (const char *verb,
       const char *argument,
       const char *name)
{
  const char *argv[] = { SUBJECT, verb, argument, NULL };
  const ApmSpawn spawn = { .argv = argv, .name = name, .ends_with_us = TRUE };
  g_autoptr(GError) error = NULL;
  ApmChild *child = apm_child_spawn (&spawn, &error);

  g_assert_no_error (error);

  return child;
}

void
stop (ApmChild *child)
{
  apm_child_signal (child, SIGKILL, TRUE, NULL);
  test_until (apm_child_get_ended (child));
  g_object_unref (child);
}

static void
on_updated (ApmProcessList *list,
            guint          *n)
{
  (*n)++;
}

/* Waits for a look that began after this call. */
void
look (ApmProcessList *list)
{
  guint n = 0;
  gulong id = g_signal_connect (list, "updated", G_CALLBACK (on_updated), &n);

  for (guint i = 1; i <= 2; i++)
    {
      apm_process_list_sample_now (list);
      test_until (n >= i);
    }
  g_signal_handler_disconnect (list, id);
}

ApmProcessList *
new_list (void)
{
  ApmProcessList *list = apm_process_list_new ();

  apm_process_list_set_interval (list, 0);
  look (list);

  return list;
}

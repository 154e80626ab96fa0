/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-links.h"
#include "../until.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
on_links (G_GNUC_UNUSED GObject *source,
          GAsyncResult          *result,
          gpointer               user_data)
{
  g_autoptr(GError) error = NULL;
  ApmLinks **links = user_data;

  *links = apm_links_finish (result, &error);
  g_assert_no_error (error);
}

static ApmLinks *
take (void)
{
  ApmLinks *links = NULL;

  apm_links_take_async (NULL, on_links, &links);
  test_until (links != NULL);

  return links;
}

static const ApmNeighbour *
find (const GPtrArray *neighbours,
      int              pid)
{
  for (guint i = 0; i < neighbours->len; i++)
    if (((const ApmNeighbour *) neighbours->pdata[i])->pid == pid)
      return neighbours->pdata[i];

  return NULL;
}

static const ApmLink *
find_link (const ApmLinks *links,
           int             from,
           int             to)
{
  for (guint i = 0; i < links->rows->len; i++)
    {
      const ApmLink *link = links->rows->pdata[i];

      if (link->from_pid == from && link->to_pid == to && strcmp (link->kind, "pipe") == 0)
        return link;
    }

  return NULL;
}

static const ApmJoint *
find_pipe (const ApmNeighbour *neighbour)
{
  for (guint i = 0; i < neighbour->joints->len; i++)
    {
      const ApmJoint *joint = &g_array_index (neighbour->joints, ApmJoint, i);

      if (strcmp (joint->ours->connection->kind, "pipe") == 0)
        return joint;
    }

  return NULL;
}

/* Its descriptors, and what it holds while its reader is stopped. */
static void
check_joint (const ApmJoint *joint,
             int             fd,
             int             pid)
{
  g_autofree char *number = g_strdup_printf ("%d", fd);

  g_assert_cmpint (joint->ours->end, ==, 0);
  g_assert_cmpint (joint->theirs->end, ==, 1);
  g_assert_cmpstr (joint->ours->fds, ==, number);
  g_assert_cmpint (joint->theirs->pid, ==, pid);
  g_assert_cmpint (apm_joint_read_waiting (joint), ==, 0);

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, WUNTRACED), ==, pid);
  g_assert_cmpint (write (fd, "12345", 5), ==, 5);
  g_assert_cmpint (apm_joint_read_waiting (joint), ==, 5);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
}

/* A child that holds the reading end of one pipe from us and nothing else of it. */
static void
test_pipe (void)
{
  int to_child[2], from_child[2], pid;
  char byte;
  g_autoptr(ApmLinks) links = NULL, again = NULL;
  g_autoptr(GPtrArray) ours = NULL, theirs = NULL;
  g_autofree char *name = NULL, *far = NULL, *who = g_strdup_printf ("(%d)", getpid ());
  const ApmLink *link;

  g_assert_cmpint (pipe (to_child), ==, 0);
  g_assert_cmpint (pipe (from_child), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      close (to_child[1]);
      close (from_child[0]);
      close (from_child[1]);
      while (read (to_child[0], &byte, 1) > 0)
        if (byte == 'e')
          _exit (0);
      _exit (1);
    }
  close (to_child[0]);
  close (from_child[1]);
  g_assert_cmpint (read (from_child[0], &byte, 1), ==, 0);    /* it has closed what it does not need */
  close (from_child[0]);

  links = take ();
  link = find_link (links, getpid (), pid);
  g_assert_nonnull (link);
  g_assert_true (link->one_way);
  g_assert_nonnull (strstr (link->from, who));
  g_assert_nonnull (strstr (link->from, "fd "));

  ours = apm_links_list_neighbours (links, getpid (), &name);
  theirs = apm_links_list_neighbours (links, pid, &far);
  g_assert_nonnull (name);
  g_assert_true (find (ours, pid)->receives);
  g_assert_true (find (theirs, getpid ())->sends);
  g_assert_null (find (ours, getpid ()));
  check_joint (find_pipe (find (ours, pid)), to_child[1], pid);
  g_assert_cmpint (find_pipe (find (theirs, getpid ()))->ours->pid, ==, pid);

  again = take ();
  g_assert_cmpuint (find_link (again, getpid (), pid)->key, ==, link->key);

  g_assert_cmpint (write (to_child[1], "e", 1), ==, 1);
  close (to_child[1]);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpint (apm_joint_read_waiting (find_pipe (find (ours, pid))), ==, -1);
}

static void
test_nobody (void)
{
  g_autoptr(ApmLinks) links = take ();
  g_autofree char *name = NULL;
  g_autoptr(GPtrArray) neighbours = apm_links_list_neighbours (links, -1, &name);

  g_assert_cmpuint (neighbours->len, ==, 0);
  g_assert_null (name);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/pipe", test_pipe);
  g_test_add_func ("/links/nobody", test_nobody);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "peers-fixture.h"

#include <unistd.h>

ApmPeers *
read_peers (ApmPeersFlags flags)
{
  g_autoptr(GError) error = NULL;
  ApmPeers *peers = apm_peers_read (flags, &error);

  g_assert_no_error (error);

  return peers;
}

/* "1234:5w 1234:6r": who is at the other end of @fd of this program. */
static char *
dup_far (const ApmPeers *peers,
         int             fd,
         ApmAccess       wanted,
         ApmFarState     expected)
{
  static const char *const marks[] = { "", "r", "w", "rw" };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ApmFarEnd) far = NULL;
  ApmObject object;

  g_assert_true (apm_peers_find_object (peers, getpid (), fd, &object, NULL));
  far = apm_peers_find_far (peers, &object, wanted);
  g_assert_cmpint (far->state, ==, expected);
  for (guint i = 0; i < far->holders->len; i++)
    {
      const ApmHolder *holder = &g_array_index (far->holders, ApmHolder, i);

      g_string_append_printf (text, "%s%d:%d%s", i > 0 ? " " : "", holder->pid, holder->fd, marks[holder->access]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * assert_far:
 * @format: "PID:FDw PID:FDr", of all who are at the other end of our @fd
 */
void
assert_far (const ApmPeers *peers,
            int             fd,
            ApmAccess       wanted,
            ApmFarState     state,
            const char     *format,
            ...)
{
  g_autofree char *got = dup_far (peers, fd, wanted, state);
  g_autofree char *expected = NULL;
  va_list args;

  va_start (args, format);
  expected = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_cmpstr (got, ==, expected);
}

const ApmDescriptor *
find_descriptor (GPtrArray *list,
                 int        fd)
{
  for (guint i = 0; i < list->len; i++)
    if (((ApmDescriptor *) list->pdata[i])->fd == fd)
      return list->pdata[i];

  return NULL;
}

GPtrArray *
read_own (const ApmPeers *peers)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *list = apm_peers_read_descriptors (peers, getpid (), &error);

  g_assert_no_error (error);

  return list;
}

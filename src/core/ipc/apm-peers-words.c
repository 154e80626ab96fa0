/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is at the other end, for a person. */

#include "apm-peers-private.h"

#include "apm-text.h"

#include <glib/gi18n-lib.h>

/* Named before the rest is counted. */
#define MOST_NAMES 3

/**
 * apm_peers_dup_process_text:
 *
 * Returns: (transfer full): "make (4121)", on one line whatever it is called
 */
char *
apm_peers_dup_process_text (const ApmPeers *self,
                            int             pid)
{
  const ApmPeersProcess *process = apm_peers_find_process (self, pid);
  g_autofree char *name = process && process->name ? apm_text_escape_lines (process->name) : NULL;

  return name ? g_strdup_printf ("%s (%d)", name, pid) : g_strdup_printf (_("process %d"), pid);
}

/**
 * apm_peers_dup_names_text:
 * @holders: of #ApmHolder, by PID
 * @pid: who is left out
 * @first: (out): who is named first; as it was where nobody is
 *
 * Returns: (transfer full) (nullable): "make (4121), cat (4125) and 2 more"; %NULL where
 *   there is none but @pid
 */
char *
apm_peers_dup_names_text (const ApmPeers *self,
                          const GArray   *holders,
                          int             pid,
                          int            *first)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = 0;
  int last = pid;

  for (guint i = 0; i < holders->len; i++)
    {
      int other = g_array_index (holders, ApmHolder, i).pid;
      g_autofree char *name = NULL;

      if (other == pid || other == last)
        continue;
      last = other;
      if (n++ == 0)
        *first = other;
      if (n > MOST_NAMES)
        continue;
      name = apm_peers_dup_process_text (self, other);
      g_string_append_printf (text, "%s%s", n > 1 ? ", " : "", name);
    }
  if (n > MOST_NAMES)
    {
      g_autofree char *names = g_string_free (g_steal_pointer (&text), FALSE);

      return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n - MOST_NAMES), names, n - MOST_NAMES);
    }

  return n > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
has_process (const GArray *holders,
             int           pid)
{
  for (guint i = 0; i < holders->len; i++)
    if (g_array_index (holders, ApmHolder, i).pid == pid)
      return TRUE;

  return FALSE;
}

/* Of what has no ends: to have it alone is nothing to be told. */
static gboolean
is_common (ApmObjectKind kind)
{
  return kind == APM_OBJECT_EVENTFD || kind == APM_OBJECT_QUEUE || kind == APM_OBJECT_MEMORY ||
         kind == APM_OBJECT_FUSE;
}

static char *
dup_held (const ApmPeers  *self,
          const ApmFarEnd *far,
          int              pid,
          const ApmObject *object,
          int             *first)
{
  g_autofree char *names = apm_peers_dup_names_text (self, far->holders, pid, first);

  if (names)
    return g_steal_pointer (&names);
  if (is_common (object->kind))
    return NULL;
  if (!far->likely_complete || (!far->complete && far->holders->len == 0))
    return g_strdup (_("not known: not all processes may be looked at"));
  if (has_process (far->holders, pid))
    {
      *first = pid;
      return g_strdup (_("this process itself"));
    }

  return g_strdup (_("nobody"));
}

static char *
dup_open (const ApmPeers  *self,
          const ApmFarEnd *far,
          int              pid,
          const ApmObject *object,
          int             *first)
{
  const ApmSocket *socket = apm_sockets_find (apm_peers_get_sockets (self), object->id);
  g_autofree char *names = apm_peers_dup_names_text (self, far->holders, pid, first);

  if (names)
    return g_steal_pointer (&names);
  if (socket && socket->listens)
    return g_strdup_printf (ngettext ("listens, %u waits to be accepted", "listens, %u wait to be accepted",
                                      socket->unread), socket->unread);
  if (socket && (socket->name || socket->local.port != 0))
    return g_strdup (_("receives from anybody"));

  return g_strdup (_("not connected"));
}

static char *
dup_not_accepted (const ApmPeers  *self,
                  const ApmFarEnd *far,
                  int              pid,
                  int             *first)
{
  g_autofree char *names = apm_peers_dup_names_text (self, far->holders, pid, first);

  if (names)
    return g_strdup_printf (_("not accepted yet by %s"), names);
  if (has_process (far->holders, pid))
    *first = pid;

  return g_strdup (far->holders->len > 0 ? _("not accepted yet by this process itself") : _("not accepted yet"));
}

/**
 * apm_peers_dup_peer_text:
 * @pid: whose descriptor it is: named as "this process itself" only
 * @access: as which @pid has it open; 0: unknown
 * @peer_pid: (out): the first who is named, %G_MININT if there is none
 *
 * Returns: (transfer full) (nullable): who is at the other end, in the user's language;
 *   %NULL where by its kind there is none, or nobody shares it
 */
char *
apm_peers_dup_peer_text (const ApmPeers  *self,
                         int              pid,
                         const ApmObject *object,
                         ApmAccess        access,
                         int             *peer_pid)
{
  ApmAccess wanted = access == APM_ACCESS_READ ? APM_ACCESS_WRITE : access == APM_ACCESS_WRITE ? APM_ACCESS_READ : 0;
  g_autoptr(ApmFarEnd) far = apm_peers_find_far (self, object, is_common (object->kind) ? 0 : wanted);

  *peer_pid = G_MININT;
  switch (far->state)
    {
    case APM_FAR_HELD:
      return dup_held (self, far, pid, object, peer_pid);
    case APM_FAR_NOT_ACCEPTED:
      return dup_not_accepted (self, far, pid, peer_pid);
    case APM_FAR_OPEN:
      return dup_open (self, far, pid, object, peer_pid);
    case APM_FAR_REMOTE:
      return g_steal_pointer (&far->address);
    case APM_FAR_CLOSED:
      return g_strdup (_("closed by the other end"));
    case APM_FAR_UNKNOWN:
      return object->kind == APM_OBJECT_SOCKET ? g_strdup (_("not known")) : NULL;
    case APM_FAR_NONE:
    default:
      return NULL;
    }
}

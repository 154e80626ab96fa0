/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-map-words.h"

#include <glib/gi18n.h>

#include "apm-text.h"

static const struct { const char *kind; const char *label; } kinds[] = {
  { "pipe", NC_("a connection", "pipe") },
  { "fifo", NC_("a connection", "FIFO") },
  { "message-queue", NC_("a connection", "message queue") },
  { "unix", NC_("a connection", "Unix socket") },
  { "tcp", NC_("a connection", "TCP") },
  { "udp", NC_("a connection", "UDP") },
  { "eventfd", NC_("a connection", "eventfd") },
  { "memory", NC_("a connection", "shared memory") },
};

/**
 * apm_words_for_connection:
 * @kind: of an #ApmConnection
 */
const char *
apm_words_for_connection (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return g_dpgettext2 (NULL, "a connection", kinds[i].label);

  return kind;
}

/* Memory that is only mapped has none. */
static void
append_fds (GString                *text,
            const ApmConnectionEnd *end)
{
  if (end->fds == NULL)
    g_string_append (text, " ?");
  else if (*end->fds)
    g_string_append_printf (text, " fd %s", end->fds);
}

/**
 * apm_words_for_joint:
 * @from_them: they stand at the left
 *
 * Returns: (transfer full): "pipe fd 1 → fd 0 · 38 KiB waiting", as it is now
 */
char *
apm_words_for_joint (const ApmJoint *joint,
                     gboolean        from_them)
{
  const ApmConnection *connection = joint->ours->connection;
  const ApmConnectionEnd *left = from_them ? joint->theirs : joint->ours;
  const ApmConnectionEnd *right = from_them ? joint->ours : joint->theirs;
  const char *arrow = !connection->one_way ? "↔" : left->end == 0 ? "→" : "←";
  g_autoptr(GString) text = g_string_new (apm_words_for_connection (connection->kind));
  gint64 waiting = apm_joint_read_waiting (joint);

  append_fds (text, left);
  if (g_strcmp0 (left->fds, "") != 0 || g_strcmp0 (right->fds, "") != 0)
    g_string_append_printf (text, " %s", arrow);
  append_fds (text, right);
  if (waiting >= 0)
    {
      g_autofree char *bytes = apm_text_format_bytes ((guint64) waiting);

      g_string_append (text, " · ");
      g_string_append_printf (text, _("%s waiting"), bytes);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

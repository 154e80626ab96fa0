/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* namespaces(7) */
static const struct {
  const char *type;
  const char *label;
} known[] = {
  { "cgroup", N_("Control groups") },
  { "ipc", N_("Shared memory, semaphores, message queues") },
  { "mnt", N_("Mounted file systems") },
  { "net", N_("Network") },
  { "pid", N_("Process numbers") },
  { "pid_for_children", N_("Process numbers of its children") },
  { "time", N_("Clocks") },
  { "time_for_children", N_("Clocks of its children") },
  { "user", N_("Users, groups and rights") },
  { "uts", N_("Host name") },
};

void
apm_namespaces_free (ApmNamespaces *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->namespaces);
  g_free (self->pids);
  g_free (self->denied);
  g_free (self);
}

/* "mnt:[4026531841]" */
static gint64
parse_link (const char *link)
{
  const char *open = link ? strchr (link, '[') : NULL;
  char *end = NULL;
  guint64 inode = open ? g_ascii_strtoull (open + 1, &end, 10) : 0;

  return end && *end == ']' && inode > 0 && inode <= G_MAXINT64 ? (gint64) inode : G_MININT64;
}

static gint64
read_inode (const ApmQuestion *question,
            const char        *type,
            int               *read_errno)
{
  g_autofree char *file = g_strconcat ("ns/", type, NULL);
  g_autofree char *link = apm_question_read_link (question, file, read_errno);

  return parse_link (link);
}

static const char *
compare (gint64 inode,
         gint64 other)
{
  if (inode == G_MININT64 || other == G_MININT64)
    return NULL;

  return inode == other ? "shared" : "separate";
}

/* "pid:[…]" of those that run next: where it is the same as its own nothing is to be said. */
static gboolean
is_said_already (const GPtrArray *namespaces,
                 const char      *type,
                 gint64           inode)
{
  for (guint i = 0; i < namespaces->len && g_str_has_suffix (type, "_for_children"); i++)
    {
      const ApmNamespace *other = namespaces->pdata[i];

      if (g_str_has_prefix (type, other->type) && other->inode == inode)
        return TRUE;
    }

  return FALSE;
}

static void
read_links (ApmNamespaces     *self,
            const ApmQuestion *question)
{
  ApmQuestion of_parent = *question;
  gboolean parent_denied = FALSE;
  int reason = 0;

  of_parent.pid = question->stat.ppid;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/self/ns/%s", question->proc, known[i].type);
      g_autofree char *ours = g_file_read_link (path, NULL);
      ApmNamespace *namespace;
      gint64 inode = read_inode (question, known[i].type, &reason);

      if ((reason == EACCES || reason == EPERM) && !self->denied)
        self->denied = apm_question_dup_denied (question);
      if (reason != 0 || is_said_already (self->namespaces, known[i].type, inode))
        continue;
      namespace = g_new0 (ApmNamespace, 1);
      namespace->type = known[i].type;
      namespace->label = _(known[i].label);
      namespace->inode = inode;
      namespace->with_us = compare (inode, parse_link (ours));
      namespace->with_parent = compare (inode, of_parent.pid > 0 ? read_inode (&of_parent, known[i].type, &reason)
                                                                  : G_MININT64);
      parent_denied |= of_parent.pid > 0 && (reason == EACCES || reason == EPERM);
      g_ptr_array_add (self->namespaces, namespace);
    }
  if (parent_denied && !self->denied)
    self->denied = g_strdup (_("Not permitted to see the namespaces of its parent"));
}

ApmNamespaces *
apm_namespaces_read (const ApmQuestion *question,
                     GError           **error)
{
  int reason;
  g_autofree char *status = apm_question_read_file (question, "status", NULL, &reason);
  ApmNamespaces *self;
  const char *innermost;

  if (!status)
    {
      apm_question_set_error (question, reason, error);
      return NULL;
    }

  self = g_new0 (ApmNamespaces, 1);
  self->namespaces = g_ptr_array_new_with_free_func (g_free);
  read_links (self, question);
  self->pids = apm_lines_dup_word (status, "NSpid");
  if (self->pids)
    g_strdelimit (self->pids, "\t", ' ');
  innermost = self->pids ? strrchr (self->pids, ' ') : NULL;
  self->innermost_pid = innermost ? atoi (innermost) : question->pid;

  return self;
}

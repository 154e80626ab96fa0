/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-clock.h"
#include "apm-process-info.h"
#include "apm-process-more.h"
#include "apm-text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define DELETED " (deleted)"

void
apm_summary_free (ApmSummary *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->parent_name);
  g_free (self->command);
  g_free (self->exe);
  g_free (self->cwd);
  g_free (self->root);
  g_free (self->user);
  g_free (self->effective_user);
  g_free (self->group);
  g_free (self->effective_group);
  g_free (self->groups);
  g_free (self->terminal);
  g_free (self->capabilities);
  g_free (self->permitted_capabilities);
  g_free (self->inheritable_capabilities);
  g_free (self->ambient_capabilities);
  g_free (self->bounding_capabilities);
  g_free (self->denied);
  g_free (self);
}

static void
take_stat (ApmSummary        *self,
           const ApmQuestion *question)
{
  const ApmStat *stat = &question->stat;
  gint64 now_us = apm_clock_since_boot_us ();

  self->pid = stat->pid;
  self->ppid = stat->ppid;
  self->state = apm_process_state_word (stat->state);
  self->started_us = apm_stat_ticks_to_us (stat->start_ticks);
  self->age_us = MAX (now_us - self->started_us, 0);
  self->started_real_us = g_get_real_time () - self->age_us;
  self->cpu_system_us = apm_stat_ticks_to_us (stat->system_ticks);
  self->cpu_user_us = apm_stat_ticks_to_us (stat->cpu_ticks - MIN (stat->system_ticks, stat->cpu_ticks));
  self->session = stat->session;
  self->process_group = stat->process_group;
  self->terminal = apm_terminal_dup_name (stat->terminal);
  self->threads = stat->threads;
  self->nice = stat->nice;
  self->policy = apm_stat_policy_word (stat->policy);
  self->kernel_thread = apm_question_is_kernel (question);
}

static void
read_names (ApmSummary        *self,
            const ApmQuestion *question)
{
  gsize length = 0;
  g_autofree char *bytes = apm_question_read_file (question, "cmdline", &length, NULL);
  g_autoptr(ApmProcessInfo) parent = NULL;
  ApmStat stat;

  self->command = bytes ? apm_process_dup_command (bytes, length) : NULL;
  self->name = apm_process_dup_name (question->stat.comm, bytes ? bytes : "", bytes ? length : 0);

  if (self->ppid == 0 || !apm_stat_read (question->proc_fd, self->ppid, &stat, NULL))
    return;
  parent = apm_process_info_read (question->proc_fd, &stat, 0);
  self->parent_name = g_strdup (parent->name);
  self->parent_started_us = apm_stat_ticks_to_us (stat.start_ticks);
}

static char *
dup_groups (const char *text)
{
  g_autofree char *line = apm_lines_dup_word (text, "Groups");
  g_auto(GStrv) numbers = g_strsplit (line ? line : "", " ", -1);
  g_autoptr(GString) groups = g_string_new (NULL);

  for (guint i = 0; numbers[i]; i++)
    {
      guint64 gid;

      if (!g_ascii_string_to_unsigned (numbers[i], 10, 0, G_MAXUINT32, &gid, NULL))
        continue;
      g_string_append_printf (groups, "%s%s", groups->len > 0 ? ", " : "", apm_process_look_up_group ((guint) gid));
    }

  return g_string_free (g_steal_pointer (&groups), FALSE);
}

/* "Uid:  real  effective  saved  filesystem" */
static void
take_ids (const char *text,
          const char *key,
          guint      *real,
          guint      *effective)
{
  const char *at = apm_lines_find (text, key);
  char *end = NULL;

  *real = at ? (guint) g_ascii_strtoull (at, &end, 10) : (guint) -1;
  *effective = end ? (guint) g_ascii_strtoull (end, NULL, 10) : *real;
}

static char *
dup_capabilities (const char *text,
                  const char *key)
{
  const char *at = apm_lines_find (text, key);

  return at ? apm_capabilities_dup_names (g_ascii_strtoull (at, NULL, 16)) : NULL;
}

static void
take_rights (ApmSummary *self,
             const char *text)
{
  static const char *const modes[] = { "none", "strict", "filter" };
  gint64 mode = apm_lines_get_number (text, "Seccomp");
  gint64 filters = apm_lines_get_number (text, "Seccomp_filters");

  self->seccomp = mode >= 0 && mode < (gint64) G_N_ELEMENTS (modes) ? modes[mode] : NULL;
  self->seccomp_filters = filters >= 0 ? (int) filters : G_MININT;
  self->no_new_privileges = apm_lines_get_number (text, "NoNewPrivs") == 1;
  self->tracer_pid = (int) MAX (apm_lines_get_number (text, "TracerPid"), 0);
  self->capabilities = dup_capabilities (text, "CapEff");
  self->permitted_capabilities = dup_capabilities (text, "CapPrm");
  self->inheritable_capabilities = dup_capabilities (text, "CapInh");
  self->ambient_capabilities = dup_capabilities (text, "CapAmb");
  self->bounding_capabilities = dup_capabilities (text, "CapBnd");
}

static gboolean
read_status (ApmSummary        *self,
             const ApmQuestion *question,
             GError           **error)
{
  int reason;
  g_autofree char *text = apm_question_read_file (question, "status", NULL, &reason);

  if (!text)
    {
      apm_question_set_error (question, reason, error);
      return FALSE;
    }

  take_ids (text, "Uid", &self->uid, &self->effective_uid);
  take_ids (text, "Gid", &self->gid, &self->effective_gid);
  self->user = g_strdup (apm_process_look_up_user (self->uid));
  self->effective_user = g_strdup (apm_process_look_up_user (self->effective_uid));
  self->group = g_strdup (apm_process_look_up_group (self->gid));
  self->effective_group = g_strdup (apm_process_look_up_group (self->effective_gid));
  self->groups = dup_groups (text);
  take_rights (self, text);

  return TRUE;
}

static int
read_number (const ApmQuestion *question,
             const char        *file)
{
  g_autofree char *text = apm_question_read_file (question, file, NULL, NULL);
  char *end = NULL;
  gint64 number = text ? g_ascii_strtoll (text, &end, 10) : 0;

  return text && end > text ? (int) CLAMP (number, -G_MAXINT, G_MAXINT) : G_MININT;
}

/* The files of one that may not be dumped belong to root (proc(5)): that tells
 * nothing about one that is root's anyway. */
static const char *
read_dumpable (const ApmQuestion *question,
               guint              effective_uid)
{
  g_autofree char *path = g_strdup_printf ("%d/environ", question->pid);
  struct stat status;

  if (apm_question_is_kernel (question) || apm_question_is_zombie (question) || effective_uid == 0 ||
      fstatat (question->proc_fd, path, &status, 0) < 0)
    return NULL;

  return status.st_uid == effective_uid ? "yes" : "no";
}

static gboolean
is_same_file (const struct stat *a,
              const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* A name tells where the file is as we see it; in another mount namespace as those
 * inside see it. */
static gboolean
stat_as_seen (const ApmQuestion *question,
              const char        *name,
              struct stat       *status)
{
  g_autofree char *theirs = apm_question_read_link (question, "ns/mnt", NULL);
  g_autofree char *ours = g_file_read_link ("/proc/self/ns/mnt", NULL);
  g_autofree char *path = NULL;

  if (g_strcmp0 (theirs, ours) == 0)
    return stat (name, status) == 0;
  path = g_strdup_printf ("%d/root%s", question->pid, name);

  return fstatat (question->proc_fd, path, status, 0) == 0;
}

/* The kernel says of an unlinked file only by its name that it is one; a file may
 * really be called so.
 * Returns: "same", "deleted" or "replaced"; @name loses what was appended */
static const char *
find_on_disk (const ApmQuestion *question,
              const char        *link,
              char              *name)
{
  g_autofree char *path = g_strdup_printf ("%d/%s", question->pid, link);
  struct stat used;
  struct stat found;

  if (!g_str_has_suffix (name, DELETED))
    return "same";
  if (fstatat (question->proc_fd, path, &used, 0) == 0 && stat_as_seen (question, name, &found) &&
      is_same_file (&used, &found))
    return "same";

  name[strlen (name) - strlen (DELETED)] = '\0';

  return stat_as_seen (question, name, &found) ? "replaced" : "deleted";
}

/* Returns: (transfer full) (nullable): UTF-8 */
static char *
read_path (ApmSummary        *self,
           const ApmQuestion *question,
           const char        *link,
           const char       **on_disk)
{
  int reason;
  g_autofree char *bytes = apm_question_read_link (question, link, &reason);

  if ((reason == EACCES || reason == EPERM) && !self->denied)
    self->denied = apm_question_dup_denied (question);
  if (!bytes)
    return NULL;
  *on_disk = find_on_disk (question, link, bytes);

  return apm_text_to_utf8 (bytes, -1);
}

ApmSummary *
apm_summary_read (const ApmQuestion *question,
                  GError           **error)
{
  g_autoptr(ApmSummary) self = g_new0 (ApmSummary, 1);
  const char *on_disk = NULL;

  self->parent_started_us = G_MININT64;
  take_stat (self, question);
  read_names (self, question);
  if (!read_status (self, question, error))
    return NULL;

  self->oom_score = read_number (question, "oom_score");
  self->oom_score_adjustment = read_number (question, "oom_score_adj");
  self->dumpable = read_dumpable (question, self->effective_uid);
  self->exe = read_path (self, question, "exe", &self->exe_on_disk);
  self->cwd = read_path (self, question, "cwd", &on_disk);
  self->cwd_deleted = on_disk && strcmp (on_disk, "same") != 0;
  self->root = read_path (self, question, "root", &on_disk);

  return g_steal_pointer (&self);
}

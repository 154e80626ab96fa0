/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

#include "apm-error.h"
#include "apm-process-info.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of /proc tells no size, and some never end while they are read. */
#define MOST_BYTES (64 * 1024 * 1024)

static const struct {
  const char *id;
  const char *label;
} sections[APM_N_SECTIONS] = {
  [APM_SECTION_SUMMARY] = { "summary", N_("Summary") },
  [APM_SECTION_ENVIRONMENT] = { "environment", N_("Environment") },
  [APM_SECTION_LIMITS] = { "limits", N_("Limits") },
  [APM_SECTION_MEMORY] = { "memory", N_("Memory Maps") },
  [APM_SECTION_CGROUP] = { "cgroup", N_("Control Group") },
  [APM_SECTION_NAMESPACES] = { "namespaces", N_("Namespaces") },
  [APM_SECTION_SIGNALS] = { "signals", N_("Signals") },
};

/**
 * apm_section_get_id:
 *
 * Returns: (transfer none): its name on the command line and in JSON
 */
const char *
apm_section_get_id (ApmSection section)
{
  g_return_val_if_fail (section < APM_N_SECTIONS, NULL);

  return sections[section].id;
}

/**
 * apm_section_get_label:
 *
 * Returns: (transfer none): its title in the user's language
 */
const char *
apm_section_get_label (ApmSection section)
{
  g_return_val_if_fail (section < APM_N_SECTIONS, NULL);

  return _(sections[section].label);
}

gboolean
apm_section_from_id (const char *id,
                     ApmSection *section)
{
  for (guint i = 0; i < APM_N_SECTIONS; i++)
    if (strcmp (sections[i].id, id) == 0)
      {
        *section = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * apm_facts_free:
 */
void
apm_facts_free (ApmFacts *facts)
{
  if (!facts)
    return;
  apm_summary_free (facts->summary);
  apm_environment_free (facts->environment);
  apm_limits_free (facts->limits);
  apm_memory_free (facts->memory);
  apm_cgroup_free (facts->cgroup);
  apm_namespaces_free (facts->namespaces);
  apm_signals_free (facts->signals);
  g_free (facts->nothing);
  g_free (facts);
}

/* Returns: (transfer full) (nullable): all of the file, NUL behind it */
char *
apm_question_read_file (const ApmQuestion *question,
                        const char        *file,
                        gsize             *length,
                        int               *read_errno)
{
  g_autofree char *path = g_strdup_printf ("%d/%s", question->pid, file);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  int fd = openat (question->proc_fd, path, O_RDONLY | O_CLOEXEC);
  gssize got = -1;
  int reason;

  while (fd >= 0 && bytes->len < MOST_BYTES && !g_cancellable_is_cancelled (question->cancellable))
    {
      guint had = bytes->len;

      g_byte_array_set_size (bytes, had + 32 * 1024);
      got = read (fd, bytes->data + had, 32 * 1024);
      reason = errno;
      g_byte_array_set_size (bytes, had + MAX (got, 0));
      errno = reason;
      if (got <= 0)
        break;
    }
  reason = got < 0 ? errno : 0;
  if (fd >= 0 && g_cancellable_is_cancelled (question->cancellable))
    reason = ECANCELED;
  if (fd >= 0)
    close (fd);
  if (read_errno)
    *read_errno = reason;
  if (reason != 0)
    return NULL;

  if (length)
    *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);

  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

/* Returns: (transfer full) (nullable): raw bytes */
char *
apm_question_read_link (const ApmQuestion *question,
                        const char        *file,
                        int               *read_errno)
{
  g_autofree char *path = g_strdup_printf ("%d/%s", question->pid, file);
  char target[PATH_MAX + 1];
  gssize length = readlinkat (question->proc_fd, path, target, sizeof target - 1);

  if (read_errno)
    *read_errno = length < 0 ? errno : 0;

  return length < 0 ? NULL : g_strndup (target, (gsize) length);
}

gboolean
apm_question_is_kernel (const ApmQuestion *question)
{
  return (question->stat.flags & APM_STAT_KERNEL_THREAD) != 0;
}

gboolean
apm_question_is_zombie (const ApmQuestion *question)
{
  return strchr ("ZXx", question->stat.state) != NULL;
}

static gboolean
has_more_rights (const ApmQuestion *question)
{
  g_autofree char *theirs = apm_question_read_file (question, "status", NULL, NULL);
  g_autofree char *ours = NULL;
  guint64 permitted;

  if (!theirs || !g_file_get_contents ("/proc/thread-self/status", &ours, NULL, NULL))
    return FALSE;
  permitted = g_ascii_strtoull (apm_lines_find (ours, "CapPrm") ?: "0", NULL, 16);

  return (g_ascii_strtoull (apm_lines_find (theirs, "CapPrm") ?: "0", NULL, 16) & ~permitted) != 0;
}

/* Why what asks for PTRACE_MODE_READ was refused (ptrace(2), "Ptrace access mode
 * checking"). Yama has no part in it: it refuses only to attach.
 * Returns: (transfer full): a sentence */
char *
apm_question_dup_denied (const ApmQuestion *question)
{
  g_autofree char *folder = g_strdup_printf ("%d", question->pid);
  g_autofree char *file = g_strdup_printf ("%d/environ", question->pid);
  struct stat of_folder;
  struct stat of_file;

  if (fstatat (question->proc_fd, folder, &of_folder, 0) < 0)
    return g_strdup (_("Not permitted to see this"));
  if (of_folder.st_uid != geteuid ())
    return g_strdup_printf (_("Not permitted to see this: it belongs to %s"),
                            apm_process_look_up_user (of_folder.st_uid));
  /* Its folder stays its user's, its files become root's. */
  if (fstatat (question->proc_fd, file, &of_file, 0) == 0 && of_file.st_uid != of_folder.st_uid)
    return g_strdup (_("Not permitted to see this: the process has forbidden to look into it (it is not “dumpable”)"));
  if (has_more_rights (question))
    return g_strdup (_("Not permitted to see this: the process has rights that this program has not"));

  return g_strdup (_("Not permitted to see this: a security policy of the system refuses it"));
}

static void
set_gone (const ApmQuestion *question,
          GError           **error)
{
  g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("Process %d has already ended"), question->pid);
}

/* @read_errno: why a file of the process could not be read */
void
apm_question_set_error (const ApmQuestion *question,
                        int                read_errno,
                        GError           **error)
{
  g_autofree char *sentence = NULL;

  /* With hidepid others' processes are not in /proc at all (proc(5)). */
  if (read_errno == ENOENT && kill (question->pid, 0) < 0 && errno == EPERM)
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED,
                           _("Not permitted to see this: /proc hides the processes of other users"));
    }
  else if (read_errno == ENOENT || read_errno == ESRCH)
    {
      set_gone (question, error);
    }
  else if (read_errno == EACCES || read_errno == EPERM)
    {
      sentence = apm_question_dup_denied (question);
      g_set_error_literal (error, APM_ERROR, APM_ERROR_DENIED, sentence);
    }
  else
    {
      apm_set_error_from_errno (error, read_errno, _("Cannot read of process %d"), question->pid);
    }
}

/* Returns: whether the process is there, and the one that is meant */
static gboolean
look (ApmQuestion *question,
      GError     **error)
{
  int reason;

  if (!apm_stat_read (question->proc_fd, question->pid, &question->stat, &reason))
    {
      apm_question_set_error (question, reason, error);
      return FALSE;
    }
  if (question->started_us == 0)
    question->started_us = apm_stat_ticks_to_us (question->stat.start_ticks);
  if (question->started_us == apm_stat_ticks_to_us (question->stat.start_ticks))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_REUSED, _("PID %d belongs to another process now"), question->pid);

  return FALSE;
}

/* Returns: (transfer full) (nullable): why there is nothing to read of it at all */
static char *
dup_nothing (const ApmQuestion *question)
{
  gboolean needs_memory = question->section == APM_SECTION_ENVIRONMENT || question->section == APM_SECTION_MEMORY;

  if (needs_memory && apm_question_is_kernel (question))
    return g_strdup (question->section == APM_SECTION_MEMORY ? _("A part of the kernel has no memory of its own")
                                                             : _("A part of the kernel has no environment"));
  if ((needs_memory || question->section == APM_SECTION_NAMESPACES) && apm_question_is_zombie (question))
    return g_strdup (_("The process has ended and let go of this; only its parent has not taken notice yet"));
  /* Nobody else lives without an address space. */
  if (needs_memory && question->stat.virtual_bytes == 0)
    return g_strdup (_("The process is about to end and has let go of this"));

  return NULL;
}

static gboolean
read_section (const ApmQuestion *question,
              ApmFacts          *facts,
              GError           **error)
{
  switch (question->section)
    {
    case APM_SECTION_SUMMARY:
      return (facts->summary = apm_summary_read (question, error)) != NULL;
    case APM_SECTION_ENVIRONMENT:
      return (facts->environment = apm_environment_read (question, error)) != NULL;
    case APM_SECTION_LIMITS:
      return (facts->limits = apm_limits_read (question, error)) != NULL;
    case APM_SECTION_MEMORY:
      return (facts->memory = apm_memory_read (question, error)) != NULL;
    case APM_SECTION_CGROUP:
      return (facts->cgroup = apm_cgroup_read (question, error)) != NULL;
    case APM_SECTION_NAMESPACES:
      return (facts->namespaces = apm_namespaces_read (question, error)) != NULL;
    case APM_SECTION_SIGNALS:
      return (facts->signals = apm_signals_read (question, error)) != NULL;
    case APM_N_SECTIONS:
    default:
      g_assert_not_reached ();
    }
}

/* What is read of one that is ending is told as what the look after it finds. */
static ApmFacts *
read_between_looks (ApmQuestion *question,
                    GError     **error)
{
  g_autoptr(ApmFacts) facts = g_new0 (ApmFacts, 1);
  g_autoptr(GError) refused = NULL;
  gboolean done;

  if (!look (question, error))
    return NULL;
  facts->section = question->section;
  facts->pid = question->pid;
  facts->started_us = question->started_us;
  facts->read_real_us = g_get_real_time ();
  facts->nothing = dup_nothing (question);
  done = facts->nothing || read_section (question, facts, &refused);

  if (!look (question, error))
    return NULL;
  if (!facts->nothing && (facts->nothing = dup_nothing (question)))
    done = TRUE;
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }

  return g_steal_pointer (&facts);
}

/**
 * apm_details_answer:
 *
 * Any thread.
 */
ApmFacts *
apm_details_answer (ApmQuestion *question,
                    GError     **error)
{
  ApmFacts *facts;

  question->proc_fd = open (question->proc, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (question->proc_fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot open %s"), question->proc);
      return NULL;
    }
  facts = read_between_looks (question, error);
  close (question->proc_fd);

  return facts;
}

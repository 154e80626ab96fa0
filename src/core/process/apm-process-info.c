/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-info.h"

#include "apm-text.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_COMMAND (64 * 1024)

/* Enough to tell commands apart when they are sorted; keys are several times as
 * long as their text. */
#define SORTED_CHARACTERS 128

static gsize
read_file (int         proc_fd,
           int         pid,
           const char *file,
           char       *buffer,
           gsize       size)
{
  char name[32];
  gssize length;
  int fd;

  g_snprintf (name, sizeof name, "%d/%s", pid, file);
  fd = openat (proc_fd, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;
  /* Files of /proc give all that there is room for at once. */
  length = read (fd, buffer, size);
  close (fd);

  return MAX (length, 0);
}

/**
 * apm_process_dup_command:
 * @bytes: as /proc/PID/cmdline has them: arguments that end with NUL each
 *
 * Returns: (transfer full) (nullable): one line as a shell would quote it, %NULL
 *   if there is nothing; a program that has written a title of its own over its
 *   arguments is told as it wants to be
 */
char *
apm_process_dup_command (const char *bytes,
                         gsize       length)
{
  g_autoptr(GString) command = NULL;

  while (length > 0 && bytes[length - 1] == '\0')
    length--;
  if (length == 0)
    return NULL;
  if (!memchr (bytes, '\0', length))
    return apm_text_to_utf8 (bytes, length);

  command = g_string_sized_new (length + 16);
  for (gsize at = 0; at <= length;)
    {
      const char *end = at < length ? memchr (bytes + at, '\0', length - at) : NULL;
      gsize n = end ? (gsize) (end - bytes) - at : length - at;
      g_autofree char *argument = n > 0 ? apm_text_to_utf8 (bytes + at, n) : g_strdup ("");

      if (at > 0)
        g_string_append_c (command, ' ');
      apm_process_append_argument (command, argument);
      at += n + 1;
    }

  return g_string_free (g_steal_pointer (&command), FALSE);
}

/* The kernel cuts names off at 15 bytes. */
#define CUT_LENGTH 15

/**
 * apm_process_dup_name:
 * @comm: the name as the kernel has it
 * @bytes: as /proc/PID/cmdline has them
 *
 * Returns: (transfer full): the name, whole where the program or the script that it
 *   runs tells the rest of what was cut off
 */
char *
apm_process_dup_name (const char *comm,
                      const char *bytes,
                      gsize       length)
{
  const char *end = bytes + length;

  if (strlen (comm) == CUT_LENGTH)
    for (guint i = 0; i < 2 && bytes < end; i++)
      {
        gsize n = strnlen (bytes, end - bytes);
        const char *slash = memrchr (bytes, '/', n);
        const char *base = slash ? slash + 1 : bytes;
        gsize base_length = bytes + n - base;

        if (base_length > CUT_LENGTH && memcmp (base, comm, CUT_LENGTH) == 0 && !memchr (base, ' ', base_length))
          return apm_text_to_utf8 (base, base_length);
        bytes += n + 1;
      }

  return apm_text_to_utf8 (comm, -1);
}

static void
read_command (ApmProcessInfo *self,
              int             proc_fd,
              const ApmStat  *stat)
{
  char small[4096];
  g_autofree char *large = NULL;
  const char *bytes = small;
  gsize length = 0;

  if (!(stat->flags & APM_STAT_KERNEL_THREAD))
    length = read_file (proc_fd, stat->pid, "cmdline", small, sizeof small);
  if (length == sizeof small)
    {
      bytes = large = g_malloc (LONGEST_COMMAND);
      length = read_file (proc_fd, stat->pid, "cmdline", large, LONGEST_COMMAND);
    }
  self->command = apm_process_dup_command (bytes, length);
  self->name = apm_process_dup_name (stat->comm, bytes, length);
}

/**
 * apm_process_look_up_user:
 *
 * Asks for each user once: a name service may be far away. Any thread.
 *
 * Returns: (transfer none): the user's name, or the number where it has none
 */
const char *
apm_process_look_up_user (guint uid)
{
  static GMutex mutex;
  static GHashTable *users;
  const char *user;

  g_mutex_lock (&mutex);
  if (!users)
    users = g_hash_table_new (NULL, NULL);
  user = g_hash_table_lookup (users, GUINT_TO_POINTER (uid));
  if (!user)
    {
      char buffer[16 * 1024];
      struct passwd entry;
      struct passwd *found = NULL;
      g_autofree char *name = NULL;

      if (getpwuid_r (uid, &entry, buffer, sizeof buffer, &found) == 0 && found)
        name = apm_text_to_utf8 (found->pw_name, -1);
      else
        name = g_strdup_printf ("%u", uid);
      user = g_intern_string (name);
      g_hash_table_insert (users, GUINT_TO_POINTER (uid), (gpointer) user);
    }
  g_mutex_unlock (&mutex);

  return user;
}

/**
 * apm_process_look_up_group:
 *
 * As apm_process_look_up_user().
 */
const char *
apm_process_look_up_group (guint gid)
{
  static GMutex mutex;
  static GHashTable *groups;
  const char *group;

  g_mutex_lock (&mutex);
  if (!groups)
    groups = g_hash_table_new (NULL, NULL);
  group = g_hash_table_lookup (groups, GUINT_TO_POINTER (gid));
  if (!group)
    {
      char buffer[16 * 1024];
      struct group entry;
      struct group *found = NULL;
      g_autofree char *name = NULL;

      if (getgrgid_r (gid, &entry, buffer, sizeof buffer, &found) == 0 && found)
        name = apm_text_to_utf8 (found->gr_name, -1);
      else
        name = g_strdup_printf ("%u", gid);
      group = g_intern_string (name);
      g_hash_table_insert (groups, GUINT_TO_POINTER (gid), (gpointer) group);
    }
  g_mutex_unlock (&mutex);

  return group;
}

/**
 * apm_process_dup_haystack:
 *
 * Returns: (transfer full): what a search looks through, case folded
 */
char *
apm_process_dup_haystack (const char *name,
                          const char *command,
                          const char *user,
                          int         pid)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%d", name, command ? command : "", user ? user : "", pid);

  /* The same for most, at a tenth of the price. */
  return g_str_is_ascii (text) ? g_ascii_strdown (text, -1) : g_utf8_casefold (text, -1);
}

static char *
dup_command_key (const char *command)
{
  g_autofree char *start = NULL;

  if (strlen (command) <= SORTED_CHARACTERS)
    return g_utf8_collate_key (command, -1);
  start = g_utf8_substring (command, 0, MIN (g_utf8_strlen (command, -1), SORTED_CHARACTERS));

  return g_utf8_collate_key (start, -1);
}

/* Two threads may make the same key at the same time: the first one stays. */
static const char *
keep_key (char **key,
          char  *made)
{
  if (!g_atomic_pointer_compare_and_exchange (key, NULL, made))
    g_free (made);

  return g_atomic_pointer_get (key);
}

const char *
apm_process_info_get_haystack (ApmProcessInfo *self)
{
  const char *key = g_atomic_pointer_get (&self->haystack);

  if (key)
    return key;

  return keep_key (&self->haystack, apm_process_dup_haystack (self->name, self->command, self->user, self->pid));
}

const char *
apm_process_info_get_name_key (ApmProcessInfo *self)
{
  const char *key = g_atomic_pointer_get (&self->name_key);

  return key ? key : keep_key (&self->name_key, g_utf8_collate_key (self->name, -1));
}

/**
 * apm_process_info_get_command_key:
 *
 * Returns: (nullable): %NULL for a process without a command line
 */
const char *
apm_process_info_get_command_key (ApmProcessInfo *self)
{
  const char *key = g_atomic_pointer_get (&self->command_key);

  if (key || !self->command)
    return key;

  return keep_key (&self->command_key, dup_command_key (self->command));
}

/**
 * apm_process_info_read:
 *
 * Never fails: what cannot be read (the process may end meanwhile) is missing.
 */
ApmProcessInfo *
apm_process_info_read (int            proc_fd,
                       const ApmStat *stat,
                       guint          owner)
{
  ApmProcessInfo *self = g_new0 (ApmProcessInfo, 1);

  g_atomic_ref_count_init (&self->refs);
  self->pid = stat->pid;
  self->comm = g_strdup (stat->comm);
  if (!g_utf8_validate (stat->comm, -1, NULL))
    self->name_base64 = g_base64_encode ((const guchar *) stat->comm, strlen (stat->comm));
  read_command (self, proc_fd, stat);
  self->uid = owner;
  self->user = apm_process_look_up_user (self->uid);

  return self;
}

ApmProcessInfo *
apm_process_info_ref (ApmProcessInfo *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_process_info_unref (ApmProcessInfo *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_free (self->comm);
  g_free (self->name);
  g_free (self->name_base64);
  g_free (self->command);
  g_free (self->haystack);
  g_free (self->name_key);
  g_free (self->command_key);
  g_free (self);
}

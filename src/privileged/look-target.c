/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "look.h"

#include "apm-wait-call.h"
#include "apm-wait-reader.h"
#include "apm-wait-wire.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who a process is: what decides whether its user may look at it, and which program
 * it is. It changes when the process starts another one. */
typedef struct {
  guint    uid[4], gid[4];
  guint64  capabilities;
  uid_t    owner;              /* of its file syscall: root's, if it may not be looked into */
  guint64  stack, code;        /* where its program stands in memory */
} Identity;

static gboolean
read_text (int         pid,
           const char *name,
           char       *text,
           gsize       size)
{
  char path[48];
  gssize length;
  int fd;

  g_snprintf (path, sizeof path, "/proc/%d/%s", pid, name);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  length = read (fd, text, size - 1);
  close (fd);
  text[MAX (length, 0)] = '\0';

  return length > 0;
}

static gboolean
read_ids (const char *status,
          const char *key,
          guint       ids[4])
{
  const char *line = strstr (status, key);

  return line && sscanf (line + strlen (key), "%u %u %u %u", &ids[0], &ids[1], &ids[2], &ids[3]) == 4;
}

static gboolean
read_identity (int       pid,
               Identity *identity)
{
  char path[32], text[4096];
  unsigned long long capabilities, code, stack;
  const char *line;
  struct stat file;

  memset (identity, 0, sizeof *identity);
  if (!read_text (pid, "status", text, sizeof text) || !read_ids (text, "\nUid:", identity->uid)
      || !read_ids (text, "\nGid:", identity->gid))
    return FALSE;
  line = strstr (text, "\nCapPrm:");
  if (line == NULL || sscanf (line, "\nCapPrm: %llx", &capabilities) != 1)
    return FALSE;
  identity->capabilities = capabilities;

  /* Fields 26 and 28; the name ends with the last ')'. */
  if (!read_text (pid, "stat", text, sizeof text) || (line = strrchr (text, ')')) == NULL
      || sscanf (line, ") %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
                       " %llu %*s %llu", &code, &stack) != 2)
    return FALSE;
  identity->code = code;
  identity->stack = stack;

  g_snprintf (path, sizeof path, "/proc/%d/syscall", pid);
  if (stat (path, &file) < 0)
    return FALSE;
  identity->owner = file.st_uid;

  return TRUE;
}

/* As the kernel decides it (ptrace(2), "Ptrace access mode checking"), save for Yama. */
static gboolean
is_own (const Identity *identity,
        const Caller   *caller)
{
  for (guint i = 0; i < 3; i++)
    if (identity->uid[i] != caller->uid || identity->gid[i] != caller->gid)
      return FALSE;

  return identity->owner == caller->uid && (identity->capabilities == 0 || caller->uid == 0);
}

/* A wait whose call is not any more what it was when its memory was read: it may
 * have gone on meanwhile, and whoever asked counts on that it did not. */
static gboolean
has_moved (int            proc_fd,
           const ApmWait *wait)
{
  ApmCallState state;
  ApmCall call;

  if (wait->call[8] == 0)
    return FALSE;

  return apm_call_read (proc_fd, wait->tid, &call, &state, NULL) != 0 || state != APM_CALL_BLOCKED
         || wait->call[0] != (guint64) (gint64) call.number || wait->call[7] != call.sp || wait->call[8] != call.pc
         || memcmp (&wait->call[1], call.args, sizeof call.args) != 0;
}

static void
pack_waits (const LookMode    *mode,
            const ApmWaitPass *pass,
            GArray            *waits)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (guint i = 0; i < pass->waits->len && waits->len < LOOK_MOST_THREADS; i++)
    {
      ApmWait wait = g_array_index (pass->waits, ApmWait, i);
      LookWait packed;

      if (has_moved (proc_fd, &wait))
        {
          wait.unknown = APM_WAIT_MOVED;
          wait.nature = APM_WAIT_OPEN;
          wait.finding = APM_WAIT_NO_FINDING;
          wait.n_groups = 0;
        }
      apm_wait_wire_pack (pass, &wait, mode->key, &packed);
      g_array_append_val (waits, packed);
    }
  if (proc_fd >= 0)
    close (proc_fd);
}

/**
 * look_at_target:
 * @reader: (type ApmWaitReader): this thread's
 * @waits: (element-type LookWait): what is found is added, if it is PRIVILEGED_DONE
 *
 * Who it is is looked at before and after: what was read of one who has become
 * another program is thrown away.
 */
uint32_t
look_at_target (const LookMode         *mode,
                gpointer                reader,
                const PrivilegedTarget *target,
                int                     pidfd,
                GArray                 *waits)
{
  const ApmWaitTask task = { target->pid, 0 };
  uint32_t result = order_check_target (target, pidfd);
  guint n_before = waits->len;
  g_autoptr(ApmWaitPass) pass = NULL;
  Identity before, after;

  if (result != PRIVILEGED_DONE)
    return result;
  if (!read_identity (target->pid, &before))
    return PRIVILEGED_GONE;
  if (mode->scope == LOOK_AT_OWN && !is_own (&before, &mode->caller))
    return PRIVILEGED_FOREIGN;

  pass = apm_wait_reader_read (reader, &task, 1);
  pack_waits (mode, pass, waits);

  result = order_check_target (target, pidfd);
  if (result == PRIVILEGED_DONE && (!read_identity (target->pid, &after) || memcmp (&before, &after, sizeof before)))
    result = PRIVILEGED_MOVED;
  if (result == PRIVILEGED_DONE && pass->n_slow > 0)
    result = PRIVILEGED_TOO_SLOW;
  if (result != PRIVILEGED_DONE)
    g_array_set_size (waits, n_before);

  return result;
}

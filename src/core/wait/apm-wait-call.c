/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-call.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define RUNNING "running"

/* Reads " 0x12ab" at *@p. */
static gboolean
take_hex (const char **p,
          const char  *end,
          guint64     *number)
{
  const char *at = *p;
  guint n_digits = 0;

  if (end - at < 4 || at[0] != ' ' || at[1] != '0' || at[2] != 'x')
    return FALSE;

  *number = 0;
  for (at += 3; at < end && g_ascii_isxdigit (*at); at++, n_digits++)
    *number = *number << 4 | (guint64) g_ascii_xdigit_value (*at);
  *p = at;

  return n_digits > 0 && n_digits <= 16;
}

static gboolean
take_number (const char **p,
             const char  *end,
             int         *number)
{
  const char *at = *p;

  *number = 0;
  for (; at < end && g_ascii_isdigit (*at) && *number < 100000; at++)
    *number = *number * 10 + (*at - '0');
  if (at == *p || at == end || *at != ' ')
    return FALSE;
  *p = at;

  return TRUE;
}

/**
 * apm_call_parse:
 * @text: the line of /proc/PID/task/TID/syscall
 * @call: (out): where it says; arguments as it has them, a 32-bit value may have its
 *   sign spread over the upper half
 *
 * What has no program counter is no user's call: kernel threads look like read(0),
 * and workers of io_uring show the call of whom they work for.
 */
ApmCallState
apm_call_parse (const char *text,
                gsize       length,
                ApmCall    *call)
{
  const char *end = text + length;
  const char *p = text;
  guint n_args = 0;

  memset (call, 0, sizeof *call);
  call->number = -1;
  if (length > 0 && end[-1] == '\n')
    end--;
  if ((gsize) (end - p) == strlen (RUNNING) && memcmp (p, RUNNING, strlen (RUNNING)) == 0)
    return APM_CALL_RUNNING;

  if (end - p > 2 && p[0] == '-' && p[1] == '1')
    p += 2;
  else if (take_number (&p, end, &call->number))
    n_args = G_N_ELEMENTS (call->args);
  else
    return APM_CALL_NONSENSE;

  for (guint i = 0; i < n_args; i++)
    if (!take_hex (&p, end, &call->args[i]))
      return APM_CALL_NONSENSE;
  if (!take_hex (&p, end, &call->sp) || !take_hex (&p, end, &call->pc) || p != end)
    return APM_CALL_NONSENSE;

  return call->pc == 0 ? APM_CALL_KERNEL : APM_CALL_BLOCKED;
}

/**
 * apm_call_read:
 * @dir_fd: /proc/PID/task, open, or /proc
 * @was_opened: (out) (optional): tells what forbids it: a file that could be opened
 *   and then not read is refused by Yama
 *
 * Returns: 0, or the errno that refused it; ENOENT and ESRCH: it has ended
 */
int
apm_call_read (int           dir_fd,
               int           tid,
               ApmCall      *call,
               ApmCallState *state,
               gboolean     *was_opened)
{
  char text[256];
  gssize length;
  int saved_errno;
  int fd;

  g_snprintf (text, sizeof text, "%d/syscall", tid);
  fd = openat (dir_fd, text, O_RDONLY | O_CLOEXEC);
  if (was_opened)
    *was_opened = fd >= 0;
  if (fd < 0)
    return errno;

  length = read (fd, text, sizeof text);
  saved_errno = errno;
  close (fd);
  if (length < 0)
    return saved_errno;
  *state = apm_call_parse (text, (gsize) length, call);

  return 0;
}

gboolean
apm_call_equal (const ApmCall *a,
                const ApmCall *b)
{
  return a->number == b->number && a->sp == b->sp && a->pc == b->pc
         && memcmp (a->args, b->args, sizeof a->args) == 0;
}

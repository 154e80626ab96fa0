/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-guard-private.h"

#include "apm-error.h"
#include "apm-exec.h"
#include "apm-paths.h"
#include "apm-text.h"

#include "guard-order.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Orders that a socket holds for sure before anybody reads. */
#define MOST_WAITING 64
#define PATIENCE_MS 1000

typedef struct {
  int pid;
  int socket;          /* -1: not running */
  guint watch;
  char *mark;
  GHashTable *orders;  /* set of Registration: told again to a guard that follows */
} Guard;

typedef struct {
  GuardOrderType type;
  int pid;
  char *text;
} Registration;

static Guard guard = { .socket = -1 };

static guint
registration_hash (gconstpointer key)
{
  const Registration *registration = key;

  return g_str_hash (registration->text) ^ (guint) registration->pid << 3 ^ registration->type;
}

static gboolean
registration_equal (gconstpointer a,
                    gconstpointer b)
{
  const Registration *one = a;
  const Registration *other = b;

  return one->type == other->type && one->pid == other->pid && strcmp (one->text, other->text) == 0;
}

static void
registration_free (Registration *registration)
{
  g_free (registration->text);
  g_free (registration);
}

static gboolean
send_order (GuardOrderType type,
            int            pid,
            const char    *text,
            const int     *fds,
            guint          n_fds,
            GError       **error)
{
  GuardOrder order = { type, pid, "" };
  struct iovec part = { &order, GUARD_ORDER_HEAD };
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE (GUARD_MAX_FDS * sizeof (int))];
  } control = { 0 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  struct pollfd room = { guard.socket, POLLOUT, 0 };
  gboolean sent;

  g_assert (n_fds <= GUARD_MAX_FDS);
  if (strlen (text) >= sizeof order.text)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("The name “%.40s…” is too long"), text);
      return FALSE;
    }
  part.iov_len += g_strlcpy (order.text, text, sizeof order.text);

  if (n_fds > 0)
    {
      message.msg_control = &control;
      message.msg_controllen = CMSG_SPACE (n_fds * sizeof *fds);
      control.head.cmsg_level = SOL_SOCKET;
      control.head.cmsg_type = SCM_RIGHTS;
      control.head.cmsg_len = CMSG_LEN (n_fds * sizeof *fds);
      memcpy (CMSG_DATA (&control.head), fds, n_fds * sizeof *fds);
    }

  sent = sendmsg (guard.socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
  if (!sent && errno == EAGAIN && poll (&room, 1, PATIENCE_MS) > 0)
    sent = sendmsg (guard.socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
  if (sent)
    return TRUE;

  apm_set_error_from_errno (error, errno, _("The guard, process %d, takes no orders"), guard.pid);
  return FALSE;
}

static gboolean
tell (const Registration *registration,
      GError            **error)
{
  int pidfd = -1;
  gboolean told;

  if (registration->type == GUARD_ADD_PROCESS)
    {
      pidfd = pidfd_open (registration->pid, 0);
      if (pidfd < 0)
        {
          apm_set_error_from_errno (error, errno, _("Cannot take hold of process %d"), registration->pid);
          return FALSE;
        }
    }
  told = send_order (registration->type, registration->pid, registration->text, &pidfd, pidfd >= 0, error);
  apm_clear_fd (&pidfd);

  return told;
}

static void
stop (void)
{
  g_clear_handle_id (&guard.watch, g_source_remove);
  apm_clear_fd (&guard.socket);
  if (guard.pid > 0)
    {
      kill (guard.pid, SIGKILL);
      waitpid (guard.pid, NULL, 0);
    }
  guard.pid = 0;
}

/* The guard never speaks and ends after us: this is its death. */
static gboolean
on_hang_up (int          fd,
            GIOCondition condition,
            gpointer     data)
{
  g_autoptr(GError) error = NULL;

  guard.watch = 0;
  stop ();
  if (!apm_guard_start (&error))
    g_warning ("%s", error->message);

  return G_SOURCE_REMOVE;
}

static int
start_program (int      socket,
               GError **error)
{
  g_autofree char *program = apm_paths_dup_helper ("apm-guard");
  g_auto(GStrv) environment = g_environ_unsetenv (g_get_environ (), GUARD_MARK_VARIABLE);
  const char *argv[] = { "apm-guard", guard.mark, NULL };
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  const int fds[] = { null, null, null, socket };
  const int as_fds[] = { 0, 1, 2, GUARD_SOCKET_FD };
  const ApmExec exec = {
    .program = program, .argv = argv, .environment = (const char *const *) environment, .directory = "/",
    .fds = fds, .as_fds = as_fds, .n_fds = G_N_ELEMENTS (fds), .own_session = TRUE,
  };
  int pid = apm_exec_start (&exec, error);

  apm_clear_fd (&null);

  return pid;
}

static gboolean
start_program_once (int     *socket,
                    GError **error)
{
  if (*socket < 0)
    return TRUE;

  guard.pid = start_program (*socket, error);
  apm_clear_fd (socket);

  return guard.pid > 0;
}

/* A guard that follows another knows as much from its first moment: what it has to
 * know waits for it in the socket, as far as that holds it. */
static gboolean
tell_and_start (int     *socket,
                GError **error)
{
  GHashTableIter iter;
  gpointer registration;
  guint n = 0;

  g_hash_table_iter_init (&iter, guard.orders);
  while (g_hash_table_iter_next (&iter, &registration, NULL))
    if ((n++ >= MOST_WAITING && !start_program_once (socket, error)) || !tell (registration, error))
      return FALSE;

  return start_program_once (socket, error);
}

/**
 * apm_guard_start:
 *
 * Starts the guard unless it runs. A child that is to end with us is created
 * after this, so there is no moment in which nobody would see to it.
 */
gboolean
apm_guard_start (GError **error)
{
  int pair[2];

  if (guard.socket >= 0)
    return TRUE;
  apm_guard_get_mark ();

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot start the guard"));
      return FALSE;
    }
  guard.socket = pair[0];
  if (!tell_and_start (&pair[1], error))
    {
      apm_clear_fd (&pair[1]);
      stop ();
      return FALSE;
    }
  guard.watch = g_unix_fd_add (guard.socket, G_IO_HUP | G_IO_ERR, on_hang_up, NULL);

  return TRUE;
}

/**
 * apm_guard_get_mark:
 *
 * Returns: (transfer none): the value of the variable that children which end
 *   with us carry in their environment
 */
const char *
apm_guard_get_mark (void)
{
  if (!guard.mark)
    {
      guard.mark = g_uuid_string_random ();
      guard.orders = g_hash_table_new_full (registration_hash, registration_equal,
                                            (GDestroyNotify) registration_free, NULL);
    }

  return guard.mark;
}

static gboolean
add (GuardOrderType type,
     int            pid,
     const char    *text,
     GError       **error)
{
  Registration *registration;

  if (!apm_guard_start (error))
    return FALSE;

  registration = g_new0 (Registration, 1);
  registration->type = type;
  registration->pid = pid;
  registration->text = g_strdup (text);
  if (!tell (registration, error))
    {
      registration_free (registration);
      return FALSE;
    }
  g_hash_table_add (guard.orders, registration);

  return TRUE;
}

static void
drop (GuardOrderType added_by,
      int            pid,
      const char    *text)
{
  const Registration registration = { added_by, pid, (char *) text };

  if (guard.orders && g_hash_table_remove (guard.orders, &registration) && guard.socket >= 0)
    send_order (added_by + 1, pid, text, NULL, 0, NULL);
}

/**
 * apm_guard_add_process:
 * @pid: a child of ours, not yet waited for, that leads its process group
 *
 * Its group is killed when we are gone, unless it is removed before.
 */
gboolean
apm_guard_add_process (int      pid,
                       GError **error)
{
  g_return_val_if_fail (pid > 0, FALSE);

  return add (GUARD_ADD_PROCESS, pid, "", error);
}

void
apm_guard_remove_process (int pid)
{
  drop (GUARD_ADD_PROCESS, pid, "");
}

/**
 * apm_guard_add_file:
 * @path: an absolute path, of a file or of a folder that holds nothing but
 *   registered files; best registered before it is made
 */
gboolean
apm_guard_add_file (const char *path,
                    GError    **error)
{
  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), FALSE);

  return add (GUARD_ADD_FILE, 0, path, error);
}

void
apm_guard_remove_file (const char *path)
{
  g_return_if_fail (path != NULL);

  drop (GUARD_ADD_FILE, 0, path);
}

/**
 * apm_guard_add_shared_memory:
 * @name: as shm_open(3) takes it; best registered before it is made
 */
gboolean
apm_guard_add_shared_memory (const char *name,
                             GError    **error)
{
  g_return_val_if_fail (name != NULL && *name == '/', FALSE);

  return add (GUARD_ADD_SHARED_MEMORY, 0, name, error);
}

void
apm_guard_remove_shared_memory (const char *name)
{
  g_return_if_fail (name != NULL);

  drop (GUARD_ADD_SHARED_MEMORY, 0, name);
}

/**
 * apm_guard_add_queue:
 * @name: as mq_open(3) takes it
 */
gboolean
apm_guard_add_queue (const char *name,
                     GError    **error)
{
  g_return_val_if_fail (name != NULL && *name == '/', FALSE);

  return add (GUARD_ADD_QUEUE, 0, name, error);
}

void
apm_guard_remove_queue (const char *name)
{
  g_return_if_fail (name != NULL);

  drop (GUARD_ADD_QUEUE, 0, name);
}

gboolean
apm_guard_add_output (int         pid,
                      const int  *fds,
                      guint       n_fds,
                      GError    **error)
{
  return apm_guard_start (error) && send_order (GUARD_ADD_OUTPUT, pid, "", fds, n_fds, error);
}

void
apm_guard_drain_output (int pid)
{
  if (guard.socket >= 0)
    send_order (GUARD_DRAIN_OUTPUT, pid, "", NULL, 0, NULL);
}

void
apm_guard_remove_output (int pid)
{
  if (guard.socket >= 0)
    send_order (GUARD_REMOVE_OUTPUT, pid, "", NULL, 0, NULL);
}

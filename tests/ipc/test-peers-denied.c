/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said where not everybody may be looked at. A child becomes another user, or
 * goes where it sees less, and tells by its status which claim does not hold. */

#include "apm-error.h"
#include "apm-peers.h"

#include "peers-child.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534
#define UNKNOWN "not known: not all processes may be looked at"

/* The status says on which line. */
#define claim(condition)                       \
  G_STMT_START {                               \
    if (!(condition))                          \
      {                                        \
        g_printerr ("# line %d: %s\n", __LINE__, #condition); \
        _exit (1);                             \
      }                                        \
  } G_STMT_END

static void
become_nobody (void)
{
  claim (setgid (NOBODY) == 0);
  claim (setuid (NOBODY) == 0);
  /* A change of user forbids to look at it. */
  claim (prctl (PR_SET_DUMPABLE, 1) == 0);
}

static char *
dup_peer (const ApmPeers *peers,
          int             fd,
          int            *pid)
{
  ApmObject object;
  ApmAccess access;

  claim (apm_peers_find_object (peers, getpid (), fd, &object, &access));

  return apm_peers_dup_peer_text (peers, getpid (), &object, access, pid);
}

static gboolean
has_candidate (const ApmPeers *peers,
               int             fd,
               int             pid)
{
  g_autoptr(GArray) pids = NULL;
  ApmObject object;
  gboolean is_there = FALSE;

  claim (apm_peers_find_object (peers, getpid (), fd, &object, NULL));
  pids = apm_peers_list_candidates (peers, &object);
  for (guint i = 0; i < pids->len; i++)
    is_there |= g_array_index (pids, int, i) == pid;

  return is_there;
}

/* Its parent has the other end and may not be looked at. */
static void
look_at_parent (gpointer data)
{
  int *fds = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPeers) peers = NULL;
  g_autofree char *text = NULL;
  int pid;

  become_nobody ();
  peers = apm_peers_read (0, NULL);
  claim (peers && !apm_peers_is_complete (peers) && apm_peers_get_n_denied (peers) > 0);
  claim (apm_peers_get_gaps (peers) & APM_PEERS_GAP_DENIED);
  claim (apm_peers_find_process (peers, getppid ())->denied);
  claim (!apm_peers_read_descriptors (peers, getppid (), &error));
  claim (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED));
  text = dup_peer (peers, fds[0], &pid);
  claim (g_strcmp0 (text, UNKNOWN) == 0 && pid == G_MININT);
  claim (has_candidate (peers, fds[0], getppid ()));
  _exit (0);
}

/* The kernel tells whose socket it is: nobody else's process is guessed. */
static void
look_at_socket (gpointer data)
{
  int *fds = data;
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GArray) pids = NULL;
  ApmObject object;

  become_nobody ();
  peers = apm_peers_read (0, NULL);
  claim (has_candidate (peers, fds[0], getppid ()));
  claim (apm_peers_find_object (peers, getpid (), fds[0], &object, NULL));
  pids = apm_peers_list_candidates (peers, &object);
  for (guint i = 0; i < pids->len; i++)
    claim (apm_peers_find_process (peers, g_array_index (pids, int, i))->uid == 0);
  _exit (0);
}

/* A pipe that the parent, who may be looked at, does not know: whoever may not be looked at
 * is not to be expected there. */
static void
look_at_own (gpointer data)
{
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(ApmFarEnd) far = NULL;
  g_autofree char *text = NULL;
  ApmObject object;
  int fds[2];
  int pid;

  claim (pipe (fds) == 0);
  peers = apm_peers_read (0, NULL);
  claim (apm_peers_find_object (peers, getpid (), fds[0], &object, NULL));
  far = apm_peers_find_far (peers, &object, APM_ACCESS_WRITE);
  claim (!far->complete && far->likely_complete && far->holders->len == 1);
  text = dup_peer (peers, fds[0], &pid);
  claim (g_strcmp0 (text, "this process itself") == 0 && pid == getpid ());
  close (fds[1]);
  apm_peers_unref (peers);
  g_free (text);
  /* Gone, but for a stranger that is never said. */
  peers = apm_peers_read (0, NULL);
  text = dup_peer (peers, fds[0], &pid);
  claim (g_strcmp0 (text, UNKNOWN) == 0);
  _exit (0);
}

/* In a session of its own. */
static void
start_look_at_own (gpointer data)
{
  setsid ();
  become_nobody ();
  _exit (child_run (look_at_own, NULL, -1));
}

/* The same beside somebody of the same session, such as sudo in a pipeline. */
static void
look_beside_kin (gpointer data)
{
  const int *kin = data;
  g_autoptr(ApmPeers) peers = NULL;
  g_autoptr(GArray) pids = NULL;
  g_autofree char *text = NULL;
  ApmObject object;
  int fds[2];
  int pid;

  claim (pipe (fds) == 0);
  peers = apm_peers_read (0, NULL);
  text = dup_peer (peers, fds[0], &pid);
  claim (g_strcmp0 (text, UNKNOWN) == 0);
  /* That one it could be, and none of all the others. */
  claim (apm_peers_find_object (peers, getpid (), fds[0], &object, NULL));
  pids = apm_peers_list_candidates (peers, &object);
  claim (pids->len == 1 && g_array_index (pids, int, 0) == *kin);
  _exit (0);
}

static void
start_look_beside_kin (gpointer data)
{
  become_nobody ();
  _exit (child_run (look_beside_kin, data, -1));
}

static void
have_kin (gpointer data)
{
  Child kin;
  int status;

  setsid ();
  kin = child_start ("kin", -1);
  status = child_run (start_look_beside_kin, &kin.pid, -1);
  child_end (&kin);
  _exit (status);
}

static void
mount_proc (const char *options)
{
  claim (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
  claim (mount ("proc", "/proc", "proc", 0, options) == 0);
}

static void
look_at_hidden (gpointer data)
{
  g_autoptr(ApmPeers) peers = NULL;

  if (unshare (CLONE_NEWNS) < 0)
    _exit (77);
  mount_proc ("hidepid=2");
  become_nobody ();
  peers = apm_peers_read (0, NULL);
  claim (peers && !apm_peers_is_complete (peers));
  claim (apm_peers_get_gaps (peers) & APM_PEERS_GAP_HIDDEN);
  claim (apm_peers_find_process (peers, getpid ()) && !apm_peers_find_process (peers, getppid ()));
  _exit (0);
}

/* The first process of a namespace; who is outside cannot be seen, nor ruled out for
 * what it was given. */
static void
look_from_inside (gpointer data)
{
  int *fds = data;
  g_autoptr(ApmPeers) peers = NULL;
  g_autofree char *text = NULL;
  int pid;

  mount_proc (NULL);
  claim (dup2 (fds[0], 0) == 0);
  peers = apm_peers_read (0, NULL);
  claim (peers && !apm_peers_is_complete (peers));
  claim (apm_peers_get_gaps (peers) & APM_PEERS_GAP_NAMESPACE);
  claim (apm_peers_get_n_denied (peers) == 0);
  claim (apm_peers_find_process (peers, 1) && !apm_peers_find_process (peers, 2));
  text = dup_peer (peers, 0, &pid);
  claim (g_strcmp0 (text, UNKNOWN) == 0);
  _exit (0);
}

static void
enter_namespace (gpointer data)
{
  if (unshare (CLONE_NEWNS | CLONE_NEWPID) < 0)
    _exit (77);
  _exit (child_run (look_from_inside, data, ((int *) data)[1]));
}

/* Where the kernel's word is refused, as in many a sandbox, the tables of /proc/net tell
 * what they can. */
static void
look_without_netlink (gpointer data)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, G_STRUCT_OFFSET (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, G_STRUCT_OFFSET (struct seccomp_data, args[0])),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (code), code };
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);
  int client = socket (AF_INET, SOCK_STREAM, 0);
  int pair[2];
  int pid;
  g_autoptr(ApmPeers) peers = NULL;
  g_autofree char *told = NULL;
  g_autofree char *unknown = NULL;

  claim (bind (listener, (struct sockaddr *) &address, sizeof address) == 0 && listen (listener, 1) == 0);
  claim (getsockname (listener, (struct sockaddr *) &address, &length) == 0);
  claim (connect (client, (struct sockaddr *) &address, sizeof address) == 0);
  claim (accept (listener, NULL, NULL) >= 0 && socketpair (AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
    _exit (77);

  peers = apm_peers_read (0, NULL);
  claim (peers && (apm_peers_get_gaps (peers) & APM_PEERS_GAP_SOCKETS));
  told = dup_peer (peers, client, &pid);
  claim (pid == getpid ());
  unknown = dup_peer (peers, pair[0], &pid);
  claim (g_strcmp0 (unknown, "not known") == 0 && pid == G_MININT);
  _exit (0);
}

static void
test_without_netlink (void)
{
  int status = child_run (look_without_netlink, NULL, -1);

  if (status == 77)
    g_test_skip ("filters of system calls are not permitted here");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
run (gconstpointer data)
{
  void (*func) (gpointer) = data;
  int fds[2];
  int status;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can become another user");
      return;
    }
  g_assert_cmpint (func == look_at_socket ? socketpair (AF_UNIX, SOCK_STREAM, 0, fds) : pipe (fds), ==, 0);
  status = child_run (func, fds, func == enter_namespace ? -1 : fds[1]);
  if (status == 77)
    g_test_skip ("namespaces are not permitted here");
  else
    g_assert_cmpint (status, ==, 0);
  close (fds[0]);
  close (fds[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/peers/denied/parent", look_at_parent, run);
  g_test_add_data_func ("/peers/denied/socket", look_at_socket, run);
  g_test_add_data_func ("/peers/denied/own", start_look_at_own, run);
  g_test_add_data_func ("/peers/denied/kin", have_kin, run);
  g_test_add_data_func ("/peers/denied/hidden", look_at_hidden, run);
  g_test_add_data_func ("/peers/denied/namespace", enter_namespace, run);
  g_test_add_func ("/peers/denied/netlink", test_without_netlink);

  return g_test_run ();
}

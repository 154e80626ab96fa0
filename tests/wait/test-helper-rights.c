/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helper keeps of an administrator's rights, and of whom it tells. Where we
 * are root, the helper is started as pkexec would start it for another user. */

#include "apm-wait-private.h"

#include "apm-error.h"
#include "apm-paths.h"
#include "privileged-look.h"
#include "subject-run.h"

#include <errno.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NOBODY 65534

static const char *const directly[] = { NULL };
static const char *const as_pkexec[] = { "setpriv", "--reuid=0", "env", "PKEXEC_UID=65534", NULL };

static int
refuse_to_open (int           dir_fd G_GNUC_UNUSED,
                int           tid G_GNUC_UNUSED,
                ApmCall      *call G_GNUC_UNUSED,
                ApmCallState *state G_GNUC_UNUSED,
                gboolean     *was_opened)
{
  *was_opened = FALSE;

  return EACCES;
}

static gboolean
is_root_here (void)
{
  g_autofree char *setpriv = g_find_program_in_path ("setpriv");

  if (geteuid () == 0 && setpriv)
    return TRUE;
  g_test_skip ("Only root can start it for another user");

  return FALSE;
}

/* A process that waits for a mutex that it holds itself, as @real and @effective user. */
static int
start_target (guint real,
              guint effective,
              guint gid,
              int   dumpable)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  int ends[2], pid;
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      if ((gid != getgid () && setresgid (gid, gid, gid) != 0)
          || (real != getuid () && setresuid (real, effective, effective) != 0))
        _exit (1);
      /* To become another takes this away. */
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_DUMPABLE, dumpable);
      pthread_mutex_lock (&mutex);
      if (write (ends[1], "", 1) != 1)
        _exit (1);
      pthread_mutex_lock (&mutex);
      _exit (2);
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);

  return pid;
}

static void
end_target (int pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static ApmWaitHelper *
start_helper (ApmWaitLookScope    scope,
              const char *const  *launcher,
              guint               as_user)
{
  g_autoptr(GError) error = NULL;
  ApmWaitHelper *helper;

  /* The socket is of who makes it. */
  if (as_user != geteuid ())
    g_assert_cmpint (seteuid (as_user), ==, 0);
  helper = apm_wait_helper_start (scope, launcher, NULL, &error);
  if (getuid () != geteuid ())
    g_assert_cmpint (seteuid (getuid ()), ==, 0);
  prctl (PR_SET_DUMPABLE, 1);
  g_assert_no_error (error);

  return helper;
}

/* Returns: whether the helper told of it, by its deadline */
static gboolean
is_told (ApmWaitHelper *helper,
         int            pid,
         gboolean       is_expected)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  gint64 deadline_us = g_get_monotonic_time () + SUBJECT_DEADLINE_US;
  ApmWaitTask task = { pid, 0 };
  gboolean is_mutex = FALSE, is_there = FALSE;

  reader->read_call = refuse_to_open;
  apm_wait_reader_set_helper (reader, helper);
  do
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

      g_assert_nonnull (wait);
      is_mutex = wait->kind == APM_WAIT_MUTEX && wait->finding == APM_WAIT_SELF;
      is_there = wait->kind != APM_WAIT_RUNNING;
      /* Not told, it does not look like one that is not blocked. */
      if (is_there && !is_mutex && !(wait->flags & APM_WAIT_BY_HELPER))
        g_assert_cmpint (wait->unknown, ==, APM_WAIT_DENIED_MODE);
    }
  while ((is_mutex != is_expected || !is_there) && g_get_monotonic_time () < deadline_us);

  return is_mutex;
}

static void
test_whom (void)
{
  static const struct {
    const char *who;
    guint       real, effective, gid;
    int         dumpable;
    gboolean    is_own;
  } cases[] = {
    { "own", NOBODY, NOBODY, 0, 1, TRUE },
    { "own, not to be looked into", NOBODY, NOBODY, 0, 0, FALSE },
    { "started by the user, with root's rights", NOBODY, 0, 0, 1, FALSE },
    { "started by root, with the user's rights", 0, NOBODY, 0, 1, FALSE },
    { "own, of another group", NOBODY, NOBODY, NOBODY, 1, FALSE },
    { "root's", 0, 0, 0, 1, FALSE },
  };
  ApmWaitHelper *own, *all;

  if (!is_root_here ())
    return;

  own = start_helper (APM_WAIT_LOOK_OWN, as_pkexec, NOBODY);
  all = start_helper (APM_WAIT_LOOK_ALL, as_pkexec, NOBODY);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int pid = start_target (cases[i].real, cases[i].effective, cases[i].gid, cases[i].dumpable);

      g_test_message ("%s", cases[i].who);
      g_assert_cmpint (is_told (own, pid, cases[i].is_own), ==, cases[i].is_own);
      g_assert_true (is_told (all, pid, TRUE));
      end_target (pid);
    }
  apm_wait_helper_unref (own);
  apm_wait_helper_unref (all);
}

static guint64
read_number (int         pid,
             const char *key,
             int         base)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, key);
  g_assert_nonnull (at);

  return g_ascii_strtoull (at + strlen (key), NULL, base);
}

/* Before it has read a byte: it has had no order yet. */
static void
test_rights (void)
{
  static const struct { ApmWaitLookScope scope; guint64 capabilities; } cases[] = {
    { APM_WAIT_LOOK_OWN, 1u << CAP_SYS_PTRACE },
    { APM_WAIT_LOOK_ALL, 1u << CAP_SYS_PTRACE | 1u << CAP_DAC_READ_SEARCH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_root = geteuid () == 0;
      ApmWaitHelper *helper = start_helper (cases[i].scope, is_root ? as_pkexec : directly, is_root ? NOBODY : getuid ());
      int pid = apm_wait_helper_get_pid (helper);

      g_assert_cmphex (read_number (pid, "\nCapEff:\t", 16), ==, is_root ? cases[i].capabilities : 0);
      g_assert_cmphex (read_number (pid, "\nCapPrm:\t", 16), ==, is_root ? cases[i].capabilities : 0);
      g_assert_cmphex (read_number (pid, "\nCapInh:\t", 16), ==, 0);
      g_assert_cmphex (read_number (pid, "\nCapAmb:\t", 16), ==, 0);
      if (is_root)
        g_assert_cmphex (read_number (pid, "\nCapBnd:\t", 16), ==, 0);
      g_assert_cmpuint (read_number (pid, "\nUid:\t", 10), ==, is_root ? NOBODY : getuid ());
      g_assert_cmpuint (read_number (pid, "\nNoNewPrivs:\t", 10), ==, 1);
      g_assert_cmpuint (read_number (pid, "\nSeccomp:\t", 10), ==, 2);
      apm_wait_helper_unref (helper);
    }
}

/* A word in memory that its owner never gives out. Returns: PID; 0 if this machine
 * does not do that */
static int
start_blocking_target (void)
{
  int ends[2], pid;
  char byte = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      struct uffdio_api api = { .api = UFFD_API };
      struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
      int fd = (int) syscall (SYS_userfaultfd, 0);
      void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      range.range.start = (gsize) page;
      range.range.len = 4096;
      byte = fd >= 0 && ioctl (fd, UFFDIO_API, &api) == 0 && ioctl (fd, UFFDIO_REGISTER, &range) == 0;
      if (write (ends[1], &byte, 1) == 1 && byte)
        syscall (SYS_futex, page, 0x80, 2, NULL, NULL, 0);
      _exit (0);
    }
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);
  if (byte)
    return pid;
  waitpid (pid, NULL, 0);

  return 0;
}

/* One who lets it wait for ever keeps nobody else from being told. */
static void
test_blocks (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new_untried ();
  ApmWaitHelper *helper;
  int blocking = start_blocking_target ();
  int pid;

  if (blocking == 0)
    {
      g_test_skip ("This machine does not let programs serve their own memory");
      return;
    }
  pid = start_target (getuid (), getuid (), getgid (), 1);
  helper = start_helper (APM_WAIT_LOOK_ALL, directly, getuid ());
  reader->read_call = refuse_to_open;
  apm_wait_reader_set_helper (reader, helper);

  for (guint i = 0; i < 2; i++)
    {
      ApmWaitTask tasks[] = { { blocking, 0 }, { pid, 0 } };
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, tasks, 2);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

      g_assert_true (apm_wait_helper_is_open (helper));
      g_assert_cmpint (wait->kind, ==, APM_WAIT_MUTEX);
      wait = apm_wait_pass_find (pass, blocking, blocking);
      g_assert_cmpint (wait->unknown, !=, APM_WAIT_KNOWN);
    }
  apm_wait_helper_unref (helper);
  end_target (blocking);
  end_target (pid);
}

/* Orders as no library of ours would write them. */
typedef struct {
  GSubprocess *process;
  int          socket;
} Raw;

static void
raw_start (Raw *raw)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = apm_paths_dup_helper ("apm-privileged");
  LookPacket *packet = g_new0 (LookPacket, 1);
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
  g_subprocess_launcher_take_stdin_fd (launcher, sockets[1]);
  raw->socket = sockets[0];
  raw->process = g_subprocess_launcher_spawn (launcher, NULL, program, "look", NULL);
  g_assert_cmpint (recv (raw->socket, packet, sizeof *packet, 0), ==, sizeof packet->head);
  g_assert_cmpuint (packet->head.results[0], ==, PRIVILEGED_DONE);
  g_free (packet);
}

static void
raw_end (Raw *raw)
{
  close (raw->socket);
  g_assert_true (g_subprocess_wait (raw->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (raw->process));
  g_clear_object (&raw->process);
}

/* Returns: the result of the last packet; −1: it ended the conversation */
static int
raw_order (Raw           *raw,
           gconstpointer  order,
           gsize          size,
           const int     *fds,
           guint          n_fds)
{
  union {
    struct cmsghdr align;
    char           bytes[CMSG_SPACE (sizeof (int) * 2 * PRIVILEGED_MOST_TARGETS)];
  } control = { 0 };
  struct iovec part = { (void *) order, size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  g_autofree LookPacket *packet = g_new0 (LookPacket, 1);

  if (n_fds > 0)
    {
      struct cmsghdr *head;

      message.msg_control = &control;
      message.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
      head = CMSG_FIRSTHDR (&message);
      head->cmsg_level = SOL_SOCKET;
      head->cmsg_type = SCM_RIGHTS;
      head->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
      memcpy (CMSG_DATA (head), fds, n_fds * sizeof (int));
    }
  g_assert_cmpint (sendmsg (raw->socket, &message, MSG_NOSIGNAL), ==, size);
  do
    {
      gssize length = recv (raw->socket, packet, sizeof *packet, 0);

      if (length <= 0)
        return -1;
      g_assert_cmpint (length, ==, sizeof packet->head + packet->head.n_waits * sizeof packet->waits[0]);
    }
  while (!packet->head.is_last);

  return (int) packet->head.results[0];
}

static guint64
read_start_ticks (int pid)
{
  guint64 ticks = 0;

  g_assert_cmpint (act_read_start (pid, pid, &ticks), ==, 0);

  return ticks;
}

/* What is no order ends it; what is one about nobody is told so. */
static void
test_lies (void)
{
  int pid = start_target (getuid (), getuid (), getgid (), 1);
  int pidfd = pidfd_open (pid, 0);
  int own_pidfd = pidfd_open (getpid (), 0);
  const LookOrder good = { .magic = LOOK_MAGIC, .serial = 1, .n_targets = 1,
                           .targets = { { pid, 0, read_start_ticks (pid) } } };
  const LookOrder zero = { 0 };
  LookOrder wrong[6] = { good, good, good, good, good, good };
  g_autofree guint8 *huge = g_malloc0 (100000);
  int many[PRIVILEGED_MOST_TARGETS + 10];
  int no_pidfd = 2;
  Raw raw;

  wrong[0].magic++;
  wrong[1].serial = 0;
  wrong[2].reserved = 1;
  wrong[3].n_targets = 2;
  wrong[4].n_targets = G_MAXUINT;
  wrong[5].targets[0].tid = pid;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      raw_start (&raw);
      g_assert_cmpint (raw_order (&raw, &wrong[i], sizeof wrong[i], &pidfd, 1), ==, -1);
      raw_end (&raw);
    }
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = pidfd;
  memcpy (huge, &good, sizeof good);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, huge, 100000, &pidfd, 1), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, many, G_N_ELEMENTS (many)), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good - 1, &pidfd, 1), ==, -1);
  raw_end (&raw);
  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &zero, sizeof zero, NULL, 0), ==, -1);
  raw_end (&raw);

  raw_start (&raw);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &no_pidfd, 1), ==, PRIVILEGED_BAD_ORDER);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &own_pidfd, 1), ==, PRIVILEGED_OTHER);
  wrong[0] = good;
  wrong[0].targets[0].start_ticks++;
  g_assert_cmpint (raw_order (&raw, &wrong[0], sizeof good, &pidfd, 1), ==, PRIVILEGED_OTHER);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &pidfd, 1), ==, PRIVILEGED_DONE);
  end_target (pid);
  g_assert_cmpint (raw_order (&raw, &good, sizeof good, &pidfd, 1), ==, PRIVILEGED_GONE);
  raw_end (&raw);
  close (pidfd);
  close (own_pidfd);
}

/* Where no socket of ours is the standard input. */
static void
test_other_inputs (void)
{
  static const char *const commands[] = {
    "\"$0\" look </dev/null", "\"$0\" look <&-", "\"$0\" look-all </etc/passwd", "echo | \"$0\" look", "\"$0\" act <&-",
    "\"$0\" act </dev/zero",
  };
  g_autofree char *program = apm_paths_dup_helper ("apm-privileged");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "sh", "-c", commands[i], program,
                                                         NULL);

      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (process));
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait/helper-rights/whom", test_whom);
  g_test_add_func ("/wait/helper-rights/rights", test_rights);
  g_test_add_func ("/wait/helper-rights/blocks", test_blocks);
  g_test_add_func ("/wait/helper-rights/lies", test_lies);
  g_test_add_func ("/wait/helper-rights/other-inputs", test_other_inputs);

  return g_test_run ();
}

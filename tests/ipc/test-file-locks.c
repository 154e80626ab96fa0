/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-locks.h"

#include "peers-child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (30 * G_USEC_PER_SEC)

/* A file to lock, and how it is named where locks are told. */
typedef struct {
  char  *dir;
  char  *path;
  gint64 inode;
} File;

static void
file_init (File *file)
{
  struct stat status;
  int fd;

  file->dir = g_dir_make_tmp ("locks-XXXXXX", NULL);
  file->path = g_build_filename (file->dir, "a\nfile", NULL);
  fd = open (file->path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  file->inode = (gint64) status.st_ino;
  close (fd);
}

static void
file_clear (File *file)
{
  unlink (file->path);
  rmdir (file->dir);
  g_free (file->path);
  g_free (file->dir);
}

static ApmFileLocks *
read_locks (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmPeers) peers = apm_peers_read (0, &error);
  ApmFileLocks *locks;

  g_assert_no_error (error);
  locks = apm_file_locks_read (peers, &error);
  g_assert_no_error (error);

  return locks;
}

/* The kernel tells them in any order: who waits last, else by place and PID. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const ApmFileLock *row_a = *(ApmFileLock *const *) a;
  const ApmFileLock *row_b = *(ApmFileLock *const *) b;

  if (row_a->waits != row_b->waits)
    return row_a->waits - row_b->waits;
  if (row_a->start_bytes != row_b->start_bytes)
    return (row_a->start_bytes > row_b->start_bytes) - (row_a->start_bytes < row_b->start_bytes);

  return (row_a->pid > row_b->pid) - (row_a->pid < row_b->pid);
}

/* "123 flock write held, 124 flock write waits for a (123)": all of @file. */
static char *
describe (ApmFileLocks *locks,
          const File   *file)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_copy (apm_file_locks_get_rows (locks), NULL, NULL);
  g_autoptr(GString) text = g_string_new (NULL);

  /* A copy would free the rows with it. */
  g_ptr_array_set_free_func (rows, NULL);
  g_ptr_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const ApmFileLock *row = rows->pdata[i];

      if (row->inode != file->inode)
        continue;
      g_string_append_printf (text, "%s%d %s %s", text->len > 0 ? ", " : "", row->pid, row->kind, row->mode);
      if (row->start_bytes != 0 || row->end_bytes != G_MAXINT64)
        g_string_append_printf (text, " %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, row->start_bytes, row->end_bytes);
      g_string_append_printf (text, row->waits ? " waits for %s" : " held", row->blocked_by);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Until the kernel tells what is expected: who waits must first get there. */
static void G_GNUC_PRINTF (2, 3)
assert_locks (const File *file,
              const char *format,
              ...)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  g_autofree char *expected = NULL;
  va_list args;

  va_start (args, format);
  expected = g_strdup_vprintf (format, args);
  va_end (args);
  for (;;)
    {
      g_autoptr(ApmFileLocks) locks = read_locks ();
      g_autofree char *got = describe (locks, file);

      if (strcmp (got, expected) == 0)
        return;
      if (g_get_monotonic_time () > deadline)
        g_assert_cmpstr (got, ==, expected);
      g_usleep (10000);
    }
}

typedef struct {
  const File *file;
  int (*lock) (int fd);
} Waiting;

static void
wait_for_lock (gpointer data)
{
  const Waiting *waiting = data;
  int fd = open (waiting->file->path, O_RDWR);

  prctl (PR_SET_NAME, "waiter");
  _exit (waiting->lock (fd) == 0 ? 0 : 1);
}

static pid_t
start_waiter (const File *file,
              int       (*lock) (int fd))
{
  Waiting waiting = { file, lock };
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      wait_for_lock (&waiting);
    }

  return pid;
}

static void
end_waiter (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static int
take_flock (int fd)
{
  return flock (fd, LOCK_EX);
}

static int
take_record (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_start = 10, .l_len = 10 };

  return fcntl (fd, F_SETLKW, &lock);
}

static int
take_ofd (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_start = 15 };

  return fcntl (fd, F_OFD_SETLKW, &lock);
}

static int
take_ofd_front (int fd)
{
  struct flock lock = { .l_type = F_RDLCK, .l_start = 0, .l_len = 12 };

  return fcntl (fd, F_OFD_SETLKW, &lock);
}

static char *
dup_own_name (void)
{
  char name[16];

  prctl (PR_GET_NAME, name);

  return g_strdup_printf ("%s (%d)", name, getpid ());
}

static void
test_flock (void)
{
  File file;
  g_autofree char *own = dup_own_name ();
  pid_t waiter;
  int fd;
  g_autoptr(ApmFileLocks) locks = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  file_init (&file);
  fd = open (file.path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_SH), ==, 0);
  assert_locks (&file, "%d flock read held", getpid ());
  waiter = start_waiter (&file, take_flock);
  /* It has our lock by inheritance as well, and so waits for itself too. */
  assert_locks (&file, "%d flock read held, %d flock read held, %d flock write waits for %s, waiter (%d)",
                MIN (getpid (), waiter), MAX (getpid (), waiter), waiter, own, waiter);
  locks = read_locks ();
  rows = apm_file_locks_list_for (locks, waiter);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((ApmFileLock *) rows->pdata[0])->file, ==, file.path);
  g_assert_cmpint (((ApmFileLock *) rows->pdata[0])->fd, ==, fd);
  end_waiter (waiter);
  close (fd);
  assert_locks (&file, "%s", "");
  file_clear (&file);
}

/* Takes the lock, leaves it to a child and ends. */
static void
leave_lock (gpointer data)
{
  const File *file = data;
  int fd = open (file->path, O_RDWR);
  int ready[2];
  char byte;

  if (flock (fd, LOCK_EX) < 0 || pipe (ready) < 0)
    _exit (1);
  if (fork () == 0)
    {
      alarm (60);
      prctl (PR_SET_NAME, "heir");
      close (ready[0]);
      close (ready[1]);
      for (;;)
        pause ();
    }
  close (ready[1]);
  while (read (ready[0], &byte, 1) < 0 && errno == EINTR)
    ;
  _exit (0);
}

static int
find_holder (const File *file)
{
  g_autoptr(ApmFileLocks) locks = read_locks ();
  GPtrArray *rows = apm_file_locks_get_rows (locks);

  for (guint i = 0; i < rows->len; i++)
    {
      const ApmFileLock *row = rows->pdata[i];

      if (row->inode == file->inode && !row->waits)
        {
          g_assert_cmpint (row->taken_by, !=, row->pid);
          g_assert_cmpstr (row->process, ==, "heir");
          return row->pid;
        }
    }

  return 0;
}

static void
test_heir (void)
{
  File file;
  int heir;
  pid_t waiter;

  file_init (&file);
  /* The orphan is ours to end. */
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  g_assert_cmpint (child_run (leave_lock, &file, -1), ==, 0);
  heir = find_holder (&file);
  g_assert_cmpint (heir, >, 0);
  waiter = start_waiter (&file, take_flock);
  assert_locks (&file, "%d flock write held, %d flock write waits for heir (%d)", heir, waiter, heir);
  end_waiter (waiter);
  end_waiter (heir);
  file_clear (&file);
}

static void
test_records (void)
{
  File file;
  g_autofree char *own = dup_own_name ();
  struct flock first = { .l_type = F_WRLCK, .l_len = 12 };
  struct flock far_away = { .l_type = F_WRLCK, .l_start = 1000, .l_len = 1 };
  pid_t waiter;
  int fd;

  file_init (&file);
  fd = open (file.path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_SETLK, &first), ==, 0);
  g_assert_cmpint (fcntl (fd, F_SETLK, &far_away), ==, 0);
  waiter = start_waiter (&file, take_record);
  assert_locks (&file, "%d posix write 0-11 held, %d posix write 1000-1000 held, %d posix write 10-19 waits for %s",
                getpid (), getpid (), waiter, own);
  end_waiter (waiter);
  close (fd);
  file_clear (&file);
}

/* The kernel tells no PID of these at all. */
static void
test_ofd (void)
{
  File file;
  g_autofree char *own = dup_own_name ();
  g_autoptr(ApmFileLocks) locks = NULL;
  g_autoptr(GPtrArray) blockers = NULL;
  ApmFileLock asked = { .lock = APM_LOCK_OFD, .mode = "write", .start_bytes = 11, .end_bytes = G_MAXINT64 };
  pid_t waiter;
  int fd;

  file_init (&file);
  asked.inode = file.inode;
  fd = open (file.path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (take_ofd_front (fd), ==, 0);
  assert_locks (&file, "%d ofd read 0-11 held", getpid ());
  waiter = start_waiter (&file, take_record);
  assert_locks (&file, "%d ofd read 0-11 held, %d ofd read 0-11 held, %d posix write 10-19 waits for %s, waiter (%d)",
                MIN (getpid (), waiter), MAX (getpid (), waiter), waiter, own, waiter);
  end_waiter (waiter);

  locks = read_locks ();
  blockers = apm_file_locks_find_blockers (locks, &asked);
  g_assert_cmpuint (blockers->len, ==, 1);
  g_assert_cmpint (((ApmFileLock *) blockers->pdata[0])->pid, ==, getpid ());
  asked.start_bytes = 12;
  g_clear_pointer (&blockers, g_ptr_array_unref);
  blockers = apm_file_locks_find_blockers (locks, &asked);
  g_assert_cmpuint (blockers->len, ==, 0);
  close (fd);
  file_clear (&file);
}

static void
test_ofd_waiter (void)
{
  File file;
  struct flock rest = { .l_type = F_WRLCK, .l_start = 20 };
  g_autofree char *own = dup_own_name ();
  pid_t waiter;
  int fd;

  file_init (&file);
  fd = open (file.path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fd, F_SETLK, &rest), ==, 0);
  waiter = start_waiter (&file, take_ofd);
  assert_locks (&file, "%d posix write 20-%" G_GINT64_FORMAT " held, %d ofd write 15-%" G_GINT64_FORMAT " waits for %s",
                getpid (), G_MAXINT64, G_MININT, G_MAXINT64, own);
  end_waiter (waiter);
  close (fd);
  file_clear (&file);
}

static void
open_leased (gpointer data)
{
  const File *file = data;

  _exit (open (file->path, O_WRONLY) >= 0 ? 0 : 1);
}

static void
test_lease (void)
{
  File file;
  pid_t waiter;
  int fd;
  g_autofree char *own = dup_own_name ();
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  gboolean seen = FALSE;

  file_init (&file);
  fd = open (file.path, O_RDONLY | O_CLOEXEC);
  /* Not to be ended by the kernel's word that it must be given up. */
  signal (SIGIO, SIG_IGN);
  if (fcntl (fd, F_SETLEASE, F_RDLCK) < 0)
    {
      g_test_skip ("there are no leases on this file system");
      close (fd);
      file_clear (&file);
      return;
    }
  waiter = fork ();
  if (waiter == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (fd);
      open_leased (&file);
    }
  while (!seen && g_get_monotonic_time () < deadline)
    {
      g_autoptr(ApmFileLocks) locks = read_locks ();
      g_autoptr(GPtrArray) rows = apm_file_locks_list_for (locks, waiter);

      seen = rows->len == 1 && ((ApmFileLock *) rows->pdata[0])->waits;
      if (seen)
        g_assert_cmpstr (((ApmFileLock *) rows->pdata[0])->blocked_by, ==, own);
      g_usleep (10000);
    }
  g_assert_true (seen);
  end_waiter (waiter);
  close (fd);
  file_clear (&file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-locks/flock", test_flock);
  g_test_add_func ("/file-locks/heir", test_heir);
  g_test_add_func ("/file-locks/records", test_records);
  g_test_add_func ("/file-locks/ofd", test_ofd);
  g_test_add_func ("/file-locks/ofd-waiter", test_ofd_waiter);
  g_test_add_func ("/file-locks/lease", test_lease);

  return g_test_run ();
}

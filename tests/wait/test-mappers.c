/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who could post a semaphore, or signal a condition, in memory that processes share: all
 * who have it. When they all wait nobody is left who can; one who does not is enough. */

#include "apm-wait-graph.h"
#include "apm-wait-private.h"
#include "../until.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_PERMITTED 77
#define N_WAITERS 2

typedef struct {
  sem_t           semaphore;
  pthread_mutex_t mutex;
  pthread_cond_t  condition;
} Shared;

typedef struct {
  const char *name;
  ApmWaitKind kind;
  void      (*wait) (Shared *shared);
} Case;

static void
wait_for_semaphore (Shared *shared)
{
  sem_wait (&shared->semaphore);
}

static void
wait_for_condition (Shared *shared)
{
  pthread_mutex_lock (&shared->mutex);
  pthread_cond_wait (&shared->condition, &shared->mutex);
}

static const Case cases[] = {
  { "semaphore", APM_WAIT_SEMAPHORE, wait_for_semaphore },
  { "condition", APM_WAIT_CONDITION, wait_for_condition },
};

static void
make (Shared *shared)
{
  pthread_mutexattr_t mutex;
  pthread_condattr_t condition;

  sem_init (&shared->semaphore, TRUE, 0);
  pthread_mutexattr_init (&mutex);
  pthread_mutexattr_setpshared (&mutex, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (&shared->mutex, &mutex);
  pthread_condattr_init (&condition);
  pthread_condattr_setpshared (&condition, PTHREAD_PROCESS_SHARED);
  pthread_cond_init (&shared->condition, &condition);
}

static int
start (Shared *shared,
       void  (*live) (Shared *shared))
{
  int pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (live)
        live (shared);
      pause ();
      _exit (0);
    }

  return pid;
}

/* Returns: whether all of @pids have @n enders and that rank */
static gboolean
are_told (ApmWaitReader *reader,
          const Case    *one,
          const int     *pids,
          guint          n,
          ApmWaitRank    rank)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);

  for (guint i = 0; i < N_WAITERS; i++)
    {
      const ApmWait *wait = apm_wait_pass_find (pass, pids[i], pids[i]);
      guint n_enders = 0;

      if (!wait || wait->kind != one->kind || !(wait->flags & APM_WAIT_SHARED) || wait->n_groups != 1)
        return FALSE;
      apm_wait_pass_get_group (pass, wait, 0, &n_enders);
      g_test_message ("%s: nature %d, %u enders, rank %d", one->name, (int) wait->nature, n_enders,
                      (int) apm_wait_graph_get_fate (graph, wait)->rank);
      if (wait->nature != APM_WAIT_SOFT || n_enders != n || apm_wait_graph_get_fate (graph, wait)->rank != rank)
        return FALSE;
    }

  return TRUE;
}

static void
end (int pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static void
test_shared (gconstpointer data)
{
  const Case *one = data;
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int pids[N_WAITERS + 1];

  make (shared);
  for (guint i = 0; i < N_WAITERS; i++)
    pids[i] = start (shared, one->wait);
  pids[N_WAITERS] = start (shared, NULL);
  munmap (shared, sizeof *shared);

  /* One waits for a signal, and may post whenever it gets it. */
  test_until (are_told (reader, one, pids, N_WAITERS + 1, APM_WAIT_MOVES));
  end (pids[N_WAITERS]);
  test_until (are_told (reader, one, pids, N_WAITERS, APM_WAIT_STUCK_SOFT));

  for (guint i = 0; i < N_WAITERS; i++)
    end (pids[i]);
}

/* Whoever asks what @pid has mapped waits, until somebody writes to @fifo. */
static gboolean
have_maps_hang (int         pid,
                const char *fifo)
{
  g_autofree char *maps = g_strdup_printf ("/proc/%d/maps", pid);

  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount (fifo, maps, NULL, MS_BIND, NULL) == 0;
}

static void
have_maps_answer (int         pid,
                  const char *fifo)
{
  g_autofree char *maps = g_strdup_printf ("/proc/%d/maps", pid);
  int fd = open (fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (umount2 (maps, MNT_DETACH), ==, 0);
  close (fd);
}

/* One thread is lost, once; the others are told of, as far as can be seen. */
static int
look_at_hanging (const char *fifo)
{
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_autoptr(ApmWaitReader) reader = NULL;
  int pids[N_WAITERS + 1];

  make (shared);
  for (guint i = 0; i < N_WAITERS; i++)
    pids[i] = start (shared, wait_for_semaphore);
  pids[N_WAITERS] = start (shared, NULL);
  munmap (shared, sizeof *shared);
  if (!have_maps_hang (pids[N_WAITERS], fifo))
    return NOT_PERMITTED;

  reader = apm_wait_reader_new ();
  test_until (are_told (reader, &cases[0], pids, N_WAITERS, APM_WAIT_STUCK_SOFT));
  for (guint i = 0; i < 3; i++)
    g_assert_true (are_told (reader, &cases[0], pids, N_WAITERS, APM_WAIT_STUCK_SOFT));
  g_assert_cmpuint (apm_wait_hands_get_n_lost (reader->hands), ==, 1);

  have_maps_answer (pids[N_WAITERS], fifo);
  test_until (are_told (reader, &cases[0], pids, N_WAITERS + 1, APM_WAIT_MOVES));
  g_assert_cmpuint (apm_wait_hands_get_n_lost (reader->hands), ==, 0);

  return 0;
}

static void
test_hangs (void)
{
  g_autofree char *folder = g_dir_make_tmp ("apm-mappers-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "maps", NULL);
  int looker, status;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  looker = fork ();
  if (looker == 0)
    _exit (look_at_hanging (fifo));
  g_assert_cmpint (waitpid (looker, &status, 0), ==, looker);
  g_unlink (fifo);
  g_rmdir (folder);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == NOT_PERMITTED)
    g_test_skip ("Nothing can be mounted here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
wait_for_mutex (Shared *shared)
{
  pthread_mutex_lock (&shared->mutex);
}

/* In a PID namespace: as a process whose number nobody has outside. */
static void
lock_under_strange_number (Shared *shared,
                           int     proc_fd)
{
  char name[16];
  int status;
  int pid;

  do
    {
      pid = fork ();
      if (pid == 0)
        {
          g_snprintf (name, sizeof name, "%d", getpid ());
          if (faccessat (proc_fd, name, F_OK, 0) == 0)
            _exit (0);
          pthread_mutex_lock (&shared->mutex);
          sem_post (&shared->semaphore);
          pause ();
        }
    }
  while (pid > 0 && waitpid (pid, &status, 0) == pid && WIFEXITED (status));
  _exit (1);
}

/* Returns: who keeps the namespace, once the mutex is locked there; 0 where none can be made */
static int
start_elsewhere (Shared *shared)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int status = 0;
  int keeper = fork ();

  if (keeper == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (unshare (CLONE_NEWPID) != 0)
        _exit (1);
      if (fork () == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          lock_under_strange_number (shared, proc_fd);
        }
      pause ();
    }
  close (proc_fd);
  while (sem_trywait (&shared->semaphore) != 0)
    {
      if (waitpid (keeper, &status, WNOHANG) == keeper)
        return 0;
      g_usleep (1000);
    }

  return keeper;
}

static gboolean
is_orphaned (ApmWaitReader *reader,
             int            pid,
             ApmWaitGrade   grade)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
  const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

  g_assert_nonnull (wait);

  return wait->kind == APM_WAIT_MUTEX && wait->finding == APM_WAIT_ORPHANED && wait->grade == grade;
}

/* A number that is nobody's is no proof that who locked it has ended, as long as somebody
 * has the memory who counts otherwise. */
static void
test_elsewhere (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int keeper, waiter;

  make (shared);
  keeper = start_elsewhere (shared);
  if (keeper == 0)
    {
      g_test_skip ("A PID namespace cannot be made");
      return;
    }
  waiter = start (shared, wait_for_mutex);
  test_until (is_orphaned (reader, waiter, APM_WAIT_GRADE_LIKELY));
  end (keeper);
  test_until (is_orphaned (reader, waiter, APM_WAIT_GRADE_PROVEN));
  end (waiter);
  munmap (shared, sizeof *shared);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/wait/mappers/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_shared);
    }
  g_test_add_func ("/wait/mappers/hangs", test_hangs);
  g_test_add_func ("/wait/mappers/elsewhere", test_elsewhere);

  return g_test_run ();
}

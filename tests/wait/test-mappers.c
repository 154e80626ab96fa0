/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who could post a semaphore, or signal a condition, in memory that processes share: all
 * who have it. When they all wait nobody is left who can; one who does not is enough. */

#include "apm-wait-graph.h"
#include "apm-wait-reader.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)
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
are_told (const Case *one,
          const int  *pids,
          guint       n,
          ApmWaitRank rank)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
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
wait_until_told (const Case *one,
                 const int  *pids,
                 guint       n,
                 ApmWaitRank rank)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;

  while (!are_told (one, pids, n, rank))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (2000);
    }
}

static void
test_shared (gconstpointer data)
{
  const Case *one = data;
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int pids[N_WAITERS + 1];

  make (shared);
  for (guint i = 0; i < N_WAITERS; i++)
    pids[i] = start (shared, one->wait);
  pids[N_WAITERS] = start (shared, NULL);
  munmap (shared, sizeof *shared);

  /* One waits for a signal, and may post whenever it gets it. */
  wait_until_told (one, pids, N_WAITERS + 1, APM_WAIT_MOVES);
  kill (pids[N_WAITERS], SIGKILL);
  waitpid (pids[N_WAITERS], NULL, 0);
  wait_until_told (one, pids, N_WAITERS, APM_WAIT_STUCK_SOFT);

  for (guint i = 0; i < N_WAITERS; i++)
    {
      kill (pids[i], SIGKILL);
      waitpid (pids[i], NULL, 0);
    }
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

static void
wait_for_grade (int          pid,
                ApmWaitGrade grade)
{
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  gboolean is_right = FALSE;

  while (!is_right)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, NULL, 0);
      const ApmWait *wait = apm_wait_pass_find (pass, pid, pid);

      g_assert_nonnull (wait);
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      is_right = wait->kind == APM_WAIT_MUTEX && wait->finding == APM_WAIT_ORPHANED && wait->grade == grade;
      if (!is_right)
        g_usleep (2000);
    }
}

/* A number that is nobody's is no proof that who locked it has ended, as long as somebody
 * has the memory who counts otherwise. */
static void
test_elsewhere (void)
{
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
  wait_for_grade (waiter, APM_WAIT_GRADE_LIKELY);
  kill (keeper, SIGKILL);
  waitpid (keeper, NULL, 0);
  wait_for_grade (waiter, APM_WAIT_GRADE_PROVEN);
  kill (waiter, SIGKILL);
  waitpid (waiter, NULL, 0);
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
  g_test_add_func ("/wait/mappers/elsewhere", test_elsewhere);

  return g_test_run ();
}

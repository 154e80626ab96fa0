/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define YAMA_PATH "/proc/sys/kernel/yama/ptrace_scope"
#define DEFAULT_MS_A_PROCESS 1000
#define FORGET_AFTER 16       /* passes */

/**
 * apm_wait_reader_new_untried:
 *
 * One that trusts every kind.
 */
ApmWaitReader *
apm_wait_reader_new_untried (void)
{
  ApmWaitReader *self = g_new0 (ApmWaitReader, 1);
  g_autofree char *own = apm_wait_dup_link (AT_FDCWD, "/proc/self");

  self->clocks_fit = own && g_ascii_strtoll (own, NULL, 10) == getpid ();
  self->ms_a_process = DEFAULT_MS_A_PROCESS;
  self->yama_path = g_strdup (YAMA_PATH);
  self->guess_futex = apm_futex_guess;
  self->read_call = apm_call_read;
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

/**
 * apm_wait_reader_new:
 *
 * The first one of a program also tries the C library's layout on itself, which takes
 * some milliseconds.
 */
ApmWaitReader *
apm_wait_reader_new (void)
{
  static gsize is_tried = 0;
  static guint64 distrusted = 0;
  ApmWaitReader *self = apm_wait_reader_new_untried ();

  if (g_once_init_enter (&is_tried))
    {
      distrusted = apm_wait_selftest_run (self);
      g_once_init_leave (&is_tried, 1);
    }
  self->distrusted = distrusted;

  return self;
}

/**
 * apm_wait_reader_get_distrusted:
 *
 * Returns: a bit, 1 << ApmWaitKind, for each kind that this system's C library keeps
 *   otherwise than we know it: waits of that kind say APM_WAIT_WRONG_VERSION
 */
guint64
apm_wait_reader_get_distrusted (ApmWaitReader *self)
{
  return self->distrusted;
}

/**
 * apm_wait_reader_get_places:
 *
 * Returns: (transfer none): what is known of where threads wait; it may outlive @self
 */
ApmWaitPlaces *
apm_wait_reader_get_places (ApmWaitReader *self)
{
  if (self->places == NULL)
    self->places = apm_wait_places_new ();

  return self->places;
}

void
apm_wait_reader_free (ApmWaitReader *self)
{
  apm_wait_kept_clear (&self->kept);
  g_clear_pointer (&self->peers_reader, apm_peers_reader_free);
  g_clear_pointer (&self->places, apm_wait_places_unref);
  g_clear_pointer (&self->hands, apm_wait_hands_free);
  g_hash_table_unref (self->seen);
  g_clear_pointer (&self->helper, apm_wait_helper_unref);
  g_free (self->yama_path);
  g_free (self);
}

/**
 * apm_wait_reader_set_limit:
 * @ms_a_process: how long one process may keep the others waiting
 */
void
apm_wait_reader_set_limit (ApmWaitReader *self,
                           guint          ms_a_process)
{
  self->ms_a_process = ms_a_process;
}

/**
 * apm_wait_reader_set_quick:
 * @is_quick: in a look at the whole machine, of a wait on a descriptor that somebody can
 *   end who goes on, not everybody is looked for who could; its group is not complete.
 *   Who has the memory of a semaphore that processes share is not looked for at all
 */
void
apm_wait_reader_set_quick (ApmWaitReader *self,
                           gboolean       is_quick)
{
  self->is_quick = is_quick;
}

/**
 * apm_wait_reader_set_yama:
 * @path: of the file with the scope, for tests
 */
void
apm_wait_reader_set_yama (ApmWaitReader *self,
                          const char    *path)
{
  g_free (self->yama_path);
  self->yama_path = g_strdup (path);
}

/**
 * apm_wait_reader_set_helper:
 * @helper: (nullable): asked about those of whom we are refused something, where
 *   single processes are looked at. Who looks at the whole machine asks it for whom
 *   they want to know
 */
void
apm_wait_reader_set_helper (ApmWaitReader *self,
                            ApmWaitHelper *helper)
{
  G_GNUC_UNUSED g_autoptr(ApmWaitHelper) old = self->helper;

  self->helper = helper ? apm_wait_helper_ref (helper) : NULL;
}

/**
 * apm_wait_reader_get_helper:
 *
 * Returns: (nullable) (transfer none)
 */
ApmWaitHelper *
apm_wait_reader_get_helper (ApmWaitReader *self)
{
  return self->helper;
}

static gboolean
is_forgotten (gpointer key,
              gpointer value G_GNUC_UNUSED,
              gpointer user_data)
{
  ApmWaitSeen *seen = key;
  ApmWaitReader *self = user_data;

  return seen->last_pass + FORGET_AFTER < self->n_passes;
}

static int
read_yama (const char *path)
{
  char text[16];

  return apm_small_file_read (AT_FDCWD, path, text, sizeof text) > 0 ? (int) g_ascii_strtoll (text, NULL, 10) : -1;
}

static int
compare_tasks (gconstpointer a,
               gconstpointer b)
{
  const ApmWaitTask *one = a, *other = b;

  if (one->pid != other->pid)
    return one->pid < other->pid ? -1 : 1;

  return (one->tid > other->tid) - (one->tid < other->tid);
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return (*(const int *) a > *(const int *) b) - (*(const int *) a < *(const int *) b);
}

/* The tasks of one process stand together; one for all of its threads comes first. */
static void
look_at_tasks (ApmWaitLook       *look,
               const ApmWaitTask *tasks,
               guint              n_tasks)
{
  g_autofree ApmWaitTask *sorted = g_memdup2 (tasks, n_tasks * sizeof *tasks);
  g_autoptr(GArray) tids = g_array_new (FALSE, FALSE, sizeof (int));

  if (n_tasks > 0)
    qsort (sorted, n_tasks, sizeof *sorted, compare_tasks);
  for (guint i = 0; i < n_tasks;)
    {
      int pid = sorted[i].pid;

      g_array_set_size (tids, 0);
      for (; i < n_tasks && sorted[i].pid == pid; i++)
        if (tids->len == 0 || sorted[i].tid != sorted[i - 1].tid)
          g_array_append_val (tids, sorted[i].tid);
      if (g_array_index (tids, int, 0) == 0)
        g_array_set_size (tids, 0);
      /* Asked for by name, it is looked at anew, its descriptors too. */
      if (look->reader->peers_reader)
        apm_peers_reader_forget (look->reader->peers_reader, pid);
      apm_wait_look_at_process (look, pid, (const int *) (gconstpointer) tids->data, tids->len);
    }
}

static void
look_at_any (ApmWaitLook *look,
             int          pid)
{
  guint n_before = look->pass->processes->len;

  apm_wait_kept_note_clock (look, pid);
  if (!apm_wait_kept_take (look, pid))
    apm_wait_look_at_process (look, pid, NULL, 0);
  if (look->pass->processes->len > n_before)
    g_array_append_val (look->clocks, look->clock_ns);
}

/**
 * apm_wait_reader_read:
 * @tasks: (nullable) (array length=n_tasks): %NULL: the whole machine
 *
 * Looks anew at every thread asked for. What has vanished meanwhile is left out.
 *
 * Returns: (transfer full): a reference
 */
ApmWaitPass *
apm_wait_reader_read (ApmWaitReader     *self,
                      const ApmWaitTask *tasks,
                      guint              n_tasks)
{
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));
  ApmWaitLook look = { .reader = self, .pass = apm_wait_pass_new (), .own_tid = (int) syscall (SYS_gettid) };

  look.delayed_ns = apm_patience_read_delay_ns ();
  self->n_passes++;
  if (self->n_passes % FORGET_AFTER == 0)
    g_hash_table_foreach_remove (self->seen, is_forgotten, self);

  look.pass->is_whole = tasks == NULL;
  look.pass->distrusted = self->distrusted;
  look.pass->yama_scope = read_yama (self->yama_path);
  look.proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (look.proc_fd < 0)
    return look.pass;

  look.pid_space = apm_wait_dup_link (look.proc_fd, "self/ns/pid");
  look.subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_wait_subject_free);
  look.file_asks = g_array_new (FALSE, FALSE, sizeof (ApmWaitFileAsk));
  look.befores = g_array_new (FALSE, FALSE, sizeof (ApmWaitBefore));
  look.clocks = g_array_new (FALSE, FALSE, sizeof (gint64));
  apm_wait_list_numbers (look.proc_fd, 0, pids);
  g_array_sort (pids, compare_numbers);
  look.pids = (const int *) (gconstpointer) pids->data;
  look.n_pids = pids->len;

  if (tasks)
    look_at_tasks (&look, tasks, n_tasks);
  else
    for (guint i = 0; i < pids->len; i++)
      look_at_any (&look, g_array_index (pids, int, i));
  apm_wait_tell_processes (&look);
  apm_wait_tell_files (&look);
  apm_wait_kept_renew (&look);
  if (tasks && self->helper)
    apm_wait_helper_look_refused (self->helper, look.pass);

  look.pass->spent_us = g_get_monotonic_time () - look.pass->taken_us;
  g_ptr_array_unref (look.subjects);
  g_clear_pointer (&look.mappers, g_array_unref);
  g_clear_pointer (&look.no_mappers, g_array_unref);
  g_free (look.mapped.pid_space);
  g_array_unref (look.file_asks);
  g_array_unref (look.befores);
  g_array_unref (look.clocks);
  g_free (look.pid_space);
  close (look.proc_fd);

  return look.pass;
}

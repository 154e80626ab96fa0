/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has a file open: our own, in a folder whose name nobody else has. */

#include "apm-openers-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct {
  char *folder;
  char *file;
  int fd;
  char *memory;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("apm-openers-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->file = g_build_filename (fixture->folder, "Needle.txt", NULL);
  fixture->fd = open (fixture->file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (fixture->fd, >=, 0);
  g_assert_cmpint (ftruncate (fixture->fd, 4096), ==, 0);
  fixture->memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fixture->fd, 0);
  g_assert_true (fixture->memory != MAP_FAILED);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  munmap (fixture->memory, 4096);
  close (fixture->fd);
  g_unlink (fixture->file);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->file);
}

static ApmOpeners *
search (const char *what,
        gboolean    only_deleted)
{
  g_autoptr(ApmOpenersSearch) asked = apm_openers_search_new (what, only_deleted);
  g_autoptr(GError) error = NULL;
  ApmOpeners *openers = apm_openers_search_run (asked, NULL, &error);
  guint n_done, n_total;

  g_assert_no_error (error);
  apm_openers_search_get_progress (asked, &n_done, &n_total);
  g_assert_cmpuint (n_total, >, 0);
  g_assert_cmpuint (n_done, ==, n_total);

  return openers;
}

/* Returns: (nullable): our row of this kind; there is at most one */
static const ApmOpener *
find (const ApmOpeners *openers,
      const char       *way,
      int               fd)
{
  const ApmOpener *found = NULL;

  for (guint i = 0; i < openers->rows->len; i++)
    {
      const ApmOpener *row = openers->rows->pdata[i];

      if (row->pid != getpid () || !g_str_equal (row->way, way) || row->fd != fd)
        continue;
      g_assert_null (found);
      found = row;
    }

  return found;
}

static void
assert_needle (Fixture         *fixture,
               const ApmOpener *row,
               gboolean         deleted)
{
  g_assert_nonnull (row);
  g_assert_cmpstr (row->path, ==, fixture->file);
  g_assert_cmpstr (row->access, ==, "read-write");
  g_assert_cmpint (row->deleted, ==, deleted);
  g_assert_nonnull (row->user);
  g_assert_cmpint (row->started_us, >, 0);
}

static void
test_by_name (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *part = g_ascii_strup (strrchr (fixture->folder, '/') + 1, -1);
  g_autofree char *winding = g_strdup_printf ("%s/../%s/./Needle.txt", fixture->folder, strrchr (fixture->folder, '/') + 1);
  const struct { const char *what; ApmOpenersMatch match; } cases[] = {
    { fixture->file, APM_OPENERS_FILE },
    { winding, APM_OPENERS_FILE },
    { fixture->folder, APM_OPENERS_FOLDER },
    { part, APM_OPENERS_PART },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmOpeners) openers = search (cases[i].what, FALSE);

      g_assert_cmpint (openers->match, ==, cases[i].match);
      g_assert_cmpuint (openers->rows->len, ==, 2);
      assert_needle (fixture, find (openers, "descriptor", fixture->fd), FALSE);
      assert_needle (fixture, find (openers, "mapped", G_MININT), FALSE);
      g_assert_cmpint (find (openers, "descriptor", fixture->fd)->size_bytes, ==, 4096);
    }
}

/* Another name of the same file, and a name that only begins as its folder does. */
static void
test_by_identity (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *shorter = g_strndup (fixture->folder, strlen (fixture->folder) - 1);
  g_autoptr(ApmOpeners) by_other = NULL;
  g_autoptr(ApmOpeners) by_shorter = NULL;

  g_assert_cmpint (link (fixture->file, other), ==, 0);
  by_other = search (other, FALSE);
  assert_needle (fixture, find (by_other, "descriptor", fixture->fd), FALSE);
  assert_needle (fixture, find (by_other, "mapped", G_MININT), FALSE);
  g_unlink (other);

  by_shorter = search (shorter, FALSE);
  g_assert_cmpuint (by_shorter->rows->len, ==, 0);
}

static void
test_deleted (Fixture      *fixture,
              gconstpointer data)
{
  const char *whats[] = { fixture->file, fixture->folder, "NEEDLE.TXT" };
  g_autofree char *liar = g_build_filename (fixture->folder, "Liar (deleted)", NULL);
  int fd = open (liar, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);

  g_unlink (fixture->file);
  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    {
      g_autoptr(ApmOpeners) openers = search (whats[i], TRUE);

      assert_needle (fixture, find (openers, "descriptor", fixture->fd), TRUE);
      assert_needle (fixture, find (openers, "mapped", G_MININT), TRUE);
      g_assert_null (find (openers, "descriptor", fd));
    }
  close (fd);
  g_unlink (liar);
}

/* However much there is: what one cannot look through is not kept. */
static void
test_most (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr(ApmOpeners) openers = search ("/no/such/folder/at/all", FALSE);
  ApmOpenersWanted wanted = { .match = APM_OPENERS_PART, .path = (char *) "", .most = 2 };
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *gaps = NULL;

  g_assert_false (openers->is_cut);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (apm_openers_read_process (proc_fd, getpid (), &wanted, openers->rows));
      g_assert_cmpuint (openers->rows->len, ==, 2);
    }
  close (proc_fd);
  openers->is_cut = TRUE;
  gaps = apm_openers_dup_gaps_text (openers);
  g_assert_true (g_str_has_prefix (gaps, "There are more"));
}

/* Memory that is shared with children only is no file, though the kernel writes one there. */
static void
test_nameless (Fixture      *fixture,
               gconstpointer data)
{
  char *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_autoptr(ApmOpeners) of_device = search ("/dev/zero", FALSE);
  g_autoptr(ApmOpeners) deleted = search ("zero", TRUE);

  g_assert_true (memory != MAP_FAILED);
  g_assert_null (find (of_device, "mapped", G_MININT));
  g_assert_null (find (deleted, "mapped", G_MININT));
  munmap (memory, 4096);
}

static gpointer
wait_for_ever (gpointer data)
{
  for (;;)
    pause ();

  return NULL;
}

/* Whose first thread has ended still has open what its others share. */
static void
test_leader_ended (Fixture      *fixture,
                   gconstpointer data)
{
  gboolean found = FALSE;
  pid_t child = fork ();

  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      g_thread_unref (g_thread_new ("other", wait_for_ever, NULL));
      pthread_exit (NULL);
    }
  while (!found)
    {
      g_autoptr(ApmOpeners) openers = NULL;
      g_autofree char *stat = g_strdup_printf ("/proc/%d/stat", child);
      g_autofree char *text = NULL;
      gboolean ended;

      g_assert_true (g_file_get_contents (stat, &text, NULL, NULL));
      ended = strstr (text, ") Z ") != NULL;
      openers = search (fixture->file, FALSE);
      for (guint i = 0; ended && i < openers->rows->len; i++)
        found |= ((const ApmOpener *) openers->rows->pdata[i])->pid == child;
      g_assert_true (found || !ended);
    }
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
test_bytes (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *name = g_build_filename (fixture->folder, "\xff\xfe.bin", NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) name, strlen (name));
  int fd = open (name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_autoptr(ApmOpeners) openers = search (name, FALSE);
  const ApmOpener *row = find (openers, "descriptor", fd);

  g_assert_nonnull (row);
  g_assert_true (g_utf8_validate (row->path, -1, NULL));
  g_assert_cmpstr (row->path_base64, ==, base64);
  g_assert_cmpstr (row->access, ==, "write");
  close (fd);
  g_unlink (name);
}

static void
test_other_ways (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(ApmOpeners) of_folder = NULL;
  g_autoptr(ApmOpeners) of_program = search (program, FALSE);

  g_assert_cmpint (chdir (fixture->folder), ==, 0);
  of_folder = search (fixture->folder, FALSE);
  g_assert_cmpint (chdir (before), ==, 0);

  g_assert_nonnull (find (of_folder, "working-directory", G_MININT));
  g_assert_nonnull (find (of_program, "program", G_MININT));
  g_assert_null (find (of_program, "mapped", G_MININT));     /* it is the same said twice */
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr(ApmOpenersSearch) asked = apm_openers_search_new (fixture->file, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (apm_openers_search_run (asked, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nobody may not look at us: that is not "nobody has it". */
static void
test_denied (Fixture      *fixture,
             gconstpointer data)
{
  int status = 0;
  pid_t child;

  if (getuid () != 0)
    {
      g_test_skip ("only root can become nobody");
      return;
    }

  child = fork ();
  if (child == 0)
    {
      g_autoptr(ApmOpeners) openers = NULL;
      g_autofree char *text = NULL;

      if (setgid (NOBODY) < 0 || setuid (NOBODY) < 0)
        _exit (1);
      openers = search (fixture->file, FALSE);
      text = apm_openers_dup_gaps_text (openers);
      for (guint i = 0; i < openers->rows->len; i++)
        if (((const ApmOpener *) openers->rows->pdata[i])->pid == getppid ())
          _exit (2);
      _exit (openers->n_unreadable > 0 && text ? 0 : 3);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/openers/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("by-name", test_by_name);
  ADD ("by-identity", test_by_identity);
  ADD ("deleted", test_deleted);
  ADD ("most", test_most);
  ADD ("nameless", test_nameless);
  ADD ("leader-ended", test_leader_ended);
  ADD ("bytes", test_bytes);
  ADD ("other-ways", test_other_ways);
  ADD ("cancelled", test_cancelled);
  ADD ("denied", test_denied);

  return g_test_run ();
}

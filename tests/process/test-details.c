/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each section of real processes about which all is known. */

#include "test-details.h"

#include "apm-process.h"
#include "../heed.h"

#include <string.h>
#include <sys/resource.h>

#define MOST_PROCESSES 200

static TestSubject
start (const char *verb,
       const char *path)
{
  const char *argv[] = { DETAILED, verb, path, NULL };

  return test_subject_start (argv, NULL);
}

static void
test_summary (void)
{
  const char *argv[] = { DETAILED, "wait", "a b\n", "\xff", NULL };
  TestSubject subject = test_subject_start (argv, NULL);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_SUMMARY);
  const ApmSummary *summary = facts->summary;
  g_autofree char *command = g_strdup_printf ("%s wait 'a b\n' '\xef\xbf\xbd'", DETAILED);
  g_autofree char *cwd = g_get_current_dir ();
  g_autofree char *text = apm_facts_dup_text (facts, FALSE);

  g_assert_cmpint (summary->pid, ==, subject.pid);
  g_assert_cmpint (summary->ppid, ==, getpid ());
  g_assert_cmpstr (summary->name, ==, "detailed");
  g_assert_true (apm_process_is_state_word (summary->state));
  g_assert_cmpstr (summary->parent_name, ==, "test-details");
  g_assert_cmpint (summary->parent_started_us, <=, summary->started_us);
  g_assert_cmpstr (summary->command, ==, command);
  g_assert_cmpstr (summary->exe, ==, DETAILED);
  g_assert_cmpstr (summary->exe_on_disk, ==, "same");
  g_assert_cmpstr (summary->cwd, ==, cwd);
  g_assert_false (summary->cwd_deleted);
  g_assert_cmpuint (summary->uid, ==, getuid ());
  g_assert_cmpuint (summary->effective_gid, ==, getegid ());
  g_assert_cmpint (summary->session, ==, getsid (0));
  g_assert_cmpuint (summary->threads, ==, 1);
  g_assert_cmpint (summary->age_us, <, TEST_DEADLINE_US);
  g_assert_cmpint (ABS (summary->started_real_us + summary->age_us - g_get_real_time ()), <, TEST_DEADLINE_US);
  g_assert_cmpint (summary->oom_score_adjustment, !=, G_MININT);
  g_assert_nonnull (summary->capabilities);
  g_assert_false (summary->kernel_thread);
  g_assert_null (summary->denied);
  test_assert_matches (text, "*Name *detailed (*)\n*Program *detailed\n*wait 'a b\\n'*");

  test_subject_end (&subject);
}

static void
assert_exe (int         pid,
            const char *path,
            const char *on_disk)
{
  g_autoptr(ApmFacts) facts = test_know (pid, APM_SECTION_SUMMARY);

  g_assert_cmpstr (facts->summary->exe, ==, path);
  g_assert_cmpstr (facts->summary->exe_on_disk, ==, on_disk);
}

/* The program is deleted, and another takes its name; one is really called so. */
static void
test_program_on_disk (void)
{
  g_autofree char *folder = g_dir_make_tmp ("details-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "program", NULL);
  g_autofree char *odd_path = g_build_filename (folder, "program (deleted)", NULL);
  g_autofree char *bytes = NULL;
  const char *argv[] = { path, "wait", NULL };
  const char *odd_argv[] = { odd_path, "wait", NULL };
  TestSubject subject, odd;
  gsize length;

  g_assert_true (g_file_get_contents (DETAILED, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_assert_true (g_file_set_contents_full (odd_path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  subject = test_subject_start (argv, NULL);
  odd = test_subject_start (odd_argv, NULL);

  assert_exe (subject.pid, path, "same");
  assert_exe (odd.pid, odd_path, "same");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_exe (subject.pid, path, "deleted");
  test_write (folder, "program", "another");
  assert_exe (subject.pid, path, "replaced");

  test_subject_end (&subject);
  test_subject_end (&odd);
  test_remove_tree (folder);
}

static void
test_working_directory_gone (void)
{
  g_autofree char *folder = g_dir_make_tmp ("details-XXXXXX", NULL);
  TestSubject subject = start ("lost", folder);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_SUMMARY);

  g_assert_cmpstr (facts->summary->cwd, ==, folder);
  g_assert_true (facts->summary->cwd_deleted);
  g_assert_true (facts->summary->no_new_privileges);
  test_subject_end (&subject);
}

static const ApmVariable *
find_variable (const ApmFacts *facts,
               const char     *name)
{
  for (guint i = 0; i < facts->environment->variables->len; i++)
    {
      const ApmVariable *variable = facts->environment->variables->pdata[i];

      if (strcmp (variable->name, name) == 0)
        return variable;
    }
  g_error ("no variable %s", name);
}

static void
test_environment (void)
{
  static const char *const argv[] = { DETAILED, "wait", NULL };
  static const struct { const char *name, *value, *change; gboolean secret; } cases[] = {
    { "APM_ADDED", "1 2", "added", FALSE },
    { "PATH", "/nowhere", "changed", FALSE },
    { "HOME", NULL, "removed", FALSE },
    { "DB_PASSWORD", "hunter2", "added", TRUE },
    { "APM_BYTES", "\xef\xbf\xbd\xef\xbf\xbd", "added", FALSE },
    { "APM_URL", "http://sam:pw@host/x", "added", TRUE },
  };
  g_auto(GStrv) environment = g_get_environ ();
  TestSubject subject;
  g_autoptr(ApmFacts) facts = NULL;
  g_autofree char *text = NULL;
  g_autofree char *open_text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    environment = cases[i].value ? g_environ_setenv (environment, cases[i].name, cases[i].value, TRUE)
                                 : g_environ_unsetenv (environment, cases[i].name);
  environment = g_environ_setenv (environment, "APM_BYTES", "\xfe\xff", TRUE);
  subject = test_subject_start (argv, environment);
  facts = test_know (subject.pid, APM_SECTION_ENVIRONMENT);

  g_assert_cmpint (facts->environment->ppid, ==, getpid ());
  g_assert_null (facts->environment->denied);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ApmVariable *variable = find_variable (facts, cases[i].name);

      g_assert_cmpstr (variable->value, ==, cases[i].value);
      g_assert_cmpstr (variable->change, ==, cases[i].change);
      g_assert_cmpint (variable->secret, ==, cases[i].secret);
    }
  g_assert_cmpstr (find_variable (facts, "APM_BYTES")->value_base64, ==, "/v8=");
  g_assert_cmpstr (find_variable (facts, "PATH")->parent_value, ==, g_getenv ("PATH"));
  if (g_getenv ("LC_ALL"))
    g_assert_cmpstr (find_variable (facts, "LC_ALL")->change, ==, "same");

  text = apm_facts_dup_text (facts, FALSE);
  open_text = apm_facts_dup_text (facts, TRUE);
  g_assert_null (strstr (text, "hunter2"));
  g_assert_nonnull (strstr (text, "\n+ APM_URL=http://sam:••••••@host/x\n"));
  g_assert_nonnull (strstr (open_text, "\n+ DB_PASSWORD=hunter2\n"));
  g_assert_nonnull (strstr (text, "\n- HOME\n"));
  test_subject_end (&subject);
}

static const ApmLimit *
find_limit (const ApmFacts *facts,
            int             resource)
{
  for (guint i = 0; i < facts->limits->limits->len; i++)
    if (((ApmLimit *) facts->limits->limits->pdata[i])->resource == resource)
      return facts->limits->limits->pdata[i];
  g_error ("no limit %d", resource);
}

static void
test_limits (void)
{
  TestSubject subject = start ("files", NULL);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_LIMITS);
  const ApmLimit *files = find_limit (facts, RLIMIT_NOFILE);
  const ApmLimit *core = find_limit (facts, RLIMIT_CORE);

  g_assert_cmpuint (facts->limits->limits->len, ==, RLIM_NLIMITS);
  g_assert_cmpstr (files->id, ==, "nofile");
  g_assert_cmpstr (files->unit, ==, "files");
  g_assert_cmpint (files->soft, ==, 100);
  g_assert_cmpint (files->hard, ==, 200);
  g_assert_cmpint (files->used, ==, 10);
  g_assert_cmpfloat (files->used_percent, ==, 10);
  g_assert_cmpint (core->hard, ==, 0);
  g_assert_false (core->hard_unlimited);
  g_assert_cmpint (core->used, ==, G_MININT64);
  g_assert_true (find_limit (facts, RLIMIT_NPROC)->used >= 2 || find_limit (facts, RLIMIT_NPROC)->used == G_MININT64);
  g_assert_cmpint (find_limit (facts, RLIMIT_STACK)->used, >, 0);
  g_assert_cmpint (find_limit (facts, RLIMIT_AS)->used, >, 64 * 1024);
  g_assert_cmpint (find_limit (facts, RLIMIT_CPU)->used, ==, 0);
  test_subject_end (&subject);
}

static const ApmMapGroup *
find_group (const ApmFacts *facts,
            const char     *name)
{
  for (guint i = 0; i < facts->memory->groups->len; i++)
    if (g_strcmp0 (((ApmMapGroup *) facts->memory->groups->pdata[i])->name, name) == 0)
      return facts->memory->groups->pdata[i];
  g_error ("no map of %s", name);
}

static void
test_memory (void)
{
  g_autofree char *folder = g_dir_make_tmp ("details-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a\nmap", NULL);
  TestSubject subject = start ("map", path);
  g_autoptr(ApmDetails) details = test_details_new ();
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_MEMORY);
  g_autoptr(ApmFacts) measured = test_ask (details, subject.pid, facts->started_us, APM_SECTION_MEMORY,
                                           APM_DETAILS_MEASURE, NULL);
  const ApmMapGroup *group = find_group (facts, path);

  g_assert_true (group->deleted);
  g_assert_cmpstr (group->kind, ==, "file");
  g_assert_cmpstr (group->permissions, ==, "rw-s");
  g_assert_cmpint (group->size_bytes, ==, 64 * 1024);
  g_assert_cmpint (group->rss_bytes, ==, G_MININT64);
  g_assert_cmpstr (find_group (facts, "[stack]")->kind, ==, "stack");
  g_assert_false (find_group (facts, DETAILED)->deleted);
  g_assert_cmpint (facts->memory->totals.rss_bytes, >, 0);
  g_assert_cmpint (facts->memory->totals.private_bytes, >, 0);
  g_assert_cmpint (facts->memory->totals.pss_bytes, <=, facts->memory->totals.virtual_bytes);

  g_assert_true (measured->memory->measured);
  g_assert_cmpint (find_group (measured, path)->rss_bytes, >, 0);
  g_assert_cmpint (find_group (measured, path)->rss_bytes, <=, 64 * 1024);
  g_assert_cmpint (find_group (measured, "[stack]")->private_bytes, >, 0);
  test_subject_end (&subject);
  test_remove_tree (folder);
}

static void
test_signals (void)
{
  TestSubject subject = start ("masks", NULL);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_SIGNALS);
  guint seen = 0;

  g_assert_cmpuint (facts->signals->threads, ==, 1);
  for (guint i = 0; i < facts->signals->signals->len; i++)
    {
      const ApmSignalMask *mask = facts->signals->signals->pdata[i];

      g_assert_cmpint (mask->ignored && mask->number != SIGPIPE, ==, mask->number == SIGTERM);
      g_assert_cmpint (mask->caught, ==, mask->number == SIGUSR1);
      g_assert_cmpint (mask->blocked, ==, mask->number == SIGUSR2 || mask->number == SIGHUP);
      g_assert_cmpint (mask->pending, ==, mask->number == SIGUSR2);
      g_assert_cmpint (mask->pending_process, ==, mask->number == SIGHUP);
      g_assert_cmpuint (mask->blocking_threads, ==, mask->blocked ? 1 : 0);
      seen |= 1 << mask->number;
    }
  g_assert_cmpuint (seen & ~(1 << SIGPIPE), ==, 1 << SIGTERM | 1 << SIGUSR1 | 1 << SIGUSR2 | 1 << SIGHUP);
  g_assert_cmpint (facts->signals->queued, >=, 2);
  g_assert_cmpint (facts->signals->queue_limit, >, 0);
  test_subject_end (&subject);
}

static const char *
find_sharing (const ApmFacts *facts,
              const char     *type,
              gboolean        with_parent)
{
  for (guint i = 0; i < facts->namespaces->namespaces->len; i++)
    {
      const ApmNamespace *namespace = facts->namespaces->namespaces->pdata[i];

      if (strcmp (namespace->type, type) == 0)
        return with_parent ? namespace->with_parent : namespace->with_us;
    }
  g_error ("no namespace %s", type);
}

static void
test_namespaces (void)
{
  TestSubject subject = start ("wait", NULL);
  TestSubject apart = start ("apart", NULL);
  g_autoptr(ApmFacts) facts = test_know (subject.pid, APM_SECTION_NAMESPACES);

  g_assert_cmpstr (find_sharing (facts, "uts", FALSE), ==, "shared");
  g_assert_cmpstr (find_sharing (facts, "uts", TRUE), ==, "shared");
  g_assert_cmpint (facts->namespaces->innermost_pid, ==, subject.pid);
  g_assert_null (facts->namespaces->denied);

  /* To have one of its own it needs rights. */
  if (apart.pid > 0)
    {
      g_autoptr(ApmFacts) other = test_know (apart.pid, APM_SECTION_NAMESPACES);

      g_assert_cmpstr (find_sharing (other, "uts", FALSE), ==, "separate");
      g_assert_cmpstr (find_sharing (other, "uts", TRUE), ==, "separate");
      g_assert_cmpstr (find_sharing (other, "net", TRUE), ==, "shared");
    }
  test_subject_end (&subject);
  test_subject_end (&apart);
}

static void
test_cgroup (void)
{
  g_autoptr(ApmFacts) facts = test_know (getpid (), APM_SECTION_CGROUP);

  g_assert_cmpint (*facts->cgroup->path, ==, '/');
  g_assert_true (facts->cgroup->version == 1 || facts->cgroup->version == 2);
  if (!facts->cgroup->denied)
    g_assert_true (g_file_test (facts->cgroup->folder, G_FILE_TEST_IS_DIR));
}

/* Each section of the processes that there are, as text and JSON. */
static void
test_everybody (void)
{
  g_autoptr(ApmDetails) details = test_details_new ();
  g_autoptr(GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while (n < MOST_PROCESSES && (name = g_dir_read_name (dir)))
    for (guint section = 0; atoi (name) > 0 && section < APM_N_SECTIONS; n += section == 0, section++)
      {
        g_autoptr(GError) error = NULL;
        g_autoptr(ApmFacts) facts = test_ask (details, atoi (name), 0, section, APM_DETAILS_NORMAL, &error);
        g_autoptr(JsonBuilder) builder = json_builder_new ();
        g_autoptr(JsonNode) root = NULL;
        g_autofree char *text = NULL;

        if (!facts)
          {
            g_assert_true (error->domain == APM_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
            continue;
          }
        text = apm_facts_dup_text (facts, FALSE);
        g_assert_true (g_utf8_validate (text, -1, NULL));
        g_assert_true (g_str_has_suffix (text, "\n"));
        json_builder_begin_object (builder);
        apm_facts_to_json (facts, FALSE, builder);
        json_builder_end_object (builder);
        root = json_builder_get_root (builder);
        g_assert_true (json_object_has_member (json_node_get_object (root), apm_section_get_id (section)));
      }
}

int
main (int    argc,
      char **argv)
{
  test_heed_signals ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/details/summary", test_summary);
  g_test_add_func ("/process/details/program-on-disk", test_program_on_disk);
  g_test_add_func ("/process/details/working-directory-gone", test_working_directory_gone);
  g_test_add_func ("/process/details/environment", test_environment);
  g_test_add_func ("/process/details/limits", test_limits);
  g_test_add_func ("/process/details/memory", test_memory);
  g_test_add_func ("/process/details/signals", test_signals);
  g_test_add_func ("/process/details/namespaces", test_namespaces);
  g_test_add_func ("/process/details/cgroup", test_cgroup);
  g_test_add_func ("/process/details/everybody", test_everybody);

  return g_test_run ();
}

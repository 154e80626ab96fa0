/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-filter.h"

#include "apm-error.h"

#include <math.h>
#include <string.h>

static ApmProcessMore more = {
  .cwd = (char *) "/home/sam/project", .project = (char *) "/home/sam/project", .cgroup = (char *) "/user.slice/app.slice",
  .unit = (char *) "org.gnome.Maps", .container = (char *) "docker 3f2a90b1c4d5", .terminal = (char *) "pts/3",
  .policy = "batch", .nice = 5, .swap_bytes = G_MININT64, .read_bytes_per_s = NAN, .descriptors = 12,
};

/* A compiler below a make below a shell. */
static const ApmProcess processes[] = {
  { .pid = 100, .name = "bash", .user = "sam", .state = "sleeping", .command = "-bash" },
  { .pid = 200, .ppid = 100, .name = "make", .user = "sam", .state = "sleeping", .command = "make -j8 all" },
  { .pid = 300, .ppid = 200, .uid = 1000, .name = "cc1plus", .user = "sam", .state = "waiting",
    .command = "/usr/lib/gcc/cc1plus Ärger.cc 'two words'", .cpu_percent = 21.5, .rss_bytes = 600 * 1024 * 1024,
    .threads = 3, .age_us = 30 * G_USEC_PER_SEC, .cpu_time_us = 1500, .more = &more },
};

static const ApmProcess *
get_parent (const ApmProcess *process,
            gpointer          data)
{
  for (guint i = 0; i < G_N_ELEMENTS (processes); i++)
    if (processes[i].pid == process->ppid)
      return &processes[i];

  return NULL;
}

/* What is true of the compiler, and what is not. */
static void
test_matches (void)
{
  static const struct { const char *text; gboolean matches; } cases[] = {
    { "", TRUE }, { "  \t ", TRUE },
    { "cc1", TRUE }, { "CC1PLUS", TRUE }, { "sam cc1plus", TRUE }, { "sam clang", FALSE }, { "300", TRUE },
    { "ärger", TRUE }, { "ÄRGER", TRUE }, { "argor", FALSE },
    { "project", TRUE }, { "docker", TRUE },
    { "\"two words\"", TRUE }, { "\"words two\"", FALSE }, { "\"cpu>20\"", FALSE },
    { "/^cc1(plus)?$/", TRUE }, { "/^cc1$/", FALSE }, { "/two words/", TRUE }, { "/CC1PLUS/", TRUE }, { "/a\\/b/", FALSE },
    { "/usr/lib", TRUE }, { "/usr/bin", FALSE },
    { "!bash", TRUE }, { "!cc1plus", FALSE }, { "!/^b/", TRUE }, { "!cpu>50", TRUE }, { "!user:sam", FALSE },
    { "under:make", TRUE }, { "under:bash", TRUE }, { "under:cc1plus", FALSE }, { "under:100", TRUE },
    { "under:300", FALSE }, { "under:/^ba/", TRUE }, { "under:/^ba$/", FALSE }, { "!under:make", FALSE },
    { "state:D", TRUE }, { "state:d", TRUE }, { "state:waiting", TRUE }, { "state:S", FALSE }, { "!state:Z", TRUE },
    { "cpu>20", TRUE }, { "cpu>21.5", FALSE }, { "cpu>=21.5", TRUE }, { "cpu<20%", FALSE }, { "cpu<=22", TRUE },
    { "mem>500M", TRUE }, { "mem>1G", FALSE }, { "mem<1GiB", TRUE }, { "memory>=614400k", TRUE },
    { "age<1m", TRUE }, { "age>1m", FALSE }, { "age:30s", TRUE }, { "age<0.5h", TRUE }, { "time<2ms", TRUE },
    { "user:sam", TRUE }, { "user:sa", FALSE }, { "user:SAM", TRUE }, { "user:/^s/", TRUE }, { "uid:1000", TRUE },
    { "pid:300", TRUE }, { "pid>300", FALSE }, { "pid=300", TRUE }, { "ppid:200", TRUE }, { "threads>2", TRUE },
    { "name:plus", TRUE }, { "name:make", FALSE }, { "cmd:ärger", TRUE }, { "command:\"two words\"", TRUE },
    { "cwd:/home/sam", TRUE }, { "cwd:/etc", FALSE }, { "cwd:/pro.*t$/", TRUE }, { "project:project", TRUE },
    { "cgroup:app.slice", TRUE }, { "unit:maps", TRUE }, { "container:3f2a", TRUE }, { "container:podman", FALSE },
    { "terminal:pts/3", TRUE }, { "policy:batch", TRUE }, { "policy:bat", FALSE }, { "nice>0", TRUE }, { "fds:12", TRUE },
    /* What is not known is neither above nor below. */
    { "swap>0", FALSE }, { "swap<=0", FALSE }, { "!swap>0", TRUE }, { "read>0", FALSE }, { "exe:x", FALSE },
    { "under:make state:D cpu>20 mem>500M age<1m user:sam !test", TRUE },
    { "under:make state:D cpu>90 mem>500M", FALSE },
  };

  more.oom_score = G_MININT;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ApmFilter) filter = apm_filter_parse (cases[i].text, NULL, NULL, &error);

      g_assert_no_error (error);
      if (apm_filter_matches (filter, &processes[2], NULL, get_parent, NULL) != cases[i].matches)
        g_error ("%s: expected %d", cases[i].text, cases[i].matches);
    }
}

static void
test_wrong (void)
{
  /* The wrong part stands between the brackets. */
  static const struct { const char *text; const char *sentence; } cases[] = {
    { "[\"open]", "*closing quotation mark*" },
    { "make [\"open and more]", "*closing quotation mark*" },
    { "[\"\"]", "*nothing between*" },
    { "\"a\"[b] c", "*blank is missing*" },
    { "ä [/open]", "*closing /*" },
    { "[//]", "*nothing between the slashes*" },
    { "make [/(/] more", "*no regular expression*" },
    { "make [!]", "*behind the !*" },
    { "[!] make", "*behind the !*" },
    { "[nmae]:make", "*no field “nmae”*quotation marks*" },
    { "![http]://x", "*no field “http”*" },
    { "[foo]>3", "*no field “foo”*" },
    { "[name:]", "*value is missing*" },
    { "[name:] make", "*value is missing*" },
    { "[cpu>]", "*value is missing*" },
    { "cpu>[much]", "*no number*" },
    { "cpu>[-]", "*no number*" },
    { "cpu>5[M]", "*no unit*" },
    { "mem>5[X] a", "*K, M, G or T*" },
    { "mem>5[days]", "*K, M, G or T*" },
    { "age<1[year]", "*ms, s, m, h or d*" },
    { "[user>sam]", "*no number*user:TEXT*" },
    { "under:make [state>D] x", "*no number*" },
    { "state:[Q]", "*no such state*" },
    { "state:[nowhere]", "*no such state*" },
    { "state:[\"]", "*closing quotation mark*" },
    { "name:[\"x]", "*closing quotation mark*" },
    { "pid:[x]", "*no number*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *opens = strchr (cases[i].text, '[');
      const char *closes = strrchr (cases[i].text, ']');
      g_autofree char *text = g_strdup_printf ("%.*s%.*s%s", (int) (opens - cases[i].text), cases[i].text,
                                               (int) (closes - opens - 1), opens + 1, closes + 1);
      g_autoptr(GError) error = NULL;
      gsize start = 0, end = 0;

      g_assert_null (apm_filter_parse (text, &start, &end, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
      if (!g_pattern_match_simple (cases[i].sentence, error->message))
        g_error ("%s: %s", text, error->message);
      if (start != (gsize) (opens - cases[i].text) || end != (gsize) (closes - cases[i].text - 1))
        g_error ("%s: marked from %zu to %zu", text, start, end);
    }
}

/* Words that are not read as language. */
static void
test_words (void)
{
  static const struct { const char *text; gboolean matches; } cases[] = {
    { "cc1plus sam", TRUE }, { "cc1plus !sam", FALSE }, { "cpu>20", FALSE }, { "\"two", FALSE }, { "'two words'", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmFilter) filter = apm_filter_new_words (cases[i].text);

      g_assert_cmpint (apm_filter_matches (filter, &processes[2], NULL, NULL, NULL), ==, cases[i].matches);
    }
}

/* Two that are each other's parents, as rows read at different times may be. */
static const ApmProcess *
get_other (const ApmProcess *process,
           gpointer          data)
{
  return process == &processes[0] ? &processes[1] : &processes[0];
}

static void
test_circle (void)
{
  g_autoptr(ApmFilter) filter = apm_filter_parse ("under:nobody", NULL, NULL, NULL);

  g_assert_true (apm_filter_needs_parents (filter));
  g_assert_false (apm_filter_matches (filter, &processes[0], NULL, get_other, NULL));
}

/* Any bytes at all are a filter or an error, never a crash. */
static void
test_noise (void)
{
  static const char letters[] = "/\"!:<>=\\ ab1.-%cpumemage";

  for (guint i = 0; i < 20000; i++)
    {
      char text[12];
      gsize start = 0, end = 0;
      g_autoptr(ApmFilter) filter = NULL;

      for (guint j = 0; j < sizeof text - 1; j++)
        text[j] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      text[sizeof text - 1] = '\0';
      filter = apm_filter_parse (text, &start, &end, NULL);
      g_assert_cmpuint (start, <=, end);
      g_assert_cmpuint (end, <=, strlen (text));
      if (filter)
        apm_filter_matches (filter, &processes[2], NULL, get_parent, NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/filter/matches", test_matches);
  g_test_add_func ("/process/filter/wrong", test_wrong);
  g_test_add_func ("/process/filter/words", test_words);
  g_test_add_func ("/process/filter/circle", test_circle);
  g_test_add_func ("/process/filter/noise", test_noise);

  return g_test_run ();
}

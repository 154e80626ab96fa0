/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person is told of a chain, and what a program is. */

#include "apm-wait-export.h"
#include "apm-wait-words.h"

#include <string.h>

#include "web-text.h"

static ApmWait *
nth (ApmWaitPass *pass,
     guint        index)
{
  return &g_array_index (pass->waits, ApmWait, index);
}

static void
set_name (ApmWaitPass *pass,
          guint        process,
          const char  *name)
{
  ApmWaitProcess *self = &g_array_index (pass->processes, ApmWaitProcess, process);

  self->name = g_string_chunk_insert (pass->texts, name);
  self->n_threads = self->n_waits;
}

static ApmWaitChain *
make_chain (ApmWaitPass *pass,
            int          pid,
            int          tid)
{
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);

  return apm_wait_chain_new (graph, pid, tid);
}

/* make waits for cc1plus, which waits for tee, which is stopped. */
static ApmWaitPass *
new_build (void)
{
  ApmWaitPass *pass = web_pass_from_text ("21.21 -> 88, 22.22, 88.88 -> 22");

  set_name (pass, 0, "make");
  set_name (pass, 1, "tee");
  set_name (pass, 2, "cc1plus");
  nth (pass, 0)->kind = APM_WAIT_CHILD;
  nth (pass, 1)->kind = APM_WAIT_STOPPED;
  nth (pass, 2)->kind = APM_WAIT_PIPE_WRITE;
  nth (pass, 2)->object.id = 88231;

  return pass;
}

static void
test_chain (void)
{
  g_autoptr(ApmWaitPass) pass = new_build ();
  g_autoptr(ApmWaitChain) chain = make_chain (pass, 21, 0);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;

  words = apm_wait_words_all (chain);
  g_assert_cmpstr (words, ==,
                   "make (21) waits for its child cc1plus (88) to end.\n"
                   "  cc1plus (88) waits to write: pipe 88231 is full, and only tee (22) can empty it.\n"
                   "    tee (22) is stopped by a signal.\n"
                   "      Continue tee (22), and the others go on.\n");
  line = apm_wait_words_line (chain);
  g_assert_null (strchr (line, '\n'));
  g_assert_cmpint (apm_wait_words_get_advice (apm_wait_chain_get_node (chain, 2)), ==, APM_WAIT_ADVICE_CONTINUE);
  g_assert_true (apm_wait_chain_get_node (chain, 2)->is_root);

  g_array_index (chain->nodes, ApmWaitNode, 0).waited_us = 192 * G_USEC_PER_SEC;
  first = apm_wait_words_node (chain, 0);
  g_assert_cmpstr (first, ==, "make (21) has waited 3 min 12 s for its child cc1plus (88) to end");

  g_array_index (chain->nodes, ApmWaitNode, 1).capacity_bytes = 65536;
  second = apm_wait_words_node (chain, 1);
  g_assert_cmpstr (second, ==, "cc1plus (88) waits to write: pipe 88231 (64 KiB) is full, and only tee (22) can empty it");
}

static void
test_place (void)
{
  static const struct { const char *function, *source, *words; } cases[] = {
    { "transfer", "/home/me/src/bank.c:41", "in transfer() at bank.c:41" },
    { "transfer", NULL, "in transfer()" },
    { "bank::transfer(int)", "bank.cc:41", "in bank::transfer(int) at bank.cc:41" },
    { NULL, NULL, NULL },
  };
  g_autoptr(ApmWaitPass) pass = new_build ();
  g_autoptr(ApmWaitChain) chain = make_chain (pass, 21, 0);
  ApmWaitNode *node = &g_array_index (chain->nodes, ApmWaitNode, 0);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmWaitNode bare = { .function = (char *) cases[i].function, .source = (char *) cases[i].source };
      g_autofree char *words = apm_wait_words_place (&bare);

      g_assert_cmpstr (words, ==, cases[i].words);
    }

  node->function = g_strdup ("run_job");
  node->source = g_strdup ("/src/job.c:1120");
  sentence = apm_wait_words_node (chain, 0);
  g_assert_cmpstr (sentence, ==,
                   "make (21) waits for its child cc1plus (88) to end; it waits in run_job() at job.c:1120");
}

static void
test_deadlock (void)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("5.5 -> 5.6, 5.6 -> 5.5, 5.7 -> 5.6");
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autofree char *words = NULL;

  set_name (pass, 0, "bank");
  chain = make_chain (pass, 5, 7);
  g_array_index (chain->nodes, ApmWaitNode, 1).thread_name = g_strdup ("audit");
  words = apm_wait_words_all (chain);
  g_assert_cmpstr (words, ==,
                   "Thread 7 of bank (5) waits for a mutex held by thread “audit” (6) of bank (5).\n"
                   "  Thread “audit” (6) of bank (5) waits for a mutex held by the main thread of bank (5).\n"
                   "    The main thread of bank (5) waits for a mutex held by thread “audit” (6) of bank (5).\n"
                   "That is a deadlock: these 2 wait for each other in a circle, and go on only if one of them is "
                   "ended.\n");
}

/* Of several that a chain leads to one is told: the surest, and how many that one has. A
 * guess is never told as what it is only like. */
static void
test_verdicts (void)
{
  static const struct { const char *pass; const char *verdict; } cases[] = {
    { "1.1 -> 5 7, 5.5 -> 5.6, 5.6 -> 5.5, 7.7 -> 7.8, 7.8 -> 7.7", "That is a deadlock: these 2 wait" },
    { "1.1 -> 5 7, 5.5 ~> 5.6, 5.6 ~> 5.5, 7.7 -> 7.7", "That is a deadlock: it waits for itself" },
    { "1.1 -> 5 7, 5.5 ~> 5.6, 5.6 -> 5.5, 7.7", "As far as can be seen that is a deadlock: these 2 wait" },
    { "5.5 ~> 5.5", "As far as can be seen that is a deadlock: it waits for itself" },
    { "5.5 ?> 5.6, 5.6 ?> 5.5", "Nobody who is known to share it can act" },
    { "5.5 -> 5.6, 5.6", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text (cases[i].pass);
      g_autoptr(ApmWaitChain) chain = make_chain (pass, g_array_index (pass->waits, ApmWait, 0).pid, 0);
      g_autofree char *verdict = apm_wait_words_verdict (chain);

      g_test_message ("%s: %s", cases[i].pass, verdict ? verdict : "none");
      g_assert_true (cases[i].verdict ? verdict && g_str_has_prefix (verdict, cases[i].verdict) : verdict == NULL);
    }
}

/* More than a picture can show: all of them are counted. */
static void
test_large_circle (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ApmWaitPass) pass = NULL;
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autofree char *verdict = NULL;

  for (int i = 1; i <= 300; i++)
    g_string_append_printf (text, "%s1.%d -> 1.%d", i > 1 ? "," : "", i, i % 300 + 1);
  pass = web_pass_from_text (text->str);
  chain = make_chain (pass, 1, 1);
  verdict = apm_wait_words_verdict (chain);
  g_assert_cmpuint (chain->nodes->len, <, 300);
  g_assert_nonnull (strstr (verdict, "these 300 wait"));
}

static void
test_orphans (void)
{
  static const struct { ApmWaitFinding finding; ApmWaitGrade grade; const char *part; ApmWaitRank rank; } cases[] = {
    { APM_WAIT_ORPHANED, APM_WAIT_GRADE_PROVEN, "  The thread that locked it ended without unlocking", APM_WAIT_STUCK },
    { APM_WAIT_ORPHANED, APM_WAIT_GRADE_LIKELY, "  As far as can be seen the thread that locked it ended",
      APM_WAIT_STUCK_LIKELY },
    { APM_WAIT_FORK_COPIED, APM_WAIT_GRADE_PROVEN, "  The mutex was copied by fork()", APM_WAIT_STUCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text ("5.5 -> !");
      g_autoptr(ApmWaitChain) chain = NULL;
      g_autofree char *words = NULL;

      nth (pass, 0)->finding = cases[i].finding;
      nth (pass, 0)->grade = cases[i].grade;
      chain = make_chain (pass, 5, 5);
      words = apm_wait_words_all (chain);
      g_assert_nonnull (strstr (words, cases[i].part));
      g_assert_cmpint (chain->rank, ==, cases[i].rank);
    }
}

/* "Not permitted" never looks like "not blocked". */
static void
test_unknown (void)
{
  static const struct { ApmWaitUnknown unknown; const char *part; } cases[] = {
    { APM_WAIT_DENIED_MODE, "may not be seen: it belongs to another user" },
    { APM_WAIT_DENIED_YAMA, "kernel.yama.ptrace_scope" },
    { APM_WAIT_TOO_SLOW, "did not answer in time" },
    { APM_WAIT_WRONG_VERSION, "this version of the C library" },
    { APM_WAIT_UNREADABLE, "could not be read" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text ("5.5");
      g_autoptr(ApmWaitChain) chain = NULL;
      g_autofree char *words = NULL;

      nth (pass, 0)->kind = APM_WAIT_UNKNOWN;
      nth (pass, 0)->unknown = cases[i].unknown;
      chain = make_chain (pass, 5, 5);
      words = apm_wait_words_all (chain);
      g_assert_nonnull (strstr (words, cases[i].part));
    }
}

/* What is not permitted to be seen: who it could be is said as a guess. */
static const struct {
  const char     *pass;
  gboolean        is_refused;
  ApmWaitUnknown  unknown;
  guint           n_candidates;
  const char     *user;
  const char     *words;
  ApmWaitGrade    grade;
} guesses[] = {
  { "5.5 -> , 6.6", FALSE, APM_WAIT_DENIED_MODE, 1, "root",
    "p (5) waits to read: pipe 7 is empty; who could end that may not be seen: perhaps p (6) of user root, which may "
    "not be looked at", APM_WAIT_GRADE_LIKELY },
  { "5.5 -> , 6.6, 7.7, 8.8", FALSE, APM_WAIT_DENIED_MODE, 3, "postgres",
    "p (5) waits to read: pipe 7 is empty; who could end that may not be seen: perhaps one of the 3 processes of user "
    "postgres that may not be looked at: p (6), p (7) or p (8)", APM_WAIT_GRADE_UNKNOWN },
  { "5.5 -> , 6.6, 7.7, 8.8, 9.9", FALSE, APM_WAIT_DENIED_MODE, 4, NULL,
    "p (5) waits to read: pipe 7 is empty; who could end that may not be seen: perhaps one of the 4 processes that may "
    "not be looked at", APM_WAIT_GRADE_UNKNOWN },
  { "5.5 -> 4, 6.6", FALSE, APM_WAIT_DENIED_MODE, 1, NULL,
    "p (5) waits to read: pipe 7 is empty; ? (4) could end that, or perhaps p (6), which may not be looked at",
    APM_WAIT_GRADE_LIKELY },
  { "5.5 -> ", FALSE, APM_WAIT_DENIED_MODE, 0, NULL,
    "p (5) waits to read: pipe 7 is empty; who could end that may not be seen", APM_WAIT_GRADE_UNKNOWN },
  { "5.5 -> ", FALSE, APM_WAIT_IN_FLIGHT, 0, NULL,
    "p (5) waits to read: pipe 7 is empty; who could end that is not known: its other end may be on its way in a socket",
    APM_WAIT_GRADE_UNKNOWN },
  { "5.5 -> 4, 6.6", FALSE, APM_WAIT_IN_FLIGHT, 0, NULL,
    "p (5) waits to read: pipe 7 is empty; ? (4) could end that, or whoever receives an end that is on its way in a "
    "socket", APM_WAIT_GRADE_UNKNOWN },
  { "5.5, 6.6", TRUE, APM_WAIT_DENIED_YAMA, 1, NULL,
    "p (5) waits to read from a pipe that is empty, perhaps for p (6); more may not be seen: this system forbids it "
    "(kernel.yama.ptrace_scope)", APM_WAIT_GRADE_LIKELY },
  { "5.5", TRUE, APM_WAIT_DENIED_MODE, 0, NULL,
    "p (5) waits to read from a pipe that is empty; more may not be seen: it belongs to another user, or is protected",
    APM_WAIT_GRADE_UNKNOWN },
};

static void
test_candidates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text (guesses[i].pass);
      g_autoptr(ApmWaitChain) chain = NULL;
      g_autofree char *words = NULL;
      ApmWait *wait = nth (pass, 0);

      wait->kind = APM_WAIT_PIPE_READ;
      wait->grade = APM_WAIT_GRADE_UNKNOWN;
      wait->unknown = guesses[i].unknown;
      wait->object.id = guesses[i].is_refused ? 0 : 7;
      wait->call[APM_WAIT_N_CALL - 1] = guesses[i].is_refused ? 0 : 1;
      wait->first_candidate = pass->enders->len;
      wait->n_candidates = guesses[i].n_candidates;
      for (guint k = 0; k < guesses[i].n_candidates; k++)
        g_array_append_val (pass->enders, ((ApmWaitEnder) { 6 + (int) k, 0 }));
      chain = make_chain (pass, 5, 5);
      g_array_index (chain->nodes, ApmWaitNode, 0).candidates_user = g_strdup (guesses[i].user);
      words = apm_wait_words_node (chain, 0);
      g_assert_cmpstr (words, ==, guesses[i].words);
      g_assert_cmpint (apm_wait_grade_candidates (wait), ==, guesses[i].grade);
      g_assert_cmpint (chain->rank, ==, APM_WAIT_MOVES);
      for (guint k = 0; k < chain->hops->len; k++)
        g_assert_false (g_array_index (chain->hops, ApmWaitHop, k).is_candidate
                        && g_array_index (chain->hops, ApmWaitHop, k).grade == APM_WAIT_GRADE_PROVEN);
    }
}

/* Each kind has its sentence and its short form, and all their places are filled. */
static void
test_all_kinds (void)
{
  for (int kind = APM_WAIT_RUNNING; kind < APM_WAIT_N_KINDS; kind++)
    for (guint with = 0; with < 2; with++)
      {
        g_autoptr(ApmWaitPass) pass = web_pass_from_text (with ? "5.5 -> 6, 6.6" : "5.5, 6.6");
        g_autoptr(ApmWaitGraph) graph = NULL;
        g_autoptr(ApmWaitChain) chain = NULL;
        g_autofree char *words = NULL;
        g_autofree char *brief = NULL;

        nth (pass, 0)->kind = (ApmWaitKind) kind;
        graph = apm_wait_graph_new (pass, NULL);
        chain = apm_wait_chain_new (graph, 5, 5);
        g_array_index (chain->nodes, ApmWaitNode, 0).waited_us = with ? 5 * G_USEC_PER_SEC : -1;
        words = apm_wait_words_all (chain);
        brief = apm_wait_words_short (graph, nth (pass, 0));
        g_assert_null (strpbrk (words, "{}?"));
        g_assert_null (strpbrk (brief, "{}?"));
        g_assert_true (kind == APM_WAIT_RUNNING || *brief);
      }
}

static void
test_fill (void)
{
  g_autofree char *both = apm_wait_words_fill ("{b} {a}{a} {c} {", "a", "1", "b", "{a}", NULL);

  /* What was filled in is not read again. */
  g_assert_cmpstr (both, ==, "{a} 11 {c} {");
}

static void
test_many_enders (void)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("1.1 -> 2 3 4 5 6 7 8 9, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7, 8.8, 9.9");
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autofree char *words = NULL;

  nth (pass, 0)->kind = APM_WAIT_PIPE_READ;
  nth (pass, 0)->object.id = 7;
  chain = make_chain (pass, 1, 1);
  words = apm_wait_words_node (chain, 0);
  g_assert_cmpstr (words, ==, "p (1) waits to read: pipe 7 is empty, and only p (2), p (3), p (4) or 5 others can "
                   "write to it");
}

/* Which way is said where it is known. */
static void
test_ways (void)
{
  static const struct { ApmWaitKind kind; guint count[2]; const char *words; } cases[] = {
    { APM_WAIT_MESSAGE_QUEUE, { 0, APM_WAIT_RECEIVES }, "a (5) waits for a message: queue /jobs is empty" },
    { APM_WAIT_MESSAGE_QUEUE, { 9, APM_WAIT_SENDS }, "a (5) waits to send a message: queue /jobs is full" },
    { APM_WAIT_FIFO_OPEN, { 1, 0 }, "a (5) waits to open /jobs for reading: nobody has it open for writing" },
    { APM_WAIT_FIFO_OPEN, { 0, 0 }, "a (5) waits to open /jobs for writing: nobody has it open for reading" },
  };
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("5.5 @> 6, 6.6");
  g_autoptr(ApmWaitChain) chain = NULL;

  set_name (pass, 0, "a");
  nth (pass, 0)->n_groups = 0;
  nth (pass, 0)->finding = APM_WAIT_NOBODY;
  nth (pass, 0)->object.name = "/jobs";
  chain = make_chain (pass, 5, 5);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      nth (pass, 0)->kind = cases[i].kind;
      memcpy (nth (pass, 0)->count, cases[i].count, sizeof cases[i].count);
      words = apm_wait_words_node (chain, 0);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_dot (void)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("5.5 -> 6, 6.6 -> 5");
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autofree char *dot = NULL;

  set_name (pass, 0, "a \"b\" \\");
  chain = make_chain (pass, 5, 5);
  dot = apm_wait_chain_to_dot (chain);
  g_assert_cmpstr (dot, ==,
                   "digraph why {\n"
                   "  rankdir=LR;\n"
                   "  node [shape=box];\n"
                   "  n0 [label=\"a \\\"b\\\" \\\\ (5)\", color=red, style=bold, peripheries=2];\n"
                   "  n1 [label=\"p (6)\", color=red, style=bold, peripheries=2];\n"
                   "  n0 -> n1 [label=\"mutex\", color=red, style=bold];\n"
                   "  n1 -> n0 [label=\"mutex\", color=red, style=bold];\n"
                   "}\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait-words/chain", test_chain);
  g_test_add_func ("/wait-words/place", test_place);
  g_test_add_func ("/wait-words/ways", test_ways);
  g_test_add_func ("/wait-words/deadlock", test_deadlock);
  g_test_add_func ("/wait-words/verdicts", test_verdicts);
  g_test_add_func ("/wait-words/large-circle", test_large_circle);
  g_test_add_func ("/wait-words/orphans", test_orphans);
  g_test_add_func ("/wait-words/unknown", test_unknown);
  g_test_add_func ("/wait-words/candidates", test_candidates);
  g_test_add_func ("/wait-words/all-kinds", test_all_kinds);
  g_test_add_func ("/wait-words/fill", test_fill);
  g_test_add_func ("/wait-words/many-enders", test_many_enders);
  g_test_add_func ("/wait-words/dot", test_dot);

  return g_test_run ();
}

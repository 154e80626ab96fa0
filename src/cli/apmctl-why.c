/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-privilege.h"
#include "apm-wait-export.h"
#include "apm-wait-inquiry.h"
#include "apm-wait-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  gboolean json;
  gboolean dot;
  gboolean as_administrator;
} Options;

/* "PID" or "PID/TID". */
static gboolean
parse_task (const char *text,
            int        *pid,
            int        *tid)
{
  g_auto(GStrv) parts = g_strsplit (text, "/", 2);
  gint64 number;

  if (!g_ascii_string_to_signed (parts[0], 10, 1, G_MAXINT, &number, NULL))
    return FALSE;
  *pid = (int) number;
  *tid = 0;
  if (parts[1] == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT, &number, NULL))
    return FALSE;
  *tid = (int) number;

  return TRUE;
}

static void
begin_document (JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
}

static void
add_count (JsonBuilder *builder,
           const char  *key,
           guint        count)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, count);
}

static int
print_chain_json (const ApmWaitInquiry *inquiry,
                  const ApmWaitChain   *chain)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  begin_document (builder);
  json_builder_set_member_name (builder, "why");
  apm_wait_chain_to_json (chain, builder);
  add_count (builder, "unreadable_count", inquiry->n_unreadable);
  json_builder_end_object (builder);

  return apmctl_print_json (builder);
}

static int
print_chain (const Options        *options,
             const ApmWaitInquiry *inquiry,
             const ApmWaitChain   *chain)
{
  g_autoptr(GString) text = NULL;
  g_autofree char *words = NULL;

  if (options->json)
    return print_chain_json (inquiry, chain);

  words = options->dot ? apm_wait_chain_to_dot (chain) : apm_wait_words_all (chain);
  text = g_string_new (words);

  return apmctl_print (text);
}

static gboolean
is_denied (const ApmWaitChain *chain)
{
  for (guint i = 0; i < chain->n_starts; i++)
    if (apm_wait_chain_get_node (chain, i)->end != APM_WAIT_END_DENIED)
      return FALSE;

  return TRUE;
}

/* The chain as far as we may see it; and, if that is asked for and not all of it was to
 * be seen, as the helper tells it. Returns: FALSE with @error if the rights were not given */
static gboolean
inquire (const Options   *options,
         int              pid,
         int              tid,
         ApmWaitInquiry **inquiry,
         ApmWaitChain   **chain,
         GError         **error)
{
  /* In a terminal pkexec itself may ask. */
  static const char *const launcher[] = { "pkexec", NULL };
  g_autoptr(ApmWaitHelper) helper = NULL;

  *inquiry = apm_wait_inquire ();
  *chain = apm_wait_inquiry_dup_chain (*inquiry, pid, tid);
  if (!options->as_administrator || *chain == NULL || !apm_wait_chain_is_denied (*chain, NULL))
    return TRUE;
  if (!apm_privilege_is_there (error))
    return FALSE;

  helper = apm_wait_helper_start (APM_WAIT_LOOK_ALL, launcher, NULL, error);
  if (helper == NULL)
    return FALSE;
  apm_wait_inquiry_free (*inquiry);
  g_clear_pointer (chain, apm_wait_chain_free);
  *inquiry = apm_wait_inquire_with (helper, pid, tid);
  *chain = apm_wait_inquiry_dup_chain (*inquiry, pid, tid);

  return TRUE;
}

/* Beside what is printed, so that "no deadlock" is never taken for more than it is. */
static void
warn_of_distrusted (const ApmWaitInquiry *inquiry)
{
  g_autofree char *words = apm_wait_words_distrusted (inquiry->graph->pass);

  apmctl_warn (words);
}

int
apmctl_why (int    argc,
            char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "dot", 0, 0, G_OPTION_ARG_NONE, &options.dot, N_("Print a graph for graphviz"), NULL },
    { "as-administrator", 0, 0, G_OPTION_ARG_NONE, &options.as_administrator,
      N_("Ask for administrator rights where not all may be seen"), NULL },
    { NULL }
  };
  g_autoptr(ApmWaitInquiry) inquiry = NULL;
  g_autoptr(ApmWaitChain) chain = NULL;
  g_autoptr(GError) error = NULL;
  int pid, tid, status;

  if (!apmctl_parse ("PID[/TID]", _("Tell what a process or thread waits for, who could end that wait, what that one "
                                    "waits for, and so on to the root cause"), entries, &argc, &argv, &status))
    return status;

  if (argc < 2)
    return apmctl_fail (APMCTL_USAGE, _("Why does who wait? This command takes a PID or PID/TID"));
  if (argc > 2)
    return apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes one PID or PID/TID"), argv[2]);
  if (!parse_task (argv[1], &pid, &tid))
    return apmctl_fail (APMCTL_USAGE, _("“%s” is no PID and no PID/TID"), argv[1]);
  if (options.json && options.dot)
    return apmctl_fail (APMCTL_USAGE, _("Either --json or --dot, not both"));

  if (!inquire (&options, pid, tid, &inquiry, &chain, &error))
    return apmctl_fail (APMCTL_DENIED, "%s", error->message);
  if (chain == NULL && tid == 0)
    return apmctl_fail (APMCTL_USAGE, _("There is no process with the number %d"), pid);
  if (chain == NULL)
    return apmctl_fail (APMCTL_USAGE, _("Process %d has no thread with the number %d"), pid, tid);

  warn_of_distrusted (inquiry);
  status = print_chain (&options, inquiry, chain);
  if (status == APMCTL_DONE && chain->rank == APM_WAIT_STUCK)
    return APMCTL_FINDING;

  return status == APMCTL_DONE && is_denied (chain) ? APMCTL_DENIED : status;
}

static const char *
kind_of_knot (const ApmWaitChain *chain,
              const ApmWaitKnot  *knot)
{
  const ApmWait *wait = apm_wait_chain_get_node (chain, 0)->wait;

  if (knot->is_cycle)
    return "cycle";

  return wait->finding == APM_WAIT_FORK_COPIED ? "fork-copied" : "orphaned";
}

static void
add_knot (JsonBuilder       *builder,
          const ApmWaitKnot *knot,
          ApmWaitChain      *chain)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kind_of_knot (chain, knot));
  json_builder_set_member_name (builder, "grade");
  json_builder_add_string_value (builder, apm_wait_rank_word (knot->rank));
  json_builder_set_member_name (builder, "threads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chain->n_starts; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);

      json_builder_begin_object (builder);
      add_count (builder, "pid", (guint) node->pid);
      add_count (builder, "tid", (guint) node->tid);
      json_builder_set_member_name (builder, "process");
      json_builder_add_string_value (builder, node->process_name);
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, apm_wait_kind_word (node->wait->kind));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_count (builder, "behind_count", knot->n_behind);
  json_builder_set_member_name (builder, "why");
  apm_wait_chain_to_json (chain, builder);
  json_builder_end_object (builder);
}

/* @rank: only knots of it */
static void
add_knots (JsonBuilder          *builder,
           const char           *key,
           const ApmWaitInquiry *inquiry,
           ApmWaitRank           rank)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < inquiry->proof->graph->knots->len; i++)
    {
      const ApmWaitKnot *knot = inquiry->proof->graph->knots->pdata[i];
      g_autoptr(ApmWaitChain) chain = NULL;

      if (knot->rank != rank)
        continue;
      chain = apm_wait_inquiry_dup_knot (inquiry, knot);
      add_knot (builder, knot, chain);
    }
  json_builder_end_array (builder);
}

static int
print_deadlocks_json (const ApmWaitInquiry *inquiry)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  begin_document (builder);
  add_knots (builder, "deadlocks", inquiry, APM_WAIT_STUCK);
  add_knots (builder, "likely", inquiry, APM_WAIT_STUCK_LIKELY);
  add_count (builder, "unreadable_count", inquiry->n_unreadable);
  json_builder_end_object (builder);

  return apmctl_print_json (builder);
}

static int
print_deadlocks (const ApmWaitInquiry *inquiry,
                 guint                 n_proven)
{
  const GPtrArray *knots = inquiry->proof->graph->knots;
  g_autoptr(GString) text = g_string_new (NULL);

  if (knots->len == 0)
    g_string_append_printf (text, "%s\n", _("No deadlock."));
  else
    g_string_append_printf (text, ngettext ("%u deadlock.\n", "%u deadlocks.\n", n_proven), n_proven);

  /* What is proven first. */
  for (int rank = APM_WAIT_STUCK; rank >= APM_WAIT_STUCK_LIKELY; rank--)
    for (guint i = 0; i < knots->len; i++)
      {
        const ApmWaitKnot *knot = knots->pdata[i];
        g_autoptr(ApmWaitChain) chain = NULL;
        g_autofree char *words = NULL;

        if (knot->rank != (ApmWaitRank) rank)
          continue;
        chain = apm_wait_inquiry_dup_knot (inquiry, knot);
        words = apm_wait_words_all (chain);
        g_string_append_printf (text, "\n%s", words);
        if (knot->n_behind > 0)
          g_string_append_printf (text, ngettext ("%u more thread is stuck behind it.\n",
                                                  "%u more threads are stuck behind it.\n", knot->n_behind),
                                  knot->n_behind);
      }
  if (inquiry->n_unreadable > 0)
    g_string_append_printf (text, ngettext ("\n%u process could not be looked at.\n",
                                            "\n%u processes could not be looked at.\n", inquiry->n_unreadable),
                            inquiry->n_unreadable);

  return apmctl_print (text);
}

int
apmctl_deadlocks (int    argc,
                  char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { NULL }
  };
  g_autoptr(ApmWaitInquiry) inquiry = NULL;
  guint n_proven = 0;
  int status;

  if (!apmctl_parse (NULL, _("Find every deadlock on this machine: proven, never guessed"), entries, &argc, &argv,
                     &status))
    return status;
  if (argc > 1)
    return apmctl_fail (APMCTL_USAGE, _("“%s” is too much: this command takes no argument"), argv[1]);

  inquiry = apm_wait_inquire ();
  for (guint i = 0; i < inquiry->proof->graph->knots->len; i++)
    n_proven += ((ApmWaitKnot *) inquiry->proof->graph->knots->pdata[i])->rank == APM_WAIT_STUCK;

  warn_of_distrusted (inquiry);
  status = options.json ? print_deadlocks_json (inquiry) : print_deadlocks (inquiry, n_proven);

  return status == APMCTL_DONE && n_proven > 0 ? APMCTL_FINDING : status;
}

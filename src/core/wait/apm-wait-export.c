/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-export.h"

#include "apm-wait-words.h"

static void
add_text (JsonBuilder *builder,
          const char  *key,
          const char  *text)
{
  json_builder_set_member_name (builder, key);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder,
            const char  *key,
            gint64       number)
{
  json_builder_set_member_name (builder, key);
  if (number >= 0)
    json_builder_add_int_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
add_flag (JsonBuilder *builder,
          const char  *key,
          gboolean     flag)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, flag);
}

static const char *
grade_word (ApmWaitGrade grade)
{
  return grade == APM_WAIT_GRADE_PROVEN ? "proven" : grade == APM_WAIT_GRADE_LIKELY ? "likely" : "unknown";
}

static const char *
finding_word (ApmWaitFinding finding)
{
  static const char *const words[] = {
    [APM_WAIT_NO_FINDING] = NULL,
    [APM_WAIT_SELF] = "self",
    [APM_WAIT_ORPHANED] = "orphaned",
    [APM_WAIT_FORK_COPIED] = "fork-copied",
    [APM_WAIT_NOBODY] = "nobody",
  };

  return words[finding];
}

static void
add_wait (JsonBuilder   *builder,
          const ApmWait *wait)
{
  g_autofree char *id = wait && wait->object.id ? g_strdup_printf ("%#" G_GINT64_MODIFIER "x", wait->object.id) : NULL;

  add_text (builder, "kind", wait ? apm_wait_kind_word (wait->kind) : NULL);
  add_text (builder, "object", wait ? wait->object.name : NULL);
  add_text (builder, "object_id", id);
  add_number (builder, "descriptor", wait ? wait->object.fd : -1);
  add_number (builder, "owner", wait && wait->owner > 0 ? wait->owner : -1);
  add_number (builder, "left_us", wait && wait->flags & APM_WAIT_TIMED ? wait->left_us : -1);
  add_flag (builder, "is_timed", wait && wait->flags & APM_WAIT_TIMED);
  add_flag (builder, "is_idle", wait && wait->flags & APM_WAIT_IDLE);
  add_text (builder, "finding", wait ? finding_word (wait->finding) : NULL);
  add_text (builder, "unknown", wait && wait->unknown ? apm_wait_unknown_word (wait->unknown) : NULL);
}

/* All of them, whether there is a hop to them or not. */
static void
add_candidates (JsonBuilder        *builder,
                const ApmWaitChain *chain,
                const ApmWaitNode  *node)
{
  json_builder_set_member_name (builder, "candidates");
  json_builder_begin_array (builder);
  for (guint i = 0; node->wait && i < node->wait->n_candidates; i++)
    json_builder_add_int_value (builder, g_array_index (chain->pass->enders, ApmWaitEnder,
                                                        node->wait->first_candidate + i).pid);
  json_builder_end_array (builder);
  add_text (builder, "candidates_user", node->candidates_user);
}

static void
add_node (JsonBuilder        *builder,
          const ApmWaitChain *chain,
          guint               index)
{
  const ApmWaitNode *node = apm_wait_chain_get_node (chain, index);
  g_autofree char *sentence = apm_wait_words_node (chain, index);
  g_autofree char *root = node->is_root ? apm_wait_words_root (chain, index) : NULL;

  json_builder_begin_object (builder);
  add_number (builder, "pid", node->pid);
  add_number (builder, "tid", node->tid > 0 ? node->tid : -1);
  add_number (builder, "inner_pid", node->inner_pid > 0 ? node->inner_pid : -1);
  add_number (builder, "inner_tid", node->inner_tid > 0 ? node->inner_tid : -1);
  add_text (builder, "process", node->process_name);
  add_text (builder, "thread", node->thread_name);
  add_flag (builder, "is_any_thread", node->is_any);
  add_number (builder, "depth", node->depth);
  add_wait (builder, node->wait);
  add_number (builder, "waited_us", node->waited_us);
  add_text (builder, "function", node->function);
  add_text (builder, "source", node->source);
  add_text (builder, "end", apm_wait_end_word (node->end));
  add_text (builder, "stuck", apm_wait_rank_word (node->fate.rank));
  add_flag (builder, "is_root_cause", node->is_root);
  add_flag (builder, "in_deadlock", node->in_knot);
  add_number (builder, "left_out_count", node->n_left_out);
  add_candidates (builder, chain, node);
  add_text (builder, "sentence", sentence);
  add_text (builder, "root_cause", root);
  json_builder_end_object (builder);
}

/**
 * apm_wait_chain_to_json:
 *
 * Adds one object: "nodes" and the "hops" between them by their numbers. Words are of
 * the C locale but for the sentences.
 */
void
apm_wait_chain_to_json (const ApmWaitChain *chain,
                        JsonBuilder        *builder)
{
  g_autofree char *verdict = apm_wait_words_verdict (chain);

  json_builder_begin_object (builder);
  add_text (builder, "stuck", apm_wait_rank_word (chain->rank));
  add_text (builder, "verdict", verdict);
  add_number (builder, "starts_count", chain->n_starts);
  json_builder_set_member_name (builder, "nodes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chain->nodes->len; i++)
    add_node (builder, chain, i);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "hops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < chain->hops->len; i++)
    {
      const ApmWaitHop *hop = &g_array_index (chain->hops, ApmWaitHop, i);

      json_builder_begin_object (builder);
      add_number (builder, "from", hop->from);
      add_number (builder, "to", hop->to);
      add_number (builder, "group", hop->group);
      add_text (builder, "grade", grade_word (hop->grade));
      add_flag (builder, "is_candidate", hop->is_candidate);
      add_flag (builder, "in_deadlock", hop->in_knot);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* In double quotes for DOT: backslashes and quotes are all that has to be escaped;
 * names are one line each. */
static void
append_quoted (GString    *dot,
               const char *text)
{
  g_string_append_c (dot, '"');
  for (const char *p = text; *p; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (dot, '\\');
      g_string_append_c (dot, *p);
    }
  g_string_append_c (dot, '"');
}

/**
 * apm_wait_chain_to_dot:
 *
 * Returns: (transfer full): a graph for graphviz' dot: who waits on the left; cycles
 *   are drawn bold, root causes with a double frame
 */
char *
apm_wait_chain_to_dot (const ApmWaitChain *chain)
{
  GString *dot = g_string_new ("digraph why {\n  rankdir=LR;\n  node [shape=box];\n");

  for (guint i = 0; i < chain->nodes->len; i++)
    {
      const ApmWaitNode *node = apm_wait_chain_get_node (chain, i);
      g_autofree char *name = apm_wait_words_name (node);

      g_string_append_printf (dot, "  n%u [label=", i);
      append_quoted (dot, name);
      if (node->in_knot)
        g_string_append (dot, ", color=red, style=bold");
      if (node->is_root)
        g_string_append (dot, ", peripheries=2");
      g_string_append (dot, "];\n");
    }
  for (guint i = 0; i < chain->hops->len; i++)
    {
      const ApmWaitHop *hop = &g_array_index (chain->hops, ApmWaitHop, i);
      const ApmWait *wait = apm_wait_chain_get_node (chain, hop->from)->wait;

      g_string_append_printf (dot, "  n%u -> n%u [label=", hop->from, hop->to);
      append_quoted (dot, apm_wait_kind_word (wait->kind));
      if (hop->in_knot)
        g_string_append (dot, ", color=red, style=bold");
      else if (hop->is_candidate)
        g_string_append (dot, ", style=dotted");
      else if (hop->grade != APM_WAIT_GRADE_PROVEN)
        g_string_append (dot, ", style=dashed");
      g_string_append (dot, "];\n");
    }
  g_string_append (dot, "}\n");

  return g_string_free (dot, FALSE);
}

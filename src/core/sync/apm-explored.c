/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explored.h"

#include <string.h>

/* Takes what apm-explore says apart. */

static void
free_value (gpointer data)
{
  ApmFailureValue *value = data;

  g_free (value->name);
  g_free (value->value);
  g_free (value);
}

static void
free_step (gpointer data)
{
  ApmFailureStep *step = data;

  g_free (step->thread);
  g_free (step->operation);
  g_free (step->place);
  g_free (step->object);
  g_free (step->mutex);
  g_free (step->value);
  g_ptr_array_unref (step->values);
  g_free (step);
}

static void
free_wait (gpointer data)
{
  ApmFailureWait *wait = data;

  g_free (wait->thread);
  g_free (wait->operation);
  g_free (wait->place);
  g_free (wait->object);
  g_free (wait->mutex);
  g_free (wait);
}

static void
free_failure (gpointer data)
{
  ApmFailure *failure = data;

  g_free (failure->kind);
  g_free (failure->thread);
  g_free (failure->place);
  g_free (failure->other_place);
  g_free (failure->object);
  g_free (failure->text);
  g_ptr_array_unref (failure->steps);
  g_ptr_array_unref (failure->waits);
  g_ptr_array_unref (failure->values);
  g_free (failure->schedule);
  g_free (failure);
}

static void
free_end (gpointer data)
{
  ApmExploredEnd *end = data;

  g_free (end->text);
  g_free (end);
}

static void
free_call (gpointer data)
{
  ApmExploredCall *call = data;

  g_free (call->name);
  g_free (call->place);
  g_free (call);
}

static void
free_site (gpointer data)
{
  ApmExploredSite *site = data;

  g_free (site->name);
  g_free (site->place);
  g_free (site);
}

/**
 * apm_explored_new:
 *
 * Returns: (transfer full): nothing yet
 */
ApmExplored *
apm_explored_new (void)
{
  ApmExplored *self = g_new0 (ApmExplored, 1);

  self->failures = g_ptr_array_new_with_free_func (free_failure);
  self->ends = g_ptr_array_new_with_free_func (free_end);
  self->unknown = g_ptr_array_new_with_free_func (free_call);
  self->sites = g_ptr_array_new_with_free_func (free_site);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
apm_explored_free (ApmExplored *self)
{
  g_ptr_array_unref (self->failures);
  g_ptr_array_unref (self->ends);
  g_ptr_array_unref (self->unknown);
  g_ptr_array_unref (self->sites);
  g_hash_table_unref (self->counts);
  g_free (self->verdict);
  g_free (self->bound);
  g_free (self);
}

/* "-" is nothing. */
static char *
dup_part (const char *part)
{
  return strcmp (part, "-") == 0 ? NULL : g_strdup (part);
}

static ApmFailure *
add_failure (ApmExplored *self)
{
  ApmFailure *failure = g_new0 (ApmFailure, 1);

  failure->steps = g_ptr_array_new_with_free_func (free_step);
  failure->waits = g_ptr_array_new_with_free_func (free_wait);
  failure->values = g_ptr_array_new_with_free_func (free_value);
  g_ptr_array_add (self->failures, failure);

  return failure;
}

/* A schedule that was run again without a failure has steps too. */
static ApmFailure *
last_failure (ApmExplored *self)
{
  return self->failures->len > 0 ? g_ptr_array_index (self->failures, self->failures->len - 1) : add_failure (self);
}

static void
take_failure (ApmExplored          *self,
              char                **parts,
              ApmExploredProgress  *progress)
{
  ApmFailure *failure = add_failure (self);

  failure->kind = g_strdup (parts[0]);
  failure->thread = g_strdup (parts[1]);
  failure->place = dup_part (parts[2]);
  failure->other_place = dup_part (parts[3]);
  failure->object = dup_part (parts[4]);
  failure->text = g_strdup (parts[5]);
}

static void
take_step (ApmExplored          *self,
           char                **parts,
           ApmExploredProgress  *progress)
{
  ApmFailureStep *step = g_new0 (ApmFailureStep, 1);

  step->number = (guint) g_ascii_strtoull (parts[0], NULL, 10);
  step->thread = g_strdup (parts[1]);
  step->operation = g_strdup (parts[2]);
  step->place = dup_part (parts[3]);
  step->object = dup_part (parts[4]);
  step->mutex = dup_part (parts[5]);
  step->size_bytes = (guint) g_ascii_strtoull (parts[6], NULL, 10);
  step->value = dup_part (parts[7]);
  step->values = g_ptr_array_new_with_free_func (free_value);
  g_ptr_array_add (last_failure (self)->steps, step);
}

static void
take_wait (ApmExplored          *self,
           char                **parts,
           ApmExploredProgress  *progress)
{
  ApmFailureWait *wait = g_new0 (ApmFailureWait, 1);

  wait->thread = g_strdup (parts[0]);
  wait->operation = g_strdup (parts[1]);
  wait->place = dup_part (parts[2]);
  wait->object = dup_part (parts[3]);
  wait->mutex = dup_part (parts[4]);
  wait->spins = strcmp (parts[5], "spins") == 0;
  g_ptr_array_add (last_failure (self)->waits, wait);
}

/* value STEP NAME VALUE: of step 0 what was there before the first. */
static void
take_value (ApmExplored          *self,
            char                **parts,
            ApmExploredProgress  *progress)
{
  ApmFailure *failure = last_failure (self);
  guint64 number = g_ascii_strtoull (parts[0], NULL, 10);
  GPtrArray *values = failure->values;
  ApmFailureValue *value;

  if (number > failure->steps->len)
    return;
  if (number > 0)
    values = ((ApmFailureStep *) g_ptr_array_index (failure->steps, number - 1))->values;
  value = g_new0 (ApmFailureValue, 1);
  value->name = g_strdup (parts[1]);
  value->value = g_strdup (parts[2]);
  g_ptr_array_add (values, value);
}

static void
take_schedule (ApmExplored          *self,
               char                **parts,
               ApmExploredProgress  *progress)
{
  ApmFailure *failure = last_failure (self);

  g_free (failure->schedule);
  failure->schedule = g_strdup (parts[0]);
}

static void
take_end (ApmExplored          *self,
          char                **parts,
          ApmExploredProgress  *progress)
{
  ApmExploredEnd *end = g_new0 (ApmExploredEnd, 1);

  end->times = g_ascii_strtoull (parts[0], NULL, 10);
  end->status = (int) g_ascii_strtoll (parts[1], NULL, 10);
  end->text = g_strdup (parts[2]);
  g_ptr_array_add (self->ends, end);
}

static void
take_unknown (ApmExplored          *self,
              char                **parts,
              ApmExploredProgress  *progress)
{
  ApmExploredCall *call = g_new0 (ApmExploredCall, 1);

  call->name = g_strdup (parts[0]);
  call->place = dup_part (parts[1]);
  g_ptr_array_add (self->unknown, call);
}

static void
take_count (ApmExplored          *self,
            char                **parts,
            ApmExploredProgress  *progress)
{
  g_hash_table_insert (self->counts, g_strdup (parts[0]), g_strdup (parts[1]));
}

static void
take_site (ApmExplored          *self,
           char                **parts,
           ApmExploredProgress  *progress)
{
  ApmExploredSite *site = g_new0 (ApmExploredSite, 1);

  site->name = g_strdup (parts[0]);
  site->place = g_strdup (parts[1]);
  site->nth = (guint) g_ascii_strtoull (parts[2], NULL, 10);
  g_ptr_array_add (self->sites, site);
}

static void
take_progress (ApmExplored          *self,
               char                **parts,
               ApmExploredProgress  *progress)
{
  *progress = (ApmExploredProgress) {
    .executions = g_ascii_strtoull (parts[0], NULL, 10),
    .classes = g_ascii_strtoull (parts[1], NULL, 10),
    .longest = (guint) g_ascii_strtoull (parts[2], NULL, 10),
    .waiting = strcmp (parts[3], "-") == 0 ? -1 : MAX (g_ascii_strtoll (parts[3], NULL, 10), 0),
    .permille = (guint) CLAMP (g_ascii_strtoll (parts[4], NULL, 10), 0, 1000),
    .elapsed_us = g_ascii_strtoll (parts[5], NULL, 10),
  };
}

static void
take_verdict (ApmExplored          *self,
              char                **parts,
              ApmExploredProgress  *progress)
{
  g_free (self->verdict);
  g_free (self->bound);
  self->verdict = g_strdup (parts[0]);
  self->bound = dup_part (parts[1]);
}

static const struct {
  const char *word;
  guint n_parts;
  void (*take) (ApmExplored *self, char **parts, ApmExploredProgress *progress);
} lines[] = {
  { "step", 8, take_step },
  { "value", 3, take_value },
  { "failure", 6, take_failure },
  { "waits", 6, take_wait },
  { "schedule", 1, take_schedule },
  { "outcome", 3, take_end },
  { "unknown", 2, take_unknown },
  { "site", 3, take_site },
  { "count", 2, take_count },
  { "progress", 6, take_progress },
  { "verdict", 2, take_verdict },
};

/**
 * apm_explored_take_line:
 * @line: one of apm-explore's; one that is too short or not known is left out
 * @progress: what a line about it changes
 *
 * Returns: whether it was about the progress
 */
gboolean
apm_explored_take_line (ApmExplored         *self,
                        const char          *line,
                        ApmExploredProgress *progress)
{
  g_autofree char *utf8 = g_utf8_make_valid (line, -1);
  g_auto(GStrv) words = g_strsplit (utf8, "\t", 0);
  guint n = g_strv_length (words);

  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (lines); i++)
    if (strcmp (lines[i].word, words[0]) == 0 && n > lines[i].n_parts)
      {
        lines[i].take (self, words + 1, progress);
        return lines[i].take == take_progress;
      }

  return FALSE;
}

static const struct {
  const char *word;
  ApmExploredVerdict verdict;
} verdicts[] = {
  { "complete", APM_EXPLORED_COMPLETE },
  { "bounded", APM_EXPLORED_BOUNDED },
  { "failed", APM_EXPLORED_FAILED },
  { "diverged", APM_EXPLORED_DIVERGED },
  { "source", APM_EXPLORED_NO_PROGRAM },
  { "unloadable", APM_EXPLORED_NO_PROGRAM },
  { "unknown", APM_EXPLORED_UNKNOWN_CALL },
  { "invalid", APM_EXPLORED_INVALID },
  { "unsupported", APM_EXPLORED_UNSUPPORTED },
};

/**
 * apm_explored_get_verdict:
 *
 * Returns: what kind of verdict it is; how it was said is in the struct
 */
ApmExploredVerdict
apm_explored_get_verdict (const ApmExplored *self)
{
  if (self->verdict == NULL)
    return APM_EXPLORED_NOTHING;

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (strcmp (self->verdict, verdicts[i].word) == 0)
      return verdicts[i].verdict;

  return APM_EXPLORED_BROKEN;
}

/**
 * apm_explored_get_count:
 * @name: "executions", "complete", "redundant", "steps", "search_us"…
 *
 * Returns: 0 where it was not told
 */
guint64
apm_explored_get_count (const ApmExplored *self,
                        const char        *name)
{
  const char *value = g_hash_table_lookup (self->counts, name);

  return value ? g_ascii_strtoull (value, NULL, 10) : 0;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-promise.h"
#include "explore-calls.h"
#include "explore-expression.h"
#include "explore-hash.h"
#include "explore-trail.h"
#include "explore-values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* To tell what one does, or a number, is an operation where a promise speaks of
 * it: two that are told in another order are another execution, since the states
 * between them are others. */

#define MOST_PROMISES 16
#define MOST_NAMES    32
#define MOST_ACTORS   24
#define NOTHING       (-1)

typedef struct {
  Expression expression;
  char       text[96];
} Promise;

typedef struct {
  char    kind;                        /* a n p w v */
  char    name[40];
  uint8_t group;                       /* of names that one promise speaks of */
  int64_t value;                       /* as it was shown last, or of how many actors */
  int64_t own[MOST_ACTORS];
  int     first, n;                    /* of v: which of the program's values */
} Name;

static struct {
  Promise promises[MOST_PROMISES];
  int     n_promises;
  Name    names[MOST_NAMES];
  int     n_names;
  int     n_variables;                 /* of kind v */
  int     n_actors;
  int     actor_of[MOST_THREADS];      /* who a thread is */
  int     doing[MOST_THREADS];         /* a name, or NOTHING */
} all;

static char groups[MOST_NAMES];        /* each a place that telling writes to */

static int
find_name (char        kind,
           const char *name)
{
  for (int i = 0; i < all.n_names; i++)
    if (all.names[i].kind == kind && strcmp (all.names[i].name, name) == 0)
      return i;

  return NOTHING;
}

/* Two promises that share a name are one group. */
static void
join_groups (uint8_t one,
             uint8_t other)
{
  for (int i = 0; i < all.n_names; i++)
    if (all.names[i].group == other)
      all.names[i].group = one;
}

/* Returns: false where there is no room */
static bool
take_name (Promise     *promise,
           ExpressionStep *step,
           const char  *word)
{
  int i = find_name (word[0], word + 2);

  if (i == NOTHING)
    {
      if (all.n_names == MOST_NAMES || strlen (word + 2) >= sizeof all.names[0].name)
        return false;
      i = all.n_names++;
      all.names[i].kind = word[0];
      all.names[i].group = (uint8_t) i;
      strcpy (all.names[i].name, word + 2);
    }
  for (int j = 0; j < promise->expression.n_steps; j++)
    if (promise->expression.steps[j].op == NAME)
      join_groups (all.names[promise->expression.steps[j].name].group, all.names[i].group);
  *step = (ExpressionStep) { .op = NAME, .name = (uint8_t) i, .function = word[1] };

  return true;
}

static bool
take_word (Promise    *promise,
           const char *word)
{
  ExpressionStep *step = &promise->expression.steps[promise->expression.n_steps];

  if (promise->expression.n_steps == MOST_STEPS)
    return false;
  if (strchr ("anpwv", word[0]) && word[1] != '\0' && strchr ("=<>+", word[1]) && word[2] != '\0')
    {
      if (!take_name (promise, step, word))
        return false;
      promise->expression.n_steps++;
      return true;
    }

  return expression_take (&promise->expression, word);
}

/* Adds what must hold. Returns: false where it cannot be understood */
bool
promise_add (const char *text)
{
  Promise *promise = &all.promises[all.n_promises];
  const char *end = strchr (text, ';');
  char steps[1024], *rest = steps, *word;

  if (end == NULL || (size_t) (end - text) >= sizeof steps || all.n_promises == MOST_PROMISES)
    return false;
  memcpy (steps, text, (size_t) (end - text));
  steps[end - text] = '\0';
  snprintf (promise->text, sizeof promise->text, "%s", end + 1);
  while ((word = strsep (&rest, " ")))
    if (*word && !take_word (promise, word))
      return false;
  if (!expression_is_whole (&promise->expression))
    return false;
  all.n_promises++;

  return true;
}

/* Is it the value of that name, or an element of it? */
static bool
is_of (const Value *value,
       const char  *name)
{
  size_t length = strlen (name);

  return strncmp (value->name, name, length) == 0 && (value->kind == 'i' || value->kind == 'u') &&
         (value->name[length] == '\0' || (value->name[length] == '[' && value->name[strlen (value->name) - 1] == ']'));
}

/* Finds the variables that promises speak of. Returns: false where there is one that
 * the program has not got */
bool
promise_bind (const char **unknown)
{
  for (int i = 0; i < all.n_names; i++)
    {
      Name *name = &all.names[i];

      if (name->kind != 'v')
        continue;
      while (name->first < values.n && !is_of (&values.values[name->first], name->name))
        name->first++;
      while (name->first + name->n < values.n && is_of (&values.values[name->first + name->n], name->name))
        name->n++;
      *unknown = name->name;
      if (name->n == 0)
        return false;
      all.n_variables++;
    }

  return true;
}

/* Nobody does anything, and nothing was shown: an execution begins. */
void
promise_reset (void)
{
  if (all.n_promises == 0)
    return;
  for (int i = 0; i < all.n_names; i++)
    {
      all.names[i].value = 0;
      memset (all.names[i].own, 0, sizeof all.names[i].own);
    }
  for (int i = 0; i < MOST_THREADS; i++)
    all.doing[i] = all.actor_of[i] = NOTHING;
  all.n_actors = 0;
}

/* Round a table the last sits beside the first. */
static bool
are_neighbours (const Name *name)
{
  int doing[MOST_ACTORS] = { 0 };
  int eats = find_name ('w', name->name);

  for (int i = 0; i < MOST_THREADS; i++)
    if (all.actor_of[i] >= 0 && all.doing[i] == eats)
      doing[all.actor_of[i]] = 1;
  for (int i = 0; all.n_actors > 1 && i < all.n_actors; i++)
    if (doing[i] && doing[(i + 1) % all.n_actors])
      return true;

  return false;
}

static int64_t
own_value (const Name *name,
           int         i)
{
  const Value *value = &values.values[name->first + i];
  uint64_t word;

  if (name->kind != 'v')
    return name->own[i];

  return values_read (value, &word) ? values_get_number (value, word) : 0;
}

static int64_t
value_of (const ExpressionStep *step)
{
  const Name *name = &all.names[step->name];
  int n = name->kind == 'v' ? name->n : all.n_actors;
  int64_t value = own_value (name, 0);

  if (name->kind == 'w')
    return are_neighbours (name);
  if (step->function == '=')
    return name->kind == 'v' ? value : name->value;
  for (int i = 1; i < n; i++)
    {
      int64_t own = own_value (name, i);

      if (step->function == '+')
        value = (int64_t) ((uint64_t) value + (uint64_t) own);
      else if (step->function == '<' ? own < value : own > value)
        value = own;
    }

  return value;
}

static bool
was_named (const Promise *promise,
           int            place)
{
  const ExpressionStep *step = &promise->expression.steps[place];

  for (int i = 0; i < place; i++)
    if (promise->expression.steps[i].op == NAME && promise->expression.steps[i].name == step->name &&
        promise->expression.steps[i].function == step->function)
      return true;

  return false;
}

/* "reads == 0 || writes == 0: reads = 1, writes = 1" */
static void
describe (const Promise *promise,
          char          *text,
          size_t         size)
{
  static const char *const functions[] = { ['<'] = "min", ['>'] = "max", ['+'] = "sum" };
  size_t length = (size_t) snprintf (text, size, "%s", promise->text);
  const char *before = ": ";

  for (int i = 0; i < promise->expression.n_steps && length < size; i++)
    {
      const ExpressionStep *step = &promise->expression.steps[i];
      const char *function = step->function == '=' ? NULL : functions[(int) step->function];

      if (step->op != NAME || was_named (promise, i) || all.names[step->name].kind == 'w')
        continue;
      length += (size_t) snprintf (text + length, size - length, "%s%s%s%s%s = %lld", before, function ? function : "",
                                   function ? "(" : "", all.names[step->name].name, function ? ")" : "",
                                   (long long) value_of (step));
      before = ", ";
    }
}

static const Promise *
find_broken (void)
{
  for (int i = 0; i < all.n_promises; i++)
    if (expression_value (&all.promises[i].expression, value_of) == 0)
      return &all.promises[i];

  return NULL;
}

static void
check (uintptr_t pc)
{
  const Promise *broken = find_broken ();
  char text[160];

  if (broken == NULL)
    return;
  describe (broken, text, sizeof text);
  fail (FAIL_INVARIANT, pc, 0, "%s", text);
}

/* After a step: do the promises about variables hold? */
void
promise_check (void)
{
  const Promise *broken = all.n_variables > 0 && run.failure.kind == FAIL_NONE ? find_broken () : NULL;
  const Event *event = run.depth > 0 ? &trail.events[run.depth - 1] : NULL;

  if (broken == NULL)
    return;
  run.failure = (Failure) { FAIL_INVARIANT, 0, 0, 0, 0, "" };
  if (event)
    {
      run.failure.thread = THREAD_OF (event->proc);
      run.failure.pc = event->op.pc;
      run.failure.address = event->op.address;
    }
  describe (broken, run.failure.text, sizeof run.failure.text);
}

/* Writes to variables that one promise speaks of depend on each other, since the
 * states between them are others. */
void
promise_watch (Op *op)
{
  if (all.n_variables == 0)
    return;
  for (int i = 0; i < all.n_names; i++)
    {
      const Name *name = &all.names[i];
      uintptr_t start = program_get_base () + values.values[name->first].offset;

      if (name->kind == 'v' && op->address < start + (uintptr_t) name->n * values.values[name->first].size &&
          start < op->address + op->size)
        op->second = (uintptr_t) &groups[name->group];
    }
}

/* An operation on the groups of these names; NOTHING is of none. Two of the same
 * change (not 0) lead to the same states in either order. */
static void
tell (int       one,
      int       other,
      unsigned  change,
      uintptr_t pc)
{
  int from = one != NOTHING ? all.names[one].group : all.names[other].group;
  int to = other != NOTHING ? all.names[other].group : from;
  int first = from < to ? from : to, last = from < to ? to : from;

  if (run_is_alone ())
    return;
  self ()->op = (Op) { (uintptr_t) &groups[first], change, pc, (uint32_t) (last - first) + 1, OP_TELL, false };
  self ()->timed_out = false;
  fiber_leave ();
}

/* For explored/problem.c. */

void
x_promise_actors (int n)
{
  all.n_actors = n < MOST_ACTORS ? n : MOST_ACTORS;
}

void
x_promise_actor (int index)
{
  all.actor_of[run.current] = index;
}

void
x_promise_parameter (const char *name,
                     long        value)
{
  int i = find_name ('p', name);

  if (i != NOTHING)
    all.names[i].value = value;
}

static int
find_activity (const char *activity)
{
  int i = find_name ('a', activity);

  return i != NOTHING ? i : find_name ('w', activity);
}

void
x_promise_does (const char *activity,
                void       *caller)
{
  int to = find_activity (activity), from = all.doing[run.current];

  if (all.n_promises == 0 || from == to)
    return;
  tell (from, to, 1 + (unsigned) ((from + 1) * MOST_NAMES + to + 1), (uintptr_t) caller);
  if (from != NOTHING)
    all.names[from].value--;
  if (to != NOTHING)
    all.names[to].value++;
  all.doing[run.current] = to;
  check ((uintptr_t) caller);
}

void
x_promise_show (const char *name,
                long        value,
                void       *caller)
{
  int i = find_name ('n', name);

  if (i == NOTHING)
    return;
  tell (i, i, 0, (uintptr_t) caller);
  all.names[i].value = value;
  if (all.actor_of[run.current] >= 0)
    all.names[i].own[all.actor_of[run.current]] = value;
  check ((uintptr_t) caller);
}

/* Who does what, and what was shown. */
uint64_t
promise_hash (uint64_t hash)
{
  if (all.n_promises == 0)
    return hash;
  for (int i = 0; i < all.n_names; i++)
    {
      hash = hash_word (hash, (uint64_t) all.names[i].value);
      hash = hash_bytes (hash, all.names[i].own, sizeof all.names[i].own);
    }
  hash = hash_bytes (hash, all.actor_of, sizeof all.actor_of);

  return hash_bytes (hash, all.doing, sizeof all.doing);
}

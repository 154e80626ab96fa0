/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-invariant.h"

#include "apm-error.h"
#include "explore-expression.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Deeper parentheses than anybody writes, and than the stack below has room for. */
#define MOST_DEPTH 16
#define MOST_STACK 64

/* In the order in which a stack machine does them. */
typedef struct {
  ExpressionOp op;
  ApmInvariantFunction function;
  gint64 number;
  guint name;      /* in names */
} Step;

struct _ApmInvariant
{
  char *text;
  GArray *steps;   /* of Step */
  GPtrArray *names;
};

/* Longer signs first. */
static const struct { const char *sign; ExpressionOp op; int level; } operators[] = {
  { "||", OR, 1 }, { "&&", AND, 2 }, { "==", EQUAL, 3 }, { "!=", UNEQUAL, 3 },
  { "<=", LESS_EQUAL, 4 }, { ">=", MORE_EQUAL, 4 }, { "<", LESS, 4 }, { ">", MORE, 4 },
  { "+", PLUS, 5 }, { "-", MINUS, 5 }, { "*", TIMES, 6 }, { "/", DIVIDE, 6 }, { "%", MODULO, 6 },
};

static const struct { const char *name; ApmInvariantFunction function; } functions[] = {
  { "min", APM_INVARIANT_MIN }, { "max", APM_INVARIANT_MAX }, { "sum", APM_INVARIANT_SUM },
};

typedef struct {
  ApmInvariant *invariant;
  const char *at;
  guint depth;
} Parser;

static gboolean parse_level (Parser *parser, int level);

static void
skip_space (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

static gboolean
take_sign (Parser     *parser,
           const char *sign)
{
  skip_space (parser);
  if (!g_str_has_prefix (parser->at, sign))
    return FALSE;

  parser->at += strlen (sign);
  return TRUE;
}

static void
add_step (Parser      *parser,
          ExpressionOp op)
{
  Step step = { .op = op };

  g_array_append_val (parser->invariant->steps, step);
}

static char *
take_name (Parser *parser)
{
  const char *from = parser->at;

  while (g_ascii_isalnum (*parser->at) || *parser->at == '_')
    parser->at++;

  return g_strndup (from, (gsize) (parser->at - from));
}

static gboolean
add_name (Parser               *parser,
          char                 *name,
          ApmInvariantFunction  function)
{
  GPtrArray *names = parser->invariant->names;
  Step step = { .op = NAME, .function = function, .name = names->len };

  g_ptr_array_add (names, name);
  g_array_append_val (parser->invariant->steps, step);

  return *name && !g_ascii_isdigit (*name);
}

/* NAME, or min(NAME). */
static gboolean
parse_name (Parser *parser)
{
  g_autofree char *name = take_name (parser);

  if (!take_sign (parser, "("))
    return add_name (parser, g_steal_pointer (&name), APM_INVARIANT_VALUE);

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (functions[i].name, name))
      {
        skip_space (parser);
        return add_name (parser, take_name (parser), functions[i].function) && take_sign (parser, ")");
      }

  return FALSE;
}

static gboolean
parse_number (Parser *parser)
{
  Step step = { .op = NUMBER };
  char *end;

  step.number = g_ascii_strtoll (parser->at, &end, 10);
  parser->at = end;
  g_array_append_val (parser->invariant->steps, step);

  return ABS (step.number) <= G_MAXINT;
}

static gboolean
parse_operand (Parser *parser)
{
  gboolean good;

  if (parser->depth == MOST_DEPTH)
    return FALSE;

  parser->depth++;
  skip_space (parser);
  if (take_sign (parser, "("))
    good = parse_level (parser, 1) && take_sign (parser, ")");
  else if (take_sign (parser, "!"))
    {
      good = parse_operand (parser);
      add_step (parser, NOT);
    }
  else if (take_sign (parser, "-"))
    {
      good = parse_operand (parser);
      add_step (parser, MINUS_SIGN);
    }
  else
    good = g_ascii_isdigit (*parser->at) ? parse_number (parser) : parse_name (parser);
  parser->depth--;

  return good;
}

static gboolean
take_operator (Parser       *parser,
               int           level,
               ExpressionOp *op)
{
  skip_space (parser);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (!g_str_has_prefix (parser->at, operators[i].sign))
        continue;
      if (operators[i].level != level)
        return FALSE;

      parser->at += strlen (operators[i].sign);
      *op = operators[i].op;
      return TRUE;
    }

  return FALSE;
}

static gboolean
parse_level (Parser *parser,
             int     level)
{
  ExpressionOp op;

  if (level > 6)
    return parse_operand (parser);
  if (!parse_level (parser, level + 1))
    return FALSE;

  while (take_operator (parser, level, &op))
    {
      if (!parse_level (parser, level + 1))
        return FALSE;
      add_step (parser, op);
    }

  return TRUE;
}

/**
 * apm_invariant_new:
 *
 * Returns: (transfer full): the expression, or %NULL with APM_ERROR_INVALID
 *   that says where it cannot be understood
 */
ApmInvariant *
apm_invariant_new (const char *text,
                   GError    **error)
{
  g_autoptr(ApmInvariant) self = g_new0 (ApmInvariant, 1);
  Parser parser = { self, text, 0 };

  self->text = g_strdup (text);
  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  self->names = g_ptr_array_new_with_free_func (g_free);

  if (!parse_level (&parser, 1) || (skip_space (&parser), *parser.at) || self->steps->len >= MOST_STACK)
    {
      if (*parser.at)
        g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                     _("“%s” is no expression: it cannot be understood at “%s”"), text, parser.at);
      else
        g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                     _("“%s” is no expression: something is missing at its end"), text);
      return NULL;
    }

  g_ptr_array_add (self->names, NULL);
  return g_steal_pointer (&self);
}

void
apm_invariant_free (ApmInvariant *self)
{
  g_array_unref (self->steps);
  g_ptr_array_unref (self->names);
  g_free (self->text);
  g_free (self);
}

const char *
apm_invariant_get_text (const ApmInvariant *self)
{
  return self->text;
}

/**
 * apm_invariant_get_names:
 *
 * Returns: (transfer none): the names in it, some perhaps twice
 */
const char *const *
apm_invariant_get_names (const ApmInvariant *self)
{
  return (const char *const *) self->names->pdata;
}

/**
 * apm_invariant_dup_postfix:
 * @kinds: says of a name what letter stands for its kind
 *
 * Returns: (transfer full): the steps of a stack machine in words, as
 *   src/explorer/explore-promise.h has them: "a=reads 0 == a=writes 0 == ||"
 */
char *
apm_invariant_dup_postfix (const ApmInvariant *self,
                           ApmInvariantKindFunc kinds,
                           gpointer             user_data)
{
  static const char letters[] = {
    [APM_INVARIANT_VALUE] = '=', [APM_INVARIANT_MIN] = '<', [APM_INVARIANT_MAX] = '>', [APM_INVARIANT_SUM] = '+',
  };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);
      const char *name = step->op == NAME ? self->names->pdata[step->name] : NULL;

      if (i > 0)
        g_string_append_c (text, ' ');
      if (step->op == NUMBER)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, step->number);
      else if (step->op == NAME)
        g_string_append_printf (text, "%c%c%s", kinds (name, user_data), letters[step->function], name);
      else if (step->op == NOT || step->op == MINUS_SIGN)
        g_string_append (text, step->op == NOT ? "!" : "neg");
      for (guint j = 0; j < G_N_ELEMENTS (operators); j++)
        if (operators[j].op == step->op)
          g_string_append (text, operators[j].sign);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_invariant_holds:
 * @func: tells what a name is now
 */
gboolean
apm_invariant_holds (const ApmInvariant *self,
                     ApmInvariantFunc    func,
                     gpointer            user_data)
{
  gint64 stack[MOST_STACK];
  guint n = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = &g_array_index (self->steps, Step, i);

      if (step->op == NUMBER)
        stack[n++] = step->number;
      else if (step->op == NAME)
        stack[n++] = func (self->names->pdata[step->name], step->function, user_data);
      else if (step->op <= MINUS_SIGN)
        stack[n - 1] = expression_compute (step->op, 0, stack[n - 1]);
      else
        {
          n--;
          stack[n - 1] = expression_compute (step->op, stack[n - 1], stack[n]);
        }
    }

  return stack[0] != 0;
}

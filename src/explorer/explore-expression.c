/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-expression.h"

#include <stdlib.h>
#include <string.h>

static const char *const signs[] = {
  "", "", "!", "neg", "||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%",
};

/* Adds a number or a sign. Returns: false where it is none, or there is no room */
bool
expression_take (Expression *expression,
                 const char *word)
{
  ExpressionStep *step = &expression->steps[expression->n_steps];
  char *end;

  if (expression->n_steps == MOST_STEPS)
    return false;
  *step = (ExpressionStep) { .op = NUMBER, .number = strtoll (word, &end, 10) };
  if (*end != '\0' || end == word)
    {
      step->op = NOT;
      while (step->op <= MODULO && strcmp (signs[step->op], word) != 0)
        step->op++;
    }
  expression->n_steps++;

  return step->op <= MODULO;
}

/* Would the stack always have what the steps take, and one number at the end? */
bool
expression_is_whole (const Expression *expression)
{
  int depth = 0;

  for (int i = 0; i < expression->n_steps; i++)
    {
      ExpressionOp op = expression->steps[i].op;

      if (op <= NAME)
        depth++;
      else if (depth < (op <= MINUS_SIGN ? 1 : 2))
        return false;
      else if (op > MINUS_SIGN)
        depth--;
    }

  return depth == 1;
}

/* What would overflow wraps, and what is divided by nothing is nothing. A sign before one
 * number is for @b. */
int64_t
expression_compute (ExpressionOp op,
                    int64_t      a,
                    int64_t      b)
{
  switch (op)
    {
    case NOT: return !b;
    case MINUS_SIGN: case MINUS: return (int64_t) ((uint64_t) a - (uint64_t) b);
    case OR: return a || b;
    case AND: return a && b;
    case EQUAL: return a == b;
    case UNEQUAL: return a != b;
    case LESS_EQUAL: return a <= b;
    case MORE_EQUAL: return a >= b;
    case LESS: return a < b;
    case MORE: return a > b;
    case PLUS: return (int64_t) ((uint64_t) a + (uint64_t) b);
    case TIMES: return (int64_t) ((uint64_t) a * (uint64_t) b);
    case DIVIDE: return b == 0 || b == -1 ? expression_compute (TIMES, a, b) : a / b;
    case MODULO: return b == 0 || b == -1 ? 0 : a % b;
    case NUMBER: case NAME:
    default: return 0;
    }
}

/* The number that is left at the end; the expression is whole. */
int64_t
expression_value (const Expression *expression,
                  int64_t         (*value_of) (const ExpressionStep *step))
{
  int64_t stack[MOST_STEPS + 1] = { 0 };
  int n = 0;

  for (int i = 0; i < expression->n_steps; i++)
    {
      const ExpressionStep *step = &expression->steps[i];

      if (step->op == NUMBER)
        stack[n++] = step->number;
      else if (step->op == NAME)
        stack[n++] = value_of (step);
      else if (step->op <= MINUS_SIGN)
        stack[n - 1] = expression_compute (step->op, 0, stack[n - 1]);
      else
        n--, stack[n - 1] = expression_compute (step->op, stack[n - 1], stack[n]);
    }

  return stack[0];
}

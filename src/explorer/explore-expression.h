/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The steps of a stack machine; what a name is, its owner knows. core/sync, which makes
 * such steps of text, does the same with their numbers. */

#define MOST_STEPS 64

typedef enum {
  NUMBER, NAME, NOT, MINUS_SIGN,
  OR, AND, EQUAL, UNEQUAL, LESS_EQUAL, MORE_EQUAL, LESS, MORE, PLUS, MINUS, TIMES, DIVIDE, MODULO,
} ExpressionOp;

typedef struct {
  uint8_t op, name;
  char    function;                    /* = < > + */
  int64_t number;
} ExpressionStep;

typedef struct {
  ExpressionStep steps[MOST_STEPS];
  int            n_steps;
} Expression;

bool    expression_take     (Expression *expression, const char *word);
bool    expression_is_whole (const Expression *expression);
int64_t expression_compute  (ExpressionOp op, int64_t a, int64_t b);
int64_t expression_value    (const Expression *expression, int64_t (*value_of) (const ExpressionStep *step));

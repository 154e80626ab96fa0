/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

/* What must hold in every state of every execution: expressions of what actors do,
 * numbers that they show, parameters, and the program's variables. A promise comes
 * as "STEPS;TEXT": the steps of a stack machine in words, and the expression as a
 * person wrote it. What a word means says its first letter, how it is taken its
 * second:
 *
 *   a=reads     so many actors do "reads"          n=lap       the number shown last
 *   p=slots     a parameter                        n<lap       the least of all actors' own
 *   w=eats      1 if two neighbours do "eats"      n>lap n+lap the greatest, the sum
 *   v=count     a global variable                  v<a v>a v+a of an array
 *   7           a number                           ! neg || && == != <= >= < > + - * / %
 */
bool promise_add        (const char *text);
bool promise_bind       (const char **unknown);
void promise_reset      (void);
void promise_check      (void);
void promise_watch      (Op *op);

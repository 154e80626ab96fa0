/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

/* What a program of the laboratory tells of itself, where the lens is in it: marks,
 * by apm_lens_mark (mark, a, b), in the order in which it happens. All else (locks,
 * semaphores, waits, threads) the lens sees by itself. A name travels as the bytes
 * of a number: up to 8 of them, then zeros. From PROBLEM_MARK_DOES on a mark is a
 * step, at which a thread can be held. */
enum {
  PROBLEM_MARK_PUT = 49,     /* a: item, from 1; b: slot */
  PROBLEM_MARK_GOT,          /* a: item; b: slot */

  PROBLEM_MARK_START = 192,  /* an actor begins; a: its name; b: its number, from 0 */
  PROBLEM_MARK_HEIR,         /* it goes on here, in a child of fork (); b: its number */
  PROBLEM_MARK_END,          /* it has ended */
  PROBLEM_MARK_ROUND,        /* a: number of the round that begins, from 1; b: the sum it should end with */
  PROBLEM_MARK_COUNT,        /* a: the shared number as it is now */
  PROBLEM_MARK_SUM,          /* a: the sum expected; b: the sum found */
  PROBLEM_MARK_DONE,         /* the program ends as it should */

  PROBLEM_MARK_DOES = 208,   /* a: what the actor does from now on, a word of its problem.ini */
  PROBLEM_MARK_SHOW,         /* a: a number's name; b: its value from now on */
};

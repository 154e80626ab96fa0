/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stdbool.h>
#include <sys/types.h>

#define MOST_SOURCES 64
#define MOST_FLAGS   64

typedef struct {
  char        directory[64];         /* ours, removed at the end */
  pid_t       keeper;                /* removes it where we cannot */
  char        program[96];           /* the shared object */
  const char *sources[MOST_SOURCES];
  int         n_sources;
  int         driver;                /* whose main() it is, where it is not the others'; −1: nobody's */
  const char *flags[MOST_FLAGS];     /* -I, -D, -std */
  int         n_flags;
} Build;

typedef enum {
  BUILD_DONE,
  BUILD_BAD_SOURCE,                  /* the compiler has said why */
  BUILD_NO_COMPILER,
  BUILD_FAILED,
} BuildEnd;

BuildEnd build_program (Build *build);
void     build_cancel  (void);
bool     build_native  (const Build *build, const char *path);
void     build_remove  (Build *build);
bool     build_check   (const Build *build);

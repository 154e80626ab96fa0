/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which frame of a stack tells a programmer where the program waits. */

#include "stack.h"

#include <string.h>

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static bool
begins_with (const char *text,
             const char *with)
{
  return strncmp (text, with, strlen (with)) == 0;
}

static bool
begins_with_any (const char        *text,
                 const char *const *begins,
                 size_t             n)
{
  for (size_t i = 0; i < n; i++)
    if (begins_with (text, begins[i]))
      return true;

  return false;
}

/* Of the system, not what somebody has written and asks about. */
bool
worth_is_of_system (const char *path,
                    const char *program)
{
  static const char *const begins[] = { "/lib/", "/lib32/", "/lib64/", "/usr/lib" };

  if (program && strcmp (path, program) == 0)
    return false;

  return path[0] != '/' || begins_with_any (path, begins, COUNT (begins));
}

/* The C library waits for everybody, and so does the lens before it: that says nothing. */
bool
worth_is_c_library (const char *path)
{
  static const char *const names[] = { "[", "libc.so", "libc-", "libpthread", "ld-", "librt", "libc.musl", "libapm-lens" };
  const char *slash = strrchr (path, '/');

  return begins_with_any (slash ? slash + 1 : path, names, COUNT (names));
}

/* Code of a language's own library that was compiled into the program. */
bool
worth_is_of_language (const char *source)
{
  static const char *const begins[] = { "/usr/include/", "/usr/lib/", "/rustc/", "library/std/", "library/core/" };

  return begins_with_any (source, begins, COUNT (begins)) || strstr (source, "/rustlib/") != NULL;
}

/* How much a frame says: a program's source line most. Names with two underscores are
 * the C library's own, wherever it was linked to, and those with _R nobody can read. */
int
worth_weigh (bool        is_of_system,
             const char *function,
             const char *source)
{
  bool is_own = source && !worth_is_of_language (source);

  if (function == NULL || (!is_own && (begins_with (function, "_R") || begins_with (function, "__"))))
    return 0;
  if (is_of_system || (source && !is_own))
    return 1;

  return source == NULL ? 2 : WORTH_BEST;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the code of a line is. A line may be in several pieces: a loop's head, a
 * function that was inlined. */

#define MOST_RANGES 64

static int n_printed;

static bool
is_file (const char *path, const char *file, size_t length)
{
  const char *slash = path ? strrchr (path, '/') : NULL;
  const char *name = slash ? slash + 1 : path;

  return name && strlen (name) == length && strncmp (name, file, length) == 0;
}

/* @file: its base name, not ended */
static void
print_unit (Dwarf_Die *unit, Dwarf_Addr bias, const char *file, size_t length, int number)
{
  Dwarf_Lines *lines;
  size_t n;

  if (dwarf_getsrclines (unit, &lines, &n) != 0)
    return;
  for (size_t i = 0; i + 1 < n && n_printed < MOST_RANGES; i++)
    {
      Dwarf_Line *line = dwarf_onesrcline (lines, i);
      Dwarf_Addr from, to;
      bool ends;
      int its_number;

      if (dwarf_lineno (line, &its_number) != 0 || its_number != number || dwarf_lineendsequence (line, &ends) != 0 || ends ||
          !is_file (dwarf_linesrc (line, NULL, NULL), file, length) || dwarf_lineaddr (line, &from) != 0 ||
          dwarf_lineaddr (dwarf_onesrcline (lines, i + 1), &to) != 0 || to <= from)
        continue;
      printf ("%s%" PRIx64 "-%" PRIx64, n_printed++ ? " " : "", (uint64_t) (from + bias), (uint64_t) (to + bias));
    }
}

static int
print_module (Dwfl_Module *module, void **user_data, const char *name, Dwarf_Addr start, void *data)
{
  const char *place = data;
  const char *colon = strrchr (place, ':');
  Dwarf_Die *unit = NULL;
  Dwarf_Addr bias;

  while (colon && (unit = dwfl_module_nextcu (module, unit, &bias)))
    print_unit (unit, bias, place, (size_t) (colon - place), atoi (colon + 1));

  return DWARF_CB_OK;
}

/* @place: "naive.c:41" */
void
lines_print_ranges (Dwfl *dwfl, const char *place)
{
  n_printed = 0;
  dwfl_getmodules (dwfl, print_module, (void *) place, 0);
  printf ("\n");
}

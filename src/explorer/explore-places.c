/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-places.h"

#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Gives the lines of the searching process their words: where in the source a
 * place is, and what a variable is called. */

static struct {
  Dwfl        *dwfl;
  Dwfl_Module *module;
  Dwarf_Addr   base;
} places;

bool
places_open (const char *program)
{
  static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = dwfl_standard_find_debuginfo,
    .section_address = dwfl_offline_section_address,
  };
  Dwarf_Addr start;

  if (places.module)
    return true;
  places.dwfl = dwfl_begin (&callbacks);
  if (places.dwfl == NULL)
    return false;
  places.module = dwfl_report_elf (places.dwfl, "program", program, -1, 0x10000, false);
  dwfl_report_end (places.dwfl, NULL, NULL);
  if (places.module == NULL)
    return false;
  dwfl_module_info (places.module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
  places.base = start;

  return true;
}

/* Returns: what was compiled next, from NULL to NULL; its addresses are from the
 * program's beginning */
Dwarf_Die *
places_next_unit (Dwarf_Die *unit)
{
  Dwarf_Addr bias;

  return dwfl_module_nextcu (places.module, unit, &bias);
}

/* FILE:LINE of what was called from the line before the address; "-": not known. */
void
places_tell (unsigned long long offset,
             char              *text,
             size_t             size)
{
  Dwfl_Line *line;
  const char *file = NULL;
  int number = 0;

  line = offset > 0 ? dwfl_module_getsrc (places.module, places.base + offset - 1) : NULL;
  if (line)
    file = dwfl_lineinfo (line, NULL, &number, NULL, NULL, NULL);
  if (file)
    snprintf (text, size, "%s:%d", file, number);
  else
    snprintf (text, size, "-");
}

static void
print_place (unsigned long long offset)
{
  char text[4200];

  places_tell (offset, text, sizeof text);
  printf ("%s", text);
}

/* The variable that has this byte, and how far into it. */
static void
print_variable (unsigned long long offset)
{
  int n = dwfl_module_getsymtab (places.module);

  for (int i = 0; i < n; i++)
    {
      GElf_Sym symbol;
      GElf_Addr value;
      const char *name = dwfl_module_getsym_info (places.module, i, &symbol, &value, NULL, NULL, NULL);

      if (name == NULL || GELF_ST_TYPE (symbol.st_info) != STT_OBJECT || symbol.st_size == 0)
        continue;
      if (places.base + offset < value || places.base + offset >= value + symbol.st_size)
        continue;
      printf ("%s", name);
      if (places.base + offset > value)
        printf ("+%llu", (unsigned long long) (places.base + offset - value));
      return;
    }
  printf ("g+%llx", offset);
}

/* One part of a line: @kind says what it is. p: place, o: object, =: as it is. */
static void
print_part (char        kind,
            const char *part)
{
  unsigned long long offset;

  if (kind == 'p')
    print_place (strtoull (part, NULL, 16));
  else if (kind == 'o' && strncmp (part, "g+", 2) == 0)
    print_variable (strtoull (part + 2, NULL, 16));
  else if (kind == 'o' && strncmp (part, "h:", 2) == 0)
    {
      const char *place = strrchr (part, ':');

      printf ("%.*s", (int) (place + 1 - part), part);
      offset = strtoull (place + 1, NULL, 16);
      print_place (offset);
    }
  else
    printf ("%s", part);
}

/* Prints a line of the searching process, without its end, for others to read. */
void
places_print (char *line)
{
  static const struct {
    const char *word, *parts;
  } lines[] = {
    { "failure", "==ppo=" },
    { "step", "===poo==" },
    { "waits", "==poo=" },
  };
  const char *parts = "";
  char *part, *rest = line;

  part = strsep (&rest, "\t");
  printf ("%s", part);
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
    if (strcmp (lines[i].word, part) == 0)
      parts = lines[i].parts;
  while ((part = strsep (&rest, "\t")))
    {
      putchar ('\t');
      print_part (*parts ? *parts++ : '=', part);
    }
  putchar ('\n');
}

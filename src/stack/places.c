/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "stack.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Finding the name of an address walks a whole symbol table; threads of one
 * program stand at few places. */
#define N_KNOWN 4096

typedef struct {
  Place place;
  char *line;
} Known;

static Known known[N_KNOWN];

typedef char *(*Demangle) (const char *name, char *buffer, size_t *length, int *status);

/* A line is one line, and its parts are parted by tabs. */
static char *
make_one_part (char *text)
{
  for (char *p = text; p && *p; p++)
    if ((unsigned char) *p < ' ')
      *p = '?';

  return text;
}

/* Returns: the name of a function as its language writes it, to free. Those of C++ are
 * read by the C++ library where there is one. */
char *
places_dup_readable (const char *symbol)
{
  static Demangle demangle;
  static bool is_looked_up;
  char *name;

  if (!is_looked_up)
    {
      void *library = dlopen ("libstdc++.so.6", RTLD_LAZY | RTLD_LOCAL);

      is_looked_up = true;
      demangle = library ? (Demangle) dlsym (library, "__cxa_demangle") : NULL;
    }
  name = demangle && strncmp (symbol, "_Z", 2) == 0 ? demangle (symbol, NULL, NULL, NULL) : NULL;

  /* Without the version that the linker appends: "open@@GLIBC_2.2.5". */
  return make_one_part (name ? name : strndup (symbol, strcspn (symbol, "@")));
}

/* Returns: "/src/bank.c:41", to free; NULL where it is not known */
char *
places_dup_source (Dwfl_Module *module,
                   Dwarf_Addr   pc)
{
  Dwfl_Line *line = module ? dwfl_module_getsrc (module, pc) : NULL;
  int number = 0;
  const char *file = line ? dwfl_lineinfo (line, NULL, &number, NULL, NULL, NULL) : NULL;
  char *text = NULL;

  if (file == NULL || asprintf (&text, "%s:%d", file, number) < 0)
    return NULL;

  return make_one_part (text);
}

/* Returns: the function's name, to free; NULL where none is told */
char *
places_dup_function (Dwfl_Module *module,
                     Dwarf_Addr   pc)
{
  GElf_Off offset;
  GElf_Sym symbol;
  const char *name = dwfl_module_addrinfo (module, pc, &offset, &symbol, NULL, NULL, NULL);

  /* What has no size is a label of an assembler, and may be far away. */
  return name && symbol.st_size > 0 ? places_dup_readable (name) : NULL;
}

static char *
dup_line (Dwfl        *dwfl,
          const Place *place)
{
  /* A call that never returns may be the last instruction of its function. */
  Dwarf_Addr pc = place->pc - (place->is_activation ? 0 : 1);
  Dwfl_Module *module = dwfl_addrmodule (dwfl, pc);
  Dwarf_Addr start = 0;
  const char *path = module ? dwfl_module_info (module, NULL, &start, NULL, NULL, NULL, NULL, NULL) : NULL;
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char *name = module ? dwfl_module_addrinfo (module, pc, &offset, &symbol, NULL, NULL, NULL) : NULL;
  char *function = name ? places_dup_readable (name) : NULL;
  char *file = path ? make_one_part (strdup (path)) : NULL;
  char *source = places_dup_source (module, pc);
  char *line = NULL;

  /* Where there is no name it is told from the start of the file. */
  if (name == NULL)
    offset = pc - start;
  if (asprintf (&line, "frame\t%" PRIx64 "\t%s\t%" PRIu64 "\t%s\t%s\n", (uint64_t) place->pc,
                function ? function : "", (uint64_t) offset, file ? file : "", source ? source : "") < 0)
    line = NULL;
  free (function);
  free (file);
  free (source);

  return line;
}

/* Prints which function, file and source line that is, as far as is known. */
void
places_print (Dwfl        *dwfl,
              const Place *place)
{
  Known *entry = &known[(place->pc ^ place->pc >> 12) % N_KNOWN];

  if (entry->line == NULL || entry->place.pc != place->pc || entry->place.is_activation != place->is_activation)
    {
      free (entry->line);
      entry->place = *place;
      entry->line = dup_line (dwfl, place);
    }
  if (entry->line)
    fputs (entry->line, stdout);
}

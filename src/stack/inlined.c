/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the compiler has put into one another, taken apart: std::mutex::lock() in
 * transfer() in main() is one frame of a stack and three of the source. */

#include "stack.h"

#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>

/* Where an inlined function was called from: "/src/bank.cc:41", to free, or NULL. */
static char *
dup_call_place (Dwarf_Die *cu,
                Dwarf_Die *inlined)
{
  Dwarf_Attribute attribute;
  Dwarf_Word file, line;
  Dwarf_Files *files;
  size_t n_files;
  const char *path;
  char *text = NULL;

  if (dwarf_formudata (dwarf_attr (inlined, DW_AT_call_file, &attribute), &file) != 0
      || dwarf_formudata (dwarf_attr (inlined, DW_AT_call_line, &attribute), &line) != 0
      || dwarf_getsrcfiles (cu, &files, &n_files) != 0 || file >= n_files)
    return NULL;
  path = dwarf_filesrc (files, file, NULL, NULL);
  if (path == NULL || asprintf (&text, "%s:%d", path, (int) line) < 0)
    return NULL;

  return text;
}

static const char *
get_name (Dwarf_Die *die)
{
  Dwarf_Attribute attribute;
  const char *linked = dwarf_formstring (dwarf_attr_integrate (die, DW_AT_linkage_name, &attribute));

  return linked ? linked : dwarf_diename (die);
}

/* Goes outwards from what stands at @pc to the first function whose source is of
 * interest.
 *
 * @function, @source: (inout): of the whole frame and of its innermost line, replaced
 *   where that line is of an inlined function */
void
places_take_apart (Dwfl_Module  *module,
                   Dwarf_Addr    pc,
                   bool        (*is_boring) (const char *source),
                   char        **function,
                   char        **source)
{
  Dwarf_Addr bias;
  Dwarf_Die *cu = dwfl_module_addrdie (module, pc, &bias);
  Dwarf_Die *innermost = NULL, *scopes = NULL;
  int n = cu ? dwarf_getscopes (cu, pc - bias, &innermost) : 0;

  /* Beyond an inlined function those would go on where it was written, not where it was put. */
  n = n > 0 ? dwarf_getscopes_die (&innermost[0], &scopes) : 0;
  for (int i = 0; i < n && *source; i++)
    {
      char *outer;

      if (dwarf_tag (&scopes[i]) != DW_TAG_inlined_subroutine)
        continue;
      if (!is_boring (*source))
        {
          char *name = get_name (&scopes[i]) ? places_dup_readable (get_name (&scopes[i])) : NULL;

          if (name)
            {
              free (*function);
              *function = name;
            }
          break;
        }
      outer = dup_call_place (cu, &scopes[i]);
      if (outer == NULL)
        break;
      free (*source);
      *source = outer;
    }
  free (innermost);
  free (scopes);
}

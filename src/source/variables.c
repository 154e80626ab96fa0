/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "source.h"
#include "types.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#define MOST_VARIABLES 100000
#define MOST_DEPTH     32
#define LONGEST_NAME   512
/* Elements of an array of structures that are named one by one. */
#define MOST_LISTED    64
/* Memory that a program has mapped for itself, behind a pointer to a page. */
#define MOST_MAPPED    65536

typedef struct {
  const char *name;
  uint64_t start, end;
  Dwarf_Die type;
  bool is_own;                /* of the program, not of a library of the system */
} Global;

static Global *globals;
static size_t n_globals;
static size_t n_modules_known;
static bool is_own;           /* what is being collected */

/* Globals and the statics of functions. */
static void
collect_die (Dwarf_Die *die, Dwarf_Addr bias, int depth)
{
  Dwarf_Attribute attribute;
  Dwarf_Op *ops;
  size_t n_ops;
  Dwarf_Die child;
  int tag = dwarf_tag (die);

  if (tag == DW_TAG_variable && n_globals < MOST_VARIABLES && dwarf_diename (die) &&
      dwarf_attr (die, DW_AT_location, &attribute) && dwarf_getlocation (&attribute, &ops, &n_ops) == 0 &&
      n_ops == 1 && ops[0].atom == DW_OP_addr)
    {
      Global *global = &globals[n_globals];

      global->name = dwarf_diename (die);
      global->is_own = is_own;
      global->start = ops[0].number + bias;
      if (type_get_inner (die, &global->type))
        {
          global->end = global->start + type_get_size (&global->type);
          n_globals += global->end > global->start;
        }
    }

  if ((tag != DW_TAG_compile_unit && tag != DW_TAG_subprogram && tag != DW_TAG_lexical_block &&
       tag != DW_TAG_namespace) || depth > MOST_DEPTH || dwarf_child (die, &child) != 0)
    return;
  do
    collect_die (&child, bias, depth + 1);
  while (dwarf_siblingof (&child, &child) == 0);
}

static int
collect_module (Dwfl_Module *module, void **user_data, const char *name, Dwarf_Addr start, void *data)
{
  Dwarf_Die *unit = NULL;
  Dwarf_Addr bias;

  is_own = n_modules_known++ == 0 || name == NULL || (strncmp (name, "/lib", 4) != 0 && strncmp (name, "/usr/lib", 8) != 0);
  /* Ours is no part of the program. */
  if (name && strstr (name, "libapm-lens"))
    return DWARF_CB_OK;
  while ((unit = dwfl_module_nextcu (module, unit, &bias)))
    collect_die (unit, bias, 0);

  return DWARF_CB_OK;
}

static int
count_module (Dwfl_Module *module, void **user_data, const char *name, Dwarf_Addr start, void *data)
{
  ++*(size_t *) data;

  return DWARF_CB_OK;
}

/* Reads the variables when it is asked for one, and again when there is more. */
static bool
prepare (Dwfl *dwfl)
{
  size_t n_modules = 0;

  dwfl_getmodules (dwfl, count_module, &n_modules, 0);
  if (globals && n_modules == n_modules_known)
    return true;
  if (globals == NULL)
    globals = calloc (MOST_VARIABLES + 1, sizeof *globals);
  if (globals == NULL)
    return false;
  n_globals = n_modules_known = 0;
  dwfl_getmodules (dwfl, collect_module, NULL, 0);

  return true;
}

static void
append (char *text, const char *more)
{
  size_t length = strlen (text);

  snprintf (text + length, LONGEST_NAME - length, "%s", more);
}

/* Writes how one comes from a value of @type to what lies at @offset in it.
 * Returns: whether a lock begins there */
static bool
append_path (char *text, Dwarf_Die type, uint64_t offset)
{
  Dwarf_Die inner;

  for (int depth = 0; depth < MOST_DEPTH; depth++)
    {
      type_peel (&type);
      if (type_is_lock (&type))
        return offset == 0;
      if (dwarf_tag (&type) == DW_TAG_array_type && type_get_inner (&type, &inner))
        {
          uint64_t size = type_get_size (&inner);
          int n = type_count_dimensions (&type);
          char index[32];

          for (int i = 0; i < n && size > 0; i++)
            {
              uint64_t step = size * type_count_elements (&type, i + 1);

              snprintf (index, sizeof index, "[%" PRIu64 "]", offset / step);
              append (text, index);
              offset %= step;
            }
          type = inner;
        }
      else if (type_is_aggregate (dwarf_tag (&type)))
        {
          Dwarf_Die member;
          const char *name;

          if (!type_find_member (&type, offset, &member, &offset) || !type_get_inner (&member, &inner))
            return false;
          name = dwarf_diename (&member);
          /* The insides of the C++ library's classes. */
          if (name && strncmp (name, "_M_", 3) != 0)
            {
              append (text, ".");
              append (text, name);
            }
          type = inner;
        }
      else
        {
          return false;
        }
    }

  return false;
}

static bool
read_word (pid_t pid, uint64_t address, uint64_t *word)
{
  struct iovec here = { word, sizeof *word };
  struct iovec there = { (void *) (uintptr_t) address, sizeof *word };

  return process_vm_readv (pid, &here, 1, &there, 1, 0) == (ssize_t) sizeof *word;
}

/* How far the memory reaches that begins at @start: as malloc() has noted it, or
 * some pages of its own. */
static uint64_t
get_reach (pid_t pid, uint64_t start, uint64_t size)
{
  uint64_t chunk;

  if (start % 4096 == 0)
    return MOST_MAPPED;
  if (start % 16 == 0 && read_word (pid, start - 8, &chunk) && (chunk & ~7ull) > size && chunk < 1ull << 30)
    return (chunk & ~7ull) - 8;

  return size;
}

/* The variable is a pointer, and what is asked for lies where it points. */
static bool
append_behind (char *text, const Global *global, pid_t pid, uint64_t address)
{
  Dwarf_Die type = global->type, inner;
  uint64_t start, size, reach;
  char path[LONGEST_NAME] = "";
  char index[32];

  type_peel (&type);
  if (dwarf_tag (&type) != DW_TAG_pointer_type || !type_get_inner (&type, &inner))
    return false;
  type_peel (&inner);
  size = type_get_size (&inner);
  if (size == 0 || !read_word (pid, global->start, &start) || start == 0 || address < start ||
      address - start >= MOST_MAPPED)
    return false;
  if (!type_is_lock (&inner) && !type_is_aggregate (dwarf_tag (&inner)))
    return false;
  reach = get_reach (pid, start, size);
  if (address - start >= (reach > size ? reach : size))
    return false;

  if (!append_path (path, inner, (address - start) % size))
    return false;

  snprintf (index, sizeof index, "[%" PRIu64 "]", (address - start) / size);
  if (type_is_lock (&inner) && reach < 2 * size)
    {
      snprintf (text, LONGEST_NAME, "*%s", global->name);
    }
  else if (type_is_lock (&inner) || address - start >= size)
    {
      append (text, index);
      append (text, path);
    }
  else
    {
      append (text, "->");
      append (text, path[0] == '.' ? path + 1 : path);
    }

  return true;
}

/* Returns: how the program names what lies at @address, to free; NULL: unknown */
char *
variables_dup_name (Dwfl *dwfl, pid_t pid, uint64_t address)
{
  char text[LONGEST_NAME];

  if (!prepare (dwfl))
    return NULL;
  for (size_t i = 0; i < n_globals; i++)
    if (address >= globals[i].start && address < globals[i].end)
      {
        snprintf (text, sizeof text, "%s", globals[i].name);
        append_path (text, globals[i].type, address - globals[i].start);
        return strdup (text);
      }

  for (size_t i = 0; pid > 0 && i < n_globals; i++)
    {
      snprintf (text, sizeof text, "%s", globals[i].name);
      if (append_behind (text, &globals[i], pid, address))
        return strdup (text);
    }

  return NULL;
}

/* One step into a value: "[3]" of an array with one dimension, "[3][1]" of one with two.
 * Returns: what follows in the name, NULL: there is no such element */
static const char *
find_element (const char *rest, Dwarf_Die *type, uint64_t *address)
{
  int n = type_count_dimensions (type);
  Dwarf_Die inner;

  if (dwarf_tag (type) != DW_TAG_array_type || !type_get_inner (type, &inner))
    return NULL;
  for (int i = 0; i < n; i++)
    {
      uint64_t step = type_count_elements (type, i + 1);
      char *end;
      uint64_t index;

      if (rest[0] != '[' || rest[1] < '0' || rest[1] > '9')
        return NULL;
      index = strtoull (rest + 1, &end, 10);
      if (*end != ']' || index >= type_count_elements (type, i) / step)
        return NULL;
      *address += index * step * type_get_size (&inner);
      rest = end + 1;
    }
  *type = inner;

  return rest;
}

static const char *
find_member (const char *rest, Dwarf_Die *type, uint64_t *address)
{
  size_t n = strcspn (rest + 1, ".[");
  Dwarf_Die inner;

  if (!type_find_named_member (type, rest + 1, n, &inner, address))
    return NULL;
  *type = inner;

  return rest + 1 + n;
}

/* Finds "count", "slots", "slots[3]" or "bank.accounts[2].total". */
bool
variables_find (Dwfl *dwfl, const char *name, Variable *variable)
{
  size_t length = strcspn (name, ".[");

  if (!prepare (dwfl))
    return false;
  for (size_t i = 0; i < n_globals; i++)
    {
      Dwarf_Die type = globals[i].type;
      const char *rest = name + length;

      if (strncmp (globals[i].name, name, length) != 0 || globals[i].name[length] != '\0')
        continue;
      variable->address = globals[i].start;
      while (rest && *rest)
        {
          type_peel (&type);
          rest = *rest == '.' ? find_member (rest, &type, &variable->address)
                              : find_element (rest, &type, &variable->address);
        }
      if (rest && type_describe (type, variable))
        return true;
    }

  return false;
}

/* A number or an array of them prints its name, and whatever has such in it theirs. */
static void
list_value (const char *name, Dwarf_Die type, int depth, size_t *room)
{
  Variable variable;
  Dwarf_Die inner, child;
  char path[LONGEST_NAME];
  int length = (int) strlen (name);

  type_peel (&type);
  if (type_is_lock (&type) || depth > MOST_DEPTH || (size_t) length + 1 > *room || strpbrk (name, " \n"))
    return;
  if (type_describe (type, &variable))
    {
      if (variable.size == 0 || variable.size > 8)
        return;
      printf ("%s ", name);
      *room -= (size_t) length + 1;
    }
  else if (dwarf_tag (&type) == DW_TAG_array_type && type_count_dimensions (&type) == 1 && type_get_inner (&type, &inner))
    {
      uint64_t n = type_count_elements (&type, 0);

      for (uint64_t i = 0; i < n && i < MOST_LISTED; i++)
        if (snprintf (path, sizeof path, "%s[%" PRIu64 "]", name, i) < (int) sizeof path)
          list_value (path, inner, depth + 1, room);
    }
  else if (type_is_aggregate (dwarf_tag (&type)) && dwarf_child (&type, &child) == 0)
    {
      do
        if (dwarf_tag (&child) == DW_TAG_member && dwarf_diename (&child) && type_get_inner (&child, &inner) &&
            snprintf (path, sizeof path, "%s.%s", name, dwarf_diename (&child)) < (int) sizeof path)
          list_value (path, inner, depth + 1, room);
      while (dwarf_siblingof (&child, &child) == 0);
    }
}

/* Prints the names that can be found and are the program's own, a space after each, up
 * to @room bytes. */
void
variables_list (Dwfl *dwfl, size_t room)
{
  if (!prepare (dwfl))
    return;
  for (size_t i = 0; i < n_globals; i++)
    if (globals[i].is_own)
      list_value (globals[i].name, globals[i].type, 0, &room);
}

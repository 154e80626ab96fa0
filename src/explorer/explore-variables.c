/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-places.h"
#include "explore-values.h"

#include "../source/types.h"

#include <dwarf.h>
#include <stdio.h>
#include <string.h>

#define MOST_ELEMENTS 32
#define MOST_DEPTH    8

Values values;

static void add_type (Dwarf_Die type, Value value, int depth);

static void
add_named (const Value *value,
           char         kind,
           uint64_t     size)
{
  Value *added = &values.values[values.n];

  if (values.n == MOST_VALUES || size == 0 || (size > 8 && kind != 'l' && kind != 's'))
    return;
  *added = *value;
  added->kind = kind;
  added->size = (uint8_t) (kind == 'l' || kind == 's' ? 1 : size);
  values.n++;
}

/* Makes its name longer. Returns: false where that is too long */
static bool
extend (Value      *value,
        const char *more,
        uint64_t    further)
{
  size_t length = strlen (value->name);

  if (length + strlen (more) >= sizeof value->name)
    return false;
  strcpy (value->name + length, more);
  if (value->is_behind)
    value->inside += (uint32_t) further;
  else
    value->offset += further;

  return true;
}

static void
add_elements (Dwarf_Die *array,
              Value      value,
              int        depth)
{
  Dwarf_Die inner;
  uint64_t size;

  if (!type_get_inner (array, &inner) || type_count_dimensions (array) != 1)
    return;
  size = type_get_size (&inner);
  for (uint64_t i = 0; i < type_count_elements (array, 0) && i < MOST_ELEMENTS; i++)
    {
      Value element = value;
      char index[32];

      snprintf (index, sizeof index, "[%u]", (unsigned) i);
      if (extend (&element, index, i * size))
        add_type (inner, element, depth + 1);
    }
}

static void
add_members (Dwarf_Die *aggregate,
             Value      value,
             int        depth)
{
  Dwarf_Die member, inner;

  if (dwarf_child (aggregate, &member) != 0)
    return;
  do
    {
      Value part = value;
      const char *name = dwarf_tag (&member) == DW_TAG_member ? dwarf_diename (&member) : NULL;
      size_t length = name ? strlen (name) : 0;
      uint64_t at = 0;

      if (name == NULL || !type_find_named_member (aggregate, name, length, &inner, &at))
        continue;
      if (!(value.is_behind && strcmp (value.name + strlen (value.name) - 2, "->") == 0))
        if (!extend (&part, ".", 0))
          continue;
      if (extend (&part, name, at))
        add_type (inner, part, depth + 1);
    }
  while (dwarf_siblingof (&member, &member) == 0);
}

/* A pointer to what has a name inside, as programs share memory. */
static void
add_behind (Dwarf_Die *pointer,
            Value      value,
            int        depth)
{
  Dwarf_Die inner;

  if (value.is_behind || !type_get_inner (pointer, &inner))
    return;
  type_peel (&inner);
  if (!type_is_aggregate (dwarf_tag (&inner)) && !type_is_lock (&inner))
    return;
  value.is_behind = true;
  if (type_is_lock (&inner) ? true : extend (&value, "->", 0))
    add_type (inner, value, depth + 1);
}

static void
add_type (Dwarf_Die type,
          Value     value,
          int       depth)
{
  Variable scalar;
  int tag;

  type_peel (&type);
  tag = dwarf_tag (&type);
  if (depth > MOST_DEPTH || values.n == MOST_VALUES)
    return;
  if (type_is_lock (&type))
    add_named (&value, dwarf_diename (&type) && strcmp (dwarf_diename (&type), "sem_t") == 0 ? 's' : 'l', 1);
  else if (tag == DW_TAG_array_type)
    add_elements (&type, value, depth);
  else if (type_is_aggregate (tag))
    add_members (&type, value, depth);
  else if (tag == DW_TAG_pointer_type)
    add_behind (&type, value, depth);
  else if (type_describe (type, &scalar))
    add_named (&value, scalar.kind, scalar.size);
}

/* Globals, and the statics of functions. */
static void
look_at (Dwarf_Die *die,
         int        depth)
{
  Dwarf_Attribute attribute;
  Dwarf_Die child, type;
  Dwarf_Op *ops;
  size_t n_ops;
  int tag = dwarf_tag (die);

  if (tag == DW_TAG_variable && dwarf_diename (die) && dwarf_attr (die, DW_AT_location, &attribute) &&
      dwarf_getlocation (&attribute, &ops, &n_ops) == 0 && n_ops == 1 && ops[0].atom == DW_OP_addr &&
      type_get_inner (die, &type))
    {
      Value value = { .offset = (uintptr_t) ops[0].number };

      snprintf (value.name, sizeof value.name, "%s", dwarf_diename (die));
      add_type (type, value, 0);
    }
  if ((tag != DW_TAG_compile_unit && tag != DW_TAG_subprogram && tag != DW_TAG_lexical_block) ||
      depth > MOST_DEPTH || dwarf_child (die, &child) != 0)
    return;
  do
    look_at (&child, depth + 1);
  while (dwarf_siblingof (&child, &child) == 0);
}

/* Finds the variables of the program that places_open() has opened, but those of
 * what the catalogue's programs are compiled with. */
void
values_find (void)
{
  Dwarf_Die *unit = NULL;

  while ((unit = places_next_unit (unit)))
    {
      const char *name = dwarf_diename (unit);

      if (name == NULL || strstr (name, "/explored/problem.c") == NULL)
        look_at (unit, 0);
    }
}

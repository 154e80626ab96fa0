/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "types.h"

#include <dwarf.h>
#include <string.h>

#define MOST_DEPTH 32

/* Types whose inside is nobody's business. */
bool
type_is_lock (Dwarf_Die *type)
{
  static const char *const names[] = {
    "pthread_mutex_t", "pthread_cond_t", "pthread_rwlock_t", "pthread_barrier_t", "pthread_spinlock_t", "sem_t",
    "mtx_t", "cnd_t", "mutex", "condition_variable", "shared_mutex", "recursive_mutex",
  };
  const char *name = dwarf_diename (type);

  for (size_t i = 0; name && i < sizeof names / sizeof names[0]; i++)
    if (strcmp (name, names[i]) == 0)
      return true;

  return false;
}

bool
type_get_inner (Dwarf_Die *die, Dwarf_Die *type)
{
  Dwarf_Attribute attribute;

  return dwarf_attr_integrate (die, DW_AT_type, &attribute) && dwarf_formref_die (&attribute, type);
}

/* Through typedefs and qualifiers, but stops at a lock. */
void
type_peel (Dwarf_Die *type)
{
  Dwarf_Die inner;

  for (int i = 0; i < MOST_DEPTH && !type_is_lock (type); i++)
    {
      int tag = dwarf_tag (type);

      if (tag != DW_TAG_typedef && tag != DW_TAG_const_type && tag != DW_TAG_volatile_type &&
          tag != DW_TAG_atomic_type)
        return;
      if (!type_get_inner (type, &inner))
        return;
      *type = inner;
    }
}

uint64_t
type_get_size (Dwarf_Die *type)
{
  Dwarf_Word size;

  return dwarf_aggregate_size (type, &size) == 0 ? size : 0;
}

static bool
get_number (Dwarf_Die *die, unsigned name, uint64_t *number)
{
  Dwarf_Attribute attribute;
  Dwarf_Word word;

  if (!dwarf_attr_integrate (die, name, &attribute) || dwarf_formudata (&attribute, &word) != 0)
    return false;
  *number = word;

  return true;
}

/* How many elements the dimensions of an array after @skip have together. */
uint64_t
type_count_elements (Dwarf_Die *array, int skip)
{
  uint64_t product = 1;
  Dwarf_Die range;

  if (dwarf_child (array, &range) != 0)
    return 1;
  do
    {
      uint64_t n;

      if (dwarf_tag (&range) != DW_TAG_subrange_type || skip-- > 0)
        continue;
      if (get_number (&range, DW_AT_upper_bound, &n))
        product *= n + 1;
      else if (get_number (&range, DW_AT_count, &n))
        product *= n;
    }
  while (dwarf_siblingof (&range, &range) == 0);

  return product > 0 ? product : 1;
}

int
type_count_dimensions (Dwarf_Die *array)
{
  Dwarf_Die range;
  int n = 0;

  if (dwarf_child (array, &range) == 0)
    do
      n += dwarf_tag (&range) == DW_TAG_subrange_type;
    while (dwarf_siblingof (&range, &range) == 0);

  return n;
}

bool
type_is_aggregate (int tag)
{
  return tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type;
}

/* Finds the member at @offset: its type, and where in it. */
bool
type_find_member (Dwarf_Die *type, uint64_t offset, Dwarf_Die *member, uint64_t *inside)
{
  Dwarf_Die child, of;

  if (dwarf_child (type, &child) != 0)
    return false;
  do
    {
      uint64_t at = 0;
      uint64_t size;

      if (dwarf_tag (&child) != DW_TAG_member && dwarf_tag (&child) != DW_TAG_inheritance)
        continue;
      get_number (&child, DW_AT_data_member_location, &at);
      size = type_get_inner (&child, &of) ? type_get_size (&of) : 0;
      if (offset >= at && offset < at + size)
        {
          *member = child;
          *inside = offset - at;
          return true;
        }
    }
  while (dwarf_siblingof (&child, &child) == 0);

  return false;
}

/* A number, or an array of them. */
bool
type_describe (Dwarf_Die type, Variable *variable)
{
  Dwarf_Die inner;
  uint64_t encoding = 0;

  type_peel (&type);
  variable->count = 1;
  if (dwarf_tag (&type) == DW_TAG_array_type && type_get_inner (&type, &inner))
    {
      variable->count = type_count_elements (&type, 0);
      type = inner;
      type_peel (&type);
    }
  variable->size = type_get_size (&type);
  variable->kind = 'i';
  if (dwarf_tag (&type) == DW_TAG_enumeration_type)
    return true;
  if (dwarf_tag (&type) == DW_TAG_pointer_type)
    {
      variable->kind = 'u';
      return true;
    }
  if (dwarf_tag (&type) != DW_TAG_base_type)
    return false;
  get_number (&type, DW_AT_encoding, &encoding);
  if (encoding == DW_ATE_float)
    variable->kind = 'f';
  else if (encoding == DW_ATE_unsigned || encoding == DW_ATE_boolean || encoding == DW_ATE_unsigned_char)
    variable->kind = 'u';

  return true;
}

bool
type_find_named_member (Dwarf_Die *type, const char *name, size_t length, Dwarf_Die *inner, uint64_t *offset)
{
  Dwarf_Die child;

  if (!type_is_aggregate (dwarf_tag (type)) || dwarf_child (type, &child) != 0)
    return false;
  do
    {
      const char *its = dwarf_tag (&child) == DW_TAG_member ? dwarf_diename (&child) : NULL;
      uint64_t at = 0;

      if (its == NULL || strncmp (its, name, length) != 0 || its[length] != '\0')
        continue;
      get_number (&child, DW_AT_data_member_location, &at);
      *offset += at;
      return type_get_inner (&child, inner);
    }
  while (dwarf_siblingof (&child, &child) == 0);

  return false;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "source.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#define MOST_VARIABLES 100000
#define MOST_DEPTH     32
#define LONGEST_NAME   512
/* Memory that a program has mapped for itself, behind a pointer to a page. */
#define MOST_MAPPED    65536

typedef struct {
  const char *name;
  uint64_t start, end;
  Dwarf_Die type;
} Global;

static Global *globals;
static size_t n_globals;
static size_t n_modules_known;

/* Types whose inside is nobody's business. */
static bool
is_lock_type (Dwarf_Die *type)
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

static bool
get_type (Dwarf_Die *die, Dwarf_Die *type)
{
  Dwarf_Attribute attribute;

  return dwarf_attr_integrate (die, DW_AT_type, &attribute) && dwarf_formref_die (&attribute, type);
}

/* Through typedefs and qualifiers, but stops at a lock. */
static void
peel (Dwarf_Die *type)
{
  Dwarf_Die inner;

  for (int i = 0; i < MOST_DEPTH && !is_lock_type (type); i++)
    {
      int tag = dwarf_tag (type);

      if (tag != DW_TAG_typedef && tag != DW_TAG_const_type && tag != DW_TAG_volatile_type &&
          tag != DW_TAG_atomic_type)
        return;
      if (!get_type (type, &inner))
        return;
      *type = inner;
    }
}

static uint64_t
get_size (Dwarf_Die *type)
{
  Dwarf_Word size;

  return dwarf_aggregate_size (type, &size) == 0 ? size : 0;
}

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
      global->start = ops[0].number + bias;
      if (get_type (die, &global->type))
        {
          global->end = global->start + get_size (&global->type);
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

  n_modules_known++;
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
static uint64_t
count_elements (Dwarf_Die *array, int skip)
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

static int
count_dimensions (Dwarf_Die *array)
{
  Dwarf_Die range;
  int n = 0;

  if (dwarf_child (array, &range) == 0)
    do
      n += dwarf_tag (&range) == DW_TAG_subrange_type;
    while (dwarf_siblingof (&range, &range) == 0);

  return n;
}

static bool
is_aggregate (int tag)
{
  return tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type;
}

/* Finds the member at @offset: its type, and where in it. */
static bool
find_member (Dwarf_Die *type, uint64_t offset, Dwarf_Die *member, uint64_t *inside)
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
      size = get_type (&child, &of) ? get_size (&of) : 0;
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
      peel (&type);
      if (is_lock_type (&type))
        return offset == 0;
      if (dwarf_tag (&type) == DW_TAG_array_type && get_type (&type, &inner))
        {
          uint64_t size = get_size (&inner);
          int n = count_dimensions (&type);
          char index[32];

          for (int i = 0; i < n && size > 0; i++)
            {
              uint64_t step = size * count_elements (&type, i + 1);

              snprintf (index, sizeof index, "[%" PRIu64 "]", offset / step);
              append (text, index);
              offset %= step;
            }
          type = inner;
        }
      else if (is_aggregate (dwarf_tag (&type)))
        {
          Dwarf_Die member;
          const char *name;

          if (!find_member (&type, offset, &member, &offset) || !get_type (&member, &inner))
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

  peel (&type);
  if (dwarf_tag (&type) != DW_TAG_pointer_type || !get_type (&type, &inner))
    return false;
  peel (&inner);
  size = get_size (&inner);
  if (size == 0 || !read_word (pid, global->start, &start) || start == 0 || address < start ||
      address - start >= MOST_MAPPED)
    return false;
  if (!is_lock_type (&inner) && !is_aggregate (dwarf_tag (&inner)))
    return false;
  reach = get_reach (pid, start, size);
  if (address - start >= (reach > size ? reach : size))
    return false;

  if (!append_path (path, inner, (address - start) % size))
    return false;

  snprintf (index, sizeof index, "[%" PRIu64 "]", (address - start) / size);
  if (is_lock_type (&inner) && reach < 2 * size)
    {
      snprintf (text, LONGEST_NAME, "*%s", global->name);
    }
  else if (is_lock_type (&inner) || address - start >= size)
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

/* A number, or an array of them. */
static bool
describe (Dwarf_Die type, Variable *variable)
{
  Dwarf_Die inner;
  uint64_t encoding = 0;

  peel (&type);
  variable->count = 1;
  if (dwarf_tag (&type) == DW_TAG_array_type && get_type (&type, &inner))
    {
      variable->count = count_elements (&type, 0);
      type = inner;
      peel (&type);
    }
  variable->size = get_size (&type);
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

static bool
find_named_member (Dwarf_Die *type, const char *name, size_t length, Dwarf_Die *inner, uint64_t *offset)
{
  Dwarf_Die child;

  if (!is_aggregate (dwarf_tag (type)) || dwarf_child (type, &child) != 0)
    return false;
  do
    {
      const char *its = dwarf_tag (&child) == DW_TAG_member ? dwarf_diename (&child) : NULL;
      uint64_t at = 0;

      if (its == NULL || strncmp (its, name, length) != 0 || its[length] != '\0')
        continue;
      get_number (&child, DW_AT_data_member_location, &at);
      *offset += at;
      return get_type (&child, inner);
    }
  while (dwarf_siblingof (&child, &child) == 0);

  return false;
}

/* Finds "count", "slots" or "bank.total". */
bool
variables_find (Dwfl *dwfl, const char *name, Variable *variable)
{
  size_t length = strcspn (name, ".");

  if (!prepare (dwfl))
    return false;
  for (size_t i = 0; i < n_globals; i++)
    {
      Dwarf_Die type = globals[i].type, inner;
      const char *rest = name + length;

      if (strncmp (globals[i].name, name, length) != 0 || globals[i].name[length] != '\0')
        continue;
      variable->address = globals[i].start;
      while (*rest == '.')
        {
          size_t n = strcspn (rest + 1, ".");

          peel (&type);
          if (!find_named_member (&type, rest + 1, n, &inner, &variable->address))
            break;
          type = inner;
          rest += 1 + n;
        }
      if (*rest == '\0' && describe (type, variable))
        return true;
    }

  return false;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-values.h"
#include "explore-objects.h"
#include "explore-work.h"

#include <stdlib.h>
#include <string.h>

/* While a run is told: what changed with which step. */
typedef struct {
  unsigned step, index;
  uint64_t word;
} Note;

static struct {
  Note    *notes;
  size_t   n, room;
  uint64_t last[MOST_VALUES];
  bool     is_known[MOST_VALUES];
} notes;

/* Returns: 0 where there is none now */
static uintptr_t
address_of (const Value *value)
{
  uintptr_t address = program_get_base () + value->offset;
  const Block *block;

  if (!value->is_behind)
    return address;
  address = *(const uintptr_t *) address;
  if (program_owns (address, 1))
    return address + value->inside;
  block = memory_find (address);
  if (block == NULL || block->freed || address < block->start ||
      address + value->inside + value->size > block->start + block->size)
    return 0;

  return address + value->inside;
}

/* Returns: false where there is nothing to read, or it is a lock */
bool
values_read (const Value *value,
             uint64_t    *word)
{
  uintptr_t address = value->kind == 'l' ? 0 : address_of (value);

  *word = 0;
  if (address == 0)
    return false;
  if (value->kind == 's')
    *word = ((const Sem *) address)->value;
  else
    memcpy (word, (const void *) address, value->size);

  return value->kind != 's' || ((const Sem *) address)->magic == MAGIC_SEM;
}

/* Returns: what begins there, NULL: nothing that has a name */
const char *
values_get_name (uintptr_t address)
{
  for (int i = 0; i < values.n; i++)
    if (address_of (&values.values[i]) == address)
      return values.values[i].name;

  return NULL;
}

/* The word as a number with its sign. */
int64_t
values_get_number (const Value *value,
                   uint64_t     word)
{
  unsigned shift = 64 - 8 * (unsigned) value->size;

  if (value->kind != 'i' || value->size == 0)
    return (int64_t) word;

  return (int64_t) (word << shift) >> shift;
}

static void
report_value (unsigned     step,
              const Value *value,
              uint64_t     word)
{
  float single;
  double number;

  report ("value\t%u\t%s\t", step, value->name);
  if (value->kind == 'u' || value->kind == 's')
    report ("%llu\n", (unsigned long long) word);
  else if (value->kind == 'i')
    report ("%lld\n", (long long) values_get_number (value, word));
  else if (value->size == sizeof single)
    memcpy (&single, &word, sizeof single), report ("%g\n", (double) single);
  else
    memcpy (&number, &word, sizeof number), report ("%g\n", number);
}

static void
note (unsigned step,
      unsigned index,
      uint64_t word)
{
  if (notes.n == notes.room)
    {
      size_t room = notes.room ? 2 * notes.room : 1024;
      Note *longer = realloc (notes.notes, room * sizeof *longer);

      if (longer == NULL)
        return;
      notes.notes = longer;
      notes.room = room;
    }
  notes.notes[notes.n++] = (Note) { step, index, word };
  notes.last[index] = word;
  notes.is_known[index] = true;
}

/* Keeps what is other than when this was last called; of step 0 all. */
void
values_note (unsigned step)
{
  if (step == 0)
    memset (notes.is_known, 0, sizeof notes.is_known), notes.n = 0;
  for (int i = 0; i < values.n; i++)
    {
      uint64_t word;

      if (values_read (&values.values[i], &word) && !(notes.is_known[i] && notes.last[i] == word))
        note (step, (unsigned) i, word);
    }
}

/* What was kept. */
void
values_report (void)
{
  for (size_t i = 0; i < notes.n; i++)
    report_value (notes.notes[i].step, &values.values[notes.notes[i].index], notes.notes[i].word);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"
#include "explore-hash.h"

#include <string.h>

/* What threads print is kept a thread, since the order between threads is not
 * explored: printing is no operation. What does not fit is only counted. */

#define ROOM       4096
#define TOLD_APART 256

static struct {
  size_t length;
  size_t lost;
  char   text[ROOM];
} outputs[MOST_THREADS];

void
output_reset (void)
{
  for (int i = 0; i < run.n_threads; i++)
    outputs[i].length = outputs[i].lost = 0;
}

void
output_add (const char *text,
            size_t      length)
{
  int id = run.current;
  size_t fits = ROOM - outputs[id].length;

  if (length > fits)
    outputs[id].lost += length - fits;
  else
    fits = length;
  memcpy (outputs[id].text + outputs[id].length, text, fits);
  outputs[id].length += fits;
}

/* Not ended by a zero. */
const char *
output_get (int     id,
            size_t *length)
{
  *length = outputs[id].length;

  return outputs[id].text;
}

/* How much a thread has printed, what did not fit included. */
uint64_t
output_count (int id)
{
  return outputs[id].length + outputs[id].lost;
}

/* Equal of two executions that printed the same and ended with the same status. */
uint64_t
run_outcome (void)
{
  uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t) (unsigned) run.exit_status;

  for (int i = 0; i < run.n_threads; i++)
    {
      for (size_t j = 0; j < outputs[i].length; j++)
        hash = (hash ^ (unsigned char) outputs[i].text[j]) * 0x100000001b3u;
      hash = (hash ^ 0x1ff ^ outputs[i].lost) * 0x100000001b3u;
    }

  return hash;
}

/* As much of it as tells the ends apart of programs that print little; who prints for
 * ever comes to the same state again. */
uint64_t
output_hash (uint64_t hash)
{
  for (int i = 0; i < run.n_threads; i++)
    hash = hash_bytes (hash, outputs[i].text, outputs[i].length < TOLD_APART ? outputs[i].length : TOLD_APART);

  return hash;
}

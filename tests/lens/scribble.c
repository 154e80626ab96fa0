/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that writes over all that it shares with the lens, as one does that has
 * lost its way: bytes anywhere, slots that count on, and events that look whole. */

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lens-abi.h"

#define ROUNDS 40

static uint64_t state;

static uint64_t
draw (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;

  return state;
}

/* What a program might have in a word: small numbers, times, its own addresses, anything. */
static uint64_t
draw_word (void)
{
  struct timespec now;

  switch (draw () % 5)
    {
    case 0:
      return draw () % 300;
    case 1:
      clock_gettime (CLOCK_MONOTONIC, &now);
      return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec + draw () % 1000000;
    case 2:
      return (uint64_t) (uintptr_t) draw_word + draw () % 4096;
    case 3:
      return draw () >> draw () % 64;
    default:
      return draw ();
    }
}

/* Returns: where the memory is that both share */
static char *
find_memory (size_t *size)
{
  FILE *maps = fopen ("/proc/self/maps", "r");
  char line[1024];
  char *found = NULL;

  while (maps && fgets (line, sizeof line, maps))
    {
      char *end;
      uintptr_t from = strtoull (line, &end, 16), to = strtoull (end + 1, NULL, 16);

      if (strstr (line, "/memfd:apm-lens") && to - from > *size)
        {
          *size = to - from;
          found = (char *) from;
        }
    }
  if (maps)
    fclose (maps);

  return found;
}

/* Numbers that fit, around what does not. */
static void
write_events (char *memory)
{
  uint32_t ring = draw () % APM_LENS_SLOTS;
  struct apm_lens_event *events = (struct apm_lens_event *) (void *) (memory + APM_LENS_RINGS_AT) +
                                  (size_t) ring * APM_LENS_RING_EVENTS;
  struct apm_lens_slot *slot = (struct apm_lens_slot *) (void *) (memory + APM_LENS_SLOTS_AT) + ring;

  for (uint32_t i = 0; i < 2000; i++)
    events[i] = (struct apm_lens_event) { draw_word (), draw_word (), draw_word (), (int32_t) draw_word (), i + 1 };
  slot->next = 2000;
}

int
main (int argc, char **argv)
{
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  size_t size = 0;
  char *memory;

  pthread_mutex_lock (&mutex);
  pthread_mutex_unlock (&mutex);
  state = argc > 1 ? strtoull (argv[1], NULL, 10) : 1;
  memory = find_memory (&size);
  if (memory == NULL || size < APM_LENS_RINGS_AT)
    return 1;

  for (int round = 0; round < ROUNDS; round++)
    {
      struct timespec pause = { 0, 1000000 };

      write_events (memory);
      for (int i = 0; i < 3000; i++)
        {
          uint64_t word = draw_word ();
          /* Most of it is rings: the pages before them are as often meant. */
          size_t at = draw () % (draw () % 2 ? size : APM_LENS_RINGS_AT);

          memcpy (memory + (at & ~(size_t) 7), &word, sizeof word);
        }
      nanosleep (&pause, NULL);
    }
  /* What it shares may now tell it to wait for ever. */
  raise (SIGKILL);

  return 2;
}

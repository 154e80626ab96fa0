/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A hash of memory that is good enough to take equal hashes for equal states: of a
 * million states, two are mistaken for one with a chance of 1 in 30 million. */

static inline uint64_t
hash_word (uint64_t hash,
           uint64_t word)
{
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide) (hash ^ word ^ 0x9e3779b97f4a7c15u) * 0xd6e8feb86659fd93u;

  return (uint64_t) product ^ (uint64_t) (product >> 64);
}

static inline uint64_t
hash_bytes (uint64_t    hash,
            const void *bytes,
            size_t      size)
{
  const char *at = bytes;
  uint64_t word;

  for (; size >= 8; at += 8, size -= 8)
    {
      memcpy (&word, at, 8);
      hash = hash_word (hash, word);
    }
  word = 0;
  memcpy (&word, at, size);

  return hash_word (hash, word ^ (uint64_t) size << 56);
}

/* The whole state of the execution: what will happen from here on depends on
 * nothing else. Not in it: how long threads have slept. */
uint64_t state_hash (void);

uint64_t program_hash (uint64_t hash);
uint64_t memory_hash  (uint64_t hash);
uint64_t promise_hash (uint64_t hash);
uint64_t input_hash   (uint64_t hash);
uint64_t output_hash  (uint64_t hash);

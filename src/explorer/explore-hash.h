/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A hash of memory that is good enough to take equal hashes for equal states: of a
 * million states, two are mistaken for one with a chance of 1 in 30 million. Each word
 * is mixed in so that hashes which differ before still do after it, however much
 * memory comes behind (the steps of MurmurHash3). */

static inline uint64_t
hash_word (uint64_t hash,
           uint64_t word)
{
  word *= 0x87c37b91114253d5u;
  word = word << 31 | word >> 33;
  hash ^= word * 0x4cf5ad432745937fu;

  return (hash << 27 | hash >> 37) * 5 + 0x52dce729;
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

/* The same hash with its bits mixed: any few of them are as good as others. */
static inline uint64_t
hash_end (uint64_t hash)
{
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;

  return hash ^ hash >> 33;
}

/* The whole state of the execution: what will happen from here on depends on
 * nothing else. Not in it: how long threads have slept. */
uint64_t state_hash (void);

uint64_t program_hash (uint64_t hash);
uint64_t memory_hash  (uint64_t hash);
uint64_t promise_hash (uint64_t hash);
uint64_t input_hash   (uint64_t hash);
uint64_t output_hash  (uint64_t hash);

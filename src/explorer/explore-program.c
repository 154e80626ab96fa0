/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore.h"
#include "explore-hash.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

/* The program under exploration, as a shared object: what it can write is kept
 * once, and put back before each execution. Its thread-local variables lie in
 * one block, since fibers share a thread; the block is swapped with the fiber. */

#define MOST_SEGMENTS 8
#define MOST_KEPT     ((size_t) 32 << 20)

/* The C library's, and the compiler's; no header has it. */
extern void *__tls_get_addr (size_t *index);

typedef struct {
  char  *start;
  char  *kept;
  size_t size;
} Segment;

static struct {
  ProgramMain main;
  uintptr_t   base;
  uintptr_t   code, code_end;
  Segment     segments[MOST_SEGMENTS];
  int         n_segments;
  char       *tls;                   /* where the running thread's lie */
  size_t      tls_size;
  int         tls_id;                /* whose they are; −1: nobody's */
  char       *tls_first;             /* as a new thread finds them */
  char       *tls_of[MOST_THREADS];
} program;

/* What is read-only after relocation is cut off: it begins the segment. */
static void
add_segment (uintptr_t start,
             uintptr_t end,
             uintptr_t relro_end)
{
  if (start < relro_end && relro_end <= end)
    start = relro_end;
  if (start >= end || program.n_segments == MOST_SEGMENTS)
    return;

  program.segments[program.n_segments++] = (Segment) { (char *) start, NULL, end - start };
}

static int
look_at_object (struct dl_phdr_info *info,
                size_t               size,
                void                *data)
{
  const uintptr_t page = 4096;
  uintptr_t relro_end = 0;

  (void) size;
  (void) data;
  if (info->dlpi_addr != program.base)
    return 0;

  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_GNU_RELRO)
      relro_end = (program.base + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz) & ~(page - 1);

  for (int i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW(Phdr) *header = &info->dlpi_phdr[i];
      uintptr_t start = program.base + header->p_vaddr;

      if (header->p_type == PT_LOAD && header->p_flags & PF_W)
        add_segment (start, start + header->p_memsz, relro_end);
      else if (header->p_type == PT_LOAD && header->p_flags & PF_X)
        program.code = start, program.code_end = start + header->p_memsz;
      else if (header->p_type == PT_TLS)
        {
          program.tls_size = header->p_memsz;
          program.tls = info->dlpi_tls_data;
        }
    }

  return 1;
}

/* The block of thread-local variables is made when somebody first asks for it. */
static void
find_tls (void *handle)
{
  size_t module = 0;
  void *data = NULL;

  if (program.tls_size == 0)
    return;
  if (program.tls == NULL && dlinfo (handle, RTLD_DI_TLS_MODID, &module) == 0 && module > 0)
    {
      size_t index[2] = { module, 0 };

      program.tls = __tls_get_addr (index);
    }
  if (program.tls == NULL && dlinfo (handle, RTLD_DI_TLS_DATA, &data) == 0)
    program.tls = data;
  if (program.tls == NULL)
    program.tls_size = 0;
}

/* Loads the program and runs its constructors. Returns: false with the reason. */
bool
program_load (const char  *path,
              char       **error)
{
  void *handle = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  struct link_map *map;

  if (handle == NULL)
    {
      const char *why = dlerror ();
      size_t length = strlen (path);

      *error = strdup (strncmp (why, path, length) == 0 && why[length] == ':' ? why + length + 2 : why);
      return false;
    }
  *(void **) &program.main = dlsym (handle, "main");
  if (program.main == NULL || dlinfo (handle, RTLD_DI_LINKMAP, &map) != 0)
    {
      *error = strdup ("it has no function main()");
      return false;
    }

  program.base = map->l_addr;
  dl_iterate_phdr (look_at_object, NULL);
  find_tls (handle);

  return true;
}

/* Remembers the program's memory as it is now, before the first execution. Returns:
 * false where that is too much */
bool
program_keep (void)
{
  size_t size = (MOST_THREADS + 1) * program.tls_size;
  char *kept;

  for (int i = 0; i < program.n_segments; i++)
    size += program.segments[i].size;
  kept = size <= MOST_KEPT ? malloc (size + 1) : NULL;
  if (kept == NULL)
    return false;

  for (int i = 0; i < program.n_segments; i++)
    {
      Segment *segment = &program.segments[i];

      segment->kept = memcpy (kept, segment->start, segment->size);
      kept += segment->size;
    }
  if (program.tls_size == 0)
    return true;

  program.tls_first = memcpy (kept, program.tls, program.tls_size);
  for (int i = 0; i < MOST_THREADS; i++)
    program.tls_of[i] = kept += program.tls_size;

  return true;
}

void
program_restore (void)
{
  for (int i = 0; i < program.n_segments; i++)
    memcpy (program.segments[i].start, program.segments[i].kept, program.segments[i].size);
  for (int i = 0; program.tls_size > 0 && i < MOST_THREADS; i++)
    memcpy (program.tls_of[i], program.tls_first, program.tls_size);
}

/* @from −1: nobody's; the other way round when the scheduler goes on. */
void
program_switch_tls (int from,
                    int to)
{
  if (program.tls_size == 0)
    return;
  if (from >= 0)
    memcpy (program.tls_of[from], program.tls, program.tls_size);
  if (to >= 0)
    memcpy (program.tls, program.tls_of[to], program.tls_size);
  program.tls_id = to;
}

bool
program_owns (uintptr_t address,
              size_t    size)
{
  for (int i = 0; i < program.n_segments; i++)
    {
      const Segment *segment = &program.segments[i];

      if (address >= (uintptr_t) segment->start &&
          address + size <= (uintptr_t) segment->start + segment->size)
        return true;
    }

  return program_is_private (address);
}

/* Thread-local: nobody else sees it. */
bool
program_is_private (uintptr_t address)
{
  return program.tls_size > 0 && address - (uintptr_t) program.tls < program.tls_size;
}

bool
program_has_code (uintptr_t address)
{
  return address >= program.code && address < program.code_end;
}

ProgramMain
program_get_main (void)
{
  return program.main;
}

uintptr_t
program_get_base (void)
{
  return program.base;
}

/* What the program can write, and each thread's own. */
uint64_t
program_hash (uint64_t hash)
{
  for (int i = 0; i < program.n_segments; i++)
    hash = hash_bytes (hash, program.segments[i].start, program.segments[i].size);
  for (int i = 0; program.tls_size > 0 && i < run.n_threads; i++)
    hash = hash_bytes (hash, i == program.tls_id ? program.tls : program.tls_of[i], program.tls_size);

  return hash;
}

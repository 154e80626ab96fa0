/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-sites.h"
#include "explore-places.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where the program locks, unlocks, waits and wakes: the linker has left its
 * relocations in the file, and one of them is at each call. A call that is left
 * out becomes an instruction that makes 0 of its result, in the file itself. */

/* From the place where a call's target is written. */
#ifdef __x86_64__
#define BEFORE 1   /* call is one byte in front of it */
static const unsigned char nothing[] = { 0x31, 0xc0, 0x0f, 0x1f, 0x00 };   /* xor %eax,%eax; nopl (%rax) */
#else
#define BEFORE 0
static const unsigned char nothing[] = { 0x00, 0x00, 0x80, 0x52 };         /* mov w0, #0 */
#endif
#define AFTER 4    /* the call comes back */

static const char *const calls[] = {
  "pthread_mutex_lock", "pthread_mutex_timedlock", "pthread_mutex_trylock", "pthread_mutex_unlock",
  "pthread_cond_wait", "pthread_cond_timedwait", "pthread_cond_signal", "pthread_cond_broadcast",
  "sem_wait", "sem_timedwait", "sem_trywait", "sem_post", "pthread_barrier_wait",
  "pthread_rwlock_rdlock", "pthread_rwlock_timedrdlock", "pthread_rwlock_tryrdlock", "pthread_rwlock_wrlock",
  "pthread_rwlock_timedwrlock", "pthread_rwlock_trywrlock", "pthread_rwlock_unlock",
  "pthread_spin_lock", "pthread_spin_trylock", "pthread_spin_unlock",
  "mtx_lock", "mtx_timedlock", "mtx_trylock", "mtx_unlock", "cnd_wait", "cnd_timedwait", "cnd_signal",
  "cnd_broadcast",
};

#define MOST_SITES 4096

typedef struct {
  const char *name;
  unsigned long long offset;   /* in the file, of the instruction */
  unsigned long long address;  /* from the program's start, where the call comes back */
  int nth;                     /* of its line, from 1 */
  char place[4200];
} Site;

static struct {
  Elf   *elf;
  Site  *sites;
  int    n;
} found;

static const char *
find_call (const char *symbol)
{
  if (symbol == NULL || strncmp (symbol, "x_", 2) != 0)
    return NULL;
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    if (strcmp (calls[i], symbol + 2) == 0)
      return calls[i];

  return NULL;
}

static const char *
name_of (GElf_Word        table,
         const GElf_Rela *relocation)
{
  Elf_Scn *section = elf_getscn (found.elf, table);
  GElf_Shdr header;
  GElf_Sym symbol;
  Elf_Data *data;

  if (section == NULL || gelf_getshdr (section, &header) == NULL || (data = elf_getdata (section, NULL)) == NULL ||
      gelf_getsym (data, (int) GELF_R_SYM (relocation->r_info), &symbol) == NULL)
    return NULL;

  return elf_strptr (found.elf, header.sh_link, symbol.st_name);
}

static int
compare (const void *one,
         const void *other)
{
  const Site *a = one, *b = other;

  return (a->address > b->address) - (a->address < b->address);
}

static void
add_site (const char        *name,
          const GElf_Shdr   *code,
          unsigned long long address)
{
  Site *site;

  if (found.n == MOST_SITES || address < code->sh_addr + BEFORE || address + AFTER > code->sh_addr + code->sh_size)
    return;
  if ((found.n & (found.n + 1)) == 0)
    {
      Site *more = realloc (found.sites, (size_t) (found.n + 1) * 2 * sizeof *more);

      if (more == NULL)
        return;
      found.sites = more;
    }
  site = &found.sites[found.n++];
  *site = (Site) { .name = name, .offset = address - BEFORE - code->sh_addr + code->sh_offset,
                   .address = address + AFTER };
}

/* The relocations of code that stay behind in the file. */
static void
read_section (Elf_Scn *section)
{
  GElf_Shdr header, code;
  Elf_Scn *target;
  Elf_Data *data;

  if (gelf_getshdr (section, &header) == NULL || header.sh_type != SHT_RELA || header.sh_flags & SHF_ALLOC ||
      header.sh_entsize == 0)
    return;
  target = elf_getscn (found.elf, header.sh_info);
  if (target == NULL || gelf_getshdr (target, &code) == NULL || !(code.sh_flags & SHF_EXECINSTR))
    return;

  data = elf_getdata (section, NULL);
  for (size_t i = 0; data && i < header.sh_size / header.sh_entsize; i++)
    {
      GElf_Rela relocation;
      const char *name;

      if (gelf_getrela (data, (int) i, &relocation) && (name = find_call (name_of (header.sh_link, &relocation))))
        add_site (name, &code, relocation.r_offset);
    }
}

static void
find_places (void)
{
  qsort (found.sites, (size_t) found.n, sizeof *found.sites, compare);
  for (int i = 0; i < found.n; i++)
    {
      Site *site = &found.sites[i];

      places_tell (site->address, site->place, sizeof site->place);
      site->nth = 1;
      for (int j = 0; j < i; j++)
        if (strcmp (found.sites[j].place, site->place) == 0)
          site->nth = found.sites[j].nth + 1;
    }
}

static bool
find_sites (const char *program)
{
  int fd = open (program, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || !places_open (program) || elf_version (EV_CURRENT) == EV_NONE ||
      (found.elf = elf_begin (fd, ELF_C_READ, NULL)) == NULL)
    {
      if (fd >= 0)
        close (fd);
      return false;
    }
  for (Elf_Scn *section = elf_nextscn (found.elf, NULL); section; section = elf_nextscn (found.elf, section))
    read_section (section);
  find_places ();
  elf_end (found.elf);
  close (fd);

  return true;
}

/* FILE:LINE is each call of the line, FILE:LINE:N its Nth; the folder of FILE may be left away. */
static bool
is_meant (const Site *site,
          const char *text)
{
  char place[4300];
  const char *end;

  snprintf (place, sizeof place, "%s:%d", site->place, site->nth);
  for (int whole = 0; whole < 2; whole++)
    {
      const char *candidate = whole ? place : site->place;

      if (strlen (candidate) < strlen (text))
        continue;
      end = candidate + strlen (candidate) - strlen (text);
      if (strcmp (end, text) == 0 && (end == candidate || end[-1] == '/'))
        return true;
    }

  return false;
}

/* Returns: whether there was such a call */
static bool
leave_out (const char *program,
           const char *text)
{
  int fd = open (program, O_WRONLY | O_CLOEXEC);
  bool done = false;

  for (int i = 0; fd >= 0 && i < found.n; i++)
    if (is_meant (&found.sites[i], text))
      done |= pwrite (fd, nothing, sizeof nothing, (off_t) found.sites[i].offset) == (ssize_t) sizeof nothing;
  if (fd >= 0)
    close (fd);

  return done;
}

/* Prints them all if @print, then takes out of @program what is listed. Returns: the
 * text of the list that names no call, NULL: all is well */
const char *
sites_take (const char        *program,
            bool               print,
            const char *const *without,
            int                n_without)
{
  const char *bad = NULL;

  if (!print && n_without == 0)
    return NULL;
  if (!find_sites (program))
    return n_without > 0 ? without[0] : NULL;
  for (int i = 0; print && i < found.n; i++)
    printf ("site\t%s\t%s\t%d\n", found.sites[i].name, found.sites[i].place, found.sites[i].nth);
  for (int i = 0; i < n_without && bad == NULL; i++)
    if (!leave_out (program, without[i]))
      bad = without[i];
  free (found.sites);
  found.sites = NULL;
  found.n = 0;

  return bad;
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct apm_lens_header *lens_header;

__thread struct lens_self lens_self __attribute__ ((tls_model ("initial-exec")));

static __thread enum {
  SEEN,        /* or about to be, with its first event */
  BEGINNING,   /* taking a slot: a signal handler does not take another */
  UNSEEN,      /* there was no slot for it */
  ENDED,       /* it has given its slot back */
} phase __attribute__ ((tls_model ("initial-exec")));

/* A page of its own that the kernel empties in every child of fork(), however it
 * was made. NULL: no such kernel; then fork() of lens-process.c does it. */
static volatile uint32_t *alive;
static pid_t parent;              /* of a child of fork() */
static pid_t last_pid;
static bool has_key;
static pthread_key_t at_end;

static struct apm_lens_slot *
get_slot (uint32_t i)
{
  return (struct apm_lens_slot *) (void *) ((char *) lens_header + APM_LENS_SLOTS_AT) + i;
}

/* Free ones first, from the lowest: its ring is in memory already. Then those of
 * processes that were killed. */
static struct apm_lens_slot *
take_slot (pid_t pid, pid_t tid)
{
  for (int dead = 0; dead < 2; dead++)
    for (uint32_t i = 0; i < APM_LENS_SLOTS; i++)
      {
        struct apm_lens_slot *slot = get_slot (i);
        uint32_t owner = __atomic_load_n (&slot->owner, __ATOMIC_RELAXED);
        pid_t of = (pid_t) __atomic_load_n (&slot->pid, __ATOMIC_RELAXED);

        if (owner != 0 && (!dead || of == pid || of <= 0 || kill (of, 0) == 0 || errno != ESRCH))
          continue;
        if (__atomic_compare_exchange_n (&slot->owner, &owner, (uint32_t) tid, false,
                                         __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
          return slot;
      }

  return NULL;
}

static void
take_ring (struct apm_lens_slot *slot, pid_t pid)
{
  struct lens_self *self = &lens_self;
  size_t i = (size_t) (slot - get_slot (0));

  slot->pid = (uint32_t) pid;
  slot->op = APM_LENS_OP_NONE;
  slot->object = slot->caller = 0;
  slot->tokens = 0;
  __atomic_store_n (&slot->state, APM_LENS_RUNNING, __ATOMIC_RELEASE);

  self->ring = (struct apm_lens_event *) (void *) ((char *) lens_header + APM_LENS_RINGS_AT) + i * APM_LENS_RING_EVENTS;
  self->alive = alive;
  self->n_skipped = 0;
  __atomic_signal_fence (__ATOMIC_SEQ_CST);
  self->slot = slot;
}

/* The page was emptied: this is another process than the one that filled it. */
static void
notice_fork (pid_t pid)
{
  if (*alive)
    return;

  parent = last_pid;
  last_pid = pid;
  *alive = 1;
}

/* Gives the calling thread a slot. Returns: false where it has to do without. */
bool
lens_begin (uint64_t caller)
{
  int saved_errno = errno;
  struct apm_lens_slot *slot;
  pid_t pid, tid;

  if (lens_header == NULL || alive == NULL)
    return false;
  if (phase != SEEN && *alive)
    {
      if (phase == UNSEEN)
        __atomic_fetch_add (&lens_header->unseen, 1, __ATOMIC_RELAXED);
      return false;
    }

  phase = BEGINNING;
  lens_self.slot = NULL;
  pid = (pid_t) syscall (SYS_getpid);
  tid = (pid_t) syscall (SYS_gettid);
  notice_fork (pid);
  slot = take_slot (pid, tid);
  if (slot)
    {
      take_ring (slot, pid);
      if (has_key)
        pthread_setspecific (at_end, (void *) 1);
      lens_tell (APM_LENS_OP_BEGIN, 0, (uint64_t) pid << 32 | (uint32_t) tid, caller, pid == tid ? parent : 0);
      lens_tell (APM_LENS_OP_SELF, 0, (uint64_t) pthread_self (), 0, 0);
    }
  else
    {
      __atomic_fetch_add (&lens_header->unseen_threads, 1, __ATOMIC_RELAXED);
    }
  phase = slot ? SEEN : UNSEEN;
  errno = saved_errno;

  return slot != NULL;
}

/* The thread is not seen from now on, and its slot is the next one's. */
void
lens_end (void)
{
  struct apm_lens_slot *slot = lens_self.slot;

  phase = ENDED;
  if (slot == NULL)
    return;

  lens_tell (APM_LENS_OP_END, 0, 0, 0, 0);
  lens_self.slot = NULL;
  __atomic_signal_fence (__ATOMIC_SEQ_CST);
  __atomic_store_n (&slot->owner, 0, __ATOMIC_RELEASE);
}

/* Destructors of the program's own keys may lock: ours asks to come once more
 * until it is the last. */
static void
on_thread_end (void *data)
{
  uintptr_t round = (uintptr_t) data;

  if (round < PTHREAD_DESTRUCTOR_ITERATIONS)
    pthread_setspecific (at_end, (void *) (round + 1));
  else
    lens_end ();
}

/* Words that belong to the event before: its object, result and caller are bytes. */
void
lens_text (const char *text, size_t most)
{
  size_t length = strnlen (text, most);

  for (size_t at = 0; at < length; at += APM_LENS_TEXT)
    {
      uint64_t object = 0, caller = 0;
      int32_t result = 0;
      size_t n = length - at < APM_LENS_TEXT ? length - at : APM_LENS_TEXT;
      char bytes[APM_LENS_TEXT] = { 0 };

      memcpy (bytes, text + at, n);
      memcpy (&object, bytes, 8);
      memcpy (&result, bytes + 8, 4);
      memcpy (&caller, bytes + 12, 6);
      lens_tell (APM_LENS_OP_TEXT, 0, object, caller, result);
    }
}

/* Whose addresses the callers are: told at once, since a program may be over
 * before anybody can ask the kernel. */
static int
tell_module (struct dl_phdr_info *info, size_t size, void *data)
{
  char path[PATH_MAX];
  const char *name = info->dlpi_name;
  ssize_t length;

  if (name == NULL || *name == '\0')
    {
      if ((*(int *) data)++ > 0)
        return 0;
      length = readlink ("/proc/self/exe", path, sizeof path - 1);
      if (length <= 0)
        return 0;
      path[length] = '\0';
      name = path;
    }
  lens_tell (APM_LENS_OP_MODULE, 0, info->dlpi_addr, 0, 0);
  lens_text (name, PATH_MAX);

  return 0;
}

void
lens_tell_image (void)
{
  uint64_t who = (uint64_t) getpid () << 32 | (uint32_t) gettid ();
  int n_nameless = 0;

  lens_tell (APM_LENS_OP_IMAGE, 0, who, 0, 0);
  dl_iterate_phdr (tell_module, &n_nameless);
  lens_tell (APM_LENS_OP_IMAGE, 0, who, 0, 1);
}

/* Is this the memory that was meant? A number may be another file's by now. */
static void *
map_memory (int fd, uint64_t nonce)
{
  const int sealed = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  struct apm_lens_header *header;
  struct stat status;
  int seals = fcntl (fd, F_GET_SEALS);

  if (seals < 0 || (seals & sealed) != sealed || fstat (fd, &status) != 0 || status.st_size != (off_t) APM_LENS_SIZE)
    return NULL;
  header = mmap (NULL, APM_LENS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (header == MAP_FAILED)
    return NULL;
  if (header->magic == APM_LENS_MAGIC && header->version == APM_LENS_VERSION && header->nonce == nonce &&
      header->n_slots == APM_LENS_SLOTS && header->ring_events == APM_LENS_RING_EVENTS)
    return header;
  munmap (header, APM_LENS_SIZE);

  return NULL;
}

/* Where a program may look into its children only, the watcher's helpers are
 * allowed to as well. */
static void *
find_memory (const char *text)
{
  unsigned long long nonce;
  char path[64];
  void *memory;
  int fd, pid;

  if (text == NULL || sscanf (text, "%d:%d:%llx", &fd, &pid, &nonce) != 3)
    return NULL;

  prctl (PR_SET_PTRACER, (unsigned long) pid, 0, 0, 0);
  memory = map_memory (fd, nonce);
  if (memory)
    return memory;
  snprintf (path, sizeof path, "/proc/%d/fd/%d", pid, fd);
  fd = open (path, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  memory = map_memory (fd, nonce);
  close (fd);

  return memory;
}

/* A program that was here before execve() has gone, and its slots with it. */
static void
release_own_slots (void)
{
  pid_t pid = getpid ();

  for (uint32_t i = 0; i < APM_LENS_SLOTS; i++)
    {
      uint32_t owner = __atomic_load_n (&get_slot (i)->owner, __ATOMIC_RELAXED);

      if (owner != 0 && get_slot (i)->pid == (uint32_t) pid)
        __atomic_compare_exchange_n (&get_slot (i)->owner, &owner, 0, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
    }
}

static void *
make_page (void)
{
  void *page = mmap (NULL, APM_LENS_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (page == MAP_FAILED)
    return NULL;
  madvise (page, APM_LENS_PAGE, MADV_WIPEONFORK);

  return page;
}

static __attribute__ ((constructor)) void
lens_start (void)
{
  int saved_errno = errno;
  uint32_t nobody = 0;
  void *memory;

  lens_resolve ();
  memory = find_memory (getenv (APM_LENS_VARIABLE));
  alive = memory ? make_page () : NULL;
  if (alive)
    {
      /* It is not the program's: not in its core dumps. */
      madvise (memory, APM_LENS_SIZE, MADV_DONTDUMP);
      *alive = 1;
      last_pid = getpid ();
      has_key = pthread_key_create (&at_end, on_thread_end) == 0;
      lens_header = memory;
      __atomic_compare_exchange_n (&lens_header->first_pid, &nobody, (uint32_t) last_pid, false,
                                   __ATOMIC_RELAXED, __ATOMIC_RELAXED);
      release_own_slots ();
      lens_begin (0);
      lens_tell_image ();
    }
  errno = saved_errno;
}

static __attribute__ ((destructor)) void
lens_stop (void)
{
  if (lens_header)
    lens_leave ();
}

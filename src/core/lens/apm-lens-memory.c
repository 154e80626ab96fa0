/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-memory.h"

#include "apm-clock.h"
#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _ApmLensMemory
{
  int fd;
  guint64 nonce;
  gint64 named_ns;         /* atomic */
  char *map;
};

/* Sealed: a program that cut it short would end us with SIGBUS. */
static gboolean
make_memory (ApmLensMemory *self)
{
  self->fd = memfd_create ("apm-lens", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (self->fd < 0 || ftruncate (self->fd, APM_LENS_SIZE) != 0 ||
      fcntl (self->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return FALSE;

  self->map = mmap (NULL, APM_LENS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  if (self->map == MAP_FAILED)
    self->map = NULL;

  return self->map != NULL;
}

static void
fill_header (ApmLensMemory *self)
{
  struct apm_lens_header *header = apm_lens_memory_get_header (self);

  self->nonce = (guint64) g_random_int () << 32 | g_random_int ();
  *header = (struct apm_lens_header) {
    .magic = APM_LENS_MAGIC,
    .version = APM_LENS_VERSION,
    .header_size = sizeof (struct apm_lens_header),
    .slot_size = sizeof (struct apm_lens_slot),
    .event_size = sizeof (struct apm_lens_event),
    .n_slots = APM_LENS_SLOTS,
    .ring_events = APM_LENS_RING_EVENTS,
    .nonce = self->nonce,
    .beat_ns = apm_clock_monotonic_ns (),
  };
}

/**
 * apm_lens_memory_new:
 *
 * Makes the memory. It takes room only as far as it is written to.
 *
 * Returns: (transfer full) (nullable): %NULL with %APM_ERROR_FAILED
 */
ApmLensMemory *
apm_lens_memory_new (GError **error)
{
  g_autoptr(ApmLensMemory) self = g_new0 (ApmLensMemory, 1);

  if (!make_memory (self))
    {
      apm_set_error_from_errno (error, errno, _("Cannot make the memory for watching a program"));
      return NULL;
    }
  madvise (self->map, APM_LENS_SIZE, MADV_DONTDUMP);
  fill_header (self);

  return g_steal_pointer (&self);
}

void
apm_lens_memory_free (ApmLensMemory *self)
{
  if (self->map)
    munmap (self->map, APM_LENS_SIZE);
  apm_clear_fd (&self->fd);
  g_free (self);
}

int
apm_lens_memory_get_fd (ApmLensMemory *self)
{
  return self->fd;
}

/**
 * apm_lens_memory_dup_variable:
 * @fd_there: the number under which the program has the descriptor
 *
 * Returns: (transfer full): "APM_LENS=…", for the program's environment
 */
char *
apm_lens_memory_dup_variable (ApmLensMemory *self,
                              int            fd_there)
{
  return g_strdup_printf ("%s=%d:%d:%" G_GINT64_MODIFIER "x", APM_LENS_VARIABLE, fd_there, (int) getpid (), self->nonce);
}

struct apm_lens_header *
apm_lens_memory_get_header (ApmLensMemory *self)
{
  return (struct apm_lens_header *) (gpointer) self->map;
}

struct apm_lens_slot *
apm_lens_memory_get_slot (ApmLensMemory *self,
                          guint          i)
{
  g_assert (i < APM_LENS_SLOTS);

  return (struct apm_lens_slot *) (gpointer) (self->map + APM_LENS_SLOTS_AT) + i;
}

struct apm_lens_event *
apm_lens_memory_get_ring (ApmLensMemory *self,
                          guint          i)
{
  g_assert (i < APM_LENS_SLOTS);

  return (struct apm_lens_event *) (gpointer) (self->map + APM_LENS_RINGS_AT) + (gsize) i * APM_LENS_RING_EVENTS;
}

/**
 * apm_lens_memory_look:
 *
 * Returns: whether a thread has slot @i; what it does now is in @look
 */
gboolean
apm_lens_memory_look (ApmLensMemory *self,
                      guint          i,
                      ApmLensLook   *look)
{
  struct apm_lens_slot *slot = apm_lens_memory_get_slot (self, i);
  guint32 owner = __atomic_load_n (&slot->owner, __ATOMIC_ACQUIRE);
  guint32 pid = __atomic_load_n (&slot->pid, __ATOMIC_RELAXED);

  if (owner == 0 || owner > G_MAXINT || pid == 0 || pid > G_MAXINT)
    return FALSE;

  look->tid = (int) owner;
  look->pid = (int) pid;
  look->state = MIN (__atomic_load_n (&slot->state, __ATOMIC_ACQUIRE), APM_LENS_BLOCKED);
  look->op = __atomic_load_n (&slot->op, __ATOMIC_RELAXED) & 0xff;
  look->object = __atomic_load_n (&slot->object, __ATOMIC_RELAXED);
  look->caller = __atomic_load_n (&slot->caller, __ATOMIC_RELAXED) & APM_LENS_CALLER_MASK;
  look->tokens = __atomic_load_n (&slot->tokens, __ATOMIC_ACQUIRE);
  look->since_ns = (gint64) MIN (__atomic_load_n (&slot->since_ns, __ATOMIC_RELAXED), G_MAXINT64);

  return TRUE;
}

/**
 * apm_lens_memory_release_dead:
 *
 * Gives the slots back of a process that has ended without doing so.
 */
void
apm_lens_memory_release_dead (ApmLensMemory *self,
                              int            pid)
{
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    {
      struct apm_lens_slot *slot = apm_lens_memory_get_slot (self, i);
      guint32 owner = __atomic_load_n (&slot->owner, __ATOMIC_ACQUIRE);

      if (owner != 0 && __atomic_load_n (&slot->pid, __ATOMIC_RELAXED) == (guint32) pid)
        __atomic_compare_exchange_n (&slot->owner, &owner, 0, FALSE, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
    }
}

/**
 * apm_lens_memory_beat:
 *
 * Says that the watcher lives; a pause is over without it.
 */
void
apm_lens_memory_beat (ApmLensMemory *self)
{
  __atomic_store_n (&apm_lens_memory_get_header (self)->beat_ns, apm_clock_monotonic_ns (), __ATOMIC_RELAXED);
}

/**
 * apm_lens_memory_set_named:
 *
 * Says that all that happened before @before_ns has been read and named.
 */
void
apm_lens_memory_set_named (ApmLensMemory *self,
                           gint64         before_ns)
{
  __atomic_store_n (&apm_lens_memory_get_header (self)->named_ns, (guint64) MAX (before_ns, 0), __ATOMIC_RELEASE);
  __atomic_store_n (&self->named_ns, MAX (before_ns, 0), __ATOMIC_RELEASE);
}

/**
 * apm_lens_memory_get_named:
 *
 * Returns: what apm_lens_memory_set_named() was told last
 */
gint64
apm_lens_memory_get_named (ApmLensMemory *self)
{
  return __atomic_load_n (&self->named_ns, __ATOMIC_ACQUIRE);
}

/* First the count, then the wake: who is about to sleep sees that it differs. */
static void
kick (struct apm_lens_slot *slot)
{
  __atomic_fetch_add (&slot->kick, 1, __ATOMIC_ACQ_REL);
  syscall (SYS_futex, &slot->kick, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void
kick_all (ApmLensMemory *self)
{
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    kick (apm_lens_memory_get_slot (self, i));
}

/**
 * apm_lens_memory_set_read:
 * @read: number of the first event of ring @i that was not read
 */
void
apm_lens_memory_set_read (ApmLensMemory *self,
                          guint          i,
                          guint64        read)
{
  __atomic_store_n (&apm_lens_memory_get_slot (self, i)->read, read, __ATOMIC_RELEASE);
}

/**
 * apm_lens_memory_set_most_ahead:
 * @most_ahead: a thread waits while so many of its events have not been read, so
 *   that none is lost; 0: it never does
 */
void
apm_lens_memory_set_most_ahead (ApmLensMemory *self,
                                guint          most_ahead)
{
  g_return_if_fail (most_ahead <= APM_LENS_RING_EVENTS / 2);

  __atomic_store_n (&apm_lens_memory_get_header (self)->most_ahead, most_ahead, __ATOMIC_RELEASE);
  if (most_ahead == 0)
    kick_all (self);
}

static void
set_mode (ApmLensMemory *self,
          guint32        bit,
          gboolean       on)
{
  guint32 *mode = &apm_lens_memory_get_header (self)->mode;

  if (on)
    __atomic_fetch_or (mode, bit, __ATOMIC_ACQ_REL);
  else
    __atomic_fetch_and (mode, ~bit, __ATOMIC_ACQ_REL);
}

/**
 * apm_lens_memory_set_pause:
 *
 * Holds every thread before its next operation, or lets all go on. Tokens that
 * were not used are void.
 */
void
apm_lens_memory_set_pause (ApmLensMemory *self,
                           gboolean       paused)
{
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    __atomic_store_n (&apm_lens_memory_get_slot (self, i)->tokens, 0, __ATOMIC_RELEASE);
  apm_lens_memory_beat (self);
  set_mode (self, APM_LENS_MODE_PAUSE, paused);
  kick_all (self);
}

/**
 * apm_lens_memory_set_slow:
 * @ns: for how long each operation is held, 0: not at all
 */
void
apm_lens_memory_set_slow (ApmLensMemory *self,
                          gint64         ns)
{
  __atomic_store_n (&apm_lens_memory_get_header (self)->slow_ns, (guint64) MAX (ns, 0), __ATOMIC_RELAXED);
  set_mode (self, APM_LENS_MODE_SLOW, ns > 0);
  kick_all (self);
}

/**
 * apm_lens_memory_give_token:
 *
 * Lets thread @tid do one operation while all pause.
 *
 * Returns: whether there is such a thread
 */
gboolean
apm_lens_memory_give_token (ApmLensMemory *self,
                            int            tid)
{
  ApmLensLook look;

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    if (apm_lens_memory_look (self, i, &look) && look.tid == tid)
      {
        struct apm_lens_slot *slot = apm_lens_memory_get_slot (self, i);

        __atomic_fetch_add (&slot->tokens, 1, __ATOMIC_ACQ_REL);
        kick (slot);
        return TRUE;
      }

  return FALSE;
}

/**
 * apm_lens_memory_set_main_free:
 *
 * Says whether the program's first thread is held by a pause and by slow motion.
 */
void
apm_lens_memory_set_main_free (ApmLensMemory *self,
                               gboolean       is_free)
{
  set_mode (self, APM_LENS_MODE_MAIN_FREE, is_free);
}

/**
 * apm_lens_memory_set_in_order:
 *
 * Has a pause hold also who was woken from a condition variable.
 */
void
apm_lens_memory_set_in_order (ApmLensMemory *self,
                              gboolean       in_order)
{
  set_mode (self, APM_LENS_MODE_ORDER, in_order);
}

static void
set_range (struct apm_lens_range *range,
           guint64                from,
           guint64                to)
{
  /* Empty while it changes. */
  __atomic_store_n (&range->to, 0, __ATOMIC_RELEASE);
  __atomic_store_n (&range->from, from, __ATOMIC_RELEASE);
  __atomic_store_n (&range->to, to, __ATOMIC_RELEASE);
}

/**
 * apm_lens_memory_set_knocked:
 * @from: the calls are behind it,
 * @to: and return to there at the latest: of one call where it returns to
 *
 * From now on the operations that are called there are not done but taken for done.
 *
 * Returns: %FALSE if there are %APM_LENS_KNOCKED such places already
 */
gboolean
apm_lens_memory_set_knocked (ApmLensMemory *self,
                             guint64        from,
                             guint64        to,
                             gboolean       knocked)
{
  struct apm_lens_range *ranges = apm_lens_memory_get_header (self)->knocked;
  int free_place = -1;
  gboolean any = FALSE;

  g_return_val_if_fail (from < to, FALSE);

  for (guint i = 0; i < APM_LENS_KNOCKED; i++)
    {
      guint64 there = __atomic_load_n (&ranges[i].to, __ATOMIC_RELAXED);
      gboolean same = there == to && __atomic_load_n (&ranges[i].from, __ATOMIC_RELAXED) == from;

      if (same && !knocked)
        set_range (&ranges[i], 0, 0);
      else if (same)
        return TRUE;
      else if (there == 0)
        free_place = (int) i;
      else
        any = TRUE;
    }

  if (knocked && free_place < 0)
    return FALSE;
  if (knocked)
    set_range (&ranges[free_place], from, to);
  set_mode (self, APM_LENS_MODE_KNOCK, knocked || any);

  return TRUE;
}

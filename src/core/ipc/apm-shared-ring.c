/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-shared-ring.h"

#include "apm-shared-semaphore.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC   0x676e6972204d5041ull   /* "APM ring" */
#define VERSION 1u
#define SECOND  1000000000ll

struct shared_ring_head {
  _Atomic uint64_t magic;        /* stored last by who made it */
  uint32_t version;
  uint32_t n_slots;
  uint32_t slot_size;
  _Atomic int32_t holder;        /* PID that has the lock; 0: nobody */
  sem_t lock;
  sem_t empty;                   /* free slots */
  sem_t full;                    /* messages */
  uint32_t in;
  uint32_t out;
};

struct slot {
  uint32_t length;
  uint32_t reserved;
  unsigned char bytes[];
};

static size_t
get_stride (const struct shared_ring *ring)
{
  return sizeof (struct slot) + ((ring->slot_size + 7u) & ~7u);
}

static size_t
get_size (const struct shared_ring *ring)
{
  return sizeof (struct shared_ring_head) + ring->n_slots * get_stride (ring);
}

static struct slot *
get_slot (struct shared_ring *ring,
          uint32_t            place)
{
  return (struct slot *) (void *) ((char *) (ring->head + 1) + (place % ring->n_slots) * get_stride (ring));
}

static int
map (struct shared_ring *ring,
     int                 fd)
{
  void *memory = mmap (NULL, ring->mapped, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  if (memory == MAP_FAILED)
    return errno;
  ring->head = memory;

  return 0;
}

static int
fill (struct shared_ring *ring,
      int                 fd)
{
  struct shared_ring_head *head;
  int problem = posix_fallocate (fd, 0, (off_t) ring->mapped);   /* now, not by SIGBUS later */

  if (problem == 0)
    problem = map (ring, fd);
  if (problem != 0)
    return problem;

  head = ring->head;
  head->version = VERSION;
  head->n_slots = ring->n_slots;
  head->slot_size = ring->slot_size;
  if (sem_init (&head->lock, 1, 1) < 0 || sem_init (&head->empty, 1, ring->n_slots) < 0 || sem_init (&head->full, 1, 0) < 0)
    return errno;
  atomic_store_explicit (&head->magic, MAGIC, memory_order_release);

  return 0;
}

/**
 * shared_ring_create:
 * @name: as shm_open() wants it: "/words"
 * @n_slots: 1 to %SHARED_RING_MOST_SLOTS
 * @slot_size: 1 to %SHARED_RING_MOST_SIZE, bytes
 *
 * Makes the memory, for its owner alone. shm_unlink() is the caller's.
 *
 * Returns: 0; EEXIST where the name is taken
 */
int
shared_ring_create (struct shared_ring *ring,
                    const char         *name,
                    uint32_t            n_slots,
                    uint32_t            slot_size)
{
  int problem, fd;

  *ring = (struct shared_ring) { .n_slots = n_slots, .slot_size = slot_size };
  if (n_slots == 0 || n_slots > SHARED_RING_MOST_SLOTS || slot_size == 0 || slot_size > SHARED_RING_MOST_SIZE)
    return EINVAL;
  fd = shm_open (name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return errno;

  ring->mapped = get_size (ring);
  problem = fill (ring, fd);
  close (fd);
  if (problem != 0)
    {
      shared_ring_close (ring);
      shm_unlink (name);
    }

  return problem;
}

/* What the file says of itself, once. */
static int
read_sizes (struct shared_ring *ring,
            int                 fd)
{
  struct shared_ring_head head;
  struct stat status;
  ssize_t n = pread (fd, &head, sizeof head, 0);

  if (n < 0)
    return errno;
  if ((size_t) n < sizeof head || head.magic != MAGIC || head.version != VERSION || head.n_slots == 0 ||
      head.n_slots > SHARED_RING_MOST_SLOTS || head.slot_size == 0 || head.slot_size > SHARED_RING_MOST_SIZE)
    return EBADMSG;
  ring->n_slots = head.n_slots;
  ring->slot_size = head.slot_size;
  ring->mapped = get_size (ring);
  if (fstat (fd, &status) < 0)
    return errno;

  return (uint64_t) status.st_size < ring->mapped ? EBADMSG : 0;
}

/**
 * shared_ring_open:
 *
 * Opens what shared_ring_create() of any process has made.
 *
 * Returns: 0; ENOENT; EBADMSG where that is no ring
 */
int
shared_ring_open (struct shared_ring *ring,
                  const char         *name)
{
  int fd = shm_open (name, O_RDWR | O_CLOEXEC, 0);
  int problem;

  *ring = (struct shared_ring) { 0 };
  if (fd < 0)
    return errno;
  problem = read_sizes (ring, fd);
  if (problem == 0)
    problem = map (ring, fd);
  close (fd);

  return problem;
}

static int64_t
get_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * SECOND + now.tv_nsec;
}

static int
is_dead (int pid)
{
  return pid <= 0 || (kill (pid, 0) < 0 && errno == ESRCH);
}

/* Moving a place takes a microsecond: who has not done it in a second and is no
 * more will not. */
static int
take_lock (struct shared_ring_head *head,
           int64_t                  deadline_ns)
{
  for (;;)
    {
      int64_t second = get_now () + SECOND;
      int32_t holder;
      int problem = shared_semaphore_wait (&head->lock, second < deadline_ns ? second : deadline_ns);

      if (problem == 0)
        break;
      holder = head->holder;
      if (problem != ETIMEDOUT || get_now () < second)
        return problem;
      if (is_dead (holder) && atomic_compare_exchange_strong (&head->holder, &holder, getpid ()))
        return 0;
    }
  head->holder = getpid ();

  return 0;
}

static void
give_lock (struct shared_ring_head *head)
{
  head->holder = 0;
  shared_semaphore_post (&head->lock);
}

/**
 * shared_ring_send:
 *
 * Returns: 0; EMSGSIZE; ETIMEDOUT: all slots stayed full
 */
int
shared_ring_send (struct shared_ring *ring,
                  const void         *data,
                  uint32_t            length,
                  int64_t             deadline_ns)
{
  struct shared_ring_head *head = ring->head;
  struct slot *slot;
  int problem;

  if (length > ring->slot_size)
    return EMSGSIZE;
  problem = shared_semaphore_wait (&head->empty, deadline_ns);
  if (problem != 0)
    return problem;
  problem = take_lock (head, deadline_ns);
  if (problem != 0)
    {
      shared_semaphore_post (&head->empty);
      return problem;
    }

  slot = get_slot (ring, head->in);
  memcpy (slot->bytes, data, length);
  slot->length = length;
  head->in = (head->in + 1) % ring->n_slots;
  give_lock (head);
  shared_semaphore_post (&head->full);

  return 0;
}

/**
 * shared_ring_receive:
 * @data: (out): room for slot_size bytes
 * @length: (out): of the message
 *
 * Returns: 0; ETIMEDOUT: no message came; EBADMSG: a length that cannot be, and the
 *   message is dropped
 */
int
shared_ring_receive (struct shared_ring *ring,
                     void               *data,
                     uint32_t           *length,
                     int64_t             deadline_ns)
{
  struct shared_ring_head *head = ring->head;
  struct slot *slot;
  int problem = shared_semaphore_wait (&head->full, deadline_ns);

  if (problem != 0)
    return problem;
  problem = take_lock (head, deadline_ns);
  if (problem != 0)
    {
      shared_semaphore_post (&head->full);
      return problem;
    }

  slot = get_slot (ring, head->out);
  *length = *(volatile uint32_t *) &slot->length;
  problem = *length > ring->slot_size ? EBADMSG : 0;
  if (problem == 0)
    memcpy (data, slot->bytes, *length);
  head->out = (head->out + 1) % ring->n_slots;
  give_lock (head);
  shared_semaphore_post (&head->empty);

  return problem;
}

/**
 * shared_ring_count:
 *
 * Returns: the messages in it at this moment
 */
int
shared_ring_count (struct shared_ring *ring)
{
  int count = shared_semaphore_count (&ring->head->full);

  return count > (int) ring->n_slots ? (int) ring->n_slots : count;
}

void
shared_ring_close (struct shared_ring *ring)
{
  if (ring->head)
    munmap (ring->head, ring->mapped);
  ring->head = NULL;
}

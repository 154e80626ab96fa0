/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-shared-ring.h"

#include "apm-shared-semaphore.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAGIC   0x676e6972204d5041ull   /* "APM ring" */
#define VERSION 2u
#define SECOND  1000000000ll

/* Beside the PID: somebody waits for the lock. */
#define WAITED 0x80000000u

struct shared_ring_head {
  _Atomic uint64_t magic;        /* stored last by who made it */
  uint32_t version;
  uint32_t n_slots;
  uint32_t slot_size;
  _Atomic uint32_t holder;       /* PID that has the lock; 0: nobody */
  sem_t empty;                   /* about as many as free slots */
  sem_t full;                    /* about as many as messages */
  _Atomic uint32_t in;           /* with the lock: the next one's places, which come */
  _Atomic uint32_t out;          /* round after twice the slots: so full is not empty */
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

static void
move (struct shared_ring *ring,
      _Atomic uint32_t   *place)
{
  atomic_store_explicit (place, (atomic_load_explicit (place, memory_order_relaxed) + 1) % (2 * ring->n_slots),
                         memory_order_release);
}

/* Returns: the messages that are there; more than slots: somebody has written over it */
static uint32_t
count (struct shared_ring *ring)
{
  uint32_t round = 2 * ring->n_slots;
  uint32_t in = atomic_load_explicit (&ring->head->in, memory_order_relaxed) % round;
  uint32_t out = atomic_load_explicit (&ring->head->out, memory_order_relaxed) % round;

  return (in + round - out) % round;
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
  if (sem_init (&head->empty, 1, ring->n_slots) < 0 || sem_init (&head->full, 1, 0) < 0)
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

/* Also who has ended and whose parent does not ask for it. */
static int
is_dead (uint32_t pid)
{
  struct pollfd end = { .fd = pidfd_open ((pid_t) pid, 0), .events = POLLIN };
  int has_ended;

  if (end.fd < 0)
    return pid == 0 || errno == ESRCH;
  has_ended = poll (&end, 1, 0) > 0;
  close (end.fd);

  return has_ended;
}

/* Returns as soon as that may have changed, or at the deadline. */
static void
sleep_on (_Atomic uint32_t *word,
          uint32_t          value,
          int64_t           deadline_ns)
{
  const struct timespec at = { deadline_ns / SECOND, deadline_ns % SECOND };

  syscall (SYS_futex, word, FUTEX_WAIT_BITSET, value, &at, NULL, FUTEX_BITSET_MATCH_ANY);
}

/* To copy a message takes milliseconds at most: who has not done it in a second and is no
 * more will not. (Who is in another container is no more to us, but has the second.) No
 * robust mutex: of those the C library keeps pointers in the memory, which strangers
 * write to. So long one waits for the lock even after the deadline, or the message
 * behind it would be said not to be there. */
static int
take_lock (struct shared_ring_head *head,
           int64_t                  deadline_ns)
{
  uint32_t own = (uint32_t) getpid ();
  uint32_t seen = 0, before = 0;
  int64_t since_ns = 0, limit_ns = 0;

  while (!atomic_compare_exchange_strong (&head->holder, &seen, own))
    {
      int64_t now_ns = get_now ();

      if (limit_ns == 0)
        limit_ns = deadline_ns > now_ns + 2 * SECOND ? deadline_ns : now_ns + 2 * SECOND;
      if (since_ns == 0 || (seen & ~WAITED) != before)
        {
          before = seen & ~WAITED;
          since_ns = now_ns;
        }
      else if (now_ns >= since_ns + SECOND && is_dead (before) && atomic_compare_exchange_strong (&head->holder, &seen, own))
        return 0;
      if (now_ns >= limit_ns)
        return ETIMEDOUT;

      own |= WAITED;   /* there may be more who wait */
      if ((seen & WAITED) || atomic_compare_exchange_strong (&head->holder, &seen, seen | WAITED))
        sleep_on (&head->holder, seen | WAITED, now_ns + SECOND);
      seen = 0;
    }

  return 0;
}

static void
give_lock (struct shared_ring_head *head)
{
  if (atomic_exchange (&head->holder, 0) & WAITED)
    syscall (SYS_futex, &head->holder, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* Takes the lock when there is a slot to send, or a message to receive: the places tell
 * that, and the semaphores only when it is worth looking. Who is killed may take one of
 * those with it, so without one it is looked too, each second and at the end.
 *
 * Returns: 0, with the lock, or else without */
static int
enter (struct shared_ring *ring,
       sem_t              *semaphore,
       uint32_t            unfit,
       int64_t             deadline_ns)
{
  struct shared_ring_head *head = ring->head;
  int64_t now_ns = get_now ();

  for (;;)
    {
      int64_t until_ns = now_ns + SECOND < deadline_ns ? now_ns + SECOND : deadline_ns;
      int is_told = shared_semaphore_wait (semaphore, until_ns) == 0;

      if (is_told || count (ring) != unfit)
        {
          int problem = take_lock (head, deadline_ns);
          uint32_t n = count (ring);

          if (problem != 0 && is_told)
            shared_semaphore_post (semaphore);
          if (problem != 0)
            return problem;
          if (n <= ring->n_slots && n != unfit)
            return 0;
          give_lock (head);
          if (n > ring->n_slots)
            return EBADMSG;
        }
      now_ns = get_now ();
      if (now_ns >= deadline_ns)
        return ETIMEDOUT;
    }
}

/**
 * shared_ring_send:
 *
 * Returns: 0; EMSGSIZE; ETIMEDOUT: all slots stayed full; EBADMSG
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
  problem = enter (ring, &head->empty, ring->n_slots, deadline_ns);
  if (problem != 0)
    return problem;

  slot = get_slot (ring, head->in);
  memcpy (slot->bytes, data, length);
  slot->length = length;
  move (ring, &head->in);
  give_lock (head);
  shared_semaphore_post (&head->full);

  return 0;
}

/**
 * shared_ring_receive:
 * @data: (out): room for slot_size bytes
 * @length: (out): of the message
 *
 * Returns: 0; ETIMEDOUT: no message came; EBADMSG: places that cannot be, or a length,
 *   and then the message is dropped
 */
int
shared_ring_receive (struct shared_ring *ring,
                     void               *data,
                     uint32_t           *length,
                     int64_t             deadline_ns)
{
  struct shared_ring_head *head = ring->head;
  struct slot *slot;
  int problem = enter (ring, &head->full, 0, deadline_ns);

  if (problem != 0)
    return problem;

  slot = get_slot (ring, head->out);
  *length = *(volatile uint32_t *) &slot->length;
  problem = *length > ring->slot_size ? EBADMSG : 0;
  if (problem == 0)
    memcpy (data, slot->bytes, *length);
  move (ring, &head->out);
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
  uint32_t n = count (ring);

  return (int) (n > ring->n_slots ? ring->n_slots : n);
}

void
shared_ring_close (struct shared_ring *ring)
{
  if (ring->head)
    munmap (ring->head, ring->mapped);
  ring->head = NULL;
}

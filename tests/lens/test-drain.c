/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-drain.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  GArray *events;          /* of struct apm_lens_event, as they were handed over */
  guint64 lost;
} Taken;

static void
on_events (const struct apm_lens_event *events,
           gsize                        n,
           gpointer                     data)
{
  g_array_append_vals (((Taken *) data)->events, events, (guint) n);
}

static void
on_lost (guint    ring,
         guint64  n,
         gpointer data)
{
  ((Taken *) data)->lost += n;
}

static void
taken_clear (Taken *taken)
{
  g_array_unref (taken->events);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taken, taken_clear)

static const Taken nothing = { NULL, 0 };

static Taken
drain (ApmLensDrain *drain,
       gboolean      everything)
{
  Taken taken = nothing;

  taken.events = g_array_new (FALSE, FALSE, sizeof (struct apm_lens_event));
  apm_lens_drain_collect (drain);
  apm_lens_drain_deliver (drain, everything, on_events, on_lost, &taken);

  return taken;
}

static guint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (guint64) now.tv_sec * 1000000000u + (guint64) now.tv_nsec;
}

/* As the library writes it. */
static void
tell (ApmLensMemory *memory,
      guint          ring,
      guint64        time_ns,
      guint          op,
      guint64        object)
{
  struct apm_lens_slot *slot = apm_lens_memory_get_slot (memory, ring);
  guint64 n = slot->next++;
  struct apm_lens_event *event = &apm_lens_memory_get_ring (memory, ring)[n % APM_LENS_RING_EVENTS];

  event->time_ns = time_ns;
  event->object = object;
  event->place = apm_lens_place (0, op, 0);
  event->result = 0;
  __atomic_store_n (&event->seq, (guint32) (n + 1), __ATOMIC_RELEASE);
}

static guint64
get_object (const Taken *taken,
            guint        i)
{
  return g_array_index (taken->events, struct apm_lens_event, i).object;
}

static void
test_order (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  g_auto(Taken) taken = nothing;

  tell (memory, 3, 10, APM_LENS_OP_MUTEX_LOCK, 1);
  tell (memory, 3, 30, APM_LENS_OP_MUTEX_LOCK, 3);
  tell (memory, 0, 20, APM_LENS_OP_MUTEX_LOCK, 2);
  tell (memory, 0, 40, APM_LENS_OP_MUTEX_LOCK, 5);
  /* In the same nanosecond an unlock comes first. */
  tell (memory, 9, 40, APM_LENS_OP_MUTEX_UNLOCK, 4);
  taken = drain (reader, FALSE);

  g_assert_cmpuint (taken.events->len, ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (get_object (&taken, i), ==, i + 1);
  g_assert_cmpuint (g_array_index (taken.events, struct apm_lens_event, 0).seq, ==, 3);
  g_assert_cmpuint (taken.lost, ==, 0);
}

/* Who is about to write holds up what is later, but not for ever. */
static void
test_about_to_write (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  struct apm_lens_slot *slot = apm_lens_memory_get_slot (memory, 1);
  guint64 start_ns = now_ns () - 1000000000;
  guint n = 0;

  tell (memory, 1, start_ns, APM_LENS_OP_MUTEX_LOCK, 1);
  slot->next++;
  tell (memory, 2, start_ns + 5, APM_LENS_OP_MUTEX_LOCK, 3);
  {
    g_auto(Taken) taken = drain (reader, FALSE);

    g_assert_cmpuint (taken.events->len, ==, 1);
  }
  slot->next--;
  tell (memory, 1, start_ns + 3, APM_LENS_OP_MUTEX_LOCK, 2);
  {
    g_auto(Taken) taken = drain (reader, FALSE);

    g_assert_cmpuint (taken.events->len, ==, 2);
    g_assert_cmpuint (get_object (&taken, 0), ==, 2);
  }

  /* Killed while it wrote; the next thread goes on in that ring. */
  slot->next++;
  tell (memory, 1, start_ns + 9, APM_LENS_OP_BEGIN, 5);
  tell (memory, 2, start_ns + 8, APM_LENS_OP_MUTEX_LOCK, 4);
  for (gint64 until_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC; n < 2 && g_get_monotonic_time () < until_us;)
    {
      g_auto(Taken) taken = drain (reader, FALSE);

      n += taken.events->len;
      g_usleep (1000);
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (apm_lens_drain_get_lost (reader), ==, 1);
}

/* What was overwritten is counted, what is there is whole. */
static void
test_overwritten (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  g_auto(Taken) taken = nothing;
  guint n = APM_LENS_RING_EVENTS * 3 + 17;

  for (guint i = 0; i < n; i++)
    tell (memory, 7, 1000 + i, APM_LENS_OP_MUTEX_LOCK, i);
  taken = drain (reader, FALSE);

  g_assert_cmpuint (taken.events->len + taken.lost, ==, n);
  g_assert_cmpuint (taken.events->len, >, APM_LENS_RING_EVENTS / 2);
  g_assert_cmpuint (apm_lens_drain_get_lost (reader), ==, taken.lost);
  for (guint i = 0; i < taken.events->len; i++)
    g_assert_cmpuint (get_object (&taken, i), ==, n - taken.events->len + i);
}

/* Whatever stands in the memory, reading ends, and what is handed over is an event
 * of a ring that exists. */
static void
test_random_bytes (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  g_autoptr(GRand) random = g_rand_new_with_seed (1);
  guint64 *words = (guint64 *) (gpointer) apm_lens_memory_get_slot (memory, 0);
  gsize n_words = APM_LENS_SLOTS * sizeof (struct apm_lens_slot) / 8;

  for (guint round = 0; round < 50; round++)
    {
      g_auto(Taken) taken = nothing;

      for (gsize i = 0; i < n_words; i++)
        words[i] = (guint64) g_rand_int (random) << (round % 33) ^ g_rand_int (random);
      for (guint i = 0; i < 20000; i++)
        ((guint32 *) (gpointer) apm_lens_memory_get_ring (memory, i % 7))[g_rand_int_range (random, 0, 8 * 65536)] =
          g_rand_int (random);
      taken = drain (reader, round % 2);
      for (guint i = 0; i < taken.events->len; i++)
        g_assert_cmpuint (g_array_index (taken.events, struct apm_lens_event, i).seq, <, APM_LENS_SLOTS);
      for (guint i = 0; i < APM_LENS_SLOTS; i++)
        {
          ApmLensLook look;

          if (apm_lens_memory_look (memory, i, &look))
            g_assert_cmpuint (look.state, <=, APM_LENS_BLOCKED);
        }
    }
}

/* A program that made it shorter would kill us by SIGBUS. */
static void
test_sealed (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  int fd = apm_lens_memory_get_fd (memory);

  g_assert_cmpint (ftruncate (fd, 0), ==, -1);
  g_assert_cmpint (ftruncate (fd, APM_LENS_SIZE * 2), ==, -1);
  g_assert_cmpint (fcntl (fd, F_ADD_SEALS, F_SEAL_WRITE), ==, -1);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
}

static void
test_orders (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  struct apm_lens_header *header = apm_lens_memory_get_header (memory);
  struct apm_lens_slot *slot = apm_lens_memory_get_slot (memory, 4);

  slot->owner = 4711;
  slot->pid = 4700;
  apm_lens_memory_set_pause (memory, TRUE);
  g_assert_cmpuint (header->mode, ==, APM_LENS_MODE_PAUSE);
  g_assert_true (apm_lens_memory_give_token (memory, 4711));
  g_assert_false (apm_lens_memory_give_token (memory, 4712));
  g_assert_cmpuint (slot->tokens, ==, 1);
  apm_lens_memory_set_pause (memory, FALSE);
  g_assert_cmpuint (slot->tokens, ==, 0);
  g_assert_cmpuint (header->mode, ==, 0);

  apm_lens_memory_set_slow (memory, 1000);
  g_assert_cmpuint (header->mode, ==, APM_LENS_MODE_SLOW);
  for (guint64 i = 1; i <= APM_LENS_KNOCKED; i++)
    g_assert_true (apm_lens_memory_set_knocked (memory, i, i + 1, TRUE));
  g_assert_true (apm_lens_memory_set_knocked (memory, 3, 4, TRUE));
  g_assert_false (apm_lens_memory_set_knocked (memory, 1000, 1001, TRUE));
  for (guint64 i = 1; i <= APM_LENS_KNOCKED; i++)
    {
      g_assert_cmpuint (header->mode, ==, APM_LENS_MODE_SLOW | APM_LENS_MODE_KNOCK);
      g_assert_true (apm_lens_memory_set_knocked (memory, i, i + 1, FALSE));
    }
  g_assert_cmpuint (header->mode, ==, APM_LENS_MODE_SLOW);

  apm_lens_memory_release_dead (memory, 4700);
  g_assert_cmpuint (slot->owner, ==, 0);
}

/* Somebody is about to write while the others bring more than may wait: what is later
 * can only be handed over once that is read, so reading goes on. */
static void
test_backpressure_about_to_write (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  struct apm_lens_slot *slot = apm_lens_memory_get_slot (memory, 1);
  guint64 start_ns = now_ns () - 1000000000;
  guint n = 0;

  apm_lens_drain_set_most_waiting (reader, 3);
  tell (memory, 1, start_ns, APM_LENS_OP_MUTEX_LOCK, 0);
  slot->next++;
  for (guint i = 2; i < 10; i++)
    {
      g_auto(Taken) taken = nothing;

      tell (memory, 2, start_ns + i, APM_LENS_OP_MUTEX_LOCK, i);
      taken = drain (reader, FALSE);
      n += taken.events->len;
    }
  g_assert_cmpuint (n, ==, 1);

  slot->next--;
  tell (memory, 1, start_ns + 1, APM_LENS_OP_MUTEX_LOCK, 1);
  while (n < 10)
    {
      g_auto(Taken) taken = drain (reader, FALSE);

      g_assert_cmpuint (taken.events->len, >, 0);
      for (guint i = 0; i < taken.events->len; i++)
        g_assert_cmpuint (get_object (&taken, i), ==, n++);
    }
}

/* Writers hear how far they were read; nothing is read while too much waits. */
static void
test_backpressure (void)
{
  g_autoptr(ApmLensMemory) memory = apm_lens_memory_new (NULL);
  g_autoptr(ApmLensDrain) reader = apm_lens_drain_new (memory);
  guint64 start_ns = now_ns () - 1000000000;
  guint n = 0;

  apm_lens_memory_set_most_ahead (memory, 2048);
  g_assert_cmpuint (apm_lens_memory_get_header (memory)->most_ahead, ==, 2048);
  apm_lens_drain_set_most_waiting (reader, 3);
  for (guint round = 0; round < 5; round++)
    {
      tell (memory, 1, start_ns + 10 * round, APM_LENS_OP_MUTEX_LOCK, 2 * round);
      tell (memory, 7, start_ns + 10 * round + 5, APM_LENS_OP_MUTEX_LOCK, 2 * round + 1);
      /* Absorbed and not delivered. */
      apm_lens_drain_collect (reader);
    }
  g_assert_cmpuint (apm_lens_memory_get_slot (memory, 1)->read, ==, 2);
  g_assert_cmpuint (apm_lens_memory_get_slot (memory, 7)->read, ==, 2);

  while (n < 10)
    {
      g_auto(Taken) taken = drain (reader, FALSE);

      g_assert_cmpuint (taken.lost, ==, 0);
      for (guint i = 0; i < taken.events->len; i++)
        g_assert_cmpuint (get_object (&taken, i), ==, n++);
    }
  g_assert_cmpuint (apm_lens_memory_get_slot (memory, 7)->read, ==, 5);

  /* At the end all is read at once. */
  for (guint i = 0; i < 10; i++)
    {
      tell (memory, 1, start_ns + 100 + i, APM_LENS_OP_MUTEX_LOCK, i);
      if (i == 9)
        apm_lens_drain_set_most_waiting (reader, G_MAXUINT);
      apm_lens_drain_collect (reader);
    }
  g_assert_cmpuint (apm_lens_memory_get_slot (memory, 1)->read, ==, 15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-drain/order", test_order);
  g_test_add_func ("/lens-drain/about-to-write", test_about_to_write);
  g_test_add_func ("/lens-drain/overwritten", test_overwritten);
  g_test_add_func ("/lens-drain/random-bytes", test_random_bytes);
  g_test_add_func ("/lens-drain/sealed", test_sealed);
  g_test_add_func ("/lens-drain/orders", test_orders);
  g_test_add_func ("/lens-drain/backpressure", test_backpressure);
  g_test_add_func ("/lens-drain/backpressure-about-to-write", test_backpressure_about_to_write);

  return g_test_run ();
}

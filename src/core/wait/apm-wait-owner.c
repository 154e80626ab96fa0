/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-wait-futex.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

#define SCAN_BYTES 4096
#define BLOCK_ALIGNMENT 64
#define BLOCK_HEAD 24
#define SELF_OFFSET 16          /* struct pthread begins with a pointer to itself, and has another here */
#define DEFAULT_TID_OFFSET 720

/* Where a thread's block has its TID, as the C library tells debuggers. */
static guint
get_tid_offset (void)
{
  static gsize offset = 0;

  if (g_once_init_enter (&offset))
    {
      const guint32 *told = dlsym (RTLD_DEFAULT, "_thread_db_pthread_tid");    /* bits, count, offset */

      g_once_init_leave (&offset, told && told[2] > 0 && told[2] < SCAN_BYTES ? told[2] : DEFAULT_TID_OFFSET);
    }

  return (guint) offset;
}

static gboolean
read_more (ApmWaitSubject *subject,
           guint64         address,
           gpointer        data,
           gsize           size)
{
  ApmMemoryWindow window = { .address = address, .size = size, .data = data };

  return apm_wait_subject_read_memory (subject, &window, 1) == 0 && window.n_read == size;
}

/* Returns: the TID of the thread whose block is at @block, as the program has it; 0: no block */
static int
read_block (ApmWaitSubject *subject,
            guint64         block)
{
  guint64 self = 0;
  gint32 tid = 0;

  if (!read_more (subject, block + SELF_OFFSET, &self, sizeof self) || self != block
      || !read_more (subject, block + get_tid_offset (), &tid, sizeof tid))
    return 0;

  return MAX (tid, 0);
}

/* FUTEX_WAIT of shared memory until a given TID is there no more: as pthread_join() does */
static gboolean
looks_like_join (const ApmWaitAsk *ask)
{
  return ask->abi == APM_ABI_X86_64 && sizeof (gpointer) == 8 && (guint32) ask->call.args[1] == 0x109
         && (gint32) ask->call.args[2] > 0 && ask->call.args[0] > get_tid_offset ();
}

/**
 * apm_wait_ask_futex:
 *
 * What is around the word, the timeout, and the head of the block of the thread that is
 * joined if it is that.
 */
void
apm_wait_ask_futex (ApmWaitSubject *subject,
                    ApmWaitAsk     *ask)
{
  const guint64 *args = ask->call.args;

  apm_wait_ask_window (subject, ask, args[0] - APM_FUTEX_BEFORE, APM_FUTEX_WINDOW);
  apm_wait_ask_window (subject, ask, args[3], apm_call_get_timespec_size (ask->abi, ask->call.number));
  if (looks_like_join (ask))
    apm_wait_ask_window (subject, ask, args[0] - get_tid_offset (), BLOCK_HEAD);
}

/* glibc up to 2.42: the word that is waited on is the TID in the thread's block. */
static gboolean
is_tid_of_block (ApmWaitSubject   *subject,
                 const ApmWaitAsk *ask)
{
  guint64 block = ask->call.args[0] - get_tid_offset ();
  guint64 head[BLOCK_HEAD / 8];
  const guint8 *bytes;
  gsize n_read;

  if (ask->n_windows < 3)
    return FALSE;
  bytes = apm_wait_get_window (subject, ask, 2, &n_read);
  if (n_read < sizeof head)
    return FALSE;
  memcpy (head, bytes, sizeof head);

  return head[0] == block && head[2] == block;
}

/* Looks back from a word in a thread's block for its beginning. */
static int
find_block (ApmWaitSubject *subject,
            guint64         word)
{
  guint64 bytes[SCAN_BYTES / 8];
  guint64 end = word & ~(guint64) 7;
  guint64 begin = end - SCAN_BYTES;
  ApmMemoryWindow window = { .address = begin, .size = sizeof bytes, .data = bytes };
  int tid;

  if (apm_wait_subject_read_memory (subject, &window, 1) != 0 || window.n_read < sizeof bytes)
    {
      /* A block near the beginning of its memory: what is before it cannot be read. */
      guint64 page = word & ~(guint64) 4095;

      begin = page;
      window = (ApmMemoryWindow) { .address = page, .size = end - page, .data = bytes };
      if (end == page || apm_wait_subject_read_memory (subject, &window, 1) != 0)
        return 0;
    }
  for (guint64 at = end & ~(guint64) (BLOCK_ALIGNMENT - 1); at >= begin; at -= BLOCK_ALIGNMENT)
    {
      guint64 i = (at - begin) / 8;

      if (i + 2 < window.n_read / 8 && bytes[i] == at && bytes[i + 2] == at)
        {
          tid = read_block (subject, at);
          if (tid)
            return tid;
        }
    }

  return 0;
}

static gboolean
is_ancestor (ApmWaitLook *look,
             int          pid,
             int          child)
{
  ApmStat stat;

  for (guint i = 0; i < 64 && child > 1; i++)
    {
      if (!apm_stat_read (look->proc_fd, child, &stat, NULL))
        return FALSE;
      if (stat.ppid == pid)
        return TRUE;
      child = stat.ppid;
    }

  return FALSE;
}

/* @reason: (out): see apm_wait_dup_maps() */
static gboolean
process_has_mapping (ApmWaitLook *look,
                     int          pid,
                     guint64      space,
                     int         *reason)
{
  g_autofree char *maps = apm_wait_dup_maps (look->reader, pid, 0, reason);

  return maps && apm_wait_maps_have (maps, space);
}

static void
set_finding (ApmWaitSubject *subject,
             ApmWait        *wait,
             ApmWaitFinding  finding)
{
  wait->finding = finding;
  wait->grade = APM_WAIT_GRADE_PROVEN;
  apm_wait_add_group (subject->look->pass, wait, NULL, 0, TRUE);
}

static void
set_too_slow (ApmWait *wait)
{
  wait->unknown = APM_WAIT_TOO_SLOW;
  wait->nature = APM_WAIT_OPEN;
}

/* Owned by none of the waiter's own threads. */
static void
tell_foreign_owner (ApmWaitSubject *subject,
                    ApmWait        *wait,
                    gboolean        is_shared)
{
  int pid = wait->owner ? apm_wait_find_process_of (subject->look, wait->owner) : 0;
  int reason = 0;

  if (pid == 0 && apm_wait_subject_is_late (subject))
    {
      set_too_slow (wait);
      return;
    }
  if (pid == 0)
    {
      set_finding (subject, wait, APM_WAIT_ORPHANED);
      if (is_shared && apm_wait_is_mapped_elsewhere (subject, wait->object.space))
        wait->grade = APM_WAIT_GRADE_LIKELY;
      return;
    }
  if (is_shared && process_has_mapping (subject->look, pid, wait->object.space, &reason))
    {
      wait->grade = APM_WAIT_GRADE_PROVEN;
      apm_wait_add_ender (subject->look->pass, wait, pid, wait->owner);
      return;
    }
  if (reason == ETIME)
    {
      set_too_slow (wait);
      return;
    }
  if (!is_shared && is_ancestor (subject->look, pid, subject->pid))
    {
      set_finding (subject, wait, APM_WAIT_FORK_COPIED);
      return;
    }
  /* Somebody got the number of an owner that ended. */
  if (is_shared || wait->kind == APM_WAIT_MUTEX)
    {
      set_finding (subject, wait, APM_WAIT_ORPHANED);
      wait->grade = APM_WAIT_GRADE_LIKELY;
      return;
    }
  wait->unknown = APM_WAIT_UNREADABLE;
}

static void
tell_owner (ApmWaitSubject      *subject,
            ApmWait             *wait,
            const ApmFutexGuess *guess)
{
  guint64 space, offset;
  gboolean is_shared = FALSE;

  wait->owner = apm_wait_subject_translate (subject, guess->owner);
  if (wait->owner && apm_wait_subject_has_thread (subject, wait->owner))
    {
      wait->grade = APM_WAIT_GRADE_PROVEN;
      wait->finding = wait->owner == wait->tid ? APM_WAIT_SELF : APM_WAIT_NO_FINDING;
      apm_wait_add_ender (subject->look->pass, wait, subject->pid, wait->owner);
      return;
    }
  if (guess->is_shareable && apm_wait_subject_find_shared (subject, guess->object, &space, &offset))
    {
      is_shared = TRUE;
      wait->object.space = space;
      wait->object.id = offset;
      wait->flags |= APM_WAIT_SHARED;
    }
  if (guess->is_shareable && subject->maps_refusal == ETIME)
    set_too_slow (wait);
  else
    tell_foreign_owner (subject, wait, is_shared);
}

/* Nobody is written who could end it: by custom it is somebody of the process, or of
 * those that have the same memory. */
static void
tell_unowned (ApmWaitSubject      *subject,
              ApmWait             *wait,
              const ApmFutexGuess *guess)
{
  guint64 space, offset;

  wait->unknown = APM_WAIT_NO_OWNER;
  wait->nature = APM_WAIT_SOFT;
  wait->grade = APM_WAIT_GRADE_LIKELY;
  if (guess->is_shareable && apm_wait_subject_find_shared (subject, guess->object, &space, &offset))
    {
      wait->object.space = space;
      wait->object.id = offset;
      wait->flags |= APM_WAIT_SHARED;
      wait->nature = APM_WAIT_OPEN;
      if (!subject->look->reader->is_quick)
        apm_wait_tell_mappers (subject->look, wait);
      return;
    }
  apm_wait_add_own_process (subject, wait);
}

static void
fall_back (ApmWait *wait)
{
  wait->kind = APM_WAIT_FUTEX;
  wait->object.id = wait->call[1];
  wait->n_words = 0;
}

/* Settles what the guess left to be looked at. FALSE: it was none of that. */
static gboolean
check_guess (ApmWaitSubject   *subject,
             const ApmWaitAsk *ask,
             ApmFutexGuess    *guess)
{
  gboolean has_blocks = sizeof (gpointer) == 8 && ask->abi == APM_ABI_X86_64;

  switch (guess->check)
    {
    case APM_FUTEX_JOIN_TID:
      if (has_blocks && !is_tid_of_block (subject, ask) && find_block (subject, guess->object) != guess->owner)
        guess->owner = 0;
      break;
    case APM_FUTEX_JOIN_STATE:
      guess->owner = has_blocks ? find_block (subject, guess->object) : 0;
      break;
    case APM_FUTEX_STDIO:
      guess->owner = has_blocks ? read_block (subject, guess->block) : 0;
      break;
    default:
      return TRUE;
    }

  guess->check = APM_FUTEX_PLAIN;

  return guess->owner != 0
         && apm_wait_subject_has_thread (subject, apm_wait_subject_translate (subject, guess->owner));
}

static void
take_guess (ApmWaitSubject   *subject,
            const ApmWaitAsk *ask,
            ApmFutexGuess    *guess)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);

  wait->kind = guess->kind;
  wait->nature = guess->nature;
  wait->flags |= guess->flags;
  wait->object.space = (guint64) subject->pid;
  wait->object.id = guess->object;
  wait->owner = 0;
  memcpy (wait->count, guess->count, sizeof wait->count);
  memcpy (wait->words, guess->words, sizeof wait->words);
  wait->n_words = guess->n_words;

  if (guess->check == APM_FUTEX_MOVED || guess->check == APM_FUTEX_HANDED_OVER)
    {
      wait->unknown = APM_WAIT_MOVED;
      wait->nature = APM_WAIT_OPEN;
      return;
    }
  if (!check_guess (subject, ask, guess))
    {
      guess->owner = 0;
      fall_back (wait);
    }
  if ((subject->look->reader->distrusted & G_GUINT64_CONSTANT (1) << wait->kind) != 0)
    {
      wait->unknown = APM_WAIT_WRONG_VERSION;
      wait->nature = APM_WAIT_OPEN;
      wait->n_words = 0;
    }
  else if (guess->owner != 0)
    tell_owner (subject, wait, guess);
  else
    tell_unowned (subject, wait, guess);
}

/**
 * apm_wait_tell_futex:
 */
void
apm_wait_tell_futex (ApmWaitSubject   *subject,
                     const ApmWaitAsk *ask)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);
  const ApmMemoryWindow *window = &g_array_index (subject->windows, ApmMemoryWindow, ask->first_window);
  ApmFutexGuess guess;
  ApmFutex futex = {
    .abi = ask->abi,
    .op = (guint32) ask->call.args[1],
    .value = (guint32) ask->call.args[2],
    .has_timeout = ask->call.args[3] != 0,
    .address = ask->call.args[0],
    .bytes = window->data,
    .end_known = window->n_read,
  };
  guint8 clipped[APM_FUTEX_WINDOW] = { 0 };

  /* What is before the word may not be mapped where the word is. */
  if (window->n_read < APM_FUTEX_BEFORE + 4 && subject->memory_refusal == 0)
    {
      guint64 page = futex.address & ~(guint64) 4095;
      ApmMemoryWindow rest;

      futex.first_known = APM_FUTEX_BEFORE - MIN (futex.address - page, APM_FUTEX_BEFORE);
      rest = (ApmMemoryWindow) {
        .address = futex.address - (APM_FUTEX_BEFORE - futex.first_known),
        .size = APM_FUTEX_WINDOW - futex.first_known,
        .data = clipped + futex.first_known,
      };
      apm_wait_subject_read_memory (subject, &rest, 1);
      futex.bytes = clipped;
      futex.end_known = futex.first_known + rest.n_read;
    }
  if (futex.end_known < APM_FUTEX_BEFORE + 4)
    {
      wait->kind = APM_WAIT_FUTEX;
      wait->nature = APM_WAIT_OPEN;
      wait->object = (ApmWaitObject) { .space = (guint64) subject->pid, .id = futex.address, .fd = -1 };
      wait->unknown = subject->memory_refusal == ETIME ? APM_WAIT_TOO_SLOW : APM_WAIT_UNREADABLE;
      return;
    }

  subject->look->reader->guess_futex (&futex, &guess);
  if (guess.kind == APM_WAIT_JOIN && !check_guess (subject, ask, &guess))
    {
      futex.is_no_join = TRUE;
      subject->look->reader->guess_futex (&futex, &guess);
    }
  take_guess (subject, ask, &guess);
}

/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include "apm-wait-futex.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>

#define MOST_POLLED 1024
#define MOST_OPERATIONS 32
#define LONGEST_PATH 256
#define LONGEST_ADDRESS 128
#define I386_SETLKW64 14

/**
 * apm_wait_ask_window:
 * @address: 0: the call was given nothing; the window is there all the same
 *
 * Has this memory read before @ask is told.
 */
void
apm_wait_ask_window (ApmWaitSubject *subject,
                     ApmWaitAsk     *ask,
                     guint64         address,
                     gsize           size)
{
  ApmMemoryWindow window = { .address = address, .size = address ? size : 0 };

  if (ask->n_windows++ == 0)
    ask->first_window = subject->windows->len;
  g_array_append_val (subject->windows, window);
}

/**
 * apm_wait_get_window:
 * @n_read: (out): how much of it could be read
 */
const guint8 *
apm_wait_get_window (ApmWaitSubject   *subject,
                     const ApmWaitAsk *ask,
                     guint             index,
                     gsize            *n_read)
{
  const ApmMemoryWindow *window;

  g_assert (index < ask->n_windows);
  window = &g_array_index (subject->windows, ApmMemoryWindow, ask->first_window + index);
  *n_read = window->n_read;

  return window->data;
}

ApmWait *
apm_wait_get_asked (ApmWaitSubject   *subject,
                    const ApmWaitAsk *ask)
{
  return &g_array_index (subject->look->pass->waits, ApmWait, ask->wait);
}

static void
ask_select (ApmWaitSubject *subject,
            ApmWaitAsk     *ask)
{
  gsize size = (gsize) CLAMP ((int) ask->call.args[0], 0, FD_SETSIZE) / 8 + 8;

  for (int set = 1; set <= 3; set++)
    apm_wait_ask_window (subject, ask, ask->call.args[set], MIN (size & ~(gsize) 7, sizeof (fd_set)));
}

/**
 * apm_wait_ask:
 *
 * Says which memory the call speaks of; apm_wait_tell() of that kind knows the order.
 */
void
apm_wait_ask (ApmWaitSubject *subject,
              ApmWaitAsk     *ask)
{
  const guint64 *args = ask->call.args;
  gsize timespec = apm_call_get_timespec_size (ask->abi, ask->call.number);

  switch (ask->kind)
    {
    case APM_CALL_FUTEX:
      apm_wait_ask_futex (subject, ask);
      break;
    case APM_CALL_POLL:
    case APM_CALL_PPOLL:
      apm_wait_ask_window (subject, ask, args[0], MIN ((guint32) args[1], MOST_POLLED) * sizeof (struct pollfd));
      apm_wait_ask_window (subject, ask, ask->kind == APM_CALL_PPOLL ? args[2] : 0, timespec);
      break;
    case APM_CALL_SELECT:
    case APM_CALL_PSELECT:
      ask_select (subject, ask);
      apm_wait_ask_window (subject, ask, args[4], timespec);
      break;
    case APM_CALL_NANOSLEEP:
      apm_wait_ask_window (subject, ask, args[0], timespec);
      break;
    case APM_CALL_CLOCK_NANOSLEEP:
    case APM_CALL_SIGTIMEDWAIT:
      apm_wait_ask_window (subject, ask, args[2], timespec);
      break;
    case APM_CALL_EPOLL2:
      apm_wait_ask_window (subject, ask, args[3], timespec);
      break;
    case APM_CALL_MQ_SEND:
    case APM_CALL_MQ_RECEIVE:
      apm_wait_ask_window (subject, ask, args[4], timespec);
      break;
    case APM_CALL_SEMOP:
      apm_wait_ask_window (subject, ask, args[1], MIN ((guint32) args[2], MOST_OPERATIONS) * 6);
      apm_wait_ask_window (subject, ask, args[3], timespec);
      break;
    case APM_CALL_CONNECT:
      apm_wait_ask_window (subject, ask, args[1], MIN ((guint32) args[2], LONGEST_ADDRESS));
      break;
    case APM_CALL_OPEN:
      apm_wait_ask_window (subject, ask, args[0], LONGEST_PATH);
      break;
    case APM_CALL_OPENAT:
      apm_wait_ask_window (subject, ask, args[1], LONGEST_PATH);
      break;
    case APM_CALL_FCNTL:
      apm_wait_ask_window (subject, ask, args[2], 32);
      break;
    default:
      break;
    }
}

static void
tell_poll (ApmWaitSubject   *subject,
           const ApmWaitAsk *ask,
           ApmWait          *wait)
{
  gsize n_read;
  const guint8 *bytes = apm_wait_get_window (subject, ask, 0, &n_read);
  struct pollfd polled;

  wait->kind = APM_WAIT_POLL;
  wait->nature = APM_WAIT_OPEN;
  for (gsize at = 0; at + sizeof polled <= n_read; at += sizeof polled)
    {
      memcpy (&polled, bytes + at, sizeof polled);
      if (polled.fd >= 0)
        apm_wait_ask_file (subject, wait, polled.fd,
                           (polled.events & POLLIN ? APM_ACCESS_READ : 0) | (polled.events & POLLOUT ? APM_ACCESS_WRITE : 0));
    }
  if ((guint32) ask->call.args[1] > MOST_POLLED)
    wait->unknown = APM_WAIT_TOO_SLOW;
}

static gboolean
has_bit (const guint8 *bytes,
         gsize         n_read,
         int           bit)
{
  return (gsize) bit / 8 < n_read && (bytes[bit / 8] & 1 << bit % 8) != 0;
}

static void
tell_select (ApmWaitSubject   *subject,
             const ApmWaitAsk *ask,
             ApmWait          *wait)
{
  gsize n_reads, n_writes;
  const guint8 *reads = apm_wait_get_window (subject, ask, 0, &n_reads);
  const guint8 *writes = apm_wait_get_window (subject, ask, 1, &n_writes);

  wait->kind = APM_WAIT_SELECT;
  wait->nature = APM_WAIT_OPEN;
  for (int fd = 0; fd < MIN ((int) ask->call.args[0], FD_SETSIZE); fd++)
    {
      ApmAccess access = (has_bit (reads, n_reads, fd) ? APM_ACCESS_READ : 0)
                         | (has_bit (writes, n_writes, fd) ? APM_ACCESS_WRITE : 0);

      if (access)
        apm_wait_ask_file (subject, wait, fd, access);
    }
}

static void
tell_open (ApmWaitSubject   *subject,
           const ApmWaitAsk *ask,
           ApmWait          *wait)
{
  guint64 flags = ask->call.args[ask->kind == APM_CALL_OPEN ? 1 : 2];
  gsize n_read;
  const char *path = (const char *) apm_wait_get_window (subject, ask, 0, &n_read);

  apm_wait_tell_by_channel (subject, wait);
  if (wait->kind != APM_WAIT_FIFO_OPEN && wait->kind != APM_WAIT_LEASE)
    return;
  apm_wait_set_name (subject->look->pass, wait, path, strnlen (path, n_read));
  /* Opened to read it waits for a writer. */
  apm_wait_ask_file (subject, wait, -1, (flags & O_ACCMODE) == O_RDONLY ? APM_ACCESS_READ : APM_ACCESS_WRITE);
}

/* The struct flock that fcntl() is given, where it is that of 64 bits. */
static void
take_range (ApmWaitSubject   *subject,
            const ApmWaitAsk *ask,
            ApmWaitFileAsk   *file)
{
  gsize n_read;
  const guint8 *bytes = apm_wait_get_window (subject, ask, 0, &n_read);
  struct flock range;

  file->first_byte = 0;
  file->last_byte = G_MAXINT64;
  if (ask->abi == APM_ABI_I386 || n_read < sizeof range)
    return;
  memcpy (&range, bytes, sizeof range);
  if (range.l_type == F_RDLCK)
    file->access = APM_ACCESS_READ;
  /* Counted from elsewhere than the beginning, or backwards: then it is any part. */
  if (range.l_whence != SEEK_SET || range.l_len < 0 || range.l_start < 0)
    return;
  file->first_byte = range.l_start;
  if (range.l_len > 0 && range.l_start <= G_MAXINT64 - range.l_len)
    file->last_byte = range.l_start + range.l_len - 1;
}

static void
tell_fcntl (ApmWaitSubject   *subject,
            const ApmWaitAsk *ask,
            ApmWait          *wait)
{
  int command = (int) ask->call.args[1];

  if (command == F_SETLKW || (ask->abi == APM_ABI_I386 && command == I386_SETLKW64))
    wait->kind = APM_WAIT_FILE_LOCK;
  else if (command == F_OFD_SETLKW)
    wait->kind = APM_WAIT_OFD_LOCK;
  else
    {
      apm_wait_tell_by_channel (subject, wait);
      return;
    }
  wait->nature = APM_WAIT_HARD;
  take_range (subject, ask, apm_wait_ask_file (subject, wait, (int) ask->call.args[0], APM_ACCESS_WRITE));
}

static void
tell_file (ApmWaitSubject *subject,
           ApmWait        *wait,
           ApmWaitKind     kind,
           guint64         fd,
           ApmAccess       access)
{
  wait->kind = kind;
  wait->nature = kind == APM_WAIT_FLOCK ? APM_WAIT_HARD : APM_WAIT_OPEN;
  wait->object.fd = (int) fd;
  apm_wait_ask_file (subject, wait, (int) fd, access);
}

/* splice() and sendfile() have two ends; where it sleeps tells which it is, and where
 * that is not told neither is named. */
static void
tell_splice (ApmWaitSubject   *subject,
             const ApmWaitAsk *ask,
             ApmWait          *wait)
{
  gboolean writes, reads;

  apm_wait_tell_by_channel (subject, wait);
  writes = wait->kind == APM_WAIT_PIPE_WRITE || wait->kind == APM_WAIT_SOCKET_WRITE;
  reads = wait->kind == APM_WAIT_PIPE_READ || wait->kind == APM_WAIT_SOCKET_READ;
  if (!writes && !reads)
    return;
  tell_file (subject, wait, APM_WAIT_FILE, ask->call.args[writes ? 2 : 0], writes ? APM_ACCESS_WRITE : APM_ACCESS_READ);
}

static void
tell_signal (ApmWait *wait)
{
  wait->kind = APM_WAIT_SIGNAL;
  wait->nature = APM_WAIT_OPEN;
  wait->grade = APM_WAIT_GRADE_PROVEN;
  wait->flags |= APM_WAIT_IDLE;
}

static gboolean
tell_descriptors (ApmWaitSubject   *subject,
                  const ApmWaitAsk *ask,
                  ApmWait          *wait)
{
  const guint64 *args = ask->call.args;

  switch (ask->kind)
    {
    case APM_CALL_READ:
      tell_file (subject, wait, APM_WAIT_FILE, args[0], APM_ACCESS_READ);
      return TRUE;
    case APM_CALL_WRITE:
      tell_file (subject, wait, APM_WAIT_FILE, args[0], APM_ACCESS_WRITE);
      return TRUE;
    case APM_CALL_SPLICE:
      tell_splice (subject, ask, wait);
      return TRUE;
    case APM_CALL_ACCEPT:
      tell_file (subject, wait, APM_WAIT_ACCEPT, args[0], APM_ACCESS_READ);
      return TRUE;
    case APM_CALL_CONNECT:
      tell_file (subject, wait, APM_WAIT_CONNECT, args[0], APM_ACCESS_WRITE);
      apm_wait_set_address (subject, ask, wait);
      return TRUE;
    case APM_CALL_MQ_SEND:
    case APM_CALL_MQ_RECEIVE:
      tell_file (subject, wait, APM_WAIT_MESSAGE_QUEUE, args[0],
                 ask->kind == APM_CALL_MQ_SEND ? APM_ACCESS_WRITE : APM_ACCESS_READ);
      wait->count[1] = ask->kind == APM_CALL_MQ_SEND ? APM_WAIT_SENDS : APM_WAIT_RECEIVES;
      return TRUE;
    case APM_CALL_EPOLL:
    case APM_CALL_EPOLL2:
      tell_file (subject, wait, APM_WAIT_EPOLL, args[0], APM_ACCESS_READ);
      return TRUE;
    case APM_CALL_FLOCK:
      tell_file (subject, wait, APM_WAIT_FLOCK, args[0], APM_ACCESS_WRITE);
      return TRUE;
    case APM_CALL_IO_URING:
      tell_file (subject, wait, APM_WAIT_IO_URING, args[0], APM_ACCESS_READ);
      return TRUE;
    case APM_CALL_POLL:
    case APM_CALL_PPOLL:
      tell_poll (subject, ask, wait);
      return TRUE;
    case APM_CALL_SELECT:
    case APM_CALL_PSELECT:
      tell_select (subject, ask, wait);
      return TRUE;
    case APM_CALL_OPEN:
    case APM_CALL_OPENAT:
      tell_open (subject, ask, wait);
      return TRUE;
    case APM_CALL_FCNTL:
      tell_fcntl (subject, ask, wait);
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * apm_wait_tell:
 *
 * Fills the wait in, but for what the table of descriptors says.
 */
void
apm_wait_tell (ApmWaitSubject   *subject,
               const ApmWaitAsk *ask)
{
  ApmWait *wait = apm_wait_get_asked (subject, ask);

  wait->kind = APM_WAIT_CALL;
  wait->nature = APM_WAIT_OPEN;
  apm_wait_tell_time (subject, ask);
  if (tell_descriptors (subject, ask, wait))
    return;

  switch (ask->kind)
    {
    case APM_CALL_FUTEX:
      apm_wait_tell_futex (subject, ask);
      break;
    case APM_CALL_FUTEX_VECTOR:
      wait->kind = APM_WAIT_FUTEX;
      wait->nature = APM_WAIT_SOFT;
      wait->unknown = APM_WAIT_NO_OWNER;
      break;
    case APM_CALL_WAIT4:
    case APM_CALL_WAITID:
      apm_wait_tell_child (subject, ask);
      break;
    case APM_CALL_CLONE:
      apm_wait_tell_youngest_child (subject, wait);
      break;
    case APM_CALL_SEMOP:
    case APM_CALL_MSGSND:
    case APM_CALL_MSGRCV:
      apm_wait_tell_sysv (subject, ask);
      break;
    case APM_CALL_NANOSLEEP:
    case APM_CALL_CLOCK_NANOSLEEP:
    case APM_CALL_RESTART:
      wait->kind = APM_WAIT_SLEEP;
      wait->grade = APM_WAIT_GRADE_PROVEN;
      wait->flags |= APM_WAIT_IDLE | APM_WAIT_TIMED;
      break;
    case APM_CALL_SIGNAL:
    case APM_CALL_SIGTIMEDWAIT:
      tell_signal (wait);
      break;
    default:
      apm_wait_tell_by_channel (subject, wait);
      break;
    }
}

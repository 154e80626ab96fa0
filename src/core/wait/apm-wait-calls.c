/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-call.h"

#include <string.h>

#define HIGHEST_NUMBER 512

typedef struct {
  ApmCallKind kind;
  const char *name;
  gint16      numbers[APM_ABI_N];    /* x86-64, i386, aarch64; -1: has none */
} Row;

/* The calls that block, after the kernel's syscall_64.tbl, syscall_32.tbl and
 * include/uapi/asm-generic/unistd.h. */
static const Row rows[] = {
  { APM_CALL_FUTEX, "futex", { 202, 240, 98 } },
  { APM_CALL_FUTEX, "futex_time64", { -1, 422, -1 } },
  { APM_CALL_FUTEX_VECTOR, "futex_waitv", { 449, 449, 449 } },
  { APM_CALL_READ, "read", { 0, 3, 63 } },
  { APM_CALL_READ, "readv", { 19, 145, 65 } },
  { APM_CALL_READ, "pread64", { 17, 180, 67 } },
  { APM_CALL_READ, "preadv", { 295, 333, 69 } },
  { APM_CALL_READ, "preadv2", { 327, 378, 286 } },
  { APM_CALL_READ, "recvfrom", { 45, 371, 207 } },
  { APM_CALL_READ, "recvmsg", { 47, 372, 212 } },
  { APM_CALL_READ, "recvmmsg", { 299, 337, 243 } },
  { APM_CALL_READ, "recvmmsg_time64", { -1, 417, -1 } },
  { APM_CALL_READ, "tee", { 276, 315, 77 } },
  { APM_CALL_WRITE, "write", { 1, 4, 64 } },
  { APM_CALL_WRITE, "writev", { 20, 146, 66 } },
  { APM_CALL_WRITE, "pwrite64", { 18, 181, 68 } },
  { APM_CALL_WRITE, "pwritev", { 296, 334, 70 } },
  { APM_CALL_WRITE, "pwritev2", { 328, 379, 287 } },
  { APM_CALL_WRITE, "sendto", { 44, 369, 206 } },
  { APM_CALL_WRITE, "sendmsg", { 46, 370, 211 } },
  { APM_CALL_WRITE, "sendmmsg", { 307, 345, 269 } },
  { APM_CALL_WRITE, "sendfile", { 40, 187, 71 } },
  { APM_CALL_WRITE, "sendfile64", { -1, 239, -1 } },
  { APM_CALL_WRITE, "vmsplice", { 278, 316, 75 } },
  { APM_CALL_SPLICE, "splice", { 275, 313, 76 } },
  { APM_CALL_OPEN, "open", { 2, 5, -1 } },
  { APM_CALL_OPEN, "creat", { 85, 8, -1 } },
  { APM_CALL_OPENAT, "openat", { 257, 295, 56 } },
  { APM_CALL_OPENAT, "openat2", { 437, 437, 437 } },
  { APM_CALL_ACCEPT, "accept", { 43, -1, 202 } },
  { APM_CALL_ACCEPT, "accept4", { 288, 364, 242 } },
  { APM_CALL_CONNECT, "connect", { 42, 362, 203 } },
  { APM_CALL_POLL, "poll", { 7, 168, -1 } },
  { APM_CALL_PPOLL, "ppoll", { 271, 309, 73 } },
  { APM_CALL_PPOLL, "ppoll_time64", { -1, 414, -1 } },
  { APM_CALL_SELECT, "select", { 23, 142, -1 } },
  { APM_CALL_PSELECT, "pselect6", { 270, 308, 72 } },
  { APM_CALL_PSELECT, "pselect6_time64", { -1, 413, -1 } },
  { APM_CALL_EPOLL, "epoll_wait", { 232, 256, -1 } },
  { APM_CALL_EPOLL, "epoll_pwait", { 281, 319, 22 } },
  { APM_CALL_EPOLL2, "epoll_pwait2", { 441, 441, 441 } },
  { APM_CALL_FLOCK, "flock", { 73, 143, 32 } },
  { APM_CALL_FCNTL, "fcntl", { 72, 55, 25 } },
  { APM_CALL_FCNTL, "fcntl64", { -1, 221, -1 } },
  { APM_CALL_WAIT4, "wait4", { 61, 114, 260 } },
  { APM_CALL_WAIT4, "waitpid", { -1, 7, -1 } },
  { APM_CALL_WAITID, "waitid", { 247, 284, 95 } },
  { APM_CALL_CLONE, "clone", { 56, 120, 220 } },
  { APM_CALL_CLONE, "clone3", { 435, 435, 435 } },
  { APM_CALL_CLONE, "vfork", { 58, 190, -1 } },
  { APM_CALL_SEMOP, "semop", { 65, -1, 193 } },
  { APM_CALL_SEMOP, "semtimedop", { 220, -1, 192 } },
  { APM_CALL_SEMOP, "semtimedop_time64", { -1, 420, -1 } },
  { APM_CALL_MSGSND, "msgsnd", { 69, 400, 189 } },
  { APM_CALL_MSGRCV, "msgrcv", { 70, 401, 188 } },
  { APM_CALL_MQ_SEND, "mq_timedsend", { 242, 279, 182 } },
  { APM_CALL_MQ_SEND, "mq_timedsend_time64", { -1, 418, -1 } },
  { APM_CALL_MQ_RECEIVE, "mq_timedreceive", { 243, 280, 183 } },
  { APM_CALL_MQ_RECEIVE, "mq_timedreceive_time64", { -1, 419, -1 } },
  { APM_CALL_NANOSLEEP, "nanosleep", { 35, 162, 101 } },
  { APM_CALL_CLOCK_NANOSLEEP, "clock_nanosleep", { 230, 267, 115 } },
  { APM_CALL_CLOCK_NANOSLEEP, "clock_nanosleep_time64", { -1, 407, -1 } },
  { APM_CALL_RESTART, "restart_syscall", { 219, 0, 128 } },
  { APM_CALL_SIGNAL, "pause", { 34, 29, -1 } },
  { APM_CALL_SIGNAL, "rt_sigsuspend", { 130, 179, 133 } },
  { APM_CALL_SIGTIMEDWAIT, "rt_sigtimedwait", { 128, 177, 137 } },
  { APM_CALL_SIGTIMEDWAIT, "rt_sigtimedwait_time64", { -1, 421, -1 } },
  { APM_CALL_IO_URING, "io_uring_enter", { 426, 426, 426 } },
  { APM_CALL_AIO, "io_getevents", { 208, 247, 4 } },
  { APM_CALL_AIO, "io_pgetevents", { 333, 385, 292 } },
  { APM_CALL_FILE, "ioctl", { 16, 54, 29 } },
  { APM_CALL_FILE, "fsync", { 74, 118, 82 } },
  { APM_CALL_FILE, "fdatasync", { 75, 148, 83 } },
  { APM_CALL_FILE, "fallocate", { 285, 324, 47 } },
  { APM_CALL_FILE, "ftruncate", { 77, 93, 46 } },
  { APM_CALL_FILE, "getdents64", { 217, 220, 61 } },
};

static const Row *by_number[APM_ABI_N][HIGHEST_NUMBER];

static void
index_rows (void)
{
  static gsize is_done = 0;

  if (!g_once_init_enter (&is_done))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint abi = 0; abi < APM_ABI_N; abi++)
      if (rows[i].numbers[abi] >= 0)
        by_number[abi][rows[i].numbers[abi]] = &rows[i];
  g_once_init_leave (&is_done, 1);
}

static const Row *
find_row (ApmAbi abi,
          int    number)
{
  index_rows ();

  return abi < APM_ABI_N && number >= 0 && number < HIGHEST_NUMBER ? by_number[abi][number] : NULL;
}

/**
 * apm_call_get_kind:
 *
 * Returns: what the call waits for; %APM_CALL_OTHER if it is not in the table
 */
ApmCallKind
apm_call_get_kind (ApmAbi abi,
                   int    number)
{
  const Row *row = find_row (abi, number);

  return row ? row->kind : APM_CALL_OTHER;
}

/**
 * apm_call_get_name:
 *
 * Returns: (nullable): the call's name in the manual
 */
const char *
apm_call_get_name (ApmAbi abi,
                   int    number)
{
  const Row *row = find_row (abi, number);

  return row ? row->name : NULL;
}

/**
 * apm_call_get_timespec_size:
 *
 * Returns: the bytes of a timespec or timeval that the call is given
 */
gsize
apm_call_get_timespec_size (ApmAbi abi,
                            int    number)
{
  const char *name = apm_call_get_name (abi, number);

  return abi == APM_ABI_I386 && !(name && g_str_has_suffix (name, "64")) ? 8 : 16;
}

/**
 * apm_call_takes_timeout:
 *
 * Returns: whether it is the timed one of two calls that are alike
 */
gboolean
apm_call_takes_timeout (ApmAbi abi,
                        int    number)
{
  const char *name = apm_call_get_name (abi, number);

  return name && strstr (name, "timed") != NULL;
}

/**
 * apm_call_guess_abi:
 *
 * A program of 64 bits has its stack beyond 4 GiB, one of 32 bits cannot. That holds
 * for the main thread and for every stack that mmap() gives a thread.
 */
ApmAbi
apm_call_guess_abi (const ApmCall *call)
{
#if defined (__x86_64__)
  return call->sp >> 32 || call->pc >> 32 ? APM_ABI_X86_64 : APM_ABI_I386;
#elif defined (__i386__)
  return APM_ABI_I386;
#elif defined (__aarch64__)
  return call->sp >> 32 || call->pc >> 32 ? APM_ABI_AARCH64 : APM_ABI_NONE;
#else
  return APM_ABI_NONE;
#endif
}

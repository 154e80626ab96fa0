/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-channel.h"

#include <string.h>

/* The first that @prefix begins wins. wait_woken() is not here: terminals and sockets wait in it alike. */
static const struct {
  const char *prefix;
  ApmWaitKind kind;
} families[] = {
  { "futex_", APM_WAIT_FUTEX },
  { "rt_mutex_", APM_WAIT_MUTEX },
  { "pipe_read", APM_WAIT_PIPE_READ },
  { "anon_pipe_read", APM_WAIT_PIPE_READ },
  { "pipe_wait_readable", APM_WAIT_PIPE_READ },
  { "pipe_write", APM_WAIT_PIPE_WRITE },
  { "pipe_wait_writable", APM_WAIT_PIPE_WRITE },
  { "anon_pipe_write", APM_WAIT_PIPE_WRITE },
  { "wait_for_partner", APM_WAIT_FIFO_OPEN },
  { "unix_stream_connect", APM_WAIT_CONNECT },
  { "unix_wait_for_peer", APM_WAIT_SOCKET_WRITE },
  { "unix_accept", APM_WAIT_ACCEPT },
  { "unix_stream_data_wait", APM_WAIT_SOCKET_READ },
  { "unix_stream_read", APM_WAIT_SOCKET_READ },
  { "sock_alloc_send", APM_WAIT_SOCKET_WRITE },
  { "sk_stream_wait_memory", APM_WAIT_SOCKET_WRITE },
  { "sk_wait_data", APM_WAIT_SOCKET_READ },
  { "wait_for_more_packets", APM_WAIT_SOCKET_READ },
  { "__skb_wait_for_more_packets", APM_WAIT_SOCKET_READ },
  { "skb_wait_for_more_packets", APM_WAIT_SOCKET_READ },
  { "inet_csk_accept", APM_WAIT_ACCEPT },
  { "inet_csk_wait_for_connect", APM_WAIT_ACCEPT },
  { "inet_wait_for_connect", APM_WAIT_CONNECT },
  { "inet_stream_connect", APM_WAIT_CONNECT },
  { "eventfd_", APM_WAIT_EVENTFD },
  { "timerfd_", APM_WAIT_TIMERFD },
  { "signalfd_", APM_WAIT_SIGNALFD },
  { "inotify_", APM_WAIT_INOTIFY },
  { "do_sys_poll", APM_WAIT_POLL },
  { "poll_schedule_timeout", APM_WAIT_POLL },
  { "do_poll", APM_WAIT_POLL },
  { "do_select", APM_WAIT_SELECT },
  { "ep_poll", APM_WAIT_EPOLL },
  { "do_epoll_wait", APM_WAIT_EPOLL },
  { "n_tty_read", APM_WAIT_TERMINAL },
  { "tty_", APM_WAIT_TERMINAL },
  { "wq_sleep", APM_WAIT_MESSAGE_QUEUE },
  { "do_msgrcv", APM_WAIT_MESSAGE_QUEUE },
  { "do_msgsnd", APM_WAIT_MESSAGE_QUEUE },
  { "flock_lock_inode_wait", APM_WAIT_FLOCK },
  { "locks_lock_inode_wait", APM_WAIT_FLOCK },
  { "locks_lock_file_wait", APM_WAIT_FILE_LOCK },
  { "fcntl_setlk", APM_WAIT_FILE_LOCK },
  { "do_lock_file_wait", APM_WAIT_FILE_LOCK },
  { "__break_lease", APM_WAIT_LEASE },
  { "do_wait_intr", APM_WAIT_EVENTFD },
  { "do_wait", APM_WAIT_CHILD },
  { "kernel_wait4", APM_WAIT_CHILD },
  { "kernel_clone", APM_WAIT_VFORK },
  { "wait_for_vfork_done", APM_WAIT_VFORK },
  { "_do_fork", APM_WAIT_VFORK },
  { "do_signal_stop", APM_WAIT_STOPPED },
  { "ptrace_stop", APM_WAIT_TRACED },
  { "do_semtimedop", APM_WAIT_SYSV_SEMAPHORE },
  { "__do_semtimedop", APM_WAIT_SYSV_SEMAPHORE },
  { "hrtimer_nanosleep", APM_WAIT_SLEEP },
  { "do_nanosleep", APM_WAIT_SLEEP },
  { "common_nsleep", APM_WAIT_SLEEP },
  { "sigsuspend", APM_WAIT_SIGNAL },
  { "do_sigtimedwait", APM_WAIT_SIGNAL },
  { "pause", APM_WAIT_SIGNAL },
  { "__do_sys_pause", APM_WAIT_SIGNAL },
  { "io_cqring_wait", APM_WAIT_IO_URING },
  { "io_wq", APM_WAIT_IO_URING },
  { "request_wait_answer", APM_WAIT_FUSE },
  { "fuse_", APM_WAIT_FUSE },
  { "io_schedule", APM_WAIT_DISK },
  { "folio_wait", APM_WAIT_DISK },
  { "wait_on_page", APM_WAIT_DISK },
  { "__wait_on_buffer", APM_WAIT_DISK },
  { "blk_", APM_WAIT_DISK },
  { "submit_bio_wait", APM_WAIT_DISK },
  { "rpc_", APM_WAIT_DISK },
  { "nfs_", APM_WAIT_DISK },
  { "nfs4_", APM_WAIT_DISK },
  { "jbd2_", APM_WAIT_DISK },
  { "do_get_write_access", APM_WAIT_DISK },
  { "xfs_", APM_WAIT_DISK },
  { "btrfs_", APM_WAIT_DISK },
  { "ext4_", APM_WAIT_DISK },
};

/**
 * apm_channel_get_kind:
 * @channel: a name of /proc/PID/wchan; what compilers append (.isra.0) does no harm
 *
 * Returns: %APM_WAIT_UNKNOWN if it is of no family that we know
 */
ApmWaitKind
apm_channel_get_kind (const char *channel)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (channel, families[i].prefix))
      return families[i].kind;

  return APM_WAIT_UNKNOWN;
}
